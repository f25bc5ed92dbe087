"""Notes of the team about one person."""

from __future__ import annotations

from datetime import datetime

from flask_babel import lazy_gettext as _l

from fairapp.core import audit
from fairapp.core.audit import Actor
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.core.identifiers import may_exist
from fairapp.registration.models import Registration
from fairapp.registration.names import clean_text
from fairapp.registration.people_list.models import Note

LONGEST = 2000


def add_note(registration: Registration, text: str, *, actor: Actor, at: datetime) -> Note:
    """Put a note down; the trail says that there is one, never what it says. DomainError on `note`
    for an empty or a very long one."""
    text = clean_text(text)
    if not text:
        raise DomainError("empty", _l("Write the note."), field="note")
    if len(text) > LONGEST:
        too_long = _l("At most %(count)s characters.", count=LONGEST)
        raise DomainError("long", too_long, field="note")
    note = Note(
        registration_id=registration.id, text=text, at=at, by_id=actor.id, by_name=actor.name
    )
    db.session.add(note)
    db.session.flush()
    audit.record("registrations.noted", note, at=at, actor=actor, event_id=registration.event_id)
    return note


def remove_note(note: Note, *, event_id: int, actor: Actor, at: datetime) -> None:
    """Take a note away."""
    audit.record("registrations.note_removed", note, at=at, actor=actor, event_id=event_id)
    db.session.delete(note)
    db.session.flush()


def find_note(registration: Registration, key: int) -> Note | None:
    """A note about this person."""
    note = db.session.get(Note, key) if may_exist(key) else None
    return note if note is not None and note.registration_id == registration.id else None
