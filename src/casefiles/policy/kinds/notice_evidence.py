"""Kinds about the evidence of a notice: of which kinds it is, which reports it leaves out, what a group calls for."""

from collections.abc import Iterator
from typing import Annotated

from casefiles.calendars import say_date
from casefiles.model.base import Shape
from casefiles.model.notices import Notice
from casefiles.model.records import Evidence
from casefiles.model.types import Identifier, Listed, Many, Names, Text, Texts, Whole
from casefiles.policy.kinds.notice_lawful import say_notice
from casefiles.policy.matters import matters_of
from casefiles.policy.rule import Duty, Problem, View, rule_kind
from casefiles.policy.view_queries import decisions_since
from casefiles.policy.wording import say_all

__all__ = ["evidence_mix", "group_action_named", "group_plan_judged", "key_sources_cited"]

Kinds = Annotated[tuple[Annotated[Identifier, Names("evidence-kind")], ...], Many]


_SEVERAL = 10


class EvidenceMix(Shape):
    """The groups of the list `evidence-kind` from each of which a notice cites something."""

    groups: Texts


@rule_kind("evidence-mix", of=Notice, params=EvidenceMix)
def evidence_mix(notice: Notice, asked: EvidenceMix, view: View) -> Iterator[Problem]:
    """A notice rests on one sort of evidence where it should draw on several."""
    terms = view.edition.lists.get("evidence-kind", {})
    groups = {terms[kind].group for kind in _kinds(notice, view) if kind in terms}
    missing = [group for group in asked.groups if group not in groups]
    if missing:
        words = [
            f"{group} evidence ({', '.join(_first([name for name, term in terms.items() if term.group == group]))})"
            for group in missing
        ]
        yield Problem(
            f"{say_notice(view, notice)} cites no {say_all(group for group in missing)} evidence",
            path=("grounds",),
            help=f"cite {say_all(words)}; the kind stands in the evidence's own file",
        )


class KeySources(Shape):
    """The kinds of evidence that a notice is expected to use, and for how many months back (ours)."""

    kinds: Kinds
    months: Whole


@rule_kind("key-sources-cited", of=Notice, params=KeySources)
def key_sources_cited(notice: Notice, asked: KeySources, view: View) -> Iterator[Problem]:
    """A report that is a key source for a notice is on file, and the notice does not cite it."""
    cited = {each.record_id for each in _cited(notice, view)}
    for evidence in view.case.evidence:
        kind = view.edition.canonical("evidence-kind", evidence.kind or "")
        recent = view.calendar.add_months(evidence.date, asked.months).on >= notice.day
        if kind in asked.kinds and evidence.date <= notice.day and recent and evidence.record_id not in cited:
            yield Problem(
                f'"{evidence.title}" of {say_date(evidence.date)} is a key source, and {say_notice(view, notice)} does '
                "not cite it",
                path=("grounds",),
                help=f"read it again; if it bears on a ground, cite {evidence.record_id}",
                ours=True,
            )


class GroupAction(Shape):
    """The kinds of evidence that speak of a group of pupils, and the sets of words that one action draws on.

    `says` is what the action then fails to do.
    """

    kinds: Kinds
    words: Annotated[tuple[Texts, ...], Listed]
    says: Text


@rule_kind("group-action-named", of=Notice, params=GroupAction)
def group_action_named(notice: Notice, asked: GroupAction, view: View) -> Iterator[Problem]:
    """A notice rests on how a group of pupils does, and asks for less than the policy's least for such a group."""
    if not set(asked.kinds) & set(_kinds(notice, view)):
        return
    texts = [f"{each.action} {each.measure or ''}".casefold() for each in notice.required_actions]
    if not any(all(any(word in text for word in words) for words in asked.words) for text in texts):
        yield Problem(
            f"{say_notice(view, notice)} rests on how a group of pupils does, and no required action {asked.says}",
            path=("required_actions",) if notice.required_actions else ("kind",),
            help="word one action so that it names the plan, the support, how it is delivered and how its impact is "
            "measured",
        )


class GroupPlanJudged(Shape):
    """The kinds of evidence that speak of a group of pupils, and the decision on the plan that the school amended."""

    kinds: Kinds
    decision: Annotated[Identifier, Names("decision-kind")]


@rule_kind("group-plan-judged", of=Notice, params=GroupPlanJudged)
def group_plan_judged(notice: Notice, asked: GroupPlanJudged, view: View) -> Iterator[Duty]:
    """Nobody has decided whether the plan that a notice asked a school to amend for a group of pupils is sufficient."""
    period = notice.compliance_period
    if period is None or period.end is None or not set(asked.kinds) & set(_kinds(notice, view)):
        return
    taken = decisions_since(view, notice.day, (asked.decision,))
    yield Duty(
        what="decide whether the amended improvement plan is sufficient, and agree when it is monitored",
        due_on=period.end,
        derivation=f"the end of the compliance period: {say_date(period.end)}",
        message=f"the compliance period of {say_notice(view, notice)} ended on {say_date(period.end)}, and nothing "
        "says whether the amended improvement plan is sufficient",
        path=("compliance_period", "to"),
        met_by=taken[0].record_id if taken else "",
        met_on=taken[0].decided_on if taken else None,
        help=f"record a decision ({asked.decision}) with its reason and when the plan is monitored",
    )


def _first(names: list[str]) -> list[str]:
    """The first few of many names."""
    return names if len(names) <= _SEVERAL else [*names[:_SEVERAL], "..."]


def _cited(notice: Notice, view: View) -> Iterator[Evidence]:
    """The evidence that a notice cites, ground by ground."""
    for matter in matters_of(notice, view.case, view.edition):
        for cited in matter.evidence:
            record = view.case.find("evidence", cited.id)
            if isinstance(record, Evidence):
                yield record


def _kinds(notice: Notice, view: View) -> tuple[str, ...]:
    """The kinds of evidence that a notice cites."""
    return tuple(view.edition.canonical("evidence-kind", each.kind) for each in _cited(notice, view) if each.kind)
