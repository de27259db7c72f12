"""YAML text to plain values with the place of each, from libyaml's events: the one importer of yaml."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined] # the types leave out what libyaml's wrapper gives
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from casefiles.diagnostics import Diagnostic, Severity, Span
from casefiles.yamlfaults import Lines, Trouble

__all__ = ["MAX_DEPTH", "MOST_FAULTS", "Builder", "Mark", "OddError", "Path", "Value", "value_of"]

Path = tuple[str | int, ...]
Value = str | None | list["Value"] | dict[str, "Value"]
Mark = tuple[int, int, int, int]
"""Line, column, end line and end column, counted from 1; the end is 0, 0 where not known."""

MAX_DEPTH = 50
MOST_FAULTS = 50
_LOST = re.compile(r"[ \t]+#(?=\S)")
_MAYBE_LOST = re.compile(r"[ \t]#\S")
_MAYBE_ENTRY = re.compile(r"-(?:\s|\Z)")
_SKIPPED = "\0"


class OddError(Exception):
    """Says that a text is to be read by a `Builder`, which can tell what is wrong with it and where."""


def value_of(text: str) -> Value:
    """The value of a text in which nothing is wrong, without places, at once; else OddError."""
    if "#" in text and _MAYBE_LOST.search(text):
        raise OddError
    parser = CParser(text)
    try:
        return _value(parser.get_event)
    except yaml.YAMLError as error:
        raise OddError from error
    finally:
        parser.dispose()


def _value(get_event: Callable[[], Any]) -> Value:  # noqa: C901, PLR0912 - one loop, as it says
    """The value that events make. This is the loop that a load spends most of its time in: it calls nothing."""
    whole: list[Value] = []
    held: Any = whole
    key: str | None = None
    keyed = False
    around: list[tuple[Any, bool]] = []
    while (event := get_event()) is not None:
        kind = type(event)
        if kind is ScalarEvent:
            text: str | None = event.value
            if event.anchor is not None or event.tag is not None:
                raise OddError
            if keyed and key is None:
                if not text or text in held or text == "<<":
                    raise OddError
                key = text
                continue
            if not event.style:
                if not text:
                    text = None
                elif _MAYBE_ENTRY.search(text) and event.start_mark.line != event.end_mark.line:
                    raise OddError
            value: Value = text
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            if (keyed and key is None) or event.anchor is not None or event.tag is not None or len(around) == MAX_DEPTH:
                raise OddError
            value = {} if kind is MappingStartEvent else []
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            held, keyed = around.pop()
            continue
        elif kind is AliasEvent or (kind is DocumentStartEvent and (whole or event.version or event.tags)):
            raise OddError
        else:
            continue
        if keyed:
            held[key], key = value, None
        else:
            held.append(value)
        if kind is not ScalarEvent:
            around.append((held, keyed))
            held, keyed = value, kind is MappingStartEvent
    return whole[0] if whole else None


class _TooDeepError(Exception):
    """Ends the reading of a text that is nested too deeply."""


class _Frame:
    """An open mapping or list: its value, its path, and the key whose value comes next (None: a key comes next)."""

    __slots__ = ("is_key", "key", "mapping", "path", "sequence")

    def __init__(self, path: Path, mapping: dict[str, Value] | None, sequence: list[Value] | None) -> None:
        self.path = path
        self.mapping = mapping
        self.sequence = sequence
        self.key: str | None = None
        self.is_key = False


class Builder:
    """Builds one value from the events of one text, with a stack of its own; knows what is wrong, and all places."""

    def __init__(self, source: Lines) -> None:
        self.value: Value = None
        self.values: dict[Path, Mark] = {}
        self.keys: dict[Path, Mark] = {}
        self.faults: list[Diagnostic] = []
        self.stopped = False
        self._source = source
        self._first = source.first
        self._stack: list[_Frame] = []
        self._documents = 0
        self._may_lose = False

    def read(self) -> Trouble | None:
        """Read the whole text; what libyaml says of it where it is no YAML."""
        text = "\n".join(self._source.lines)
        self._may_lose = _MAYBE_LOST.search(text) is not None
        parser = CParser(text)
        try:
            self._events(parser)
        except _TooDeepError:
            self.value, self.stopped = None, True
        except yaml.YAMLError as error:
            return _trouble(error)
        finally:
            parser.dispose()
        return None

    def _events(self, parser: Any) -> None:
        while (event := parser.get_event()) is not None:
            kind = type(event)
            if kind is ScalarEvent:
                self._scalar(event)
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                self._open(event)
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                self._close()
            elif kind is AliasEvent:
                self._alias(event)
            elif kind is DocumentStartEvent:
                self._documents += 1
                if event.version or event.tags:
                    self._fault(
                        event,
                        "SRC-009",
                        "a line that begins with % is an instruction to YAML readers",
                        "delete it: case files need none",
                    )
                if self._documents > 1:
                    self._fault(
                        event,
                        "SRC-012",
                        "a second document begins here; all below this line would be lost",
                        "delete the line of three hyphens, or make the rest a file of its own",
                    )
                    self.stopped = True
                    return

    def _scalar(self, event: Any) -> None:
        frame = self._stack[-1] if self._stack else None
        if event.tag is not None or event.anchor is not None:
            self._refuse_properties(event)
        if frame is not None and frame.mapping is not None and frame.key is None:
            self._key(frame, event)
            return
        start, end = event.start_mark, event.end_mark
        text = event.value
        plain = not event.style
        if plain and (self._may_lose or end.line != start.line):
            self._check_plain(event)
        line = start.line + self._first
        mark = (line, start.column + 1, end.line + self._first, end.column + 1)
        self._put(text if text or not plain else None, mark)

    def _key(self, frame: _Frame, event: Any) -> None:
        """Take a mapping's next key."""
        assert frame.mapping is not None  # noqa: S101 - the caller has looked
        key = event.value
        start, end = event.start_mark, event.end_mark
        mark = (start.line + self._first, start.column + 1, end.line + self._first, end.column + 1)
        if key == "<<" and not event.style:
            self._fault(
                event,
                "SRC-010",
                "<< would merge another mapping into this one",
                "write the keys out: each file says what it says in one place",
            )
            frame.key = _SKIPPED
        elif not key:
            self._fault(event, "SRC-014", "a key is missing before this colon", "write: key: value")
            frame.key = _SKIPPED
        elif key in frame.mapping:
            earlier = self.keys[(*frame.path, key)]
            self._fault(
                event,
                "SRC-011",
                f'the key "{key}" stands twice here; one of the two would be lost',
                "keep one of them",
                ((Span(self._source.file, *earlier), "the first"),),
            )
            frame.key = _SKIPPED
        else:
            frame.key = key
            self.keys[(*frame.path, key)] = mark

    def _put(self, value: Value, mark: Mark) -> None:
        """Put a value where it belongs: at the open key, at the list's end, or at the top."""
        if not self._stack:
            self.value = value
            self.values[()] = mark
            return
        frame = self._stack[-1]
        if frame.sequence is not None:
            self.values[(*frame.path, len(frame.sequence))] = mark
            frame.sequence.append(value)
            return
        key = frame.key
        frame.key = None
        if key is None or key == _SKIPPED or frame.mapping is None:
            return
        path = (*frame.path, key)
        self.values[path] = self.keys[path] if value is None else mark
        frame.mapping[key] = value

    def _open(self, event: Any) -> None:
        if len(self._stack) == MAX_DEPTH:
            self._fault(event, "SRC-013", f"this is nested more than {MAX_DEPTH} deep", "no case file needs that")
            raise _TooDeepError
        if event.tag is not None or event.anchor is not None:
            self._refuse_properties(event)
        start = event.start_mark
        mark = (start.line + self._first, start.column + 1, 0, 0)
        frame = self._stack[-1] if self._stack else None
        is_key = frame is not None and frame.mapping is not None and frame.key is None
        if is_key:
            self._fault(
                event,
                "SRC-014",
                "a list or mapping stands where a key is wanted",
                "a key is one word; text that begins with a bracket needs quotes",
            )
        path = self._next_path(frame)
        opened = _Frame(path, {}, None) if type(event) is MappingStartEvent else _Frame(path, None, [])
        opened.is_key = is_key
        if not is_key:
            held: Value = opened.mapping if opened.mapping is not None else opened.sequence
            self._put(held, mark)
        self._stack.append(opened)

    def _next_path(self, frame: _Frame | None) -> Path:
        if frame is None:
            return ()
        if frame.sequence is not None:
            return (*frame.path, len(frame.sequence))
        return (*frame.path, frame.key if frame.key is not None else _SKIPPED)

    def _close(self) -> None:
        closed = self._stack.pop()
        if closed.is_key:
            self._stack[-1].key = _SKIPPED

    def _alias(self, event: Any) -> None:
        self._fault(
            event,
            "SRC-008",
            f'"*{event.anchor}" points to another place of the file (a YAML alias)',
            "write the value out, or put text that begins with * in quotes",
        )
        frame = self._stack[-1] if self._stack else None
        if frame is not None and frame.mapping is not None and frame.key is None:
            frame.key = _SKIPPED
            return
        start, end = event.start_mark, event.end_mark
        self._put(None, (start.line + self._first, start.column + 1, end.line + self._first, end.column + 1))

    def _refuse_properties(self, event: Any) -> None:
        if event.anchor is not None:
            self._fault(
                event,
                "SRC-008",
                f'"&{event.anchor}" names this place for other places (a YAML anchor)',
                "delete it, or put text that begins with & in quotes",
            )
        if event.tag is not None:
            self._fault(
                event,
                "SRC-009",
                "a word that begins with ! is an instruction to YAML readers (a tag)",
                "delete it, or put the text in quotes",
            )

    def _check_plain(self, event: Any) -> None:
        """Report text that YAML would lose after ` #`, and list entries that it reads as more text."""
        start, end = event.start_mark, event.end_mark
        for number in range(start.line + 1, end.line + 1):
            line = self._source[number]
            if line.lstrip(" ").startswith("- "):
                column = len(line) - len(line.lstrip(" "))
                message = "this line reads as more text of the entry above, not as an entry of its own"
                help_ = "begin it in the same column as the other entries"
                self.faults.append(self._source.fault(number, column, "SRC-005", message, help_))
        line = self._source[end.line]
        found = _LOST.match(line, end.column)
        if found is not None:
            message = f'"{line[found.end() - 1 :].rstrip()}" would be lost: the rest of the line is a comment'
            help_ = "put the text in quotes, or a space after # if a comment is meant"
            self.faults.append(self._source.fault(end.line, found.end() - 1, "SRC-007", message, help_))

    def _fault(
        self,
        event: Any,
        code: str,
        message: str,
        help_: str,
        related: tuple[tuple[Span, str], ...] = (),
    ) -> None:
        if len(self.faults) >= MOST_FAULTS:
            return
        start, end = event.start_mark, event.end_mark
        span = Span(
            self._source.file, start.line + self._first, start.column + 1, end.line + self._first, end.column + 1
        )
        self.faults.append(Diagnostic(span, code, Severity.ERROR, message, help=help_, related=related))


def _trouble(error: yaml.YAMLError) -> Trouble:
    """The fault's words and places, without libyaml's types."""
    place = getattr(error, "problem_mark", None)
    context = getattr(error, "context_mark", None) or place
    return Trouble(
        str(getattr(error, "problem", None) or error),
        place.line if place else 0,
        place.column if place else 0,
        context.line if context else 0,
        context.column if context else 0,
    )
