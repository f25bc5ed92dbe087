"""The checklist, and beside it what opens and ends a fair."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from fairapp.core import clock
from fairapp.core.access import Permission, access_of, allow, may
from fairapp.core.errors import DomainError
from fairapp.core.forms import Form
from fairapp.events import checklist, opening, rules
from fairapp.events.checklist import WHEN, Item
from fairapp.events.models import Event

bp = Blueprint("checklist", __name__)

_ACTS = {
    "publish": (opening.publish, _l("The public finds the fair now.")),
    "withdraw": (opening.withdraw, _l("The fair is a draft again: only the team sees it.")),
    "open": (opening.open_registration, _l("Registration is open. This is the address to give.")),
    "shut": (opening.close_registration, _l("Online registration is closed.")),
    "close": (opening.close, _l("The fair is closed.")),
    "reopen": (opening.reopen, _l("The fair is as it was before it was closed.")),
}


@bp.get("/staff/<slug>/checklist")
@allow(Permission.MANAGE_EVENT)
def index(event: Event) -> str:
    """What is done and what is missing, and the buttons that open and end the fair."""
    return _page(event, Form())


@bp.post("/staff/<slug>/standing")
@allow(Permission.MANAGE_EVENT)
def change(event: Event) -> Response | tuple[str, int]:
    """One of the acts that open and end a fair."""
    act, said = _ACTS.get(request.form.get("act", "")) or abort(400)
    form = Form()
    if form.validate_on_submit():
        try:
            act(event, actor=current_user, at=clock.now())
        except DomainError as error:
            form.add_domain_error(error)
        else:
            flash(str(said), "success")
            return redirect(url_for("checklist.index"), 303)
    return _page(event, form), form.http_status


@bp.app_template_global()
def item_url(item: Item) -> str | None:
    """Where a line of the checklist is put right, if whoever looks at it may go there."""
    if item.endpoint not in current_app.view_functions:
        return None
    access = access_of(item.endpoint)
    if access is not None and access.permission is not None and not may(access.permission):
        return None
    return url_for(item.endpoint, **item.values)


def _page(event: Event, form: Form) -> str:
    at = clock.now()
    return render_template(
        "checklist/index.html",
        form=form,
        groups=checklist.groups(event, at),
        when=WHEN,
        standing=rules.standing(event.published_at, event.closed_at),
        desk=rules.desk(event.registration_opens_at, event.registration_ends_at, at=at),
    )
