"""“I cannot come”: whoever has a pass sends somebody in their place, and sends them their pass."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Response, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from fairapp import limiter
from fairapp.core import clock
from fairapp.core.access import public
from fairapp.core.addresses import absolute
from fairapp.core.errors import DomainError
from fairapp.registration.models import Registration, Relation
from fairapp.registration.newcomers import SubstituteForm
from fairapp.registration.own import keep_private, own_registration, remember, remembered
from fairapp.registration.substitution import OWN_PLACES, substitute

bp = Blueprint("substitution", __name__)


@bp.route("/p/<pass_key>/substitute", methods=["GET", "POST"])
@public
@limiter.limit("60 per minute", methods=["POST"])
def create(pass_key: str) -> BaseResponse:
    """Name and sex are enough; then the substitute's pass, to be sent to them."""
    invitee = own_registration(pass_key)
    form = SubstituteForm(invitee)
    if form.validate_on_submit():
        try:
            person = substitute(
                invitee,
                form.details(),
                relation=Relation(form.relation.data),
                actor=None,
                at=clock.now(),
                submission_key=form.submission_key.data,
            )
        except DomainError as error:
            form.add_domain_error(error)
        else:
            return remember(_to("substitution.sent", invitee), person)
    elif invitee.status not in OWN_PLACES:
        return _to("passes.show", invitee)
    page = render_template("passes/substitute.html", form=form, invitee=invitee)
    return keep_private(make_response(page, form.http_status))


@bp.get("/p/<pass_key>/substitute/pass")
@public
def sent(pass_key: str) -> BaseResponse:
    """The substitute's pass to pass on; only in the browser that named them, or has their pass."""
    invitee = own_registration(pass_key)
    known = remembered()
    person = next((s for s in invitee.substitutes if s.pass_key in known), None)
    if person is None:
        return _to("passes.show", invitee)
    url = absolute("passes.show", pass_key=person.pass_key)
    page = render_template(
        "passes/substitute_pass.html",
        invitee=invitee,
        person=person,
        url=url,
        whatsapp_url=_whatsapp(person, url),
    )
    return keep_private(make_response(page))


def _to(endpoint: str, registration: Registration) -> Response:
    address = url_for(endpoint, pass_key=registration.pass_key)
    return keep_private(make_response(redirect(address, 303)))


def _whatsapp(person: Registration, url: str) -> str:
    """A message with the address, to the substitute's own number where it is known."""
    text = _(
        "%(name)s, this is your pass for %(event)s: %(url)s",
        name=person.full_name,
        event=str(person.event.name),
        url=url,
    )
    return f"https://wa.me/{person.phone.removeprefix('+')}?text={quote(text, safe='')}"
