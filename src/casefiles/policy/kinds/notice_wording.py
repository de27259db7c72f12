"""Kinds about how a notice speaks: words of another time, what it must say, and what belongs in no copied paper."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Annotated

from casefiles.calendars import say_date
from casefiles.model.base import Held, Shape
from casefiles.model.notices import Notice
from casefiles.model.records import Evidence, Letter, Meeting, Received, Visit
from casefiles.model.types import Listed, Text, Texts
from casefiles.policy.kinds.fields import say_subject
from casefiles.policy.kinds.notice_lawful import say_notice
from casefiles.policy.matters import texts_of
from casefiles.policy.rule import NoParams, Problem, View, rule_kind
from casefiles.policy.stretch import Stretch
from casefiles.policy.wording import say_all, say_any

__all__ = ["must_say", "restricted_only", "staffing_matter", "stale_wording"]

_SENTENCE = re.compile(r"(?<=[.!?;])\s+|\n")


class Phrase(Shape):
    """Words that must not stand together in one sentence, on which days, and what to say in their place."""

    words: Texts
    unless: Texts = ()
    now: Text
    in_force: Stretch


class StaleWording(Shape):
    """The phrases of another time."""

    phrases: Annotated[tuple[Phrase, ...], Listed]


@rule_kind("stale-wording", of=Notice, params=StaleWording)
def stale_wording(notice: Notice, asked: StaleWording, view: View) -> Iterator[Problem]:
    """A notice speaks in the words of another time: of law, a body, a title or a grade that is no more."""
    del view
    phrases = [phrase for phrase in asked.phrases if phrase.in_force.covers(notice.day)]
    for text in texts_of(notice):
        sentences = [_plain(sentence) for sentence in _SENTENCE.split(text.text)]
        stale = (next((phrase for phrase in phrases if _has(sentence, phrase)), None) for sentence in sentences)
        for phrase in dict.fromkeys(each for each in stale if each is not None):
            quoted = " with ".join(f'"{word}"' for word in phrase.words)
            yield Problem(
                f"this speaks of {quoted}, which does not hold on {say_date(notice.day)}",
                path=text.path,
                span=text.span,
                help=phrase.now,
            )


def _has(sentence: str, phrase: Phrase) -> bool:
    """Whether a sentence has all the words of a phrase, and none of those that make it harmless."""
    return all(_stands(sentence, word) for word in phrase.words) and not any(
        _stands(sentence, word) for word in phrase.unless
    )


class MustSay(Shape):
    """Words of which one of each set must stand in the notice, and what they say."""

    words: Annotated[tuple[Texts, ...], Listed]
    says: Text


@rule_kind("must-say", of=Notice, params=MustSay)
def must_say(notice: Notice, asked: MustSay, view: View) -> Iterator[Problem]:
    """A notice leaves out something that the law or guidance of its day asks it to say."""
    said = _plain(" ".join(text.text for text in texts_of(notice)))
    if not all(any(_stands(said, word) for word in words) for words in asked.words):
        wanted = say_all(say_any(f'"{word}"' for word in words) for words in asked.words)
        yield Problem(f"{say_notice(view, notice)} does not say {asked.says}", help=f"its text should have {wanted}")


class Staffing(Shape):
    """The words for matters that belong in a restricted report."""

    words: Texts


@rule_kind("staffing-matter", of=Notice, params=Staffing)
def staffing_matter(notice: Notice, asked: Staffing, view: View) -> Iterator[Problem]:
    """A notice that many will read speaks of an individual's performance or employment."""
    del view
    for text in texts_of(notice):
        said = _plain(text.text)
        found = next((word for word in asked.words if _stands(said, word)), None)
        if found is not None:
            yield Problem(
                f'this speaks of "{found}": a person\'s performance or employment has no place in what is copied',
                path=text.path,
                span=text.span,
                help="serious concern about the headteacher's performance goes to the governing body in a restricted "
                "report of its own (kind headteacher-performance-report)",
            )


@rule_kind("restricted-only", of=(Notice, Evidence, Meeting, Visit, Received, Letter))
def restricted_only(subject: Held, asked: NoParams, view: View) -> Iterator[Problem]:
    """A record about a person stands in the case file with more than a reference."""
    del asked
    name = say_notice(view, subject) if isinstance(subject, Notice) else say_subject(view, subject)
    if not subject.restricted:
        yield Problem(
            f"{name} is about a person: the case file has only who holds it, where it is kept and why",
            help="write restricted: true, holder, place and relied_on_because",
        )
    if subject.body:
        first = subject.body.preamble.span or (subject.body.sections[0].span if subject.body.sections else None)
        yield Problem(f"{name} is restricted, and its text stands here", span=first, help="keep the text elsewhere")


def _plain(text: str) -> str:
    return re.sub(r"[\s\u2018\u2019']+", " ", text).casefold()


def _stands(said: str, word: str) -> bool:
    plain, whole = _wanted(word)
    return plain in said and whole.search(said) is not None


@lru_cache(maxsize=1024)
def _wanted(word: str) -> tuple[str, re.Pattern[str]]:
    """A word of a pack as a plain text has it, and as it stands there for itself."""
    plain = _plain(word)
    return plain, re.compile(rf"(?<!\w){re.escape(plain)}(?!\w)")
