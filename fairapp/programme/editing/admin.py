"""The timetable of the team: a day of it, and what the grid asks and sends while it is open."""

from __future__ import annotations

from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    jsonify,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from flask_login import current_user

from fairapp.core import clock
from fairapp.core.access import Permission, allow
from fairapp.core.errors import DomainError
from fairapp.events.models import Event
from fairapp.events.pages import version_of
from fairapp.programme import kinds
from fairapp.programme import queries as public
from fairapp.programme.editing import actions, placing, queries
from fairapp.programme.editing.blocks import Board, block_of, mark_of, span
from fairapp.programme.editing.blocks import board as read_board
from fairapp.programme.editing.models import Draft
from fairapp.programme.editing.words import title_of

bp = Blueprint("editing", __name__)

AT = "/staff/<slug>/programme/"


@bp.get(AT)
@allow(Permission.EDIT_PROGRAMME)
def board(event: Event) -> str:
    """A day as a list, which any browser shows; wide ones make a grid of it."""
    shown = read_board(event)
    day = _day_number(event)
    return render_template(
        "editing/board.html",
        board=shown,
        day=event.day_number(day) if day is not None else None,
        placed=[block for block in shown.blocks if block.day == day and block.day is not None],
        parked=[block for block in shown.blocks if block.day is None],
        per_day={d.number: sum(b.day == d.number for b in shown.blocks) for d in event.days},
        grid=_grid(event, shown) if event.days and request.args.get("view") != "list" else None,
        kinds=public.kinds(event),
        kinds_url=kinds_url(event),
        rooms_url=_url_if("rooms.index"),
        releases_url=_url_if("releases.index"),
    )


@bp.get(f"{AT}state")
@allow(Permission.EDIT_PROGRAMME)
def state(event: Event) -> Response:
    """The timetable as JSON; 304 while nothing has changed, which costs a few short reads."""
    mark = mark_of(event)
    if request.if_none_match.contains_weak(mark):
        response = Response(status=304)
    else:
        rooms = [room.code for room in event.rooms]
        response = jsonify({**read_board(event).as_dict(), "rooms": rooms})
    response.set_etag(mark, weak=True)
    return response


@bp.post(f"{AT}sessions/<code>/place")
@allow(Permission.EDIT_PROGRAMME)
def place(event: Event, code: str) -> Response | tuple[Response, int]:
    """Move or stretch a session as the grid says; the answer holds what is different now."""
    draft = queries.find(event, code) or abort(404)
    sent: Any = request.get_json(silent=True)
    version = placing.version_of(sent)
    if version is None:
        abort(400)
    try:
        values = placing.columns(event, sent)
        actions.change(draft, values, version=version, actor=current_user, at=clock.now())
    except DomainError as error:
        return _refused(event, draft, error)
    return jsonify(read_board(event).as_dict({code}))


def kinds_url(event: Event) -> str:
    """Address of the sheet with the colours of the fair's kinds."""
    return url_for("programme.kinds_sheet", v=version_of(kinds.sheet(public.kinds(event))))


def _refused(event: Event, draft: Draft, error: DomainError) -> tuple[Response, int]:
    is_late = error.code == "edited_meanwhile"
    answer = {
        "error": error.code,
        "message": str(error.message),
        "drafts": [block_of(event, draft).as_dict()],
    }
    return jsonify(answer), 409 if is_late else 422


def _day_number(event: Event) -> int | None:
    """The day that was asked for, else today, else the first."""
    asked = request.args.get("day", type=int)
    if asked is not None and event.day_number(asked) is not None:
        return asked
    today = event.day_of(clock.now())
    return today.number if today else event.days[0].number if event.days else None


def _url_if(endpoint: str) -> str | None:
    """Pages of other features, once they are there."""
    return url_for(endpoint) if endpoint in current_app.view_functions else None


def _grid(event: Event, shown: Board) -> dict[str, Any]:
    """What the grid's script needs to know beside the sessions; every word it says is here."""
    hours = queries.hours_of(event)
    spans = {
        day.number: span(hours, [b for b in shown.blocks if b.day == day.number])
        for day in event.days
    }
    return {
        **shown.as_dict(),
        "user": current_user.name,
        "spans": spans,
        "rooms": [
            *(
                {"code": room.code, "name": title_of(room.name), "seats": room.capacity}
                for room in event.rooms
            ),
            {"code": "", "name": _("No room"), "seats": None},
        ],
        "urls": {
            "state": url_for("editing.state"),
            "place": url_for("editing.place", code="CODE"),
            "session": url_for("editing.edit", code="CODE"),
            "new": url_for("editing.new"),
        },
        "words": _words(),
    }


def _words() -> dict[str, str]:
    return {
        "hours": _("%(start)s to %(end)s", start="{start}", end="{end}"),
        "held": _("Held back"),
        "cancelled": _("Cancelled"),
        "parked": _("Parking list"),
        "moved": _(
            "“%(title)s”: %(hours)s, %(room)s", title="{title}", hours="{hours}", room="{room}"
        ),
        "to_parking": _("“%(title)s” is on the parking list.", title="{title}"),
        "saved": _("Saved."),
        "undone": _("Undone."),
        "nothing": _("There is nothing to undo."),
        "offline": _("Not saved: the server cannot be reached. The session is back where it was."),
        "gone": _("This session is no longer there: somebody has removed it."),
        "signed_out": _("Not saved: reload the page and sign in again."),
        "now": _("Now: %(place)s.", place="{place}"),
        "by": _("Changed by %(name)s", name="{name}"),
        "warning": _("Warning: %(text)s", text="{text}"),
    }
