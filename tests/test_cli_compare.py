from __future__ import annotations

import contextlib
import json
import shutil
from pathlib import Path

import docx
import pytest

from calling import Call, caller
from casefiles.caseload import read_register
from casefiles.cli.main import main
from caseloads import edit
from registers import CASE, FIRST, SECOND, letters

HERE = f"casefiles/{CASE}"
DAY = ("--as-of", "2025-12-01")
LETTER = f"{HERE}/letters/2025-10-10-letter-a.md"


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two letters issued, outside git."""
    root = tmp_path_factory.mktemp("sent")
    letters(root)
    with contextlib.chdir(root):
        assert main(["issue", HERE, FIRST, SECOND, *DAY]) == 0
    return root


@pytest.fixture
def call(sent: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    """Call casefiles beside the caseload with its two issued letters."""
    shutil.copytree(sent, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return caller(capsys)


def test_a_letter_and_today_s_draft_of_it_say_the_same_until_the_case_changes(call: Call) -> None:
    code, out, _ = call("compare", FIRST, *DAY)
    assert (code, out.splitlines()[-1]) == (0, "they say the same")
    edit(Path(LETTER), "Spelling is not", "Spelling is not yet")
    _, out, _ = call("compare", FIRST, "draft", *DAY)
    assert '  after "Spelling is": "not." became "not yet."\n1 difference\n' in out


def test_two_issued_letters_are_told_by_paragraph(call: Call) -> None:
    code, out, _ = call("compare", FIRST, SECOND, "--output-format", "json")
    whole = json.loads(out)
    assert (code, whole["was"].startswith(FIRST), whole["now"].startswith(SECOND)) == (0, True, True)
    assert "We meet on 13 January 2026." in [each["now"] for each in whole["differences"]]
    assert not any("Issued as" in (each["now"] or "") for each in whole["differences"])


def test_the_redline_is_a_word_file_that_is_never_written_over_another(call: Call, tmp_path: Path) -> None:
    edit(Path(LETTER), "every", "each")
    assert call("compare", FIRST, "--word", "redline.docx", *DAY)[0] == 0
    xml = docx.Document(str(tmp_path / "redline.docx")).element.xml
    assert (xml.count("<w:ins "), xml.count("<w:del ")) == (1, 1)
    code, _, err = call("compare", FIRST, "--word", "redline.docx", *DAY)
    assert (code, "exists already" in err) == (3, True)
    assert call("compare", FIRST, "--word", "redline.pdf", *DAY)[0] == 2


def test_a_file_that_somebody_has_is_compared_as_well(call: Call, tmp_path: Path) -> None:
    (document,) = [each for each in read_register(tmp_path / "casefiles", CASE).documents if each.stem == FIRST]
    word = tmp_path / HERE / "issued" / document.reference / f"{FIRST}.docx"
    theirs = docx.Document(str(word))
    paragraph = next(each for each in theirs.paragraphs if each.text == "Reading is taught daily.")
    paragraph.runs[0].text = "Reading is taught weekly."
    theirs.save(str(tmp_path / "theirs.docx"))
    assert 'after "Reading is taught": "daily." became "weekly."' in call("compare", FIRST, "theirs.docx")[1]
    _, out, _ = call("compare", "theirs.docx", str(word.with_suffix(".pdf")))
    assert '"weekly." became "daily."' in out
    assert "compared word by word, without their paragraphs" in out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("draft",), 2, "give the issued document first"),
        (("2025-10",), 2, "may be 2 documents"),
        (("2025-10-10-own-leter-a",), 2, 'the nearest is "2025-10-10-own-letter-a-'),
        ((FIRST, "nowhere.docx"), 2, "no register here has a document"),
        ((LETTER,), 2, "a file has no draft of its own"),
        ((FIRST, LETTER), 2, "has no text that can be read"),
    ],
)
def test_what_cannot_be_compared_is_said(call: Call, words: tuple[str, ...], code: int, said: str) -> None:
    got, _, err = call("compare", *words, *DAY)
    assert (got, said in err) == (code, True), err


def test_a_document_whose_record_is_gone_has_no_draft_and_an_erased_one_no_words(call: Call) -> None:
    Path(LETTER).unlink()
    assert "is due any more" in call("compare", FIRST, *DAY)[2]
    erased = call("register", "erase", HERE, SECOND, "--reason", "over", "--authorised-by", "Records", "--yes")
    assert erased[0] == 0, erased
    assert "was erased" in call("compare", FIRST, SECOND)[2]
