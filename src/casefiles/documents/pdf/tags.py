"""The tag tree, metadata, bookmarks and links of a painted PDF, written with pypdf."""

from __future__ import annotations

import re
from dataclasses import dataclass
from io import BytesIO
from xml.sax.saxutils import escape

from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    DecodedStreamObject,
    DictionaryObject,
    Fit,
    FloatObject,
    IndirectObject,
    NameObject,
    NumberObject,
    PdfObject,
    TextStringObject,
)

from casefiles.documents.pdf.elements import Element
from casefiles.documents.pdf.paint import Heading, LinkArea, Painted

__all__ = ["PRODUCER", "About", "finish", "set_metadata"]

PRODUCER = "casefiles"
UNUSED = re.compile(rb"<([0-9A-F]{2})> <0000>\n")
WIDE = re.compile(rb"<([0-9A-F]{2})> <([0-9A-F]{5,6})>")
COUNT = re.compile(rb"\d+ beginbfchar\n(.*?)endbfchar", re.DOTALL)


@dataclass(frozen=True, slots=True)
class About:
    """What a PDF says of itself."""

    title: str
    language: str
    author: str = ""
    subject: str = ""


def finish(painted: Painted, root: Element, about: About) -> bytes:
    """The tagged PDF of a painted one."""
    writer = PdfWriter(clone_from=PdfReader(BytesIO(painted.data)))
    repair_unicode(writer)
    TagWriter(writer, painted).write(root)
    add_bookmarks(writer, painted)
    set_metadata(writer, about)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


class TagWriter:
    """Writes one tag tree into a PDF."""

    def __init__(self, writer: PdfWriter, painted: Painted) -> None:
        self._writer, self._painted = writer, painted
        self._pages = [page_reference(writer, number) for number in range(len(painted.contents))]
        self._written: dict[Element, IndirectObject] = {}
        self._areas: dict[Element, list[LinkArea]] = {}
        for area in painted.links:
            self._areas.setdefault(area.element, []).append(area)
        self._parents: list[tuple[int, PdfObject]] = []

    def write(self, root: Element) -> None:
        """Write the tree under the catalogue, with the way back from each page's content and link."""
        tree = DictionaryObject({NameObject("/Type"): NameObject("/StructTreeRoot")})
        reference = add(self._writer, tree)
        self._number_links()
        tree[NameObject("/K")] = ArrayObject([self._element(root, reference)])
        numbers = ArrayObject()
        for page, contents in enumerate(self._painted.contents):
            numbers.extend([NumberObject(page), ArrayObject(self._written[element] for element in contents)])
            leaf = self._writer.pages[page]
            leaf[NameObject("/StructParents")] = NumberObject(page)
            leaf[NameObject("/Tabs")] = NameObject("/S")
        for key, target in self._parents:
            numbers.extend([NumberObject(key), target])
        tree[NameObject("/ParentTree")] = add(self._writer, DictionaryObject({NameObject("/Nums"): numbers}))
        tree[NameObject("/ParentTreeNextKey")] = NumberObject(len(self._painted.contents) + len(self._parents))
        self._writer.root_object[NameObject("/StructTreeRoot")] = reference

    def _number_links(self) -> None:
        """Give each link area the key under which the parent tree will know it."""
        self._keys = {}
        key = len(self._painted.contents)
        for area in self._painted.links:
            self._keys[area] = key
            key += 1

    def _element(self, element: Element, parent: IndirectObject) -> IndirectObject:
        entry = DictionaryObject(
            {
                NameObject("/Type"): NameObject("/StructElem"),
                NameObject("/S"): NameObject(f"/{element.role}"),
                NameObject("/P"): parent,
            }
        )
        reference = self._written[element] = add(self._writer, entry)
        if element.alt:
            entry[NameObject("/Alt")] = TextStringObject(element.alt)
        if element.attributes:
            entry[NameObject("/A")] = attributes(element)
        kids = ArrayObject()
        page = next((kid[0] for kid in element.kids if isinstance(kid, tuple)), None)
        if page is not None:
            entry[NameObject("/Pg")] = self._pages[page]
        for kid in element.kids:
            if isinstance(kid, Element):
                kids.append(self._element(kid, reference))
            else:
                kids.append(self._content(kid, page))
        kids.extend(self._link(area, reference) for area in self._areas.get(element, ()))
        if kids:
            entry[NameObject("/K")] = kids
        return reference

    def _content(self, kid: tuple[int, int], page: int | None) -> PdfObject:
        if kid[0] == page:
            return NumberObject(kid[1])
        return DictionaryObject(
            {
                NameObject("/Type"): NameObject("/MCR"),
                NameObject("/Pg"): self._pages[kid[0]],
                NameObject("/MCID"): NumberObject(kid[1]),
            }
        )

    def _link(self, area: LinkArea, element: IndirectObject) -> PdfObject:
        """A link's annotation on its page, as a kid of its element."""
        key = self._keys[area]
        described = area.element.title or described_link(area.element.url)
        annotation = add(
            self._writer,
            DictionaryObject(
                {
                    NameObject("/Type"): NameObject("/Annot"),
                    NameObject("/Subtype"): NameObject("/Link"),
                    NameObject("/Rect"): ArrayObject(FloatObject(f"{value:.2f}") for value in area.rectangle),
                    NameObject("/Border"): ArrayObject([NumberObject(0)] * 3),
                    NameObject("/F"): NumberObject(4),
                    NameObject("/Contents"): TextStringObject(described),
                    NameObject("/StructParent"): NumberObject(key),
                    NameObject("/A"): DictionaryObject(
                        {
                            NameObject("/Type"): NameObject("/Action"),
                            NameObject("/S"): NameObject("/URI"),
                            NameObject("/URI"): TextStringObject(area.element.url),
                        }
                    ),
                }
            ),
        )
        page = self._writer.pages[area.page]
        if "/Annots" not in page:
            page[NameObject("/Annots")] = ArrayObject()
        page["/Annots"].get_object().append(annotation)  # type: ignore[union-attr]
        self._parents.append((key, element))
        return DictionaryObject(
            {
                NameObject("/Type"): NameObject("/OBJR"),
                NameObject("/Pg"): self._pages[area.page],
                NameObject("/Obj"): annotation,
            }
        )


def described_link(url: str) -> str:
    """What a link without a title of its own is for."""
    scheme, _, rest = url.partition(":")
    if scheme.lower() == "mailto":
        return f"E-mail to {rest}"
    if scheme.lower() == "tel":
        return f"Telephone {rest}"
    return f"Web page {url}"


def attributes(element: Element) -> DictionaryObject:
    """An element's attributes as PDF writes them."""
    return DictionaryObject(
        {
            NameObject(f"/{name}"): NumberObject(value) if isinstance(value, int) else NameObject(str(value))
            for name, value in element.attributes.items()
        }
    )


def add(writer: PdfWriter, entry: PdfObject) -> IndirectObject:
    """A new indirect object of a PDF."""
    return writer._add_object(entry)  # noqa: SLF001  # pypdf's own documentation calls it; there is no public one


def page_reference(writer: PdfWriter, number: int) -> IndirectObject:
    """The reference to a page."""
    reference = writer.pages[number].indirect_reference
    if reference is None:
        raise ValueError(f"page {number} is not in the file")
    return reference


def repair_unicode(writer: PdfWriter) -> None:
    """Take the codes without a letter out of each font's map to Unicode, and spell letters beyond 16 bits rightly."""
    done: set[int] = set()
    for page in writer.pages:
        resources = page["/Resources"].get_object()
        fonts = resources.get("/Font") if isinstance(resources, DictionaryObject) else None
        for font in fonts.get_object().values() if fonts is not None else ():
            reference = font.get_object().raw_get("/ToUnicode")
            if reference.idnum not in done:
                done.add(reference.idnum)
                stream = reference.get_object()
                stream.set_data(repaired_map(stream.get_data()))


def repaired_map(data: bytes) -> bytes:
    """A map to Unicode with only the codes that stand for letters."""

    def block(match: re.Match[bytes]) -> bytes:
        lines = WIDE.sub(surrogates, UNUSED.sub(b"", match[1]))
        return b"%d beginbfchar\n%sendbfchar" % (lines.count(b"\n"), lines)

    return COUNT.sub(block, data)


def surrogates(match: re.Match[bytes]) -> bytes:
    """One line of the map with a letter beyond 16 bits as UTF-16."""
    letter = chr(int(match[2], 16)).encode("utf-16-be").hex().upper().encode()
    return b"<%s> <%s>" % (match[1], letter)


def add_bookmarks(writer: PdfWriter, painted: Painted) -> None:
    """Bookmarks for the headings, nested by rank."""
    stack: list[tuple[int, IndirectObject]] = []
    for pieces in painted.headings.values():
        first = pieces[0]
        text = " ".join("".join(piece.text for piece in pieces).split())
        while stack and stack[-1][0] >= first.rank:
            stack.pop()
        parent = stack[-1][1] if stack else None
        item = bookmark(writer, text, first, parent)
        stack.append((first.rank, item))


def bookmark(writer: PdfWriter, text: str, heading: Heading, parent: IndirectObject | None) -> IndirectObject:
    """One bookmark, which leads to its heading's place."""
    fit = Fit.xyz(left=0, top=round(heading.top + 4, 1))
    return writer.add_outline_item(title=text, page_number=heading.page, parent=parent, fit=fit)


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
    root[NameObject("/Metadata")] = add(writer, packet)
    information = {"/Title": about.title, "/Producer": PRODUCER}
    if about.author:
        information["/Author"] = about.author
    if about.subject:
        information["/Subject"] = about.subject
    writer.metadata = information


def xmp(about: About) -> str:
    """The XMP packet."""
    title, language = escape(about.title), escape(about.language)
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">'
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>'
        f"<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>"
        f"<pdf:Producer>{PRODUCER}</pdf:Producer><pdfuaid:part>1</pdfuaid:part>"
        '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    )
