"""The properties of a document: what it is, by which editions and version it was made; no person's name."""

from __future__ import annotations

import re

from msgspec import Struct

from casefiles.documents.word.wordml import DECLARATION
from casefiles.documents.xmltext import escaped

__all__ = ["APP_PART", "CORE_PART", "CUSTOM_PART", "DocumentProperties", "app_xml", "core_xml", "custom_xml"]

CORE_PART = "docProps/core.xml"
APP_PART = "docProps/app.xml"
CUSTOM_PART = "docProps/custom.xml"

_UNWRITABLE = re.compile("[\x00-\x1f\ufffe\uffff]")
_SET = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"


class DocumentProperties(Struct, frozen=True):
    """What a Word file says about itself: shown by Word, screen readers and records systems.

    `more` are further custom properties, by name.
    """

    title: str
    reference: str = ""
    kind: str = ""
    editions: tuple[str, ...] = ()
    version: str = ""
    language: str = "en-GB"
    more: tuple[tuple[str, str], ...] = ()


def core_xml(properties: DocumentProperties) -> bytes:
    """The core properties part: title, reference as identifier, kind as category, language, version; no author."""
    named = [
        ("cp:category", properties.kind),
        ("dc:identifier", properties.reference),
        ("dc:language", properties.language),
        ("dc:title", properties.title),
        ("cp:version", properties.version),
    ]
    content = "".join(f"<{name}>{_text(value)}</{name}>" for name, value in named if value)
    return (
        f"{DECLARATION}<cp:coreProperties "
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/">{content}</cp:coreProperties>'
    ).encode()


def custom_xml(properties: DocumentProperties) -> bytes:
    """The custom properties part: Reference, Kind, Editions and Version, as records systems read them; and any more."""
    named = [
        ("Reference", properties.reference),
        ("Kind", properties.kind),
        ("Editions", "; ".join(properties.editions)),
        ("Version", properties.version),
        *properties.more,
    ]
    content = "".join(
        f'<property fmtid="{_SET}" pid="{number}" name="{_text(name)}"><vt:lpwstr>{_text(value)}</vt:lpwstr></property>'
        for number, (name, value) in enumerate(((n, v) for n, v in named if v), start=2)
    )
    return (
        f'{DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
        f'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{content}</Properties>'
    ).encode()


def app_xml() -> bytes:
    """The extended properties part, which names the program and nothing of the office it came from."""
    return (
        f'{DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        "<Application>casefiles</Application></Properties>"
    ).encode()


def _text(value: str) -> str:
    return escaped(" ".join(_UNWRITABLE.sub(" ", value).split()))
