"""Kinds about what an authority keeps for all its schools: its contacts, and papers that it reviews in turn."""

from collections.abc import Iterator
from typing import Annotated

from casefiles.calendars import say_date
from casefiles.model.authority import AuthorityFile, Officer
from casefiles.model.base import Shape
from casefiles.model.school import School
from casefiles.model.types import Flag, Identifier, Many, Text, Whole
from casefiles.policy.people_at import holders_of
from casefiles.policy.rule import Problem, View, rule_kind
from casefiles.policy.wording import a_count, say_all, say_role

__all__ = ["contacts_known", "letterhead_complete", "paper_reviewed"]


class ContactsKnown(Shape):
    """The roles whose holders schools write to; `required` asks that each has one."""

    roles: Annotated[tuple[Identifier, ...], Many]
    required: Flag = False


@rule_kind("contacts-known", of=School, params=ContactsKnown)
def contacts_known(school: School, asked: ContactsKnown, view: View) -> Iterator[Problem]:
    """A contact of the authority has no holder, no e-mail address, or one that looks mistyped."""
    del school
    file = view.case.authority.file
    for role in asked.roles:
        officers = sorted(holders_of(view.case, view.edition, role, view.as_of) & set(file.officers))
        if asked.required and not officers:
            yield Problem(
                f"nobody is named as {say_role(view.edition, role)}, whom schools may write to",
                record=file,
                path=("roles", role),
                help=f"name the officer under roles, as {role}",
            )
        for officer in officers:
            yield from _address(file, officer, file.officers[officer], view, role)


def _address(file: AuthorityFile, officer: str, entry: Officer, view: View, role: str) -> Iterator[Problem]:
    """What is wrong with an officer's address: there is none, or its domain is not the authority's."""
    if entry.email is None:
        yield Problem(
            f"{say_role(view.edition, role)}, {entry.name}, has no e-mail address",
            record=file,
            path=("officers", officer),
            help="write email",
        )
        return
    own = (file.letterhead.email or "").rpartition("@")[2].casefold()
    domain = entry.email.rpartition("@")[2].casefold()
    if own and domain != own and not domain.endswith(f".{own}"):
        yield Problem(
            f"the address of {say_role(view.edition, role)} ends in {domain}; the authority's ends in {own}",
            record=file,
            path=("officers", officer, "email"),
            help="correct the address, or the one of the letterhead",
        )


class LetterheadComplete(Shape):
    """What the letterhead must have: address, telephone, email, ..."""

    fields: Annotated[tuple[Identifier, ...], Many]


@rule_kind("letterhead-complete", of=School, params=LetterheadComplete)
def letterhead_complete(school: School, asked: LetterheadComplete, view: View) -> Iterator[Problem]:
    """The authority's letterhead leaves out where it can be reached."""
    del school
    file = view.case.authority.file
    missing = [name for name in asked.fields if not getattr(file.letterhead, name, None)]
    if missing:
        yield Problem(
            f"the letterhead has no {say_all(missing)}",
            record=file,
            path=("letterhead",) if file.span("letterhead") != file.span() else ("name",),
            help="write it under letterhead in authority.yaml",
        )


class PaperReviewed(Shape):
    """The paper that is reviewed in turn, and the months between two reviews."""

    paper: Identifier
    months: Whole
    says: Text


@rule_kind("paper-reviewed", of=School, params=PaperReviewed)
def paper_reviewed(school: School, asked: PaperReviewed, view: View) -> Iterator[Problem]:
    """A paper that the authority reviews in turn was not reviewed for longer than that."""
    del school
    file = view.case.authority.file
    last = file.reviewed.get(asked.paper)
    if last is None:
        yield Problem(
            f"nothing says when {asked.says} were last reviewed",
            record=file,
            path=("reviewed",) if file.reviewed else ("policy",),
            help=f'write "reviewed: {{{asked.paper}: ...}}" in authority.yaml',
        )
    elif view.calendar.add_months(last, asked.months).on < view.as_of:
        yield Problem(
            f"{asked.says} were last reviewed on {say_date(last)}, more than {a_count(asked.months, 'month')} ago",
            record=file,
            path=("reviewed", asked.paper),
            help="review them, and write the day in reviewed",
        )
