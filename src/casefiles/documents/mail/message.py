"""An unsent e-mail as the bytes of an `.eml` file: equal values give equal bytes, and no value makes a header."""

from __future__ import annotations

from binascii import b2a_base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from email.header import Header
from email.quoprimime import body_encode
from email.utils import quote

from casefiles.documents.compose import Envelope
from casefiles.documents.mail.covering import one_line

__all__ = ["Attachment", "Message", "format_message"]

BOUNDARY = "=_casefiles"
"""It ends no part by chance: `=_` stands neither in base64 nor in quoted-printable text."""

_TYPES = {
    ".docx": "vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pdf": "pdf",
}
_TEXT = (("Content-Type", 'text/plain; charset="utf-8"'), ("Content-Transfer-Encoding", "quoted-printable"))
_WIDTH = 78


@dataclass(frozen=True)
class Message:
    """What an e-mail says and to whom, apart from its files."""

    envelope: Envelope
    subject: str
    body: str


@dataclass(frozen=True)
class Attachment:
    """A file that goes with it; `name` is plain, with its ending."""

    name: str
    data: bytes


def format_message(message: Message, attachments: Iterable[Attachment]) -> bytes:
    """The message as an unsent draft: no sender, date or id, which the mail program adds when it is sent.

    It is put together here: Python's email package takes longer over it than it takes to make the Word file.
    """
    to, copies = _addresses(message.envelope)
    head = [("Content-Type", f'multipart/mixed; boundary="{BOUNDARY}"'), ("MIME-Version", "1.0"), ("X-Unsent", "1")]
    head += [(name, ",\n ".join(found)) for name, found in (("To", to), ("Cc", copies)) if found]
    head.append(("Subject", _encoded(one_line(message.subject), "Subject")))
    text = body_encode(message.body.encode().decode("latin-1")).replace("\n", "\r\n")
    parts = [_headers(head), _part(_TEXT, text.encode("ascii"))]
    parts += (_part(_of_file(each.name), _lines(b2a_base64(each.data, newline=False))) for each in attachments)
    return b"".join((*parts, f"--{BOUNDARY}--\r\n".encode()))


def _part(head: Sequence[tuple[str, str]], body: bytes) -> bytes:
    return b"".join((f"--{BOUNDARY}\r\n".encode(), _headers(head), body, b"\r\n"))


def _headers(lines: Iterable[tuple[str, str]]) -> bytes:
    """The lines of a head, the long ones folded, with the empty line behind them."""
    return "".join([*(f"{name}: {_folded(name, value)}\r\n" for name, value in lines), "\r\n"]).encode("ascii")


def _folded(name: str, value: str) -> str:
    if len(name) + len(value) + 2 <= _WIDTH and "\n" not in value:
        return value
    return Header(value, header_name=name).encode(linesep="\r\n", maxlinelen=_WIDTH)


def _lines(encoded: bytes) -> bytes:
    """Base64 as lines of 76 letters."""
    return b"".join([encoded[at : at + 76] + b"\r\n" for at in range(0, len(encoded), 76)])


def _addresses(envelope: Envelope) -> tuple[Sequence[str], Sequence[str]]:
    """The addresses of the two headers; somebody who is written to gets no copy besides."""
    met: set[str] = set()
    headers = []
    for recipients in (envelope.to, envelope.copies):
        found = []
        for each in recipients:
            if each.is_reached and each.email.casefold() not in met:
                met.add(each.email.casefold())
                found.append(f"{_phrase(one_line(each.name))} <{each.email}>")
        headers.append(found)
    return headers[0], headers[1]


def _phrase(name: str) -> str:
    """A name as it may stand before an address: quoted, or encoded where it is not ASCII."""
    if name.isascii() and len(name) < 60:
        return f'"{quote(name)}"'
    return Header(name, "utf-8", header_name="To").encode(linesep="\n")


def _encoded(text: str, header: str) -> str:
    return Header(text, None if text.isascii() else "utf-8", header_name=header).encode(linesep="\n")


def _of_file(name: str) -> Sequence[tuple[str, str]]:
    """The head of the part of a file."""
    kind = _TYPES[name[name.rfind(".") :]]
    return (
        ("Content-Type", f'application/{kind}; name="{name}"'),
        ("Content-Transfer-Encoding", "base64"),
        ("Content-Disposition", f'attachment; filename="{name}"'),
    )
