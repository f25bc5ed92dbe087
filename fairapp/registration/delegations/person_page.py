"""One person of a delegation, behind its focal point's address: corrected, replaced, withdrawn."""

from __future__ import annotations

from flask import abort, flash
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from fairapp import limiter
from fairapp.core import clock
from fairapp.core.access import public
from fairapp.core.errors import DomainError
from fairapp.registration import actions as registrations
from fairapp.registration.delegations import actions, queries
from fairapp.registration.delegations.forms import PersonForm
from fairapp.registration.delegations.list_forms import ListForm
from fairapp.registration.delegations.page import back_to, own, page_of, usual
from fairapp.registration.delegations.page import bp as bp
from fairapp.registration.delegations.people import changed
from fairapp.registration.delegations.views import OFTEN, tell_added
from fairapp.registration.models import Delegation, Registration, Relation, Status
from fairapp.registration.substitution import substitute

_STANDING = frozenset({Status.CONFIRMED, Status.PENDING, Status.WAITING, Status.OFFERED})


@bp.route("/d/<key>/people/<reference>", methods=["GET", "POST"])
@public
@limiter.limit(OFTEN, methods=["POST"])
def correct_person(key: str, reference: str) -> BaseResponse:
    """Correct what the list says of one person."""
    delegation, person = _person(key, reference, _STANDING)
    form = PersonForm(person)
    if form.validate_on_submit():
        before = actions.details_of(person)
        line = form.line(delegation.event, usual(delegation))
        if line.details:
            after = changed(before, line.details)
            registrations.update_details(person, after, actor=None, at=clock.now())
            flash(_("%(name)s is corrected.", name=person.full_name), "success")
            return back_to(delegation)
    return page_of("delegations/person.html", delegation, form=form, person=person, is_new=False)


@bp.route("/d/<key>/people/<reference>/substitute", methods=["GET", "POST"])
@public
@limiter.limit(OFTEN, methods=["POST"])
def replace(key: str, reference: str) -> BaseResponse:
    """Send somebody else in place of one person."""
    delegation, person = _person(key, reference)
    form = PersonForm()
    if form.validate_on_submit():
        line = form.line(delegation.event, usual(delegation, person))
        if line.details:
            try:
                by = substitute(
                    person,
                    line.details,
                    relation=Relation.REPLACES,
                    actor=None,
                    at=clock.now(),
                    submission_key=form.key,
                )
            except DomainError as error:
                form.add_domain_error(error)
            else:
                text = _("%(name)s comes in place of %(invitee)s.", **_names(by, person))
                flash(text, "success")
                return back_to(delegation)
    return page_of("delegations/person.html", delegation, form=form, person=person, is_new=True)


@bp.route("/d/<key>/people/<reference>/withdrawal", methods=["GET", "POST"])
@public
@limiter.limit(OFTEN, methods=["POST"])
def withdraw(key: str, reference: str) -> BaseResponse:
    """Ask once more, then take somebody off the list."""
    delegation, person = _person(key, reference)
    form = ListForm()
    if not form.is_submitted():
        return page_of("delegations/withdraw.html", delegation, person=person)
    try:
        registrations.cancel(person, actor=None, at=clock.now())
        flash(_("%(name)s is no longer expected.", name=person.full_name), "success")
    except DomainError as error:
        flash(error.message, "error")
    return back_to(delegation)


@bp.post("/d/<key>/people/<reference>/reinstatement")
@public
@limiter.limit(OFTEN)
def take_up(key: str, reference: str) -> BaseResponse:
    """Put somebody back on the list who was taken off it."""
    delegation, person = _person(key, reference)
    try:
        registrations.reinstate(person, actor=None, at=clock.now())
        tell_added([person])
    except DomainError as error:
        flash(error.message, "error")
    return back_to(delegation)


def _person(
    key: str, reference: str, standing: frozenset[Status] | None = None
) -> tuple[Delegation, Registration]:
    delegation = own(key)
    person = queries.member(delegation, reference)
    if person is None or (standing is not None and person.status not in standing):
        abort(404)
    return delegation, person


def _names(by: Registration, person: Registration) -> dict[str, str]:
    return {"name": by.full_name, "invitee": person.full_name}
