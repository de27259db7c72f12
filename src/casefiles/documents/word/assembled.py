"""A template ready to render, as values: what varies as compiled code, what does not as it stands in the package."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from jinja2.environment import Template as JinjaTemplate
from msgspec import Struct

from casefiles.documents.word.environment import loaded
from casefiles.documents.word.illustrations import MEDIA_TYPES
from casefiles.documents.word.mending import Mends
from casefiles.documents.word.numbering import Lists
from casefiles.documents.word.packaging import CONTENT_TYPES, Frame, Member
from casefiles.documents.word.prose import Slot
from casefiles.documents.word.relations import with_types
from casefiles.documents.word.styles import StyleSheet
from casefiles.documents.word.tags import Tag
from casefiles.sealing import opened, sealed

__all__ = ["DOCUMENT", "Assembled", "Extensible", "Part"]

DOCUMENT = "word/document.xml"


class Part(Struct, frozen=True, dict=True):
    """A part that varies: the code that Jinja made of it, and the tags that the lines of its source stand for.

    The tags are sealed: next to no document asks for one, and of a few dozen templates they fill 8 MiB.
    """

    name: str
    code: bytes
    sealed_tags: bytes
    mends: Mends

    @classmethod
    def of(cls, name: str, code: bytes, tags: Sequence[Tag], numbered: Sequence[Tag], mends: Mends) -> Part:
        """The part of this code; `numbered` are the tags as the page has them, by the numbers that they were given."""
        return cls(name, code, sealed((tuple(tags), tuple(numbered))), mends)

    @property
    def tags(self) -> tuple[Tag, ...]:
        """The tags in the order of the lines."""
        tags: tuple[Tag, ...] = opened(self.sealed_tags)[0]
        return tags

    @property
    def numbered(self) -> tuple[Tag, ...]:
        """The tags by their numbers."""
        tags: tuple[Tag, ...] = opened(self.sealed_tags)[1]
        return tags

    @cached_property
    def template(self) -> JinjaTemplate:
        """The Jinja template."""
        return loaded(self.code)

    def __reduce__(self) -> tuple[object, ...]:
        return Part, (self.name, self.code, self.sealed_tags, self.mends)


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
