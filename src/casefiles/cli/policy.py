"""`casefiles policy`: the packs in force, what is in them, what is wrong with them, whether their examples hold."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec import to_builtins

from casefiles.cli.options import PATHS, ListedGroup, as_of_option, colour, echo, format_option, select
from casefiles.cli.policy_rule import rule_object, rule_text, rules_shown
from casefiles.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from casefiles.diagnostics import Diagnostic
    from casefiles.policy.law import Packs
    from casefiles.policy.pack import Edition, PolicyPack, RuleEntry
    from casefiles.trials import Trial

__all__ = ["command"]

_PATH = click.option("--caseload", "path", type=PATHS, help="The caseload whose own packs count as well.")


@click.group("policy", cls=ListedGroup)
def command() -> None:
    """The policy packs: list them, show one, look for faults in them, run their examples."""


@command.command("list")
@_PATH
@as_of_option
@format_option("text", "json")
def list_packs(path: Path | None, as_of: date, output_format: str) -> int:
    """List the packs with their editions, and which one is in force."""
    from casefiles.calendars import say_date
    from casefiles.reporters.json_report import dump

    _, packs, _ = _packs(path)
    found = [packs.by_name[name] for name in sorted(packs.by_name)]
    if output_format == "json":
        values = [
            {"name": pack.name, "title": pack.title, "under": pack.under, "editions": _editions(pack, as_of)}
            for pack in found
        ]
        echo(dump({"as_of": as_of.isoformat(), "packs": values}))
        return ExitCode.OK
    for pack in found:
        echo(f"{pack.name}: {pack.title}{f', under {pack.under}' if pack.under else ''}\n")
        for edition in _editions(pack, as_of):
            start = say_date(date.fromisoformat(edition["from"])) if edition["from"] else "the beginning"
            end = f" to {say_date(date.fromisoformat(edition['to']))}" if edition["to"] else ""
            judges = " (in force)" if edition["judges"] else ""
            echo(f"  {edition['id']}  {edition['title']}, from {start}{end}{judges}\n")
    return ExitCode.OK


@command.command("show")
@click.argument("name", metavar="PACK-or-CODE")
@_PATH
@as_of_option
@format_option("text", "json")
def show_pack(name: str, path: Path | None, as_of: date, output_format: str) -> int:
    """Show a pack as it judges a day: levels, roles, meetings, documents, rules (national ones marked).

    With the code of a rule: that rule as its pack has it, its parameters, its clause and its examples.
    """
    from casefiles.reporters.json_report import dump

    root, packs, _ = _packs(path)
    found = rules_shown(name, packs) if name not in packs else ()
    if found:
        shown = [rule_object(rule, edition, root) for rule, edition in found]
        echo(dump({"rules": shown}) if output_format == "json" else "\n".join(map(rule_text, shown)))
        return ExitCode.OK
    edition = packs.edition_on(_known(name, packs), as_of)
    if output_format == "json":
        echo(dump({"as_of": as_of.isoformat(), **_edition_object(edition)}))
    else:
        echo("".join(f"{line}\n" for line in _edition_lines(edition)))
    return ExitCode.OK


@command.command("lint")
@click.argument("name", metavar="[PACK]", required=False)
@_PATH
@as_of_option
@format_option("text", "json")
def lint_packs(name: str | None, path: Path | None, as_of: date, output_format: str) -> int:
    """Say what is wrong in a pack (all of them without a name); exits 1 if there is an error."""
    from casefiles.diagnostics import count, ordered
    from casefiles.documents.compose.entries import check_blocks
    from casefiles.policy.pack_lint import lint
    from casefiles.reporters.report import Places, Report

    root, packs, said = _packs(path)
    names = [_known(name, packs)] if name else sorted(packs.by_name)
    found: tuple[Diagnostic, ...] = ordered(
        [*said, *(each for one in names for each in (*lint(one, packs), *check_blocks(packs.by_name[one])))]
    )
    report = Report(as_of, 0, found, Places(root, Path.cwd()), {})
    if output_format == "json":
        from casefiles.reporters.json_report import format_json

        echo(format_json(report))
    else:
        from casefiles.reporters.text import format_lines, say_counts, text_lines

        *lines, _ = text_lines(report)
        echo(format_lines(iter([*lines, (("", f"{', '.join(names)}: {say_counts(count(found))}"),)]), colour=colour()))
    return ExitCode.FAULTS if count(found).error else ExitCode.OK


@command.command("coverage")
@click.argument("name", metavar="PACK")
@_PATH
@as_of_option
@format_option("text", "json")
def show_coverage(name: str, path: Path | None, as_of: date, output_format: str) -> int:
    """Say of each requirement of a pack by which rule, document or data it is carried out, or why not."""
    from casefiles.policy.coverage import counts, coverage
    from casefiles.reporters.json_report import dump

    _, packs, _ = _packs(path)
    covered = coverage(packs.by_name[_known(name, packs)].edition_on(as_of), packs.edition_on(name, as_of))
    tally = counts(covered)
    if output_format == "json":
        echo(dump({"requirements": [{**to_builtins(each), "by": list(each.by)} for each in covered], "counts": tally}))
        return ExitCode.OK
    for each in covered:
        echo(f"{each.id:<10} {each.realised_as or 'nothing':<9} {each.reason or ', '.join(each.by)}\n")
    echo(f"{name}: {', '.join(f'{number} {way}' for way, number in tally.items())}\n")
    return ExitCode.OK


@command.command("test")
@click.argument("name", metavar="[PACK]", required=False)
@_PATH
@as_of_option
@format_option("text", "json")
def test_packs(name: str | None, path: Path | None, as_of: date, output_format: str) -> int:
    """Run every example of a pack (of all packs without a name); exits 1 if one is not as it is marked."""
    from casefiles.diagnostics import count
    from casefiles.reporters.report import Places, Report
    from casefiles.trials import try_pack

    root, packs, said = _packs(path)
    names = [_known(name, packs)] if name else sorted(packs.by_name)
    trials = {one: try_pack(packs.by_name[one], packs, _home(packs.by_name[one], root)) for one in names}
    found: tuple[Diagnostic, ...] = (*said, *(each for one in names for each in trials[one].diagnostics))
    report = Report(as_of, 0, found, Places(root, Path.cwd()), {})
    if output_format == "json":
        from casefiles.reporters.json_report import format_json

        echo(format_json(report))
    else:
        from casefiles.reporters.text import format_lines, say_counts, text_lines

        *lines, _ = text_lines(report)
        lines += [
            (("", f"{one}: {_say(each)}: {say_counts(count(each.diagnostics))}"),) for one, each in trials.items()
        ]
        echo(format_lines(iter(lines), colour=colour()))
    return ExitCode.FAULTS if count(found).error else ExitCode.OK


def _say(trial: Trial) -> str:
    examples = f"{trial.examples} example{'' if trial.examples == 1 else 's'}"
    return f"{examples} of {trial.rules} rule{'' if trial.rules == 1 else 's'}"


def _home(pack: PolicyPack, root: Path) -> Path:
    """The folder of a pack: a shipped one's name is absolute, a caseload's own is relative to its folder."""
    return (root / pack.span.file).parent


def _packs(path: Path | None) -> tuple[Path, Packs, tuple[Diagnostic, ...]]:
    """The packs that a call sees: the shipped ones, and those of the caseload if it is in one."""
    from casefiles.caseload import load
    from casefiles.kept_packs import known_packs

    try:
        root = select((path,) if path else ()).root
    except UsageError:
        if path:
            raise
        return Path.cwd(), *known_packs(Path.cwd(), ())
    return root, *known_packs(root, load(root).authorities)


def _known(name: str, packs: Packs) -> str:
    if name not in packs:
        raise UsageError(f'there is no policy pack "{name}"; there are: {", ".join(sorted(packs.by_name))}')
    return name


def _editions(pack: PolicyPack, as_of: date) -> list[dict[str, Any]]:
    judging = pack.edition_on(as_of).id
    return [
        {
            "id": edition.id,
            "title": edition.title,
            "from": edition.in_force.start.isoformat() if edition.in_force.start else None,
            "to": edition.in_force.end.isoformat() if edition.in_force.end else None,
            "judges": edition.id == judging,
        }
        for edition in pack.editions
    ]


def _edition_object(edition: Edition) -> dict[str, Any]:
    return {
        "pack": edition.pack,
        "edition": edition.id,
        "title": edition.title,
        "levels": [{"id": level.id, "title": level.title, "rank": level.rank} for level in edition.levels],
        "roles": [{"id": name, "title": role.title, "side": role.side} for name, role in edition.roles.items()],
        "criteria": [{"id": each.id, "printed": each.printed, "title": each.title} for each in edition.criteria],
        "meetings": [{"id": kind.id, "title": kind.title, "level": kind.level} for kind in edition.meetings],
        "documents": [
            {"slug": each.slug, "kind": each.kind, "title": each.title, "for": each.record}
            for each in edition.documents
        ],
        "rules": [_rule_object(rule, edition) for rule in edition.rules],
    }


def _rule_object(rule: RuleEntry, edition: Edition) -> dict[str, Any]:
    citation = edition.citation(rule)
    return {
        "code": rule.code,
        "kind": rule.rule,
        "of": rule.of,
        "severity": list(rule.severity),
        "source": citation.source,
        "section": citation.section,
        "national": rule.code in edition.beneath,
    }


def _edition_lines(edition: Edition) -> Iterator[str]:
    yield f"{edition.title} ({edition.pack}, {edition.id})"
    yield "\nLevels"
    yield from (f"  {level.id:<28} {level.title}" for level in sorted(edition.levels, key=lambda each: each.rank))
    yield "\nRoles"
    yield from (f"  {name:<28} {role.title} ({role.side})" for name, role in edition.roles.items())
    yield "\nMeetings"
    yield from (f"  {kind.id:<28} {kind.title}" for kind in edition.meetings)
    yield "\nDocuments"
    yield from (f"  {each.slug:<28} {each.title} ({each.kind}, for a {each.record})" for each in edition.documents)
    yield "\nRules (`casefiles explain CODE` says more)"
    for rule in edition.rules:
        where = " (national)" if rule.code in edition.beneath else ""
        section = edition.citation(rule).section
        yield f"  {rule.code:<10} {'/'.join(rule.severity):<14} {rule.rule} of {rule.of}{where}: {section}"
