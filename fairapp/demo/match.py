"""The gala match of the last afternoon: mixed teams of officers and citizens, and how they played.

What is drawn here changes no name and no scan: the players are taken from those who registered.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from datetime import timedelta

from sqlalchemy import select

from fairapp.core.db import db
from fairapp.core.i18n import LocalizedText
from fairapp.demo.days import at
from fairapp.demo.sources import read
from fairapp.events.models import Category, Event
from fairapp.matches.models import Incident, Match, Player, Team
from fairapp.matches.squads import may_be_named
from fairapp.registration.models import Registration, Status


def add_match(event: Event) -> None:
    """Teams, officials, and the score as the volunteer at the touch line kept it."""
    told = read("match")
    match = Match(
        event_id=event.id, code=told["session"], **told["terms"], officials=told["officials"]
    )
    db.session.add(match)
    free = {code: _people(event, code) for code in told["categories"]}
    for side, words in enumerate(told["teams"], 1):
        team = Team(
            side=side,
            name=LocalizedText(**words["name"]),
            short_name=words["short_name"],
            colour=words["colour"],
            coaches=words["coaches"],
        )
        team.players = list(_players(event, words["players"], free))
        match.teams.append(team)
    db.session.flush()
    _add_incidents(match, told["incidents"])


def _people(event: Event, category: str) -> list[Registration]:
    """Whoever is expected, a man and a woman in turn, in the order of registration."""
    found = list(
        db.session.scalars(
            select(Registration)
            .join(Registration.category)
            .where(
                Registration.event_id == event.id,
                Registration.status == Status.CONFIRMED,
                Registration.family_name != "",
                Registration.protocol_rank.is_(None),
                Category.code == category,
            )
            .order_by(Registration.id)
        )
    )
    women = [person for person in found if person.sex == "F"]
    men = [person for person in found if person.sex != "F"]
    pairs = [pair for both in zip(men, women, strict=False) for pair in both]
    return pairs or found


def _players(
    event: Event, rows: Sequence[Sequence[str | int]], free: dict[str, list[Registration]]
) -> Iterator[Player]:
    """Rows say number, category or a name alone, and marks: G keeps the goal, C leads, R waits."""
    for number, who, marks in rows:
        person = free[str(who)].pop(0) if who in free else None
        age = person.age_on(event.days[-1].date) if person is not None else None
        yield Player(
            registration_id=person.id if person is not None else None,
            name="" if person is not None else str(who),
            number=int(number),
            is_starting="R" not in str(marks),
            is_captain="C" in str(marks),
            is_goalkeeper="G" in str(marks),
            may_be_named=person is not None and may_be_named(agreed=person.share_name, age=age),
        )


def _add_incidents(match: Match, rows: Sequence[dict[str, str | int]]) -> None:
    """Rows say when on the clock, what, and whom by number."""
    stored: dict[str, Incident] = {}
    for place, row in enumerate(rows):
        side = int(row.get("side", 0))
        of = 3 - side if row.get("how") == "own" else side
        minute, _, added = str(row.get("minute", 0)).partition("+")
        moment = at(3, str(row["at"]))
        incident = Incident(
            uuid=str(uuid.uuid5(uuid.NAMESPACE_URL, f"{match.event.slug}/{match.code}/{place}")),
            match_id=match.id,
            kind=row["kind"],
            side=side,
            player_id=_player_id(match, of, row.get("player")),
            other_id=_player_id(match, of, row.get("on")),
            minute=int(minute),
            added=int(added or 0),
            how=row.get("how", ""),
            at=moment,
            received_at=moment + timedelta(seconds=2),
            undoes_id=stored[str(row["undoes"])].id if "undoes" in row else None,
        )
        db.session.add(incident)
        db.session.flush()
        stored[str(row["at"])] = incident


def _player_id(match: Match, side: int, number: str | int | None) -> int | None:
    if number is None:
        return None
    return next(p.id for p in match.team(side).players if p.number == number)
