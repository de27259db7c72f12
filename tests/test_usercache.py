"""The user's own folder of what can be made again: found under its key alone, and only where nobody else could write."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from casefiles import usercache
from casefiles.usercache import cache_folder, entry_key, find_entry, keep_entry

KEY = entry_key([b"some", b"bytes"])


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the user's caches, empty."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path


def test_what_was_kept_is_found_under_its_key_and_kind_alone(home: Path) -> None:
    keep_entry("packs", KEY, b"whatever")
    assert find_entry("packs", KEY) == b"whatever"
    assert find_entry("templates", KEY) is None
    assert find_entry("packs", entry_key([b"some", b"other bytes"])) is None
    assert (home / "casefiles/packs" / KEY).is_file()


def test_a_key_tells_where_one_part_ends_and_the_next_begins() -> None:
    assert entry_key([b"ab", b"c"]) != entry_key([b"a", b"bc"])


def test_another_program_finds_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(usercache, "program_mark", lambda: "another program")
    assert entry_key([b"some", b"bytes"]) != KEY


@pytest.mark.parametrize(
    "damage",
    [
        lambda entry: entry.write_bytes(entry.read_bytes()[:-1] + b"x"),
        lambda entry: entry.write_bytes(entry.read_bytes()[:20]),
        lambda entry: entry.write_bytes(b""),
        lambda entry: entry.chmod(0o666),
        lambda entry: entry.parent.chmod(0o777),
        lambda entry: entry.parent.parent.chmod(0o777),
        lambda entry: (entry.unlink(), entry.mkdir()),
        lambda entry: (
            entry.parent.rename(entry.parent.with_name("elsewhere")),
            entry.parent.symlink_to(entry.parent.with_name("elsewhere")),
        ),
    ],
    ids=["changed", "cut", "empty", "open file", "open folder", "open home", "folder", "link"],
)
def test_what_is_damaged_or_could_be_another_user_s_is_not_there(home: Path, damage: object) -> None:
    keep_entry("packs", KEY, b"whatever")
    damage(home / "casefiles/packs" / KEY)  # type: ignore[operator]
    assert find_entry("packs", KEY) is None


def test_one_entry_cannot_stand_for_another(home: Path) -> None:
    keep_entry("packs", KEY, b"whatever")
    other = entry_key([b"another"])
    (home / "casefiles/packs" / KEY).rename(home / "casefiles/packs" / other)
    assert find_entry("packs", other) is None


def test_nothing_is_put_into_a_folder_that_others_can_write_to(home: Path) -> None:
    (home / "casefiles").mkdir(mode=0o777)
    (home / "casefiles").chmod(0o777)
    keep_entry("packs", KEY, b"whatever")
    assert not list((home / "casefiles").rglob(KEY))


def test_a_folder_that_cannot_be_made_costs_only_the_time(home: Path) -> None:
    (home / "casefiles").write_text("a file")
    keep_entry("packs", KEY, b"whatever")
    assert find_entry("packs", KEY) is None


@pytest.mark.parametrize(("most", "amount", "left"), [("_MOST", 3, [2, 3, 4]), ("_MOST_BYTES", 130, [3, 4])])
def test_the_oldest_go_when_there_are_too_many_or_they_take_too_much(
    home: Path, monkeypatch: pytest.MonkeyPatch, most: str, amount: int, left: list[int]
) -> None:
    monkeypatch.setattr(usercache, most, amount)
    for number in range(5):
        keep_entry("packs", entry_key([b"%d" % number]), b"whatever")
        for each in (home / "casefiles/packs").iterdir():
            os.utime(each, ns=(0, each.stat().st_mtime_ns - 1_000_000_000))
    assert [number for number in range(5) if find_entry("packs", entry_key([b"%d" % number]))] == left


def test_the_newest_stays_however_much_it_takes(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(usercache, "_MOST_BYTES", 1)
    keep_entry("packs", KEY, b"whatever")
    assert find_entry("packs", KEY) == b"whatever"
    assert home.is_dir()


def test_a_relative_folder_is_not_heeded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "here")
    assert cache_folder() == Path.home() / ".cache/casefiles"
