"""Changes to people's own files: the smallest edit of the text, proved by reading the text again."""

from casefiles.editing.body import add_outside, set_section
from casefiles.editing.facts import EditFault, Plain, append_entries, set_fact

__all__ = ["EditFault", "Plain", "add_outside", "append_entries", "set_fact", "set_section"]
