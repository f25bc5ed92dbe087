"""A gala of one day with a match: two short lists, and people who are registered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session as DbSession
from sqlalchemy.orm import scoped_session

from fairapp.core.i18n import LocalizedText
from fairapp.events.models import Category, Event, EventDay, Room
from fairapp.matches import actions
from fairapp.matches.actions import TeamDetails
from fairapp.matches.facts import Kind, Minute
from fairapp.matches.items import Item, Outcome, UndoItem
from fairapp.matches.models import Match, Player
from fairapp.matches.record import record
from fairapp.programme.editing import actions as editing
from fairapp.programme.releases import actions as releases
from fairapp.programme.usual import add_kinds
from fairapp.registration.models import Registration
from fairapp.registration.reference import new_reference
from fairapp.registration.search import search_text
from tests.conftest import NOW

CODE = "J1-10"
KICK_OFF = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
BLUES, YELLOWS = 1, 2


@dataclass
class Game:
    """A match and the players of both lists by number."""

    match: Match
    event: Event

    def player(self, side: int, number: int) -> Player:
        return next(p for p in self.match.team(side).players if p.number == number)

    def item(self, kind: Kind, side: int = 0, number: int = 0, **values: Any) -> Item:
        """A line in the minute `minute` ("45+2") or at the moment `at`."""
        of = values.pop("of", side)
        if (on := values.pop("on", 0)) and on:
            values["other"] = self.player(of, on).id
        if isinstance(values.get("minute"), int):
            values["minute"] = Minute(values["minute"])
        player = self.player(of, number).id if number else None
        fields = {"uuid": str(uuid4()), "at": NOW, "player": player, **values}
        return Item(kind=kind, side=side, **fields)

    def note(self, *items: Item | UndoItem, at: datetime = NOW) -> list[Outcome]:
        """Send them, all at once; the phone's clock is right."""
        return record(self.match, items, actor=None, received_at=at, sent_at=at)


@pytest.fixture
def event(db_session: scoped_session[DbSession]) -> Event:
    event = Event(
        slug="foire",
        name=LocalizedText(fr="Foire aux savoirs", ar="معرض المعارف"),
        timezone="Africa/Conakry",
        created_at=NOW,
        published_at=NOW,
    )
    event.days = [EventDay(number=1, date=date(2026, 11, 16))]
    event.rooms = [Room(code="TF", name=LocalizedText(fr="Terrain"), position=1)]
    event.categories = [
        Category(
            code="police", name=LocalizedText(fr="Police"), letter="P", colour="#123c69", position=1
        )
    ]
    db_session.add(event)
    db_session.flush()
    kinds = add_kinds(event)
    for code, kind, start in ((CODE, "football", KICK_OFF), ("J1-01", "pleniere", KICK_OFF)):
        values = {
            "kind_id": kinds[kind].id,
            "room_id": event.rooms[0].id,
            "title": LocalizedText(fr="Match de gala" if kind == "football" else "Plénière"),
            "starts_at": start,
            "minutes": 105,
        }
        editing.create(event, values, code=code, actor=None, at=NOW)
    releases.publish(event, actor=None, at=NOW)
    return event


AddPerson = Callable[..., Registration]


@pytest.fixture
def person(db_session: scoped_session[DbSession], event: Event) -> AddPerson:
    """`person("Fatou", "Camara", share_name=True)`."""

    def add(given: str, family: str, **values: Any) -> Registration:
        fields = {"source": "online", "status": "confirmed", "share_name": True, **values}
        one = Registration(
            event_id=event.id,
            reference=new_reference(),
            pass_key=uuid4().hex[:24],
            category_id=event.categories[0].id,
            given_names=given,
            family_name=family,
            created_at=NOW - timedelta(days=9),
            status_at=NOW - timedelta(days=9),
            **fields,
        )
        db_session.add(one)
        db_session.flush()
        one.search_text = search_text(one)
        db_session.flush()
        return one

    return add


@pytest.fixture
def game(event: Event) -> Game:
    """Twelve players by name on each list: eleven begin, number 12 sits on the bench."""
    match = actions.prepare(event, CODE, actor=None, at=NOW)
    names = {BLUES: ("Gardiens de la Paix", "GDP"), YELLOWS: ("Étoile du Quartier", "EDQ")}
    actions.set_up(
        match,
        {"half_minutes": 45, "extra_minutes": 15, "has_penalties": True, "officials": {}},
        {
            side: TeamDetails(LocalizedText(fr=name), short, "#123c69", "Moussa Keita")
            for side, (name, short) in names.items()
        },
        actor=None,
        at=NOW,
    )
    match.team(YELLOWS).colour = "#f2c230"
    for side, first in ((BLUES, "Bleue"), (YELLOWS, "Jaune")):
        for number in range(1, 13):
            actions.add_player(match, side, name=f"{first} {number}", actor=None, at=NOW)
    return Game(match, event)
