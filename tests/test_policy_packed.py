"""A packed pack is the pack that was parsed; foreign bytes are refused before anything in them is called."""

from __future__ import annotations

import pickle
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import casefiles
from casefiles import kept_packs
from casefiles.caseload import load_packs
from casefiles.caseload.shelves import _pack_files
from casefiles.kept_packs import parse_kept
from casefiles.policy import pack_reading
from casefiles.policy.law import Packs
from casefiles.policy.pack_reading import parse_pack
from casefiles.policy.packed import pack_bytes, pack_of
from casefiles.sealing import SealError

PACKS = Path(casefiles.__file__).parent / "policy" / "packs"
FOLDERS = sorted(each.name for each in PACKS.iterdir() if each.is_dir())


def files_of(name: str) -> dict[str, bytes]:
    return dict(_pack_files(PACKS / name))


@pytest.mark.parametrize("name", FOLDERS)
def test_a_shipped_pack_comes_back_equal_with_every_place_and_parameter(name: str) -> None:
    parsed = parse_pack(files_of(name), name)
    again = pack_of(pack_bytes(parsed))
    assert again == parsed
    pack, _ = parsed
    other, _ = again
    assert pack is not None
    assert other is not None
    for one, two in zip(pack.editions, other.editions, strict=True):
        assert dict(one.asked) == dict(two.asked)
        assert [type(each) for each in one.asked.values()] == [type(each) for each in two.asked.values()]
        assert [each.span("severity") for each in one.rules] == [each.span("severity") for each in two.rules]
        assert [each.record_id for each in one.documents] == [each.record_id for each in two.documents]


def test_a_packed_pack_can_be_packed_again() -> None:
    parsed = pack_of(pack_bytes(parse_pack(files_of("camden"), "camden")))
    assert pack_of(pack_bytes(parsed)) == parsed


def test_what_is_wrong_in_a_pack_is_kept_with_it() -> None:
    files = {**files_of("camden"), "2025-10/nonsense.yaml": b"a: b\n"}
    pack, said = parse_pack(files, "camden")
    assert said
    assert pack_of(pack_bytes((pack, said))) == (pack, said)
    assert pack_of(pack_bytes(parse_pack({}, "nowhere"))) == parse_pack({}, "nowhere")


@pytest.mark.parametrize("name", ["camden", "leeds"])
def test_an_edition_over_the_law_is_the_same_of_packed_packs(name: str) -> None:
    parsed, _ = load_packs(Path(), ())
    parsings = {each: parse_pack(files_of(each), str(PACKS / each)) for each in FOLDERS}
    packed = Packs({each: pack for each, parsing in parsings.items() if (pack := pack_of(pack_bytes(parsing))[0])})
    one, two = (packs.edition_on(name, date(2026, 11, 20)) for packs in (parsed, packed))
    assert dict(one.asked) == dict(two.asked)
    assert (one.rules, one.documents, one.lists, one.notices) == (two.rules, two.documents, two.lists, two.notices)


class Evil:
    def __reduce__(self) -> tuple[object, ...]:
        return (print, ("called",))


@pytest.mark.parametrize(
    "data",
    [pickle.dumps(Evil()), pickle.dumps(Path()), pickle.dumps(print), pickle.dumps((1, 2)), b"", b"nonsense"],
    ids=["a call", "another type", "a function", "plain values", "nothing", "nonsense"],
)
def test_other_bytes_are_refused_and_call_nothing(data: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SealError):
        pack_of(data)
    assert capsys.readouterr().out == ""


@pytest.fixture
def parsings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The packs that were parsed, by their folders; nothing is kept yet."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    names: list[str] = []
    really = pack_reading.parse_pack

    def counted(files: dict[str, bytes], where: str) -> object:
        names.append(where)
        return really(files, where)

    monkeypatch.setattr(pack_reading, "parse_pack", counted)
    return names


def test_a_pack_is_parsed_once_and_then_read(parsings: list[str]) -> None:
    first = parse_kept(files_of("camden"), "camden")
    assert parse_kept(files_of("camden"), "camden") == first
    assert parsings == ["camden"]


def test_a_pack_with_another_byte_or_place_is_parsed_anew(parsings: list[str]) -> None:
    files = files_of("camden")
    parse_kept(files, "camden")
    parse_kept(files, "elsewhere")
    pack, _ = parse_kept({**files, "pack.yaml": files["pack.yaml"] + b"\n# more\n"}, "camden")
    assert pack is not None
    assert parsings == ["camden", "elsewhere", "camden"]


def test_a_kept_pack_that_cannot_be_read_is_parsed_anew(parsings: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_packs, "find_entry", lambda *_: pickle.dumps(Evil()))
    assert parse_kept(files_of("camden"), "camden") == parse_pack(files_of("camden"), "camden")
    assert parsings[0] == "camden"


def test_to_read_a_kept_pack_imports_neither_the_parser_of_packs_nor_a_kind(tmp_path: Path) -> None:
    words = (
        "import sys; from casefiles.caseload import load_packs; from casefiles.kept_packs import parse_kept;"
        "from pathlib import Path; packs, _ = load_packs(Path(), (), parse=parse_kept);"
        "print(*sys.modules) if packs.by_name['camden'].editions[0].rules else None"
    )
    environment = {"XDG_CACHE_HOME": str(tmp_path), "PATH": ""}
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", words], check=True, capture_output=True, text=True, env=environment
        )
    modules = set(done.stdout.split())
    assert "casefiles.policy.pack_reading" not in modules
    assert not {each for each in modules if each.startswith("casefiles.policy.kinds.")}
