"""A name put right while its bearer stands at the desk."""

from __future__ import annotations

from dataclasses import replace

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from fairapp.checkin.forms import NameForm
from fairapp.checkin.inputs import private
from fairapp.checkin.people import is_at
from fairapp.checkin.views import bp
from fairapp.core import clock
from fairapp.core.access import Permission, allow
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.events.models import Event
from fairapp.registration.actions import update_details
from fairapp.registration.details import details_of
from fairapp.registration.models import Registration


@bp.route("/desk/<slug>/people/<int:person_id>/name", methods=["GET", "POST"])
@allow(Permission.REGISTER_ON_SITE)
def correct_name(event: Event, person_id: int) -> Response:
    """Given names and family name; then the card, from which the badge is printed again."""
    if not is_at(event, person_id):
        abort(404)
    person = db.session.get_one(Registration, person_id)
    form = NameForm(person)
    if form.validate_on_submit():
        details = replace(
            details_of(person),
            given_names=form.given_names.data or "",
            family_name=form.family_name.data or "",
        )
        try:
            update_details(person, details, actor=current_user, at=clock.now())
        except DomainError as error:
            form.add_domain_error(error)
        else:
            flash(_("The name is now %(name)s.", name=person.full_name), "success")
            return redirect(url_for("checkin.desk", person=person.id), 303)
    page = render_template("checkin/name.html", form=form, person=person)
    return private(page, form.http_status)
