"""A fair that demands a second factor: whoever lacks it sets it up before anything else there.

`User.can` holds everything back; this leads to the page where that is mended.
"""

from __future__ import annotations

from flask import Flask, abort, flash, g, redirect, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from fairapp.core.access import access_of, present_device
from fairapp.core.db import SAFE_METHODS


def init_app(app: Flask) -> None:
    """Ask before `access` does, which would only refuse."""
    app.before_request(lead_to_enrolment)


def lead_to_enrolment() -> Response | None:
    """Send whoever lacks what the fair demands to where it is set up, and back afterwards."""
    event = g.get("event")
    access = access_of(request.endpoint) if request.endpoint else None
    if event is None or access is None or access.public or present_device() is not None:
        return None
    if not current_user.is_authenticated or not current_user.lacks_factor(event):
        return None
    if request.path.startswith("/api/"):
        abort(403)
    flash(_("This fair asks its team for a second factor. Set it up here, then go on."), "info")
    back = request.full_path.rstrip("?") if request.method in SAFE_METHODS else None
    return redirect(url_for("second_factor.show", next=back), 303)
