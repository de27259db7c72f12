"""What an unsent e-mail says, to whom, and the files that go with it."""

from __future__ import annotations

from msgspec import Struct

from casefiles.documents.compose import Envelope

__all__ = ["Attachment", "Message"]


class Message(Struct, frozen=True):
    """What an e-mail says and to whom, apart from its files."""

    envelope: Envelope
    subject: str
    body: str


class Attachment(Struct, frozen=True):
    """A file that goes with it; `name` is plain, with its ending."""

    name: str
    data: bytes
