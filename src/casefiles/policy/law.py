"""Which policy judges a thing on a date: the authority's edition with the national layer of that day beneath it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property

from msgspec import Struct
from msgspec.structs import replace

from casefiles.calendars import Calendar, calendar_of, say_date
from casefiles.diagnostics import Citation, Diagnostic, Severity, Span
from casefiles.model.caseview import Authority, Case
from casefiles.policy.layers import asked_over, documents_over, lost_blocks, national_rules, taken_over, terms_over
from casefiles.policy.pack import Edition, PolicyPack, once_an_edition, requirement_of
from casefiles.policy.titles import called_on, title_days

__all__ = ["Packs", "calendar_in", "cited", "edition_notes", "lint_layers"]


class Packs(Struct, frozen=True, dict=True):
    """The packs that are known, by name: the shipped ones and those of an authority's own folder.

    Asking for a pack that isn't there is a fault of the caller; `name in packs` says whether it is.
    """

    by_name: Mapping[str, PolicyPack]

    def __contains__(self, name: str) -> bool:
        """Whether there is a pack of that name."""
        return name in self.by_name

    def edition_on(self, name: str, day: date) -> Edition:
        """The edition of a pack that judges a day, with the national layer of that day merged beneath it.

        National rules, words and powers stand whatever the local pack says. Roles and terms have the titles
        of the day. A day before the first edition
        is judged by the first.
        """
        if (name, day) not in self._on:
            self._on[name, day] = self._edition_on(name, day)
        return self._on[name, day]

    def _edition_on(self, name: str, day: date) -> Edition:
        pack = self.by_name[name]
        local = pack.edition_on(day)
        national = self.by_name.get(pack.under)
        beneath = national.edition_on(day) if national else None
        key = (name, local.id, beneath.id if beneath else "")
        if key not in self._merged:
            merged = _merged(local, beneath) if beneath else local
            days = title_days(merged)
            self._merged[key] = (days, {len(days): merged})
        days, eras = self._merged[key]
        era = bisect_left(days, day)
        if era not in eras:
            eras[era] = called_on(eras[len(days)], day)
        return eras[era]

    def editions(self, name: str) -> tuple[Edition, ...]:
        """Every edition of a pack, oldest first, each with the national layer of its first day."""
        return tuple(
            self.edition_on(name, edition.in_force.start or date.min) for edition in self.by_name[name].editions
        )

    def beneath(self, name: str) -> tuple[str, ...]:
        """The packs that a pack stands on, by their names; none for a national one."""
        under = self.by_name[name].under if name in self.by_name else ""
        return (under,) if under else ()

    def before_first(self, name: str, day: date) -> bool:
        """Whether a day lies before the first edition of a pack."""
        first = self.by_name[name].editions[0].in_force.start
        return first is not None and day < first

    @cached_property
    def _on(self) -> dict[tuple[str, date], Edition]:
        """The edition of each pack and day that was asked for."""
        return {}

    @cached_property
    def _merged(self) -> dict[tuple[str, str, str], tuple[tuple[date, ...], dict[int, Edition]]]:
        """Each pair of editions that was asked for: the days on which titles change, and the edition between them."""
        return {}


def calendar_in(case: Case, edition: Edition) -> Calendar:
    """The calendar of a case with the bank holidays that the pack adds and removes.

    They are the ids (dates) of the pack's lists `bank-holiday` and `no-bank-holiday`.
    """
    added, removed = _bank_holidays(edition)
    return calendar_of(case, added, removed)


@once_an_edition
def _bank_holidays(edition: Edition) -> tuple[frozenset[date], frozenset[date]]:
    """The bank holidays that an edition adds, and those that it removes."""
    added, removed = (edition.lists.get(name, {}) for name in ("bank-holiday", "no-bank-holiday"))
    return frozenset(map(date.fromisoformat, added)), frozenset(map(date.fromisoformat, removed))


def edition_notes(authority: Authority, packs: Packs, as_of: date) -> tuple[Diagnostic, ...]:
    """What is wrong with an authority's pack as a whole: none of that name, none of the law's above it, past review."""
    name = authority.file.policy
    span = authority.file.span("policy")
    if name not in packs:
        return (_unknown_pack(span, name, packs).within(authority.id),)
    lawless = tuple(each.within(authority.id) for each in _no_layer(packs.by_name[name], packs))
    edition = packs.edition_on(name, as_of)
    if edition.review_due is None or as_of <= edition.review_due:
        return lawless
    noted = Diagnostic(
        span,
        edition.requirement or "PCK-031",
        Severity.WARNING,
        f"{edition.title} was due for review by {say_date(edition.review_due)} and no later edition is in the pack",
        help="ask the authority for its new edition; until then this one judges",
        citation=cited(edition),
    )
    return (*lawless, noted.within(authority.id))


def cited(edition: Edition) -> Citation | None:
    """The clause that an edition's own dates carry out, if its pack names one."""
    requirement = edition.requirements.get(edition.requirement)
    return Citation(edition.title, requirement.section, requirement.quote) if requirement else None


def lint_layers(pack: PolicyPack, packs: Packs, where: Span) -> tuple[Diagnostic, ...]:
    """What is wrong between a local pack and the national one: no layer, an unknown one, a national code taken over."""
    if not pack.under:
        return _no_layer(pack, packs)
    national = packs.by_name.get(pack.under)
    if national is None:
        message = f'the pack stands under "{pack.under}", and there is no such pack'
        return (Diagnostic(where, "PCK-030", Severity.ERROR, message),)
    protected = {rule.code for edition in national.editions for rule in edition.rules}
    protected |= {requirement_of(code) for code in protected}
    rules = (
        Diagnostic(
            rule.span("code"),
            "PCK-032",
            Severity.ERROR,
            f"{rule.code} is a national rule: a local pack may add rules, but cannot replace or weaken that one",
            help="give the rule a code of the pack's own",
        )
        for edition in pack.editions
        for rule in edition.rules
        if rule.code in protected or requirement_of(rule.code) in protected
    )
    weaker = (each for edition in pack.editions for each in _weaker(edition, national, where))
    return (*rules, *weaker)


def _is_layer(pack: PolicyPack, packs: Packs) -> bool:
    """Whether a pack is a nation's own: others stand under it, or it has statutory notices and no levels of support."""
    if any(each.under == pack.name for each in packs.by_name.values()):
        return True
    return all(not edition.levels and any(notice.section for notice in edition.notices) for edition in pack.editions)


def _no_layer(pack: PolicyPack, packs: Packs) -> tuple[Diagnostic, ...]:
    """The error of an authority's pack that stands under no nation's law, where there is one to stand under."""
    if pack.under:
        return ()
    layers = sorted(name for name, each in packs.by_name.items() if not each.under and _is_layer(each, packs))
    if not layers or pack.name in layers:
        return ()
    names = " or ".join(f'"under: {name}"' for name in layers)
    message = (
        f"the pack does not say under which nation's law it stands: no national rule judges the cases of {pack.name}"
    )
    help_ = f"add {names}: the law stands over any policy"
    return (Diagnostic(pack.span, "PCK-042", Severity.ERROR, message, help=help_),)


def _weaker(local: Edition, national: PolicyPack, where: Span) -> Iterator[Diagnostic]:
    """Words of the national lists that a local edition gives another meaning, and statutory pages that it cuts."""
    beneath = national.edition_on(local.in_force.start or date.max)
    for name, word, key in taken_over(local, beneath):
        message = f'"{word}" of the list {name} is a national word, and its {key} is the law\'s: a pack may add aliases'
        yield Diagnostic(where, "PCK-032", Severity.ERROR, message, help=f"leave {key} out, or use a word of your own")
    for document in local.documents:
        for block in lost_blocks(document, beneath):
            message = f"{document.slug} takes the place of a statutory notice and leaves out {block}: it is not used"
            yield Diagnostic(document.span("blocks"), "PCK-032", Severity.ERROR, message, help="place the block")


def _unknown_pack(span: Span, name: str, packs: Packs) -> Diagnostic:
    known = ", ".join(sorted(packs.by_name)) or "none"
    return Diagnostic(
        span, "PCK-033", Severity.ERROR, f'there is no policy pack "{name}"', help=f"the packs are: {known}"
    )


def _merged(local: Edition, beneath: Edition) -> Edition:
    """The local edition with the national one under it."""
    kept = {rule.code for rule in beneath.rules}
    return replace(
        local,
        levels=local.levels or beneath.levels,
        roles={**beneath.roles, **local.roles},
        lists=terms_over(local, beneath),
        criteria=(*local.criteria, *beneath.criteria),
        meetings=(*local.meetings, *(kind for kind in beneath.meetings if not local.meeting_kind(kind.id))),
        documents=documents_over(local, beneath),
        notices=(*beneath.notices, *local.notices),
        gateways=beneath.gateways or local.gateways,
        powers=beneath.powers or local.powers,
        ladder=beneath.ladder or local.ladder,
        rating=local.rating or beneath.rating,
        rules=(*national_rules(local, beneath), *(rule for rule in local.rules if rule.code not in kept)),
        requirements={**local.requirements, **beneath.requirements},
        asked=asked_over(local, beneath),
        beneath={rule.code: beneath.title for rule in beneath.rules},
    )
