"""The order of precedence: a proposal by office, and places within an office. Pure.

No decree settles it, and what is practised is disputed: it is where the protocol officer begins,
and each person can be moved by hand. Within an office people have places, so that two ministers can
be told apart: a rank is the office times a hundred plus the place.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from fairapp.core.i18n import LocalizedText

OFFICES = (
    LocalizedText(
        "Président de la République / son représentant",
        "President or representative",
        "رئيس الجمهورية أو من يمثله",
    ),
    LocalizedText("Premier ministre", "Prime Minister", "الوزير الأول"),
    LocalizedText(
        "Présidents des institutions républicaines",
        "Heads of republican institutions",
        "رؤساء مؤسسات الجمهورية",
    ),
    LocalizedText("Ministres", "Ministers", "الوزراء"),
    LocalizedText(
        "Ambassadeurs et chefs de mission diplomatique",
        "Ambassadors and heads of mission",
        "السفراء ورؤساء البعثات الدبلوماسية",
    ),
    LocalizedText(
        "Représentants résidents (ONU, organisations internationales)",
        "UN and international organisation heads",
        "الممثلون المقيمون (الأمم المتحدة والمنظمات الدولية)",
    ),
    LocalizedText("Gouverneurs", "Governors", "الحكّام"),
    LocalizedText(
        "Secrétaires généraux et chefs de cabinet",
        "Secretaries-general and chiefs of staff",
        "الأمناء العامون ورؤساء الدواوين",
    ),
    LocalizedText(
        "Directeur général de la Police, Haut Commandant de la Gendarmerie, officiers généraux",
        "DG of Police, Gendarmerie commander, generals",
        "المدير العام للشرطة وقائد الدرك والضباط العامون",
    ),
    LocalizedText("Préfets", "Prefects", "المحافظون"),
    LocalizedText(
        "Maires et présidents de délégation spéciale",
        "Mayors and heads of special delegations",
        "العُمد ورؤساء الوفود الخاصة",
    ),
    LocalizedText(
        "Directeurs nationaux, magistrats, commissaires centraux",
        "National directors, magistrates, central commissioners",
        "المديرون الوطنيون والقضاة ومفوضو الشرطة المركزيون",
    ),
    LocalizedText(
        "Autorités religieuses et sages",
        "Religious authorities and elders",
        "السلطات الدينية والحكماء",
    ),
    LocalizedText(
        "Chefs de projet et partenaires", "Project leads and partners", "مديرو المشاريع والشركاء"
    ),
    LocalizedText("Autres invités", "Other guests", "ضيوف آخرون"),
)
_PLACES = 100


@dataclass(frozen=True, slots=True)
class Ranked:
    """Somebody in the order: `key` tells who."""

    key: int
    rank: int | None


def office_of(rank: int | None) -> int | None:
    """The office, 1 the highest; a rank that was given without a place is the office itself."""
    if rank is None:
        return None
    return rank if rank < _PLACES else rank // _PLACES


def last_of(office: int | None) -> int | None:
    """The rank of somebody who comes after all of that office, until `settled` finds the place."""
    return None if office is None else office * _PLACES + _PLACES - 1


def settled(ordered: Iterable[Ranked]) -> dict[int, int | None]:
    """Ranks by key for people in their order: the office, and places from 1 within it."""
    ranks: dict[int, int | None] = {}
    for office, group in groupby(ordered, key=lambda person: office_of(person.rank)):
        for place, person in enumerate(group, 1):
            rank = None if office is None else office * _PLACES + min(place, _PLACES - 1)
            ranks[person.key] = rank
    return ranks


def moved(ordered: Sequence[Ranked], key: int, by: int) -> list[Ranked]:
    """The same people with one moved up (-1) or down (1).

    Whoever passes somebody of another office sits with that office from then on; among people
    without a rank there is no order, so nobody moves past them.
    """
    people = list(ordered)
    at = next(place for place, person in enumerate(people) if person.key == key)
    if not 0 <= at + by < len(people):
        return people
    mover, other = people[at], people[at + by]
    if other.rank is None:
        return people
    people[at], people[at + by] = other, Ranked(mover.key, other.rank)
    return people
