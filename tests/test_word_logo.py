"""The authority's logo in the letterhead."""

from __future__ import annotations

import base64
import io
import zipfile
from pathlib import Path

import pytest
from docx import Document

from casefiles.caseload import load, load_packs, shipped_templates
from casefiles.documents.catalogue import due_documents
from casefiles.documents.word.logo import with_logo
from casefiles.rendering import Rendered, Shelves
from drafting import ROWAN_HILL
from notation import write_tree

DOT = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=")
WIDE = DOT[:16] + (400).to_bytes(4, "big") + (100).to_bytes(4, "big") + DOT[24:]
SHELL = (shipped_templates() / "shells" / "decision-letter.docx").read_bytes()


def letter(root: Path) -> bytes:
    caseload = load(root)
    packs, _ = load_packs(root, caseload.authorities)
    [case] = caseload.cases
    made = Shelves(root, packs).render(case, due_documents(case, packs)[0])
    assert isinstance(made, Rendered)
    return made.docx


def test_the_logo_keeps_its_shape_within_its_room_and_is_named_for_those_who_do_not_see_it() -> None:
    [picture] = Document(io.BytesIO(with_logo(SHELL, WIDE, "Camden Learning"))).inline_shapes
    assert (picture.width.mm, picture.height.mm) == (60, 15)
    assert picture._inline.docPr.get("descr") == "Camden Learning"


def test_a_letter_shows_the_logo_that_the_authority_names_and_no_other(tmp_path: Path) -> None:
    named = ROWAN_HILL.replace("email: improvement@example.org}", "email: improvement@example.org, logo: logo.png}")
    write_tree(tmp_path / "with", named)
    (tmp_path / "with/camden/logo.png").write_bytes(WIDE)
    shown = letter(tmp_path / "with")
    assert len(Document(io.BytesIO(shown)).inline_shapes) == 1
    with zipfile.ZipFile(io.BytesIO(shown)) as package:
        assert WIDE in [package.read(name) for name in package.namelist()]
    write_tree(tmp_path / "without", ROWAN_HILL)
    assert len(Document(io.BytesIO(letter(tmp_path / "without"))).inline_shapes) == 0


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n" + b"\0" * 40, b"no picture", None], ids=["broken", "none", "missing"]
)
def test_a_letter_whose_logo_cannot_be_shown_begins_with_the_authority_s_name(
    tmp_path: Path, data: bytes | None
) -> None:
    write_tree(tmp_path, ROWAN_HILL.replace("email: improvement@example.org}", "email: a@example.org, logo: logo.png}"))
    if data is not None:
        (tmp_path / "camden/logo.png").write_bytes(data)
    shown = Document(io.BytesIO(letter(tmp_path)))
    assert len(shown.inline_shapes) == 0
    assert shown.paragraphs[0].text == "Camden Learning"


def test_the_logo_keeps_no_distance_from_the_text_in_libreoffice_either() -> None:
    document = Document(io.BytesIO(with_logo(SHELL, WIDE, "Camden Learning")))
    inline = document.inline_shapes[0]._inline
    assert [inline.get(side) for side in ("distT", "distB", "distL", "distR")] == ["0"] * 4


def test_what_is_no_picture_leaves_the_template_as_it_was() -> None:
    assert with_logo(SHELL, b"no picture", "Camden Learning") == SHELL


def test_a_template_without_a_place_for_it_stays_as_it_was() -> None:
    fragment = (shipped_templates() / "fragments" / "contact.docx").read_bytes()
    assert with_logo(fragment, WIDE, "Camden Learning") == fragment
