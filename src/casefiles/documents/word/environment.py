"""The Jinja environment of templates: strict, escaping, sandboxed; fields are fields, and loops are counted."""

from __future__ import annotations

import marshal
import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from types import CodeType
from typing import Any

from jinja2 import StrictUndefined, nodes, pass_context
from jinja2.environment import Template as JinjaTemplate
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from casefiles.documents.word.language import COUNTS, OWN_FILTERS, outside_the_language
from casefiles.documents.word.together import kept_together
from casefiles.documents.xmltext import escaped

__all__ = ["RENDERING", "Fields", "UnprintableError", "code_of", "compile_source", "loaded", "written"]

RENDERING = "_rendering"
_SPECIAL = re.compile("[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_BROKEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_COLOUR = re.compile("#?[0-9A-Fa-f]{6}|auto")
_COLUMNS = 63
_TEXT = '<w:t xml:space="preserve">'


class UnprintableError(Exception):
    """A value that no template can print, or a template that prints without end; the message says why."""


class Fields(ImmutableSandboxedEnvironment):
    """The environment that all templates run in."""

    def __init__(self) -> None:
        super().__init__(
            autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True, finalize=_printed, auto_reload=False
        )
        self.globals.clear()
        self.filters.clear()
        self.tests = {"none": self.tests["none"]}
        self.filters.update(dict.fromkeys(COUNTS, _count_of))
        self.filters.update(counted=_counted, as_blocks=_as_blocks, as_runs=_as_runs)
        self.filters.update(begins_list=_begins_list, list_number=_list_number, block_heading=_block_heading)
        self.filters.update(as_colour=_as_colour, as_span=_as_span, as_words=_as_words, times=_times)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """The field of a value; text, numbers and methods have none, and every block has a gap (None without one)."""
        own: type = type(obj)
        kind = _kind_of(own)
        if kind is Mapping:
            if attribute in obj:
                return obj[attribute]
        elif kind is not None and not attribute.startswith("_"):
            value = getattr(obj, attribute, self)
            if value is not self and not callable(value):
                return value
        if attribute == "gap" and obj is not None:
            return None
        return self.undefined(obj=obj, name=attribute)


@lru_cache(maxsize=1024)
def _kind_of(type_: type) -> type | None:
    """Whether values of a type have fields: None where they have none, Mapping where these are its keys."""
    if issubclass(type_, Mapping):
        return Mapping
    return None if issubclass(type_, str | int | float | tuple | list) else object


def _printed(value: object) -> Markup:
    """A value as the text of a run, a date or the like without a place where a line could end inside it."""
    return written(kept_together(value) if type(value) is str and " " in value else value)


def written(value: object) -> Markup:
    """A value as the text of a run: escaped, line breaks and tabs as Word has them."""
    if isinstance(value, Markup):
        return value
    if isinstance(value, str):
        return escape(value) if _SPECIAL.search(value) is None else _with_breaks(value)
    if (isinstance(value, int) and not isinstance(value, bool)) or isinstance(value, StrictUndefined):
        return Markup(str(value))  # noqa: S704 - digits need no escaping, and what is undefined says so
    raise UnprintableError(_unprintable(value))


def _with_breaks(value: str) -> Markup:
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    if broken := _BROKEN.search(text):
        raise UnprintableError(
            f"the text {text[:40]!r} holds the character {broken.group()!r}, which no Word file can hold"
        )
    marked = str(escape(text)).replace("\n", f"</w:t><w:br/>{_TEXT}").replace("\t", f"</w:t><w:tab/>{_TEXT}")
    return Markup(marked)  # noqa: S704 - escaped above, the breaks are ours


def _unprintable(value: object) -> str:
    if value is None:
        return "a field without a value is printed; put it inside {% if ... %}"
    if isinstance(value, tuple | list):
        return "a list is printed whole; go over it with {% for ... %}"
    return f"a value of the kind {type(value).__name__} is printed in {{{{ }}}}; prose stands alone, as {{{{p ... }}}}"


@pass_context
def _counted(context: Context, values: Sequence[object]) -> Sequence[object]:
    """The values that a loop goes over, once its rounds are entered in the document's budget."""
    if isinstance(values, StrictUndefined):
        return values
    if not isinstance(values, tuple | list):
        raise UnprintableError(f"a loop goes over a value of the kind {type(values).__name__}, which is no list")
    context[RENDERING].count(len(values))
    return values


def _count_of(values: object) -> object:
    """How many entries a list has."""
    if isinstance(values, StrictUndefined):
        return values
    if not isinstance(values, tuple | list):
        raise UnprintableError(f"a value of the kind {type(values).__name__} is counted, which is no list")
    return len(values)


@pass_context
def _as_blocks(context: Context, value: object, slot: int) -> Markup:
    """The value as whole paragraphs, where `{{p ... }}` stands."""
    return Markup(context[RENDERING].blocks(value, slot))  # noqa: S704 - the writer escapes


@pass_context
def _as_runs(context: Context, value: object, slot: int) -> Markup:
    """The value as runs, where `{{r ... }}` stands."""
    return Markup(context[RENDERING].runs(value, slot))  # noqa: S704 - the writer escapes


@pass_context
def _begins_list(context: Context, group: int) -> Markup:
    """Nothing on the page; from here the paragraphs of the group count anew."""
    context[RENDERING].begin_list(group)
    return Markup("")


@pass_context
def _list_number(context: Context, group: int) -> int:
    """The number instance that the paragraphs of the group follow now."""
    number: int = context[RENDERING].list_number(group)
    return number


@pass_context
def _block_heading(context: Context, _: int) -> Markup:
    """The pack's heading of the block that stands here."""
    return Markup(escaped(context[RENDERING].block_heading()))  # noqa: S704 - escaped as the rest of the page is


def _as_colour(value: object) -> str:
    """The value as the colour of a cell: six hexadecimal digits, with or without #."""
    if isinstance(value, str) and _COLOUR.fullmatch(value):
        return value.removeprefix("#")
    raise UnprintableError(f"a cell is shaded with {str(value)[:40]!r}; a colour is six digits, such as C6EFCE")


def _as_span(value: object) -> int:
    """The value as the number of columns that a cell goes over."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= _COLUMNS:
        return value
    raise UnprintableError(f"a cell goes over {str(value)[:40]!r} columns; a Word table has 1 to {_COLUMNS}")


def _as_words(value: object) -> str:
    """The value as the text of an attribute, on one line; checked as any other text is."""
    written(value)
    return " ".join(str(value).split())


def _times(value: int, factor: int) -> int:
    """A number of cells, each so many columns wide."""
    return value * factor


def compile_source(environment: Fields, source: str, name: str) -> JinjaTemplate:
    """The compiled part; the tree of the whole source passes the allow-list once more, and its loops are counted."""
    return JinjaTemplate.from_code(environment, _compiled(environment, source, name), environment.globals)


@lru_cache(maxsize=64)
def code_of(source: str, name: str) -> bytes:
    """The code that a part compiles to, as bytes; for `loaded` of the same Python, and from nobody but ourselves.

    Templates share their heads and feet: each is compiled once.
    """
    return marshal.dumps(_compiled(_fields(), source, name))


@lru_cache(maxsize=512)
def loaded(code: bytes) -> JinjaTemplate:
    """The compiled part of `code_of`."""
    environment = _fields()
    return JinjaTemplate.from_code(environment, marshal.loads(code), environment.globals)  # noqa: S302 - our own


@cache
def _fields() -> Fields:
    return Fields()


def _compiled(environment: Fields, source: str, name: str) -> CodeType:
    tree = environment.parse(source)
    outside = next(outside_the_language(tree, OWN_FILTERS), None)
    if outside is not None:
        raise UnprintableError(f"{name}: {outside[1]} came through unseen")
    for loop in tree.find_all(nodes.For):
        loop.iter = nodes.Filter(loop.iter, "counted", [], [], None, None, lineno=loop.lineno)
    code: CodeType = environment.compile(tree, name)
    return code
