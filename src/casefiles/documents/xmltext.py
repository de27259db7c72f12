"""Text as XML has it.

`xml.sax.saxutils` says the same, but brings `urllib.request` and all of HTTP with it.
"""

from __future__ import annotations

__all__ = ["escaped", "quoted"]

_BREAKS = str.maketrans({"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"})


def escaped(text: str) -> str:
    """The text as it stands between tags."""
    return text.replace("&", "&amp;").replace(">", "&gt;").replace("<", "&lt;")


def quoted(text: str) -> str:
    """The text as the value of an attribute, with the quotation marks around it."""
    value = escaped(text).translate(_BREAKS)
    if '"' not in value:
        return f'"{value}"'
    return '"{}"'.format(value.replace('"', "&quot;")) if "'" in value else f"'{value}'"
