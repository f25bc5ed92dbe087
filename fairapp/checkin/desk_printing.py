"""Badges printed at the reception, one by one. Where there is a script, the browser has printed the
badge when it asks here (`static/js/desk/cards.js`); without one, it is led to the PDF.
"""

from __future__ import annotations

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from fairapp.badges import actions, at_desk, papers, queries
from fairapp.badges.models import Badge
from fairapp.checkin import desk
from fairapp.checkin.inputs import private
from fairapp.checkin.views import bp
from fairapp.core import clock
from fairapp.core.access import Permission, allow
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.events.models import Event


@bp.post("/desk/<slug>/printings")
@allow(Permission.PRINT_BADGES)
def print_badge(event: Event) -> Response:
    """Count somebody's badge as printed; whoever has not printed it yet gets the file."""
    badge, person_id = _badge(event)
    if badge.revoked_at is not None:
        return desk.after(event, person_id, "error", _("This badge is not valid."))
    actions.mark_printed(badge, actor=current_user, at=clock.now())
    if _is_script():
        return _told(event, badge, person_id)
    size = papers.chosen().key
    return redirect(url_for("badges.single_pdf", number=badge.number, size=size))


@bp.post("/desk/<slug>/misprints")
@allow(Permission.PRINT_BADGES)
def take_printing_back(event: Event) -> Response:
    """The badge did not come out of the printer: it waits to be printed as before."""
    badge, person_id = _badge(event)
    try:
        at_desk.take_back(badge, actor=current_user, at=clock.now())
    except DomainError as error:
        return desk.after(event, person_id, "error", str(error.message))
    text = _("Badge no. %(number)s counts as not printed.", number=badge.number)
    return desk.after(event, person_id, "success", text)


def _badge(event: Event) -> tuple[Badge, int]:
    """Somebody's badge, and whose; the reception prints no blank ones."""
    number = request.form.get("badge", type=int)
    badge = queries.find(event, number) if number is not None else None
    if badge is None or badge.registration_id is None:
        abort(404)
    return badge, badge.registration_id


def _is_script() -> bool:
    return request.headers.get("X-Fragment") == "card"


def _told(event: Event, badge: Badge, person_id: int) -> Response:
    # What was noted must be seen by the card's own queries.
    db.session.flush()
    context = desk.card_after(event, person_id)
    return private(render_template("checkin/_printed.html", badge=badge, **context))
