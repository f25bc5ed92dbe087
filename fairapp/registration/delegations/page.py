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
from fairapp.registration.delegations import actions, queries
from fairapp.registration.delegations.forms import OwnAboutForm
from fairapp.registration.delegations.list_forms import ListForm
from fairapp.registration.delegations.people import Usual
from fairapp.registration.delegations.views import OFTEN, list_page, tell_added
from fairapp.registration.delegations.views import bp as bp
from fairapp.registration.models import Delegation, Registration
from fairapp.registration.own import keep_private


@bp.get("/d/<key>")
@public
def show(key: str) -> BaseResponse:
    """Who is registered, and what can be done about it."""
    delegation = own(key)
    url = absolute("delegations.show", key=key)
    return page_of(
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
    delegation = own(key)
    return page_of("delegations/list.html", delegation, members=queries.members(delegation))


@bp.route("/d/<key>/details", methods=["GET", "POST"])
@public
@limiter.limit(OFTEN, methods=["POST"])
def correct(key: str) -> BaseResponse:
    """Correct what the focal point said of the delegation and of themselves."""
    delegation = own(key)
    form = OwnAboutForm(delegation)
    if form.validate_on_submit():
        about = form.about(delegation.category, announced=delegation.announced)
        actions.correct(delegation, about, actor=None, at=clock.now())
        flash(_("Your details are corrected."), "success")
        return back_to(delegation)
    return page_of("delegations/details.html", delegation, form=form)


@bp.route("/d/<key>/people/new", methods=["GET", "POST"])
@public
@limiter.limit(OFTEN, methods=["POST"])
def add(key: str) -> BaseResponse:
    """Add people to the list, on the terms that hold now."""
    delegation = own(key)
    form = ListForm()
    if form.is_submitted():
        form.validate()
        form.take(delegation.event, usual(delegation))
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
                return back_to(delegation)
    return keep_private(list_page("delegations/add.html", form, delegation=delegation))


def own(key: str) -> Delegation:
    """The delegation with this address; its fair is the page's."""
    delegation = queries.find_by_key(key)
    if delegation is None:
        abort(404)
    g.event = delegation.event
    return delegation


def usual(delegation: Delegation, like: Registration | None = None) -> Usual:
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


def page_of(template: str, delegation: Delegation, **values: object) -> BaseResponse:
    """A page that only this focal point sees."""
    form = values.get("form")
    status = 422 if form is not None and form.is_submitted() else 200  # type: ignore[attr-defined]
    page = render_template(template, delegation=delegation, key=delegation.key, **values)
    return keep_private(make_response(page, status))


def back_to(delegation: Delegation) -> BaseResponse:
    """To the focal point's page."""
    return redirect(url_for("delegations.show", key=delegation.key), 303)
