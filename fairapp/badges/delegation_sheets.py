"""Badges of a delegation in one file: all of them for the focal point, new ones for the desk."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request
from flask_babel import gettext as _
from sqlalchemy import select

from fairapp import limiter
from fairapp.badges import portraits, queries
from fairapp.badges.layouts import LAYOUTS
from fairapp.badges.models import Badge
from fairapp.badges.queries import Order, Selection
from fairapp.badges.render import render_sheets
from fairapp.core.access import Permission, allow, public
from fairapp.core.addresses import base_url
from fairapp.core.db import db
from fairapp.core.i18n import current_language
from fairapp.core.identifiers import may_exist
from fairapp.events.models import Event
from fairapp.registration.delegations.queries import find_by_key
from fairapp.registration.own import keep_private

bp = Blueprint("delegation_sheets", __name__)

LAYOUT = "a6x4"
# More than any list; a larger one is for the worker to draw.
MOST = 400
# Some seconds of work each time.
SELDOM = "10 per minute"


@bp.get("/d/<key>/badges.pdf")
@public
@limiter.limit(SELDOM)
def badges_pdf(key: str) -> Response:
    """The badges of all who have a place, four to a sheet, by name."""
    delegation = find_by_key(key) or abort(404)
    selection = Selection(delegation=delegation.code, order=Order.NAME)
    ids = queries.badge_ids(delegation.event, selection)[:MOST]
    name = f"{delegation.event.slug}-{delegation.code}.pdf"
    return _sheets(delegation.event, ids, name, title=delegation.name)


@bp.get("/staff/<slug>/badges/together.pdf")
@allow(Permission.PRINT_BADGES)
def together(event: Event) -> Response:
    """The badges with these numbers (`?n=12&n=13`) on common sheets."""
    numbers = [n for n in request.args.getlist("n", type=int)[:MOST] if may_exist(n)]
    query = select(Badge.id).where(
        Badge.event_id == event.id, Badge.number.in_(numbers), Badge.revoked_at.is_(None)
    )
    ids = list(db.session.scalars(query.order_by(Badge.number)))
    return _sheets(event, ids, f"{event.slug}-badges.pdf", title=_("Badges"))


def _sheets(event: Event, ids: list[int], name: str, *, title: str) -> Response:
    if not ids:
        abort(404)
    lang = current_language()
    faces = portraits.faces(event, ids, base=base_url())
    pdf = render_sheets(faces, LAYOUTS[LAYOUT], title=title, lang=lang).pdf
    response = Response(pdf, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return keep_private(response)
