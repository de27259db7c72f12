"""Templates as they were compiled before: to read one again costs a twentieth of what it costs to compile it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from casefiles.documents.word.template import PlacedBlock, Template, compile_template, template_bytes, template_of
from casefiles.sealing import SealError
from casefiles.usercache import entry_key, find_entry, keep_entry

__all__ = ["template_kept"]

_KIND = "templates"


def template_kept(
    shelf: Mapping[str, bytes],
    slug: str,
    kind: str,
    blocks: Sequence[PlacedBlock],
    *,
    origin: Mapping[str, str],
) -> Template:
    """What `compile_template` gives for a shelf that has the files of this template alone; TemplateFault as there."""
    files = (part for name in sorted(shelf) for part in (name.encode(), origin[name].encode(), shelf[name]))
    key = entry_key([slug.encode(), kind.encode(), repr(tuple(blocks)).encode(), *files])
    known = find_entry(_KIND, key)
    if known is not None:
        try:
            return template_of(known)
        except SealError:
            pass
    template = compile_template(shelf, slug, kind, blocks, origin=origin)
    keep_entry(_KIND, key, template_bytes(template))
    return template
