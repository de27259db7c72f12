"""Pictures as objects of a PDF: reportlab encodes them, each once a process, and pypdf finds them in what it wrote."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO

from pypdf import PdfReader
from pypdf.generic import DictionaryObject
from reportlab import rl_config
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from casefiles.documents.pdf.fonts import face_for
from casefiles.documents.pdf.objects import ObjectFile

__all__ = ["embed_picture", "picture_reader"]

rl_config.useA85 = 0  # streams as bytes, not as text: a fifth smaller
REFERENCE = re.compile(rb"(\d+) 0 R")


@lru_cache(maxsize=64)
def picture_reader(data: bytes) -> ImageReader:
    """A picture ready to draw; raises where its bytes are none."""
    reader = ImageReader(BytesIO(data))
    reader.getRGBData()  # type: ignore[no-untyped-call]
    return reader


@lru_cache(maxsize=64)
def encoded(data: bytes) -> Mapping[int, bytes]:
    """The objects of a picture by number, itself the first and its mask after it, as reportlab writes them."""
    buffer = BytesIO()
    canvas = Canvas(buffer, invariant=1, initialFontName=face_for("Arial").name)  # type: ignore[arg-type]  # the stubs ask for a number
    canvas.drawImage(picture_reader(data), 0, 0, mask="auto")
    canvas.save()
    reader = PdfReader(BytesIO(buffer.getvalue()))
    objects = objects_of(buffer.getvalue(), reader.xref[0])
    resources = reader.pages[0]["/Resources"].get_object()
    drawn = resources["/XObject"].get_object() if isinstance(resources, DictionaryObject) else None
    if not isinstance(drawn, DictionaryObject):
        raise TypeError("reportlab drew no picture")
    wanted = [drawn.raw_get(name).idnum for name in drawn]
    for number in wanted:
        head = objects[number].partition(b"stream")[0]
        wanted += [found for found in map(int, REFERENCE.findall(head)) if found not in wanted]
    return {number: objects[number] for number in wanted}


def objects_of(data: bytes, offsets: Mapping[int, int]) -> dict[int, bytes]:
    """The bytes of each object of a PDF by number, without the words round them."""
    starts = sorted((offset, number) for number, offset in offsets.items())
    ends = [offset for offset, _ in starts[1:]] + [data.rindex(b"startxref")]
    objects = {}
    for (start, number), end in zip(starts, ends, strict=True):
        body = data[data.index(b"obj", start) + 3 : end]
        objects[number] = body[: body.rindex(b"endobj")].strip() if b"endobj" in body else b""
    return objects


def embed_picture(file: ObjectFile, data: bytes) -> int:
    """Put a picture to a file; its number."""
    objects = encoded(data)
    numbers = {old: file.new() for old in objects}
    for old, body in objects.items():
        head, mark, stream = body.partition(b"stream")
        head = REFERENCE.sub(lambda match: b"%d 0 R" % numbers[int(match[1])], head)
        file.put_direct(numbers[old], head + mark + stream)
    return numbers[next(iter(objects))]
