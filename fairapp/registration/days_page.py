"""Other days, from one's pass, in one step."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as BaseResponse
from wtforms import SelectMultipleField
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from fairapp import limiter
from fairapp.core import clock
from fairapp.core.access import public
from fairapp.core.errors import DomainError
from fairapp.core.forms import Form
from fairapp.registration import actions, choices
from fairapp.registration.delegations.actions import details_of
from fairapp.registration.models import Registration, Status
from fairapp.registration.own import keep_private, own_registration

bp = Blueprint("own_days", __name__)

_STANDING = frozenset({Status.CONFIRMED, Status.PENDING, Status.WAITING, Status.OFFERED})


class DaysForm(Form):
    """The days that somebody comes; at least one."""

    days = SelectMultipleField(
        _l("Which days are you coming?"),
        [InputRequired(_l("Choose at least one day, or cancel your registration."))],
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    def __init__(self, registration: Registration) -> None:
        super().__init__(data={"days": [day.number for day in registration.days]})
        self.days.choices = choices.days(registration.event)


@bp.route("/p/<pass_key>/days", methods=["GET", "POST"])
@public
@limiter.limit("60 per minute", methods=["POST"])
def change(pass_key: str) -> BaseResponse:
    """Tick other days; a full one is refused on the field, and nothing is lost."""
    registration = own_registration(pass_key)
    to_pass = redirect(url_for("passes.show", pass_key=pass_key), 303)
    if registration.status not in _STANDING or not registration.event.days:
        return keep_private(make_response(to_pass))
    form = DaysForm(registration)
    if form.validate_on_submit():
        wanted = [day for day in registration.event.days if day.number in (form.days.data or ())]
        details = replace(details_of(registration), days=wanted)
        try:
            actions.update_details(registration, details, actor=None, at=clock.now())
        except DomainError as error:
            form.add_domain_error(error)
        else:
            flash(_("Your days are changed."), "success")
            return keep_private(make_response(to_pass))
    page = render_template("passes/days.html", form=form, registration=registration)
    return keep_private(make_response(page, form.http_status))
