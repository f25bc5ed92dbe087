"""Somebody who comes in an invited person's place: registered, badged and checked in with a tap."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from fairapp.checkin import gates
from fairapp.checkin.inputs import private
from fairapp.checkin.queries import GateRow
from fairapp.checkin.views import bp
from fairapp.checkin.walk_in import receive
from fairapp.checkin.words import PROTOCOL_OVERRIDE
from fairapp.core import clock
from fairapp.core.access import Permission, allow
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.events.models import Event
from fairapp.registration.models import Registration, Relation
from fairapp.registration.newcomers import SubstituteForm
from fairapp.registration.substitution import substitute as take_place
from fairapp.registration.substitution import undo


@bp.route("/desk/<slug>/people/<int:person_id>/substitute", methods=["GET", "POST"])
@allow(Permission.REGISTER_ON_SITE)
def substitute(event: Event, person_id: int) -> Response:
    """Name and sex are enough; then the substitute's card, with the badge to print."""
    invitee = db.session.get(Registration, person_id)
    if invitee is None or invitee.event_id != event.id:
        abort(404)
    _known, gate = gates.chosen(event)
    form = SubstituteForm(invitee)
    if form.validate_on_submit():
        try:
            person = _register(event, invitee, form, gate)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            return redirect(url_for("checkin.desk", person=person.id), 303)
    page = render_template("checkin/substitute.html", form=form, gate=gate, invitee=invitee)
    return private(page, form.http_status)


@bp.post("/desk/<slug>/people/<int:person_id>/return")
@allow(Permission.REGISTER_ON_SITE)
def take_back(event: Event, person_id: int) -> Response:
    """The invitee comes after all."""
    invitee = db.session.get(Registration, person_id)
    if invitee is None or invitee.event_id != event.id:
        abort(404)
    keeps = request.form.get("substitute") != "cancel"
    undo(invitee, keeps_substitute=keeps, actor=current_user, at=clock.now())
    flash(_("%(name)s is expected again, with a new badge.", name=invitee.full_name), "success")
    return redirect(url_for("checkin.desk", person=invitee.id), 303)


def _register(
    event: Event, invitee: Registration, form: SubstituteForm, gate: GateRow | None
) -> Registration:
    at = clock.now()
    person = take_place(
        invitee,
        form.details(),
        relation=Relation(form.relation.data),
        actor=current_user,
        at=at,
        submission_key=form.submission_key.data,
    )
    override = "" if invitee.protocol_rank is None else str(PROTOCOL_OVERRIDE)
    receive(event, person, gate, uuid=form.scan_uuid, at=at, override=override)
    return person
