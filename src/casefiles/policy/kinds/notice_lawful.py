"""Kinds about whether a notice may be given at all: to this school, by this body, on this ground, to what end."""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Annotated

from casefiles.calendars import say_date
from casefiles.markup import plain_text
from casefiles.model.base import Shape
from casefiles.model.notices import Notice
from casefiles.model.people import holder
from casefiles.model.records import Letter
from casefiles.model.types import Identifier, Many, Names, Text
from casefiles.policy.intervention import locked_by
from casefiles.policy.matters import prose_of_body, texts_of
from casefiles.policy.pack import Edition
from casefiles.policy.people_at import same_person
from casefiles.policy.rule import NoParams, Problem, View, rule_kind
from casefiles.policy.schools import NOT_OPEN, regime_of_school
from casefiles.policy.statute import NoticeEntry
from casefiles.policy.wording import say_all, say_any, say_role, say_roles, say_term

__all__ = [
    "agreed_before",
    "blocked_by",
    "grounds_lawful",
    "issuer_is_authority",
    "minded_to_open",
    "notice_lawful",
    "ordinary_letter",
    "say_notice",
    "statutory_letter_guard",
]


def say_notice(view: View, notice: Notice) -> str:
    """A notice as a sentence names it: "the warning notice of 2 March 2026"."""
    title = say_term(view.edition, "notice-kind", notice.kind)
    return f"the {title[:1].lower()}{title[1:]} of {say_date(notice.day)}"


@rule_kind("notice-lawful", of=Notice)
def notice_lawful(notice: Notice, asked: NoParams, view: View) -> Iterator[Problem]:
    """The law of the day knows no such notice, or not to a school of this type."""
    del asked
    law = _law(view.edition, notice)
    if law is None:
        kind = view.edition.canonical("notice-kind", notice.kind)
        if any(entry.kind == kind for entry in view.edition.notices):
            yield Problem(f"there was no such notice in law on {say_date(notice.day)}", path=("kind",))
        return
    school = view.case.school
    if law.schools and regime_of_school(school, view.edition) not in law.schools:
        message, help_ = _not_for(view, law, notice)
        there = ((school.span("type"), "its type"),)
        yield Problem(message, path=("kind",), help=help_, related=there)
    status = view.edition.canonical("school-status", school.status)
    if status in NOT_OPEN or school.status.casefold().replace(" ", "-") in NOT_OPEN:
        there = ((school.span("status"), "its status"),)
        message = f"{school.name} is {school.status.lower()}: there is no governing body to give a notice to"
        yield Problem(message, path=("kind",), related=there)


def _not_for(view: View, law: NoticeEntry, notice: Notice) -> tuple[str, str]:
    """Why a notice is not for a school of its type, and the way out."""
    school, regimes = view.case.school, view.edition.lists.get("regime", {})
    wanted = say_any(say_term(view.edition, "regime", each) for each in law.schools)
    own = regime_of_school(school, view.edition)
    if not own:
        unknown = (
            f'"{school.type}" is no type of school that is known: nobody can say whether {school.name} is {wanted}'
        )
        return unknown, "write the type as the register of schools has it"
    of = f"{school.name} is not {wanted} ({school.type})"
    regime = regimes.get(own)
    if regime is None or not regime.note:
        return f"{of}, and {say_notice(view, notice)} is for no other", "take legal advice"
    return f"{of}: {regime.note}", regime.advice or "take legal advice"


@rule_kind("issuer-is-authority", of=Notice)
def issuer_is_authority(notice: Notice, asked: NoParams, view: View) -> Iterator[Problem]:
    """A statutory notice is given by somebody who does not act for the council."""
    del asked
    file = view.case.authority.file
    council = file.issuing_authority
    if notice.given_by is None:
        yield Problem(
            f"{say_notice(view, notice)} does not say who gives it: an officer of {council}", help='write "given_by"'
        )
        return
    person = holder(view.case, notice.given_by, notice.day)
    officer = file.officers.get(person.officer) if person else None
    if officer is None:
        yield Problem(
            f"{notice.given_by} is no officer of the authority on {say_date(notice.day)}: {council} gives notices, by "
            "an officer of its own",
            path=("given_by",),
        )
        return
    employer = officer.employer or file.name
    if employer.casefold() != council.casefold():
        yield Problem(
            f"{officer.name} acts for {employer}: {council} gives notices, never {employer}",
            path=("given_by",),
            help=f"name an officer of {council}; for one who acts for both write employer: {council} at the officer",
        )


@rule_kind("grounds-lawful", of=Notice)
def grounds_lawful(notice: Notice, asked: NoParams, view: View) -> Iterator[Problem]:
    """A notice rests on no ground, or on one that the Act does not give."""
    del asked
    law = _law(view.edition, notice)
    if law is None or not law.grounds:
        return
    known = say_all(say_term(view.edition, "ground", each) for each in law.grounds)
    if not notice.grounds:
        yield Problem(f"{say_notice(view, notice)} states no ground", help=f"the grounds are {known}")
    for index, ground in enumerate(notice.grounds):
        if view.edition.canonical("ground", ground.ground) not in law.grounds:
            yield Problem(
                f'"{ground.ground}" is no ground of a notice under {law.section}: it knows {known}, and nothing else',
                path=("grounds", index, "ground"),
            )


@rule_kind("minded-to-open", of=Notice)
def minded_to_open(notice: Notice, asked: NoParams, view: View) -> Iterator[Problem]:
    """The action that the authority is minded to take is missing, or is not open to it on this ground."""
    del asked
    law = _law(view.edition, notice)
    if law is None:
        return
    stated = notice.minded_to or notice.powers or notice.powers_used
    if not stated and not notice.minded_to_otherwise:
        yield Problem(
            f"{say_notice(view, notice)} does not say what the authority is minded to do if it is not complied with",
            help=f'write "minded_to": {say_all(law.powers)}, or "minded_to_otherwise" in words',
        )
    for key in ("minded_to", "powers", "powers_used"):
        for index, word in enumerate(getattr(notice, key)):
            power = view.edition.power(word, notice.day)
            if power is None:
                yield Problem(f'there was no power "{word}" on {say_date(notice.day)}', path=(key, index))
            elif power.holder != "authority":
                message = f"{power.section} is a power of {say_role(view.edition, power.holder)} alone"
                yield Problem(message, path=(key, index))
            elif power.id not in law.powers:
                opened = [each.section for name in law.powers if (each := view.edition.power(name, notice.day))]
                message = f"{power.section} is not open under {law.section}, which leads to {say_all(opened)}"
                yield Problem(message, path=(key, index))


@rule_kind("blocked-by", of=Notice)
def blocked_by(notice: Notice, asked: NoParams, view: View) -> Iterator[Problem]:
    """A minister has acted, and until a release the authority may not."""
    del asked
    law = _law(view.edition, notice)
    locks = [("kind", law.section, law.locks)] if law and law.section else []
    powers = [view.edition.power(word, notice.day) for word in notice.powers_used]
    locks += [("powers_used", power.section, power.locks) for power in powers if power]
    for path, what, each in locks:
        found = locked_by(each, view, notice.day)
        if found is None:
            continue
        lock, received = found
        act = say_term(view.edition, "received-kind", received.kind)
        yield Problem(
            f"{what} is closed to the authority since {say_date(received.received_on or received.date)}: {act}, and no "
            f"release is recorded ({lock.basis})",
            path=(path,),
            help=f"record the release under received/ (kind {say_any(lock.until)}), or do not go on",
            related=((received.span("kind"), "what was received"),),
        )


class AgreedBefore(Shape):
    """Who must have agreed: then that is all that is judged. Without it: that somebody did, and before."""

    by: Annotated[tuple[Annotated[Identifier, Names("person")], ...], Many] = ()


@rule_kind("agreed-before", of=Notice, params=AgreedBefore)
def agreed_before(notice: Notice, asked: AgreedBefore, view: View) -> Iterator[Problem]:
    """Nobody is on file as having agreed the notice before it was given."""
    if asked.by:
        yield from _agreed_by(notice, asked.by, view)
    elif notice.agreed_by is None or notice.agreed_on is None:
        missing = [key for key in ("agreed_by", "agreed_on") if getattr(notice, key) is None]
        yield Problem(
            f"{say_notice(view, notice)} does not say who agreed that it be given, and when",
            help=f"write {say_all(missing)}: an officer of the authority decides before it goes out",
        )
    elif notice.agreed_on > notice.day:
        yield Problem(
            f"it was agreed on {say_date(notice.agreed_on)}, after it was given on {say_date(notice.day)}",
            path=("agreed_on",),
        )


def _agreed_by(notice: Notice, roles: Iterable[str], view: View) -> Iterator[Problem]:
    """That another one agreed it than whom the policy names; that nobody did, or too late, is the law's own rule."""
    agreed, on = notice.agreed_by, notice.agreed_on or notice.day
    if agreed is not None and not any(same_person(view.case, view.edition, agreed, role, on) for role in roles):
        who = say_roles(view.edition, tuple(roles), conjunction="or")
        yield Problem(f"{say_role(view.edition, agreed)} agreed it; it is for {who}", path=("agreed_by",))


class LetterGuard(Shape):
    """The sections that a letter must not cite, by their numbers: 60, 60A."""

    sections: Annotated[tuple[Text, ...], Many]

    @cached_property
    def cited(self) -> re.Pattern[str]:
        """What cites one of them: "section 60", "s. 60A"."""
        numbers = "|".join(re.escape(each) for each in self.sections)
        return re.compile(rf"\b(?:section|sec\.?|s\.?)\s*(?:{numbers})\b", re.IGNORECASE)


@rule_kind("statutory-letter-guard", of=Notice, params=LetterGuard)
def statutory_letter_guard(notice: Notice, asked: LetterGuard, view: View) -> Iterator[Problem]:
    """A letter that is not statutory cites the section of warning notices or looks like one."""
    name = say_notice(view, notice)
    for text in texts_of(notice):
        if found := asked.cited.search(text.text):
            yield Problem(
                f'{name} is not statutory, and says "{found[0]}": it must not look like a notice under that section',
                path=text.path,
                span=text.span,
                help="say what the concern is and what may follow, without the section",
            )
    if notice.compliance_period is not None:
        message = f"{name} starts no compliance period: that belongs to a warning notice"
        yield Problem(message, path=("compliance_period",))
    for key in ("minded_to", "powers_used"):
        if getattr(notice, key):
            yield Problem(f"{name} can lead to no power: that belongs to a warning notice", path=(key,))


class OrdinaryLetter(LetterGuard):
    """The sections that an ordinary letter must not be given under, and what it must not call itself."""

    titles: Annotated[tuple[Text, ...], Many]

    @cached_property
    def claims(self) -> re.Pattern[str]:
        """A title that begins with one of the titles; not one that speaks of a notice of some day."""
        titles = "|".join(re.escape(each) for each in self.titles)
        begins, speaks_of = r"^\W*(?:formal |statutory |final )*", r"\s+(?:of|given|dated)\b"
        return re.compile(rf"{begins}(?:{titles})\b(?!{speaks_of})", re.IGNORECASE)

    @cached_property
    def gives(self) -> re.Pattern[str]:
        """A sentence that gives one: "this is a warning notice", "we give you a formal warning notice"."""
        titles = "|".join(re.escape(each) for each in self.titles)
        begins = r"this (?:letter )?is|(?:we|the council) (?:hereby )?gives? (?:you|the governing body)"
        return re.compile(rf"\b(?:{begins}) (?:an? |this )?(?:formal |statutory |final )*(?:{titles})\b", re.IGNORECASE)


@rule_kind("ordinary-letter", of=Letter, params=OrdinaryLetter)
def ordinary_letter(letter: Letter, asked: OrdinaryLetter, view: View) -> Iterator[Problem]:
    """An ordinary letter calls itself a warning notice, or cites the section under which notices are given."""
    del view
    advice = "a warning notice is a file under notices/ (`casefiles new notice`), where its rules judge it"
    title = letter.title or ""
    if found := asked.claims.search(title) or asked.cited.search(title):
        message = f'a letter titled "{found[0].strip()}" would pass for a notice, and no rule on notices judges it'
        yield Problem(message, path=("title",), help=advice)
    for prose in prose_of_body(letter.body):
        text = plain_text(prose)
        if found := asked.gives.search(text):
            message = f'a letter says "{found[0]}": it would pass for a notice, and no rule on notices judges it'
            yield Problem(message, span=prose.span, help=advice)
        elif found := asked.cited.search(text):
            message = f'an ordinary letter cites "{found[0]}": it must not look as if it were given under it'
            yield Problem(message, span=prose.span, step=1, help=advice)


def _law(edition: Edition, notice: Notice) -> NoticeEntry | None:
    """What the national law of its day says of a notice's kind."""
    return next((entry for entry in edition.notice_entries(notice.kind, notice.day) if entry.section), None)
