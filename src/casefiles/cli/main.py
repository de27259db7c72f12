"""The door: the list of commands, loaded when asked for, and what each kind of failure says and exits with."""

from __future__ import annotations

import gc
import importlib
import os
import sys
from collections.abc import Sequence

import click

from casefiles import __version__
from casefiles.errors import CasefilesError, ExitCode

__all__ = ["COMMANDS", "Commands", "main", "say_fault"]

SECTIONS = {
    "Every day": {
        "check": "Say what is wrong in the cases at PATH.",
        "build": "Check, then write every document that is due and out of date.",
        "watch": "Build, then build again on every save what it affects.",
        "new": "Start an authority, a school or a record from what is known.",
        "take": "Take a completed Word sheet or form into the case files.",
        "save": "Check your work, commit it, take in what others did, send it.",
    },
    "Across the caseload, and back in time": {
        "status": "The caseload at a glance: level, next due, overdue, what holds documents.",
        "changes": "What moved across the caseload since a day or commit, with a brief of one page.",
        "history": "What happened in a case, what went out, who changed which field when.",
        "compare": "What differs between two issued documents, or one and today's draft.",
    },
    "Issue and proof": {
        "issue": "Issue documents: freeze them and enter them in the register.",
        "register": "What was issued: given, adopted, withdrawn, released; list, show, verify.",
        "audit": "One page a notice for the file: what it rests on, and who committed it.",
        "retention": "What is due for review or disposal by the authority's own periods.",
    },
    "Policy and templates": {
        "explain": "What a rule checks, why, its clause, how to put it right.",
        "policy": "The policy packs: list, show, lint, test, coverage.",
        "template": "The Word templates in use: list, check, copy; a shell from an old letter.",
    },
    "Setting up": {
        "init": "Set up git, the editor and the checks around a caseload.",
        "schema": "JSON Schemas of the case files for editors.",
    },
}
"""Every command under its heading, with its line in `casefiles --help`."""

COMMANDS = {name: line for section in SECTIONS.values() for name, line in section.items()}
"""Every command with its line; its code is the module of that name, imported when called."""

_UNLISTED = frozenset({"words"})
"""Commands that other programs call."""

_COLLECTION = (200_000, 20, 20)
"""Values are read once and live to the end: to go over them every 700 makes a check a tenth slower, and what is
imported and read for one school is fewer than these."""

FAULT_ADDRESS = "Please report it with the command that you gave."


class Commands(click.Group):
    """A group whose commands stand in a table and are imported when they run: `--help` imports none."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands, in the table's order."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, imported now; None for an unknown one."""
        del ctx
        if cmd_name not in COMMANDS and cmd_name not in _UNLISTED:
            return None
        command = importlib.import_module(f"casefiles.cli.{cmd_name}").command
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the commands under their headings without importing any."""
        del ctx
        widest = max(map(len, COMMANDS))
        for heading, commands in SECTIONS.items():
            with formatter.section(heading):
                formatter.write_dl([(f"{name:{widest}}", line) for name, line in commands.items()])


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="casefiles")
@click.option("--debug", is_flag=True, help="Show where in the program a failure arose.")
def _program(*, debug: bool) -> None:
    """Check school support case files against policy and law, and render their documents."""
    del debug


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code; no exception leaves it."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    debug = "--debug" in words
    if debug:
        words = ["--debug", *(word for word in words if word != "--debug")]
    _prepare_output()
    gc.set_threshold(*_COLLECTION)
    # pydantic would search all that is installed for plugins: 15 ms, and none of theirs has a say in case files
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    try:
        code = _program.main(words, prog_name="casefiles", standalone_mode=False)
        sys.stdout.flush()
        return int(code or ExitCode.OK)
    except (click.Abort, KeyboardInterrupt):
        return _say("interrupted", ExitCode.INTERRUPTED, debug=debug)
    except click.ClickException as wrong:
        wrong.show()
        return ExitCode.USAGE
    except CasefilesError as refusal:
        return _say(str(refusal), refusal.exit_code, debug=debug)
    except BrokenPipeError:
        return _close_quietly()
    except OSError as refusal:
        where = f"{refusal.filename}: " if refusal.filename else ""
        return _say(f"{where}{refusal.strerror or refusal}", ExitCode.REFUSED, debug=debug)
    except ModuleNotFoundError as missing:
        return _say(_say_missing(missing), ExitCode.REFUSED, debug=debug)
    except Exception as bug:  # noqa: BLE001 - the one door: whatever else comes here is our own fault
        return _say(say_fault(bug), ExitCode.REFUSED, debug=debug)
    finally:
        if arguments is None:
            gc.freeze()  # the process ends: Python would go over all that lives once more


def _say(sentence: str, code: ExitCode, *, debug: bool) -> int:
    if debug:
        import traceback

        traceback.print_exc()
    print(f"casefiles: {sentence}", file=sys.stderr)  # noqa: T201 - the door's own sentence
    return code


def _say_missing(missing: ModuleNotFoundError) -> str:
    """The sentence on a package that is not there: after an update, what has come with it must be installed too."""
    package = (missing.name or "").partition(".")[0]
    if package in {"", "casefiles"}:
        return say_fault(missing)
    return (
        f'the package "{package}", which this version needs, is not installed; install casefiles again '
        "(`make demo` in a checkout, else with pip as you did at first)"
    )


def say_fault(bug: Exception) -> str:
    """The sentence on a fault of our own: where it arose and what to do."""
    import traceback

    frames = traceback.extract_tb(bug.__traceback__)
    where = f" at {os.path.basename(frames[-1].filename)}:{frames[-1].lineno}" if frames else ""  # noqa: PTH119 - pathlib is an import of its own
    first = str(bug).splitlines()[:1]
    what = f"{type(bug).__name__}: {first[0]}" if first else type(bug).__name__
    return f"this is a fault in casefiles{where} ({what}); `--debug` shows the details. {FAULT_ADDRESS}"


def _close_quietly() -> int:
    """The reader of a pipe went away (`| head`): nothing more can be said to it."""
    sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - stays open till the process ends
    return ExitCode.REFUSED


def _prepare_output() -> None:
    """UTF-8 into files and pipes on every system; a terminal that lacks a character shows its escape."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        if stream.isatty():
            reconfigure(errors="backslashreplace")
        else:
            reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


if __name__ == "__main__":
    sys.exit(main())
