"""What happens to a registration: made, corrected, cancelled, taken up again."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from fairapp.core import audit
from fairapp.core.audit import Actor
from fairapp.core.db import db
from fairapp.events.models import Category, Event, EventDay
from fairapp.registration import letters, queries, reference, rules, signals
from fairapp.registration.models import Delegation, Registration, Source, Status
from fairapp.registration.phones import NO_PHONES, Phones
from fairapp.registration.search import fold, search_text

# 128 bits: an address that cannot be guessed, and short enough to be sent as a text message.
PASS_KEY_BYTES = 16
# What the trail of corrections names without repeating it.
_WITHHELD = frozenset({"phone_raw", "phone", "phone_2", "email", "needs_help"})


@dataclass(frozen=True, kw_only=True)
class Details:
    """What a person tells, or the team for them. Either name is enough; no `days` means all.

    `phones` is what `phones.read` made of the phone field; `region`, `locality` and `country` are
    of `places`.
    """

    category: Category
    given_names: str = ""
    family_name: str = ""
    name_other_script: str = ""
    name_raw: str = ""
    honorific: str = ""
    precision: str = ""
    sex: str | None = None
    birth_year: int | None = None
    birth_date: date | None = None
    birth_approximate: bool = False
    phones: Phones = NO_PHONES
    email: str = ""
    organisation: str = ""
    position: str = ""
    region: str = ""
    locality: str = ""
    country: str = "GN"
    language: str = "fr"
    first_time: bool | None = None
    needs_help: str = ""
    photo_consent: str | None = None
    share_name: bool = False
    contact_after: bool = False
    days: Sequence[EventDay] = ()


def register(
    event: Event,
    details: Details,
    *,
    source: Source,
    actor: Actor | None,
    at: datetime,
    submission_key: str | None = None,
    delegation: Delegation | None = None,
    replaces: Registration | None = None,
) -> Registration:
    """A person's place at the fair, with its pass, badge and e-mail, in the present transaction.

    The same `submission_key` with the same name gives back the registration made the first time: a
    second tap is not a second person, but a friend entered on the same phone is. DomainError when
    registration is not open to this person.
    """
    _queue_at(event)
    key = _key_of(submission_key, event, details)
    made_before = _made_with(key)
    if made_before is not None:
        return made_before
    place = rules.can_register(
        queries.terms(event),
        category_is_open=details.category.is_open,
        by_team=source != Source.ONLINE,
        at=at,
    )
    registration = Registration(
        event=event,
        reference=_free_reference(event),
        pass_key=secrets.token_urlsafe(PASS_KEY_BYTES),
        status=Status.CONFIRMED if place is rules.Place.SEAT else Status.WAITING,
        source=source,
        delegation=delegation,
        replaces=replaces,
        created_at=at,
        created_by=actor.id if actor else None,
        status_at=at,
        submission_key=key,
    )
    _write(registration, details)
    db.session.add(registration)
    db.session.flush()
    audit.record(
        "registration.registered",
        registration,
        at=at,
        actor=actor,
        details={"source": source, "status": registration.status},
    )
    signals.registered.send(registration, at=at)
    letters.send_pass(registration, at=at)
    return registration


def update_details(
    registration: Registration, details: Details, *, actor: Actor | None, at: datetime
) -> Registration:
    """Correct what a registration says; the trail keeps what it said before."""
    before = _snapshot(registration)
    _write(registration, details)
    db.session.flush()
    after = _snapshot(registration)
    changed = {
        name: None if name in _WITHHELD else [before[name], after[name]]
        for name in after
        if before[name] != after[name]
    }
    if changed:
        audit.record(
            "registration.corrected", registration, at=at, actor=actor, details={"changed": changed}
        )
    return registration


def cancel(registration: Registration, *, actor: Actor | None, at: datetime) -> Registration:
    """Give the place up; nothing happens to one that is cancelled already. DomainError when it is
    a duplicate, replaced or declined."""
    rules.can_cancel(registration.status)
    if registration.status != Status.CANCELLED:
        _set_status(registration, Status.CANCELLED, "registration.cancelled", actor, at)
    return registration


def reinstate(registration: Registration, *, actor: Actor | None, at: datetime) -> Registration:
    """Take a cancelled place up again, on the terms that hold now: it may be the waiting list."""
    if registration.status != Status.CANCELLED:
        return registration
    event = registration.event
    _queue_at(event)
    place = rules.can_register(
        queries.terms(event), category_is_open=True, by_team=actor is not None, at=at
    )
    status = Status.CONFIRMED if place is rules.Place.SEAT else Status.WAITING
    _set_status(registration, status, "registration.reinstated", actor, at)
    return registration


def _queue_at(event: Event) -> None:
    """Wait for whoever is registering, so capacity and references are decided one by one.

    SQLite's writers queue by themselves; PostgreSQL's queue at the event's row. NO KEY UPDATE,
    because a plain lock would also hold up every scan, whose foreign key looks at that row.
    """
    lock = select(Event.id).where(Event.id == event.id).with_for_update(key_share=True)
    db.session.execute(lock)


def _key_of(submission_key: str | None, event: Event, details: Details) -> str | None:
    if submission_key is None:
        return None
    name = fold(f"{details.given_names} {details.family_name}")
    return str(uuid.uuid5(uuid.UUID(submission_key), f"{event.id} {name}"))


def _made_with(key: str | None) -> Registration | None:
    if key is None:
        return None
    return db.session.scalar(select(Registration).where(Registration.submission_key == key))


def _free_reference(event: Event) -> str:
    while True:
        candidate = reference.new_reference()
        if queries.find_by_reference(event, candidate) is None:
            return candidate


def _write(registration: Registration, details: Details) -> None:
    for field in fields(details):
        if field.name not in {"phones", "days"}:
            setattr(registration, field.name, getattr(details, field.name))
    phones = details.phones
    registration.phone_raw, registration.phone_doubtful = phones.raw, phones.doubtful
    registration.phone, registration.phone_2 = phones.first, phones.second
    registration.days = list(details.days or registration.event.days)
    delegation = registration.delegation
    registration.search_text = search_text(
        registration, delegation=delegation.name if delegation else ""
    )


def _snapshot(registration: Registration) -> dict[str, Any]:
    columns = (f.name for f in fields(Details) if f.name not in {"phones", "days", "category"})
    names = (*columns, "phone_raw", "phone", "phone_2")
    values = {name: _plain(getattr(registration, name)) for name in names}
    values["category"] = registration.category.code
    values["days"] = [day.number for day in registration.days]
    return values


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _set_status(
    registration: Registration, status: Status, act: str, actor: Actor | None, at: datetime
) -> None:
    before, registration.status, registration.status_at = registration.status, status, at
    db.session.flush()
    audit.record(act, registration, at=at, actor=actor, details={"was": before, "is": status})
