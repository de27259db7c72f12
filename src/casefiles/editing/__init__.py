"""Changes to people's own files: the smallest edit of the text, proved by reading the text again."""

from casefiles.editing.body import add_outside, set_section
from casefiles.editing.facts import EditFault, Plain, append_entries, append_in_entry, scalar, set_fact, set_in_entry

__all__ = [
    "EditFault",
    "Plain",
    "add_outside",
    "append_entries",
    "append_in_entry",
    "scalar",
    "set_fact",
    "set_in_entry",
    "set_section",
]
