"""Reads of matches. `until` leaves out what lies ahead, which the demonstration has already."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased, selectinload

from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.matches import rules
from fairapp.matches.facts import Fact, Kind
from fairapp.matches.models import Incident, Match, Player, Team
from fairapp.matches.sheets import PlayerRow, Sheet, TeamRow
from fairapp.programme.editing.models import Draft
from fairapp.programme.models import SessionKind
from fairapp.registration.models import Registration

FOOTBALL = "football"  # the pictogram


def find(event: Event, code: str) -> Match | None:
    """The match at the session with this code."""
    query = select(Match).where(Match.event_id == event.id, Match.code == code)
    return db.session.scalar(query)


def every(event: Event) -> list[Match]:
    """The fair's matches by code."""
    query = select(Match).where(Match.event_id == event.id).order_by(Match.code)
    return list(db.session.scalars(query.options(selectinload(Match.teams))))


def plans(event: Event) -> list[Draft]:
    """Sessions at which one can be played, football first, by the clock; parked ones last."""
    query = (
        select(Draft)
        .join(Draft.kind)
        .where(Draft.event_id == event.id)
        .order_by(
            SessionKind.icon != FOOTBALL,
            Draft.starts_at.is_(None),
            Draft.starts_at,
            Draft.code,
        )
        .options(selectinload(Draft.kind), selectinload(Draft.room))
    )
    return list(db.session.scalars(query))


def find_plan(event: Event, code: str) -> Draft | None:
    """The session as the team plans it."""
    query = select(Draft).where(Draft.event_id == event.id, Draft.code == code)
    return db.session.scalar(query)


def sheet(match: Match, *, at: datetime, until: datetime | None = None) -> Sheet:
    """Everything of a match; its clock stands at `at`."""
    return sheets([match], at=at, until=until)[0]


def sheets(matches: Sequence[Match], *, at: datetime, until: datetime | None = None) -> list[Sheet]:
    """Everything of each, in three queries however many they are."""
    query = (
        select(Team)
        .where(Team.match_id.in_([match.id for match in matches]))
        .order_by(Team.side)
        .options(selectinload(Team.players).joinedload(Player.registration))
    )
    teams: dict[int, list[TeamRow]] = {match.id: [] for match in matches}
    for team in db.session.scalars(query):
        teams[team.match_id].append(_team(team))
    noted = facts(matches, until=until)
    return [
        Sheet(
            code=match.code,
            terms=match.terms,
            officials=dict(match.officials),
            teams=(teams[match.id][0], teams[match.id][1]),
            facts=tuple(noted[match.id]),
            at=at,
        )
        for match in matches
    ]


def facts(matches: Iterable[Match], *, until: datetime | None = None) -> dict[int, list[Fact]]:
    """What was noted, by id of the match, in the order of arrival."""
    found: dict[int, list[Fact]] = {match.id: [] for match in matches}
    undone = aliased(Incident)
    query = (
        select(Incident, undone.uuid)
        .outerjoin(undone, undone.id == Incident.undoes_id)
        .where(Incident.match_id.in_(found))
        .order_by(Incident.id)
    )
    if until is not None:
        query = query.where(Incident.at <= until)
    for row, undoes in db.session.execute(query):
        found[row.match_id].append(_fact(row, undoes))
    return found


def scores(event: Event, *, at: datetime) -> dict[str, str]:
    """« 2 – 1 » of every match that has begun, by code."""
    matches = every(event)
    if not matches:
        return {}
    noted = facts(matches, until=at)
    courses = {match.code: rules.standing(noted[match.id], match.terms) for match in matches}
    return {code: rules.text(kept) for code, kept in courses.items() if rules.phase(kept)}


def find_incident(match: Match, uuid: str) -> Incident | None:
    """One line of a match."""
    query = select(Incident).where(Incident.match_id == match.id, Incident.uuid == uuid)
    return db.session.scalar(query)


def stored(uuids: Iterable[str]) -> dict[str, int]:
    """Which of these are in the record already, with the match they are of."""
    query = select(Incident.uuid, Incident.match_id).where(Incident.uuid.in_(set(uuids)))
    return {uuid: match_id for uuid, match_id in db.session.execute(query)}


def player_rows(team: Team) -> tuple[PlayerRow, ...]:
    """A team's list by number."""
    return tuple(map(_player, sorted(team.players, key=lambda player: player.number)))


def is_in_play(player: Player) -> bool:
    """Whether the record names this player."""
    named = (Incident.player_id == player.id) | (Incident.other_id == player.id)
    return db.session.scalar(select(Incident.id).where(named).limit(1)) is not None


def _team(team: Team) -> TeamRow:
    values = (team.name, team.short_name, team.colour, team.coaches)
    return TeamRow(team.side, *values, player_rows(team))


def _player(player: Player) -> PlayerRow:
    person = player.registration
    return PlayerRow(
        id=player.id,
        number=player.number,
        name=person.full_name if person is not None else player.name,
        is_starting=player.is_starting,
        is_captain=player.is_captain,
        is_goalkeeper=player.is_goalkeeper,
        may_be_named=player.may_be_named,
        is_named=player.may_be_named and (person is None or _shares(person)),
        reference=person.reference if person is not None else "",
    )


def _shares(person: Registration) -> bool:
    # Whoever takes it back on the own record is a number again at once.
    return person.share_name


def _fact(row: Incident, undoes: str | None) -> Fact:
    return Fact(
        uuid=row.uuid,
        kind=Kind(row.kind),
        at=row.at,
        side=row.side,
        player=row.player_id,
        other=row.other_id,
        minute=row.minute,
        added=row.added,
        how=row.how,
        undoes=undoes,
    )
