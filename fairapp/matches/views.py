"""The public page of a match, and the colours of its teams."""

from __future__ import annotations

from flask import Blueprint, Response, abort, g, render_template, url_for

from fairapp.core import clock
from fairapp.core.access import public
from fairapp.events.colours import text_on
from fairapp.events.models import Event
from fairapp.events.pages import cacheable, version_of, versioned
from fairapp.matches import queries
from fairapp.matches.models import Match
from fairapp.matches.sheets import Sheet
from fairapp.programme import queries as programme

bp = Blueprint("matches", __name__)


@bp.get("/e/<slug>/matches/<code>")
@public
def show(event: Event, code: str) -> Response:
    """The score, who scored, who plays; as it stands now."""
    item = programme.find(event, code)
    match = queries.find(event, code)
    if item is None or match is None:
        abort(404)
    at = clock.now()
    page = render_template(
        "matches/show.html",
        item=item,
        sheet=queries.sheet(match, at=at, until=at),
        colours_url=colours_url(match),
    )
    # Asked for again every twenty seconds, and never out of a cache without asking.
    return cacheable(page, max_age=0)


@bp.get("/e/<slug>/matches/<code>.css")
@public
def colours(event: Event, code: str) -> Response:
    """The shirts."""
    match = queries.find(event, code) or abort(404)
    sheet = _sheet_of(match)
    return versioned(sheet, "text/css", version_of(sheet))


def colours_url(match: Match) -> str:
    """Address of the shirts' style sheet."""
    return url_for("matches.colours", code=match.code, v=version_of(_sheet_of(match)))


@bp.app_template_global()
def score_of(code: str) -> str:
    """« 2 – 1 » of a session of the present fair; empty without a match that has begun."""
    if "scores" not in g:
        g.scores = programme.live(g.event)
    score: str = g.scores.get(code, "")
    return score


@bp.app_template_global()
def match_of(code: str) -> Sheet | None:
    """The match at a session of the present fair."""
    match = queries.find(g.event, code)
    at = clock.now()
    return queries.sheet(match, at=at, until=at) if match is not None else None


def _sheet_of(match: Match) -> str:
    return "".join(
        f".team-{team.side}{{--team:{team.colour};--on-team:{text_on(team.colour)}}}"
        for team in match.teams
    )
