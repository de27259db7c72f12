"""A document's e-mail: its covering text from a plain-text template, and the unsent message with the files (`eml`)."""

from __future__ import annotations

from casefiles.documents.mail.covering import Covering, check_covering, read_covering
from casefiles.documents.mail.message import Attachment, Message

__all__ = ["Attachment", "Covering", "Message", "check_covering", "read_covering"]
