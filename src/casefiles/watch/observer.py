"""Events of the disk through watchdog, and none at all for network drives: the only importer of watchdog."""

from __future__ import annotations

import os
import queue
import threading
from pathlib import Path

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirModifiedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

from casefiles.watch.events import Event, Kind

__all__ = ["Heard"]

_KINDS: dict[type[FileSystemEvent], Kind] = {
    DirCreatedEvent: Kind.CREATED,
    DirDeletedEvent: Kind.DELETED,
    DirModifiedEvent: Kind.MODIFIED,
    DirMovedEvent: Kind.MOVED,
    FileClosedEvent: Kind.MODIFIED,
    FileCreatedEvent: Kind.CREATED,
    FileDeletedEvent: Kind.DELETED,
    FileModifiedEvent: Kind.MODIFIED,
    FileMovedEvent: Kind.MOVED,
}
"""The events that are asked for: not those of reading, which our own looks would cause."""
_MOST = 20_000
"""Events that are kept; beyond it the whole tree is looked at anyway."""


class Heard(FileSystemEventHandler):
    """The events of a folder and all below it. Raises OSError where the system gives none: poll then."""

    def __init__(self, root: Path) -> None:
        self._root = os.path.realpath(root)
        self._events: queue.Queue[Event] = queue.Queue(_MOST)
        self._lost = threading.Event()
        self._observer = Observer()
        self._observer.schedule(self, self._root, recursive=True, event_filter=list(_KINDS))
        self._observer.start()

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Keep an event for the loop; called in watchdog's own thread."""
        kind = _KINDS.get(type(event))
        if kind is None:
            return
        path, target = self._below(event.src_path), self._below(event.dest_path) if event.dest_path else None
        if path is None and target is None:
            return
        try:
            self._events.put_nowait(Event(kind, path or target or "", target or path or "", event.is_directory))
        except queue.Full:
            self._lost.set()

    def next(self, seconds: float) -> Event | None:
        """The next event, or None where none comes within so many seconds."""
        if self._lost.is_set() and self._events.empty():
            self._lost.clear()
            return Event(Kind.LOST)
        try:
            return self._events.get(timeout=seconds) if seconds > 0 else self._events.get_nowait()
        except queue.Empty:
            return None

    def close(self) -> None:
        """Stop listening."""
        self._observer.stop()
        self._observer.join()

    def _below(self, path: bytes | str) -> str | None:
        """A path below the root with `/`; None for one outside it."""
        whole = os.fsdecode(path)
        if whole == self._root:
            return ""
        inside = whole.removeprefix(self._root + os.sep)
        return None if inside == whole else inside.replace(os.sep, "/")
