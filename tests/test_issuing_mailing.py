"""What was issued has an e-mail to send, with the files that were frozen; later builds leave it alone."""

from __future__ import annotations

from email import message_from_bytes
from pathlib import Path

import pytest

from casefiles.cli.main import main
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
