"""What is said of files and folders that have no place where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from casefiles.caseload.disk import Disk, Entry
from casefiles.caseload.names import conflict_of, is_identifier, is_ignored, is_reserved
from casefiles.diagnostics import Severity, nearest

__all__ = ["check_length", "unexpected"]

_LONGEST_PATH = 160
_OFFICE = (".docx", ".doc", ".odt", ".rtf", ".pdf")


def unexpected(disk: Disk, entry: Entry, files: Iterable[str], folders: Iterable[str], beside: Iterable[str]) -> None:
    """A diagnostic on an entry that has no place where it stands, unless it is of no interest."""
    name = entry.name
    original = "" if entry.is_folder else conflict_of(name, [*beside, *files])
    if original:
        message = f"this is a sync program's copy of {original}: two people changed it, and nothing in here is read"
        disk.say(entry.path, "SCH-014", message, f"take what is missing over into {original}, then delete the copy")
        return
    if is_ignored(name):
        return
    if is_reserved(name):
        disk.say(entry.path, "SCH-015", f'Windows cannot have a file or folder called "{name}"', "rename it")
        return
    check_length(disk, entry)
    if not entry.is_folder and name.lower().endswith((".md.txt", ".yaml.txt")):
        message = "this is saved as a .txt file, and nothing in it is read"
        disk.say(entry.path, "SCH-013", message, f"rename it to {name[:-4]}")
        return
    text = name.lower().endswith((".yaml", ".yml", ".md"))
    if entry.name.endswith(".md") and not entry.is_folder and not files and not is_identifier(name.removesuffix(".md")):
        message = f'"{name.removesuffix(".md")}" is not an id: lower-case words joined by hyphens'
        disk.say(entry.path, "SCH-013", message, "rename the file; the record in it is not read until then")
        return
    known = list(folders if entry.is_folder else files)
    near = nearest(name.lower().replace(".yml", ".yaml"), known)
    severity = Severity.ERROR if text or entry.is_folder else Severity.WARNING
    what = "folder" if entry.is_folder else "file"
    help_ = f'is it "{near}"?' if near else _way_out(name, [] if entry.is_folder else list(folders))
    disk.say(entry.path, "SCH-013", f"no {what} of this name belongs here, and nothing in it is read", help_, severity)


def _way_out(name: str, folders: Sequence[str]) -> str:
    """What to do about a file or folder that nothing reads: by what its name ends in, else to move it away."""
    if name.lower().endswith(_OFFICE):
        return (
            "nothing reads it here: take a completed sheet in with `casefiles take`, copy minutes into a .md file, "
            "put what was sent to you into received/ beside the record that names it"
        )
    if name.lower().endswith(".md") and folders:
        return f"a record stands in the folder of its kind: {', '.join(each for each in folders if each != 'issued')}"
    return "move it out of here"


def check_length(disk: Disk, entry: Entry) -> None:
    """A warning where a path is too long for Windows."""
    if len(entry.path) > _LONGEST_PATH:
        message = f"this path has {len(entry.path)} characters below the caseload; Windows has room for 260 in all"
        disk.say(entry.path, "SCH-016", message, "use a shorter name", Severity.WARNING)
