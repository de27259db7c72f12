"""The covering text of an e-mail: a plain-text template in the language of the Word templates."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from jinja2 import TemplateSyntaxError, UndefinedError
from jinja2.environment import Template as JinjaTemplate
from msgspec import Struct

from casefiles.diagnostics import Diagnostic
from casefiles.documents.compose import Frame
from casefiles.documents.word.environment import RENDERING, Fields, UnprintableError, compile_source
from casefiles.documents.word.faults import Place, TemplateFault, diagnostic
from casefiles.documents.word.fieldwalk import Walk
from casefiles.documents.word.language import check_language, parse_tags
from casefiles.documents.word.tags import Tag

__all__ = ["Covering", "check_covering", "one_line", "read_covering"]

_TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}")
_ALONE = re.compile(r"^[ \t]*((?:\{%[^\n]*?%\}[ \t]*)+)\n", re.MULTILINE)
_OPENER = re.compile(r"\{[{%#]|[}%#]\}")
_HEAD = "Subject:"
_ROUNDS = 10_000
_LONGEST = 200_000
_ROOTS: Mapping[str, type] = {"letter": Frame}


class Covering(Struct, frozen=True):
    """A compiled covering text."""

    _file: str
    _subject: JinjaTemplate
    _body: JinjaTemplate

    def write(self, letter: Frame) -> tuple[str, str]:
        """The subject and the body; `TemplateFault` where the template cannot print the values."""
        try:
            subject, body = (self._printed(each, letter) for each in (self._subject, self._body))
        except (UnprintableError, UndefinedError) as error:
            raise TemplateFault([diagnostic(Place(self._file), "TPL-060", str(error))]) from error
        return one_line(subject), re.sub(r"\n{3,}", "\n\n", body).strip("\n") + "\n"

    @staticmethod
    def _printed(template: JinjaTemplate, letter: Frame) -> str:
        pieces, length = [], 0
        for piece in template.generate({"letter": letter, RENDERING: _Rounds()}):
            length += len(piece)
            if length > _LONGEST:
                raise UnprintableError("the covering text has no end")
            pieces.append(piece)
        return "".join(pieces)


def read_covering(data: bytes, file: str) -> Covering:
    """The template of these bytes; `TemplateFault` with all that keeps it from being used."""
    text = _decoded(data, file)
    faults = _faults(text, file)
    if faults:
        raise TemplateFault(faults)
    head, _, body = text.partition("\n")
    environment = _Plain()
    try:
        subject = compile_source(environment, head.removeprefix(_HEAD), "the subject")
        return Covering(file, subject, compile_source(environment, _ALONE.sub(_without_line, body), "the text"))
    except (TemplateSyntaxError, UnprintableError) as error:
        raise TemplateFault([diagnostic(Place(file), "TPL-010", f"the text cannot be read: {error}")]) from error


def check_covering(data: bytes, file: str) -> tuple[Diagnostic, ...]:
    """All that is wrong with a covering text, each at its line; unknown fields with the nearest known one."""
    try:
        read_covering(data, file)
    except TemplateFault as fault:
        return fault.diagnostics
    return ()


def one_line(text: str) -> str:
    """The text as one line without characters that control anything."""
    if not text.isprintable():
        text = "".join(" " if unicodedata.category(c) in _CONTROL else c for c in text)
    return " ".join(text.split())


_CONTROL = frozenset({"Cc", "Cs", "Zl", "Zp"})


class _Plain(Fields):
    """The environment of Word templates, for plain text: nothing is escaped, each value stays in its line."""

    def __init__(self) -> None:
        super().__init__()
        self.autoescape = False
        self.finalize = _written


class _Rounds:
    """The rounds that a text's loops may make."""

    def __init__(self) -> None:
        self._left = _ROUNDS

    def count(self, number: int) -> None:
        """Enter a loop over so many values."""
        self._left -= number
        if self._left < 0:
            raise UnprintableError("the loops of the covering text have no end")


class _Line(Place, frozen=True):
    """A line of a text file, said as one."""

    def say(self) -> str:
        """The line in words."""
        return f'line {self.paragraph}, "{self.text[:60]}"'


def _written(value: object) -> str:
    if isinstance(value, str):
        return one_line(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise UnprintableError(f"a value of the kind {type(value).__name__} is printed; print one of its fields")


def _without_line(found: re.Match[str]) -> str:
    """Tags that stand alone in their line, without the line; text between two of them is a line that stays."""
    tags = found[1].strip()
    return tags if not _TAG.sub("", tags).strip() else found[0]


def _decoded(data: bytes, file: str) -> str:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        message = "the text is not written in UTF-8"
        raise TemplateFault([diagnostic(Place(file), "TPL-004", message, advice="save it as UTF-8")]) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _faults(text: str, file: str) -> tuple[Diagnostic, ...]:
    lines = text.split("\n")
    tags: list[Tag] = []
    faults: list[Diagnostic] = []
    for number, line in enumerate(lines, start=1):
        place = _Line(file, "", number, line)
        tags += (Tag(each[:2], "", each[2:-2].strip(), place) for each in _TAG.findall(line) if each[:2] != "{#")
        if left := _OPENER.search(_TAG.sub("", line)):
            message = f'"{left.group()}" opens or closes a tag that has no other end in its line'
            faults.append(diagnostic(place, "TPL-010", message, advice="a tag is written {{ ... }} or {% ... %}"))
    if not lines[0].startswith(_HEAD) or any(line.strip() for line in lines[1:2]):
        advice = "as in: Subject: {{ letter.title }}"
        message = f'a covering text begins with a line "{_HEAD} ..." and an empty line'
        faults.append(diagnostic(_Line(file, "", 1, lines[0]), "TPL-032", message, advice=advice))
    faults += check_language(tags)
    tree = None if faults else parse_tags(tags)[0]
    if tree is not None:
        faults += Walk(tags, _ROOTS, frozenset()).over(tree).diagnostics
    return tuple(faults)
