"""The board: a calm page that follows a fair before, during and after it."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template
from werkzeug.wrappers import Response

from fairapp.checkin import presence
from fairapp.core import clock
from fairapp.core.access import Permission, may, signed_in
from fairapp.events import rules
from fairapp.events.models import Event
from fairapp.events.navigation import work_url
from fairapp.reports.board_before import before
from fairapp.reports.board_curve import HEIGHT, WIDTH
from fairapp.reports.board_during import during

bp = Blueprint("reports_board", __name__)


@bp.get("/staff/<slug>/")
@signed_in
def board(event: Event) -> Response | str:
    """The board, to those who may see it; the others go to the page where they work."""
    if not may(Permission.SEE_BOARD):
        return redirect(work_url(event) or abort(403))
    at = clock.now()
    phase = rules.phase([day.date for day in event.days], event.local(at).date())
    today = event.day_of(at)
    return render_template(
        "reports/board.html",
        at=at,
        today=today,
        before=before(event) if phase == rules.Phase.COMING else None,
        during=during(event, today, at) if today else None,
        figures=presence.figures(event, until=at) if phase != rules.Phase.COMING else None,
        width=WIDTH,
        height=HEIGHT,
    )
