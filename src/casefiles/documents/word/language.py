"""The template language: names and their fields, loops over fields, conditions. Nothing else may stand in a template.

The language is total: a template ends, whatever is in it, in time and size that its data bound. It is an
allow-list over Jinja's syntax tree, since Jinja's own sandbox lets `'A' * 10**9` through.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from jinja2 import Environment, TemplateSyntaxError, nodes

from casefiles.diagnostics import Diagnostic
from casefiles.documents.word.faults import diagnostic
from casefiles.documents.word.tags import Tag

__all__ = ["COUNTS", "OWN_FILTERS", "check_language", "outside_the_language", "parse_tags"]

COUNTS = frozenset({"count", "length"})
"""The filters that templates may write."""
OWN_FILTERS = frozenset(
    {"as_blocks", "as_runs", "as_colour", "as_span", "as_words", "begins_list", "block_heading", "list_number", "times"}
)

_LOOPS = 3
_DEPTH = 24
_LENGTH = 300
_TAGS = 5000
_STATEMENTS = frozenset({"for", "endfor", "if", "elif", "else", "endif"})
_LOOP_FIELDS = frozenset({"first", "last", "index", "length"})
_COMPARISONS = frozenset({"eq", "ne", "in", "notin"})
_PLAIN = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.And, nodes.Or, nodes.Not,
    nodes.Compare, nodes.List, nodes.Tuple,
)  # fmt: skip
_TITLES: Final[Mapping[type[nodes.Node], str]] = {
    nodes.Call: "a call",
    nodes.Filter: "a filter",
    nodes.Getitem: "a subscript",
    nodes.Slice: "a slice",
    nodes.CondExpr: "an if inside {{ }}",
    nodes.Concat: "joining with ~",
    nodes.BinExpr: "arithmetic",
    nodes.UnaryExpr: "arithmetic",
    nodes.Dict: "a dictionary",
}
_HELP = (
    "a template may use names and their fields, {{ list|count }}, {% for x in ... %}, and {% if %} with not, and, or, "
    "== and in; what needs wording or arithmetic is a field of its own"
)


def parse_tags(tags: Sequence[Tag]) -> tuple[nodes.Template | None, tuple[Diagnostic, ...]]:
    """The syntax tree of the tags alone, in which the line of a node is the number of its tag, counted from 1.

    It is made once for all who ask in turn, and nobody may change it.
    """
    return _parsed(tuple(tags))


@lru_cache(maxsize=64)
def _parsed(tags: tuple[Tag, ...]) -> tuple[nodes.Template | None, tuple[Diagnostic, ...]]:
    if faults := (*_foreign(tags), *_oversized(tags)):
        return None, faults
    source = "\n".join(tag.plain for tag in tags)
    try:
        return Environment(autoescape=True).parse(source), ()
    except TemplateSyntaxError as error:
        tag = tags[min(max(error.lineno, 1), len(tags)) - 1]
        return None, (diagnostic(tag.place, "TPL-010", f"{tag.text} cannot be read: {error.message}", advice=_HELP),)


def _foreign(tags: Sequence[Tag]) -> Iterator[Diagnostic]:
    """Statements of Jinja that are none of the language's: set, include, raw, ..."""
    for tag in tags:
        if tag.opener == "{%" and tag.word not in _STATEMENTS and not tag.of_cell:
            yield _refusal(tag, f"{{% {tag.word} %}}")


def _refusal(tag: Tag, what: str) -> Diagnostic:
    return diagnostic(tag.place, "TPL-011", f"{what} is not part of the template language", advice=_HELP)


def _oversized(tags: Sequence[Tag]) -> Iterator[Diagnostic]:
    """Tags too long, too many or too deep for a parser to be asked about them."""
    depth = 0
    for tag in tags:
        depth += (tag.word in {"if", "for"}) - (tag.word in {"endif", "endfor"})
        if depth > _DEPTH:
            yield diagnostic(tag.place, "TPL-013", f"conditions and loops stand more than {_DEPTH} deep in each other")
            return
        if len(tag.body) > _LENGTH:
            yield diagnostic(tag.place, "TPL-013", f"the tag is longer than {_LENGTH} characters")
    if len(tags) > _TAGS:
        yield diagnostic(tags[-1].place, "TPL-013", f"the template has {len(tags)} tags; it may have {_TAGS}")


def check_language(tags: Sequence[Tag]) -> tuple[Diagnostic, ...]:
    """What of the tags lies outside the template language."""
    tree, faults = parse_tags(tags)
    if tree is None:
        return faults
    outside = dict.fromkeys(outside_the_language(tree))
    return tuple(_refusal(tags[line - 1], what) for line, what in outside)


def outside_the_language(
    node: nodes.Node, own: frozenset[str] = frozenset(), loops: int = 0, line: int = 1
) -> Iterator[tuple[int, str]]:
    """The nodes that the language has no place for, as line and name; `own` are the filters that only we write."""
    line = getattr(node, "lineno", None) or line
    if isinstance(node, nodes.Filter) and node.name in own:
        check: Callable[[Any, int], Iterator[str]] | None = _nothing
    else:
        check = _CHECKS.get(type(node), _nothing if isinstance(node, _PLAIN) else None)
    if check is None:
        yield line, _title_of(node)
        return
    for what in check(node, loops):
        yield line, what
    for child in node.iter_child_nodes():
        yield from outside_the_language(child, own, loops + isinstance(node, nodes.For), line)


def _nothing(_node: nodes.Node, _loops: int) -> Iterator[str]:
    yield from ()


def _check_for(node: nodes.For, loops: int) -> Iterator[str]:
    if loops >= _LOOPS:
        yield "a fourth loop inside three others"
    if node.recursive or node.test is not None:
        yield "a loop with a condition of its own"
    if not isinstance(node.iter, nodes.Getattr | nodes.Name | nodes.Filter):
        yield "a loop over what is no field"
    if not isinstance(node.target, nodes.Name):
        yield "a loop with several names"


def _check_name(node: nodes.Name, loops: int) -> Iterator[str]:
    if node.name.startswith("_") or (node.name == "loop" and (not loops or node.ctx == "store")):
        yield f'the name "{node.name}"'


def _check_field(node: nodes.Getattr, _loops: int) -> Iterator[str]:
    of_loop = isinstance(node.node, nodes.Name) and node.node.name == "loop"
    if node.attr.startswith("_") or (of_loop and node.attr not in _LOOP_FIELDS):
        yield f'the field "{node.attr}"'
    elif not isinstance(node.node, nodes.Getattr | nodes.Name):
        yield "a field of what is no field"


def _check_constant(node: nodes.Const, _loops: int) -> Iterator[str]:
    if not isinstance(node.value, str | int | None):
        yield f"the number {node.value}"


def _check_operand(node: nodes.Operand, _loops: int) -> Iterator[str]:
    if node.op not in _COMPARISONS:
        yield "comparing by size"


def _check_test(node: nodes.Test, _loops: int) -> Iterator[str]:
    if node.name != "none" or node.args:
        yield _title_of(node)


def _check_filter(node: nodes.Filter, _loops: int) -> Iterator[str]:
    """The one filter that a template may write: how many entries a field has."""
    is_field = isinstance(node.node, nodes.Getattr | nodes.Name)
    if node.name not in COUNTS or not is_field or node.args or node.kwargs or node.dyn_args or node.dyn_kwargs:
        yield _TITLES[nodes.Filter]


_CHECKS: Final[Mapping[type[nodes.Node], Callable[[Any, int], Iterator[str]]]] = {
    nodes.For: _check_for,
    nodes.Name: _check_name,
    nodes.Getattr: _check_field,
    nodes.Const: _check_constant,
    nodes.Filter: _check_filter,
    nodes.Operand: _check_operand,
    nodes.Test: _check_test,
}


def _title_of(node: nodes.Node) -> str:
    if isinstance(node, nodes.Test):
        return f'the test "is {node.name}"'
    return next((_TITLES[kind] for kind in type(node).__mro__ if kind in _TITLES), f'"{type(node).__name__}"')
