"""Hands in LibreOffice: opens sheets, edits them as people do and saves them, all in one LibreOffice.

    /usr/bin/python3 tests/office_hands.py FOLDER

Runs in the Python that python3-uno belongs to. Reads a list of jobs as JSON, `[{"from", "to", "do": [[deed, word, ...],
...]}, ...]`, and answers with a line of JSON a job: what went wrong, or nothing. FOLDER takes LibreOffice's profile.
"""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import uno  # type: ignore[import-not-found]
from com.sun.star.beans import PropertyValue  # type: ignore[import-not-found]
from com.sun.star.connection import NoConnectException  # type: ignore[import-not-found]

PATIENCE = 60.0
WORD = "MS Word 2007 XML"


def option(name: str, value: object) -> Any:
    """One named value for UNO."""
    found = PropertyValue()
    found.Name, found.Value = name, value
    return found


def connect(pipe: str) -> Any:
    """The desktop of the LibreOffice that listens on a pipe."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with contextlib.suppress(NoConnectException):
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        time.sleep(0.05)
    sys.exit("LibreOffice does not listen")


class Hands:
    """Somebody who edits one open document."""

    def __init__(self, document: Any) -> None:
        self._document = document

    def do(self, deed: str, *words: str) -> None:
        """Do one thing by its name."""
        getattr(self, f"_{deed}")(*words)

    def _write(self, heading: str, label: str, text: str) -> None:
        """Type into the field beside a label, below a heading (empty: anywhere), in place of what it shows."""
        self._type(self._cell(heading, label), text)

    def _agree(self, number: str, *texts: str) -> None:
        """Type a row of the table of actions."""
        table, row = self._row("", number)
        for column, text in enumerate(texts, start=1):
            if text:
                self._type(table.getCellByName(f"{'ABCDE'[column]}{row + 1}"), text)

    def _report(self, heading: str, action: str, *texts: str) -> None:
        """Type into the fields behind an action agreed before: done, on which day, what came of it."""
        table, row = self._row(heading, action)
        for column, text in zip("CDE", texts, strict=True):
            if text:
                self._type(table.getCellByName(f"{column}{row + 1}"), text)

    def _overtype(self, heading: str, label: str, text: str) -> None:
        """Select all of the field's cell and type: whatever control was there goes."""
        self._cell(heading, label).setString(text)

    def _unwrap(self, heading: str, label: str) -> None:
        """Remove the control of a field and leave its text."""
        cell = self._cell(heading, label)
        text = cell.getString()
        cell.setString("")
        cell.insertString(cell.createTextCursor(), text, False)

    def _below(self, heading: str, label: str, text: str) -> None:
        """Type another paragraph below what stands in a field's cell."""
        cell = self._cell(heading, label)
        end = cell.createTextCursorByRange(cell.getEnd())
        cell.insertControlCharacter(end, 0, False)
        cell.insertString(cell.getEnd(), text, False)

    def _paste(self, heading: str, label: str, page: str) -> None:
        """Paste a web page into a field."""
        cell = self._cell(heading, label)
        cell.setString("")
        place = Path(sys.argv[1]) / "pasted.html"
        place.write_text(page, encoding="utf-8")
        cursor = cell.createTextCursor()
        cursor.insertDocumentFromURL(place.as_uri(), (option("FilterName", "HTML (StarWriter)"),))

    def _add_row(self, *texts: str) -> None:
        """Add a row at the end of the table of actions and type into it."""
        table, _ = self._row("", "1")
        last = table.getRows().getCount()
        table.getRows().insertByIndex(last, 1)
        for column, text in enumerate(texts):
            table.getCellByName(f"{'ABCDE'[column]}{last + 1}").setString(text)

    def _delete_row(self, heading: str, label: str) -> None:
        """Delete the row of a label."""
        table, row = self._row(heading, label)
        table.getRows().removeByIndex(row, 1)

    def _delete_heading(self, text: str) -> None:
        """Delete a paragraph of the form."""
        for paragraph in self._paragraphs():
            if paragraph.getString() == text:
                paragraph.dispose()
                return
        raise LookupError(text)

    def _jot(self, heading: str, text: str) -> None:
        """Type a paragraph below a heading of the form."""
        for paragraph in self._paragraphs():
            if paragraph.getString() == heading:
                body = self._document.getText()
                end = body.createTextCursorByRange(paragraph.getEnd())
                body.insertControlCharacter(end, 0, False)
                end.ParaStyleName = "Standard"
                body.insertString(end, text, False)
                return
        raise LookupError(heading)

    def _track(self) -> None:
        """Record changes from now on."""
        self._document.RecordChanges = True

    def _paragraphs(self) -> list[Any]:
        return [each for each in _each(self._document.getText()) if each.supportsService("com.sun.star.text.Paragraph")]

    def _tables(self, heading: str) -> list[Any]:
        """The tables below a heading, up to the next of its kind; all where it is empty."""
        found, under = [], not heading
        for each in _each(self._document.getText()):
            if each.supportsService("com.sun.star.text.TextTable"):
                found += [each] if under else []
            elif heading and each.ParaStyleName.startswith("Heading"):
                under = each.getString().startswith(heading)
        return found

    def _row(self, heading: str, label: str) -> tuple[Any, int]:
        for table in reversed(self._tables(heading)):
            for row in range(table.getRows().getCount()):
                if table.getCellByName(f"A{row + 1}").getString().split(" (")[0] == label:
                    return table, row
        raise LookupError(f"{heading}: {label}")

    def _cell(self, heading: str, label: str) -> Any:
        """The last cell of the row with a label: the field's."""
        table, row = self._row(heading, label)
        names = [name for name in table.getCellNames() if name[1:] == str(row + 1)]
        return table.getCellByName(max(names))

    def _type(self, cell: Any, text: str) -> None:
        """Type in place of what an empty field shows, inside its control as a person does; else over all of it."""
        for paragraph in _each(cell):
            for portion in _each(paragraph):
                if portion.TextPortionType == "ContentControl":
                    cursor = portion.ContentControl.createTextCursor()
                    cursor.gotoStart(False)
                    cursor.gotoEnd(True)
                    cursor.setString(text)
                    return
                if portion.TextPortionType == "TextField":
                    cursor = cell.createTextCursorByRange(portion.getStart())
                    cursor.gotoRange(portion.getEnd(), True)
                    cursor.setString(text)
                    return
        cell.setString(text)


def _each(whole: Any) -> list[Any]:
    """The parts of a text, a paragraph or a cell."""
    enumeration, found = whole.createEnumeration(), []
    while enumeration.hasMoreElements():
        found.append(enumeration.nextElement())
    return found


def main() -> None:
    """Do every job."""
    profile = Path(sys.argv[1]).resolve() / "profile"
    pipe = f"casefiles-hands-{profile.parent.name}"
    none = subprocess.DEVNULL
    words = ["soffice", "--headless", "--norestore", f"-env:UserInstallation={profile.as_uri()}"]
    office = subprocess.Popen([*words, f"--accept=pipe,name={pipe};urp"], stdout=none, stderr=none)
    desktop = connect(pipe)
    for job in json.load(sys.stdin):
        wrong = ""
        source, target = Path(job["from"]), Path(job["to"])
        document = desktop.loadComponentFromURL(source.as_uri(), "_blank", 0, (option("Hidden", value=True),))
        try:
            hands = Hands(document)
            for deed, *rest in job["do"]:
                hands.do(deed, *rest)
            document.storeToURL(target.as_uri(), (option("FilterName", job.get("as", WORD)),))
        except Exception as refusal:  # noqa: BLE001 - one job that fails costs no other
            wrong = f"{type(refusal).__name__}: {refusal}"
        with contextlib.suppress(Exception):  # what fails to close costs no other job
            document.close(True)
        sys.stdout.write(json.dumps(wrong) + "\n")
        sys.stdout.flush()
    with contextlib.suppress(Exception):  # the office may be gone before its answer comes
        desktop.terminate()
    office.wait(timeout=PATIENCE)


if __name__ == "__main__":
    main()
