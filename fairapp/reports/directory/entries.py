"""Who stands in the directory, and with what: nothing that the person did not agree to.

There are two consents, and so two directories. "My name may be on the list given to the fair's
partners" is a consent to the name and to whom it stands for, and to no phone number. "You may
contact me after the fair" lets the organisers write or call, and is no consent to hand that on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from enum import StrEnum

from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from fairapp.checkin.entries import entry_rows
from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.matches.squads import may_be_named
from fairapp.registration.models import Registration
from fairapp.registration.phones import display
from fairapp.registration.search import fold
from fairapp.reports.documents.made import digest_of


class Audience(StrEnum):
    """Who reads it, and so which consent it takes."""

    PARTNERS = "partners"
    TEAM = "team"


class Order(StrEnum):
    """What it is divided by."""

    ORGANISATION = "organisation"
    CATEGORY = "category"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Entry:
    """One person; `phone` and `email` empty for the partners."""

    family_name: str
    given_names: str
    other_script: str
    organisation: str
    position: str
    category: str
    category_position: int
    phone: str = ""
    email: str = ""

    @property
    def name(self) -> str:
        """Family name first, as on lists."""
        return f"{self.family_name.upper()} {self.given_names}".strip()

    @property
    def contact(self) -> str:
        """Phone and e-mail on one line."""
        return " · ".join(part for part in (self.phone, self.email) if part)

    @property
    def sort_key(self) -> tuple[str, str, tuple[object, ...]]:
        """By family name, then given names; the rest breaks ties."""
        family = self.family_name or self.given_names
        return fold(family), fold(self.given_names), astuple(self)


@dataclass(frozen=True, slots=True)
class Group:
    """People under one heading; an empty one when nothing divides them."""

    heading: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Directory:
    """Everybody who agreed, under their headings, and how many others came."""

    groups: tuple[Group, ...]
    left_out: int

    @property
    def entries(self) -> list[Entry]:
        """Everybody, in order."""
        return [entry for group in self.groups for entry in group.entries]

    @property
    def digest(self) -> str:
        """Of each entry, in order."""
        return digest_of(astuple(entry) for entry in self.entries)


def directory(event: Event, audience: Audience, order: Order) -> Directory:
    """The directory as consents are now, its words in the present language."""
    entry = entry_rows(event)
    came = select(entry.c.person_id).distinct()
    agreed = (
        Registration.share_name if audience is Audience.PARTNERS else Registration.contact_after
    )
    query = (
        select(Registration)
        .join(Registration.category)
        .where(Registration.id.in_(came), agreed)
        .options(contains_eager(Registration.category))
    )
    found = [
        _entry(person, audience)
        for person in db.session.scalars(query)
        if audience is Audience.TEAM or _is_named(event, person)
    ]
    everybody = db.session.scalar(select(func.count()).select_from(came.subquery())) or 0
    groups = arrange(sorted(found, key=lambda one: one.sort_key), order)
    return Directory(tuple(groups), everybody - len(found))


def arrange(people: Sequence[Entry], order: Order) -> Iterable[Group]:
    """`people`, who are in order of names, under their headings; organisations that differ by
    accents or capitals only are one, under its first spelling. Who has none stands last.
    """
    if order is Order.NAME:
        return [Group("", tuple(people))] if people else []
    gathered: dict[tuple[int, str], list[Entry]] = {}
    for one in people:
        gathered.setdefault(_key(one, order), []).append(one)
    return [_group(order, gathered[key]) for key in sorted(gathered)]


def _key(one: Entry, order: Order) -> tuple[int, str]:
    if order is Order.CATEGORY:
        return one.category_position, one.category
    return int(not one.organisation), fold(one.organisation)


def _group(order: Order, people: Sequence[Entry]) -> Group:
    first = people[0].category if order is Order.CATEGORY else people[0].organisation
    return Group(first or _("Without organisation"), tuple(people))


def _is_named(event: Event, person: Registration) -> bool:
    """Nobody under age is named to others, whatever was ticked."""
    return may_be_named(agreed=person.share_name, age=person.age_on(event.days[0].date))


def _entry(person: Registration, audience: Audience) -> Entry:
    shows_contact = audience is Audience.TEAM
    return Entry(
        family_name=person.family_name,
        given_names=person.given_names,
        other_script=person.name_other_script,
        organisation=person.organisation,
        position=person.position,
        category=str(person.category.name),
        category_position=person.category.position,
        phone=_phone(person) if shows_contact else "",
        email=person.email if shows_contact else "",
    )


def _phone(person: Registration) -> str:
    """As it is dialled; a doubtful number may be a stranger's."""
    return display(person.phone) if person.phone and not person.phone_doubtful else ""
