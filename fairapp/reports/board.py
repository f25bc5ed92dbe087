"""The board: a calm page that follows a fair before, during and after it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, Response, abort, redirect, render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response as Answer

from fairapp.checkin import presence
from fairapp.core import clock
from fairapp.core.access import Permission, allow, may, signed_in
from fairapp.core.i18n import current_language
from fairapp.events import checklist, rules
from fairapp.events.checklist import WHEN
from fairapp.events.models import Event, EventDay
from fairapp.events.navigation import work_url
from fairapp.events.pages import version_of
from fairapp.reports.board_bars import at_least
from fairapp.reports.board_before import before
from fairapp.reports.board_curve import HEIGHT, WIDTH
from fairapp.reports.board_kept import readings

bp = Blueprint("reports_board", __name__)

BOARD, SCREEN = "reports/board.html", "reports/screen.html"


@bp.get("/staff/<slug>/")
@signed_in
def board(event: Event) -> Answer | str:
    """The board, to those who may see it; the others go to the page where they work."""
    if not may(Permission.SEE_BOARD):
        return redirect(work_url(event) or abort(403))
    at = clock.now()
    if today := event.day_of(at):
        return _of_today(event, today, at)
    phase = rules.phase([day.date for day in event.days], event.local(at).date())
    is_before = phase == rules.Phase.COMING
    return _page(
        BOARD,
        at=at,
        before=before(event, at) if is_before else None,
        figures=None if is_before else presence.figures(event, until=at),
        to_do=[group for group in checklist.groups(event, at) if group.is_due and group.missing],
        standing=rules.standing(event.published_at, event.closed_at),
    )


@bp.get("/staff/<slug>/screen")
@allow(Permission.SEE_BOARD)
def screen(event: Event) -> Answer | str:
    """The same figures in big type for a television: no names, no group of one or two people."""
    at = clock.now()
    if today := event.day_of(at):
        return _of_today(event, today, at, template=SCREEN)
    return _page(SCREEN, at=at, figures=presence.figures(event, until=at))


def _of_today(event: Event, today: EventDay, at: datetime, *, template: str = BOARD) -> Response:
    """The figures of today; 304 to whoever has them on the screen."""
    reading = readings().latest(event, today, at)
    shown = (reading.mark, template, current_language(), current_user.get_id())
    tag = version_of(repr(shown))
    if request.if_none_match.contains_weak(tag):
        response = Response(status=304)
    else:
        response = Response(
            _page(
                template,
                at=reading.at,
                today=today,
                during=reading.during,
                figures=reading.figures,
                live=reading.live,
                running=reading.running,
            ),
            mimetype="text/html",
        )
    response.set_etag(tag, weak=True)
    return response


def _page(template: str, /, **values: Any) -> str:
    return render_template(
        template, width=WIDTH, height=HEIGHT, large_enough=at_least, when=WHEN, **values
    )
