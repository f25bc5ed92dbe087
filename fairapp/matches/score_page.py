"""Keeping the score at the touch line: one page for a phone, and the wire that it sends on."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

from flask import (
    Response,
    abort,
    flash,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from werkzeug.wrappers import Response as BaseResponse

from fairapp.core import clock
from fairapp.core.access import Permission, allow
from fairapp.core.errors import DomainError
from fairapp.events.models import Event
from fairapp.matches import inputs, queries, squad_page
from fairapp.matches.admin import AT, found
from fairapp.matches.facts import PHASES, Fact
from fairapp.matches.items import Outcome
from fairapp.matches.record import MOST_ITEMS, record, record_one
from fairapp.matches.sheets import PlayerRow, Sheet
from fairapp.matches.views import bp, colours_url
from fairapp.matches.words import KINDS, OVER, STATES

__all__ = ["bp", "squad_page"]

# Fifty lines take some 15 KB.
_MOST_BYTES = 128 * 1024
_API = "/api/v1/events/<slug>/matches/<code>/incidents"


@bp.get(f"{AT}<code>/score")
@allow(Permission.EDIT_PROGRAMME)
def score(event: Event, code: str) -> BaseResponse:
    """Buttons as large as a thumb; every one of them is a form."""
    match = found(event, code)
    at = clock.now()
    sheet = queries.sheet(match, at=at, until=at)
    page = render_template(
        "matches/score.html",
        sheet=sheet,
        phases={kind.value: KINDS[kind] for kind in PHASES},
        new_uuid=lambda: str(uuid4()),
        colours_url=colours_url(match),
        data=_data(sheet, at),
    )
    response = make_response(page)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.post(f"{AT}<code>/incidents")
@allow(Permission.EDIT_PROGRAMME)
def note(event: Event, code: str) -> BaseResponse:
    """One line from a form, for phones without JavaScript."""
    match = found(event, code)
    at = clock.now()
    try:
        item = inputs.read_form(request.form, at=at)
        record_one(match, item, actor=current_user, at=at)
    except ValueError:
        flash(_("A minute is written 23, or 45+2."), "error")
    except DomainError as error:
        flash(error.message, "error")
    return redirect(url_for("matches.score", code=code))


@bp.get(_API)
@allow(Permission.EDIT_PROGRAMME)
def incidents(event: Event, code: str) -> Response:
    """What stands in the record, and a fresh token for a page that outlived its session."""
    match = found(event, code)
    at = clock.now()
    return _answer(queries.sheet(match, at=at, until=at), at, csrf=generate_csrf())


@bp.post(_API)
@allow(Permission.EDIT_PROGRAMME)
def upload(event: Event, code: str) -> Response:
    """Take lines of a phone; what is answered is stored when the answer leaves."""
    match = found(event, code)
    received_at = clock.now()
    sent_at, raw = _read()
    outcomes = record(
        match,
        [inputs.read_item(item) for item in raw],
        actor=current_user,
        received_at=received_at,
        sent_at=sent_at,
    )
    sheet = queries.sheet(match, at=received_at, until=received_at)
    return _answer(sheet, received_at, results=[_result(outcome) for outcome in outcomes])


def _read() -> tuple[datetime, list[Any]]:
    """The moment of sending and the lines; 400 or 413 for what is no upload."""
    request.max_content_length = _MOST_BYTES
    body = request.get_json(silent=True)
    if not isinstance(body, dict) or not isinstance(body.get("incidents"), list):
        abort(400)
    if len(body["incidents"]) > MOST_ITEMS:
        abort(413)
    return inputs.read_moment(body.get("sent_at")) or abort(400), body["incidents"]


def _answer(sheet: Sheet, at: datetime, **more: Any) -> Response:
    response = jsonify(serverTime=clock.iso(at), incidents=[_line(f) for f in sheet.facts], **more)
    response.headers["Cache-Control"] = "no-store"
    return response


def _result(outcome: Outcome) -> dict[str, Any]:
    return {"uuid": outcome.uuid, "status": outcome.status, "reason": str(outcome.reason)}


def _line(fact: Fact) -> dict[str, Any]:
    return {
        "uuid": fact.uuid,
        "kind": fact.kind.value,
        "at": clock.iso(fact.at),
        "side": fact.side,
        "player": fact.player,
        "other": fact.other,
        "minute": str(fact.when) if fact.minute else "",
        "how": fact.how,
        "undoes": fact.undoes,
    }


def _data(sheet: Sheet, at: datetime) -> dict[str, Any]:
    """What the script is told: the record, the lists, and every word that it may show."""
    players = {player.id: _label(player) for team in sheet.teams for player in team.players}
    return {
        "url": url_for("matches.incidents", code=sheet.code),
        "signIn": url_for("accounts.sign_in", next=url_for("matches.score", code=sheet.code)),
        "csrf": generate_csrf(),
        "serverTime": clock.iso(at),
        "terms": {
            "half": sheet.terms.half,
            "extra": sheet.terms.extra,
            "hasPenalties": sheet.terms.has_penalties,
        },
        "incidents": [_line(fact) for fact in sheet.facts],
        "players": players,
        "teams": {team.side: team.label for team in sheet.teams},
        "kinds": {kind.value: str(text) for kind, text in KINDS.items()},
        "states": {(kind.value if kind else ""): str(text) for kind, text in STATES.items()},
        "words": {
            "over": str(OVER),
            "penalty": _("penalty"),
            "own": _("own goal"),
            "missed": _("missed"),
            "online": _("Online"),
            "offline": _("Offline"),
            "signedOut": _("Signed out"),
            "waiting": _("{count} waiting to be sent"),
            "waits": _("waits for the network"),
            "noted": _("Noted: {what}"),
            "refused": _("Not noted: {what}. {reason}"),
            "badMinute": _("A minute is written 23, or 45+2."),
        },
    }


def _label(player: PlayerRow) -> str:
    return f"{player.number} {player.name}".strip()
