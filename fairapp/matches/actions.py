"""Preparing a match: the session it is played at, its terms, teams and lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from fairapp.core import audit
from fairapp.core.audit import Actor
from fairapp.core.db import db, refusing
from fairapp.core.errors import DomainError
from fairapp.core.i18n import LocalizedText
from fairapp.events.models import Event
from fairapp.matches import queries, squads
from fairapp.matches.models import Match, Player, Team
from fairapp.matches.squads import Place
from fairapp.registration.models import Registration

# What both begin with: light and dark, so that they are told apart in any print.
_COLOURS = {1: "#123c69", 2: "#f2c230"}


@dataclass(frozen=True)
class TeamDetails:
    """What an organiser says of a team."""

    name: LocalizedText
    short_name: str
    colour: str
    coaches: str


def prepare(event: Event, code: str, *, actor: Actor | None, at: datetime) -> Match:
    """A match at the session with this code; the one that is there when there is one.

    DomainError `session_unknown`.
    """
    known = queries.find(event, code)
    if known is not None:
        return known
    if queries.find_plan(event, code) is None:
        raise DomainError("session_unknown", _l("Choose a session."), field="code")
    match = Match(event_id=event.id, code=code, officials={})
    match.teams = [
        Team(side=side, name=LocalizedText(), short_name="", colour=colour, coaches="")
        for side, colour in _COLOURS.items()
    ]
    with refusing(DomainError("match_taken", _l("Somebody has just prepared this match."))):
        db.session.add(match)
        db.session.flush()
    audit.record("match.prepared", match, at=at, actor=actor, details={"code": code})
    return match


def set_up(
    match: Match,
    terms: Mapping[str, Any],
    teams: Mapping[int, TeamDetails],
    *,
    actor: Actor | None,
    at: datetime,
) -> None:
    """Set the columns `terms` of the match, and both teams by side."""
    for name, value in terms.items():
        setattr(match, name, value)
    for team in match.teams:
        for name, value in vars(teams[team.side]).items():
            setattr(team, name, value)
    db.session.flush()
    audit.record("match.set_up", match, at=at, actor=actor, details={"code": match.code})


def add_player(
    match: Match,
    side: int,
    *,
    registration: Registration | None = None,
    name: str = "",
    actor: Actor | None,
    at: datetime,
) -> Player:
    """Somebody registered, or by name alone, with the lowest number that is free.

    DomainError `name_missing`, `other_fair`, `plays_already`, `squad_full`.
    """
    team = match.team(side)
    if registration is None and not name:
        raise DomainError("name_missing", _l("Write the player’s name."), field="name")
    if registration is not None:
        _check_person(match, registration)
    player = Player(
        registration_id=registration.id if registration is not None else None,
        name=name if registration is None else "",
        number=squads.free_number(player.number for player in team.players),
        is_starting=sum(player.is_starting for player in team.players) < squads.STARTING,
        may_be_named=_may_be_named(match, registration, at),
    )
    team.players.append(player)
    db.session.flush()
    told = {"code": match.code, "side": side, "registration_id": player.registration_id}
    audit.record("match.player_added", match, at=at, actor=actor, details=told)
    return player


def arrange(
    match: Match, side: int, places: Sequence[Place], *, actor: Actor | None, at: datetime
) -> None:
    """Numbers and roles of a whole list. DomainError as `squads.check`."""
    squads.check(places)
    players = {player.id: player for player in match.team(side).players}
    known = [(players[place.id], place) for place in places if place.id in players]
    # Two who change numbers would meet half-way: first out of everybody's way.
    for player, _place in known:
        player.number = -player.id
    db.session.flush()
    for player, place in known:
        player.number = place.number
        player.is_starting = place.is_starting
        player.is_captain = place.is_captain
        player.is_goalkeeper = place.is_goalkeeper
        player.may_be_named = place.may_be_named
    with refusing(DomainError("number_taken", _l("Two players have this number."))):
        db.session.flush()
    told = {"code": match.code, "side": side}
    audit.record("match.squad_arranged", match, at=at, actor=actor, details=told)


def remove_player(player: Player, *, actor: Actor | None, at: datetime) -> None:
    """Off the list, unless the record names the player (`player_in_play`)."""
    if queries.is_in_play(player):
        message = _l("The record of the match names this player, who stays on the list.")
        raise DomainError("player_in_play", message)
    match = player.team.match
    told = {"code": match.code, "side": player.team.side, "number": player.number}
    player.team.players.remove(player)
    db.session.flush()
    audit.record("match.player_removed", match, at=at, actor=actor, details=told)


def _check_person(match: Match, registration: Registration) -> None:
    if registration.event_id != match.event_id:
        raise DomainError("other_fair", _l("This person is not registered at this fair."))
    on_lists = [player.registration_id for team in match.teams for player in team.players]
    if registration.id in on_lists:
        raise DomainError("plays_already", _l("This person is on one of the lists already."))


def _may_be_named(match: Match, registration: Registration | None, at: datetime) -> bool:
    if registration is None:
        return False
    age = registration.age_on(match.event.local(at).date())
    return squads.may_be_named(agreed=registration.share_name, age=age)
