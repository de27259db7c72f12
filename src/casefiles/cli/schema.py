"""`casefiles schema`: JSON Schemas of the case files for editors, and the page that documents every key."""

from __future__ import annotations

from pathlib import Path

import click

from casefiles.cli.options import echo
from casefiles.errors import ExitCode, UsageError

__all__ = ["command"]


@click.command("schema")
@click.argument("name", required=False, metavar="[NAME]")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="Write a file a schema into this folder.")
@click.option("--docs", is_flag=True, help="Print the page that documents every key, as Markdown.")
def command(name: str | None, out: Path | None, *, docs: bool) -> int:
    """Print the JSON Schema NAME (school, case, meeting, ...), or all of them as one object.

    Those of records (meeting, visit, ...) are for the front matter between the lines of three hyphens.
    """
    from casefiles.model.schema import FILES, case_format_markdown, json_schemas
    from casefiles.publish import write_file
    from casefiles.reporters.json_report import dump

    if docs:
        echo(case_format_markdown())
        return ExitCode.OK
    if name is not None and name not in FILES:
        raise UsageError(f'there is no schema "{name}"; there are: {", ".join(FILES)}')
    schemas = {key: schema for key, schema in json_schemas().items() if name in {None, key}}
    if out is None:
        echo(dump(schemas[name] if name else schemas))
        return ExitCode.OK
    for key, schema in schemas.items():
        target = out / f"{key}.schema.json"
        write_file(target, dump(schema).encode())
        echo(f"{target.as_posix()}\n")
    return ExitCode.OK
