"""Who is entitled to an attestation and who holds one, with what the team has to look at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import Select, select
from sqlalchemy.orm import load_only

from fairapp.checkin import entries
from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.registration.models import Registration
from fairapp.registration.search import fold, tokens
from fairapp.reports.attestations.models import Attestation, AttestationName
from fairapp.reports.attestations.queries import attended, days_needed, latest, said_by, told
from fairapp.reports.attestations.renaming import Former, former_names, name_before


class Flag(StrEnum):
    """What the team looks for among attestations."""

    NAME = "name"  # a correction waits
    UNCONFIRMED = "unconfirmed"
    RENAMED = "renamed"  # the person has changed the registered name since the fair began
    UNCOVERED = "uncovered"  # issued, and no longer what the scans say
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Row:
    """One person: entitled, or holding an attestation that was issued. `days` as the scans have
    them now; `attestation` the latest. `was`: the name before the person changed it to one that may
    be somebody else's, after the fair began.
    """

    registration_id: int
    reference: str
    given_names: str
    family_name: str
    other_script: str
    organisation: str
    has_email: bool
    days: tuple[date, ...]
    is_entitled: bool
    said: AttestationName | None
    attestation: Attestation | None
    was: str = ""

    @property
    def registered(self) -> str:
        """The name as it was registered."""
        return f"{self.given_names} {self.family_name}".strip()

    @property
    def name(self) -> str:
        """The name as it is printed now."""
        return self.said.name if self.said is not None and self.said.holds else self.registered

    @property
    def searched(self) -> str:
        """What it can be found by, folded."""
        return fold(f"{self.registered} {self.name} {self.organisation} {self.reference}")

    @property
    def sort_key(self) -> tuple[str, str, str]:
        """By family name, then given names; the reference breaks ties."""
        family = self.family_name or self.given_names
        return fold(family), fold(self.given_names), self.reference

    @property
    def is_uncovered(self) -> bool:
        """Whether what was issued names a day on which no scan shows the person any more."""
        issued = self.attestation
        if issued is None or not issued.is_valid:
            return False
        return not self.is_entitled or not set(issued.dates) <= set(self.days)

    @property
    def flags(self) -> frozenset[Flag]:
        """What is to be said of it."""
        told = {
            Flag.NAME: self.said is not None and self.said.waits,
            Flag.UNCONFIRMED: self.said is None and self.is_entitled,
            Flag.RENAMED: bool(self.was),
            Flag.UNCOVERED: self.is_uncovered,
            Flag.REVOKED: self.attestation is not None and self.attestation.revoked_at is not None,
        }
        return frozenset(flag for flag, holds in told.items() if holds)


def rows(event: Event) -> list[Row]:
    """Everybody who is entitled, and everybody to whom one was issued; by family name."""
    days: dict[int, list[date]] = {}
    fair = {day.date for day in event.days}
    for row in entries.person_days(event):
        if row.date in fair:
            days.setdefault(row.person_id, []).append(row.date)
    wanted = days_needed(event)
    entitled = {person for person, on in days.items() if len(on) >= wanted}
    issued, said, former = _issued(event), _said(event), former_names(event)
    found = [
        _row(
            one,
            days.get(one.id, ()),
            wanted,
            said=said.get(one.id),
            attestation=issued.get(one.id),
            former=former.get(one.id),
        )
        for one in db.session.scalars(_people(event))
        if one.id in entitled or one.id in issued
    ]
    return sorted(found, key=lambda row: row.sort_key)


def row_of(person: Registration) -> Row:
    """The same for one person, entitled or not."""
    event = person.event
    fair = {day.date for day in event.days}
    return _row(
        person,
        [day for day in attended(person) if day in fair],
        days_needed(event),
        said=said_by(person),
        attestation=latest(person),
        former=former_names(event, person.id).get(person.id),
    )


def matching(found: Iterable[Row], text: str) -> list[Row]:
    """Those whose name, organisation or reference has every word of `text` in it."""
    wanted = tokens(text)
    return [
        row
        for row in found
        if all(any(word in row.searched for word in token.spellings) for token in wanted)
    ]


def to_tell(event: Event, everybody: Iterable[Row]) -> list[Row]:
    """Of the fair's `rows`, entitled people with an e-mail who have not been written to, whose
    attestation nobody has revoked.
    """
    written = told(event)
    return [
        row
        for row in everybody
        if row.is_entitled
        and row.has_email
        and row.registration_id not in written
        and Flag.REVOKED not in row.flags
    ]


def _row(
    one: Registration,
    days: Sequence[date],
    wanted: int,
    *,
    said: AttestationName | None,
    attestation: Attestation | None,
    former: Former | None,
) -> Row:
    return Row(
        registration_id=one.id,
        reference=one.reference,
        given_names=one.given_names,
        family_name=one.family_name,
        other_script=one.name_other_script,
        organisation=one.organisation,
        has_email=bool(one.email),
        days=tuple(days),
        is_entitled=len(days) >= wanted,
        said=said,
        attestation=attestation,
        was=name_before(one, former),
    )


def _issued(event: Event) -> dict[int, Attestation]:
    """The latest attestation of each person."""
    query = select(Attestation).where(Attestation.event_id == event.id)
    found = db.session.scalars(query.order_by(Attestation.registration_id, Attestation.serial))
    return {one.registration_id: one for one in found}


def _said(event: Event) -> dict[int, AttestationName]:
    query = (
        select(AttestationName)
        .join(Registration, Registration.id == AttestationName.registration_id)
        .where(Registration.event_id == event.id)
    )
    return {one.registration_id: one for one in db.session.scalars(query)}


def _people(event: Event) -> Select[Registration]:
    """All of the fair: quicker than to ask again for who came."""
    needed = (
        *(
            Registration.reference,
            Registration.honorific,
            Registration.given_names,
            Registration.family_name,
        ),
        *(Registration.name_other_script, Registration.organisation, Registration.email),
    )
    query = select(Registration).where(Registration.event_id == event.id)
    return query.order_by(Registration.id).options(load_only(*needed))
