"""The hall's screen: what is on, what comes next and what has changed, in big type.

The page is complete without JavaScript, and then loads itself anew each minute; with it, it follows
`programme.json`, turns from language to language, and goes on without network.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, Response, render_template, request
from flask_babel import force_locale
from flask_babel import gettext as _

from fairapp.core import clock
from fairapp.core.access import public
from fairapp.core.i18n import LANGUAGES
from fairapp.events.models import Event
from fairapp.events.pages import cacheable, version_of
from fairapp.events.text import clock_time, weekday_date
from fairapp.programme import kinds, queries
from fairapp.programme.items import Item
from fairapp.programme.rules import Standing, standing

bp = Blueprint("screen", __name__)

_NEXT = 5
_DEFAULT = ("fr", "en")


@dataclass(frozen=True)
class OnAir:
    """What the screen shows at a moment; `over` once nothing more will be."""

    now: list[Item]
    next: list[Item]
    changes: list[Item]
    is_over: bool


@bp.get("/e/<slug>/programme/screen")
@public
def show(event: Event) -> Response:
    """A page for the television in the hall; `?langs=ar,fr` sets languages and their order."""
    at = clock.now()
    items = queries.programme(event)
    offered = queries.kinds(event)
    page = render_template(
        "programme/screen.html",
        at=at,
        on=on_air(event, items, at),
        parts=[_words(event, code, at) for code in _languages(request.args.get("langs", ""))],
        kinds=[kind for kind in offered if kind.sessions],
        kind_ids={kind.code: kind.id for kind in offered if kind.sessions},
        kinds_version=version_of(kinds.sheet(offered)),
        live=queries.live(event),
    )
    return cacheable(page)


def on_air(event: Event, items: Sequence[Item], at: datetime) -> OnAir:
    """What is on, what comes next on one day, and what of today is not as it was announced."""
    happening = [item for item in items if not item.is_cancelled]
    coming = [item for item in happening if item.starts_at > at]
    first_day = coming[0].day_number if coming else None
    today = event.day_of(at)
    return OnAir(
        now=[i for i in happening if standing(i.starts_at, i.ends_at, at=at) == Standing.NOW],
        next=[i for i in coming if i.day_number == first_day][:_NEXT],
        changes=[
            item
            for item in items
            if (item.is_moved or item.is_cancelled) and item.ends_at > at
            if today is not None and item.day_number == today.number
        ],
        is_over=bool(items) and not any(item.ends_at > at for item in happening),
    )


def _languages(asked: str) -> tuple[str, ...]:
    chosen = tuple(dict.fromkeys(code for code in asked.split(",") if code in LANGUAGES))
    return chosen or _DEFAULT


def _words(event: Event, code: str, at: datetime) -> dict[str, str]:
    """All that is said in one language, for the page and for its script."""
    with force_locale(code):
        return {
            "code": code,
            "now": _("Now"),
            "next": _("Up next"),
            "changes": _("Changes"),
            "nothing": _("Nothing at the moment"),
            "over": _("The fair is over. Thank you all for coming!"),
            "until": _("until %(time)s", time="{time}"),
            "moved": _("Moved"),
            "cancelled": _("Cancelled"),
            "page": _("%(page)s of %(pages)s", page="{page}", pages="{pages}"),
            "away": _("No network since %(time)s", time="{time}"),
            "day": weekday_date(event.local(at).date()),
            "clock": clock_time(at, event),
        }
