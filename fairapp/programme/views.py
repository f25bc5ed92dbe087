"""Public pages of the programme: a day, a session, and calendar feeds of both."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from flask import Blueprint, Response, abort, render_template, request, url_for

from fairapp.core import clock
from fairapp.core.access import public
from fairapp.core.i18n import current_language
from fairapp.events.home import home_part
from fairapp.events.models import Event
from fairapp.events.pages import cacheable, version_of, versioned
from fairapp.programme import calendar, filters, kinds, layout, navigation, queries
from fairapp.programme.items import Item
from fairapp.programme.rules import standing

bp = Blueprint("programme", __name__)
navigation.register(bp)
bp.add_app_template_filter(
    lambda item, at: standing(item.starts_at, item.ends_at, at=at), "standing"
)

# Sessions on the home page.
_ON_HOME = 4


@bp.get("/e/<slug>/programme")
@public
def index(event: Event) -> Response:
    """A day of the programme; or a kind or a room, over all days when none is asked for."""
    at = clock.now()
    choice = filters.choose(event, request.args, at=at)
    offered = queries.programme(event, day_number=choice.day_number)
    shown = [item for item in offered if choice.accepts(item)]
    page = render_template(
        "programme/index.html",
        at=at,
        choice=choice,
        mark=_mark(event, choice, shown, at),
        shown=shown,
        parts=filters.by_day(event, shown, choice),
        grid=_grid(event, shown) if choice.day_number else None,
        rooms={item.room_code: item.room for item in shown},
        kind_chips=filters.kind_chips(offered, choice),
        room_chips=filters.room_chips(offered, choice),
        kinds_url=_kinds_url(queries.kinds(event)),
    )
    return cacheable(page)


@bp.get("/e/<slug>/programme/<code>")
@public
def session(event: Event, code: str) -> Response:
    """One session: what, when, where, in which languages, and what else is on meanwhile."""
    item = _find(event, code)
    day = queries.programme(event, day_number=item.day_number)
    page = render_template(
        "programme/session.html",
        at=clock.now(),
        item=item,
        meanwhile=[other for other in day if _overlap(item, other)],
        kinds_url=_kinds_url(queries.kinds(event)),
    )
    return cacheable(page)


@bp.get("/e/<slug>/programme.ics")
@public
def feed(event: Event) -> Response:
    """The whole programme for a calendar that subscribes to it."""
    items = [*queries.programme(event), *queries.withdrawn(event)]
    return _calendar(event, items, name=event.slug)


@bp.get("/e/<slug>/programme/<code>.ics")
@public
def session_feed(event: Event, code: str) -> Response:
    """One session for a calendar."""
    return _calendar(event, [_find(event, code)], name=f"{event.slug}-{code}")


@bp.get("/e/<slug>/kinds.css")
@public
def kinds_sheet(event: Event) -> Response:
    """The colours of the fair's kinds of session, in tones that can be read."""
    sheet = kinds.sheet(queries.kinds(event))
    return versioned(sheet, "text/css", version_of(sheet))


@home_part
def on_home(event: Event, at: datetime) -> dict[str, object]:
    """What happens at the fair, and what is on now or next."""
    offered = queries.kinds(event)
    return {
        "at": at,
        "kinds": [k for k in offered if k.sessions and k.icon not in kinds.FOR_ALL],
        "coming": queries.coming(event, at, limit=_ON_HOME),
        "kinds_url": _kinds_url(offered),
    }


def _find(event: Event, code: str) -> Item:
    item = queries.find(event, code)
    if item is None:
        abort(404)
    return item


def _grid(event: Event, shown: list[Item]) -> layout.Grid[Item]:
    rooms = queries.room_codes(event)
    return layout.grid(shown, rooms, for_all=lambda item: item.icon in kinds.FOR_ALL)


def _mark(event: Event, choice: filters.Choice, shown: list[Item], at: datetime) -> str:
    """Code of the session that « now » leads to on today's page: what runs, else what is next."""
    today = event.day_of(at)
    if today is None or today.number != choice.day_number:
        return ""
    ahead = (item.code for item in shown if item.ends_at > at and not item.is_cancelled)
    return next(ahead, "")


def _overlap(item: Item, other: Item) -> bool:
    return (
        other.code != item.code
        and not other.is_cancelled
        and other.starts_at < item.ends_at
        and other.ends_at > item.starts_at
    )


def _calendar(event: Event, items: Iterable[Item], *, name: str) -> Response:
    def url_of(item: Item) -> str:
        return url_for("programme.session", slug=event.slug, code=item.code, _external=True)

    response = cacheable(calendar.feed(event, items, url_of), "text/calendar", max_age=300)
    response.headers["Content-Language"] = current_language()
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response


def _kinds_url(offered: list[queries.KindCount]) -> str:
    return url_for("programme.kinds_sheet", v=version_of(kinds.sheet(offered)))
