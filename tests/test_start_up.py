"""What a person waits for: what one edit of one file imports and makes, and what it does not."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from importlib import import_module

import casefiles
from casefiles.model.base import Shape


def shapes_below(shape: type[Shape]) -> Iterator[type[Shape]]:
    for each in shape.__subclasses__():
        yield each
        yield from shapes_below(each)


def test_no_annotation_of_a_shape_is_text_that_pydantic_would_compile() -> None:
    for each in pkgutil.walk_packages(casefiles.__path__, "casefiles."):
        if each.name.startswith(("casefiles.model", "casefiles.policy")):
            import_module(each.name)
    shapes = {shape for shape in shapes_below(Shape) if shape.__module__.startswith("casefiles.")}
    assert len(shapes) > 150
    written = {f"{shape.__module__}.{shape.__name__}.{key}" for shape in shapes for key in _texts(shape)}
    assert written == set()


def _texts(shape: type[Shape]) -> Iterator[str]:
    return (key for key, kind in vars(shape).get("__annotations__", {}).items() if isinstance(kind, str))
