"""What is done on a person's page: a decision, notes put down and taken away."""

from __future__ import annotations

from flask import abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from fairapp.core import clock
from fairapp.core.access import Permission, allow
from fairapp.core.errors import DomainError
from fairapp.events.models import Event
from fairapp.registration.moderation.actions import approve
from fairapp.registration.people_list import notes
from fairapp.registration.people_list.batch_page import bp as bp
from fairapp.registration.staff_form import find, person_page


@bp.post("/staff/<slug>/registrations/<reference>/approval")
@allow(Permission.MANAGE_REGISTRATIONS)
def decide(event: Event, reference: str) -> Response:
    """Confirm somebody who is to be decided, from the person's own page."""
    registration = find(event, reference)
    try:
        approve(registration, actor=current_user, at=clock.now())
    except DomainError as error:
        flash(str(error.message), "error")
    return redirect(url_for("people.person", reference=registration.reference), 303)


@bp.post("/staff/<slug>/registrations/<reference>/notes")
@allow(Permission.MANAGE_REGISTRATIONS)
def add_note(event: Event, reference: str) -> Response | tuple[str, int]:
    """Put a note down."""
    registration = find(event, reference)
    try:
        text = request.form.get("note", "")
        notes.add_note(registration, text, actor=current_user, at=clock.now())
    except DomainError as error:
        return person_page(registration, error=error), 422
    return redirect(url_for("people.person", reference=registration.reference), 303)


@bp.post("/staff/<slug>/registrations/<reference>/notes/<int:key>/removal")
@allow(Permission.MANAGE_REGISTRATIONS)
def remove_note(event: Event, reference: str, key: int) -> Response:
    """Take a note away."""
    registration = find(event, reference)
    note = notes.find_note(registration, key) or abort(404)
    notes.remove_note(note, event_id=event.id, actor=current_user, at=clock.now())
    flash(_("The note is removed."), "success")
    return redirect(url_for("people.person", reference=registration.reference), 303)
