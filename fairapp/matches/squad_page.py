"""A team's list: who plays, with which number."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from fairapp.core import clock
from fairapp.core.access import Permission, allow, may
from fairapp.core.errors import DomainError
from fairapp.events.models import Event
from fairapp.matches import actions, queries
from fairapp.matches.admin import AT, found
from fairapp.matches.forms import SquadForm
from fairapp.matches.models import Match, Team
from fairapp.matches.views import bp
from fairapp.registration.names import clean_name
from fairapp.registration.queries import find_by_reference, search

_LIST = f"{AT}<code>/teams/<int:side>"
_LONGEST_NAME = 160


@bp.route(_LIST, methods=["GET", "POST"])
@allow(Permission.EDIT_PROGRAMME)
def squad(event: Event, code: str, side: int) -> Response | tuple[str, int]:
    """The list, and the search that adds to it."""
    match, team = _team(event, code, side)
    form = SquadForm.for_players(queries.player_rows(team))
    if form.validate_on_submit():
        try:
            actions.arrange(match, side, form.places(), actor=current_user, at=clock.now())
        except DomainError as error:
            form.add_domain_error(error)
        else:
            flash(_("The list is saved."), "success")
            return redirect(url_for("matches.squad", code=code, side=side))
    return _page(event, match, team, form)


@bp.post(f"{_LIST}/players")
@allow(Permission.EDIT_PROGRAMME)
def add_player(event: Event, code: str, side: int) -> Response:
    """Somebody registered (`reference`), or by `name` alone."""
    match, _found = _team(event, code, side)
    reference = request.form.get("reference", "")
    registration = (find_by_reference(event, reference) or abort(404)) if reference else None
    name = clean_name(request.form.get("name", ""))[:_LONGEST_NAME]
    try:
        player = actions.add_player(
            match, side, registration=registration, name=name, actor=current_user, at=clock.now()
        )
    except DomainError as error:
        flash(error.message, "error")
    else:
        flash(_("On the list with number %(number)s.", number=player.number), "success")
    asked = request.form.get("q") or None
    return redirect(url_for("matches.squad", code=code, side=side, q=asked, _anchor="add"))


@bp.post(f"{_LIST}/players/<int:player_id>/removal")
@allow(Permission.EDIT_PROGRAMME)
def remove_player(event: Event, code: str, side: int, player_id: int) -> Response:
    """Off the list."""
    _match, team = _team(event, code, side)
    player = next((p for p in team.players if p.id == player_id), None) or abort(404)
    try:
        actions.remove_player(player, actor=current_user, at=clock.now())
        flash(_("Taken off the list."), "success")
    except DomainError as error:
        flash(error.message, "error")
    return redirect(url_for("matches.squad", code=code, side=side))


def _team(event: Event, code: str, side: int) -> tuple[Match, Team]:
    match = found(event, code)
    return match, match.team(side) if side in (1, 2) else abort(404)


def _page(event: Event, match: Match, team: Team, form: SquadForm) -> tuple[str, int]:
    text = request.args.get("q", "")
    at = clock.now()
    sheet = queries.sheet(match, at=at, until=at)
    page = render_template(
        "matches/squad.html",
        form=form,
        sheet=sheet,
        team=sheet.teams[team.side - 1],
        text=text,
        found=search(event, text, contacts=may(Permission.SEE_CONTACTS)),
        on_lists={p.reference for one in sheet.teams for p in one.players if p.reference},
    )
    return page, form.http_status
