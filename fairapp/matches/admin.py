"""Staff pages: the fair's matches, one of them, its papers."""

from __future__ import annotations

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from fairapp.core import clock
from fairapp.core.access import Permission, allow
from fairapp.core.errors import DomainError
from fairapp.events.models import Event
from fairapp.matches import actions, papers, queries, squads
from fairapp.matches.forms import MatchForm
from fairapp.matches.models import Match
from fairapp.matches.sheets import Sheet
from fairapp.matches.views import bp, colours_url

AT = "/staff/<slug>/programme/matches/"


@bp.get(AT)
@allow(Permission.EDIT_PROGRAMME)
def index(event: Event) -> str:
    """The fair's matches, and the sessions at which one can be prepared."""
    at = clock.now()
    plans = {plan.code: plan for plan in queries.plans(event)}
    sheets = queries.sheets(queries.every(event), at=at, until=at)
    taken = {sheet.code for sheet in sheets}
    return render_template(
        "matches/index.html",
        sheets=sheets,
        plans=plans,
        free=[plan for plan in plans.values() if plan.code not in taken],
    )


@bp.post(AT)
@allow(Permission.EDIT_PROGRAMME)
def prepare(event: Event) -> BaseResponse:
    """A match at a session."""
    try:
        match = actions.prepare(
            event, request.form.get("code", ""), actor=current_user, at=clock.now()
        )
    except DomainError as error:
        flash(error.message, "error")
        return redirect(url_for("matches.index"))
    return redirect(url_for("matches.edit", code=match.code))


@bp.route(f"{AT}<code>", methods=["GET", "POST"])
@allow(Permission.EDIT_PROGRAMME)
def edit(event: Event, code: str) -> BaseResponse | tuple[str, int]:
    """Terms, teams and officials."""
    match = found(event, code)
    form = MatchForm(match)
    if form.validate_on_submit():
        actions.set_up(match, form.terms(), form.teams(), actor=current_user, at=clock.now())
        flash(_("The match is saved."), "success")
        return redirect(url_for("matches.edit", code=code))
    page = render_template(
        "matches/edit.html",
        form=form,
        sheet=_now(match),
        plan=queries.find_plan(event, code),
        look_alike=squads.look_alike(*(team.colour for team in match.teams)),
        colours_url=colours_url(match),
    )
    return page, form.http_status


@bp.get(f"{AT}<code>/sheet.pdf")
@allow(Permission.EDIT_PROGRAMME)
def team_sheet(event: Event, code: str) -> Response:
    """The team sheet, to be signed before the match and filled in during it."""
    match = found(event, code)
    pdf = papers.team_sheet(event, _whole(match), queries.find_plan(event, code), at=clock.now())
    return _pdf(pdf, f"team-sheet-{code}")


@bp.get(f"{AT}<code>/result.pdf")
@allow(Permission.EDIT_PROGRAMME)
def result(event: Event, code: str) -> Response:
    """What was played. A report: what the demonstration's clock has not reached is in it."""
    match = found(event, code)
    pdf = papers.result(event, _whole(match), queries.find_plan(event, code), at=clock.now())
    return _pdf(pdf, f"result-{code}")


def found(event: Event, code: str) -> Match:
    """The match of the address."""
    return queries.find(event, code) or abort(404)


def _now(match: Match) -> Sheet:
    at = clock.now()
    return queries.sheet(match, at=at, until=at)


def _whole(match: Match) -> Sheet:
    return queries.sheet(match, at=clock.now())


def _pdf(pdf: bytes, name: str) -> Response:
    response = Response(pdf, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
