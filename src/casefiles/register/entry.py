"""One entry of the register: an act on a document, in one form of JSON alone, named by the hash of its bytes."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

__all__ = [
    "ACTS",
    "FORMAT",
    "By",
    "Entry",
    "FrozenFile",
    "NoEntryError",
    "canonical",
    "entry_name",
    "parse_entry",
    "plain_lines",
    "short",
]

FORMAT = 1
ACTS = ("issued", "given", "adopted", "superseded", "withdrawn", "released", "erased")
SHORT = 12
"""Digits of a hash that stand in file names and at the foot of documents."""

_HASH = re.compile(r"[0-9a-f]{64}")
_REFERENCE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")
_PART = re.compile(r"[A-Za-z0-9_][A-Za-z0-9 ._()-]*")
_DEEPEST = 20
_LARGEST = 1024 * 1024


class NoEntryError(ValueError):
    """Why a file is no entry of the register, in words that follow its name."""


class By(Struct, frozen=True):
    """Who did it, and how that is known: `source` is `git` (user.name and user.email) or `system` (the login)."""

    name: str
    email: str = ""
    source: str = "system"


class FrozenFile(Struct, frozen=True):
    """A file that an entry froze: its path below `issued/`, what it is, and its hashes.

    `role` is pdf, word, twin, context, changes or attachment. `sha256` is of the bytes (a text file's with LF line
    ends), `content_sha256` of what is packed in them: equal on every platform.
    """

    path: str
    role: str
    size: int
    sha256: str
    content_sha256: str


class Entry(Struct, frozen=True):
    """An act: what was done to which document of which case, when, by whom, with which program.

    `reference` names the document, `previous` the ids of the entries that were the register's heads. `at` is UTC
    to the second. `details` belong to the act (see docs/register.md).
    """

    act: str
    reference: str
    case: str
    at: str
    by: By
    previous: tuple[str, ...] = ()
    files: tuple[FrozenFile, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)
    casefiles: str = ""

    def text(self, key: str) -> str:
        """A detail that is text; an empty string where there is none."""
        value = self.details.get(key)
        return value if isinstance(value, str) else ""

    @property
    def data(self) -> bytes:
        """The entry as its file has it."""
        return canonical(
            {
                "format": FORMAT,
                "act": self.act,
                "reference": self.reference,
                "case": self.case,
                "at": self.at,
                "by": {"name": self.by.name, "email": self.by.email, "source": self.by.source},
                "previous": sorted(self.previous),
                "files": [{name: getattr(file, name) for name in FrozenFile.__struct_fields__} for file in self.files],
                "details": dict(self.details),
                "casefiles": self.casefiles,
            }
        )

    @property
    def id(self) -> str:
        """The SHA-256 of the entry's bytes, by which the next entry names it."""
        return hashlib.sha256(self.data).hexdigest()

    @property
    def name(self) -> str:
        """The name of its file: moment, act, and the first digits of its id, so that two branches never share one."""
        return entry_name(self.at, self.act, self.id)


def entry_name(at: str, act: str, identity: str) -> str:
    """The name of an entry's file."""
    return f"{at.replace(':', '')}-{act}-{short(identity)}.json"


def short(identity: str) -> str:
    """The digits of a hash that are printed."""
    return identity[:SHORT]


def canonical(value: Any) -> bytes:
    """The one form in which a value is kept: keys in order, two spaces, LF, UTF-8, whole numbers alone."""
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, indent=2, allow_nan=False) + "\n").encode()


def plain_lines(data: bytes) -> bytes:
    """The bytes of a text file with LF line ends: git on Windows may have put CRLF there."""
    return data.replace(b"\r\n", b"\n")


def parse_entry(data: bytes) -> Entry:
    """The entry that a file holds; `NoEntryError` where its bytes are not exactly those of an entry."""
    plain = plain_lines(data)
    if len(plain) > _LARGEST:
        raise NoEntryError("has more than 1 MiB: no entry is that long")
    try:
        value = json.loads(plain.decode("utf-8"), parse_float=_no_float, parse_constant=_no_float)
    except UnicodeDecodeError as error:
        raise NoEntryError("is not UTF-8 text") from error
    except NoEntryError:
        raise
    except (ValueError, RecursionError) as error:
        raise NoEntryError(f"is no JSON: {str(error).splitlines()[0]}") from error
    entry = _entry(value)
    if entry.data != plain:
        raise NoEntryError("is not in the form that casefiles writes: somebody has edited it")
    return entry


def _no_float(text: str) -> Any:
    raise NoEntryError(f"holds {text}, which is no whole number")


def _entry(value: Any) -> Entry:
    if not isinstance(value, dict) or set(value) != {*Entry.__struct_fields__, "format"}:
        raise NoEntryError("has not the fields of an entry")
    if value["format"] != FORMAT:
        raise NoEntryError(f"has format {value['format']}; this version of casefiles reads format {FORMAT}")
    if value["act"] not in ACTS:
        raise NoEntryError(f"has the act {value['act']!r}; the acts are: {', '.join(ACTS)}")
    previous, details = value["previous"], value["details"]
    if not isinstance(previous, list) or not all(_is(_HASH, each) for each in previous):
        raise NoEntryError("names no proper previous entries")
    if not isinstance(details, dict) or _depth(details) > _DEEPEST:
        raise NoEntryError("has details that can't be read")
    if not _is(_REFERENCE, value["reference"]) or not _is(_MOMENT, value["at"]):
        raise NoEntryError("has a reference or a moment that casefiles never writes")
    if not isinstance(value["case"], str) or not isinstance(value["casefiles"], str):
        raise NoEntryError("does not say which case it is of")
    files = value["files"]
    if not isinstance(files, list):
        raise NoEntryError("has no list of files")
    return Entry(
        act=value["act"],
        reference=value["reference"],
        case=value["case"],
        at=value["at"],
        by=_by(value["by"]),
        previous=tuple(previous),
        files=tuple(_file(each, value["reference"]) for each in files),
        details=details,
        casefiles=value["casefiles"],
    )


def _by(value: Any) -> By:
    texts = isinstance(value, dict) and all(isinstance(each, str) for each in value.values())
    if not texts or set(value) != set(By.__struct_fields__):
        raise NoEntryError("does not say who did it")
    return By(**value)


def _file(value: Any, reference: str) -> FrozenFile:
    if not isinstance(value, dict) or set(value) != set(FrozenFile.__struct_fields__):
        raise NoEntryError("has a file without its hashes")
    texts = (value["path"], value["role"], value["sha256"], value["content_sha256"])
    if not all(isinstance(each, str) for each in texts) or type(value["size"]) is not int:
        raise NoEntryError("has a file without its hashes")
    if not _is(_HASH, value["sha256"]) or not _is(_HASH, value["content_sha256"]):
        raise NoEntryError("has a file without its hashes")
    first, *rest = value["path"].split("/")
    if first != reference or not rest or not all(_PART.fullmatch(part) and part[-1] not in ". " for part in rest):
        raise NoEntryError(f"names a file that leads out of the register: {value['path'][:80]!r}")
    return FrozenFile(**value)


def _is(pattern: re.Pattern[str], value: Any) -> bool:
    return isinstance(value, str) and pattern.fullmatch(value) is not None


def _depth(value: Any, depth: int = 0) -> int:
    """How deep a value is nested."""
    if depth > _DEEPEST or not isinstance(value, dict | list):
        return depth
    inner = value.values() if isinstance(value, dict) else value
    return max((_depth(each, depth + 1) for each in inner), default=depth)
