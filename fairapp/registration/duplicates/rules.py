"""How likely two registrations are one person's, and why. Pure: values in, a score out.

Fellegi and Sunter's record linkage, as `splink` words it: each thing that two registrations say is
worth log2(m / u) bits for or against, where m is how often one person's registrations agree in it
and u how often strangers' do; the bits are added to the odds that any two of the fair are one. A
name that many bear, a number that many gave, say little: u is counted at the fair itself.

The m are what lists of such fairs show (names.json, generator.json): one registration in thirty is
a duplicate, a second SIM is common, women's lists name the husband. A name alone never identifies.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from math import log2
from typing import Protocol

from rapidfuzz import fuzz

from fairapp.registration.duplicates.names import Agreement, Comparison, Match, Name, compare
from fairapp.registration.duplicates.names import name_of as name_of
from fairapp.registration.search import fold

PROBABLE = 0.5
"""From here on the team is asked; measured in tests/registration/duplicates/test_accuracy.py."""
STRANGERS = 0.4
"""No more, whatever else agrees, for a name whose phones and organisations are different."""

_DUPLICATES = 0.03
# As though the fair had a hundred more people, so that a small one does not take a name for rare.
_BACKGROUND, _BEARERS = 100, 3
_WORD_BITS = (1.0, 7.0)
# Words of one name are not independent of each other.
_NAME_BITS = 12.0
_SLIP, _ONE_MORE_NAME = -2.0, -1.0
# Mariama Ciré and Mariama Dalanda are sisters; Mariama and Ibrahima have nothing in common.
_PARTLY_OTHER, _OTHER_NAME = -5.0, -12.0
_SAME_REACH, _SHARED_REACH = 0.8, 0.2
_OTHER_PHONE, _OTHER_EMAIL = -1.5, -1.0
_SAME_ORGANISATION, _ORGANISATION_BITS, _OTHER_ORGANISATION = 0.7, (1.0, 5.0), -2.5
_SIMILAR, _UNLIKE = 88, 60
_SAME_YEAR, _ABOUT_YEAR, _OTHER_YEAR = 5.0, 2.0, -5.5
_SAME_DATE, _OTHER_DATE = 8.0, -3.0
_OTHER_SEX = -5.0
_SAME_PLACE, _OTHER_PLACE = 1.5, -1.0


class Told(Protocol):
    """What is compared; a `Registration` is one."""

    given_names: str
    family_name: str
    phone: str
    phone_2: str
    email: str
    organisation: str
    birth_year: int | None
    birth_date: date | None
    birth_approximate: bool
    sex: str | None
    locality: str


@dataclass(frozen=True, slots=True)
class Person:
    """What a registration says, ready to be compared."""

    name: Name
    phones: frozenset[str] = frozenset()
    email: str = ""
    organisation: str = ""
    birth_year: int | None = None
    birth_date: date | None = None
    birth_approximate: bool = False
    sex: str | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Population:
    """How many people a fair has, and how many of them have what `facts` gives."""

    size: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)

    def bearers(self, fact: str) -> int:
        """How many people; at least the one who said it."""
        return max(1, self.counts.get(fact, 1))


@dataclass(frozen=True, slots=True)
class Likeness:
    """A score from 0 to 1, and codes of what speaks for one person and against (`words.WHY`)."""

    score: float
    why: tuple[str, ...] = ()
    against: tuple[str, ...] = ()


def person_of(told: Told) -> Person:
    """What `told` says, ready to be compared."""
    return Person(
        name=name_of(told.given_names, told.family_name),
        phones=frozenset(number for number in (told.phone, told.phone_2) if number),
        email=told.email.casefold(),
        organisation=fold(told.organisation),
        birth_year=told.birth_date.year if told.birth_date else told.birth_year,
        birth_date=told.birth_date,
        birth_approximate=told.birth_approximate,
        sex=told.sex,
        place=told.locality,
    )


def facts(person: Person) -> Iterator[str]:
    """What is counted to tell the rare from the common."""
    yield from {spelling for word in person.name.words for spelling in word.spellings}
    yield from person.phones
    if person.email:
        yield person.email
    if person.organisation:
        yield organisation_fact(person.organisation)


def organisation_fact(organisation: str) -> str:
    """How `facts` names an organisation, apart from names of people."""
    return f"@ {fold(organisation)}"


def likeness(one: Person, other: Person, among: Population) -> Likeness:
    """How likely both are one person, of a fair with the people of `among`."""
    compared = compare(one.name, other.name)
    told = [
        *_name(compared, among),
        *_phones(one, other, among),
        *_email(one, other, among),
        *_organisations(one, other, among),
        *_birth(one, other),
        *_rest(one, other),
    ]
    odds = log2(2 * _DUPLICATES / (among.size + _BACKGROUND)) + sum(bits for _, bits in told)
    against = tuple(code for code, bits in told if bits < 0)
    score = 1 / (1 + 2 ** -max(-60.0, min(60.0, odds)))
    if {"other_phone", "other_organisation"} <= set(against) and not one.email == other.email != "":
        score = min(score, STRANGERS)
    return Likeness(score, tuple(code for code, bits in told if bits > 0), against)


_Evidence = Iterable[tuple[str, float]]


def _name(compared: Comparison, among: Population) -> _Evidence:
    matches = [match for match in compared.matches if not _is_another_name(match, among)]
    mine, theirs = (left + len(compared.matches) - len(matches) for left in compared.left)
    if mine and theirs:
        return [("other_name", _PARTLY_OTHER if matches else _OTHER_NAME)]
    if not matches:
        return []
    bits = sum(_word_bits(match, among) for match in matches)
    longer = _ONE_MORE_NAME if mine or theirs else 0
    return [(_how(matches, longer != 0), max(0.1, min(bits, _NAME_BITS) + longer))]


def _how(matches: list[Match], is_longer: bool) -> str:
    how = {match.agreement for match in matches}
    if how & {Agreement.TYPO, Agreement.INITIAL}:
        return "name_close"
    if is_longer:
        return "name_longer"
    return "name_spelling" if Agreement.SPELLING in how else "name"


def _word_bits(match: Match, among: Population) -> float:
    if match.agreement is Agreement.INITIAL:
        return _WORD_BITS[0]
    bearers = max(among.bearers(match.usual), among.bearers(match.slip) if match.slip else 0)
    bits = -log2((bearers + _BEARERS) / (among.size + _BACKGROUND))
    slip = _SLIP if match.agreement is Agreement.TYPO else 0
    return _within(_WORD_BITS, bits + slip)


def _is_another_name(match: Match, among: Population) -> bool:
    """Whether what looks like a slip is a name that others bear as well: Keita and Koita."""
    if match.agreement is not Agreement.TYPO:
        return False
    fewer, more = sorted((among.bearers(match.usual), among.bearers(match.slip)))
    return fewer > max(2, more / 10)


def _phones(one: Person, other: Person, among: Population) -> _Evidence:
    shared = one.phones & other.phones
    if shared:
        return [("phone", max(_reach_bits(number, among) for number in shared))]
    return [("other_phone", _OTHER_PHONE)] if one.phones and other.phones else []


def _email(one: Person, other: Person, among: Population) -> _Evidence:
    if not (one.email and other.email):
        return []
    if one.email == other.email:
        return [("email", _reach_bits(one.email, among))]
    return [("other_email", _OTHER_EMAIL)]


def _reach_bits(reach: str, among: Population) -> float:
    # A family's phone, or the focal point's on a whole list: one number, many people.
    others = max(1, among.bearers(reach) - 1)
    return log2(_SAME_REACH * (among.size + _BACKGROUND) / (_SHARED_REACH * others))


def _organisations(one: Person, other: Person, among: Population) -> _Evidence:
    if not (one.organisation and other.organisation):
        return []
    ratio = fuzz.token_set_ratio(one.organisation, other.organisation)
    if ratio < _UNLIKE:
        return [("other_organisation", _OTHER_ORGANISATION)]
    if ratio < _SIMILAR:
        return []
    members = max(among.bearers(organisation_fact(o.organisation)) for o in (one, other))
    share = (members + _BEARERS) / (among.size + _BACKGROUND)
    return [("organisation", _within(_ORGANISATION_BITS, log2(_SAME_ORGANISATION / share)))]


def _birth(one: Person, other: Person) -> _Evidence:
    if one.birth_date and other.birth_date:
        same = one.birth_date == other.birth_date
        return [("birth", _SAME_DATE) if same else ("other_birth", _OTHER_DATE)]
    if one.birth_year is None or other.birth_year is None:
        return []
    apart = abs(one.birth_year - other.birth_year)
    is_about = one.birth_approximate or other.birth_approximate
    if apart <= (2 if is_about else 0):
        return [("year", _ABOUT_YEAR if is_about else _SAME_YEAR)]
    # A year off is a slip, or an age counted from another day.
    return [] if apart <= (5 if is_about else 1) else [("other_year", _OTHER_YEAR)]


def _rest(one: Person, other: Person) -> _Evidence:
    # Agreeing in sex says nothing that the given name has not said.
    if one.sex and other.sex and one.sex != other.sex:
        yield "other_sex", _OTHER_SEX
    if one.place and other.place:
        same = one.place == other.place
        yield ("place", _SAME_PLACE) if same else ("other_place", _OTHER_PLACE)


def _within(bounds: tuple[float, float], bits: float) -> float:
    return max(bounds[0], min(bounds[1], bits))
