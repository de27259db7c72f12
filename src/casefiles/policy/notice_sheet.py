"""All that a notice's page or audit sheet shows, as typed values: the law as printed, matters, powers, copies."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from casefiles.calendars import Derived, say_weekday
from casefiles.model.notices import Notice
from casefiles.policy.copies import CopyList, copies_of
from casefiles.policy.intervention import Gateway, gateways_of, window_of
from casefiles.policy.matters import NoticeMatter, matters_of
from casefiles.policy.pack import Edition
from casefiles.policy.rule import View

__all__ = ["NoticeAction", "NoticeGround", "NoticePeriod", "NoticePower", "NoticeSheet", "Printed", "notice_sheet"]


class Printed(Struct, frozen=True):
    """An entry of the law as it prints: "section 60(3)(a)" and what it says."""

    id: str
    title: str
    says: str = ""


class NoticeGround(Struct, frozen=True):
    """One ground: its provision and statutory words, and what the file says of it."""

    law: Printed
    comparators: tuple[Printed, ...]
    core_roles: tuple[Printed, ...]
    indicators: tuple[Printed, ...]
    provision: str
    matters: tuple[NoticeMatter, ...]


class NoticeAction(Struct, frozen=True):
    """One required action, numbered."""

    number: int
    action: str
    measure: str
    due_on: date | None


class NoticePeriod(Struct, frozen=True):
    """The compliance period; `ends` is its stated end: "11:59pm on Friday 27 March 2026" (empty without one)."""

    start: date
    end: date | None
    ends: str


class NoticePower(Struct, frozen=True):
    """A power that the notice speaks of: what must come before it, and its last day by this notice.

    `consent` and `notify` are the provisions that ask for them, `consent_of` and `notified` the capacities
    of those who are asked and told, empty where none does; `advice` marks a window of the guidance alone.
    """

    id: str
    section: str
    title: str
    consent: str
    consent_of: str
    notify: str
    notified: str
    window: Derived | None
    window_basis: str
    advice: bool
    note: str


class NoticeSheet(Struct, frozen=True):
    """A notice with the law of its day. `section` and `act` are empty for what is not statutory.

    `representations` is whom they may be made to against it, empty where the law of its day has none.
    """

    title: str
    section: str
    act: str
    representations: str
    grounds: tuple[NoticeGround, ...]
    matters: tuple[NoticeMatter, ...]
    actions: tuple[NoticeAction, ...]
    period: NoticePeriod | None
    powers: tuple[NoticePower, ...]
    otherwise: str
    copies: CopyList
    gateways: tuple[Gateway, ...]


def notice_sheet(notice: Notice, view: View) -> NoticeSheet:
    """Everything that is known or computed of a notice on the view's date."""
    entries = view.edition.notice_entries(notice.kind, notice.day)
    law = next((entry for entry in entries if entry.section), None)
    matters = matters_of(notice, view.case, view.edition)
    period = notice.compliance_period
    return NoticeSheet(
        title=_printed(view.edition, "notice-kind", notice.kind).title,
        section=law.section or "" if law else "",
        act=law.act or "" if law else "",
        representations=law.representations or "" if law else "",
        grounds=_grounds(notice, view, matters),
        matters=matters,
        actions=tuple(
            NoticeAction(number, each.action, each.measure or "", each.due_on)
            for number, each in enumerate(notice.required_actions, start=1)
        ),
        period=NoticePeriod(period.start, period.end, f"11:59pm on {say_weekday(period.end)}" if period.end else "")
        if period
        else None,
        powers=tuple(_powers(notice, view)),
        otherwise=notice.minded_to_otherwise or "",
        copies=copies_of(notice, view),
        gateways=gateways_of(view, view.as_of),
    )


def _grounds(notice: Notice, view: View, matters: tuple[NoticeMatter, ...]) -> tuple[NoticeGround, ...]:
    def of(what: str, words: tuple[str, ...]) -> tuple[Printed, ...]:
        return tuple(_printed(view.edition, what, word) for word in words)

    return tuple(
        NoticeGround(
            law=_printed(view.edition, "ground", ground.ground),
            comparators=tuple(sorted(of("comparator", ground.comparators), key=lambda each: each.title)),
            core_roles=of("governing-role", ground.core_roles),
            indicators=of("governance-indicator", ground.indicators),
            provision=ground.provision or "",
            matters=tuple(each for each in matters if each.path[1] == index),
        )
        for index, ground in enumerate(notice.grounds)
    )


def _powers(notice: Notice, view: View) -> list[NoticePower]:
    """The powers that are contemplated, proposed or used; the window is that of the notice that they follow."""
    found = []
    warned = view.case.find("notice", notice.follows) if notice.follows else notice
    for word in dict.fromkeys((*notice.minded_to, *notice.powers, *notice.powers_used)):
        power = view.edition.power(word, notice.day)
        if power is None:
            continue
        notify = power.notify if power.notify and power.notify.in_force.covers(notice.day) else None
        found.append(
            NoticePower(
                id=power.id,
                section=power.section,
                title=power.title,
                consent=power.consent.basis if power.consent else "",
                consent_of=power.consent.capacity if power.consent else "",
                notify=notify.basis if notify else "",
                notified=notify.capacity if notify else "",
                window=window_of(view, warned, power) if isinstance(warned, Notice) else None,
                window_basis=power.window.basis if power.window else "",
                advice=power.window.advice if power.window else False,
                note=power.note or "",
            )
        )
    return found


def _printed(edition: Edition, what: str, word: str) -> Printed:
    name = edition.canonical(what, word)
    term = edition.lists.get(what, {}).get(name)
    return Printed(name, term.title if term else word, (term.note or "") if term else "")
