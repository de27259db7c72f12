"""A template's tags held against the types of its context: every name, field, loop and printed value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from jinja2 import nodes

from casefiles.diagnostics import Diagnostic, nearest
from casefiles.documents.word.faults import diagnostic
from casefiles.documents.word.fieldtypes import (
    UNKNOWN,
    alternatives,
    element_of,
    field_of,
    fields_of,
    is_optional,
    is_prose,
    is_text,
    say_type,
)
from casefiles.documents.word.tags import Tag

__all__ = ["Walk"]

_DEEPEST = 1
"""Dots in the longest path that is noted as printed."""
_LOOP: Mapping[str, Any] = {"first": bool, "last": bool, "index": int, "length": int}


class Walk:
    """One walk over the tags of a part; `diagnostics` has what is wrong, `mentions` the paths in order with their tag.

    `printed` has what is printed by the type that it belongs to, its path of one or two names there.

    `present` are the optional paths that are there in any case (the document's required blocks).
    """

    def __init__(self, tags: Sequence[Tag], roots: Mapping[str, Any], present: frozenset[str]) -> None:
        self.diagnostics: dict[Diagnostic, None] = {}
        self.mentions: dict[str, Tag] = {}
        self.printed: set[tuple[Any, str]] = set()
        self._tags = tags
        self._roots = roots
        self._present = present

    def over(self, tree: nodes.Template) -> Walk:
        """The walk itself, once it has been over the whole tree."""
        self._statements(tree.body, dict(self._roots), self._present)
        return self

    def _say(self, node: nodes.Node, code: str, message: str, advice: str = "") -> None:
        self.diagnostics[diagnostic(self._tag(node).place, code, message, advice=advice)] = None

    def _tag(self, node: nodes.Node) -> Tag:
        return self._tags[node.lineno - 1]

    def _statements(self, body: Iterable[nodes.Node], scope: dict[str, Any], known: frozenset[str]) -> None:
        for node in body:
            match node:
                case nodes.Output():
                    for child in node.nodes:
                        if not isinstance(child, nodes.TemplateData):
                            self._printed(child, scope, known)
                case nodes.If():
                    self._condition(node, scope, known)
                case nodes.For():
                    self._loop(node, scope, known)

    def _printed(self, node: nodes.Expr, scope: dict[str, Any], known: frozenset[str]) -> None:
        hint = self._resolve(node, scope, known)
        if hint is None:
            return
        self._note_printed(node, scope, known)
        tag = self._tag(node)
        what = f"{tag.body} is {say_type(hint)}"
        if is_optional(hint) and _path(node) not in known:
            self._say(node, "TPL-022", f"{tag.body} may be absent", f"put it inside {{% if {tag.body} %}}")
        elif not tag.modifier and not is_text(hint):
            self._say(node, "TPL-021", f"{what}, which {{{{ }}}} cannot print", _advice(hint, tag.body))
        elif tag.modifier and not (is_text(hint) or is_prose(hint)):
            self._say(node, "TPL-021", f"{what}, which {{{{{tag.modifier} }}}} cannot print", _advice(hint, tag.body))

    def _note_printed(self, node: nodes.Expr, scope: dict[str, Any], known: frozenset[str]) -> None:
        path = ""
        while isinstance(node, nodes.Getattr) and path.count(".") < _DEEPEST:
            path = f"{node.attr}.{path}" if path else node.attr
            node = node.node
            if isinstance(node, nodes.Getattr):
                owner = self._field(node, scope, known)
            else:
                owner = self._resolve(node, scope, known)
            self.printed |= {(one, path) for one in alternatives(owner) if not isinstance(one, Mapping)}

    def _condition(self, node: nodes.If, scope: dict[str, Any], known: frozenset[str]) -> None:
        self._resolve(node.test, scope, known)
        self._statements(node.body, scope, known | _true(node.test))
        otherwise = known | _false(node.test)
        for other in node.elif_:
            self._resolve(other.test, scope, otherwise)
            self._statements(other.body, scope, otherwise | _true(other.test))
            otherwise |= _false(other.test)
        self._statements(node.else_, scope, otherwise)

    def _loop(self, node: nodes.For, scope: dict[str, Any], known: frozenset[str]) -> None:
        hint = self._resolve(node.iter, scope, known)
        path = _path(node.iter)
        element = UNKNOWN
        if hint is not None:
            found = element_of(hint)
            if is_optional(hint) and path not in known:
                self._say(node, "TPL-022", f"{path} may be absent", f"put the loop inside {{% if {path} %}}")
            elif found is None:
                self._say(node, "TPL-021", f"{path} is {say_type(hint)}, which no loop goes over")
            else:
                element = found
        name = node.target.name if isinstance(node.target, nodes.Name) else ""
        if name in scope:
            self._say(node, "TPL-027", f'the loop names its entries "{name}", which already names something else')
        inside = frozenset(one for one in known if one.split(".")[0] not in {name, "loop"})
        self._statements(node.body, {**scope, name: element, "loop": _LOOP}, inside)
        self._statements(node.else_, scope, known)

    def _resolve(self, node: nodes.Node, scope: Mapping[str, Any], known: frozenset[str]) -> Any | None:
        """The type of an expression, or None where it has been said that there is none."""
        match node:
            case nodes.Name():
                return self._name(node, scope)
            case nodes.Getattr():
                self.mentions.setdefault(_path(node), self._tag(node))
                return self._field(node, scope, known)
            case nodes.Const():
                return type(node.value)
            case nodes.Filter() if node.node is not None:
                hint = self._resolve(node.node, scope, known)
                if hint is not None and element_of(hint) is None:
                    self._say(node, "TPL-021", f"{_path(node.node)} is {say_type(hint)}, which has nothing to count")
                return int
            case nodes.And():
                self._resolve(node.left, scope, known)
                self._resolve(node.right, scope, known | _true(node.left))
                return bool
            case nodes.Or():
                self._resolve(node.left, scope, known)
                self._resolve(node.right, scope, known | _false(node.left))
                return bool
            case _:
                for child in node.iter_child_nodes():
                    self._resolve(child, scope, known)
                return bool

    def _name(self, node: nodes.Name, scope: Mapping[str, Any]) -> Any | None:
        if node.name in scope:
            return scope[node.name]
        near = nearest(node.name, scope)
        advice = f'did you mean "{near}"?' if near else f"known here: {', '.join(sorted(scope))}"
        self._say(node, "TPL-020", f'there is no "{node.name}"', advice)
        return None

    def _field(self, node: nodes.Getattr, scope: Mapping[str, Any], known: frozenset[str]) -> Any | None:
        above = _path(node.node)
        if isinstance(node.node, nodes.Getattr):
            owner = self._field(node.node, scope, known)
        else:
            owner = self._resolve(node.node, scope, known)
        if owner is None:
            return None
        if isinstance(owner, Mapping):
            hint, fields = owner.get(node.attr), owner
        else:
            hint, fields = field_of(owner, node.attr), fields_of(owner)
        if is_optional(owner) and above not in known:
            self._say(node, "TPL-022", f"{above} may be absent", f"put it inside {{% if {above} %}}")
        if hint is not None:
            return hint
        near = nearest(node.attr, fields)
        if fields:
            advice = f'did you mean "{near}"?' if near else f"it has: {', '.join(sorted(fields))}"
        else:
            advice = f"{above} is {say_type(owner)}" if not isinstance(owner, Mapping) else ""
        self._say(node, "TPL-020", f'{above} has no field "{node.attr}"', advice)
        return None


def _advice(hint: Any, body: str) -> str:
    if is_prose(hint):
        return f"prose stands alone in its paragraph: {{{{p {body} }}}}"
    if element_of(hint) is not None:
        return f"go over it: {{%p for entry in {body} %}}"
    return f"ask for it: {{% if {body} %}}" if hint is bool else "print one of its fields"


def _path(node: nodes.Node) -> str:
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f"{_path(node.node)}.{node.attr}"
    return ""


def _true(node: nodes.Node) -> frozenset[str]:
    """The paths that are surely there where a condition holds."""
    match node:
        case nodes.Name() | nodes.Getattr():
            return frozenset({_path(node)})
        case nodes.And():
            return _true(node.left) | _true(node.right)
        case nodes.Or():
            return _true(node.left) & _true(node.right)
        case nodes.Not():
            return _false(node.node)
        case nodes.Compare() if node.ops[0].op == "eq" and isinstance(node.ops[0].expr, nodes.Const):
            return frozenset({_path(node.expr)})
    return frozenset()


def _false(node: nodes.Node) -> frozenset[str]:
    """The paths that are surely there where a condition does not hold."""
    match node:
        case nodes.Not():
            return _true(node.node)
        case nodes.Or():
            return _false(node.left) | _false(node.right)
        case nodes.And():
            return _false(node.left) & _false(node.right)
        case nodes.Test():
            return frozenset({_path(node.node)})
    return frozenset()
