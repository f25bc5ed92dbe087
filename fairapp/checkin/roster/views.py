"""The roster as phones fetch it."""

from __future__ import annotations

from flask import Response, abort, request

from fairapp.checkin.roster.difference import whole
from fairapp.checkin.views import bp
from fairapp.core.access import Permission, allow
from fairapp.core.identifiers import LARGEST
from fairapp.events.models import Event


@bp.get("/api/v1/events/<slug>/roster")
@allow(Permission.CHECK_IN, devices=True)
def roster(event: Event) -> Response:
    """All entries above the revision `since`; `X-Roster-Since` says from which one they are."""
    since = request.args.get("since", 0, type=int)
    if not 0 <= since <= LARGEST:
        abort(400)
    found = whole(event.id, since)
    response = Response(found.entries, mimetype="application/octet-stream")
    response.headers["X-Roster-Revision"] = str(found.revision)
    response.headers["X-Roster-Since"] = str(found.since)
    response.headers["Cache-Control"] = "no-store"
    return response
