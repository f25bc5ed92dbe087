"""The team sheet and the result on paper: A4, to be signed."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from fairapp.core.i18n import current_language, text_direction
from fairapp.core.pdf import render
from fairapp.events.colours import text_on
from fairapp.events.models import Event
from fairapp.events.text import clock_time, full_date, moment_line
from fairapp.matches.sheets import Sheet
from fairapp.programme.editing.models import Draft

# Lines of a list that is filled in by hand, when it has fewer.
_LINES = 16


def team_sheet(event: Event, sheet: Sheet, plan: Draft | None, *, at: datetime) -> bytes:
    """Both lists with room for who comes late, for goals, cards and changes, and to sign."""
    title = _("Team sheet")
    return _render("pdf/team_sheet.html", title, event, sheet, plan, at)


def result(event: Event, sheet: Sheet, plan: Draft | None, *, at: datetime) -> bytes:
    """The score by half, who scored, cards and changes, and to sign."""
    title = _("Result of the match")
    return _render("pdf/match_result.html", title, event, sheet, plan, at)


def _render(
    template: str, title: str, event: Event, sheet: Sheet, plan: Draft | None, at: datetime
) -> bytes:
    starts_at = plan.starts_at if plan is not None else None
    context = {
        "event": event,
        "sheet": sheet,
        "plan": plan,
        "title": title,
        "when": _kick_off(event, starts_at) if starts_at is not None else "",
        "made_at": moment_line(at, event),
        "lines": max(_LINES, *(len(team.players) for team in sheet.teams)),
        "text_on": text_on,
        "language": current_language(),
        "direction": text_direction(),
    }
    return render(
        template,
        context,
        title=f"{title} – {event.name} – {sheet.code}",
        lang=current_language(),
        created=at,
    )


def _kick_off(event: Event, at: datetime) -> str:
    return f"{full_date(event.local(at).date())} · {clock_time(at, event)}"
