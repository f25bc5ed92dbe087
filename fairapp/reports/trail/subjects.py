"""Which record an act was done to: what it is called, and the page that shows it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import current_app, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select

from fairapp.badges.models import Badge
from fairapp.core.access import access_of
from fairapp.core.audit import AuditEntry
from fairapp.core.db import Base, db
from fairapp.events.models import Event

# The page of a record of each type: the endpoint, its argument, and the column that fills it.
LINKS = {
    "Registration": ("people.person", "reference", "reference"),
    "Badge": ("badges.show", "number", "number"),
    "Device": ("phones.show", "code", "code"),
    "Checkpoint": ("checkpoints.show", "code", "code"),
    "Category": ("events.category", "code", "code"),
    "Speaker": ("speakers.show", "speaker_id", "id"),
    "Question": ("questions.edit", "code", "code"),
    "Announcement": ("announcements.announcement", "key", "id"),
    "RegistrationImport": ("imports.show", "list_id", "id"),
    "Event": ("events.settings", "slug", "slug"),
}
_CALLED = ("full_name", "name", "title", "label", "code", "number")
Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Subject:
    """One record; `url` is empty where there is no page, or none that the reader may open."""

    name: Any
    url: str


def subjects_of(event: Event | None, entries: Iterable[AuditEntry]) -> dict[Key, Subject]:
    """The records that these entries tell of, as they are now; one query for each type."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for entry in entries:
        for kind, key in keys_of(entry):
            wanted[kind].add(key)
    models: Mapping[str, Any] = {m.class_.__name__: m.class_ for m in Base.registry.mappers}
    return {
        (kind, row.id): Subject(_name(row), _url(event, kind, row))
        for kind, keys in wanted.items()
        if kind in models and "id" in models[kind].__table__.c
        for row in db.session.scalars(select(models[kind]).where(models[kind].id.in_(keys)))
    }


def keys_of(entry: AuditEntry) -> list[Key]:
    """The record that an act was done to; of a scan, the person."""
    if entry.subject_id is not None:
        return [(entry.subject_type, entry.subject_id)]
    person = entry.details.get("registration_id")
    return [("Registration", person)] if isinstance(person, int) else []


def _name(row: Any) -> Any:
    if isinstance(row, Badge):
        return _("Badge no. %(number)s", number=row.number)
    found = (getattr(row, name, None) for name in _CALLED)
    return next((value for value in found if value not in (None, "")), "")


def _url(event: Event | None, kind: str, row: Any) -> str:
    endpoint, argument, column = LINKS.get(kind, ("", "", ""))
    if event is None or endpoint not in current_app.view_functions:
        return ""
    access = access_of(endpoint)
    if access is None or (access.permission and not current_user.can(access.permission, event)):
        return ""
    return url_for(endpoint, **{"slug": event.slug, argument: getattr(row, column)})
