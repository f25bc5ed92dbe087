"""The checkpoint that a browser works at: chosen once, then remembered."""

from __future__ import annotations

from flask import request
from werkzeug.wrappers import Response

from fairapp.checkin.queries import GateRow, gates
from fairapp.core import cookies
from fairapp.events.models import Event

COOKIE = "gate"
_KEEP = 7 * 24 * 3600


def chosen(event: Event) -> tuple[dict[str, GateRow], GateRow | None]:
    """All checkpoints by code, and the one that this browser works at.

    `?gate=` first, then what it had before, then the first entrance; None where there is none.
    """
    known = gates(event.id)
    for code in (request.args.get("gate"), cookies.remembered(COOKIE)):
        if code in known:
            return known, known[code]
    entrances = [gate for gate in known.values() if gate.is_entrance]
    return known, next(iter(entrances or known.values()), None)


def asked(known: dict[str, GateRow]) -> str | None:
    """The checkpoint that the address names."""
    code = request.args.get("gate", "")
    return code if code in known else None


def remember(response: Response, gate: GateRow | None) -> Response:
    """Work at `gate` from now on."""
    if gate is not None and cookies.remembered(COOKIE) != gate.code:
        cookies.remember(response, COOKIE, gate.code, seconds=_KEEP)
    return response
