"""Emptying registrations, and what is no column of its own: the trail, messages, own files."""

from __future__ import annotations

import json
import secrets
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import Text, cast, delete, exists, func, or_, select
from sqlalchemy.orm import aliased

from fairapp.core import audit, storage
from fairapp.core.audit import AuditEntry
from fairapp.core.db import db
from fairapp.core.messages import Message
from fairapp.core.personal import Stage
from fairapp.core.storage import StoredFile
from fairapp.events.models import Event
from fairapp.registration.imports.models import RegistrationImport
from fairapp.registration.models import Registration
from fairapp.registration.privacy.rules import year_of_band
from fairapp.registration.privacy.traces import Traces
from fairapp.registration.questions.models import Answer
from fairapp.registration.search import search_text

_CONTACTS: dict[str, Any] = {
    **dict.fromkeys(("phone_raw", "phone", "phone_2", "email", "needs_help", "note"), ""),
    **{"phone_doubtful": False, "submission_key": None, "contact_after": False},
}
_NAMES: dict[str, Any] = {
    **dict.fromkeys(("honorific", "given_names", "family_name", "name_other_script"), ""),
    **dict.fromkeys(("name_raw", "precision", "organisation", "position", "locality"), ""),
    **dict.fromkeys(("stands_for", "status_reason"), ""),
    **{"birth_date": None, "birth_approximate": False, "protocol_rank": None},
    **{"thumbprint": False, "photo_consent": None, "share_name": False},
}
EMPTIED: dict[Stage, dict[str, Any]] = {Stage.CONTACTS: _CONTACTS, Stage.EVIDENCE: _NAMES}
_KEY_BYTES = 16
_BLANK = json.dumps(audit.ERASED)


def empty(people: Collection[Registration], stages: Collection[Stage], *, at: datetime) -> int:
    """Take out of these rows what goes at `stages`; how many had something. Sex, age band, region,
    category and days stay, as figures are made of them."""
    changed = 0
    for one in people:
        values = {name: v for stage in stages for name, v in EMPTIED.get(stage, {}).items()}
        had = any(getattr(one, name) != value for name, value in values.items())
        if Stage.EVIDENCE in stages and one.erased_at is None:
            _become_nobody(one, at)
        for name, value in values.items():
            setattr(one, name, value)
        if had:
            changed += 1
            delegation = one.delegation.name if one.delegation else ""
            one.search_text = search_text(one, delegation=delegation)
    db.session.flush()
    return changed


def has_something(stage: Stage) -> Any:
    """Condition: a registration that `empty` would change at this stage."""
    columns = EMPTIED.get(stage, {})
    says = [
        getattr(Registration, name).is_not(None)
        if value is None
        else getattr(Registration, name) != value
        for name, value in columns.items()
        # Answers that say nothing by themselves bring nobody back.
        if not isinstance(value, bool)
    ]
    return or_(*says)


def in_trail(event: Event, ids: Collection[int], traces: Traces) -> int:
    """How many entries of the trail tell about these people, or name them."""
    told = select(func.count()).select_from(AuditEntry).where(_about(ids))
    return (db.session.scalar(told) or 0) + len(_naming(event, ids, traces))


def blank_trail(event: Event, ids: Collection[int], traces: Traces, lists: Collection[int]) -> int:
    """Blank those entries, and what is told of lists that were sent in, whose files have names as
    people give them; how many."""
    done = audit.blank(_about(ids))
    if named := _naming(event, ids, traces):
        done += audit.blank(AuditEntry.id.in_(named))
    if lists:
        is_list = AuditEntry.subject_type == RegistrationImport.__name__
        done += audit.blank(is_list, AuditEntry.subject_id.in_(lists), _tells())
    return done


def _about(ids: Collection[int]) -> Any:
    return (AuditEntry.subject_type == "Registration") & AuditEntry.subject_id.in_(ids) & _tells()


def _tells() -> Any:
    return cast(AuditEntry.details, Text) != _BLANK


def _naming(event: Event, ids: Collection[int], traces: Traces) -> list[int]:
    """Entries about something else in which they are named."""
    # Nobody to look for, nothing to read.
    if not (traces.names or traces.numbers or traces.emails):
        return []
    others = (AuditEntry.subject_type != "Registration") | AuditEntry.subject_id.not_in(ids)
    query = select(AuditEntry.id, AuditEntry.details).where(
        AuditEntry.event_id == event.id, others, cast(AuditEntry.details, Text) != "{}"
    )
    return [
        key
        for key, details in db.session.execute(query.execution_options(yield_per=1000))
        if traces.taken_out(details) != details
    ]


def drop_shared_messages(event: Event, people: Collection[Registration]) -> int:
    """Messages to an address of theirs that nobody else has; how many."""
    addresses = {a for one in people for a in (one.email.lower(), one.phone, one.phone_2)} - {""}
    ids, other = [one.id for one in people], aliased(Registration)
    is_of_others = exists().where(
        other.event_id == event.id,
        other.id.not_in(ids),
        or_(
            func.lower(other.email) == func.lower(Message.recipient),
            other.phone == Message.recipient,
        ),
    )
    gone = delete(Message).where(
        Message.event_id == event.id,
        func.lower(Message.recipient).in_(addresses),
        ~is_of_others,
    )
    gone = gone.execution_options(synchronize_session=False)
    return len(db.session.execute(gone.returning(Message.id)).all())


def remove_own_files(ids: Collection[int]) -> int:
    """Files that they gave as answers; how many."""
    query = select(StoredFile).join(Answer, Answer.file_id == StoredFile.id)
    files = db.session.scalars(query.where(Answer.registration_id.in_(ids))).all()
    for file in files:
        storage.remove(file)
    return len(files)


def _become_nobody(one: Registration, at: datetime) -> None:
    first = one.event.days[0].date if one.event.days else date(at.year, 1, 1)
    one.birth_year, one.birth_date = year_of_band(one.age_on(first), first.year), None
    one.pass_key = secrets.token_urlsafe(_KEY_BYTES)
    one.erased_at = at
