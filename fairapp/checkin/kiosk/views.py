"""The kiosk's pages: how the team begins it, the screen itself, and what the screen asks."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import force_locale
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from fairapp import limiter
from fairapp.badges import papers, portraits
from fairapp.badges.forms import SINGLE_LABELS
from fairapp.badges.models import Badge
from fairapp.badges.render import badge_png
from fairapp.checkin.inputs import line, private
from fairapp.checkin.kiosk import actions, seat
from fairapp.checkin.kiosk.seat import Seat
from fairapp.checkin.kiosk.words import in_every_language
from fairapp.checkin.scanner import DECODER_WASM, POLICY
from fairapp.core import clock
from fairapp.core.access import Permission, allow, may, public
from fairapp.core.addresses import base_url
from fairapp.core.i18n import LANGUAGES, current_language
from fairapp.events.models import Event

bp = Blueprint("kiosk", __name__)

# Nobody shows passes faster; whoever tries codes is stopped.
_SOMETIMES = "60 per minute"
# A sign-in page that nobody fills in is a kiosk again.
_BACK_AFTER = 60


@bp.get("/desk/<slug>/kiosk")
@public
def screen(event: Event) -> BaseResponse:
    """The screen, where it has been begun; for the team, how to begin; others sign in first."""
    if (held := seat.held(event)) is not None:
        response = private(_screen(event, held[0]))
        response.headers["Content-Security-Policy"] = POLICY
        return response
    if may(Permission.PRINT_BADGES):
        page = render_template("kiosk/start.html", papers=SINGLE_LABELS, paper=papers.chosen())
        return private(page)
    if current_user.is_authenticated:
        return redirect(url_for("events.staff_index"))
    return current_app.login_manager.unauthorized()  # type: ignore[attr-defined, no-any-return]


@bp.post("/desk/<slug>/kiosk")
@allow(Permission.PRINT_BADGES)
def begin(event: Event) -> BaseResponse:
    """Leave this browser to itself: nobody is signed in any more."""
    paper = papers.known_or_chosen(line("paper"))
    seat.take(event, current_user, language=current_language(), paper=paper.key)
    return redirect(url_for("kiosk.screen"), 303)


@bp.post("/desk/<slug>/kiosk/badges")
@public
@limiter.limit(_SOMETIMES)
def print_badge(event: Event) -> Response | tuple[Response, int]:
    """What came of a pass that is shown, or of a code that is typed, with the badge to print."""
    held = seat.held(event)
    if held is None:
        return jsonify(outcome="failed"), 403
    place, user = held
    if code := line("code"):
        outcome, badge = actions.print_shown(event, code, actor=user, at=clock.now())
    else:
        reference, tail = line("reference"), line("tail")
        outcome, badge = actions.print_typed(event, reference, tail, actor=user, at=clock.now())
    answer: dict[str, Any] = {"outcome": outcome}
    if badge is not None:
        answer |= _to_print(event, badge, place)
    response = jsonify(answer)
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.after_app_request
def come_back(response: Response) -> Response:
    """Whoever left a kiosk at its sign-in page has not ended it."""
    is_left = request.endpoint == "accounts.sign_in" and not current_user.is_authenticated
    if is_left and (place := seat.present()) is not None:
        address = url_for("kiosk.screen", slug=place.slug)
        response.headers["Refresh"] = f"{_BACK_AFTER}; url={address}"
    return response


def _screen(event: Event, place: Seat) -> str:
    assets = current_app.extensions["fairapp_assets"]
    paper = papers.known_or_chosen(place.paper)
    words = in_every_language(event)
    data = {
        "home": place.language,
        "words": words,
        "paper": url_for("badges.paper_sheet", size=paper.key, v=papers.version(paper)),
        "urls": {"worker": url_for("checkin.decoder"), "wasm": assets.url(DECODER_WASM)},
    }
    return render_template(
        "kiosk/screen.html", data=data, words=words[place.language], languages=LANGUAGES
    )


def _to_print(event: Event, badge: Badge, place: Seat) -> dict[str, str]:
    """The holder's name and the picture of the badge, in the language of the fair's badges."""
    paper = papers.known_or_chosen(place.paper)
    with force_locale(place.language):
        (face,) = portraits.faces(event, [badge.id], base=base_url())
        picture = badge_png(face, size=paper.key, lang=place.language, dpi=papers.dots(paper))
    return {
        "name": f"{face.given_names} {face.family_name}".strip(),
        "picture": f"data:image/png;base64,{b64encode(picture).decode()}",
    }
