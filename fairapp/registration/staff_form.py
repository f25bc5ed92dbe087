"""The team's pages about one person: entered, looked at, corrected, cancelled."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from fairapp.core import clock
from fairapp.core.access import Permission, allow, may
from fairapp.core.errors import DomainError
from fairapp.events.models import Event
from fairapp.registration import actions, choices, history, queries, timeline
from fairapp.registration.admin import bp as bp
from fairapp.registration.annotations import annotate
from fairapp.registration.duplicates.queries import Candidate, candidates
from fairapp.registration.enrolment import enrol
from fairapp.registration.models import Registration, Source
from fairapp.registration.questions import answers
from fairapp.registration.questions.asking import form_for
from fairapp.registration.reference import display as reference_shown
from fairapp.registration.signups import queries as signups
from fairapp.registration.staff_fields import StaffForm


@bp.route("/staff/<slug>/registrations/new", methods=["GET", "POST"])
@allow(Permission.MANAGE_REGISTRATIONS)
def new(event: Event) -> Response | tuple[str, int]:
    """Enter somebody who phoned, wrote, or is invited."""
    form = form_for(StaffForm, event)
    known: list[Candidate] = []
    if form.validate_on_submit() and not (known := _known(event, form)):
        try:
            person = _enter(event, form, clock.now())
        except DomainError as error:
            form.add_domain_error(error)
        else:
            flash(_("%(name)s is registered.", name=person.full_name), "success")
            return _to(person)
    form.offer(queries.terms(event), signups.offered(event, at=clock.now()))
    return _page(form, candidates=known)


@bp.get("/staff/<slug>/registrations/<reference>")
@allow(Permission.MANAGE_REGISTRATIONS)
def person(event: Event, reference: str) -> str:
    """Everything about one person, and what happened."""
    return person_page(find(event, reference))


def person_page(registration: Registration, *, error: DomainError | None = None) -> str:
    """One person's page, with what was wrong about a note."""
    return render_template(
        "people/person.html",
        person=registration,
        shown=reference_shown(registration.reference),
        born=choices.birth_of(registration),
        days=choices.days_of(registration),
        answers=answers.answers_of(registration),
        seats=signups.of(registration),
        days_told=timeline.days_of(registration),
        statuses=history.STATUSES,
        error=error,
    )


@bp.route("/staff/<slug>/registrations/<reference>/details", methods=["GET", "POST"])
@allow(Permission.MANAGE_REGISTRATIONS, contacts=True)
def edit(event: Event, reference: str) -> Response | tuple[str, int]:
    """Correct what is known."""
    registration, at = find(event, reference), clock.now()
    form = form_for(StaffForm, event, registration=registration)
    if form.validate_on_submit():
        try:
            actions.update_details(registration, form.details(), actor=current_user, at=at)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            answers.write(registration, form.answers(), actor=current_user, at=at)
            annotate(registration, **form.annotations(), actor=current_user, at=at)
            flash(_("The details are saved."), "success")
            return _to(registration)
    return _page(form, person=registration)


@bp.post("/staff/<slug>/registrations/<reference>/cancellation")
@allow(Permission.MANAGE_REGISTRATIONS)
def cancel(event: Event, reference: str) -> Response:
    """Give the person's place up; the same page takes it up again."""
    registration = find(event, reference)
    try:
        actions.cancel(registration, actor=current_user, at=clock.now())
    except DomainError as error:
        flash(error.message, "error")
    return _to(registration)


@bp.post("/staff/<slug>/registrations/<reference>/reinstatement")
@allow(Permission.MANAGE_REGISTRATIONS)
def reinstate(event: Event, reference: str) -> Response:
    """Take a cancelled place up again."""
    registration = find(event, reference)
    try:
        actions.reinstate(registration, actor=current_user, at=clock.now())
    except DomainError as error:
        flash(error.message, "error")
    return _to(registration)


def find(event: Event, reference: str) -> Registration:
    """The person of this fair; else there is no such page."""
    return queries.find_by_reference(event, reference) or abort(404)


def _known(event: Event, form: StaffForm) -> list[Candidate]:
    """Who this probably is, asked once: whoever sends the form again has seen them."""
    details = form.details()
    if "anyway" in request.form:
        return []
    if actions.made_before(event, details, form.submission_key.data):
        return []
    return candidates(event, details, limit=3, contacts=may(Permission.SEE_CONTACTS))


def _enter(event: Event, form: StaffForm, at: datetime) -> Registration:
    notes = form.annotations()
    registration = enrol(
        event,
        form.details(),
        given=form.answers(),
        sessions=form.sessions.data or (),
        source=Source.STAFF,
        actor=current_user,
        at=at,
        submission_key=form.submission_key.data,
        delegation=notes["delegation"],
    )
    annotate(registration, **notes, actor=current_user, at=at)
    return registration


def _page(form: StaffForm, **values: Any) -> tuple[str, int]:
    page = render_template("people/form.html", form=form, **values)
    return page, form.http_status


def _to(registration: Registration) -> Response:
    return redirect(url_for("people.person", reference=registration.reference), 303)
