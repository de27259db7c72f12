"""The widths of a table's columns: room goes where it makes rows lower."""

from __future__ import annotations

from casefiles.documents.word.columns import column_widths
from casefiles.markup import Words

OWNER = "Director of Learning and Impact"
DELIVERY = "word " * 22


def widths(*rows: tuple[str, ...], room: int = 14570) -> list[int]:
    return column_widths([tuple((Words(text),) for text in row) for row in rows], len(rows[0]), room)


def test_a_column_that_makes_every_row_high_gets_room_from_one_that_has_it_to_spare() -> None:
    head = ("Delivery", "Owner", "Times done", "Last done", "Due next")
    row = (DELIVERY, OWNER, "1", "8 October 2026", "18 December 2026")
    alone = widths(("Delivery", "Owner"), (DELIVERY, "Head"), room=9000)
    found = widths(head, row, row, row)
    assert found[1] > 2200, "so wide that the office stands in two lines"
    assert found[0] > 2 * found[1]
    assert sum(found) == 14570
    assert alone[0] > 5 * alone[1]


def test_dates_stay_on_one_line_when_room_is_moved() -> None:
    found = widths(("What", "When"), ("word " * 60, "18 December 2026"), ("word " * 60, "8 October 2026"), room=6000)
    assert found[1] >= 2000
    assert sum(found) == 6000
