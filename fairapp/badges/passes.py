"""My pass: the page that a participant shows at the gate, and its badge and calendar files."""

from __future__ import annotations

from urllib.parse import quote

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from sqlalchemy import select
from werkzeug.wrappers import Response as BaseResponse

from fairapp import limiter
from fairapp.badges import portraits
from fairapp.badges.faces import BadgeFace
from fairapp.badges.models import Badge
from fairapp.badges.phone_picture import phone_picture
from fairapp.badges.render import render_badge
from fairapp.core import clock, qr
from fairapp.core.access import public
from fairapp.core.addresses import absolute, base_url
from fairapp.core.db import db
from fairapp.core.i18n import LANGUAGES, current_language
from fairapp.events.colours import tones
from fairapp.registration import reference
from fairapp.registration.diary import calendar_of
from fairapp.registration.letters import language_of
from fairapp.registration.models import Registration, Status
from fairapp.registration.own import keep_private, own_registration, remember, remembered

bp = Blueprint("passes", __name__)

# Whoever has given the place up, or lost it, shows no code that a gate would have to refuse.
_WITH_CODE = frozenset({Status.CONFIRMED, Status.PENDING, Status.WAITING, Status.OFFERED})
# Kind, sign and word of each standing but the good one.
_STATES = {
    Status.PENDING: ("info", "…", _l("Not yet confirmed")),
    Status.WAITING: ("warn", "…", _l("Waiting list")),
    Status.OFFERED: ("info", "…", _l("A place is free for you")),
    Status.CANCELLED: ("bad", "✕", _l("Registration cancelled")),
    Status.REPLACED: ("bad", "✕", _l("Place passed on")),
    Status.DECLINED: ("bad", "✕", _l("Registration not accepted")),
}
# Modules; the card adds white of its own, and a larger code is read from further away.
_QUIET = 3
# Drawing a badge costs the server a fraction of a second; a whole venue may share one address.
SOMETIMES = "60 per minute"


@bp.get("/p/<pass_key>")
@public
def show(pass_key: str) -> BaseResponse:
    """The pass: code, name, category, days; and what to do with it."""
    registration = own_registration(pass_key)
    if registration.merged_into is not None:
        return redirect(url_for("passes.show", pass_key=registration.merged_into.pass_key))
    url = absolute("passes.show", pass_key=pass_key)
    page = render_template(
        "passes/show.html",
        registration=registration,
        reference=registration.reference,
        reference_shown=reference.display(registration.reference),
        qr_svg=_code(registration),
        states=_STATES,
        offer=_offer(registration),
        substitute_is_known=_knows_substitute(registration),
        tone=tones(registration.category.colour).fill,
        whatsapp_url=f"https://wa.me/?text={quote(_shared(registration, url), safe='')}",
        subscription_url=_subscription(registration),
        now=clock.now(),
    )
    response = remember(keep_private(make_response(page)), registration)
    # The phone keeps a copy in each language.
    response.headers["Content-Language"] = current_language()
    return response


@bp.get("/p/<pass_key>/badge.pdf")
@public
@limiter.limit(SOMETIMES)
def badge_pdf(pass_key: str) -> BaseResponse:
    """The badge to print, A6."""
    registration = own_registration(pass_key)
    face = _face(registration)
    pdf = render_badge(face, title=face.reference, lang=current_language())
    return _named(Response(pdf, mimetype="application/pdf"), registration, "pdf")


@bp.get("/p/<pass_key>/badge.png")
@public
@limiter.limit(SOMETIMES)
def badge_png(pass_key: str) -> BaseResponse:
    """The badge as a picture for the phone's gallery."""
    registration = own_registration(pass_key)
    picture = phone_picture(_face(registration), lang=current_language())
    return _named(Response(picture, mimetype="image/png"), registration, "png")


@bp.get("/p/<pass_key>/calendar.ics")
@public
def calendar(pass_key: str) -> BaseResponse:
    """The days and sessions of this person: a file to open, and a feed to subscribe to.

    A calendar that subscribes has no cookie: its address names the language of the pass.
    """
    registration, asked = own_registration(pass_key), request.args.get("lang")
    if registration.merged_into is not None:
        kept = registration.merged_into.pass_key
        return redirect(url_for("passes.calendar", pass_key=kept, lang=asked))
    language = asked if asked in LANGUAGES else language_of(registration)
    with force_locale(language):
        entries = calendar_of(registration, pass_url=absolute("passes.show", pass_key=pass_key))
    file = Response(entries, mimetype="text/calendar", headers={"Content-Language": language})
    return _named(file, registration, "ics")


@bp.get("/p/worker.js")
@public
def worker() -> BaseResponse:
    """The service worker that keeps passes; it may only rule below its own address."""
    script = current_app.extensions["fairapp_assets"].get("js/registration/pass-worker.js")
    file = Response(script.content, mimetype=script.mimetype)
    file.headers["Cache-Control"] = "no-cache"
    file.set_etag(script.fingerprint)
    return file.make_conditional(request)


def _shared(registration: Registration, url: str) -> str:
    """What a message with the pass says, to be found again among others."""
    event = registration.event.name
    return str(_("My pass – %(event)s: %(url)s", event=event, url=url))


def _subscription(registration: Registration) -> str:
    """Where a calendar finds the feed and asks for it again; this scheme tells it so."""
    values = {"pass_key": registration.pass_key, "lang": current_language()}
    return f"webcal:{absolute('passes.calendar', **values).partition(':')[2]}"


def _offer(registration: Registration) -> dict[str, str]:
    """Where a place that is offered can be taken or left; each only where there is such a page."""
    if registration.status != Status.OFFERED:
        return {}
    return {
        name: url_for(f"waiting.{name}", pass_key=registration.pass_key)
        for name in ("accept", "refuse")
        if f"waiting.{name}" in current_app.view_functions
    }


def _knows_substitute(registration: Registration) -> bool:
    """Whether this browser has shown the pass of whoever comes instead."""
    if registration.status != Status.REPLACED:
        return False
    known = remembered()
    return any(person.pass_key in known for person in registration.substitutes)


def _badge(registration: Registration) -> Badge | None:
    """The badge that a gate would accept; None for whoever is not expected."""
    if registration.status not in _WITH_CODE:
        return None
    return db.session.scalar(
        select(Badge).where(Badge.registration_id == registration.id, Badge.revoked_at.is_(None))
    )


def _code(registration: Registration) -> Markup | None:
    badge = _badge(registration)
    if badge is None:
        return None
    text = portraits.qr_text(badge.token, base_url())
    return qr.svg(text, label=_("QR code of the pass"), quiet_zone=_QUIET)


def _face(registration: Registration) -> BadgeFace:
    badge = _badge(registration)
    if badge is None:
        abort(404)
    return portraits.faces(registration.event, [badge.id], base=base_url())[0]


def _named(file: Response, registration: Registration, suffix: str) -> Response:
    name = f"{registration.event.slug}-{registration.reference}.{suffix}"
    file.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return keep_private(file)
