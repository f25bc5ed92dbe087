"""What happens to a delegation: announced, corrected, people added to it, its link given."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime

from flask_babel import lazy_gettext as _l

from fairapp.core import audit
from fairapp.core.audit import Actor
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.core.i18n import DEFAULT
from fairapp.events.models import Category, Event
from fairapp.registration import phones
from fairapp.registration.actions import queue_at, register
from fairapp.registration.delegations import letters, queries, rules
from fairapp.registration.details import Details
from fairapp.registration.models import Delegation, Registration, Source

# As for a pass: an address that cannot be guessed, short enough for a text message.
KEY_BYTES = 16
# What the trail of corrections names without repeating it.
_WITHHELD = frozenset({"focal_phone", "focal_email"})


@dataclass(frozen=True, kw_only=True)
class About:
    """What is said of a delegation itself; `announced` is how many people it means to send."""

    name: str
    category: Category | None
    focal_name: str = ""
    focal_phone: str = ""
    focal_email: str = ""
    language: str = DEFAULT
    announced: int | None = None


def announce(
    event: Event,
    about: About,
    people: Sequence[Details] = (),
    *,
    actor: Actor | None,
    at: datetime,
    submission_key: str,
) -> Delegation:
    """A delegation with its people and its focal point's link, in the present transaction.

    The same `submission_key` gives back what was made the first time. DomainError when
    registration is not open to its focal point.
    """
    queue_at(event)
    delegation = queries.announced_with(submission_key)
    if delegation is None:
        delegation = Delegation(
            event=event,
            code=rules.next_code(queries.codes(event)),
            key=secrets.token_urlsafe(KEY_BYTES),
            created_at=at,
            submission_key=submission_key,
            **_columns(replace(about, announced=about.announced or len(people) or None)),
        )
        db.session.add(delegation)
        db.session.flush()
        audit.record("delegation.announced", delegation, at=at, actor=actor)
        letters.send_link(delegation, at=at)
    elif delegation.event_id != event.id:
        raise DomainError("other_event", _l("Reload the page and try again."))
    add(delegation, people, actor=actor, at=at, submission_key=submission_key)
    return delegation


def add(
    delegation: Delegation,
    people: Sequence[Details],
    *,
    actor: Actor | None,
    at: datetime,
    submission_key: str,
) -> list[Registration]:
    """Register `people` with the delegation, in order, each on the terms that hold by then.

    A list sent again adds nobody; two people of one name on it are two. DomainError when
    registration is not open to them, or there are too many at a time.
    """
    if len(people) > rules.MOST:
        raise DomainError(
            "too_many", _l("At most %(most)s people at a time, please.", most=rules.MOST)
        )
    return [
        register(
            delegation.event,
            details,
            source=Source.DELEGATION,
            actor=actor,
            at=at,
            submission_key=key_of_line(submission_key, line),
            delegation=delegation,
            # Whoever gave the focal point this category has let the whole list into it.
            is_invited=not details.category.is_open,
        )
        for line, details in enumerate(people)
    ]


def key_of_line(submission_key: str, line: int) -> str:
    """The key of one line of a page: namesakes on one list are two people."""
    return str(uuid.uuid5(uuid.UUID(submission_key), f"line {line}"))


def correct(delegation: Delegation, about: About, *, actor: Actor | None, at: datetime) -> None:
    """Correct what is said of a delegation; the trail keeps what was said before."""
    before = {name: getattr(delegation, name) for name in _columns(about)}
    for name, value in _columns(about).items():
        setattr(delegation, name, value)
    db.session.flush()
    changed = {
        name: None if name in _WITHHELD else [_plain(was), _plain(getattr(delegation, name))]
        for name, was in before.items()
        if was != getattr(delegation, name)
    }
    if changed:
        details = {"changed": changed}
        audit.record("delegation.corrected", delegation, at=at, actor=actor, details=details)


def renew_link(delegation: Delegation, *, actor: Actor | None, at: datetime) -> None:
    """A new address for the focal point, sent to their e-mail; the old one opens nothing."""
    is_first = delegation.key is None
    delegation.key = secrets.token_urlsafe(KEY_BYTES)
    db.session.flush()
    act = "delegation.link_given" if is_first else "delegation.link_renewed"
    audit.record(act, delegation, at=at, actor=actor)
    letters.send_link(delegation, at=at)


def details_of(registration: Registration) -> Details:
    """What a registration says now, to be changed in part."""
    names = (field.name for field in fields(Details) if field.name not in {"phones", "days"})
    kept = {name: getattr(registration, name) for name in names}
    return Details(**kept, phones=phones.read(registration.phone_raw), days=list(registration.days))


def _columns(about: About) -> dict[str, object]:
    columns: dict[str, object] = {f.name: getattr(about, f.name) for f in fields(about)}
    return columns


def _plain(value: object) -> object:
    return value.code if isinstance(value, Category) else value
