"""Facts set in front matter and entries added to lists, as edits of the text: comments and order stay as they are."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Mapping, Sequence

from casefiles.source import Parsed, Path, Value, parse_record, parse_yaml
from casefiles.yamltree import Mark

__all__ = ["EditFault", "Plain", "append_entries", "append_in_entry", "scalar", "set_fact", "set_in_entry"]

Plain = str | Sequence["Plain"] | Mapping[str, "Plain"]
"""What a fact may be set to: text, a list, or a mapping."""

_BARE = re.compile(r"[^\W_](?:[\w .'()/&%+-]*[\w.')%])?")
_OTHERWISE = re.compile(r"(?i)true|false|null|yes|no|on|off|y|n|~")


class EditFault(Exception):  # noqa: N818 - a fault of a file, not an error of the program
    """A text can't be edited so that all else in it stays as it was."""


def scalar(text: str) -> str:
    """The text as a YAML scalar that reads back as itself, in quotes only where it must be."""
    bare = _BARE.fullmatch(text) and not _OTHERWISE.fullmatch(text) and " #" not in text and "  " not in text
    return text if bare else json.dumps(text, ensure_ascii=False)


def flow(value: Plain) -> str:
    """The value on one line of YAML."""
    if isinstance(value, str):
        return scalar(value)
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(key)}: {flow(each)}" for key, each in value.items()) + "}"
    return "[" + ", ".join(flow(each) for each in value) + "]"


def set_fact(text: str, path: Sequence[str], value: Plain, hints: frozenset[str] = frozenset()) -> str:
    """A record's text with the fact at `path` of its front matter set.

    `hints` are commented lines that a new line may take the place of. `EditFault` where that can't be done
    without touching anything else.
    """
    before = parse_record(text.encode(), "")
    if not isinstance(before.value, dict | None) or before.partial:
        raise EditFault("the facts at its head can't be read")
    lines = text.split("\n")
    edited = "\n".join(_set(lines, before, tuple(path), value, hints))
    after = parse_record(edited.encode(), "")
    same = _below(edited) == _below(text)
    if after.partial or after.value != _with(before.value or {}, path, value) or not same:
        raise EditFault(f"{'.'.join(path)} can't be set there without touching what is beside it")
    return edited


def append_entries(text: str, entries: Sequence[Mapping[str, str]]) -> str:
    """The text of a list's file with the entries at its end, in the way its last entry is written."""
    before = parse_yaml(text.encode(), "")
    if before.partial or not isinstance(before.value, list | None):
        raise EditFault("it is no list that can be read")
    lines = text.rstrip("\n").split("\n") if text.strip() else []
    known = before.value or []
    place = before.source.values.get((len(known) - 1,)) if known else None
    indent = ""
    in_flow = False
    if place is not None:
        line = lines[place[0] - 1]
        in_flow = line[place[1] - 1] == "{"
        indent = line[: len(line) - len(line.lstrip(" "))]
    elif text.strip() in {"[]", "--- []"}:
        lines = []
    for entry in entries:
        if in_flow:
            lines.append(f"{indent}- {flow(entry)}")
        else:
            pairs = [f"{key}: {scalar(each)}" for key, each in entry.items()]
            lines += [f"{indent}- {pairs[0]}", *(f"{indent}  {pair}" for pair in pairs[1:])]
    edited = "\n".join(lines) + "\n"
    after = parse_yaml(edited.encode(), "")
    if after.partial or after.value != [*known, *map(dict, entries)]:
        raise EditFault("no entry can be added to it without touching the others")
    return edited


def set_in_entry(text: str, entry: str, key: str, value: Plain) -> str:
    """The text of a list's file with one fact of the entry of that id set, all else as it is."""
    before, known, at = _listed(text, entry)
    lines, path = text.split("\n"), (at, key)
    if known[at].get(key) is not None:
        edited = _replaced(lines, before, path, flow(value))
    elif path in before.source.keys:
        edited = _after_key(lines, before.source.keys[path], value)
    else:
        edited = _added(lines, before, path, value)
    return _proved("\n".join(edited), known, at, {**known[at], key: _as_data(value)})


def append_in_entry(text: str, entry: str, key: str, value: Mapping[str, Plain]) -> str:
    """The text of a list's file with a value at the end of a list of the entry of that id."""
    before, known, at = _listed(text, entry)
    held = known[at].get(key)
    if not held:
        return set_in_entry(text, entry, key, [value])
    if not isinstance(held, list):
        raise EditFault(f"{key} of {entry} is no list")
    lines, last = text.split("\n"), (at, key, len(held) - 1)
    end_line, end = _end(lines, before, last)
    line, column = before.source.values[last][:2]
    dash = lines[line - 1][: column - 1].rstrip()
    if dash.lstrip() == "-":
        new = [f"{dash} {flow(value)}"]
        edited = [*lines[:end_line], *new, *lines[end_line:]]
    else:
        whole = lines[end_line - 1]
        edited = [*lines[: end_line - 1], f"{whole[: end - 1]}, {flow(value)}{whole[end - 1 :]}", *lines[end_line:]]
    return _proved("\n".join(edited), known, at, {**known[at], key: [*held, _as_data(value)]})


def _listed(text: str, entry: str) -> tuple[Parsed, list[dict[str, Value]], int]:
    """A list's file as it is read, its entries, and the number of the one of that id."""
    parsed = parse_yaml(text.encode(), "")
    known = [each for each in parsed.value if isinstance(each, dict)] if isinstance(parsed.value, list) else []
    found = [at for at, each in enumerate(known) if each.get("id") == entry]
    if parsed.partial or not isinstance(parsed.value, list) or len(known) != len(parsed.value) or len(found) != 1:
        raise EditFault(f"the entry {entry} is not to be found there")
    return parsed, known, found[0]


def _proved(edited: str, known: Sequence[dict[str, Value]], at: int, entry: dict[str, Value]) -> str:
    """The edited text, once it reads back as the former entries but for the one that was to change."""
    after = parse_yaml(edited.encode(), "")
    if after.partial or after.value != [*known[:at], entry, *known[at + 1 :]]:
        raise EditFault(f"the entry {entry.get('id')} can't be changed without touching the others")
    return edited


def _below(text: str) -> list[str]:
    """The lines below the front matter."""
    lines = text.split("\n")
    return lines[next(number for number, line in enumerate(lines[1:], start=1) if line.rstrip() == "---") :]


def _with(value: Value, path: Sequence[str], new: Plain) -> Value:
    """The data with the value at `path` set."""
    made = copy.deepcopy(value) if isinstance(value, dict) else {}
    held = made
    for key in path[:-1]:
        inner = held.get(key)
        held[key] = inner = dict(inner) if isinstance(inner, dict) else {}
        held = inner
    held[path[-1]] = _as_data(new)
    return made


def _as_data(value: Plain) -> Value:
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return {key: _as_data(each) for key, each in value.items()}
    return [_as_data(each) for each in value]


def _set(lines: list[str], parsed: Parsed, path: Path, value: Plain, hints: frozenset[str]) -> list[str]:
    found = _at(parsed.value, path)
    if found is not None:
        return _replaced(lines, parsed, path, flow(value))
    if path in parsed.source.keys:
        return _after_key(lines, parsed.source.keys[path], value)
    parent = path[:-1]
    if not parent:
        return _new_key(lines, str(path[-1]), value, hints)
    above = _at(parsed.value, parent)
    if above is None:
        return _set(lines, parsed, parent, {str(path[-1]): value}, hints)
    if not isinstance(above, dict):
        raise EditFault(f"{'.'.join(map(str, parent))} holds something else")
    return _added(lines, parsed, path, value)


def _at(value: Value, path: Path) -> Value:
    for key in path:
        if not isinstance(value, dict) or key not in value:
            return None
        value = value[str(key)]
    return value


def _replaced(lines: list[str], parsed: Parsed, path: Path, text: str) -> list[str]:
    """The lines with other text in place of a value."""
    start_line, start = parsed.source.values[path][:2]
    end_line, end = _end(lines, parsed, path)
    head, tail = lines[start_line - 1][: start - 1], lines[end_line - 1][end - 1 :]
    if not head.strip() or head.rstrip().endswith("-"):
        key_line = parsed.source.keys[path][0]
        head = lines[key_line - 1].rstrip() + " "
        start_line = key_line
    return [*lines[: start_line - 1], head + text + tail, *lines[end_line:]]


def _after_key(lines: list[str], key: Mark, value: Plain) -> list[str]:
    """The lines with a value behind a key that has none."""
    line = lines[key[2] - 1]
    colon = line.index(":", key[3] - 1) + 1
    return [*lines[: key[2] - 1], f"{line[:colon]} {flow(value)}{line[colon:]}", *lines[key[2] :]]


def _new_key(lines: list[str], key: str, value: Plain, hints: frozenset[str]) -> list[str]:
    """The lines with a new key at the top level: in place of its hint, else at the end of the facts."""
    new = _block(key, value)
    close = next(number for number, line in enumerate(lines[1:], start=1) if line.rstrip() == "---")
    wanted = re.compile(rf"#\s?{re.escape(key)}:(?:\s|$)")
    at = next((n for n in range(1, close) if lines[n] in hints and wanted.match(lines[n])), None)
    if at is None:
        return [*lines[:close], *new, *lines[close:]]
    end = at + 1
    while end < close and lines[end] in hints and re.match(r"#  \S", lines[end]):
        end += 1
    return [*lines[:at], *new, *lines[end:]]


def _block(key: str, value: Plain) -> list[str]:
    """A top-level fact as lines: a mapping of mappings has a line for each."""
    if isinstance(value, Mapping) and value and all(isinstance(each, Mapping) for each in value.values()):
        return [f"{scalar(key)}:", *(f"  {scalar(inner)}: {flow(each)}" for inner, each in value.items())]
    return [f"{scalar(key)}: {flow(value)}"]


def _added(lines: list[str], parsed: Parsed, path: Path, value: Plain) -> list[str]:
    """The lines with one more key in a mapping that is there."""
    parent, key = path[:-1], str(path[-1])
    line, column = parsed.source.values[parent][:2]
    pair = f"{scalar(key)}: {flow(value)}"
    end_line, end = _end(lines, parsed, parent)
    if lines[line - 1][column - 1] == "{":
        whole = lines[end_line - 1]
        inside = whole[: end - 2].rstrip()
        comma = "" if inside.endswith(("{", ",")) else ", "
        return [*lines[: end_line - 1], f"{inside}{comma}{pair}{whole[end - 2 :]}", *lines[end_line:]]
    return [*lines[:end_line], f"{' ' * (column - 1)}{pair}", *lines[end_line:]]


def _end(lines: list[str], parsed: Parsed, path: Path) -> tuple[int, int]:
    """Line and column just behind a value."""
    mark = parsed.source.values[path]
    if lines[mark[0] - 1][mark[1] - 1 : mark[1]] in {"{", "["} and not mark[2]:
        return _flow_end(lines, mark[0], mark[1])
    if mark[2]:
        if mark[3] == 1 and mark[2] > mark[0]:
            return mark[2] - 1, len(lines[mark[2] - 2]) + 1
        return mark[2], mark[3]
    inside = [other for other in parsed.source.values if len(other) > len(path) and other[: len(path)] == path]
    children = [other for other in inside if len(other) == len(path) + 1]
    return max((_end(lines, parsed, child) for child in children), default=(mark[0], mark[1]))


_FLOW = re.compile(
    r"""(?P<quoted>(?<=[\s\[{,])"(?:\\.|[^"\\])*"|(?<=[\s\[{,])'(?:''|[^'])*')|(?P<comment>(?:^|(?<=\s))\#[^\n]*)|(?P<bracket>[\[\]{}])""",
    re.MULTILINE | re.DOTALL,
)


def _flow_end(lines: list[str], line: int, column: int) -> tuple[int, int]:
    """Line and column behind the bracket that closes the one at this place."""
    text = "\n".join(lines)
    start = sum(len(each) + 1 for each in lines[: line - 1]) + column - 1
    depth = 0
    for found in _FLOW.finditer(text, start):
        bracket = found["bracket"]
        if bracket:
            depth += 1 if bracket in "[{" else -1
            if not depth:
                before = text[: found.end()]
                return before.count("\n") + 1, found.end() - before.rfind("\n")
    raise EditFault("a bracket has no other end")
