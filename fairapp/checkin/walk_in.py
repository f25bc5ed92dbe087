"""Somebody who is not on any list: registered, badged and checked in with one form."""

from __future__ import annotations

from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from fairapp.checkin import actions, gates
from fairapp.checkin.forms import WalkInForm
from fairapp.checkin.inputs import private
from fairapp.checkin.models import Method
from fairapp.checkin.queries import GateRow
from fairapp.checkin.views import bp
from fairapp.checkin.words import REASONS
from fairapp.core import clock
from fairapp.core.access import Permission, allow, may
from fairapp.core.errors import DomainError
from fairapp.events.models import Event
from fairapp.registration.actions import made_before, register
from fairapp.registration.duplicates.queries import Candidate, candidates
from fairapp.registration.models import Registration, Source


@bp.route("/desk/<slug>/walk-in", methods=["GET", "POST"])
@allow(Permission.REGISTER_ON_SITE)
def walk_in(event: Event) -> Response:
    """Four fields; then the person's card, with the badge to print."""
    _gates, gate = gates.chosen(event)
    form = WalkInForm(event, name=request.args.get("name", "")[:120])
    known: list[Candidate] = []
    if form.validate_on_submit() and not (known := _known(event, form)):
        try:
            person = _register(event, form, gate)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            return redirect(url_for("checkin.desk", person=person.id))
    page = render_template("checkin/walk_in.html", form=form, gate=gate, candidates=known)
    return private(page, form.http_status)


def _known(event: Event, form: WalkInForm) -> list[Candidate]:
    """Who this probably is, asked once: whoever sends the form again has seen them."""
    details = form.details()
    if "anyway" in request.form or made_before(event, details, form.submission_key.data):
        return []
    return candidates(event, details, limit=3, contacts=may(Permission.SEE_CONTACTS))


def _register(event: Event, form: WalkInForm, gate: GateRow | None) -> Registration:
    at = clock.now()
    person = register(
        event,
        form.details(),
        source=Source.WALK_IN,
        actor=current_user,
        at=at,
        submission_key=form.submission_key.data,
    )
    receive(event, person, gate, uuid=form.scan_uuid, at=at)
    return person


def receive(
    event: Event,
    person: Registration,
    gate: GateRow | None,
    *,
    uuid: str,
    at: datetime,
    override: str = "",
) -> None:
    """Check in somebody just registered, where there is a gate, and say what came of it."""
    if gate is None:
        flash(_("%(name)s is registered.", name=person.full_name), "success")
        return
    outcome = actions.check_in(
        event,
        person.id,
        uuid=uuid,
        checkpoint=gate.code,
        actor=current_user,
        at=at,
        method=Method.WALK_IN,
        override=override,
    )
    if outcome.is_entry:
        flash(_("%(name)s is registered and checked in.", name=person.full_name), "success")
    else:
        reason = str(REASONS.get(outcome.reason, ""))
        text = _(
            "%(name)s is registered, but not checked in. %(reason)s",
            name=person.full_name,
            reason=reason,
        )
        flash(text, "warning")
