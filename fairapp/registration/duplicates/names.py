"""Whether two names may be one person's: blind to order, fields, accents, titles and abbreviations.

Pure. A name is a set of words, each in its usual spellings, and of initials; what stands in which
field does not matter, for people write them the other way round, or all in one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from rapidfuzz.distance import OSA

from fairapp.registration.search import fold
from fairapp.registration.spellings import is_usual, names_of

# Said before a name by habit, or between a woman's and her husband's; the list may have it or not.
_TITLE_WORDS = """
abbe adjudant adjudante al alhadj alhaji cdt capitaine colonel commandant commissaire controleur de
docteur doyen dr el elhadj elhadji epouse excellence general hadj hadja hadji honorable imam
inspecteur lieutenant madame mademoiselle maitre me mlle mme monsieur mr nee ne pr prof professeur
sem sergent
"""
TITLES = frozenset(_TITLE_WORDS.split())
_SHORTEST_TYPO = 4
_LONG = 9


class Agreement(StrEnum):
    """How two words agree."""

    SAME = "same"
    SPELLING = "spelling"
    TYPO = "typo"
    INITIAL = "initial"


_RANK = {agreement: rank for rank, agreement in enumerate(Agreement)}


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a name; `spellings` are all that it may stand for, itself among them."""

    text: str
    spellings: frozenset[str]


@dataclass(frozen=True, slots=True)
class Name:
    """The words of a name without titles, and the single letters, which may be initials."""

    words: tuple[Word, ...] = ()
    initials: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A word of one name that agrees with one of the other. `usual` is the word they agree in;
    `slip` the other one, when one of the two was mistyped."""

    agreement: Agreement
    usual: str
    slip: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """How two names agree; `left` is how many words of each found none in the other."""

    matches: tuple[Match, ...]
    left: tuple[int, int]


def name_of(*parts: str) -> Name:
    """The name that stands in these fields, in whichever order."""
    return _read(" ".join(parts))


def compare(one: Name, other: Name) -> Comparison:
    """Words that agree, the surest first: as written, by spelling, but for a slip, by initial."""
    found = [
        (match, i, j)
        for i, word in enumerate(one.words)
        for j, other_word in enumerate(other.words)
        if (match := _agreement(word, other_word)) is not None
    ]
    matches: list[Match] = []
    mine, theirs = dict(enumerate(one.words)), dict(enumerate(other.words))
    # In an order that is the same whichever name, and whichever word, comes first.
    for match, i, j in sorted(found, key=lambda each: (_RANK[each[0].agreement], each[0].usual)):
        if i in mine and j in theirs:
            del mine[i], theirs[j]
            matches.append(match)
    matches += _by_initials(mine, other.initials)
    matches += _by_initials(theirs, one.initials)
    return Comparison(tuple(matches), (len(mine), len(theirs)))


@lru_cache(maxsize=4096)
def _read(text: str) -> Name:
    folded = dict.fromkeys(fold(text).split())
    initials = tuple(w for w in folded if len(w) == 1 and w.isalpha())
    words = [
        # « M Mah » is M’Mah whose apostrophe was lost.
        Word(w, names_of(w) | {w} | {letter + w for letter in initials})
        for w in folded
        if w not in initials
    ]
    untitled = tuple(word for word in words if word.text not in TITLES)
    return Name(untitled or tuple(words), initials)


def _agreement(one: Word, other: Word) -> Match | None:
    if one.text == other.text:
        return Match(Agreement.SAME, one.text)
    if shared := one.spellings & other.spellings:
        return Match(Agreement.SPELLING, min(shared))
    shortest = min(len(one.text), len(other.text))
    if shortest < _SHORTEST_TYPO or (is_usual(one.text) and is_usual(other.text)):
        return None
    slips = 2 if shortest >= _LONG else 1
    if OSA.distance(one.text, other.text, score_cutoff=slips) > slips:
        return None
    return Match(Agreement.TYPO, min(one.text, other.text), max(one.text, other.text))


def _by_initials(left: dict[int, Word], initials: Iterable[str]) -> Iterable[Match]:
    for letter in initials:
        for index, word in left.items():
            if word.text.startswith(letter):
                del left[index]
                yield Match(Agreement.INITIAL, letter)
                break
