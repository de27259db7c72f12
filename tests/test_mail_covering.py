from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from casefiles.caseload import shipped_templates
from casefiles.documents.compose import Frame
from casefiles.documents.mail import check_covering, read_covering
from casefiles.documents.word.faults import TemplateFault
from drafting import composed

SHIPPED = (shipped_templates() / "mail/covering.txt").read_bytes()


@pytest.fixture(scope="module")
def letter(tmp_path_factory: pytest.TempPathFactory) -> Frame:
    """The frame of the initial letter."""
    frame = composed(tmp_path_factory.mktemp("caseload"), "targeted-initial-letter").context["letter"]
    assert isinstance(frame, Frame)
    return frame


def said(text: str) -> list[tuple[int, str, str]]:
    return [(each.span.line, each.code, each.message) for each in check_covering(text.encode(), "mail/covering.txt")]


def test_the_shipped_text_says_what_is_attached_to_whom_it_goes_and_that_it_is_a_draft(letter: Frame) -> None:
    subject, body = read_covering(SHIPPED, "covering.txt").write(letter)
    assert subject == (
        "OFFICIAL-SENSITIVE: DRAFT: CL-2025-014: Targeted support: outcome of the initial meeting, "
        "Rowan Hill Primary School"
    )
    assert body == (
        "OFFICIAL-SENSITIVE\n\n"
        "DRAFT: what is attached has not been issued. Delete this paragraph when you send the message.\n\n"
        "Dear Mrs Okoro and Mr Devane\n\n"
        "Please find attached: Targeted support: outcome of the initial meeting, Rowan Hill Primary School, "
        "6 November 2025.\n\n"
        "Please give our reference CL-2025-014 when you reply.\n\n"
        "Copies go to Tom Ellery, Camden Professional Partner.\n\n"
        "Yours sincerely\n\n"
        "Amara Osei\nDirector of Learning and Impact\nCamden Learning\nTelephone 020 7946 0000\n"
        "improvement@example.org\n"
    )


def test_an_issued_document_s_text_says_nothing_of_a_draft(letter: Frame) -> None:
    subject, body = read_covering(SHIPPED, "covering.txt").write(replace(letter, draft=False))
    assert "DRAFT" not in subject + body


def test_enclosures_are_named_and_the_sender_is_told_to_attach_them(letter: Frame) -> None:
    _, body = read_covering(SHIPPED, "covering.txt").write(replace(letter, enclosures=("Exit plan", "Map")))
    assert "Attach the enclosures yourself.\n" in body
    assert "Enclosed:\n- Exit plan\n- Map\n\n" in body


def test_a_tag_alone_in_its_line_leaves_no_line_and_others_keep_theirs(letter: Frame) -> None:
    text = "Subject: x\n\nOne{% if letter.draft %} draft{% endif %}\n{% if letter.draft %}\nTwo\n {% endif %} \nThree\n{# #}"
    assert read_covering(text.encode(), "t").write(letter)[1] == "One draft\nTwo\nThree\n"


def test_a_value_stays_in_its_line_and_is_not_escaped(letter: Frame) -> None:
    covering = read_covering(b"Subject: {{ letter.title }}\n\n{{ letter.title }}\n", "t")
    subject, body = covering.write(replace(letter, title="A & B\nBcc: spy@example.net\x00 {{ letter.urn }}"))
    assert subject == "A & B Bcc: spy@example.net {{ letter.urn }}"
    assert body == "A & B Bcc: spy@example.net {{ letter.urn }}\n"


@pytest.mark.parametrize(
    ("text", "line", "code", "words"),
    [
        ("Subject: {{ letter.titel }}\n\nx", 1, "TPL-020", 'has no field "titel"'),
        ("Subject: x\n\nDear\n{{ leter.title }}", 4, "TPL-020", 'there is no "leter"'),
        ("Subject: x\n\n{{ letter.copies }}", 3, "TPL-021", "is a list"),
        ("Subject: x\n\n{{ letter.signatory.name }}", 3, "TPL-022", "may be absent"),
        ("Subject: x\n\n{{ 'A' * 10**9 }}", 3, "TPL-011", "arithmetic"),
        ("Subject: x\n\n{% set a = 1 %}", 3, "TPL-011", "set"),
        ("Subject: x\n\n{% include 'x' %}", 3, "TPL-011", "include"),
        ("Subject: x\n\n{{ letter.title", 3, "TPL-010", "no other end"),
        ("Subject: x\n\n{% if letter.draft %}", 3, "TPL-010", "cannot be read"),
        ("Subject: {% if letter.draft %}\n\nx{% endif %}", 1, "TPL-010", "cannot be read"),
        ("Dear Sir\n", 1, "TPL-032", 'begins with a line "Subject: ..."'),
        ("Subject: x\nDear Sir\n", 1, "TPL-032", "an empty line"),
    ],
)
def test_what_is_wrong_is_said_at_its_line(text: str, line: int, code: str, words: str) -> None:
    (first, *_) = said(text)
    assert first[:2] == (line, code)
    assert words in first[2]


def test_a_text_in_another_encoding_is_named() -> None:
    assert [each.code for each in check_covering("Subject: x\n\nGrüße".encode("cp1252"), "t")] == ["TPL-004"]


def test_loops_without_end_are_stopped(letter: Frame) -> None:
    opened = "".join(f"{{% for {name} in letter.enclosures %}}" for name in "abc")
    covering = read_covering(f"Subject: x\n\n{opened}x{'{% endfor %}' * 3}".encode(), "t")
    with pytest.raises(TemplateFault):
        covering.write(replace(letter, enclosures=("e",) * 300))


def test_the_shipped_text_keeps_its_contract() -> None:
    assert check_covering(SHIPPED, str(Path("covering.txt"))) == ()
