from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.mime.application import MIMEApplication
from email.policy import Compat32, default

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casefiles.diagnostics import Span
from casefiles.documents.compose import Envelope
from casefiles.documents.compose.envelope import Recipient
from casefiles.documents.mail import Attachment, Message, eml
from casefiles.documents.mail.eml import format_message

FILES = (Attachment("2025-11-04-letter.docx", b"PK\x03\x04 word"), Attachment("2025-11-04-letter.pdf", b"%PDF-1.7"))


def somebody(name: str, email: str) -> Recipient:
    return Recipient(name, "Headteacher", email, Span("school.yaml"))


def written(
    *to: Recipient, copies: tuple[Recipient, ...] = (), subject: str = "A letter", body: str = "Dear Mrs Okoro\n"
) -> bytes:
    return format_message(Message(Envelope(to, copies), subject, body), FILES)


def parsed(data: bytes) -> EmailMessage:
    message = message_from_bytes(data, policy=default)
    assert isinstance(message, EmailMessage)
    assert message.defects == []
    return message


def people(message: EmailMessage, header: str) -> list[tuple[str, str]]:
    return [(each.display_name, each.addr_spec) for each in message[header].addresses]


def test_it_is_an_unsent_message_with_both_files_and_nothing_of_the_clock() -> None:
    data = written(somebody("Lena Okoro", "head@example.org"), copies=(somebody("Tom Ellery", "t@example.org"),))
    message = parsed(data)
    assert message.keys() == ["Content-Type", "MIME-Version", "X-Unsent", "To", "Cc", "Subject"]
    assert message["X-Unsent"] == "1"
    assert people(message, "To") == [("Lena Okoro", "head@example.org")]
    assert people(message, "Cc") == [("Tom Ellery", "t@example.org")]
    files = [(each.get_filename(), each.get_content_type(), each.get_content()) for each in message.iter_attachments()]
    assert files == [
        (
            "2025-11-04-letter.docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            b"PK\x03\x04 word",
        ),
        ("2025-11-04-letter.pdf", "application/pdf", b"%PDF-1.7"),
    ]
    assert data == written(
        somebody("Lena Okoro", "head@example.org"), copies=(somebody("Tom Ellery", "t@example.org"),)
    )


@pytest.mark.parametrize(
    "name",
    [
        "Okoro, Lena",
        'Lena "Leni" Okoro',
        "Lena <boss@example.net> Okoro",
        "Ffion Bŵe-Lewis, PhD; (acting)",
        "Lena \\ Okoro",
        "O'Brien; Niamh: deputy@example.net",
        "雪 " * 30 + "end",
        "Long " * 40 + "end",
    ],
)
def test_a_name_of_any_kind_comes_back_as_one_person(name: str) -> None:
    message = parsed(written(somebody(name, "head@example.org"), somebody("Paul Devane", "chair@example.org")))
    (first, second) = people(message, "To")
    assert first[1] == "head@example.org"
    assert "".join(first[0].split()) == "".join(name.split())
    assert second == ("Paul Devane", "chair@example.org")


@pytest.mark.parametrize("trick", ["\r\nBcc: spy@example.net", "\nX-Evil: 1\n\nbody", "\u2028Bcc: a", "\x85Bcc: a"])
def test_no_value_makes_a_header_or_a_second_body(trick: str) -> None:
    recipient = somebody(f"Lena{trick}", "head@example.org")
    message = parsed(written(recipient, copies=(recipient,), subject=f"A letter{trick}"))
    assert message.keys() == ["Content-Type", "MIME-Version", "X-Unsent", "To", "Subject"]
    assert len([*message.walk()]) == 4


@pytest.mark.parametrize(
    "address",
    ["head at example.org", "a@b.org>, <spy@example.net", "a@b.org\nBcc: spy@example.net", "Lena <a@b.org>", "a@b", ""],
)
def test_what_is_no_address_stands_in_no_header(address: str) -> None:
    recipient = somebody("Lena Okoro", address)
    message = parsed(written(recipient, somebody("Paul Devane", "chair@example.org")))
    assert people(message, "To") == [("Paul Devane", "chair@example.org")]
    assert not recipient.is_reached


def test_without_any_address_there_is_no_to_line_and_still_a_message() -> None:
    message = parsed(written(somebody("Lena Okoro", "")))
    assert message["To"] is None
    assert message["Subject"] == "A letter"


def test_somebody_who_is_written_to_gets_no_copy_besides() -> None:
    lena = somebody("Lena Okoro", "Head@example.org")
    message = parsed(written(lena, copies=(somebody("L. Okoro", "head@example.org"),)))
    assert message["Cc"] is None


def test_lines_are_short_and_end_as_mail_does() -> None:
    data = written(somebody("Ŵ" * 200, "head@example.org"), subject="Ünd " * 90, body="x" * 3000 + "\nFrom here\n.\n")
    lines = data.split(b"\r\n")
    assert max(map(len, lines)) <= 78
    assert b"\n" not in b"".join(lines)
    body = parsed(data).get_body()
    assert body is not None
    assert body.get_content().splitlines() == ["x" * 3000, "From here", "."]


@given(st.text(max_size=80), st.text(max_size=200), st.text(max_size=200))
def test_whatever_the_text_the_headers_and_parts_are_the_same(name: str, subject: str, body: str) -> None:
    data = written(somebody(name, "head@example.org"), subject=subject, body=body.replace("\ud800", ""))
    message = parsed(data)
    assert message.keys() == ["Content-Type", "MIME-Version", "X-Unsent", "To", "Subject"]
    assert [each.addr_spec for each in message["To"].addresses] == ["head@example.org"]
    assert [each.get_filename() for each in message.iter_attachments()] == [each.name for each in FILES]


@pytest.mark.parametrize("size", [0, 1, 56, 57, 58, 4000])
def test_a_file_lies_in_the_message_as_the_email_package_would_put_it(size: int) -> None:
    data = bytes(number % 251 for number in range(size))
    message = Message(Envelope((somebody("Lena Okoro", "head@example.org"),), ()), "A letter", "Dear Mrs Okoro\n")
    whole = format_message(message, [Attachment("2025-11-04-letter.pdf", data)])
    theirs = MIMEApplication(data).as_bytes(policy=Compat32(linesep="\r\n", mangle_from_=False))
    assert whole.endswith(theirs.partition(b"\r\n\r\n")[2] + b"\r\n--=_casefiles--\r\n")


def test_of_the_headers_only_those_are_folded_that_no_message_had_before() -> None:
    written(somebody("Lena Okoro", "head@example.org"), subject="A letter of 4 November")
    before = eml._folded.cache_info().misses
    written(somebody("Lena Okoro", "head@example.org"), subject="A letter of 5 November")
    assert eml._folded.cache_info().misses == before + 1


def test_a_text_that_looks_like_the_place_of_a_file_stays_a_text() -> None:
    message = parsed(written(somebody("Lena Okoro", "head@example.org"), body="\n\n=_casefiles-file-0\n\n"))
    body = message.get_body()
    assert body is not None
    assert "=_casefiles-file-0" in body.as_string().replace("=3D", "=")
    assert [each.get_content() for each in message.iter_attachments()] == [each.data for each in FILES]
