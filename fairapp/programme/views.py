"""Public pages of the programme: a day, a session, its documents, and calendar feeds."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from flask import Blueprint, Response, abort, current_app, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from fairapp.core import clock
from fairapp.core.access import public
from fairapp.core.i18n import current_language
from fairapp.core.storage import send
from fairapp.events.home import home_part
from fairapp.events.kept import kept
from fairapp.events.models import Event
from fairapp.events.pages import cacheable, version_of, versioned
from fairapp.programme import calendar, filters, kinds, layout, navigation, queries, words
from fairapp.programme.items import Item, Person
from fairapp.programme.releases import queries as releases
from fairapp.programme.releases.earlier import Placing, earlier
from fairapp.programme.rules import overlap, standing

bp = Blueprint("programme", __name__)
navigation.register(bp)
bp.add_app_template_filter(
    lambda item, at: standing(item.starts_at, item.ends_at, at=at), "standing"
)

# Sessions on the home page.
_ON_HOME = 4


@bp.get("/e/<slug>/programme")
@public
@kept
def index(event: Event) -> str:
    """A day of the programme; or what was chosen or searched for, over all days."""
    at = clock.now()
    choice = filters.choose(event, request.args, at=at)
    offered = queries.programme(event, day_number=choice.day_number)
    shown = [item for item in offered if choice.accepts(item)]
    is_today = _is_today(event, choice, at)
    return render_template(
        "programme/index.html",
        at=at,
        choice=choice,
        mark=_mark(shown, at) if is_today else "",
        now=_now_and_next(shown, at) if is_today and not choice.is_filtered else None,
        shown=shown,
        parts=filters.by_day(event, shown, choice),
        grid=_grid(event, shown) if choice.day_number else None,
        rooms={item.room_code: item.room for item in shown},
        kind_chips=filters.kind_chips(offered, choice),
        room_chips=filters.room_chips(offered, choice),
        language_chips=filters.language_chips(offered, choice),
        version=releases.latest(event),
        changes_url=_changes_url(event),
        days=[url_for("programme.index", day=day.number) for day in event.days],
        kinds_url=kinds_url(event),
    )


@bp.get("/e/<slug>/programme/<code>")
@public
@kept
def session(event: Event, code: str) -> str:
    """One session: what, when, where, by whom, in which languages, and what is on meanwhile."""
    item = find(event, code)
    before = _earlier(event, item)
    day = queries.programme(event, day_number=item.day_number)
    return render_template(
        "programme/session.html",
        at=clock.now(),
        item=item,
        roles=[(role, _people(item, role), words.ROLES[role]) for role in words.ROLES],
        readings=queries.readings(event, item),
        earlier=before,
        rooms={room.code: room.name for room in event.rooms} if before else {},
        meanwhile=[o for o in day if o.code != code and not o.is_cancelled and overlap(item, o)],
        kinds_url=kinds_url(event),
    )


@bp.get("/e/<slug>/programme/<code>/documents/<int:number>")
@public
def document(event: Event, code: str, number: int) -> BaseResponse:
    """A document to keep; one that is elsewhere is gone to."""
    readings = queries.readings(event, find(event, code))
    reading = next((reading for reading in readings if reading.number == number), None)
    if reading is None or reading.file is None or not reading.file.path.is_file():
        abort(404)
    return send(reading.file)


@bp.get("/e/<slug>/worker.js")
@public
def worker(event: Event) -> BaseResponse:
    """The service worker that keeps pages of the programme; it rules below the fair's address."""
    script = current_app.extensions["fairapp_assets"].get("js/programme/worker.js")
    return versioned(script.content.decode(), script.mimetype, script.fingerprint)


@bp.get("/e/<slug>/programme.ics")
@public
def feed(event: Event) -> Response:
    """The whole programme for a calendar that subscribes to it."""
    items = [*queries.programme(event), *queries.withdrawn(event)]
    return calendar_of(event, items, name=event.slug)


@bp.get("/e/<slug>/programme/<code>.ics")
@public
def session_feed(event: Event, code: str) -> Response:
    """One session for a calendar."""
    return calendar_of(event, [find(event, code)], name=f"{event.slug}-{code}")


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


def find(event: Event, code: str) -> Item:
    """The public session with this code; or the page that says there is none."""
    item = queries.find(event, code)
    if item is None:
        abort(404)
    return item


def calendar_of(event: Event, items: Iterable[Item], *, name: str) -> Response:
    """A calendar file of `items`."""

    def url_of(item: Item) -> str:
        return url_for("programme.session", slug=event.slug, code=item.code, _external=True)

    response = cacheable(calendar.feed(event, items, url_of), "text/calendar", max_age=300)
    response.headers["Content-Language"] = current_language()
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.ics"'
    return response


def kinds_url(event: Event) -> str:
    """Address of the fair's style sheet for its kinds of session."""
    return _kinds_url(queries.kinds(event))


def _grid(event: Event, shown: list[Item]) -> layout.Grid[Item]:
    rooms = queries.room_codes(event)
    return layout.grid(shown, rooms, for_all=lambda item: item.icon in kinds.FOR_ALL)


def _is_today(event: Event, choice: filters.Choice, at: datetime) -> bool:
    today = event.day_of(at)
    return today is not None and today.number == choice.day_number


def _mark(shown: list[Item], at: datetime) -> str:
    """Code of the session that « now » leads to: what runs, else what is next."""
    return next((i.code for i in shown if i.ends_at > at and not i.is_cancelled), "")


def _now_and_next(shown: list[Item], at: datetime) -> layout.NowAndNext[Item]:
    return layout.now_and_next([item for item in shown if not item.is_cancelled], at)


def _people(item: Item, role: str) -> list[Person]:
    return [taken.person for taken in item.roles if taken.role == role]


def _earlier(event: Event, item: Item) -> list[Placing]:
    if not (item.is_moved or item.is_cancelled):
        return []
    now = Placing(item.starts_at, item.ends_at, item.room_code)
    return earlier(releases.changes_of(event, item.code), now)


def _changes_url(event: Event) -> str:
    """Where the public reads what differs between versions, if there is such a page."""
    page = "releases_public.index"
    return url_for(page, slug=event.slug) if page in current_app.view_functions else ""


def _kinds_url(offered: list[queries.KindCount]) -> str:
    return url_for("programme.kinds_sheet", v=version_of(kinds.sheet(offered)))
