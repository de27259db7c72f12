"""A template ready to render, as values: what varies as compiled code, what does not as it stands in the package."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from msgspec import Struct

from casefiles.documents.word.illustrations import MEDIA_TYPES
from casefiles.documents.word.mending import Mends
from casefiles.documents.word.numbering import Lists
from casefiles.documents.word.packaging import CONTENT_TYPES, Frame, Member
from casefiles.documents.word.prose import Slot
from casefiles.documents.word.relations import with_types
from casefiles.documents.word.segments import Segment
from casefiles.documents.word.styles import StyleSheet
from casefiles.documents.word.tags import Tag
from casefiles.sealing import opened

__all__ = ["DOCUMENT", "Assembled", "Extensible", "Part"]

DOCUMENT = "word/document.xml"


class Part(Struct, frozen=True):
    """A part that varies: its segments in order, and its tags where docxtpl is to render it."""

    name: str
    segments: tuple[Segment, ...]
    sealed_tags: bytes
    mends: Mends

    @property
    def numbered(self) -> tuple[Tag, ...]:
        """The tags by their numbers."""
        tags: tuple[Tag, ...] = opened(self.sealed_tags)
        return tags


class Extensible:
    """A part to whose end a document may add; it is packed once for all the documents that add nothing."""

    def __init__(self, name: str, data: bytes) -> None:
        self._name = name
        self._text = data.decode("utf-8")
        self._end = self._text.rindex("</")
        self._unchanged = Member(name, data)

    def extended(self, addition: str) -> Member:
        """The part with the addition before its end."""
        if not addition:
            return self._unchanged
        return Member(self._name, f"{self._text[: self._end]}{addition}{self._text[self._end :]}".encode())


class Assembled(Struct, frozen=True, dict=True):
    """All that rendering needs of a template; `package` is the whole of it where docxtpl itself renders it."""

    file: str
    static: Mapping[str, bytes]
    parts: tuple[Part, ...]
    slots: tuple[Slot, ...]
    groups: tuple[str, ...]
    sheet: StyleSheet
    lists: Lists
    numbering: Extensible
    relations: Extensible
    package: bytes = b""

    @cached_property
    def frame(self) -> Frame:
        """The parts that are the same in every document of the template."""
        return Frame(self.static)

    @cached_property
    def illustrated(self) -> Frame:
        """The same for a document with charts: the package says of which kinds their files are."""
        return Frame({**self.static, CONTENT_TYPES: with_types(self.static[CONTENT_TYPES], MEDIA_TYPES, self.file)})
