"""An unsent e-mail as the bytes of an `.eml` file: equal values give equal bytes, and no value makes a header."""

from __future__ import annotations

from binascii import b2a_base64
from collections.abc import Iterable, Sequence
from email.charset import QP, Charset
from email.header import Header
from email.mime.application import MIMEApplication
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import Compat32
from email.utils import quote
from functools import lru_cache
from struct import unpack

from casefiles.documents.compose import Envelope
from casefiles.documents.mail.covering import one_line
from casefiles.documents.mail.message import Attachment, Message

__all__ = ["format_message"]

BOUNDARY = "=_casefiles"
"""It ends no part by chance: `=_` stands neither in base64 nor in quoted-printable text."""

_TYPES = {
    ".docx": "vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pdf": "pdf",
}
_WIDEST = 76
"""Characters of base64 in a line, as the standard has it."""


class _Folding(Compat32):
    """The usual policy, that folds a header once: most headers of a message are those of the one before."""

    def fold_binary(self, name: str, value: str) -> bytes:
        """The header as it is written."""
        return _folded(name, value)


@lru_cache(maxsize=512)
def _folded(name: str, value: str) -> bytes:
    return _PLAIN_POLICY.fold_binary(name, value)


_PLAIN_POLICY = Compat32(linesep="\r\n", mangle_from_=False)
_POLICY = _Folding(linesep="\r\n", mangle_from_=False)


def format_message(message: Message, attachments: Iterable[Attachment]) -> bytes:
    """The message as an unsent draft: no sender, date or id, which the mail program adds when it is sent."""
    whole = MIMEMultipart(boundary=BOUNDARY, policy=_POLICY)
    whole["X-Unsent"] = "1"
    to, copies = _addresses(message.envelope)
    for name, addresses in (("To", to), ("Cc", copies)):
        if addresses:
            whole[name] = ",\n ".join(addresses)
    whole["Subject"] = _encoded(one_line(message.subject), "Subject")
    whole.attach(_text(message.body))
    files = tuple(attachments)
    for number, each in enumerate(files):
        whole.attach(_file(each, _place(number)))
    return _filled(whole.as_bytes(), files)


def _place(number: int) -> str:
    """The line that stands for a file's bytes: the email package takes longer over them than it takes to make a PDF."""
    return f"{BOUNDARY}-file-{number}"


def _filled(whole: bytes, files: Sequence[Attachment]) -> bytes:
    """The message with the bytes of each file in its place."""
    parts = []
    for number, each in enumerate(files):
        before, _, whole = whole.partition(f"\r\n\r\n{_place(number)}\r\n".encode())
        parts += [before, b"\r\n\r\n", _base64(each.data)]
    return b"".join([*parts, whole])


def _base64(data: bytes) -> bytes:
    """The bytes in lines of base64, cut all at once: `encodebytes` packs each line by itself."""
    packed = b2a_base64(data, newline=False)
    whole, rest = divmod(len(packed), _WIDEST)
    lines = unpack(f"{_WIDEST}s" * whole + f"{rest}s", packed)
    return b"\r\n".join((*lines, b"") if rest else lines)


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


def _text(body: str) -> MIMEText:
    charset = Charset("utf-8")
    charset.body_encoding = QP
    part = MIMEText(body, "plain", charset, policy=_POLICY)  # type: ignore[arg-type] # a Charset is taken as well
    del part["MIME-Version"]
    return part


def _file(attachment: Attachment, place: str) -> MIMEApplication:
    """The part of a file, with the place of its bytes in their stead."""
    ending = attachment.name[attachment.name.rfind(".") :]
    part = MIMEApplication(b"", _TYPES[ending], policy=_POLICY, name=attachment.name)
    part.set_payload(f"{place}\n")
    del part["MIME-Version"]
    part.add_header("Content-Disposition", "attachment", filename=attachment.name)
    return part
