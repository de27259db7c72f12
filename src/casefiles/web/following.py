"""A page that loads itself again while a watch runs, without a server: a script beside it names its last version."""

from __future__ import annotations

import hashlib
import json
from base64 import b64encode
from importlib.resources import files

from markupsafe import Markup
from msgspec import Struct

__all__ = ["FOLLOW_FILE", "Following", "follow_script", "following", "stamped"]

FOLLOW_FILE = "watch.js"
"""The file beside the page that says which version of it is the last one."""

_UNSTAMPED = b'data-made=""'


class Following(Struct, frozen=True):
    """What a page needs to follow: its script, and the source that the page's security policy allows for it."""

    script: Markup
    allowed: str


def following() -> Following:
    """The script of a page that follows. The policy allows it by its hash, and what it loads itself."""
    text = files("casefiles.web").joinpath("follow.js").read_text(encoding="utf-8").replace("\r\n", "\n")
    known = b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return Following(Markup(text), f"'sha256-{known}' 'strict-dynamic'")  # noqa: S704 - our own script


def stamped(page: bytes) -> tuple[bytes, str]:
    """The page with its version written into it, and that version: equal pages have equal ones."""
    version = hashlib.sha256(page).hexdigest()[:16]
    return page.replace(_UNSTAMPED, f'data-made="{version}"'.encode(), 1), version


def follow_script(version: str) -> bytes:
    """The bytes of the script beside the page."""
    return f"casefilesMade({json.dumps(version)});\n".encode()
