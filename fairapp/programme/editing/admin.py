"""Staff pages of the programme: what is planned, day by day."""

from __future__ import annotations

from flask import Blueprint, render_template

from fairapp.core.access import Permission, allow
from fairapp.events.models import Event
from fairapp.programme.editing import queries

bp = Blueprint("editing", __name__)


@bp.get("/staff/<slug>/programme/")
@allow(Permission.EDIT_PROGRAMME)
def board(event: Event) -> str:
    """The timetable: drafts by day, and those that have no place yet."""
    plans = queries.drafts(event)
    return render_template(
        "editing/board.html", plans=plans, warnings=queries.warnings_of(event, plans)
    )
