"""The team's page of registrations that it decides on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from fairapp.core import clock
from fairapp.core.access import Permission, allow
from fairapp.core.errors import DomainError
from fairapp.core.identifiers import may_exist
from fairapp.events.models import Event
from fairapp.registration.models import Registration
from fairapp.registration.moderation import actions, queries
from fairapp.registration.moderation.forms import RefusalForm

bp = Blueprint("moderation", __name__)
_MANY = 500


@bp.get("/staff/<slug>/registrations/decisions/")
@allow(Permission.MANAGE_REGISTRATIONS)
def queue(event: Event) -> str:
    """Who is to be decided, the oldest first; what was just decided; who was declined lately."""
    code, done = request.args.get("category"), _moment("done")
    category = next((c for c in event.categories if c.code == code), None)
    counts = queries.waiting_by_category(event)
    total = counts.get(category.id, 0) if category else sum(counts.values())
    pages = max(1, -(-total // queries.PAGE))
    page = min(max(1, request.args.get("page", 1, type=int)), pages)
    return render_template(
        "moderation/queue.html",
        people=queries.to_decide(event, category, page=page),
        category=category,
        counts=counts,
        page=page,
        pages=pages,
        done=done,
        decided=queries.decided_at(event, done) if done else [],
        declined=queries.lately_declined(event),
    )


@bp.post("/staff/<slug>/registrations/decisions/approval")
@allow(Permission.MANAGE_REGISTRATIONS)
def approve(event: Event) -> Response:
    """Confirm one person or several."""
    at = clock.now()
    people = _people(event, request.form.getlist("only") or request.form.getlist("person"))
    return _each(people, lambda r: actions.approve(r, actor=current_user, at=at), done=at)


@bp.route("/staff/<slug>/registrations/decisions/refusal", methods=["GET", "POST"])
@allow(Permission.MANAGE_REGISTRATIONS)
def decline(event: Event) -> Response | tuple[str, int]:
    """Ask for a reason, then decline one person or several."""
    people = _people(event, request.values.getlist("person"))
    form = RefusalForm()
    if not people or (form.is_submitted() and "words" not in request.form):
        # The list sends whom; a page that asks has an address of its own, to be reloaded.
        ids = [person.id for person in people]
        return redirect(url_for("moderation.decline", person=ids), 303) if ids else _nobody()
    if form.validate_on_submit():
        at, told = clock.now(), form.told()
        return _each(
            people,
            lambda r: actions.decline(r, reason=told, actor=current_user, at=at),
            done=at,
        )
    page = render_template("moderation/refusal.html", form=form, people=people)
    return page, form.http_status


@bp.post("/staff/<slug>/registrations/decisions/<int:key>/reconsideration")
@allow(Permission.MANAGE_REGISTRATIONS)
def reconsider(event: Event, key: int) -> Response:
    """Look again at somebody who was declined."""
    people, at = _people(event, [str(key)]), clock.now()
    return _each(people, lambda r: actions.reconsider(r, actor=current_user, at=at))


@bp.post("/staff/<slug>/registrations/decisions/undo")
@allow(Permission.MANAGE_REGISTRATIONS)
def undo(event: Event) -> Response:
    """Take back what was decided at one moment."""
    decided = _moment("done") or abort(400)
    people, at = queries.decided_at(event, decided), clock.now()
    for person in people:
        try:
            actions.undo(person, decided=decided, actor=current_user, at=at)
        except DomainError as error:
            flash(error.message, "error")
    return redirect(url_for("moderation.queue"), 303)


def _each(
    people: list[Registration],
    act: Callable[[Registration], bool],
    *,
    done: datetime | None = None,
) -> Response:
    if not people:
        return _nobody()
    for person in people:
        try:
            if not act(person):
                flash(_("%(name)s: this was done already.", name=person.full_name), "info")
        except DomainError as error:
            flash(error.message, "error")
    moment = done.isoformat() if done else None
    return redirect(url_for("moderation.queue", done=moment), 303)


def _nobody() -> Response:
    flash(_("Nobody was ticked."), "warning")
    return redirect(url_for("moderation.queue"), 303)


def _people(event: Event, texts: list[str]) -> list[Registration]:
    """Whom these ids name; 404 when one of them is nobody of this fair."""
    ids = {int(text) for text in texts[:_MANY] if text.isascii() and text.isdigit()}
    if not all(map(may_exist, ids)) or len(ids) < len(set(texts)):
        abort(404)
    people = queries.find_all(event, ids)
    return people if len(people) == len(ids) else abort(404)


def _moment(name: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(request.values.get(name, ""))
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None
