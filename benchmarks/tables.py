"""Writes what benchmarks/results holds as tables to the pages of docs: `python benchmarks/tables.py`.

Each table stands on its page between `<!-- NAME -->` and `<!-- end of NAME -->`. A test holds that the pages say what
the results say, so nobody copies a figure by hand.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

__all__ = ["TABLES", "put", "results", "table_of"]

HERE = Path(__file__).parent
DOCS = HERE.parent / "docs"
Result = Mapping[str, Any]

WORD_GOALS = {"floor": 0.67, "docxtpl": 40, "docxtemplater": 12, "carbone": 25}
WORD_NAMES = {"floor": "the floor: plain Jinja, deflated and joined"}
READING_GOALS = {"PyYAML SafeLoader": 5, "ruamel.yaml round-trip": 10, "markdown-it-py": 15}
PDF_ENGINES = {
    "casefiles": ("casefiles: Word to tagged PDF", ""),
    "platypus": ("reportlab platypus by hand, untagged", "1.5"),
    "typst": ("typst, tagged", "level"),
    "fullbleed": ("fullbleed, tagged", ""),
    "weasyprint": ("WeasyPrint, tagged", "12"),
    "libreoffice warm": ("LibreOffice, open, over one UNO connection", "6"),
    "libreoffice": ("LibreOffice, one process for five letters", ""),
    "libreoffice cold": ("LibreOffice, a process a letter", "60"),
}
COMMANDS = {
    "check from nothing": "check",
    "status from nothing": "status",
    "changes": "changes",
    "check after one edit": "check, one school changed",
    "check again": "check, nothing changed",
    "build from nothing": "build, every Word file",
    "build after one edit": "build, one school changed",
    "build again": "build, nothing changed",
}
PEAKS = ("check from nothing", "status from nothing", "changes", "build from nothing")
PEERS = ("check-jsonschema", "doorstop", "strictdoc")
"""What is shown of each result, in its order: names of the result, words of the page, and the goals."""


def word(result: Result) -> str:
    """Each engine's time over ours for a Word letter."""
    rows = [("casefiles, from a compiled template", "1", "", "")]
    for name, (median, least, most) in result["over_ours"].items():
        engine = f"{WORD_NAMES.get(name, name)} {result['versions'].get(name, '')}".strip()
        rows.append((engine, _short(median), f"{_short(least)} to {_short(most)}", _short(WORD_GOALS[name])))
    rows += [(name, "not installed", "", _short(WORD_GOALS[name])) for name in result["not_installed"]]
    return _told(result, _table(("engine", "median", "least and greatest", "wanted"), rows))


def pdf(result: Result) -> str:
    """Each engine's time over ours for a letter's PDF."""
    rows = []
    for name, (said, wanted) in PDF_ENGINES.items():
        found = result["engines"][name]
        if isinstance(found, str):
            rows.append((said, found, "", wanted))
        elif name == "casefiles":
            rows.append((said, "1", "", wanted))
        else:
            least, most = found["range"]
            rows.append((said, _short(found["times_ours"]), f"{_short(least)} to {_short(most)}", wanted))
    return _told(result, _table(("engine", "times ours", "range", "wanted"), rows))


def pdf_memory(result: Result) -> str:
    """The peak of memory of a PDF, by its pages."""
    rows = [
        (str(each["pages"]), f"{each['peak_mib']:.0f} MiB", f"{each['before_mib']:.0f} MiB")
        for each in result["documents"]
    ]
    return _table(("pages", "peak", "of it before the document"), rows)


def caseload(result: Result) -> str:
    """Seconds of processor time of each command, by the number of schools."""
    rows = [
        (_size(size), *(_short(size["casefiles"].get(name, {}).get("cpu_min", "")) for name in COMMANDS))
        for size in result["sizes"]
    ]
    under = {f"{each['schools']:,}": _load(each["load"]) for each in result["sizes"] if "load" in each}
    loads = "; ".join(f"{load} ({schools} schools)" for schools, load in under.items())
    said = f"Load average at the end of each: {loads}. {result['machine']}." if loads else f"{result['machine']}."
    return "\n".join([_table(("schools (files)", *COMMANDS.values()), rows), "", said])


def caseload_memory(result: Result) -> str:
    """The peak of memory of each command in MiB, by the number of schools."""
    rows = [
        (
            f"{size['schools']:,}",
            *(_short(size["casefiles"].get(name, {}).get("peak_mib", "")) for name in PEAKS),
        )
        for size in result["sizes"]
    ]
    return _table(("schools", *(COMMANDS[name] for name in PEAKS)), rows)


def peers(result: Result) -> str:
    """Seconds of processor time of check, and of the peers on as many records."""
    size = next(each for each in result["sizes"] if "peers" in each)
    found, versions = size["peers"], size["peers"].get("versions", {})
    moments = ("from nothing", "again", "after one edit")
    rows = [("casefiles `check`", *(_short(size["casefiles"][f"check {moment}"]["cpu_min"]) for moment in moments))]
    for name in PEERS:
        said = f"{name} {versions.get(name, '')}".strip()
        if name in found:
            rows.append((said, found[name], "", ""))
        else:
            rows.append((said, *(_short(found[f"{name} {moment}"]["cpu_min"]) for moment in moments)))
    return _table(("", "from nothing", "nothing changed", "one edit"), rows)


def stages(result: Result) -> str:
    """Where the processor time of a build goes, before and now."""
    before, now = result["before"], result["now"]
    rows = [
        (stage, _short(before["stages"].get(stage, "")), _short(now["stages"].get(stage, "")))
        for stage in sorted({**before["stages"], **now["stages"]}, key=lambda name: -before["stages"].get(name, 0))
    ]
    rows.append(("all", _short(before["processor"]), _short(now["processor"])))
    return _table(("stage", "before", "now"), rows)


def headline(result: Result) -> str:
    """A whole build through the command line, and what was looked at in its documents."""
    rows = [
        ("documents", f"{result['documents']:,}, of {result['schools']} schools"),
        ("Word files, from nothing", f"{_short(result['word']['wall'])} s ({_short(result['word']['cpu'])} s)"),
        ("Word, PDF and e-mail, from nothing", f"{_short(result['all']['wall'])} s ({_short(result['all']['cpu'])} s)"),
        ("the same build again", f"{_short(result['again']['wall'])} s ({_short(result['again']['cpu'])} s)"),
        ("documents of which Word and PDF say the same", f"{result['equal']:,} of {result['documents']:,}"),
        ("PDFs that meet every rule of PDF/UA-1", f"{result['accessible']:,} of {result['documents']:,}"),
        ("LibreOffice, open, on the same Word files", _of_office(result["libreoffice"])),
    ]
    return _told(result, _table(("", "by the clock (of processors)"), rows))


def _of_office(found: Result | str) -> str:
    if isinstance(found, str):
        return found
    return f"{_short(found['seconds'])} s for {found['files']}: {_short(found['all'])} s for all"


def overview(result: Result) -> str:
    """Seconds of the clock of each question, by the number of schools."""
    sizes = result["sizes"]
    questions = dict.fromkeys(name for each in sizes.values() for name in each if name != "files")
    rows = [(name, *(_asked(each.get(name)) for each in sizes.values())) for name in questions]
    heads = [f"{int(schools):,} schools ({each['files']:,} files)" for schools, each in sizes.items()]
    return _told(result, _table(("seconds (MiB)", *heads), rows))


def _asked(found: Result | None) -> str:
    return f"{_short(found['seconds'])} ({found['peak_mib']})" if found else ""


def reading(result: Result) -> str:
    """Seconds of reading, and of the parsers that one would take, over ours."""
    rows = [("files to typed records", _short(result["whole"]["seconds"]), "", "")]
    for part, said in (("yaml", "YAML"), ("markdown", "Markdown")):
        found = result[part]
        rows.append((f"{found['texts']:,} texts of {said}", _short(found["seconds"]["ours"]), "1", ""))
        for name, (median, least, most) in found["over_ours"].items():
            seconds, wanted = _short(found["seconds"][name]), _short(READING_GOALS.get(name, ""))
            rows.append((name, seconds, f"{_short(median)} ({_short(least)} to {_short(most)})", wanted))
    rows += [(name, why, "", "") for name, why in result["not_installed"].items()]
    head = (f"{result['files']:,} files", "seconds", "times ours", "wanted")
    return _told(result, _table(head, rows))


TABLES: Mapping[str, tuple[str, str, Callable[[Result], str]]] = {
    "word": ("performance.md", "word", word),
    "headline": ("performance.md", "headline", headline),
    "caseload": ("performance.md", "caseload", caseload),
    "memory": ("performance.md", "caseload", caseload_memory),
    "peers": ("performance.md", "caseload", peers),
    "reading": ("performance.md", "reading", reading),
    "stages": ("performance.md", "stages", stages),
    "questions": ("performance.md", "overview", overview),
    "pdf": ("pdf.md", "pdf", pdf),
    "pdf memory": ("pdf.md", "pdf_memory", pdf_memory),
}
"""Each table by its name: the page, the result that it is of, and what makes it."""


def results(name: str) -> Result:
    """What a benchmark wrote when it ran last; nothing where it has not been run."""
    file = HERE / "results" / f"{name}.json"
    found: Result = json.loads(file.read_text("utf-8")) if file.exists() else {}
    return found


def table_of(name: str) -> str:
    """The table of that name, from the results on file; empty where its benchmark has not been run."""
    _, result, made = TABLES[name]
    found = results(result)
    return made(found) if found else ""


def put(page: Path, name: str, table: str) -> None:
    """Put a table to its place on a page; a page without that place is an error."""
    text = page.read_text("utf-8")
    begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->\n"
    before, found, rest = text.partition(begin)
    _, ended, after = rest.partition(end)
    if not (found and ended):
        raise LookupError(f"{page.name} has no place for the table {name!r}")
    between = f"\n{table}\n\n" if table else ""
    page.write_text(f"{before}{begin}{between}{end}{after}", "utf-8")


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("".join(f"| {cell} " if cell else "| " for cell in cells) + "|" for cells in lines)


def _told(result: Result, table: str) -> str:
    return f"{table}\n\nLoad average {_load(result['load'])}. {result['machine']}."


def _load(loads: Sequence[float]) -> str:
    return ", ".join(map(str, loads))


def _size(size: Result) -> str:
    return f"{size['schools']:,} ({size['files']:,})"


def _short(value: float | str) -> str:
    """A number with two figures that count, three from a hundred on; text as it is."""
    if isinstance(value, str):
        return value
    return f"{value:,.0f}" if value >= 9.95 else f"{value:.1f}" if value >= 0.995 else f"{value:.2f}"


def main() -> None:
    """Write every table."""
    for name, (page, _, _) in TABLES.items():
        put(DOCS / page, name, table_of(name))


if __name__ == "__main__":
    main()
