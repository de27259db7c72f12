"""The e-mail beside a document: the message with the files that go with it, as an `.eml` file."""

from __future__ import annotations

from collections.abc import Mapping

from casefiles.documents.mail import Attachment, Message
from casefiles.policy.pack import DocumentEntry

__all__ = ["MAIL", "PAPERS", "mail_of"]

MAIL = ".eml"
PAPERS = "-papers.pdf"
"""The ending of the file that has a document and its papers in one."""

_ENDINGS = {"word": ".docx", "pdf": ".pdf", "papers": PAPERS}


def mail_of(
    message: Message | None, entry: DocumentEntry, stem: str, made: Mapping[str, bytes], *, pdf: bool
) -> Mapping[str, bytes]:
    """The e-mail's bytes under its ending; nothing where there is no message, or a file that goes with it.

    `made` has the document's files by their endings; without `pdf` none is asked for. Papers go with it where
    there are any.
    """
    endings = [_ENDINGS[word] for word in entry.attached if word in _ENDINGS and (pdf or word == "word")]
    endings = [ending for ending in endings if ending != PAPERS or ending in made]
    if message is None or not endings or any(ending not in made for ending in endings):
        return {}
    from casefiles.documents.mail.eml import format_message  # noqa: PLC0415 - imports `email`, which is 10 ms

    return {MAIL: format_message(message, [Attachment(stem + ending, made[ending]) for ending in endings])}
