"""Several PDFs to one pack: a cover with contents, bookmarks, running page numbers, tags kept."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from msgspec import Struct
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DecodedStreamObject,
    DictionaryObject,
    Fit,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
    TextStringObject,
)
from reportlab.pdfgen.canvas import Canvas

from casefiles.documents.blocks.tree import (
    Block,
    Cell,
    Document,
    Edge,
    Edges,
    Look,
    PageSetup,
    Paragraph,
    Row,
    Shape,
    Table,
    Text,
)
from casefiles.documents.pdf.fonts import face_for
from casefiles.documents.pdf.metadata import About, xmp
from casefiles.documents.pdf.render import render_document
from casefiles.documents.pdf.unicode_maps import repaired_map

__all__ = ["Part", "join", "joinable"]

STAMP_SIZE = 8.0
STAMP_UP = 14.0
STAMP_RIGHT = 28.0


class Part(Struct, frozen=True):
    """One document of a pack: its title, and its PDF as `render_pdf` gave it."""

    title: str
    pdf: bytes


def join(title: str, parts: Sequence[Part], lines: Sequence[str] = (), language: str = "en-GB") -> bytes:
    """The pack of several PDFs: a cover with `lines` and the contents, then the parts, numbered through."""
    readers = [PdfReader(BytesIO(part.pdf)) for part in parts]
    first = 2
    starts = []
    for reader in readers:
        starts.append(first)
        first += len(reader.pages)
    cover = PdfReader(BytesIO(render_document(cover_of(title, lines, parts, starts, language))))
    shift = len(cover.pages) - 1
    if shift:
        starts = [start + shift for start in starts]
        cover = PdfReader(BytesIO(render_document(cover_of(title, lines, parts, starts, language))))
    pack = Pack()
    pack.add(cover, title)
    for part, reader in zip(parts, readers, strict=True):
        pack.add(reader, part.title)
    return pack.finish(About(title, language))


def joinable(pdf: bytes) -> str:
    """Why a PDF from elsewhere cannot become part of a tagged pack, in a phrase; empty where it can."""
    try:
        reader = PdfReader(BytesIO(pdf))
        if reader.is_encrypted:
            return "it is locked with a password"
        root = reader.root_object
        tree = root["/StructTreeRoot"].get_object() if "/StructTreeRoot" in root else None
        numbers = tree["/ParentTree"].get_object() if isinstance(tree, DictionaryObject) else None
        if not isinstance(numbers, DictionaryObject) or "/Nums" not in numbers:
            return "it has no tags, so it cannot be read aloud: ask for the Word file"
        if any("/StructParents" not in page for page in reader.pages):
            return "some of its pages have no tags, so they cannot be read aloud: ask for the Word file"
    except Exception as broken:  # noqa: BLE001 - a foreign PDF may be broken in any way
        return f"it is no sound PDF ({type(broken).__name__})"
    return ""


def cover_of(title: str, lines: Sequence[str], parts: Sequence[Part], starts: Sequence[int], language: str) -> Document:
    """The cover of a pack as a document: title, lines, and a table of the parts with their first pages."""
    rule = Edges(bottom=Edge(0.5, "808080"))
    plain = Look(size=12.0)
    bold = Look(size=12.0, bold=True)

    def cell(text: str, column: int, look: Look, heads: str = "", align: str = "left") -> Cell:
        paragraph = Paragraph((Text(text, look),), Shape(align=align, before=3.0, after=3.0), mark=look)
        return Cell((paragraph,), column, edges=rule, heads=heads)

    rows = [Row((cell("Document", 0, bold, "column"), cell("Page", 1, bold, "column", "right")), header=True)]
    rows += [
        Row((cell(part.title, 0, plain), cell(str(start), 1, plain, align="right")))
        for part, start in zip(parts, starts, strict=True)
    ]
    head = Look(size=20.0, bold=True, colour="1F3864")
    blocks: list[Block] = [
        Paragraph((Text(title, head),), Shape(after=12.0, keep_next=True), "Heading 1", 1, mark=head),
        *(Paragraph((Text(line, plain),), Shape(after=6.0), mark=plain) for line in lines),
        Paragraph((), Shape(), mark=plain),
        Table((380.0, 70.0), tuple(rows), style="Contents"),
    ]
    return Document(tuple(blocks), title=title, language=language, page=PageSetup())


class Pack:
    """A pack while it grows: pages, tag trees and bookmarks of each part under those of the whole."""

    def __init__(self) -> None:
        self._writer = PdfWriter()
        self._tops: list[PdfObject] = []
        self._parents: list[tuple[int, PdfObject]] = []
        self._next = 0

    def add(self, reader: PdfReader, title: str) -> None:
        """Put a PDF at the end."""
        writer = self._writer
        start = len(writer.pages)
        for page in reader.pages:
            writer.add_page(page)
        source = reader.root_object["/StructTreeRoot"].get_object()
        if not isinstance(source, DictionaryObject):
            raise TypeError(f"{title}: a PDF without tags cannot become part of a tagged pack")
        tree = source.clone(writer)
        kids = tree.raw_get("/K").get_object()
        self._tops += list(kids) if isinstance(kids, ArrayObject) else [tree.raw_get("/K")]
        self._take_parents(reader, tree, start)
        self._take_bookmarks(reader, title, start)

    def _take_parents(self, reader: PdfReader, tree: DictionaryObject, start: int) -> None:
        """Number the keys of the parent tree on from those of the parts before."""
        numbers: Any = tree["/ParentTree"].get_object()["/Nums"]  # type: ignore[index]
        shift = self._next
        for index in range(0, len(numbers), 2):
            self._parents.append((int(numbers[index]) + shift, numbers[index + 1]))
            self._next = max(self._next, int(numbers[index]) + shift + 1)
        for number, source in enumerate(reader.pages):
            page = self._writer.pages[start + number]
            page[NameObject("/StructParents")] = NumberObject(int(str(source["/StructParents"])) + shift)
            page[NameObject("/Tabs")] = NameObject("/S")
            for annotation in page.annotations or ():
                entry = annotation.get_object()
                if "/StructParent" in entry:
                    entry[NameObject("/StructParent")] = NumberObject(int(str(entry["/StructParent"])) + shift)

    def _take_bookmarks(self, reader: PdfReader, title: str, start: int) -> None:
        top = self._writer.add_outline_item(title=title, page_number=start, fit=Fit.fit())
        self._bookmarks(reader, reader.outline, start, top)

    def _bookmarks(self, reader: PdfReader, items: Sequence[Any], start: int, parent: IndirectObject) -> None:
        last = parent
        for item in items:
            if isinstance(item, list):
                self._bookmarks(reader, item, start, last)
                continue
            page = reader.get_destination_page_number(item)
            height = item.get("/Top", 0)
            fit = Fit.xyz(left=0, top=float(height or 0))
            last = self._writer.add_outline_item(
                title=str(item["/Title"]), page_number=start + (page or 0), parent=parent, fit=fit
            )

    def finish(self, about: About) -> bytes:
        """The pack with its numbers, tags and metadata."""
        writer = self._writer
        self._stamp()
        add = writer._add_object  # noqa: SLF001  # pypdf's own documentation calls it; there is no public one
        tree = DictionaryObject({NameObject("/Type"): NameObject("/StructTreeRoot")})
        reference = add(tree)
        whole = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/StructElem"),
                NameObject("/S"): NameObject("/Document"),
                NameObject("/P"): reference,
            }
        )
        top = add(whole)
        for part in self._tops:
            entry = part.get_object()
            if isinstance(entry, DictionaryObject):
                entry[NameObject("/S")] = NameObject("/Part")
                entry[NameObject("/P")] = top
        whole[NameObject("/K")] = ArrayObject(self._tops)
        tree[NameObject("/K")] = ArrayObject([top])
        numbers = ArrayObject(
            part for key, value in sorted(self._parents, key=first_of) for part in (NumberObject(key), value)
        )
        tree[NameObject("/ParentTree")] = add(DictionaryObject({NameObject("/Nums"): numbers}))
        tree[NameObject("/ParentTreeNextKey")] = NumberObject(self._next)
        writer.root_object[NameObject("/StructTreeRoot")] = reference
        set_metadata(writer, about)
        out = BytesIO()
        writer.write(out)
        return out.getvalue()

    def _stamp(self) -> None:
        """Print the pack's own page numbers at the foot of its pages, as artifacts."""
        count = len(self._writer.pages)
        face = face_for("Arial")
        buffer = BytesIO()
        canvas = Canvas(buffer, invariant=1, pageCompression=1, initialFontName=face.name)  # type: ignore[arg-type]
        for number, page in enumerate(self._writer.pages, 1):
            width, height = float(page.mediabox.width), float(page.mediabox.height)
            canvas.setPageSize((width, height))
            canvas.addLiteral("/Artifact <</Type /Pagination>> BDC")
            text = canvas.beginText()
            text.setFont(face.name, STAMP_SIZE)
            label = f"Pack page {number} of {count}"
            text.setTextOrigin(width - STAMP_RIGHT - face.width(label) * STAMP_SIZE / 1000, STAMP_UP)
            text.textOut(label)
            canvas.drawText(text)
            canvas.addLiteral("EMC")
            canvas.showPage()
        canvas.save()
        stamps = PdfWriter(clone_from=PdfReader(BytesIO(buffer.getvalue())))
        repair_unicode(stamps)
        for page, stamp in zip(self._writer.pages, stamps.pages, strict=True):
            page.merge_page(stamp)


def set_metadata(writer: PdfWriter, about: About) -> None:
    """Title, language and the claim of PDF/UA, in the catalogue, the information and the XMP packet."""
    root = writer.root_object
    root[NameObject("/Lang")] = TextStringObject(about.language)
    root[NameObject("/MarkInfo")] = DictionaryObject({NameObject("/Marked"): BooleanObject(True)})
    root[NameObject("/ViewerPreferences")] = DictionaryObject({NameObject("/DisplayDocTitle"): BooleanObject(True)})
    packet = DecodedStreamObject()
    packet.set_data(xmp(about).encode())
    packet[NameObject("/Type")] = NameObject("/Metadata")
    packet[NameObject("/Subtype")] = NameObject("/XML")
    root[NameObject("/Metadata")] = writer._add_object(packet)  # noqa: SLF001  # see `finish`
    writer.metadata = {f"/{name}": value for name, value in about.information.items()}


def repair_unicode(writer: PdfWriter) -> None:
    """Repair the maps to Unicode of the stamps' font."""
    for page in writer.pages[:1]:
        resources = page["/Resources"].get_object()
        fonts = resources.get("/Font") if isinstance(resources, DictionaryObject) else None
        for font in fonts.get_object().values() if fonts is not None else ():
            stream = font.get_object()["/ToUnicode"]
            stream.set_data(repaired_map(stream.get_data()))


def first_of(entry: tuple[int, PdfObject]) -> int:
    """The key of an entry of the parent tree."""
    return entry[0]
