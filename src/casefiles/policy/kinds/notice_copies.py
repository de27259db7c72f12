"""Kinds about the copies of a notice: everybody who must have one is named, and has it on the same day."""

from __future__ import annotations

from collections.abc import Iterator

from casefiles.calendars import say_date
from casefiles.model.notices import Notice
from casefiles.policy.copies import NoticeCopy, copies_of
from casefiles.policy.kinds.notice_lawful import say_notice
from casefiles.policy.rule import NoParams, Problem, View, rule_kind

__all__ = ["copies_named", "copies_same_day"]


@rule_kind("copies-named", of=Notice)
def copies_named(notice: Notice, asked: NoParams, view: View) -> Iterator[Problem]:
    """Nobody is named for a copy that must go with the notice."""
    del asked
    for copy in copies_of(notice, view).missing:
        yield Problem(
            f"{_lower(copy.title)} must have a copy ({copy.basis}), and nobody is named: {copy.missing}",
            path=("copies",) if notice.copies else ("kind",),
            help="name the body in authority.yaml under bodies (role, for, address), or the person in school.yaml",
            step=1 if copy.advice else 0,
        )


@rule_kind("copies-same-day", of=Notice)
def copies_same_day(notice: Notice, asked: NoParams, view: View) -> Iterator[Problem]:
    """A copy was not given at the same time as the notice."""
    del asked
    given = notice.given_on
    if given is None:
        return
    for copy in copies_of(notice, view).copies:
        if copy.recipient is None or copy.origin == "case":
            continue
        step = 1 if copy.advice else 0
        if copy.index is None:
            yield Problem(
                f"{say_notice(view, notice)} was given, and no copy to {copy.recipient.name} is recorded: "
                f"{_lower(copy.title)}, {copy.basis}",
                path=("copies",) if notice.copies else ("given_on",),
                help=f"write under copies {{to: ..., capacity: {copy.capacity}, given_on: {given}, method: ...}}",
                step=step,
            )
        elif copy.given_on != given:
            yield Problem(_other_day(copy, notice, view), path=("copies", copy.index, "given_on"), step=step)


def _other_day(copy: NoticeCopy, notice: Notice, view: View) -> str:
    who = copy.recipient.name if copy.recipient else copy.title
    if copy.given_on is None:
        return f"the copy to {who} has no date: {copy.basis} asks for it at the same time as the notice"
    side = "later" if copy.given_on > notice.day else "earlier"
    return (
        f"the copy to {who} was given on {say_date(copy.given_on)}, {side} than {say_notice(view, notice)}: "
        f"{copy.basis} asks for it at the same time"
    )


def _lower(title: str) -> str:
    return f"the {title}" if title[:1].isupper() else title
