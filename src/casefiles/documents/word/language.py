"""The template language: what it allows, and the Jinja environment that runs it.

The language is total: a template ends, whatever is in it, in time and size that its data bound. An
allow-list over Jinja's syntax tree says what may stand in a template (Jinja's own sandbox lets
`'A' * 10**9` through); iterations and output are counted while rendering.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes, pass_context
from jinja2.environment import Template as JinjaTemplate
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from casefiles.diagnostics import Diagnostic
from casefiles.documents.word.faults import diagnostic
from casefiles.documents.word.tags import Tag

__all__ = ["RENDERING", "Fields", "check_language", "compile_source", "parse_tags", "written"]

RENDERING = "_rendering"
_LOOPS = 3
_LOOP_FIELDS = frozenset({"first", "last", "index"})
_COMPARISONS = frozenset({"eq", "ne", "in", "notin"})
_OWN_FILTERS = frozenset({"as_blocks", "as_runs", "list_begins", "list_number"})
_SPECIAL = re.compile("[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_BROKEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_WHAT = {
    nodes.Call: "a call",
    nodes.Filter: "a filter",
    nodes.Getitem: "a subscript",
    nodes.Assign: "{% set %}",
    nodes.AssignBlock: "{% set %}",
    nodes.Macro: "a macro",
    nodes.CallBlock: "{% call %}",
    nodes.Include: "{% include %}",
    nodes.Import: "{% import %}",
    nodes.FromImport: "{% import %}",
    nodes.Extends: "{% extends %}",
    nodes.Block: "{% block %}",
    nodes.FilterBlock: "{% filter %}",
    nodes.With: "{% with %}",
    nodes.CondExpr: "an if inside {{ }}",
    nodes.Concat: "joining with ~",
    nodes.BinExpr: "arithmetic",
    nodes.UnaryExpr: "arithmetic",
    nodes.Dict: "a dictionary",
}
_HELP = (
    "a template may use names and their fields, {% for x in ... %}, and {% if %} with not, and, or, == and in; "
    "what needs counting or wording is a field of its own"
)


class Fields(ImmutableSandboxedEnvironment):
    """The Jinja environment of templates: strict, escaping, and fields are fields only."""

    def __init__(self) -> None:
        super().__init__(
            autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True, finalize=written, auto_reload=False
        )
        self.globals.clear()
        self.filters.clear()
        self.tests = {"none": self.tests["none"]}
        self.filters["counted"] = _counted

    def getattr(self, obj: Any, attribute: str) -> Any:
        """The field of a value; text, numbers and methods have none, and every block has a gap (None without one)."""
        if isinstance(obj, Mapping):
            if attribute in obj:
                return obj[attribute]
        elif not isinstance(obj, str | int | float | tuple | list) and not attribute.startswith("_"):
            value = getattr(obj, attribute, self)
            if value is not self and not callable(value):
                return value
        if attribute == "gap" and obj is not None:
            return None
        return self.undefined(obj=obj, name=attribute)


class ValueFault(Exception):
    """A value that no template can print; the message says why."""


def written(value: object) -> Markup:
    """A value as the text of a run: escaped, line breaks and tabs as Word has them."""
    if isinstance(value, Markup):
        return value
    if isinstance(value, str):
        return escape(value) if _SPECIAL.search(value) is None else _with_breaks(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return Markup(str(value))  # noqa: S704 - digits need no escaping
    raise ValueFault(_unprintable(value))


def _with_breaks(value: str) -> Markup:
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    if broken := _BROKEN.search(text):
        message = f"the text {text[:40]!r} holds the character {broken.group()!r}, which no Word file can hold"
        raise ValueFault(message)
    marked = str(escape(text))
    preserved = '<w:t xml:space="preserve">'
    marked = marked.replace("\n", f"</w:t><w:br/>{preserved}").replace("\t", f"</w:t><w:tab/>{preserved}")
    return Markup(marked)  # noqa: S704 - escaped above, the breaks are ours


def _unprintable(value: object) -> str:
    if value is None:
        return "a field without a value is printed; put it inside {% if ... %}"
    if isinstance(value, tuple | list):
        return "a list is printed whole; go over it with {% for ... %}"
    return f"a value of the kind {type(value).__name__} is printed in {{{{ }}}}; prose stands alone, as {{{{p ... }}}}"


@pass_context
def _counted(context: Context, values: Sequence[object]) -> Sequence[object]:
    context[RENDERING].count(len(values))
    return values


def parse_tags(tags: Sequence[Tag]) -> tuple[nodes.Template | None, tuple[Diagnostic, ...]]:
    """The syntax tree of the tags alone, in which the line of a node is the number of its tag, counted from 1."""
    source = "\n".join(tag.plain.replace("\n", " ") for tag in tags)
    try:
        return Fields().parse(source), ()
    except TemplateSyntaxError as error:
        tag = tags[min(max(error.lineno, 1), len(tags)) - 1]
        return None, (diagnostic(tag.place, "TPL-010", f"{tag.text} cannot be read: {error.message}", help=_HELP),)


def check_language(tags: Sequence[Tag]) -> tuple[Diagnostic, ...]:
    """What of the tags lies outside the template language."""
    tree, faults = parse_tags(tags)
    if tree is None:
        return faults
    outside = dict.fromkeys(_outside(tree, frozenset(), 0))
    return tuple(
        diagnostic(tags[line - 1].place, "TPL-011", f"{what} is not part of the template language", help=_HELP)
        for line, what in outside
    )


def _outside(node: nodes.Node, own: frozenset[str], loops: int) -> Iterator[tuple[int, str]]:
    """The nodes that the language has no place for, as line and name; `own` are filters that only we may write."""
    inner = loops
    match node:
        case nodes.Template() | nodes.Output() | nodes.TemplateData() | nodes.And() | nodes.Or() | nodes.Not():
            pass
        case nodes.If() | nodes.Operand():
            if isinstance(node, nodes.Operand) and node.op not in _COMPARISONS:
                yield node.lineno, "comparing by size"
        case nodes.For():
            inner += 1
            yield from _outside_for(node, inner)
        case nodes.Name():
            if node.name.startswith("_") or (node.name == "loop" and not loops):
                yield node.lineno, f'the name "{node.name}"'
        case nodes.Getattr():
            loop = isinstance(node.node, nodes.Name) and node.node.name == "loop"
            if node.attr.startswith("_") or (loop and node.attr not in _LOOP_FIELDS):
                yield node.lineno, f'the field "{node.attr}"'
            elif not isinstance(node.node, nodes.Getattr | nodes.Name):
                yield node.lineno, "a field of what is no field"
        case nodes.Const():
            if not isinstance(node.value, str | bool | int) and node.value is not None:
                yield node.lineno, f"the number {node.value}"
        case nodes.Compare() | nodes.List() | nodes.Tuple():
            pass
        case nodes.Test() if node.name == "none" and not node.args:
            pass
        case nodes.Filter() if node.name in own:
            pass
        case _:
            yield node.lineno, _name_of(node)
            return
    for child in node.iter_child_nodes():
        yield from _outside(child, own, inner)


def _outside_for(node: nodes.For, loops: int) -> Iterator[tuple[int, str]]:
    if loops > _LOOPS:
        yield node.lineno, "a fourth loop inside three others"
    if node.recursive or node.test is not None:
        yield node.lineno, "a loop with a condition of its own"
    if not isinstance(node.iter, nodes.Getattr | nodes.Name):
        yield node.lineno, "a loop over what is no field"
    if not isinstance(node.target, nodes.Name):
        yield node.lineno, "a loop with several names"


def _name_of(node: nodes.Node) -> str:
    if isinstance(node, nodes.Test):
        return f'the test "is {node.name}"'
    for kind in type(node).__mro__:
        if kind in _WHAT:
            return _WHAT[kind]
    return f'"{type(node).__name__}"'


def compile_source(environment: Fields, source: str, name: str) -> JinjaTemplate:
    """The compiled part; the tree of the whole source passes the allow-list once more, and its loops are counted."""
    tree = environment.parse(source)
    outside = next(_outside(tree, _OWN_FILTERS, 0), None)
    if outside is not None:
        message = f"{name}: {outside[1]} came through unseen"
        raise ValueFault(message)
    for loop in tree.find_all(nodes.For):
        loop.iter = nodes.Filter(loop.iter, "counted", [], [], None, None, lineno=loop.lineno)
    return JinjaTemplate.from_code(environment, environment.compile(tree, name), environment.globals)
