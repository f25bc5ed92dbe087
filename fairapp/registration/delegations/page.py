"""The focal point's page: whoever has its address is the focal point, and nobody else is told."""

from __future__ import annotations

from urllib.parse import quote

from flask import abort, flash, g, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as BaseResponse

from fairapp import limiter
from fairapp.core import clock
from fairapp.core.access import public
from fairapp.core.addresses import absolute
from fairapp.core.errors import DomainError
from fairapp.core.i18n import current_language
from fairapp.registration import actions as registrations
from fairapp.registration.delegations import actions, queries
from fairapp.registration.delegations.forms import OwnAboutForm, PersonForm
from fairapp.registration.delegations.list_forms import ListForm
from fairapp.registration.delegations.people import Usual, changed
from fairapp.registration.delegations.views import OFTEN, bp, list_page, tell_added
from fairapp.registration.models import Delegation, Registration, Relation, Status
from fairapp.registration.own import keep_private
from fairapp.registration.substitution import substitute

_STANDING = frozenset({Status.CONFIRMED, Status.PENDING, Status.WAITING, Status.OFFERED})


@bp.get("/d/<key>")
@public
def show(key: str) -> BaseResponse:
    """Who is registered, and what can be done about it."""
    delegation = _own(key)
    url = absolute("delegations.show", key=key)
    return _page(
        "delegations/show.html",
        delegation,
        members=queries.members(delegation),
        whatsapp_url=f"https://wa.me/?text={quote(url, safe='')}",
        url=url,
    )


@bp.get("/d/<key>/list")
@public
def printable(key: str) -> BaseResponse:
    """The list, to print."""
    delegation = _own(key)
    return _page("delegations/list.html", delegation, members=queries.members(delegation))


@bp.route("/d/<key>/details", methods=["GET", "POST"])
@public
@limiter.limit(OFTEN, methods=["POST"])
def correct(key: str) -> BaseResponse:
    """Correct what the focal point said of the delegation and of themselves."""
    delegation = _own(key)
    form = OwnAboutForm(delegation)
    if form.validate_on_submit():
        about = form.about(delegation.category, announced=delegation.announced)
        actions.correct(delegation, about, actor=None, at=clock.now())
        flash(_("Your details are corrected."), "success")
        return _back(delegation)
    return _page("delegations/details.html", delegation, form=form)


@bp.route("/d/<key>/people/new", methods=["GET", "POST"])
@public
@limiter.limit(OFTEN, methods=["POST"])
def add(key: str) -> BaseResponse:
    """Add people to the list, on the terms that hold now."""
    delegation = _own(key)
    form = ListForm()
    if form.is_submitted():
        form.validate()
        form.take(delegation.event, _usual(delegation))
        if form.is_ready:
            try:
                added = actions.add(
                    delegation,
                    [line.details for line in form.lines if line.details],
                    actor=None,
                    at=clock.now(),
                    submission_key=form.key,
                )
            except DomainError as error:
                form.add_domain_error(error)
            else:
                tell_added(added)
                return _back(delegation)
    return keep_private(list_page("delegations/add.html", form, delegation=delegation))


@bp.route("/d/<key>/people/<reference>", methods=["GET", "POST"])
@public
@limiter.limit(OFTEN, methods=["POST"])
def correct_person(key: str, reference: str) -> BaseResponse:
    """Correct what the list says of one person."""
    delegation, person = _person(key, reference, _STANDING)
    form = PersonForm(person)
    if form.validate_on_submit():
        before = actions.details_of(person)
        line = form.line(delegation.event, _usual(delegation))
        if line.details:
            after = changed(before, line.details)
            registrations.update_details(person, after, actor=None, at=clock.now())
            flash(_("%(name)s is corrected.", name=person.full_name), "success")
            return _back(delegation)
    return _page("delegations/person.html", delegation, form=form, person=person, is_new=False)


@bp.route("/d/<key>/people/<reference>/substitute", methods=["GET", "POST"])
@public
@limiter.limit(OFTEN, methods=["POST"])
def replace(key: str, reference: str) -> BaseResponse:
    """Send somebody else in place of one person."""
    delegation, person = _person(key, reference)
    form = PersonForm()
    if form.validate_on_submit():
        line = form.line(delegation.event, _usual(delegation, person))
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
                return _back(delegation)
    return _page("delegations/person.html", delegation, form=form, person=person, is_new=True)


@bp.route("/d/<key>/people/<reference>/withdrawal", methods=["GET", "POST"])
@public
@limiter.limit(OFTEN, methods=["POST"])
def withdraw(key: str, reference: str) -> BaseResponse:
    """Ask once more, then take somebody off the list."""
    delegation, person = _person(key, reference)
    form = ListForm()
    if not form.is_submitted():
        return _page("delegations/withdraw.html", delegation, person=person)
    try:
        registrations.cancel(person, actor=None, at=clock.now())
        flash(_("%(name)s is no longer expected.", name=person.full_name), "success")
    except DomainError as error:
        flash(error.message, "error")
    return _back(delegation)


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
    return _back(delegation)


def _own(key: str) -> Delegation:
    delegation = queries.find_by_key(key)
    if delegation is None:
        abort(404)
    g.event = delegation.event
    return delegation


def _person(
    key: str, reference: str, standing: frozenset[Status] | None = None
) -> tuple[Delegation, Registration]:
    delegation = _own(key)
    person = queries.member(delegation, reference)
    if person is None or (standing is not None and person.status not in standing):
        abort(404)
    return delegation, person


def _usual(delegation: Delegation, like: Registration | None = None) -> Usual:
    """What is true of a newcomer as it is of the others; a substitute's category is the place's."""
    other = like or queries.first_member(delegation)
    category = like.category if like else queries.usual_category(delegation)
    if category is None:
        category = delegation.event.categories[0]
    return Usual(
        category=category,
        organisation=other.organisation if other else delegation.name,
        language=current_language(),
        region=other.region if other else "",
        locality=other.locality if other else "",
        country=other.country if other else "GN",
    )


def _names(by: Registration, person: Registration) -> dict[str, str]:
    return {"name": by.full_name, "invitee": person.full_name}


def _page(template: str, delegation: Delegation, **values: object) -> BaseResponse:
    form = values.get("form")
    status = 422 if form is not None and form.is_submitted() else 200  # type: ignore[attr-defined]
    page = render_template(template, delegation=delegation, key=delegation.key, **values)
    return keep_private(make_response(page, status))


def _back(delegation: Delegation) -> BaseResponse:
    return redirect(url_for("delegations.show", key=delegation.key), 303)
