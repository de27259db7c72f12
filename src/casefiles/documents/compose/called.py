"""What people are called in free text: in full, by title or initials with the surname, by one name alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import cached_property

from msgspec import Struct

__all__ = ["Called", "is_ordinary", "words_in"]

_TITLES = """
    Mr Mrs Ms Miss Mx Dr Prof Professor Sir Dame Lord Lady Rev Revd Reverend Fr Father Sister Sr Brother Canon Rabbi
    Imam Cllr Councillor
    """.split()  # noqa: SIM905 - a word a line would be a page
_TITLE = rf"(?:{'|'.join(_TITLES)})\b\.?"
_LEAST = 3
"""So many letters has a single name that is looked for alone."""
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")  # noqa: RUF001 - the apostrophe that programs set
_OPENERS = frozenset(
    """
    a after all also although an and as at because before both but by during each for from he her his how if in it
    its later many most no now of on once one our out she since so some soon still that the their then there these
    they this those though to today until we what when where which while who with without yet you
    """.split()  # noqa: SIM905 - a word a line would be two pages
)
"""Words that begin a sentence and are no part of a name."""
_ORDINARY = _OPENERS | frozenset(
    """
    amber april august autumn black blue brown chair christmas church day easter east english france french friday
    german good green grey head ireland january june july latin london march may monday music north october
    outstanding red requires saturday school september south spanish spring state summer sunday thursday tuesday
    universal wales wednesday welsh west white will winter york young
    """.split()  # noqa: SIM905 - a word a line would be two pages
)
"""Words that stand with a capital in reports and are also names."""


def words_in(text: str) -> frozenset[str]:
    """The words of a text, as they are written, and those that own something without the ending of it."""
    found = _WORD.findall(text)
    return frozenset((*found, *(re.sub("['’]s?$", "", word) for word in found)))  # noqa: RUF001


def is_ordinary(word: str, written: Collection[str]) -> bool:
    """Whether a word is no sure sign of a person: it is common, too short, or stands in small letters in the text."""
    return len(word) < _LEAST or word.casefold() in _ORDINARY or word.casefold() in written


class Called(Struct, frozen=True, dict=True):
    """A person's name, their form of address where it is on file, and the role by which a report may speak of them."""

    name: str
    salutation: str
    role: str

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The words of the name without titles and letters alone: first names, then the surname."""
        found = _WORD.findall(re.sub(rf"^(?:{_TITLE}\s+)+", "", self.name))
        return tuple(word for word in found if len(word) > 1)

    @property
    def words(self) -> frozenset[str]:
        """The words of which one stands wherever this person is named."""
        return frozenset(
            {*self.parts[:1], *self.parts[-1:], *_WORD.findall(self.name), *_WORD.findall(self.salutation)}
        )

    @cached_property
    def _named(self) -> re.Pattern[str]:
        """The name in full, the form of address, a title or the initials with the surname."""
        forms = [_spaced(each) for each in (self.name, self.salutation) if " " in each.strip()]
        if len(self.parts) > 1:
            first, last = self.parts[0], _spaced(self.parts[-1])
            rest = _spaced(" ".join(self.parts[1:]))
            initial = re.escape(first[0])
            forms += (rf"{re.escape(first)}\s+{last}", rf"{_TITLE}\s+(?:{re.escape(first)}\s+)?(?:{last}|{rest})")
            forms += (rf"{initial}\.\s?(?:[A-Z]\.?\s?)?(?:{last}|{rest})",)
            if first[0] not in {"A", "I"}:
                forms.append(rf"{initial}\s(?:[A-Z]\s)?(?:{last}|{rest})")
        return re.compile(
            rf"(?<![\w-])(?:{'|'.join(sorted(forms, key=len, reverse=True))})(?![\w-])" if forms else r"(?!)"
        )

    def replaced(self, text: str, put: Callable[[], str], alone: Iterable[str]) -> str:
        """The text with what `put` gives in place of this person, named in full, or by one of the words `alone`."""
        text = self._named.sub(lambda _: put(), text)
        for word in alone:
            text = "".join(_alone(text, word, put))
        return text


def _spaced(words: str) -> str:
    """A pattern for words, however they are spaced and whichever apostrophe they have."""
    return r"\s+".join(re.sub(r"['’]", "['’]", re.escape(word)) for word in words.split())  # noqa: RUF001


def _alone(text: str, word: str, put: Callable[[], str]) -> Iterator[str]:
    """The text in pieces, the word replaced where it stands by itself with a capital in the middle of a sentence.

    Beside another word with a capital it is part of a longer name: of a school, a street, somebody else.
    """
    at = 0
    for match in re.finditer(rf"(?<![\w-]){re.escape(word)}(?![\w-])(?!(?:['’]s)?\s+[A-Z])", text):  # noqa: RUF001
        before = text[: match.start()].rstrip(" \t\xa0\"'“‘(*_")  # noqa: RUF001
        if not before or before[-1] in ".!?:;\n|" or _ends_with_a_name(before):
            continue
        yield text[at : match.start()]
        yield put()
        at = match.end()
    yield text[at:]


def _ends_with_a_name(text: str) -> bool:
    """Whether the last word has a capital, and is not one with which a sentence begins."""
    found = re.search(r"([^\W\d_][\w'’-]*\.?)$", text)  # noqa: RUF001
    return found is not None and found[1][0].isupper() and found[1].casefold() not in _OPENERS
