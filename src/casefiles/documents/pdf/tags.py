"""The fonts, tag tree, metadata, bookmarks and links of a painted PDF."""

from __future__ import annotations

from collections.abc import Sequence

from casefiles.documents.pdf.elements import Element
from casefiles.documents.pdf.images import embed_picture
from casefiles.documents.pdf.metadata import About, xmp
from casefiles.documents.pdf.objects import ObjectFile, name, text
from casefiles.documents.pdf.paint import Heading, LinkArea, Painted

__all__ = ["finish"]


def finish(painted: Painted, root: Element, about: About) -> bytes:
    """The tagged PDF of painted pages."""
    file = ObjectFile()
    pages = [file.new() for _ in painted.pages]
    tree, entries = TagWriter(file, painted, pages).write(root)
    above = write_pages(file, painted, pages, entries)
    outlines = write_bookmarks(file, painted, pages)
    metadata = file.new()
    file.put_stream(metadata, "/Type/Metadata/Subtype/XML", xmp(about).encode())
    catalogue, information = file.new(), file.new()
    shown = f"/Lang{text(about.language)}/ViewerPreferences<</DisplayDocTitle true>>/Metadata {metadata} 0 R{outlines}"
    held = f"/Type/Catalog/Pages {above} 0 R/StructTreeRoot {tree} 0 R/MarkInfo<</Marked true>>{shown}"
    file.put_direct(catalogue, f"<<{held}>>".encode())
    said = "".join(f"/{key}{text(value)}" for key, value in about.information.items())
    file.put_direct(information, f"<<{said}>>".encode())
    return file.finish(catalogue, information)


def write_pages(file: ObjectFile, painted: Painted, pages: Sequence[int], entries: Sequence[str]) -> int:
    """Write the pages, each with further entries, their fonts and pictures; the number of the node above them."""
    above = file.new()
    pictures = "".join(f"{shown} {embed_picture(file, data)} 0 R" for data, shown in painted.pictures.items())
    held = f"/XObject<<{pictures}>>" if pictures else ""
    resources = file.add(f"<</Font{painted.fonts.embed(file)}{held}>>")
    width, height = painted.size
    for page, content, further in zip(pages, painted.pages, entries, strict=True):
        stream = file.new()
        file.put_stream(stream, "/Filter/FlateDecode", content)
        file.put(
            page,
            f"<</Type/Page/Parent {above} 0 R/MediaBox[0 0 {width:g} {height:g}]/Resources {resources} 0 R"
            f"/Contents {stream} 0 R{further}>>",
        )
    listed = " ".join(f"{page} 0 R" for page in pages)
    file.put(above, f"<</Type/Pages/Count {len(pages)}/Kids[{listed}]>>")
    return above


class TagWriter:
    """Writes one tag tree into a PDF."""

    def __init__(self, file: ObjectFile, painted: Painted, pages: Sequence[int]) -> None:
        self._file, self._painted, self._pages = file, painted, pages
        self._written: dict[Element, int] = {}
        self._areas: dict[Element, list[tuple[int, LinkArea]]] = {}
        for key, area in enumerate(painted.links, len(painted.contents)):
            self._areas.setdefault(area.element, []).append((key, area))
        self._annotations: dict[int, list[int]] = {}
        self._link_parents: list[tuple[int, int]] = []

    def write(self, root: Element) -> tuple[int, list[str]]:
        """Write the tree, with the way back from each page's content and link; its number, and each page's entries."""
        file = self._file
        tree = file.new()
        top = self._element(root, tree)
        numbers, entries = [], []
        for page, contents in enumerate(self._painted.contents):
            numbers.append(f"{page}[{' '.join(f'{self._written[element]} 0 R' for element in contents)}]")
            annotations = "".join(f"{number} 0 R " for number in self._annotations.get(page, ()))
            listed = f"/Annots[{annotations}]" if annotations else ""
            entries.append(f"/StructParents {page}/Tabs/S{listed}")
        numbers += [f"{key} {element} 0 R" for key, element in sorted(self._link_parents)]
        parents = file.add(f"<</Nums[{' '.join(numbers)}]>>")
        following = len(self._painted.contents) + len(self._painted.links)
        file.put(tree, f"<</Type/StructTreeRoot/K[{top} 0 R]/ParentTree {parents} 0 R/ParentTreeNextKey {following}>>")
        return tree, entries

    def _element(self, element: Element, parent: int) -> int:
        number = self._written[element] = self._file.new()
        page = next((kid[0] for kid in element.kids if isinstance(kid, tuple)), None)
        parts = [f"<</S/{element.role}/P {parent} 0 R"]
        if page is not None:
            parts.append(f"/Pg {self._pages[page]} 0 R")
        if element.alt:
            parts.append(f"/Alt{text(element.alt)}")
        if element.attributes:
            parts.append("/A<<" + "".join(f"{name(key)} {value}" for key, value in element.attributes.items()) + ">>")
        kids = [
            f"{self._element(kid, number)} 0 R" if isinstance(kid, Element) else self._content(kid, page)
            for kid in element.kids
        ]
        kids += [self._link(key, area, number) for key, area in self._areas.get(element, ())]
        if kids:
            parts.append(f"/K[{' '.join(kids)}]")
        self._file.put(number, "".join(parts) + ">>")
        return number

    def _content(self, kid: tuple[int, int], page: int | None) -> str:
        if kid[0] == page:
            return str(kid[1])
        return f"<</Type/MCR/Pg {self._pages[kid[0]]} 0 R/MCID {kid[1]}>>"

    def _link(self, key: int, area: LinkArea, element: int) -> str:
        """A link's annotation on its page, as a kid of its element."""
        described = area.element.title or described_link(area.element.url)
        corners = " ".join(f"{value:.2f}" for value in area.rectangle)
        annotation = self._file.add(
            f"<</Type/Annot/Subtype/Link/Rect[{corners}]/Border[0 0 0]/F 4/Contents{text(described)}/StructParent {key}"
            f"/A<</Type/Action/S/URI/URI{text(area.element.url)}>>>>"
        )
        self._annotations.setdefault(area.page, []).append(annotation)
        self._link_parents.append((key, element))
        return f"<</Type/OBJR/Pg {self._pages[area.page]} 0 R/Obj {annotation} 0 R>>"


def described_link(url: str) -> str:
    """What a link without a title of its own is for."""
    scheme, _, rest = url.partition(":")
    if scheme.lower() == "mailto":
        return f"E-mail to {rest}"
    if scheme.lower() == "tel":
        return f"Telephone {rest}"
    return f"Web page {url}"


class Bookmark:
    """One bookmark with those below it."""

    def __init__(self, heading: Heading, title: str, number: int) -> None:
        self.heading, self.title, self.number = heading, title, number
        self.kids: list[Bookmark] = []

    @property
    def count(self) -> int:
        """How many bookmarks stand below this one, at any depth."""
        return sum(1 + kid.count for kid in self.kids)


def write_bookmarks(file: ObjectFile, painted: Painted, pages: Sequence[int]) -> str:
    """Write the headings as bookmarks nested by rank; the catalogue's entries for them, empty if there are none."""
    if not painted.headings:
        return ""
    top = Bookmark(Heading(0, "", 0, 0.0), "", file.new())
    stack = [top]
    for pieces in painted.headings.values():
        heading = pieces[0]
        while len(stack) > 1 and stack[-1].heading.rank >= heading.rank:
            stack.pop()
        title = " ".join("".join(piece.text for piece in pieces).split())
        stack[-1].kids.append(Bookmark(heading, title, file.new()))
        stack.append(stack[-1].kids[-1])
    write_kids(file, top, pages)
    first, last = top.kids[0].number, top.kids[-1].number
    file.put(top.number, f"<</Type/Outlines/First {first} 0 R/Last {last} 0 R/Count {top.count}>>")
    return f"/Outlines {top.number} 0 R/PageMode/UseOutlines"


def write_kids(file: ObjectFile, parent: Bookmark, pages: Sequence[int]) -> None:
    """Write the bookmarks below one."""
    for index, kid in enumerate(parent.kids):
        links = f"/Prev {parent.kids[index - 1].number} 0 R" if index else ""
        if index + 1 < len(parent.kids):
            links += f"/Next {parent.kids[index + 1].number} 0 R"
        if kid.kids:
            links += f"/First {kid.kids[0].number} 0 R/Last {kid.kids[-1].number} 0 R/Count {kid.count}"
        place = f"[{pages[kid.heading.page]} 0 R/XYZ 0 {kid.heading.top + 4:.1f} 0]"
        file.put(kid.number, f"<</Title{text(kid.title)}/Parent {parent.number} 0 R/Dest{place}{links}>>")
        write_kids(file, kid, pages)
