"""What was issued has an e-mail to send, with the files that were frozen; later builds leave it alone."""

from __future__ import annotations

from email import message_from_bytes
from pathlib import Path

import pytest

from casefiles.caseload import read_register
from casefiles.cli.main import main
from casefiles.issuing.mailing import remove_mail
from registers import CASE, FIRST, letters


def test_an_issued_letter_leaves_an_unsent_e_mail_with_the_frozen_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = letters(tmp_path)
    day = ["--as-of", "2025-11-20"]
    assert main(["issue", str(home / CASE), FIRST, *day]) == 0
    said = capsys.readouterr().out
    (mail,) = (home / "build").rglob("*(issued).eml")
    assert f"{mail.name}: an e-mail to send" in said
    message = message_from_bytes(mail.read_bytes())
    files = {part.get_filename(): part.get_payload(decode=True) for part in message.walk() if part.get_filename()}
    frozen = {path.name: path.read_bytes() for path in (home / CASE / "issued").rglob("*.*")}
    assert message["X-Unsent"] == "1"
    assert {name.rpartition(".")[2] for name in files if name} == {"pdf", "docx"}
    assert all(frozen[str(name)] == data for name, data in files.items())
    before = mail.read_bytes()
    main(["build", str(home), *day])
    assert mail.read_bytes() == before
    assert not list((home / "build").glob("stale/**/*(issued).eml"))


@pytest.mark.parametrize(
    "words",
    [
        ("withdraw", "--reason", "Sent to the wrong school"),
        ("erase", "--reason", "Kept for six years", "--authorised-by", "Records manager", "--yes"),
    ],
)
def test_what_is_withdrawn_or_erased_leaves_no_e_mail_to_send(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    home = letters(tmp_path)
    assert main(["issue", str(home / CASE), FIRST, "--as-of", "2025-11-20"]) == 0
    (mail,) = (home / "build").rglob("*(issued).eml")
    capsys.readouterr()
    assert main(["register", words[0], str(home / CASE), FIRST, *words[1:]]) == 0
    assert f"{mail.name} is removed: it was the unsent e-mail with this document" in capsys.readouterr().out
    assert not mail.exists()


def test_the_e_mail_of_the_document_that_took_its_place_stays(
    tmp_path: Path,
) -> None:
    home = letters(tmp_path)
    day = ["--as-of", "2025-11-20"]
    assert main(["issue", str(home / CASE), FIRST, *day]) == 0
    first = read_register(home, CASE).documents[0].reference
    letter = next((home / CASE / "letters").iterdir())
    letter.write_text(letter.read_text() + "\nThe hall is free on both days.\n")
    assert main(["register", "supersede", str(home / CASE), first, "--reason", "The hall was left out", *day]) == 0
    (mail,) = (home / "build").rglob("*(issued).eml")
    assert remove_mail(home, CASE, first) is None
    assert mail.exists()
    second = read_register(home, CASE).documents[-1].reference
    words = ["--by", first, "--reason", "After all"]
    assert main(["register", "supersede", str(home / CASE), second, *words]) == 2, "the first does not stand"
    assert mail.exists()
    assert main(["register", "withdraw", str(home / CASE), second, "--reason", "The hall burnt down"]) == 0
    assert not mail.exists()
