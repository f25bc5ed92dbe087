"""Small readings of a staff page's request, and what its answers have in common."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from flask import abort, make_response, request
from werkzeug.wrappers import Response

from fairapp.core import clock
from fairapp.events.models import Event

_LONGEST = 200


def line(name: str) -> str:
    """A field of the form as one line that any database takes; empty when it is missing."""
    text = " ".join(request.form.get(name, "").split())[:_LONGEST]
    return "".join(char for char in text if char.isprintable())


def uuid_of(name: str) -> str:
    """A UUID that our page has put into the form; 400 when somebody else did."""
    try:
        return str(UUID(request.form.get(name, "")))
    except ValueError:
        abort(400)


def today(event: Event) -> date:
    """The date on the fair's clocks."""
    return event.local(clock.now()).date()


def private(html: str, status: int = 200) -> Response:
    """A page with names on it: no cache keeps it."""
    response = make_response(html, status)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["Vary"] = "X-Fragment"
    return response
