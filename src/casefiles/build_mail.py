"""The e-mail beside a document: the message with the files that go with it, as an `.eml` file."""

from __future__ import annotations

from collections.abc import Mapping

from casefiles.documents.mail import Attachment, Message, format_message
from casefiles.policy.pack import DocumentEntry

__all__ = ["MAIL", "mail_of"]

MAIL = ".eml"
_ENDINGS = {"word": ".docx", "pdf": ".pdf"}


def mail_of(
    message: Message | None, entry: DocumentEntry, stem: str, made: Mapping[str, bytes], *, pdf: bool
) -> Mapping[str, bytes]:
    """The e-mail's bytes under its ending; nothing where there is no message, or a file that goes with it.

    `made` has the document's files by their endings; without `pdf` none is asked for.
    """
    endings = [_ENDINGS[word] for word in entry.attached if word in _ENDINGS and (pdf or word != "pdf")]
    if message is None or not endings or any(ending not in made for ending in endings):
        return {}
    return {MAIL: format_message(message, [Attachment(stem + ending, made[ending]) for ending in endings])}
