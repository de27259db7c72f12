"""Converts Word files in one LibreOffice that stays open, over one UNO connection: a peer of benchmarks/pdf.py.

    /usr/bin/python3 benchmarks/libreoffice_warm.py FOLDER

Runs in Debian's own Python, which python3-uno belongs to. Says `ready`, then takes the path of a .docx file a line and
answers each with `done` when the .pdf stands beside it. FOLDER takes LibreOffice's profile.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

PATIENCE = 60.0


def option(name: str, value: object) -> PropertyValue:
    """One named value for UNO."""
    found = PropertyValue()
    found.Name, found.Value = name, value
    return found


def connect(pipe: str) -> object:
    """The desktop of the LibreOffice that listens on a pipe."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        with contextlib.suppress(NoConnectException):
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        time.sleep(0.1)
    sys.exit("LibreOffice does not listen")


def main() -> None:
    """Convert what the input names until it ends."""
    profile = Path(sys.argv[1]).resolve()
    pipe = f"casefiles-{profile.name}"
    office = subprocess.Popen(
        [
            "soffice",
            "--headless",
            "--norestore",
            f"-env:UserInstallation={profile.as_uri()}",
            f"--accept=pipe,name={pipe};urp",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    desktop = connect(pipe)
    print("ready", flush=True)
    for line in sys.stdin:
        path = Path(line.strip())
        document = desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, (option("Hidden", value=True),))
        document.storeToURL(path.with_suffix(".pdf").as_uri(), (option("FilterName", "writer_pdf_Export"),))
        document.close(True)
        print("done", flush=True)
    with contextlib.suppress(Exception):  # the office may be gone before its answer comes
        desktop.terminate()
    office.wait(timeout=PATIENCE)


if __name__ == "__main__":
    main()
