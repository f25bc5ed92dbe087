"""How likely two registrations are one person's, and why. Pure: values in, a score out.

Fellegi and Sunter's record linkage, as `splink` words it: each thing that two registrations say is
worth log2(m / u) bits for or against, where m is how often one person's registrations agree in it
and u how often strangers' do; the bits are added to the odds that any two of the fair are one. A
name that many bear, a number that many gave, say little: u is counted at the fair itself.

The m are what lists of such fairs show (names.json, generator.json): one registration in thirty is
a duplicate, a second SIM is common, women's lists name the husband. A name alone never identifies.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import log2

from rapidfuzz import fuzz

from fairapp.registration.duplicates.names import Agreement, Comparison, Match, compare
from fairapp.registration.duplicates.persons import Person, Population, organisation_fact

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


@dataclass(frozen=True, slots=True)
class Likeness:
    """A score from 0 to 1, and codes of what speaks for one person and against (`words.WHY`)."""

    score: float
    why: tuple[str, ...] = ()
    against: tuple[str, ...] = ()


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
    odds = _prior(among) + sum(bits for _, bits in told)
    against = tuple(code for code, bits in told if bits < 0)
    score = 1 / (1 + 2 ** -max(-60.0, min(60.0, odds)))
    if {"other_phone", "other_organisation"} <= set(against) and not one.email == other.email != "":
        score = min(score, STRANGERS)
    return Likeness(score, tuple(code for code, bits in told if bits > 0), against)


def needed(least: float, among: Population) -> float:
    """How many bits a pair needs for a score of `least`."""
    return log2(least / (1 - least)) - _prior(among)


def can_be_found_by_name(person: Person, least: float, among: Population) -> bool:
    """Whether somebody who shares no phone and no e-mail may come to a score of `least`: never by
    the name alone."""
    bits = _NAME_BITS
    bits += _ORGANISATION_BITS[1] if person.organisation else 0
    bits += _SAME_DATE if person.birth_date else _SAME_YEAR if person.birth_year else 0
    bits += _SAME_PLACE if person.place else 0
    return bits >= needed(least, among)


def most_by_name(person: Person, among: Population) -> float:
    """No comparison of the person's name is worth more bits."""
    words = (
        # A slip never says more than the word itself, a spelling than the rarest that is meant.
        max(_word_bits(Match(Agreement.SAME, spelling), among) for spelling in word.spellings)
        for word in person.name.words
    )
    return min(_NAME_BITS, max(0.1, sum(words) + _WORD_BITS[0] * len(person.name.initials)))


def add_up(one: Person, other: Person, among: Population, wanted: float) -> bool:
    """Whether what both say besides names, phones and e-mails is worth the bits that are wanted."""
    bits = wanted
    for _, worth in _birth(one, other):
        bits -= worth
    if bits > _ORGANISATION_BITS[1] + _SAME_PLACE:
        return False
    told = (*_rest(one, other), *_organisations(one, other, among))
    return bits <= sum(worth for _, worth in told)


def share_reach(one: Person, other: Person) -> bool:
    """Whether both gave the same phone or the same e-mail."""
    return not one.phones.isdisjoint(other.phones) or one.email == other.email != ""


_Evidence = Iterable[tuple[str, float]]


def _prior(among: Population) -> float:
    return log2(2 * _DUPLICATES / (among.size + _BACKGROUND))


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
        return ()
    alike = _alike(one.organisation, other.organisation)
    if alike < _UNLIKE:
        return _OTHER
    if alike < _SIMILAR:
        return ()
    members = max(among.bearers(organisation_fact(o.organisation)) for o in (one, other))
    share = (members + _BEARERS) / (among.size + _BACKGROUND)
    return [("organisation", _within(_ORGANISATION_BITS, log2(_SAME_ORGANISATION / share)))]


# A few hundred organisations meet each other again and again.
_alike = lru_cache(maxsize=65536)(fuzz.token_set_ratio)
_OTHER = (("other_organisation", _OTHER_ORGANISATION),)


def _birth(one: Person, other: Person) -> _Evidence:
    if one.birth_year is None or other.birth_year is None:
        return ()
    if one.birth_date and other.birth_date:
        return _DATES[one.birth_date == other.birth_date]
    apart = abs(one.birth_year - other.birth_year)
    is_about = one.birth_approximate or other.birth_approximate
    if apart <= (2 if is_about else 0):
        return [("year", _ABOUT_YEAR if is_about else _SAME_YEAR)]
    # A year off is a slip, or an age counted from another day.
    return () if apart <= (5 if is_about else 1) else _YEARS_APART


_DATES = ((("other_birth", _OTHER_DATE),), (("birth", _SAME_DATE),))
_YEARS_APART = (("other_year", _OTHER_YEAR),)


def _rest(one: Person, other: Person) -> _Evidence:
    found = []
    # Agreeing in sex says nothing that the given name has not said.
    if one.sex and other.sex and one.sex != other.sex:
        found.append(("other_sex", _OTHER_SEX))
    if one.place and other.place:
        same = one.place == other.place
        found.append(("place", _SAME_PLACE) if same else ("other_place", _OTHER_PLACE))
    return found


def _within(bounds: tuple[float, float], bits: float) -> float:
    return max(bounds[0], min(bounds[1], bits))
