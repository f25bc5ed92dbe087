"""The session form filled from a draft, and read back into columns of a draft."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from werkzeug.datastructures import FileStorage

from fairapp.core import storage
from fairapp.core.audit import Actor
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.core.uploads import MAX_BYTES
from fairapp.events.models import Event
from fairapp.programme.editing import files, people
from fairapp.programme.editing.forms import ActRow, DocumentRow, PartRow, SessionForm
from fairapp.programme.editing.models import Draft
from fairapp.programme.parts import Act, Document, Part

_PLAIN = (
    *("title", "abstract", "capacity", "takes_sign_up", "records_attendance"),
    *("needs", "note", "is_held"),
)


def defaults(event: Event, draft: Draft) -> dict[str, Any]:
    """What the fields show of a draft."""
    starts_at = event.local(draft.starts_at) if draft.starts_at is not None else None
    return {
        **{name: getattr(draft, name) for name in _PLAIN},
        "version": draft.version,
        "kind": draft.kind_id,
        "room": draft.room_id,
        "day": draft.day.number if draft.day is not None else None,
        "start": starts_at.time() if starts_at is not None else None,
        "minutes": draft.minutes,
        "languages": draft.languages.split(),
        "interpretation": draft.interpretation.split(),
        "parts": [{"speaker": part.speaker, "role": part.role} for part in draft.parts],
        "acts": [_act_defaults(act) for act in draft.acts],
        "documents": [
            {
                "title": document.title,
                "language": document.language,
                "kept": document.file,
                "url": document.url,
            }
            for document in draft.documents
        ],
    }


def columns(
    form: SessionForm,
    event: Event,
    draft: Draft | None,
    *,
    keeps_files: bool = True,
    actor: Actor | None,
    at: datetime,
) -> dict[str, Any]:
    """What the validated form says; makes the speakers that are new, and stores what was uploaded.

    DomainError on the field where something does not go together.
    """
    plain = {name: form[name].data for name in _PLAIN}
    return {
        **plain,
        "needs": form.needs.data or "",
        "note": form.note.data or "",
        "kind_id": form.kind.data,
        "room_id": form.room.data,
        "starts_at": _starts_at(form, event),
        "minutes": _minutes(form),
        "languages": " ".join(form.languages.data or ()),
        "interpretation": " ".join(form.interpretation.data or ()),
        "parts": _parts(form, event, actor=actor, at=at),
        "acts": tuple(_act(row.form) for row in form.acts if row.form.is_filled),
        "documents": _documents(form, event, draft, keeps_files=keeps_files),
    }


def file_names(draft: Draft | None) -> dict[str, str]:
    """Names of the stored files of a draft's documents, by id as forms write it."""
    ids = [d.file for d in draft.documents if d.file is not None] if draft is not None else []
    if not ids:
        return {}
    found = db.session.scalars(
        select(storage.StoredFile).where(storage.StoredFile.id.in_(ids)).order_by("id")
    )
    return {str(file.id): file.name for file in found}


def _act_defaults(act: Act) -> dict[str, Any]:
    names = ("title", "speaker", "company", "performers", "needs")
    return {**{name: getattr(act, name) for name in names}, "minutes": act.minutes or None}


def _starts_at(form: SessionForm, event: Event) -> datetime | None:
    day = event.day_number(form.day.data) if form.day.data else None
    start: time | None = form.start.data
    if day is None:
        if start is not None:
            raise DomainError("day_missing", _l("Choose the day as well."), field="day")
        return None
    if start is None:
        raise DomainError("start_missing", _l("Enter when it begins, as in 09:30."), field="start")
    return event.utc(day.date, start)


def _minutes(form: SessionForm) -> int:
    if form.until.data is None:
        if form.minutes.data is None:
            raise DomainError(
                "minutes_missing", _l("Enter the length, or the end."), field="minutes"
            )
        return int(form.minutes.data)
    if form.start.data is None:
        raise DomainError("start_missing", _l("Enter when it begins, as in 09:30."), field="start")
    return _of_day(form.until.data) - _of_day(form.start.data)


def _of_day(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def _parts(
    form: SessionForm, event: Event, *, actor: Actor | None, at: datetime
) -> tuple[Part, ...]:
    rows: list[PartRow] = [row.form for row in form.parts if row.form.is_filled]
    found = [
        Part(
            people.named(event, row.name.data, actor=actor, at=at).id
            if row.name.data
            else row.speaker.data,
            row.role.data,
        )
        for row in rows
    ]
    # Said twice, a part is still one.
    return tuple(dict.fromkeys(found))


def _act(row: ActRow) -> Act:
    return Act(
        title=row.title.data,
        minutes=row.minutes.data or 0,
        speaker=row.speaker.data,
        company=row.company.data or "",
        performers=row.performers.data or "",
        needs=row.needs.data or "",
    )


def _documents(
    form: SessionForm, event: Event, draft: Draft | None, *, keeps_files: bool
) -> tuple[Document, ...]:
    own = {str(d.file): d.file for d in draft.documents if d.file} if draft is not None else {}
    rows: list[DocumentRow] = [row.form for row in form.documents if row.form.is_filled]
    return tuple(
        _document(row, event, own, keeps_files=keeps_files)
        for row in rows
        if not row.is_removed.data
    )


def _document(
    row: DocumentRow, event: Event, own: Mapping[str, int], *, keeps_files: bool
) -> Document:
    # An id that is none of the session's own would open somebody else's file.
    file = own.get(row.kept.data or "")
    sent: FileStorage | None = row.upload.data if _is_sent(row.upload.data) else None
    if sent is not None and keeps_files:
        file = _store(sent, row, event)
    url = "" if file or sent else row.url.data or ""
    if not (file or sent or url):
        raise _on(row.upload, "document_missing", _l("Choose a file, or write an address."))
    return Document(row.title.data, file, url, row.language.data or "")


def _store(sent: FileStorage, row: DocumentRow, event: Event) -> int:
    try:
        found = files.look_at(sent.read(MAX_BYTES + 1), sent.filename or "")
    except DomainError as error:
        raise _on(row.upload, error.code, error.message) from error
    kept = storage.store(found.content, name=found.name, mimetype=found.mimetype, event_id=event.id)
    return kept.id


def _is_sent(data: Any) -> bool:
    return isinstance(data, FileStorage) and bool(data.filename)


def _on(field: Any, code: str, message: Any) -> DomainError:
    """A refusal that stands on a field of a row, where forms do not find it by name."""
    field.errors = [*field.errors, message]
    return DomainError(code, message, field=field.name)
