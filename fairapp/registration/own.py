"""Pages behind the address of a pass: whoever has it is the person, and nobody else is told.

A browser remembers the passes that it has shown, so that the code on one's own badge leads back to
one's own pass and to nothing for anybody else.
"""

from __future__ import annotations

from flask import Response, abort, g

from fairapp.core import cookies
from fairapp.events.models import Event
from fairapp.registration import queries
from fairapp.registration.models import Registration

_COOKIE = "passes"
_KEEP = 5
"""A family's phone; more would weigh on every request."""
_SEASON = 120 * 24 * 3600


def own_registration(pass_key: str) -> Registration:
    """The registration of this pass; its fair becomes the page's. 404 for any other address."""
    registration = queries.find_by_pass_key(pass_key)
    if registration is None:
        abort(404)
    g.event = registration.event
    return registration


def keep_private(response: Response) -> Response:
    """Neither caches nor search engines nor the next site hear of this address."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def remember(response: Response, registration: Registration) -> Response:
    """Let the browser know this pass again, the latest first."""
    keys = [registration.pass_key, *(k for k in remembered() if k != registration.pass_key)]
    cookies.remember(response, _COOKIE, ".".join(keys[:_KEEP]), seconds=_SEASON)
    return response


def remembered_people(event: Event) -> list[Registration]:
    """Whose passes of this fair the browser has shown, the latest first."""
    known = [queries.find_by_pass_key(key) for key in remembered()]
    counting = [person.merged_into or person for person in known if person is not None]
    return list(dict.fromkeys(person for person in counting if person.event_id == event.id))


def remembered() -> list[str]:
    """Keys of the passes that this browser has shown; what a visitor sends, to be looked up."""
    return [key for key in cookies.remembered(_COOKIE).split(".") if key][:_KEEP]
