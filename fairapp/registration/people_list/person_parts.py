"""What registration itself tells of a person: the trail, consents, merges, messages, notes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from fairapp.core.db import db
from fairapp.registration import history, timeline
from fairapp.registration.announcements import words
from fairapp.registration.duplicates.models import Merge
from fairapp.registration.imports.models import RegistrationImport
from fairapp.registration.models import Registration, Source
from fairapp.registration.people_list.facets import SOURCES
from fairapp.registration.people_list.models import Note
from fairapp.registration.privacy import consents
from fairapp.registration.privacy.models import How
from fairapp.registration.timeline import Moment

_ICONS = {
    "registered": "person-add",
    "corrected": "edit",
    "answered": "edit",
    "annotated": "edit",
    "cancelled": "cross",
    "declined": "cross",
    "approved": "check",
    "promoted": "check",
    "accepted": "check",
    "reinstated": "undo",
    "batch_undone": "undo",
    "decision_undone": "undo",
}
_HOWS = {
    How.FORM: _l("On the form"),
    How.PASS: _l("On the pass"),
    How.STAFF: _l("Told to the team"),
    How.LIST: _l("With a list"),
}


@timeline.part
def trail(registration: Registration) -> Iterator[Moment]:
    """What was done to the registration."""
    steps = history.steps_of(registration)
    for step in steps:
        how = _how_registered(registration) if step.key == "registered" else ()
        icon = _ICONS.get(step.key, "ring")
        yield Moment(step.at, step.what, step.who, (*how, *step.facts), icon)
    if not any(step.key == "registered" for step in steps):
        # Before there was a trail, or with a fair that was taken over.
        how = tuple(_how_registered(registration))
        yield Moment(registration.created_at, _("Registered"), facts=how, icon="person-add")


@timeline.part
def agreed(registration: Registration) -> Iterator[Moment]:
    """What the person agreed to, or no longer."""
    every = consents.history(registration)
    for (at, how), given in groupby(every, key=lambda one: (one.at, one.how)):
        facts = tuple(one.text for one in reversed(list(given)))
        said = _HOWS.get(How(how))
        yield Moment(at, _("Consents"), facts=(said, *facts) if said else facts, icon="lock")


@timeline.part
def merged(registration: Registration) -> Iterator[Moment]:
    """Duplicates that are this person, and those that were not after all."""
    m = Merge
    query = (
        select(m)
        .where(or_(m.kept_id == registration.id, m.merged_id == registration.id))
        .options(joinedload(m.kept), joinedload(m.merged))
    )
    for merge in db.session.scalars(query.order_by(m.id)):
        other = merge.merged if merge.kept_id == registration.id else merge.kept
        url = url_for("people.person", reference=other.reference)
        told = (other.full_name,)
        yield Moment(merge.merged_at, _("Found to be one person"), "", told, "people", url)
        if merge.undone_at is not None:
            yield Moment(merge.undone_at, _("Taken apart again"), "", told, "people", url)


@timeline.part
def written(registration: Registration) -> Iterator[Moment]:
    """Messages, and how they stand."""
    for message in history.messages_of(registration):
        url = url_for("announcements.message", key=message.id)
        what = message.subject or words.kind(message.kind)
        why = words.why(message.status, message.error)
        facts: tuple[Any, ...] = (why,) if why else ()
        yield Moment(message.created_at, what, "", facts, "mail", url, state=message.status)


@timeline.part
def noted(registration: Registration) -> Iterator[Moment]:
    """Notes of the team."""
    query = select(Note).where(Note.registration_id == registration.id).order_by(Note.id)
    for note in db.session.scalars(query):
        lines = tuple(note.text.splitlines())
        yield Moment(note.at, _("Note"), note.by_name, lines, "edit", note=note.id)


def _how_registered(registration: Registration) -> Iterator[Any]:
    """In which way, from whom, with which list."""
    yield SOURCES[Source(registration.source)]
    if registration.delegation is not None and registration.source == Source.DELEGATION:
        yield registration.delegation.name
    list_ = (
        db.session.get(RegistrationImport, registration.import_id)
        if registration.import_id
        else None
    )
    if list_ is not None and list_.file is not None:
        yield list_.file.name
    if registration.replaces is not None:
        yield _("In place of %(name)s.", name=registration.replaces.full_name)
