"""« My agenda »: the sessions that somebody has chosen, told by the address alone.

Nobody needs an account: the phone keeps the codes (`static/js/programme/stars.js`) and asks for
them, so the page can be sent to a friend, printed and kept. Seats are another matter: they are
signed up for, and stand on the pass.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import Response, render_template, request

from fairapp.core import clock
from fairapp.core.access import public
from fairapp.events.models import Event
from fairapp.events.pages import cacheable
from fairapp.programme import queries
from fairapp.programme.items import Item
from fairapp.programme.rules import clashes
from fairapp.programme.views import bp, calendar_of, kinds_url

# More than anybody can see.
_MOST = 100


@dataclass(frozen=True)
class Agenda:
    """What was chosen, by the clock; `gone`: how many of the codes are no public session."""

    items: list[Item]
    gone: int

    @property
    def codes(self) -> list[str]:
        """For the address."""
        return [item.code for item in self.items]

    @property
    def meanwhile(self) -> dict[str, list[Item]]:
        """By code, what else was chosen for the same time; what is cancelled is in nobody's way."""
        by_code = {item.code: item for item in self.items if not item.is_cancelled}
        found = clashes(by_code.values())
        return {code: [by_code[other] for other in others] for code, others in found.items()}

    def without(self, code: str) -> str:
        """The other codes, for the address."""
        return ",".join(other for other in self.codes if other != code)


@bp.get("/e/<slug>/programme/agenda")
@public
def agenda(event: Event) -> Response:
    """The chosen sessions by day, with a warning where two are on at once."""
    page = render_template(
        "programme/agenda.html",
        at=clock.now(),
        agenda=_asked(event),
        kinds_url=kinds_url(event),
    )
    return cacheable(page)


@bp.get("/e/<slug>/programme/agenda.ics")
@public
def agenda_feed(event: Event) -> Response:
    """The chosen sessions for a calendar, which may subscribe to them."""
    return calendar_of(event, _asked(event).items, name=f"{event.slug}-agenda")


def _asked(event: Event) -> Agenda:
    codes = dict.fromkeys(re.findall(r"[\w-]{1,20}", request.args.get("s", "")))
    asked = set(list(codes)[:_MOST])
    items = [item for item in queries.programme(event) if item.code in asked] if asked else []
    return Agenda(items, len(asked) - len(items))
