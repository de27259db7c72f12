"""The pages of notices: what each must say stands where a reader finds it, and what it must not say stands nowhere."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from casefiles.caseload import read_templates
from casefiles.documents.compose import Composed, Frame, compose, roots
from casefiles.documents.parity import differences
from casefiles.documents.pdf import render_pdf
from casefiles.documents.word.contract import check_template
from casefiles.policy.pack import ON_DEMAND
from casefiles.rendering import placed_blocks
from content_lists import shown
from drafting import lines_of
from notice_pages import EVERY_PAGE, HOME, composed_page, dues, page, text_of, word_of


@dataclass(frozen=True)
class Item:
    """What a notice must say, in our words, and what shows it: a heading, a paragraph or a cell with these words."""

    asked: str
    shown_as: str
    words: str


CONTENT = {
    "warning-notice": (
        Item("who gives it", "paragraph", "Westmere Council"),
        Item("how it is delivered", "paragraph", "Delivery: by hand"),
        Item("to the governing body", "paragraph", "For the governing body"),
        Item("subject with the section", "heading", "Warning notice under section 60 of the Education and Inspections Act 2006"),
        Item("what to do by when", "paragraph", "The governing body must take the 2 actions set out below"),
        Item("grounds in the words of the Act", "paragraph", "the standards of performance of pupils at the school are unacceptably low"),
        Item("low by reference to what", "paragraph", "(section 60(3)(a)); and the standards attained by pupils at comparable schools"),
        Item("which core role", "paragraph", "holding the headteacher to account"),
        Item("matters", "heading", "Matters on which this conclusion is based"),
        Item("a matter with its ground", "cell", "Four pupils in ten did not meet the phonics standard"),
        Item("its ground", "cell", "Ground: section 60(2)(a)"),
        Item("its evidence, source and date", "cell", "Results of the phonics check. School data, 6 October 2025 (reference 2025-10-06-phonics-check)"),
        Item("prior support", "paragraph", "We wrote on 27 January and 9 February 2026."),
        Item("action required", "heading", "Action that the governing body is required to take"),
        Item("an action", "cell", "Adopt a plan for the teaching of phonics"),
        Item("its measure", "cell", "The plan and the minute that adopts it"),
        Item("its date", "cell", "Friday 13 March 2026"),
        Item("compliance period", "paragraph", "begins on Tuesday 3 March 2026 and ends at 11:59pm on Friday 27 March 2026."),
        Item("a power with what comes before", "paragraph", "Section 64: appoint additional governors. We must notify the Secretary of State for Education first (section 70A(1))."),
        Item("the last day of the power", "paragraph", "It can be used until Wednesday 27 May 2026."),
        Item("consultation and consent", "paragraph", "It needs the consent of the Secretary of State for Education (section 65(1))."),
        Item("other action", "paragraph", "Ask for an external review of governance."),
        Item("support", "paragraph", "Four days of the phonics adviser"),
        Item("how compliance is judged", "paragraph", "We will judge each action by what stands beside it"),
        Item("contact", "paragraph", "Please put questions to Ned Quill, School Improvement Adviser."),
        Item("what happens next", "paragraph", "a further, reasonable notice in writing that we propose to use our powers (section 60(1)(d))"),
        Item("who signs", "paragraph", "Ruth Darby"),
        Item("for whom", "paragraph", "For and on behalf of Westmere Council"),
        Item("copies", "heading", "Copies given at the same time"),
        Item("a copy's capacity", "cell", "Secretary of State for Education"),
        Item("a copy's basis", "cell", "section 60(6A)"),
    ),
    "teachers-pay-warning-notice": (
        Item("subject", "heading", "Teachers' pay and conditions warning notice under section 60A"),
        Item("ground", "paragraph", "has failed to comply with a provision of an order under section 122"),
        Item("provision not complied with", "paragraph", "The provision is: paragraph 13.1 of the School Teachers' Pay"),
        Item("matter", "cell", "Three teachers were not placed on the pay range"),
        Item("action", "cell", "Place the three teachers on the pay range"),
        Item("compliance period", "paragraph", "ends at 11:59pm on Friday 27 March 2026."),
        Item("power", "paragraph", "Section 66: suspend the governing body's right to a delegated budget."),
        Item("what it leads to", "paragraph", "eligible for intervention under sections 64 to 66 only when"),
        Item("copies", "cell", "section 60A(6)(za)"),
    ),
    "pre-warning-notice": (
        Item("that it is no notice", "paragraph", "This letter is not a warning notice. It has no statutory effect"),
        Item("concerns with evidence", "cell", "Results of the phonics check. School data, 6 October 2025"),
        Item("what is asked and by when", "paragraph", "We ask the governing body to take the action set out below by Wednesday 25 February 2026."),
        Item("action asked and by when", "cell", "Wednesday 25 February 2026"),
        Item("support", "paragraph", "Two days of the phonics adviser"),
        Item("consequence", "paragraph", "we will consider giving the governing body a formal warning notice"),
    ),
    "letter-of-concern": (
        Item("that it is no notice", "paragraph", "This letter is not a warning notice. It has no statutory effect"),
        Item("concerns with evidence", "cell", "Four pupils in ten did not meet the phonics standard"),
        Item("what is asked", "cell", "Discuss the results at the next meeting"),
        Item("answer", "paragraph", "Please tell us in writing what the governing body decides to do."),
    ),
    "compliance-outcome": (
        Item("decision", "paragraph", "Westmere Council is not satisfied that the governing body of St Aldhelm's"),
        Item("on which notice", "paragraph", "with the warning notice of Monday 2 March 2026 under section 60 of the Education and Inspections Act 2006"),
        Item("who decided, when", "paragraph", "Ruth Darby, Director of Children's Services, decided this on Wednesday 1 April 2026."),
        Item("reason", "paragraph", "No plan was adopted and no meeting had a quorum."),
        Item("what it required", "cell", "Meet with a quorum"),
        Item("how that was to be judged, since it is over", "cell", "How it was to be judged"),
        Item("what happens next", "paragraph", "it must also give the governing body reasonable notice in writing"),
    ),
    "proposal-to-use-powers": (
        Item("basis", "paragraph", "notice in writing, under section 60(1)(d) of the Education and Inspections Act 2006"),
        Item("powers", "paragraph", "its powers under sections 64 and 65 of the Act"),
        Item("eligibility", "cell", "The compliance period ended on 27 March 2026"),
        Item("the last condition is this notice", "cell", "14 April 2026"),
        Item("what comes before each", "paragraph", "It needs the consent of the Secretary of State for Education (section 65(1))."),
        Item("comments by, at once", "paragraph", "The governing body may comment until Friday 24 April 2026."),
        Item("comments by", "paragraph", "please write to us by Friday 24 April 2026"),
    ),
    "power-consultation": (
        Item("basis and capacity", "paragraph", "We consult you under sections 63(2) and 65(2) of the Act, as the appropriate diocesan authority."),
        Item("what is considered", "paragraph", "Section 63: require the governing body to enter into arrangements."),
        Item("how and by when to answer", "paragraph", "Please write to us by Wednesday 29 April 2026"),
    ),
    "power-notification": (
        Item("to whom", "paragraph", "Regional Director for the West"),
        Item("basis", "paragraph", "notifies the Secretary of State, under section 70A(1)"),
        Item("power", "paragraph", "to appoint additional governors. We give this notification before we exercise them."),
        Item("eligibility", "cell", "section 60(1)(d)"),
    ),
    "interim-board-application": (
        Item("basis", "paragraph", "applies to the Secretary of State for consent, under section 65(1)"),
        Item("eligibility", "paragraph", "eligible for intervention by virtue of section 60"),
        Item("reasons", "paragraph", "The governing body cannot meet with a quorum."),
        Item("consultation of the governing body", "cell", "Would rather have more time."),
        Item("consultation of the diocese", "cell", "Appropriate diocesan authority"),
        Item("members", "paragraph", "Three members, with a former headteacher in the chair."),
    ),
    "additional-governors": (
        Item("basis", "paragraph", "under section 64 of the Education and Inspections Act 2006, with effect from Monday 11 May 2026"),
        Item("who", "paragraph", "Two additional governors, for two years each."),
        Item("eligibility", "cell", "The governing body was told in writing that the power is proposed"),
        Item("foundation governors of a voluntary aided school", "paragraph", "an equal number of additional foundation governors (section 64(4))"),
    ),
    "budget-suspension": (
        Item("basis", "paragraph", "suspends the right of the governing body of St Aldhelm's Roman Catholic Primary School to a delegated budget"),
        Item("from when", "paragraph", "The suspension takes effect when the governing body receives this notice."),
        Item("review", "paragraph", "Schedule 15 to the School Standards and Framework Act 1998 applies"),
        Item("copy to the head", "cell", "section 66(3)"),
    ),
    "arrangements-direction": (
        Item("basis", "paragraph", "under section 63 of the Education and Inspections Act 2006"),
        Item("arrangements", "paragraph", "A contract with another school for advice on phonics."),
        Item("consultation", "cell", "Agrees."),
    ),
    "interim-board-notice": (
        Item("from when", "paragraph", "with effect from Monday 1 June 2026"),
        Item("consent", "paragraph", "The Secretary of State consented on Tuesday 12 May 2026 (section 65(1))."),
        Item("copies to every governor", "cell", "Every existing governor"),
    ),
    "notice-withdrawal": (
        Item("which notice", "paragraph", "withdraws the warning notice of Monday 2 March 2026 under section 60 of the Education and Inspections Act 2006"),
        Item("effect", "paragraph", "no power of intervention can follow from it"),
        Item("reason", "paragraph", "The interim board has done what the notice required."),
    ),
    "academy-concern-letter": (
        Item("to whom", "paragraph", "Regional Director for the West"),
        Item("concern", "cell", "Results have fallen for three years"),
        Item("what is asked", "paragraph", "Please tell us whether you intend to act on this concern"),
    ),
    "religious-body-notification": (
        Item("to whom", "paragraph", "Roman Catholic Diocese of Westmere"),
        Item("before formal action", "paragraph", "before any formal action is taken. We first raised them with you on Thursday 22 January 2026."),
        Item("concerns about governance", "cell", "The governing body has had no quorum since October"),
        Item("action contemplated", "paragraph", "A formal notice to the governing body."),
    ),
}  # fmt: skip

_OLD_WORDS = re.compile(r"\bappeals?\b|working days|representations", re.IGNORECASE)
_SECTION_60 = re.compile(r"\b(?:section|s\.?)\s*6\d", re.IGNORECASE)
_NOTICES = f"{HOME}/notices"


@cache
def drawn(slug: str) -> bytes:
    """The page of the full case; a consultation as the diocese has it."""
    recipient = "diocesan-authority" if slug == "power-consultation" else ""
    with TemporaryDirectory() as folder:
        return page(Path(folder), slug, recipient=recipient)


@cache
def parts(slug: str) -> tuple[tuple[str, str], ...]:
    return tuple(shown(drawn(slug)))


def test_every_document_of_a_notice_has_its_list(tmp_path: Path) -> None:
    _, case, packs = dues(tmp_path, "")
    documents = packs.edition_on("england", case.notices[0].date).documents
    entries = {entry.slug for entry in documents if entry.when != ON_DEMAND}
    assert CONTENT.keys() == EVERY_PAGE.keys() == entries


@pytest.mark.parametrize(
    ("slug", "item"),
    [(slug, item) for slug, items in CONTENT.items() for item in items],
    ids=lambda value: value.asked if isinstance(value, Item) else value,
)
def test_what_a_notice_must_say_is_shown(slug: str, item: Item) -> None:
    assert any(kind == item.shown_as and item.words in text for kind, text in parts(slug))


@pytest.mark.parametrize("slug", CONTENT)
def test_what_it_must_say_stands_in_the_order_of_its_list(slug: str) -> None:
    texts = [text for _, text in parts(slug)]
    places = [next(n for n, text in enumerate(texts) if item.words in text) for item in CONTENT[slug]]
    headings = [place for item, place in zip(CONTENT[slug], places, strict=True) if item.shown_as == "heading"]
    assert headings == sorted(headings)


@pytest.mark.parametrize("slug", EVERY_PAGE)
def test_nothing_is_missing_in_a_full_case(tmp_path: Path, slug: str) -> None:
    lacks = [gap.what for gap in composed_page(tmp_path, slug).gaps]
    assert lacks == (["Chair of Trustees"] if slug == "academy-concern-letter" else [])


@pytest.mark.parametrize("slug", EVERY_PAGE)
def test_no_page_of_today_offers_what_the_law_took_away_in_2016(slug: str) -> None:
    assert [text for _, text in parts(slug) if _OLD_WORDS.search(text)] == []


@pytest.mark.parametrize("slug", ["pre-warning-notice", "letter-of-concern", "academy-concern-letter"])
def test_a_letter_that_is_not_statutory_names_no_section(slug: str) -> None:
    assert [text for _, text in parts(slug) if _SECTION_60.search(text)] == []


@pytest.mark.parametrize("slug", EVERY_PAGE)
def test_each_page_is_sound_by_the_contract(tmp_path: Path, slug: str) -> None:
    entry = composed_page(tmp_path, slug).due.entry
    shelf = read_templates(tmp_path, "westmere", "england").templates
    assert check_template(shelf, slug, entry.kind, placed_blocks(entry), roots(entry)) == ()


@pytest.mark.parametrize("slug", EVERY_PAGE)
def test_word_and_pdf_say_the_same(slug: str) -> None:
    docx = drawn(slug)
    assert differences(docx, render_pdf(docx)) == ()


class DescribeWhoGivesIt:
    @pytest.mark.parametrize("slug", EVERY_PAGE)
    def it_is_the_council_and_never_the_company(self, slug: str) -> None:
        texts = [text for _, text in parts(slug)]
        assert texts[0] == "Westmere Council"
        assert not any("Westmere Learning" in text or "hello@learning" in text for text in texts)

    def it_is_the_company_for_a_letter_of_concern_that_its_own_adviser_writes(self, tmp_path: Path) -> None:
        made = composed_page(tmp_path, "letter-of-concern", _rewritten("2026-01-27-concern", "given_by: quill"))
        assert _letter(made).issuer == "Westmere Learning"

    def it_is_the_council_even_where_the_company_s_adviser_signs_a_warning(self, tmp_path: Path) -> None:
        changed = f"\n=== {_NOTICES}/2026-03-02-warning.md\n---\nkind: warning-notice\ngiven_by: quill\n---\n"
        assert _letter(composed_page(tmp_path, "warning-notice", changed)).issuer == "Westmere Council"

    def its_address_is_asked_for_and_never_taken_from_the_company(self, tmp_path: Path) -> None:
        authority = """
=== westmere/authority.yaml
name: Westmere Learning
issuing_authority: Westmere Council
policy: england
letterhead: {address: [9 Mill Lane]}
"""
        made = composed_page(tmp_path, "warning-notice", authority)
        assert "the address of Westmere Council" in [gap.what for gap in made.gaps]
        assert _letter(made).letterhead.address == ()


COPIES = {
    ("Community school", "Does not apply", ""): ("section 60(6A)", "section 60(6)(a)", "section 60(6)(b)"),
    ("Voluntary controlled school", "Church of England", "trustees"): (
        "section 60(6A)", "section 60(6)(a)", "section 60(6)(b)", "section 60(6)(c)", "section 60(6)(d)",
    ),
    ("Voluntary aided school", "Roman Catholic", "trustees"): (
        "section 60(6A)", "section 60(6)(a)", "section 60(6)(b)", "section 60(6)(c)", "section 60(6)(d)",
    ),
    ("Voluntary aided school", "Jewish", "trustees"): (
        "section 60(6A)", "section 60(6)(a)", "section 60(6)(b)", "section 60(6)(d)",
    ),
    ("Foundation school", "Does not apply", "none"): ("section 60(6A)", "section 60(6)(a)", "section 60(6)(b)"),
    ("Foundation special school", "Does not apply", "trustees"): (
        "section 60(6A)", "section 60(6)(a)", "section 60(6)(b)", "section 60(6)(d), as good practice",
    ),
}  # fmt: skip


def school(kind: str, character: str, appointer: str) -> str:
    named = f"foundation_appointer: {appointer}\n" if appointer else ""
    return f"""
=== {HOME}/school.yaml
urn: 900998
name: St Aldhelm's School
type: {kind}
religious_character: {character}
phase: Primary
{named}people:
  headteacher: [{{name: Ines Varga, from: 2021-09-01}}]
  chair-of-governors: [{{name: Hugh Pell, salutation: Mr Pell, from: 2021-09-01}}]
"""


@pytest.mark.parametrize(("of", "bases"), COPIES.items(), ids=" ".join)
def test_the_page_lists_the_copies_for_its_type_of_school(
    tmp_path: Path, of: tuple[str, str, str], bases: tuple[str, ...]
) -> None:
    rows = [text for kind, text in shown(page(tmp_path, "warning-notice", school(*of))) if kind == "cell"]
    table = rows[rows.index("Copy to") + 3 :]
    assert tuple(table[2::3]) == bases


def test_one_body_in_two_capacities_stands_in_the_list_twice(tmp_path: Path) -> None:
    text = text_of(tmp_path, "warning-notice", school("Voluntary aided school", "Roman Catholic", "rc"))
    assert text.count("Roman Catholic Diocese of Westmere") == 2


def test_a_copy_without_anybody_is_a_gap_in_its_line(tmp_path: Path) -> None:
    text = text_of(tmp_path, "warning-notice", school("Voluntary aided school", "Roman Catholic", ""))
    assert (
        "[Not yet in the case file: a copy for the person who appoints the foundation governors, school.yaml]" in text
    )


def test_a_notice_with_nothing_in_it_still_prints_and_says_what_it_lacks(tmp_path: Path) -> None:
    empty = f"\n=== {_NOTICES}/2026-03-02-warning.md\n---\nkind: warning-notice\n---\n"
    gaps = [gap.what for gap in composed_page(tmp_path, "warning-notice", empty).gaps]
    assert gaps == [
        "who gives it",
        "grounds",
        "the matters that it is based on",
        "the action required",
        "the compliance period",
        "the action that is contemplated",
        "whom to turn to with questions",
    ]
    text = text_of(tmp_path / "again", "warning-notice", empty)
    assert "[Not yet in the case file: grounds, notices/2026-03-02-warning.md]" in text


def test_a_measure_and_a_date_that_an_action_lacks_are_gaps_in_its_row(tmp_path: Path) -> None:
    bare = f"""
=== {_NOTICES}/2026-03-02-warning.md
---
kind: warning-notice
given_by: director-of-childrens-services
grounds: [{{ground: s60-2-a, evidence: [2025-10-06-phonics-check]}}]
required_actions: [{{action: Adopt a plan}}]
compliance_period: {{from: 2026-03-03}}
minded_to: [s64]
---
"""
    gaps = [gap.what for gap in composed_page(tmp_path, "warning-notice", bare).gaps]
    assert gaps == [
        "what the standards are low by reference to",
        "the measure of action 1",
        "the date of action 1",
        "the end of the compliance period",
    ]


def test_evidence_that_not_every_recipient_may_read_is_a_gap_and_never_just_left_out(tmp_path: Path) -> None:
    kept_back = f"""
=== {HOME}/evidence/2026-01-20-minutes.md
---
title: Minutes that name a teacher
source: Clerk to the Governing Body
audience: [school]
---
No questions asked.
"""
    made = composed_page(tmp_path, "warning-notice", kept_back)
    assert [(gap.what, gap.why) for gap in made.gaps] == [
        ("evidence that everyone who gets the notice may read", "confidential")
    ]
    assert "Minutes that name a teacher" not in text_of(tmp_path / "again", "warning-notice", kept_back)


class DescribeConsultation:
    def it_is_a_letter_to_each_whom_the_law_names(self, tmp_path: Path) -> None:
        found, _, _ = dues(tmp_path, "power-consultation")
        assert [each.stem for each in found] == [
            "2026-04-15-power-consultation-diocesan-authority",
            "2026-04-15-power-consultation-governing-body",
        ]

    @pytest.mark.parametrize(
        ("of", "names"),
        [
            (("Community school", "Does not apply", ""), ["governing-body"]),
            (("Voluntary aided school", "Jewish", "trustees"), ["foundation-appointer", "governing-body"]),
            (("Foundation school", "Does not apply", "none"), ["governing-body"]),
        ],
    )
    def it_follows_the_type_of_school(self, tmp_path: Path, of: tuple[str, str, str], names: list[str]) -> None:
        found, _, _ = dues(tmp_path, "power-consultation", school(*of))
        assert [each.recipient for each in found] == names

    def each_letter_greets_its_own_reader(self, tmp_path: Path) -> None:
        diocese = text_of(tmp_path, "power-consultation", recipient="diocesan-authority")
        chair = text_of(tmp_path, "power-consultation", recipient="governing-body")
        assert ("Dear Sir or Madam" in diocese, "Yours faithfully" in diocese) == (True, True)
        assert ("Dear Mr Pell" in chair, "Yours sincerely" in chair) == (True, True)

    def a_body_that_nobody_names_is_a_gap_in_a_letter_of_its_own(self, tmp_path: Path) -> None:
        of = school("Voluntary aided school", "Jewish", "")
        made = composed_page(tmp_path, "power-consultation", of, recipient="foundation-appointer")
        assert [gap.what for gap in made.gaps] == ["person who appoints the foundation governors"]


def test_a_power_that_is_used_too_early_lacks_its_conditions(tmp_path: Path) -> None:
    early = f"""
=== {_NOTICES}/2026-05-05-governors.md
---
kind: additional-governors
follows: 2026-03-03-pay
powers_used: [s64]
takes_effect_on: 2026-05-11
given_by: director-of-childrens-services
---
## The additional governors
Two.
"""
    gaps = [gap.what for gap in composed_page(tmp_path, "additional-governors", early).gaps]
    assert gaps == [
        "that the authority decided, after the period, that the notice was not complied with",
        "that the governing body was told in writing that the power is proposed",
    ]


def test_an_interim_board_without_consent_is_not_said_to_have_it(tmp_path: Path) -> None:
    unanswered = f"""
=== {_NOTICES}/2026-05-01-application.md
---
kind: interim-board-application
follows: 2026-03-02-warning
powers: [s65]
given_by: director-of-childrens-services
---
"""
    text = text_of(tmp_path, "interim-board-notice", unanswered)
    assert "The Secretary of State consented" not in text
    assert "[Not yet in the case file: the consent of the Secretary of State, notices/2026-05-18-board.md]" in text


def test_a_notice_is_served_by_e_mail_only_where_its_record_says_so(tmp_path: Path) -> None:
    assert composed_page(tmp_path, "warning-notice").envelope.to == ()
    mailed = _rewritten("2026-01-27-concern", "given_by: director-of-childrens-services\nmethod: e-mail, as agreed")
    sent = composed_page(tmp_path / "mailed", "letter-of-concern", mailed)
    assert [each.name for each in sent.envelope.to] == ["Hugh Pell"]


def test_each_church_of_a_joint_school_gets_a_letter_of_its_own(tmp_path: Path) -> None:
    joint = school("Voluntary aided school", "Church of England/Roman Catholic", "trustees")
    made, _, _ = dues(tmp_path, "religious-body-notification", joint)
    assert [each.stem for each in made] == [
        "2026-01-26-religious-body-notification-diocese-of-westmere-board-of-education",
        "2026-01-26-religious-body-notification-roman-catholic-diocese-of-westmere",
    ]
    second = made[1].recipient
    text = text_of(tmp_path / "second", "religious-body-notification", joint, recipient=second)
    assert "Roman Catholic Diocese of Westmere\n4 Sea Street\nWestmere\n" in text


def test_one_church_gets_one_letter_under_its_plain_name(tmp_path: Path) -> None:
    made, _, _ = dues(tmp_path, "religious-body-notification")
    assert [each.stem for each in made] == ["2026-01-26-religious-body-notification"]


_OLD = """---
kind: {kind}
method: by hand
given_by: director-of-childrens-services
given_on: {given_on}
compliance_period: {{from: 2014-03-04, to: 2014-03-24}}
---
"""


@pytest.mark.parametrize(
    ("kind", "given_on", "says"),
    [
        (
            "warning-notice",
            "2014-03-03",
            "may make representations in writing to the Chief Inspector against this notice",
        ),
        ("teachers-pay-warning-notice", "2014-03-03", "representations in writing to the local authority against"),
        ("warning-notice", "2016-04-17", "representations in writing to the Chief Inspector"),
        ("warning-notice", "2016-04-18", "The governing body may write to us about this notice at any time."),
        ("teachers-pay-warning-notice", "2016-04-18", "may write to us about this notice at any time."),
    ],
)
def test_what_happens_next_is_that_of_the_law_of_the_day(tmp_path: Path, kind: str, given_on: str, says: str) -> None:
    old = f"\n=== {_NOTICES}/{given_on}-old.md\n{_OLD.format(kind=kind, given_on=given_on)}"
    made, case, packs = dues(tmp_path, kind, old)
    due = next(each for each in made if each.record.record_id == f"{given_on}-old")
    text = "\n".join(lines_of(word_of(tmp_path, compose(due, case, packs))))
    assert says in text
    assert ("representations" in text) == (given_on < "2016-04-18")


@pytest.mark.parametrize(
    ("given_on", "says"),
    [("2014-03-03", "Her Majesty"), ("2022-09-07", "Her Majesty"), ("2022-09-08", "His Majesty")],
)
def test_the_chief_inspector_is_hers_or_his_majestys_by_the_day(tmp_path: Path, given_on: str, says: str) -> None:
    old = f"\n=== {_NOTICES}/{given_on}-old.md\n{_OLD.format(kind='warning-notice', given_on=given_on)}"
    made, case, packs = dues(tmp_path, "warning-notice", old)
    due = next(each for each in made if each.record.record_id == f"{given_on}-old")
    text = "\n".join(lines_of(word_of(tmp_path, compose(due, case, packs))))
    assert f"{says}'s Chief Inspector" in text
    assert ("Her Majesty" in text, "His Majesty" in text) == (says == "Her Majesty", says == "His Majesty")


def test_the_dfe_number_stands_beside_the_urn(tmp_path: Path) -> None:
    numbered = school("Community school", "Does not apply", "") + "dfe_number: 999/2345\n"
    assert "St Aldhelm's School (URN 900998, DfE number 999/2345)" in text_of(tmp_path, "warning-notice", numbered)
    assert "St Aldhelm's Roman Catholic Primary School (URN 900998)" in text_of(tmp_path / "bare", "warning-notice")


def _rewritten(name: str, giver: str) -> str:
    return f"\n=== {_NOTICES}/{name}.md\n---\nkind: letter-of-concern\n{giver}\n---\n"


def _letter(made: Composed) -> Frame:
    letter = made.context["letter"]
    assert isinstance(letter, Frame)
    return letter
