"""The tables of a programme's areas: outputs, deliveries, and the registers that are kept elsewhere."""

from __future__ import annotations

from collections.abc import Mapping

from casefiles.documents.compose.caseload_table import Cell, Made, Tabled, cell, counted, dated, numbered, table_block
from casefiles.documents.compose.caseload_targets import SAID
from casefiles.documents.compose.scene import Scene
from casefiles.documents.compose.words import day

__all__ = ["AREA_TABLES"]


def outputs(scene: Scene, params: Mapping[str, object]) -> Made:
    """Each output of each area with how it stood in the latest year, and what that rests on where a file says so."""
    del params
    told = any(output.results and output.results[-1].note for area in scene.case.areas for output in area.outputs)
    rows = []
    for area in scene.case.areas:
        for number, output in enumerate(area.outputs):
            latest = output.results[-1] if output.results else None
            place = area.span("outputs", number)
            rows.append(
                (
                    cell(area.title, "", area.span("title")),
                    cell(scene.term("output", output.id), "", place),
                    cell(f"{SAID[latest.standing]} ({latest.year})" if latest else "Not yet judged", "", place),
                    *((cell((latest.note if latest else None) or "", "", place),) if told else ()),
                )
            )
    head = ("Area", "Output", "Standing", *(("What it rests on",) if told else ()))
    return Made(Tabled(head, tuple(rows)), "No output is on file.", scene.case.areas, parted=True)


def area_standings(scene: Scene, params: Mapping[str, object]) -> Made:
    """How many outputs of each area are met, on track, missed or not yet known."""
    del params
    rows = []
    for area in scene.case.areas:
        places = [
            (each.results[-1].standing if each.results else "not-yet-known", area.span("outputs", number))
            for number, each in enumerate(area.outputs)
        ]
        by_word = (counted(("", place) for said, place in places if said == word) for word in SAID)
        rows.append((cell(area.title, "", area.span("title")), counted(("", place) for _, place in places), *by_word))
    head = ("Area", "Outputs", *SAID.values())
    return Made(Tabled(head, tuple(rows)), "No output is on file.", scene.case.areas)


def deliveries(scene: Scene, params: Mapping[str, object]) -> Made:
    """Each delivery of each area: who answers for it, how often and when last it was done, when it is due."""
    del params
    rows = []
    for area in scene.case.areas:
        for number, delivery in enumerate(area.deliveries):
            place = area.span("deliveries", number)
            late = delivery.due_on is not None and delivery.due_on < scene.dated
            due = f"{day(delivery.due_on)}{' (passed)' if late else ''}"
            rows.append(
                (
                    cell(area.title, "", area.span("title")),
                    cell(scene.term("delivery", delivery.id), "", place),
                    Cell(scene.role_title(delivery.owner)),
                    numbered(len(delivery.done), "", place),
                    dated(delivery.done[-1], "", place) if delivery.done else cell("Not yet", "", place),
                    dated(delivery.due_on, "", place, text=due) if delivery.due_on else cell("Not set", "", place),
                )
            )
    head = ("Area", "Delivery", "Owner", "Times done", "Last done", "Due next")
    return Made(Tabled(head, tuple(rows)), "No delivery is on file.", scene.case.areas, parted=True)


def registers(scene: Scene, params: Mapping[str, object]) -> Made:
    """The registers that are kept elsewhere: who keeps each, which version, when it was last brought up to date."""
    del params
    rows = tuple(
        (
            cell(each.title, "", each.span("title")),
            Cell(scene.role_title(each.owner)),
            cell(each.version or "", "", each.span("version")),
            dated(each.updated_on[-1], "", each.span("updated_on")) if each.updated_on else Cell("Not yet"),
            cell(each.link or "", "", each.span("link")),
        )
        for each in scene.case.outside_registers
    )
    head = ("Register", "Kept by", "Version", "Last updated", "Where")
    return Made(Tabled(head, rows), "No register is on file.", scene.case.outside_registers)


AREA_TABLES = {
    name: table_block(name, maker)
    for name, maker in (
        ("area-outputs", outputs),
        ("area-standings", area_standings),
        ("area-deliveries", deliveries),
        ("outside-registers", registers),
    )
}
