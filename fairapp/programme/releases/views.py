"""Public pages of versions: what has changed, and the programme as it was."""

from __future__ import annotations

from flask import Blueprint, Response, abort, render_template

from fairapp.core.access import public
from fairapp.events.models import Event
from fairapp.events.pages import cacheable
from fairapp.programme.releases import queries, shown, words

bp = Blueprint("releases_public", __name__)


@bp.get("/e/<slug>/programme/versions")
@public
def index(event: Event) -> Response:
    """What each version changed, the latest first."""
    names = queries.names(event)
    versions = [
        (release, words.lines(event, shown.changes_of(release), names))
        for release in queries.releases(event)
    ]
    page = render_template(
        "releases/public.html", versions=versions, linked=queries.public_codes(event)
    )
    return cacheable(page)


@bp.get("/e/<slug>/programme/versions/<int:number>")
@public
def show(event: Event, number: int) -> Response:
    """The programme as a version said it, marked as that."""
    release = queries.find(event, number) or abort(404)
    page = render_template(
        "releases/public_version.html",
        release=release,
        is_present=number == queries.latest_number(event),
        **shown.version(release),
    )
    return cacheable(page)
