"""What a template carries besides its page: taken out, or refused by name, so that no letter carries it on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from lxml import etree
from msgspec import Struct

from casefiles.diagnostics import Diagnostic, Severity
from casefiles.documents.word.faults import Place, TemplateFault, diagnostic
from casefiles.documents.word.packaging import CONTENT_TYPES, read_package, write_package
from casefiles.documents.word.properties import APP_PART, CORE_PART, DocumentProperties, app_xml, core_xml
from casefiles.documents.word.relations import Relation, keep_parts, read_relations, target_of, write_relations
from casefiles.documents.word.revisions import hiding_styles, scrub_page
from casefiles.documents.word.wordml import W_NS, Element, of_equal_parts, parse_part, serialise, val, w

__all__ = ["REFUSED", "Cleaned", "cleaned", "hygienic", "read_cleaned"]

DOCUMENT = "word/document.xml"
_KEPT = {
    "": {"officeDocument"},
    DOCUMENT: {
        "styles", "numbering", "settings", "fontTable", "theme", "webSettings", "header", "footer",
        "footnotes", "endnotes", "image", "hyperlink",
    },
}  # fmt: skip
_KEPT_ELSEWHERE = {"image", "hyperlink"}
_SHOWN = {"image", "header", "footer", "styles"}
_STRIPPED = {
    "comments": "comments", "commentsExtended": "comments", "commentsIds": "comments",
    "commentsExtensible": "comments", "people": "names of the people who commented",
    "customXml": "custom XML data", "customXmlProps": "custom XML data", "glossaryDocument": "building blocks",
    "attachedTemplate": "the path of the template it was made from", "keyMapCustomizations": "key assignments",
    "core-properties": "", "extended-properties": "", "custom-properties": "", "thumbnail": "",
    "stylesWithEffects": "", "printerSettings": "printer settings", "font": "", "origin": "a signature",
}  # fmt: skip
REFUSED = {
    "vbaProject": ("TPL-050", "macros"), "wordVbaData": ("TPL-050", "macros"),
    "oleObject": ("TPL-051", "an embedded object"), "package": ("TPL-051", "an embedded file"),
    "control": ("TPL-051", "an ActiveX control"), "activeXControlBinary": ("TPL-051", "an ActiveX control"),
    "aFChunk": ("TPL-051", "another document inside it"), "subDocument": ("TPL-051", "a subdocument"),
    "frame": ("TPL-051", "a frame"), "mailMergeSource": ("TPL-054", "a mail merge source"),
    "chart": ("TPL-051", "a chart"), "chartEx": ("TPL-051", "a chart"), "diagramData": ("TPL-051", "a diagram"),
}  # fmt: skip
_SETTINGS = (
    "attachedTemplate", "docVars", "mailMerge", "rsids", "trackRevisions", "documentProtection",
    "writeProtection", "removePersonalInformation", "removeDateAndTime", "saveThroughXslt", "revisionView",
)  # fmt: skip
_PAGES = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_SETTINGS_PART, _STYLES_PART = "word/settings.xml", "word/styles.xml"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_TEMPLATE = "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml"
_OUTSIDE = ("https://", "mailto:")


class Cleaned(Struct, frozen=True):
    """The parts of a package that may go into letters, and a note for each thing that was left out."""

    parts: dict[str, bytes]
    notes: tuple[Diagnostic, ...]


@lru_cache(maxsize=256)
def read_cleaned(data: bytes, file: str) -> Cleaned:
    """A file of the shelf, read and cleaned once for all the documents that use it."""
    return cleaned(read_package(data, file), file)


def hygienic(data: bytes, file: str = "template.docx") -> bytes:
    """The Word file without authors, comments, custom XML and the like; `TemplateFault` for the rest.

    Tracked changes, hidden text, macros, embedded objects and links to other places than https and mailto
    are refused: what is meant by them only the author knows.
    """
    parts = dict(cleaned(read_package(data, file), file).parts)
    parts[CORE_PART] = core_xml(DocumentProperties(title=""))
    parts[APP_PART] = app_xml()
    return write_package(parts)


def cleaned(parts: dict[str, bytes], file: str) -> Cleaned:
    """The package without what no letter may carry; `TemplateFault` with all that cannot be taken out."""
    parts = dict(parts)
    faults = [*_check_types(parts, file)]
    notes: dict[str, None] = {}
    for part in ["", *sorted(parts)]:
        faults += _sort_relations(parts, part, file, notes)
    if not any(r.kind == "officeDocument" and target_of("", r) == DOCUMENT for r in read_relations(parts, "", file)):
        faults.append(diagnostic(Place(file), "TPL-001", "the package does not name word/document.xml as its page"))
    keep_parts(parts, _reached(parts, file), file)
    styles = parts.get(_STYLES_PART)
    hidden = of_equal_parts(_hidden, styles, file, _STYLES_PART) if styles else frozenset()
    for name in [name for name in parts if _PAGES.fullmatch(name)]:
        faults += _scrub(parts, name, file, hidden)
    _scrub_settings(parts, file)
    if faults:
        raise TemplateFault(dict.fromkeys(faults))
    return Cleaned(parts, tuple(_note(file, what) for what in notes))


def _sort_relations(parts: dict[str, bytes], part: str, file: str, notes: dict[str, None]) -> Iterator[Diagnostic]:
    """Leave a part the relationships that a letter may have; what is left out is noted, what may not be is said."""
    kept: list[Relation] = []
    for relation in read_relations(parts, part, file):
        code, what = REFUSED.get(relation.kind, ("", ""))
        if code:
            yield diagnostic(Place(file), code, f"the template holds {what}", advice=f"take {what} out")
        elif relation.external and (fault := _leads_out(relation, file)):
            yield fault
        elif relation.kind in _KEPT.get(part, _KEPT_ELSEWHERE):
            if relation.external or target_of(part, relation) in parts:
                kept.append(relation)
            elif relation.kind in _SHOWN:
                message = f"the {relation.kind} {relation.target} is missing from the file"
                yield diagnostic(Place(file), "TPL-005", message, advice="open the file in Word and save it again")
        elif note := _STRIPPED.get(relation.kind, f"parts of the kind {relation.kind}"):
            notes[note] = None
    write_relations(parts, part, kept)


def _scrub(parts: dict[str, bytes], name: str, file: str, hidden: frozenset[str]) -> list[Diagnostic]:
    root = parse_part(parts[name], file, name)
    if root.nsmap.get("w") != W_NS:
        message = "the page is not in the usual Word format (Strict Open XML?)"
        return [diagnostic(Place(file, name), "TPL-004", message, advice="save it as Word Document (.docx)")]
    faults = scrub_page(root, file, name, hidden)
    parts[name] = serialise(root)
    return faults


def _note(file: str, what: str) -> Diagnostic:
    return diagnostic(Place(file), "TPL-057", f"{what} in the template are left out of letters", severity=Severity.NOTE)


def _check_types(parts: dict[str, bytes], file: str) -> Iterator[Diagnostic]:
    """Whether the page is a plain Word document; a .dotx is taken as one, macros are refused by their content type."""
    types = parts[CONTENT_TYPES].decode("utf-8", "replace")
    if "macroEnabled" in types or any(name.lower().endswith("vbaproject.bin") for name in parts):
        yield diagnostic(Place(file), "TPL-050", "the template holds macros", advice="save it as .docx")
    parts[CONTENT_TYPES] = parts[CONTENT_TYPES].replace(_TEMPLATE.encode(), _MAIN.encode())


def _leads_out(relation: Relation, file: str) -> Diagnostic | None:
    if relation.kind in {"hyperlink", "attachedTemplate"}:
        if relation.kind == "attachedTemplate" or relation.target.lower().startswith(_OUTSIDE):
            return None
        message = f'a link leads to "{relation.target[:80]}"; links lead to https and mailto addresses only'
        return diagnostic(Place(file), "TPL-054", message)
    message = f'a part of the kind {relation.kind} is fetched from "{relation.target[:80]}" when the letter is opened'
    return diagnostic(Place(file), "TPL-054", message, advice="put it into the template itself")


def _reached(parts: dict[str, bytes], file: str) -> set[str]:
    """The parts that relationships lead to, from the package's own on."""
    found: set[str] = set()
    waiting = [""]
    while waiting:
        part = waiting.pop()
        for relation in read_relations(parts, part, file):
            target = target_of(part, relation)
            if not relation.external and target in parts and target not in found:
                found.add(target)
                waiting.append(target)
    return found


@lru_cache(maxsize=8)
def _hidden(data: bytes) -> frozenset[str]:
    return hiding_styles(parse_part(data, "", ""))


def _scrub_settings(parts: dict[str, bytes], file: str) -> None:
    for name, scrubbed in ((_SETTINGS_PART, _scrubbed_settings), (_STYLES_PART, _scrubbed_styles)):
        if name in parts:
            parts[name] = of_equal_parts(scrubbed, parts[name], file, name)


@lru_cache(maxsize=8)
def _scrubbed_settings(data: bytes) -> bytes:
    """The settings without what tells of an office."""
    root = parse_part(data, "", "")
    for element in [*root]:
        if str(element.tag).rsplit("}", 1)[-1] in _SETTINGS:
            root.remove(element)
    return serialise(root)


@lru_cache(maxsize=8)
def _scrubbed_styles(data: bytes) -> bytes:
    """The styles without the marks of who edited them, in English."""
    root = parse_part(data, "", "")
    for element in root.iter():
        for attribute in [key for key in element.attrib if str(key).startswith(w("rsid"))]:
            del element.attrib[attribute]
    _set_language(root)
    return serialise(root)


def _set_language(styles: Element) -> None:
    """Make English (United Kingdom) the language of all text that names no other, as screen readers need it."""
    defaults = styles.find(w("docDefaults"))
    if defaults is None:
        defaults = etree.Element(w("docDefaults"))
        styles.insert(0, defaults)
    holder = defaults
    for name in ("rPrDefault", "rPr", "lang"):
        found = holder.find(w(name))
        if found is None:
            found = etree.Element(w(name))
            holder.insert(0 if name == "rPrDefault" else len(holder), found)
        holder = found
    if val(holder) not in {"en-GB", "cy-GB"}:
        holder.set(w("val"), "en-GB")
