"""What a Word document may hold: each feature outside the subset has a name, a part and a paragraph."""

from __future__ import annotations

from collections.abc import Iterable

from lxml import etree
from msgspec import Struct

from casefiles.documents.blocks.names import DGM, MC, WPG, WPS, C, M, V, W, tag_of
from casefiles.errors import CasefilesError

__all__ = ["FOREIGN", "Feature", "Outside", "Refusals", "refuse_foreign"]


class Feature(Struct, frozen=True, order=True):
    """One feature outside the subset: its name, the part of the package, the paragraph from 1 (0: none)."""

    part: str
    paragraph: int
    feature: str

    def __str__(self) -> str:
        """One line for people."""
        where = f", paragraph {self.paragraph}" if self.paragraph else ""
        return f"{self.feature} ({self.part}{where})" if self.part else self.feature


class Outside(CasefilesError):  # noqa: N818  # it says where the document is, as `raise Outside(...)` reads
    """The document holds what cannot be turned into PDF; `features` has every case of it, in order."""

    def __init__(self, features: Iterable[Feature]) -> None:
        self.features = tuple(dict.fromkeys(features))
        first = self.features[0]
        self.feature, self.part, self.paragraph = first.feature, first.part, first.paragraph
        super().__init__("not in the part of Word that becomes PDF: " + "; ".join(str(item) for item in self.features))


class Refusals:
    """The features found so far in one reading."""

    def __init__(self) -> None:
        self.found: list[Feature] = []

    def add(self, feature: str, part: str, paragraph: int = 0) -> None:
        """Note a feature outside the subset."""
        self.found.append(Feature(part, paragraph, feature))

    def settle(self) -> None:
        """Raise `Outside` if anything was found."""
        if self.found:
            raise Outside(self.found)


FOREIGN: dict[str, str] = {
    f"{W}txbxContent": "a text box",
    f"{V}textbox": "a text box",
    f"{WPS}wsp": "a drawn shape",
    f"{WPG}wgp": "a group of shapes",
    f"{V}shape": "a VML drawing (such as a watermark)",
    f"{V}rect": "a VML drawing (such as a watermark)",
    f"{V}line": "a VML drawing (such as a watermark)",
    f"{V}oval": "a VML drawing (such as a watermark)",
    f"{V}group": "a VML drawing (such as a watermark)",
    f"{C}chart": "a chart",
    f"{DGM}relIds": "a SmartArt diagram",
    f"{M}oMath": "an equation",
    f"{W}ins": "a tracked insertion",
    f"{W}del": "a tracked deletion",
    f"{W}moveFrom": "a tracked move",
    f"{W}moveTo": "a tracked move",
    f"{W}rPrChange": "a tracked change of format",
    f"{W}pPrChange": "a tracked change of format",
    f"{W}tblPrChange": "a tracked change of format",
    f"{W}trPrChange": "a tracked change of format",
    f"{W}tcPrChange": "a tracked change of format",
    f"{W}sectPrChange": "a tracked change of format",
    f"{W}cellIns": "a tracked insertion",
    f"{W}cellDel": "a tracked deletion",
    f"{W}commentReference": "a comment",
    f"{W}commentRangeStart": "a comment",
    f"{W}footnoteReference": "a footnote",
    f"{W}endnoteReference": "an endnote",
    f"{W}object": "an embedded object",
    f"{W}control": "an ActiveX control",
    f"{W}altChunk": "an imported file",
    f"{W}subDoc": "a subdocument",
    f"{W}framePr": "a frame or drop capital",
    f"{W}ruby": "ruby text",
    f"{W}lnNumType": "line numbers",
    f"{W}pgBorders": "a page border",
    f"{W}vanish": "hidden text",
    f"{W}webHidden": "hidden text",
    f"{W}rtl": "right-to-left text",
    f"{W}bidi": "right-to-left text",
    f"{W}bidiVisual": "a right-to-left table",
    f"{W}textDirection": "turned text",
    f"{W}smallCaps": "small capitals",
    f"{W}emboss": "a text effect",
    f"{W}imprint": "a text effect",
    f"{W}outline": "a text effect",
    f"{W}shadow": "a text effect",
    f"{W}effect": "a text effect",
    f"{W}fitText": "text fitted to a width",
    f"{W}eastAsianLayout": "East Asian layout",
    f"{W}ffData": "an old form field",
    f"{MC}AlternateContent": "alternate content",
    f"{W}hMerge": "an old kind of merged cell",
    f"{W}tblpPr": "a floating table",
    f"{W}tblCellSpacing": "space between cells",
    f"{W}tcFitText": "text fitted to a width",
    f"{W}ptab": "an alignment tab",
    f"{W}bdo": "right-to-left text",
    f"{W}dir": "right-to-left text",
}
"""Elements that are refused wherever they stand, unless switched off by `w:val`."""

SWITCHES = frozenset(
    f"{W}{name}"
    for name in (
        "vanish",
        "webHidden",
        "rtl",
        "bidi",
        "bidiVisual",
        "smallCaps",
        "emboss",
        "imprint",
        "outline",
        "shadow",
    )
)


def refuse_foreign(root: etree._Element, part: str, refusals: Refusals) -> None:
    """Note each element of a part that is refused wherever it stands."""
    order: dict[etree._Element, int] | None = None
    covered: set[etree._Element] = set()
    for element in root.iter(*FOREIGN):
        if is_off(element) or any(parent in covered for parent in element.iterancestors()):
            continue
        if order is None:
            order = {paragraph: number for number, paragraph in enumerate(root.iter(f"{W}p"), 1)}
        covered.add(element)
        refusals.add(name_of(element), part, order.get(enclosing_paragraph(element), 0))


def is_off(element: etree._Element) -> bool:
    """Whether a switch says no, or a text direction is the usual one."""
    value = element.get(f"{W}val")
    if element.tag == f"{W}textDirection":
        return value in {"lrTb", "tb"}
    if element.tag == f"{W}effect":
        return value == "none"
    return element.tag in SWITCHES and value in {"0", "false", "off"}


def name_of(element: etree._Element) -> str:
    """The feature's name; alternate content is called by what it holds."""
    if element.tag == f"{MC}AlternateContent":
        for inner in element.iter(f"{W}txbxContent", f"{WPS}wsp", f"{WPG}wgp", f"{C}chart", f"{DGM}relIds"):
            return FOREIGN[tag_of(inner)]
    return FOREIGN[tag_of(element)]


def enclosing_paragraph(element: etree._Element) -> etree._Element:
    """The outermost paragraph round an element, or the element itself where there is none."""
    found = element
    for parent in element.iterancestors(f"{W}p"):
        found = parent
    return found
