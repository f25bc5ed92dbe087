"""Public pages of a fair: its home, its stands; and the list of fairs."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from fairapp.core import clock
from fairapp.core.access import public
from fairapp.events import colours, partners, queries, rules, text
from fairapp.events.home import home_context
from fairapp.events.kept import kept
from fairapp.events.models import Event
from fairapp.events.pages import cacheable, version_of, versioned

bp = Blueprint("events", __name__)
text.register(bp)


@bp.get("/")
@public
def index() -> BaseResponse:
    """The fairs of this installation; straight to the fair when there is only one."""
    fairs = queries.public_fairs()
    if len(fairs) == 1:
        return redirect(url_for("events.home", slug=fairs[0].slug))
    return cacheable(render_template("events/index.html", fairs=fairs))


@bp.get("/e/<slug>/")
@public
@kept
def home(event: Event) -> str:
    """What the fair is, when and where, and how to come."""
    at = clock.now()
    phase = rules.phase([day.date for day in event.days], event.local(at).date())
    return render_template(
        "events/home.html",
        phase=rules.Phase.OVER if event.closed_at is not None else phase,
        desk=rules.desk(event.registration_opens_at, event.registration_ends_at, at=at),
        rows=partners.partners_of(event),
        **home_context(event, at),
    )


@bp.get("/e/<slug>/stands")
@public
def stands(event: Event) -> Response:
    """The stands by number."""
    return cacheable(render_template("events/stands.html", stands=queries.stands_of(event)))


@bp.get("/e/<slug>/theme.css")
@public
def theme(event: Event) -> Response:
    """The fair's accent, in tones that can be read."""
    sheet = theme_sheet(event.accent)
    return versioned(sheet, "text/css", version_of(sheet))


@bp.app_template_global()
def theme_url(event: Event) -> str | None:
    """Address of the fair's style sheet; None when its accent is the one of tokens.css."""
    if event.accent.lower() == colours.DEFAULT:
        return None
    return url_for("events.theme", slug=event.slug, v=version_of(theme_sheet(event.accent)))


def theme_sheet(accent: str) -> str:
    """CSS that sets the accent's tones."""
    return theme_rules(accent, ":root")


def theme_rules(accent: str, within: str) -> str:
    """CSS that sets them within what a selector finds."""
    tone = colours.tones(accent)
    return (
        f"{within}{{--accent:{tone.fill};--accent-deep:{tone.deep};--accent-ink:{tone.ink};"
        f"--accent-tint:{tone.tint}}}"
        f"@media(prefers-color-scheme:dark){{{within}{{--accent-ink:{tone.night_ink};"
        f"--accent-tint:{tone.night_tint}}}}}"
    )
