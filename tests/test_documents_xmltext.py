"""Text as XML has it: what is written is read back as it was."""

from __future__ import annotations

from xml.sax import saxutils

import pytest
from lxml import etree

from casefiles.documents.xmltext import escaped, quoted

TEXTS = (
    "St Mary's",
    'the "Gold" award',
    'Tom & Ann\'s "best" <of> both',
    "one\ntwo\r\tthree",
    "&amp;",
    "Ysgol y Dŵr",
    "",
)


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_comes_back_from_between_tags_and_from_an_attribute(text: str) -> None:
    read = etree.fromstring(f"<a b={quoted(text)}>{escaped(text)}</a>")
    assert read.get("b") == text
    assert (read.text or "") == text.replace("\r", "\n")


@pytest.mark.parametrize("text", TEXTS)
def test_it_is_what_the_standard_library_says(text: str) -> None:
    assert (escaped(text), quoted(text)) == (saxutils.escape(text), saxutils.quoteattr(text))
