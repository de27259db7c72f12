from __future__ import annotations

import subprocess
import sys
from types import SimpleNamespace

import click
import pytest

from casefiles.cli.main import COMMANDS, main
from casefiles.errors import CasefilesError, UsageError


@pytest.fixture
def command_that(monkeypatch: pytest.MonkeyPatch) -> object:
    """Put a command in the place of `check` that raises what it is given."""

    def put(failure: BaseException) -> None:
        @click.command("check")
        def fails() -> None:
            raise failure

        monkeypatch.setattr("importlib.import_module", lambda _: SimpleNamespace(command=fails))

    return put


def test_help_names_every_command_and_imports_none_of_what_they_need() -> None:
    script = (
        "import sys; from casefiles.cli.main import main; code = main(['--help']);"
        "heavy = {'pydantic', 'msgspec', 'yaml', 'jinja2', 'lxml', 'docx', 'reportlab', 'rich', 'pyromark', 'holidays', 'json'};"
        "print(sorted(heavy & set(sys.modules)), code)"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.splitlines()[-1] == "[] 0"
    for name in COMMANDS:
        assert f"\n  {name} " in ran.stdout


def test_help_puts_the_commands_under_what_people_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    said = capsys.readouterr().out
    assert (
        said.index("\nEvery day:")
        < said.index("\n  check ")
        < said.index("\nIssue and proof:")
        < said.index("\n  issue ")
    )


@pytest.mark.parametrize("group", ["new", "register", "policy", "template"])
def test_the_help_of_a_group_cuts_no_line_short(group: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([group, "--help"]) == 0
    assert "..." not in capsys.readouterr().out.partition("Commands:")[2]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_of_the_table_has_help_of_its_own(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([name, "--help"]) == 0
    assert f"casefiles {name}" in capsys.readouterr().out


def test_the_version_is_the_package_s(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("casefiles, version ")


@pytest.mark.parametrize("words", [["frobnicate"], ["check", "--frobnicate"], ["check", "--as-of", "20 November"]])
def test_a_wrong_call_exits_2_and_says_what_is_wrong(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    assert "Error: " in capsys.readouterr().err


def test_what_the_world_refuses_is_one_sentence_and_exit_3(
    command_that: object, capsys: pytest.CaptureFixture[str]
) -> None:
    command_that(CasefilesError("build/letter.docx could not be written: No space left on device"))  # type: ignore[operator]
    assert main(["check"]) == 3
    assert capsys.readouterr().err == "casefiles: build/letter.docx could not be written: No space left on device\n"


def test_a_path_that_is_no_caseload_exits_2(command_that: object, capsys: pytest.CaptureFixture[str]) -> None:
    command_that(UsageError("this is no caseload"))  # type: ignore[operator]
    assert main(["check"]) == 2
    assert "Traceback" not in capsys.readouterr().err


def test_our_own_fault_says_so_without_a_traceback_unless_asked(
    command_that: object, capsys: pytest.CaptureFixture[str]
) -> None:
    command_that(ZeroDivisionError("division by zero\nsecond line"))  # type: ignore[operator]
    assert main(["check"]) == 3
    said = capsys.readouterr().err
    assert said.startswith("casefiles: this is a fault in casefiles at test_cli_main.py:")
    assert "ZeroDivisionError: division by zero)" in said
    assert said.count("\n") == 1
    assert main(["check", "--debug"]) == 3
    assert "Traceback" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        ("pyromark.core", 'casefiles: the package "pyromark", which this version needs, is not installed; install'),
        ("casefiles.nowhere", "casefiles: this is a fault in casefiles at "),
    ],
)
def test_a_package_that_an_update_brought_is_named_and_not_called_our_fault(
    command_that: object, capsys: pytest.CaptureFixture[str], missing: str, said: str
) -> None:
    command_that(ModuleNotFoundError(f"No module named '{missing}'", name=missing))  # type: ignore[operator]
    assert main(["check"]) == 3
    assert capsys.readouterr().err.startswith(said)


def test_ctrl_c_exits_130(command_that: object, capsys: pytest.CaptureFixture[str]) -> None:
    command_that(KeyboardInterrupt())  # type: ignore[operator]
    assert main(["check"]) == 130
    assert capsys.readouterr().err.endswith("casefiles: interrupted\n")


def test_an_error_of_the_system_names_its_file_and_exits_3(
    command_that: object, capsys: pytest.CaptureFixture[str]
) -> None:
    command_that(PermissionError(13, "Permission denied", "school.yaml"))  # type: ignore[operator]
    assert main(["check"]) == 3
    assert capsys.readouterr().err == "casefiles: school.yaml: Permission denied\n"


def test_a_reader_that_goes_away_costs_no_traceback() -> None:
    script = (
        "import sys; from casefiles.cli.main import main; sys.stdout.write('x' * 200_000); sys.exit(main(['--help']))"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as ran:
        assert ran.stdout is not None
        assert ran.stderr is not None
        ran.stdout.read(10)
        ran.stdout.close()
        said = ran.stderr.read()
    assert b"fault in casefiles" not in said
    assert ran.returncode in {1, 3}
