"""Makes an issued document again from its frozen context, where everything that made it is still the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from msgspec import Struct

from casefiles.build_pdf import PdfFault, render_pdfs
from casefiles.caseload import read_frozen
from casefiles.caseload.registers import ISSUED
from casefiles.documents.catalogue import Due
from casefiles.documents.compose import roots
from casefiles.documents.frozen import FrozenFault, thaw_context
from casefiles.documents.word.faults import TemplateFault
from casefiles.documents.word.properties import DocumentProperties
from casefiles.issuing.making import frozen_file, set_in_word
from casefiles.issuing.program import made_by, pack_hashes, template_hashes
from casefiles.judgement import Judged
from casefiles.model.caseview import Case
from casefiles.policy.pack import DocumentEntry, Edition
from casefiles.register import Entry, IssuedDocument, Register
from casefiles.rendering import Shelves

__all__ = ["Again", "made_again", "word_again"]


class Again(Struct, frozen=True):
    """What making it again gave: not tried and why, tried and equal, or tried and `differs` says in what."""

    tried: bool = False
    why: str = ""
    differs: str = ""


def made_again(root: Path, register: Register, document: IssuedDocument, judged: Judged | None) -> Again:
    """Make the issued document again and compare the bytes with what was frozen."""
    entry = document.origin
    if entry.act != "issued":
        return Again(why="it was not made by casefiles")
    made = word_again(root, register, entry, judged)
    if isinstance(made, str):
        return Again(why=made)
    (pdf,) = render_pdfs([made], "native", 1, 1)
    if isinstance(pdf, PdfFault):
        return Again(tried=True, differs=f"{document.reference} gives no PDF any more: {pdf.message}")
    for file in entry.files:
        data = {"word": made, "pdf": pdf}.get(file.role)
        if data is None:
            continue
        now = frozen_file(file.path, file.role, data)
        if now.sha256 != file.sha256 and now.content_sha256 != file.content_sha256:
            what = "Word file" if file.role == "word" else "PDF"
            return Again(
                tried=True,
                differs=f"the same program makes another {what} of the context of {document.reference} than was frozen",
            )
    return Again(tried=True)


def word_again(root: Path, register: Register, entry: Entry, judged: Judged | None) -> bytes | str:
    """The Word file of an issued document, made of its frozen context; or why that can't be tried."""
    cases = judged.with_documents if judged else ()
    case = next((each.case for each in cases if each.case.folder == register.folder), None)
    if judged is None or case is None:
        return "the case can't be read"
    made = entry.details.get("made_by")
    different = _other_program(made if isinstance(made, dict) else {})
    if different:
        return different
    found = _entry_of(judged, case, entry)
    if found is None or entry.details.get("packs") != pack_hashes(root, judged.packs, case.authority.file.policy):
        return "the policy pack has changed since"
    edition, kind = found
    due = Due(kind, case.school, edition, entry.text("stem"), judged.as_of, entry.text("recipient"))
    shelves = Shelves(root, judged.packs)
    if entry.details.get("templates") != template_hashes(shelves.inputs(case, due)):
        return "the template has changed since"
    frozen = next((each for each in entry.files if each.role == "context"), None)
    data = read_frozen(root / register.folder / ISSUED / frozen.path) if frozen else None
    if data is None:
        return "its context is missing"
    try:
        context = thaw_context(data, roots(kind))
        properties = _properties(entry.details.get("properties"))
        return set_in_word(shelves.template(case, due), context, properties, entry.text("foot"), f"{due.stem}.docx")
    except (FrozenFault, TemplateFault, TypeError, ValueError) as fault:
        return f"its context can't be read: {fault}"


def _other_program(made: dict[str, Any]) -> str:
    """How the program that made a document differs from this one; an empty string where it does not."""
    now = made_by()
    if made == now:
        return ""
    if made.get("version") != now["version"]:
        return f"made by casefiles {made.get('version')}, this is {now['version']}"
    if made.get("program") != now["program"]:
        return f"made by another build of casefiles {now['version']}"
    library = next((name for name in now if made.get(name) != now[name]), "a library")
    return f"made with {library} {made.get(library)}, here is {now.get(library)}"


def _entry_of(judged: Judged, case: Case, entry: Entry) -> tuple[Edition, DocumentEntry] | None:
    """The edition and the pack's entry by which the document was made, as they are today."""
    known = entry.details.get("edition")
    wanted = known.get("id") if isinstance(known, dict) else None
    policy = case.authority.file.policy
    for edition in judged.packs.editions(policy) if policy in judged.packs else ():
        for kind in edition.documents:
            if edition.id == wanted and kind.slug == entry.text("slug"):
                return edition, kind
    return None


def _properties(plain: Any) -> DocumentProperties:
    """The properties as the entry has them."""
    if not isinstance(plain, dict):
        raise TypeError("its properties are missing")
    more = tuple((str(name), str(value)) for name, value in plain.get("more", ()))
    return DocumentProperties(**{**plain, "editions": tuple(plain.get("editions", ())), "more": more})
