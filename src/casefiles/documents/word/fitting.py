"""Tables drawn for a wider page than the one they stand on: made as wide as it has room for."""

from __future__ import annotations

from casefiles.documents.word.layout import text_width
from casefiles.documents.word.wordml import Element, w, whole

__all__ = ["fit_tables"]


def fit_tables(root: Element) -> None:
    """Narrow each table of the body that is wider than the text, its columns in proportion."""
    body = root.find(w("body"))
    if body is None:
        return
    room = text_width(root)
    for table in body.findall(w("tbl")):
        columns = [*table.iterfind(f"{w('tblGrid')}/{w('gridCol')}")]
        total = sum(whole(column.get(w("w"))) for column in columns)
        if total > room:
            widths = [*table.iterfind(f"{w('tblPr')}/{w('tblW')}"), *table.iter(w("tcW"))]
            for each in (*columns, *(width for width in widths if width.get(w("type")) == "dxa")):
                each.set(w("w"), str(whole(each.get(w("w"))) * room // total))
