"""What a PDF says of itself: title, language, author, and that it keeps PDF/UA."""

from __future__ import annotations

from msgspec import Struct

from casefiles.documents.xmltext import escaped

__all__ = ["PRODUCER", "About", "xmp"]

PRODUCER = "casefiles"


class About(Struct, frozen=True):
    """What a PDF says of itself."""

    title: str
    language: str
    author: str = ""
    subject: str = ""

    @property
    def information(self) -> dict[str, str]:
        """The entries of the information dictionary."""
        entries = {"Title": self.title, "Author": self.author, "Subject": self.subject, "Producer": PRODUCER}
        return {name: value for name, value in entries.items() if value}


def xmp(about: About) -> str:
    """The XMP packet."""
    title, language = escaped(about.title), escaped(about.language)
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
