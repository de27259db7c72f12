"""`casefiles watch`: on every save, check and build what it affects, and say so."""

from __future__ import annotations

import contextlib
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import click

from casefiles.cli.options import AS_OF, colour, echo, paths_argument, select, today

if TYPE_CHECKING:
    from casefiles.build import Options
    from casefiles.cli.options import Selection
    from casefiles.reporters.text import Line
    from casefiles.watch.events import Ground, Source
    from casefiles.watch.loop import Watch
    from casefiles.watch.memory import Memory, Round
    from casefiles.watch.tree import Tree

__all__ = ["Following", "command", "started"]

POLL_EVERY = 1.0
"""Seconds between two looks at a disk that tells of nothing."""


@click.command("watch")
@paths_argument
@click.option("--as-of", "as_of", type=AS_OF, help="The date of judgement; without it each day is judged as it comes.")
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help="Only documents of this kind or name.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Another folder for the drafts.")
@click.option("--no-pdf", is_flag=True, help="Word files alone.")
@click.option("--pdf-engine", type=click.Choice(("native", "libreoffice")), default="native", help="What makes PDFs.")
@click.option("--no-mail", is_flag=True, help="No e-mail beside each document.")
@click.option("--poll", is_flag=True, help="Look every second: for network drives, which tell of no change.")
def command(
    *,
    paths: tuple[Path, ...],
    as_of: date | None,
    kinds: tuple[str, ...],
    out: Path | None,
    pdf_engine: str,
    no_pdf: bool,
    no_mail: bool,
    poll: bool,
) -> int:
    """Build PATH, then build again on every save what it affects. Ctrl-C ends it.

    Where all of a caseload is watched, index.html follows too: it loads itself again in an open browser;
    and a completed sheet that is dropped into inbox/ is taken in, as by `casefiles take`.
    """
    from casefiles.build import Options

    selection = select(paths)
    options = Options(out, kinds, pdf=not no_pdf, mail=not no_mail, pdf_engine=pdf_engine, whole=not selection.only)
    follow, watch = started(selection, options, (lambda: as_of) if as_of else today, poll=poll)
    former = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        follow.begin()
        watch.run()
    finally:
        watch.source.close()
        follow.end()
        signal.signal(signal.SIGTERM, former)
    return 0


@dataclass
class Following:
    """What is done about changes, told on the terminal."""

    selection: Selection
    memory: Memory
    tree: Tree
    day: Callable[[], date]
    _waiting: set[str] = field(default_factory=set, init=False)

    def begin(self) -> None:
        """Build everything and tell it as `casefiles build` does."""
        from casefiles.cli.build import check_kinds, text_of_build
        from casefiles.reporters.report import Places

        if not self.selection.only:
            self._take()
        first = self.memory.begin(self.day())
        check_kinds(first.judged, self.memory.options.kinds)
        places = Places(self.selection.root, Path.cwd())
        echo(text_of_build(first.judged, first.built, places, why=False))
        self.say(f"watching {places.path(self.selection.root)}: Ctrl-C ends it")

    def go_over(self, changed: Sequence[str]) -> None:
        """Bring everything up to date, and tell what changed, what was made and how long it took.

        Sheets that were dropped into the inbox are taken first; what that writes is a change of its own.
        """
        from casefiles.reporters.text import format_lines
        from casefiles.watch.affected import parted

        changed, sheets = parted(changed)
        if sheets or self._closed():
            self._take((*sheets, *self._closed()))
        if not changed and not self._is_new_day():
            return
        began = perf_counter()
        done = self.memory.follow(changed, self.day())
        took = perf_counter() - began
        self.tree.ground = _ground(self.selection, done.built.out, done.judged.caseload.file.output)
        echo(format_lines(_told(done, self.selection.root, took), colour=colour()))
        sys.stdout.flush()

    def _take(self, names: Sequence[str] = ()) -> None:
        """Take these sheets of the inbox, or all, into the case files, and tell what became of each."""
        from casefiles.cli.take import say_taken
        from casefiles.sheets import is_open, take_inbox

        for path, taken in take_inbox(self.selection.root, self.day(), names):
            opened = is_open(path)
            if not (opened and path.name in self._waiting):
                say_taken(taken, self.selection.root, self.day())
            (self._waiting.add if opened else self._waiting.discard)(path.name)
        sys.stdout.flush()

    def _closed(self) -> tuple[str, ...]:
        """The sheets that were open when they were to be taken and are so no longer."""
        if not self._waiting:
            return ()
        from casefiles.sheets import INBOX, is_open

        inbox = self.selection.root / INBOX
        return tuple(sorted(name for name in self._waiting if not is_open(inbox / name)))

    def is_behind(self) -> bool:
        """Whether reports across schools wait for a pause."""
        return self.memory.is_behind

    def catch_up(self, go_on: Callable[[], bool]) -> None:
        """Make the reports across schools that a change may have altered; told where one is another now."""
        from casefiles.reporters.text import format_lines

        began = perf_counter()
        done = self.memory.catch_up(go_on)
        took = perf_counter() - began
        if (
            done.appeared
            or done.gone
            or any(each.state not in {"unchanged", "issued"} for each in done.built.documents)
        ):
            echo(format_lines(_told(done, self.selection.root, took, "a pause"), colour=colour()))
            sys.stdout.flush()

    def is_due(self) -> bool:
        """Whether the day has changed since all was judged, or a sheet can be taken that was open."""
        return self._is_new_day() or bool(self._closed())

    def _is_new_day(self) -> bool:
        return self.memory.latest is not None and self.memory.latest[0].as_of != self.day()

    def complain(self, failure: Exception) -> None:
        """Tell of a failure; the watch goes on."""
        from casefiles.cli.main import say_fault
        from casefiles.errors import CasefilesError

        refused = isinstance(failure, CasefilesError)
        self.say(f"{failure}; trying again" if refused else f"{say_fault(failure)} The watch goes on.")

    def say(self, sentence: str) -> None:
        """Tell something beside what was made."""
        sys.stdout.flush()
        print(f"casefiles: {sentence}", file=sys.stderr, flush=True)  # noqa: T201 - progress goes to stderr

    def end(self) -> None:
        """Leave the page as `casefiles build` would: it no longer loads itself again."""
        from casefiles.cli.overviews import write_overviews
        from casefiles.errors import CasefilesError
        from casefiles.overview import Overview

        if self.memory.latest is not None and self.memory.overview is not None:
            judged, built = self.memory.latest
            with contextlib.suppress(CasefilesError):
                write_overviews(Overview.of(judged), built)


def started(selection: Selection, options: Options, day: Callable[[], date], *, poll: bool) -> tuple[Following, Watch]:
    """What is done on changes and the watch that asks for it; what changes from now on is seen."""
    from casefiles.caseload import load, shipped_templates
    from casefiles.cli.overviews import write_following_overviews
    from casefiles.drafts import output_folder
    from casefiles.watch.agenda import Look
    from casefiles.watch.loop import EVERY, Watch
    from casefiles.watch.memory import Memory
    from casefiles.watch.poll import Silence
    from casefiles.watch.tree import Tree

    root = selection.root
    output = load(root, [root / "caseload.yaml"]).file.output
    tree = Tree(root, _ground(selection, output_folder(root, output, options.out), output), (shipped_templates(),))
    overview = write_following_overviews if options.whole and not options.kinds else None
    follow = Following(selection, Memory(root, selection.only, options, overview), tree, day)
    source = _source(follow, poll=poll)
    every = POLL_EVERY if isinstance(source, Silence) else EVERY
    tree.changes(Look(whole=True))
    return follow, Watch(source, tree, follow, every=every)


def _source(follow: Following, *, poll: bool) -> Source:
    """What tells of events; where the system can't, a word of it and none."""
    from casefiles.watch.poll import Silence

    if poll:
        return Silence()
    from casefiles.watch.observer import Heard

    try:
        return Heard(follow.selection.root)
    except OSError as refusal:
        follow.say(f"the system tells of no changes here ({refusal.strerror or refusal}): looking every second")
        return Silence()


def _ground(selection: Selection, drafts: Path, output: str) -> Ground:
    """The part of the caseload that is followed: not the drafts, wherever they lie in it."""
    from casefiles.watch.affected import INBOX
    from casefiles.watch.events import Ground

    root = selection.root
    inside = [drafts.relative_to(root).as_posix()] if drafts.is_relative_to(root) else []
    wanted = ("/".join(path.relative_to(root).parts[:2]) for path in selection.only)
    return Ground((*inside, output.strip("/"), f"{INBOX}/taken"), tuple(wanted))


def _told(done: Round, root: Path, took: float, otherwise: str = "a new day") -> Iterator[Line]:
    """What is said now and no longer said, the documents, and the line that sums it up.

    `otherwise` says what was the occasion where no file changed.
    """
    from casefiles.cli.build import document_lines
    from casefiles.diagnostics import count
    from casefiles.reporters.report import Places, Report
    from casefiles.reporters.text import diagnostic_lines, say_counts, say_number
    from casefiles.watch.affected import say_changed

    places = Places(root, Path.cwd())
    yield from diagnostic_lines(Report(done.judged.as_of, 0, done.appeared, places, done.judged.texts))
    for each in done.gone:
        yield (("green", "gone     "), ("", f" {places.shown(each.span.file)}: {each.code} {each.message}"))
    yield from document_lines(done.built, places, why=False)
    made = ", ".join(f"{number} {state}" for state, number in done.built.states.items() if number)
    cases, counts = say_number(done.judged.count, "case"), say_counts(count(done.whole.diagnostics))
    changed = say_changed([places.shown(each) for each in done.changed]) if done.changed else otherwise
    now = f"{datetime.now().astimezone():%H:%M:%S}"
    yield (
        ("dim", now),
        ("bold", f" {changed}: {made or 'no documents'}, in {took * 1000:.0f} ms"),
        ("", f"; {cases}: {counts}"),
    )
