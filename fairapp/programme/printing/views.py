"""The leaflet for everybody, from the page of the programme."""

from __future__ import annotations

from threading import Lock

from flask import Blueprint, Response

from fairapp.core.access import public
from fairapp.core.addresses import absolute
from fairapp.core.i18n import current_language
from fairapp.events.models import Event
from fairapp.events.pages import cacheable
from fairapp.programme.printing import content, leaflet

bp = Blueprint("printing", __name__)

# Seconds; a browser that asks again sooner shows what it has.
_FRESH_FOR = 300
# The latest leaflet by fair and language, with what it was made from: seconds of work each.
_made: dict[tuple[int, str], tuple[str, bytes]] = {}
_MOST = 30
_making = Lock()


@bp.get("/e/<slug>/programme.pdf")
@public
def public_leaflet(event: Event) -> Response:
    """The published programme as a leaflet, made once for each version and language."""
    language = current_language()
    programme = content.read(event, address=absolute("programme.index", slug=event.slug))
    key, fingerprint = (event.id, language), programme.fingerprint
    with _making:
        known = _made.get(key)
        if known is None or known[0] != fingerprint:
            while len(_made) >= _MOST:
                _made.pop(next(iter(_made)))
            known = _made[key] = (fingerprint, leaflet.render(programme).pdf)
    response = cacheable(known[1], "application/pdf", max_age=_FRESH_FOR)
    response.headers["Content-Language"] = language
    response.headers["Content-Disposition"] = (
        f'inline; filename="{event.slug}-{leaflet.NAME}-{language}.pdf"'
    )
    return response
