"""What is wrong with a template, as diagnostics (TPL-), and the one exception that carries them."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from casefiles.diagnostics import Diagnostic, Severity, Span

__all__ = ["Place", "TemplateFault", "diagnostic"]


class TemplateFault(Exception):  # noqa: N818 - a fault of a file, not an error of the program
    """A template, or what it makes of a context, is refused; `diagnostics` says why and where."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("; ".join(d.message for d in self.diagnostics))


class Place(Struct, frozen=True):
    """Where in a template: its file, the part of the package, the paragraph counted from 1, and its text."""

    file: str
    part: str = ""
    paragraph: int = 0
    text: str = ""

    def say(self) -> str:
        """The place in words: `the header (word/header1.xml), paragraph 3, "Dear {{ ... }}"`."""
        words = [_part_title(self.part)] if self.part else []
        if self.paragraph:
            words.append(f"paragraph {self.paragraph}")
        if self.text:
            words.append(f'"{_shorten(self.text)}"')
        return ", ".join(words)


def diagnostic(
    place: Place,
    code: str,
    message: str,
    *,
    advice: str = "",
    severity: Severity = Severity.ERROR,
) -> Diagnostic:
    """A diagnostic at a place of a template; its line is the paragraph's number."""
    where = place.say()
    span = Span(file=place.file, line=max(place.paragraph, 1))
    return Diagnostic(span, code, severity, f"{where}: {message}" if where else message, help=advice)


def _part_title(part: str) -> str:
    name = part.rsplit("/", 1)[-1]
    if name == "document.xml":
        return "the page"
    for prefix, title in (("header", "the header"), ("footer", "the footer")):
        if name.startswith(prefix):
            return f"{title} ({name})"
    return part


def _shorten(text: str, length: int = 60) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= length else plain[: length - 3] + "..."
