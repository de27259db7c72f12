"""`casefiles register`: acts on what was issued, and the proof of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from casefiles.cli.issue import command as issue
from casefiles.cli.issue import issue_documents, one_case, one_folder
from casefiles.cli.options import AS_OF, PATHS, ListedGroup, as_of_option, echo, format_option, today
from casefiles.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from casefiles.issuing.acts import Acted, Acting

__all__ = ["command"]


class _Lazy(ListedGroup):
    """The group, with what only reads in a module of its own."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in the order in which a document meets them."""
        del ctx
        return [
            "issue",
            "given",
            "adopt",
            "supersede",
            "withdraw",
            "release",
            "erase",
            "verify",
            "list",
            "show",
            "head",
        ]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        if cmd_name in {"verify", "list", "show", "head"}:
            from casefiles.cli import register_reading

            return register_reading.COMMANDS[cmd_name]
        return super().get_command(ctx, cmd_name)


@click.group("register", cls=_Lazy)
def command() -> None:
    """The register of issued documents: what went out, to whom, what became of it, and the proof."""


command.add_command(issue)

_CASE = click.argument("case", type=PATHS)
_REFERENCE = click.argument("reference")
_REASON = click.option("--reason", required=True, help="Why; the register keeps it.")


@command.command("given")
@_CASE
@_REFERENCE
@click.option("--to", required=True, help="To whom: a name or a role.")
@click.option("--how", required=True, metavar="METHOD", help="By post, by e-mail, by hand, ...")
@click.option("--on", "on", type=AS_OF, default=today, show_default="today", help="The day.")
@click.option("--capacity", default="", help="In what capacity they got it: addressee, copy under section 60, ...")
def given(*, case: Path, reference: str, to: str, how: str, on: date, capacity: str) -> int:
    """Record that a document was given to somebody."""
    from casefiles.issuing.acts import give

    details = {"to": to, "how": how, "on": on.isoformat(), "capacity": capacity}
    return _act(case, lambda acting: give(acting, reference, details), f"given to {to}")


@command.command("withdraw")
@_CASE
@_REFERENCE
@_REASON
def withdrawn(*, case: Path, reference: str, reason: str) -> int:
    """Record that a document no longer is the authority's word."""
    from casefiles.issuing.acts import withdraw

    return _end(case, lambda acting: withdraw(acting, reference, reason), "withdrawn")


@command.command("supersede")
@_CASE
@_REFERENCE
@_REASON
@click.option("--by", default="", metavar="REFERENCE", help="A document of the register that takes its place already.")
@as_of_option
@format_option("text", "json")
def superseded(*, case: Path, reference: str, reason: str, by: str, as_of: date, output_format: str) -> int:
    """Issue the document anew in place of an issued one; with --by, record what took its place."""
    from casefiles.caseload import read_register
    from casefiles.issuing.acts import document_of, supersede

    if by:
        return _end(case, lambda acting: supersede(acting, reference, by, reason), "superseded")
    from casefiles.issuing.issue import Replacing

    root, folder = one_folder(case)
    document = document_of(read_register(root, folder), reference, must_stand=True)
    if not document.record:
        raise UsageError(f"{document.reference} is an old letter: say with --by what takes its place")
    replacing = Replacing(document.reference, " ".join(reason.split()))
    return issue_documents(case, (document.stem,), as_of, output_format, replacing)


@command.command("adopt")
@_CASE
@click.argument("what", nargs=-1, required=True, metavar="REFERENCE FILE | --old FILE...")
@click.option("--old", is_flag=True, help="The files are letters of the time before casefiles.")
@click.option("--title", default="", help="The title of an old letter; without it the words of its name.")
@click.option("--reason", default="", help="Why the signed file differs from the issued one.")
def adopted(*, case: Path, what: Sequence[str], old: bool, title: str, reason: str) -> int:
    """Freeze a file as it was signed and sent, in place of the issued one; what differs in its words is recorded.

    With --old, take letters of the time before casefiles in: names such as "2019-05-03 Warning notice.pdf".
    """
    from casefiles.issuing.adopting import adopt_old, adopt_signed

    acting = _acting(case)
    if old:
        if title and len(what) > 1:
            raise UsageError("--title names one letter: give one file with it")
        for each in adopt_old(acting, [Path(name) for name in what], title):
            _say(acting, each, "adopted")
        return ExitCode.OK
    if len(what) != 2:
        raise UsageError("give the reference of the issued document and one file, or --old and files")
    acted = adopt_signed(acting, what[0], Path(what[1]), reason)
    _say(acting, acted, "adopted")
    count = len(acted.changes)
    echo(f"{count} changes in its words{':' if count else ''}\n" if count != 1 else "1 change in its words:\n")
    for change in acted.changes:
        echo(f"  {change}\n")
    return ExitCode.OK


@command.command("release")
@_CASE
@_REFERENCE
@click.option("--request", required=True, help="The request that it answers: FOI-2026-031.")
@click.option("--withhold", nargs=2, multiple=True, metavar="EXEMPTION TEXT", help="Every occurrence of a text.")
@click.option("--withhold-paragraph", "paragraphs", nargs=2, multiple=True, metavar="EXEMPTION TEXT",
              help="Each whole paragraph with that text.")  # fmt: skip
def released(
    *,
    case: Path,
    reference: str,
    request: str,
    withhold: Sequence[tuple[str, str]],
    paragraphs: Sequence[tuple[str, str]],
) -> int:
    """Freeze a copy without what is withheld; `[withheld: s40(2)]` stands in its place, in Word, PDF and text."""
    from casefiles.documents.redact import Withholding
    from casefiles.issuing.release import release

    wanted = [Withholding(exemption, text, whole_paragraph=True) for exemption, text in paragraphs]
    wanted += [Withholding(exemption, text) for exemption, text in withhold]
    judged, _ = one_case(case, today())
    return _act(case, lambda acting: release(acting, reference, wanted, request, judged), "released")


@command.command("erase")
@_CASE
@_REFERENCE
@_REASON
@click.option("--authorised-by", required=True, metavar="NAME", help="Who decided it.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def erased(*, case: Path, reference: str, reason: str, authorised_by: str, yes: bool) -> int:
    """Remove the files of a document for good; its entries stay, and say that it was there and why it went."""
    from casefiles.caseload import read_register
    from casefiles.issuing.acts import document_of, erase

    root, folder = one_folder(case)
    document = document_of(read_register(root, folder), reference)
    if not yes:
        click.confirm(f"Remove every file of {document.reference} for good?", abort=True, err=True)
    return _end(case, lambda acting: erase(acting, document.reference, reason, authorised_by), "erased")


def _acting(case: Path) -> Acting:
    from casefiles.issuing.acts import Acting
    from casefiles.issuing.circumstances import circumstances

    root, folder = one_folder(case)
    return Acting(root, folder, circumstances(root, folder))


def _act(case: Path, act: Callable[[Acting], Acted], what: str) -> int:
    """Do it and say what was entered."""
    acting = _acting(case)
    _say(acting, act(acting), what)
    return ExitCode.OK


def _end(case: Path, act: Callable[[Acting], Acted], what: str) -> int:
    """Do what ends a document, say what was entered, and remove the unsent e-mail that carries it."""
    from casefiles.issuing.mailing import remove_mail
    from casefiles.reporters.report import Places

    acting = _acting(case)
    acted = act(acting)
    _say(acting, acted, what)
    mail = remove_mail(acting.root, acting.folder, acted.reference)
    if mail is not None:
        echo(f"{Places(acting.root, Path.cwd()).path(mail)} is removed: it was the unsent e-mail with this document\n")
    return ExitCode.OK


def _say(acting: Acting, acted: Acted, what: str) -> None:
    from casefiles.reporters.report import Places

    places = Places(acting.root, Path.cwd())
    echo(f"{acted.reference} {what}\n          {places.shown(acted.entry)}\n")
    for note in acted.notes:
        echo(f"{note}\n")
