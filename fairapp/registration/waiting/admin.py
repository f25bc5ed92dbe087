"""The team's page of the waiting list: who is next, and what to do out of turn."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from fairapp.core import clock
from fairapp.core.access import Permission, allow
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.core.identifiers import may_exist
from fairapp.events.models import Event
from fairapp.registration.models import Registration
from fairapp.registration.waiting import actions, queries
from fairapp.registration.waiting.views import bp

_REASON = 300


@bp.get("/staff/<slug>/registrations/waiting/")
@allow(Permission.MANAGE_REGISTRATIONS)
def index(event: Event) -> str:
    """The list in its order, the offers that wait for an answer, and the last decision."""
    key = request.args.get("decided", type=int)
    found = db.session.get(Registration, key) if key and may_exist(key) else None
    decided = found if found is not None and _is_to_undo(event, found) else None
    return render_template(
        "waiting/index.html",
        line=queries.line(event),
        offers=queries.offers(event),
        decided=decided,
    )


@bp.post("/staff/<slug>/registrations/waiting/<int:key>")
@allow(Permission.MANAGE_REGISTRATIONS)
def decide(event: Event, key: int) -> Response:
    """Offer a place, let in at once, decline, or take that back."""
    person = db.session.get(Registration, key) if may_exist(key) else None
    if person is None or person.event_id != event.id:
        abort(404)
    act = _decision(person) or abort(400)
    try:
        act()
    except DomainError as error:
        flash(str(error.message), "error")
        return redirect(url_for("waiting.index"), 303)
    is_undone = request.form["do"] == "undo"
    return redirect(url_for("waiting.index", decided=None if is_undone else key), 303)


def _is_to_undo(event: Event, person: Registration) -> bool:
    return person.event_id == event.id and queries.before_decision(person) is not None


def _decision(person: Registration) -> Callable[[], None] | None:
    said, at = request.form, clock.now()
    match said.get("do"):
        case "offer":
            return lambda: actions.offer(person, actor=current_user, at=at)
        case "let_in":
            return lambda: actions.let_in(person, actor=current_user, at=at)
        case "decline":
            reason = said.get("reason", "").strip()
            if not reason or len(reason) > _REASON:
                flash(_("Say why, in a few words."), "error")
                return lambda: None
            return lambda: actions.decline(person, reason=reason, actor=current_user, at=at)
        case "undo":
            decided = said.get("decided", "")
            return lambda: actions.undo(person, decided=decided, actor=current_user, at=at)
    return None
