from __future__ import annotations

import json
from typing import Any

import pytest
from msgspec.structs import replace

from casefiles.register import By, Entry, FrozenFile, parse_entry
from casefiles.register.chain import KeptEntry, chained
from casefiles.register.entry import NoEntryError, canonical

AT = "2026-11-20T10:15:00Z"
PDF = FrozenFile("2025-11-04-letter-3f9a1c/letter.pdf", "pdf", 10, "a" * 64, "b" * 64)
ISSUED = Entry(
    act="issued",
    reference="2025-11-04-letter-3f9a1c",
    case="camden/rowan-hill-primary",
    at=AT,
    by=By("Amara Osei", "a.osei@example.org", "git"),
    files=(PDF,),
    details={"title": "Letter", "stem": "2025-11-04-letter", "dated": "2025-11-06", "number": 3},
    casefiles="0.1.0",
)


def kept(entry: Entry) -> KeptEntry:
    return KeptEntry(entry, f"issued/register/{entry.name}", entry.id)


def after(*entries: Entry, act: str = "given", at: str = AT, **details: Any) -> Entry:
    return Entry(
        act,
        entries[0].reference,
        entries[0].case,
        at,
        By("Tom"),
        previous=tuple(each.id for each in entries),
        details=details,
    )


def test_an_entry_reads_back_as_it_was_written() -> None:
    assert parse_entry(ISSUED.data) == ISSUED
    assert parse_entry(ISSUED.data).id == ISSUED.id


def test_its_file_is_named_by_moment_act_and_hash() -> None:
    assert ISSUED.name == f"2026-11-20T101500Z-issued-{ISSUED.id[:12]}.json"


def test_the_same_facts_give_the_same_bytes_whatever_order_they_came_in() -> None:
    turned = replace(ISSUED, details=dict(sorted(ISSUED.details.items(), reverse=True)), previous=("f" * 64, "0" * 64))
    straight = replace(ISSUED, previous=("0" * 64, "f" * 64))
    assert turned.data == straight.data


def test_line_ends_of_windows_change_nothing() -> None:
    assert parse_entry(ISSUED.data.replace(b"\n", b"\r\n")).id == ISSUED.id


def test_no_byte_of_an_entry_can_be_changed_without_another_id() -> None:
    data = ISSUED.data
    for place in range(len(data)):
        changed = data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :]
        try:
            found = parse_entry(changed).id
        except NoEntryError:
            continue
        assert found != ISSUED.id, place


def value(**changes: Any) -> bytes:
    return canonical({**json.loads(ISSUED.data), **changes})


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"{", "no JSON"),
        (b"\xff", "not UTF-8"),
        (b"[" * 100_000, "no JSON"),
        (b"[]", "fields of an entry"),
        (b" " * 2_000_000, "1 MiB"),
        (ISSUED.data + b"\n", "somebody has edited it"),
        (ISSUED.data.replace(b'"act": "issued"', b'"act": "given", "act": "issued"'), "somebody has edited it"),
        (value(format=2), "format 2"),
        (value(act="burnt"), "the acts are: issued"),
        (value(previous=["abc"]), "previous"),
        (value(details=[]), "details"),
        (value(reference="../../etc"), "reference"),
        (value(at="yesterday"), "moment"),
        (value(case=1), "which case"),
        (value(by={"name": 1}), "who did it"),
        (value(files=[{"path": "x"}]), "without its hashes"),
        (ISSUED.data.replace(b'"number": 3', b'"number": 3.5'), "no whole number"),
        (ISSUED.data.replace(b'"number": 3', b'"number": NaN'), "no whole number"),
        (ISSUED.data.replace(b"2025-11-04-letter-3f9a1c/letter.pdf", b"../../letter.pdf"), "leads out"),
        (ISSUED.data.replace(b"2025-11-04-letter-3f9a1c/letter.pdf", b"register/letter.pdf"), "leads out"),
        (ISSUED.data.replace(b"2025-11-04-letter-3f9a1c/letter.pdf", b"2025-11-04-letter-3f9a1c"), "leads out"),
        (ISSUED.data.replace(b"2025-11-04-letter-3f9a1c/letter.pdf", b"/etc/letter.pdf"), "leads out"),
        (ISSUED.data.replace(b"2025-11-04-letter-3f9a1c/letter.pdf", b"2025-11-04-letter-3f9a1c/.."), "leads out"),
    ],
)  # fmt: skip
def test_what_is_no_entry_is_refused_with_a_reason(data: bytes, says: str) -> None:
    with pytest.raises(NoEntryError, match=says):
        parse_entry(data)


def test_entries_stand_behind_those_that_they_name_whatever_their_clocks_said() -> None:
    early = after(ISSUED, at="2020-01-01T00:00:00Z")
    register = chained("camden/x", [kept(early), kept(ISSUED)])
    assert [each.entry.act for each in register.entries] == ["issued", "given"]
    assert register.heads == (early.id,)


def test_two_branches_leave_two_heads_and_the_next_act_joins_them() -> None:
    left, right = after(ISSUED, to="headteacher"), after(ISSUED, to="chair-of-governors")
    register = chained("camden/x", map(kept, (right, ISSUED, left)))
    assert register.heads == tuple(sorted((left.id, right.id)))
    joined = chained("camden/x", map(kept, (right, ISSUED, left, after(left, right, act="withdrawn"))))
    assert len(joined.heads) == 1


def test_a_document_has_become_what_the_acts_on_it_say() -> None:
    given = after(ISSUED, to="headteacher", on="2025-11-06")
    replacement = replace(
        ISSUED,
        reference="2025-11-04-letter-77aa10",
        previous=(given.id,),
        details={**ISSUED.details, "supersedes": ISSUED.reference, "reason": "a wrong date"},
    )
    register = chained("camden/x", map(kept, (ISSUED, given, replacement)))
    former, latter = register.documents
    assert (former.state, latter.state) == ("superseded", "issued")
    assert [act.text("to") for act in former.given] == ["headteacher"]
    assert register.standing("2025-11-04-letter") == latter
    withdrawn = chained("camden/x", map(kept, (ISSUED, after(ISSUED, act="withdrawn"))))
    assert withdrawn.documents[0].state == "withdrawn"
    assert withdrawn.standing("2025-11-04-letter") is None


def test_what_was_adopted_is_in_force_and_the_context_stays_the_issued_one() -> None:
    context = FrozenFile("2025-11-04-letter-3f9a1c/context.json", "context", 10, "c" * 64, "c" * 64)
    signed = FrozenFile("2025-11-04-letter-3f9a1c/adopted-1/letter.docx", "word", 10, "d" * 64, "d" * 64)
    issued = replace(ISSUED, files=(PDF, context))
    adopted = replace(after(issued, act="adopted"), files=(signed,))
    (document,) = chained("camden/x", map(kept, (issued, adopted))).documents
    assert document.state == "adopted"
    assert document.file("word") == signed
    assert document.file("context") == context
    assert document.file("pdf") is None
