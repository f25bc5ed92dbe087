"""What happens to attestations: names are said and judged, numbers given, revoked, given back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from fairapp.core import audit
from fairapp.core.audit import Actor
from fairapp.core.db import db, insert_once
from fairapp.core.errors import DomainError
from fairapp.events.models import Event
from fairapp.registration.models import Registration
from fairapp.reports.attestations import queries, rules
from fairapp.reports.attestations.design import Design
from fairapp.reports.attestations.listing import Row
from fairapp.reports.attestations.models import Attestation, AttestationDesign, AttestationName
from fairapp.reports.documents.evidence import new_number


def say_name(person: Registration, name: str, *, at: datetime) -> AttestationName:
    """Keep how `person` wants the name printed. DomainError on `name`: see `rules.check_name`.

    What differs a lot waits for the team; until then the registered name is printed.
    """
    rules.check_name(name)
    said = queries.said_by(person)
    if said is not None and said.name == name and said.registered == person.full_name:
        return said
    if said is None:
        said = AttestationName(registration_id=person.id)
        db.session.add(said)
    said.name, said.registered, said.said_at = name, person.full_name, at
    said.is_far = rules.is_far(name, person.full_name, person.honorific)
    said.judged_at, said.judged_by, said.is_refused = None, "", False
    db.session.flush()
    details = {"name": name, "registered": person.full_name, "waits": said.waits}
    audit.record("attestation.name_said", person, at=at, details=details)
    return said


def judge_name(
    person: Registration, name: str, *, is_refused: bool, actor: Actor, at: datetime
) -> None:
    """Take the name that the person wants, or keep the registered one; either may be changed.

    DomainError `name_changed` when the person has written another one meanwhile.
    """
    said = queries.said_by(person)
    if said is None or said.name != name:
        message = _l("The person has changed the name meanwhile. Look at it again.")
        raise DomainError("name_changed", message)
    said.judged_at, said.judged_by, said.is_refused = at, actor.name, is_refused
    details = {"name": name, "registered": person.full_name, "refused": is_refused}
    audit.record("attestation.name_judged", person, at=at, actor=actor, details=details)


def issue(person: Registration, days: Sequence[date], *, at: datetime) -> Attestation:
    """The attestation of `person` for these days: the one that there is when it says the same,
    else a new number; the former says then that it was replaced.

    DomainError `revoked`: only a member of the team gives one back.
    """
    name = printed_name(person, queries.said_by(person))
    return _issue(person.event_id, person, name, days, queries.latest(person), at=at)


def issue_row(event: Event, row: Row, *, at: datetime) -> Attestation:
    """The same for somebody who was read with all others."""
    person = db.session.get_one(Registration, row.registration_id)
    return _issue(event.id, person, row.name, row.days, row.attestation, at=at)


def printed_name(person: Registration, said: AttestationName | None) -> str:
    """The name that is printed: as the person wants it, if that holds, else as registered."""
    return said.name if said is not None and said.holds else person.full_name


def revoke(attestation: Attestation, reason: str, *, actor: Actor, at: datetime) -> None:
    """Make it worthless, for a reason that the person may read. DomainError on `reason`."""
    if not reason:
        message = _l("Say why: the person reads it on the pass.")
        raise DomainError("reason_missing", message, field="reason")
    if attestation.revoked_at is not None:
        return
    attestation.revoked_at, attestation.revoked_by = at, actor.name
    attestation.reason = reason
    _record("revoked", attestation, actor=actor, at=at, reason=reason)


def give_back(attestation: Attestation, *, actor: Actor, at: datetime) -> None:
    """Undo the revocation."""
    if attestation.revoked_at is None:
        return
    _record("given_back", attestation, actor=actor, at=at, reason=attestation.reason)
    attestation.revoked_at, attestation.revoked_by, attestation.reason = None, "", ""


def change_design(event: Event, design: Design, *, actor: Actor, at: datetime) -> bool:
    """Keep `design`, and the one before for whoever regrets it; False when nothing differs."""
    rules.check_text(design.body)
    kept = queries.find_design(event)
    before = kept.design if kept is not None else Design()
    if design == before:
        return False
    if kept is None:
        kept = AttestationDesign(event_id=event.id)
        db.session.add(kept)
    kept.settings = {"design": design.as_dict(), "before": before.as_dict()}
    kept.changed_at = at
    db.session.flush()
    told = audit.changes(before.as_dict(), design.as_dict())
    audit.record("attestation.design_changed", kept, at=at, actor=actor, details=told)
    return True


def undo_design(event: Event, *, actor: Actor, at: datetime) -> bool:
    """Back to the design before the last change; done twice, it is the changed one again."""
    kept = queries.find_design(event)
    return kept is not None and change_design(event, kept.before, actor=actor, at=at)


def _issue(
    event_id: int,
    person: Registration,
    name: str,
    days: Sequence[date],
    latest: Attestation | None,
    *,
    at: datetime,
) -> Attestation:
    said = {
        "name": name,
        "other_script": person.name_other_script,
        "days": [day.isoformat() for day in days],
    }
    if latest is not None and latest.revoked_at is not None:
        raise DomainError("revoked", _l("The organisers have revoked this attestation."))
    if latest is not None and all(getattr(latest, key) == value for key, value in said.items()):
        return latest
    serial = latest.serial + 1 if latest is not None else 1
    key = f"{person.id}:{serial}"
    values = {"event_id": event_id, "registration_id": person.id, "serial": serial, "key": key}
    given = {"number": new_number(), "issued_at": at, "revoked_by": "", "reason": ""}
    # Two taps at once, or a tap while the worker makes them all: the other one's is as good.
    is_new = insert_once(Attestation, {**values, **said, **given}, key="key")
    issued = db.session.scalars(select(Attestation).where(Attestation.key == key)).one()
    if is_new:
        if latest is not None:
            latest.replaced_at = at
        _record("issued", issued, actor=None, at=at, serial=serial)
    return issued


def _record(
    what: str, attestation: Attestation, *, actor: Actor | None, at: datetime, **details: object
) -> None:
    told = {"number": attestation.number, "name": attestation.name, **details}
    audit.record(f"attestation.{what}", attestation, at=at, actor=actor, details=told)
