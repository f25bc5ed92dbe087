"""Where the team can go: its fairs, the pages of one, and the page where a role works.

Pages are named by endpoint, for most belong to features that stand above this one.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import Blueprint, current_app, g, request, url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import selectinload

from fairapp.core.access import Permission, may, may_open
from fairapp.core.db import db
from fairapp.core.i18n import LocalizedText
from fairapp.events.models import Event
from fairapp.events.tabs import Tab


class Place(NamedTuple):
    """A page of the team's, open to whoever holds `permission`."""

    endpoint: str
    permission: Permission
    label: Any
    icon: str


class Link(NamedTuple):
    """One entry of the navigation."""

    url: str
    label: Any
    icon: str
    is_current: bool


class FairLink(NamedTuple):
    """One entry of the list of fairs."""

    url: str
    name: LocalizedText
    is_current: bool


PLACES = (
    Place("reports_board.board", Permission.SEE_BOARD, _l("Board"), "home"),
    Place("people.overview", Permission.MANAGE_REGISTRATIONS, _l("People"), "person"),
    Place("editing.board", Permission.EDIT_PROGRAMME, _l("Programme"), "calendar"),
    Place("checkin.desk", Permission.REGISTER_ON_SITE, _l("Reception"), "people"),
    Place("checkin.scanner", Permission.CHECK_IN, _l("Scan"), "camera"),
    Place("badges.index", Permission.PRINT_BADGES, _l("Badges"), "badge"),
    Place("reports.index", Permission.READ_REPORTS, _l("Reports"), "report"),
)
# What organisers set up, in the order of the work; a page shows in the row by existing.
_SETUP = (
    ("checklist.index", _l("Checklist")),
    ("events.settings", _l("Settings")),
    ("event_home.edit", _l("Home page")),
    ("events.category_list", _l("Categories")),
    ("team.index", _l("Team")),
    ("checkpoints.index", _l("Checkpoints")),
    ("phones.index", _l("Devices")),
    ("review.index", _l("To check")),
    ("privacy.index", _l("Privacy")),
    ("trail.index", _l("Log")),
    ("tokens.index", _l("API")),
)
# Whoever manages works on the board; the others on the first of the rest that they may open.
_WORK = (
    ("reports_board.board", Permission.MANAGE_EVENT),
    ("payments.index", Permission.HANDLE_PAYMENTS),
    *((place.endpoint, place.permission) for place in PLACES[1:]),
)


def work_url(event: Event) -> str | None:
    """The page at `event` where the signed-in user's role works; None without a role there."""
    if current_user.lacks_factor(event):
        return url_for("reports_board.board", slug=event.slug)  # from where it is set up first
    for endpoint, permission in _WORK:
        if may_open(permission, event):
            return url_for(endpoint, slug=event.slug)
    return None


def own_fairs() -> list[Event]:
    """The fairs at which the signed-in user has something to do, the latest first."""
    fairs = db.session.scalars(select(Event).options(selectinload(Event.days)))
    return sorted(
        (fair for fair in fairs if current_user.lacks_factor(fair) or _works_at(fair)),
        key=lambda fair: (fair.days[0].date.toordinal() if fair.days else 0, fair.id),
        reverse=True,
    )


def _works_at(fair: Event) -> bool:
    return any(may_open(permission, fair) for permission in Permission)


def staff_nav() -> list[Link]:
    """The pages of the present fair that the user may open; template global."""
    if "event" not in g:
        return []
    return [
        Link(url, place.label, place.icon, _is_current(place, url))
        for place in PLACES
        if may(place.permission)
        for url in [url_for(place.endpoint)]
    ]


def setup_pages() -> list[Tab]:
    """The pages where organisers set the present fair up; template global."""
    return [
        Tab(url_for(endpoint), label, request.endpoint == endpoint)
        for endpoint, label in _SETUP
        if endpoint in current_app.view_functions
    ]


def staff_events() -> list[FairLink]:
    """The fairs to change to, the present one among them; template global."""
    if not current_user.is_authenticated:
        return []
    return [
        FairLink(url, fair.name, fair is g.get("event"))
        for fair in own_fairs()
        if (url := work_url(fair)) is not None
    ]


def register(bp: Blueprint) -> None:
    """Give these lists to all templates."""
    bp.add_app_template_global(staff_nav, "staff_nav")
    bp.add_app_template_global(staff_events, "staff_events")
    bp.add_app_template_global(setup_pages, "setup_pages")


def _is_current(place: Place, url: str) -> bool:
    # The board's address is the beginning of the other ones.
    if place.endpoint == "reports_board.board":
        return request.endpoint == place.endpoint
    return request.path.startswith(url)
