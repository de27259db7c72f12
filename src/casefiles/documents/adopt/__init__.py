"""A letter that an authority already sends, made into its shell: how it looks is taken over, what it says is not."""

from __future__ import annotations

from casefiles.documents.adopt.fonts import with_fonts
from casefiles.documents.adopt.reading import OldLetter, read_old_letter
from casefiles.documents.adopt.shell import make_shell

__all__ = ["OldLetter", "make_shell", "read_old_letter", "with_fonts"]
