"""The templates of the page: the page itself, and the pieces that each school has on it."""

from __future__ import annotations

import marshal
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from casefiles.usercache import entry_key, find_entry, keep_entry

__all__ = ["joined", "page_template", "school_pieces"]


@cache
def page_template() -> Template:
    """The template of the page."""
    return _template("index.html.j2")


@cache
def school_pieces() -> Any:
    """The pieces of a school's part, each a function that gives its markup: `board_row`, `article`, `duty`."""
    return _template("school.html.j2").module


def joined(pieces: list[str]) -> Markup:
    """Pieces that a template made, as one."""
    return Markup("".join(pieces))  # noqa: S704 - the template escaped what is in them


def _template(name: str) -> Template:
    """A template of ours, as it was compiled before where it was."""
    text = files("casefiles.web").joinpath(name).read_text(encoding="utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    key = entry_key([text.encode()])
    code = find_entry("pages", key)
    if code is None:
        code = marshal.dumps(environment.compile(text))
        keep_entry("pages", key, code)
    return Template.from_code(environment, marshal.loads(code), environment.globals)  # noqa: S302 - our own code
