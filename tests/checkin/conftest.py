"""A small fair with gates, people and badges."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session, scoped_session

from fairapp.accounts.models import Membership, User
from fairapp.badges.models import Badge, new_token
from fairapp.checkin.codes import Code, Kind, parse
from fairapp.checkin.items import ScanItem, UndoItem
from fairapp.checkin.models import Device
from fairapp.core import clock
from fairapp.core.i18n import LocalizedText
from fairapp.events.models import Category, Checkpoint, Event, EventDay
from fairapp.programme.models import Session as FairSession
from fairapp.programme.models import SessionKind
from fairapp.registration.models import Registration
from fairapp.registration.reference import new_reference
from fairapp.registration.search import search_text

# The first morning of the fair.
MORNING = datetime(2026, 12, 2, 8, 30, tzinfo=UTC)
DAYS = (date(2026, 12, 2), date(2026, 12, 3), date(2026, 12, 4))


_MADE = itertools.count()


@dataclass
class Fair:
    """Makes what a test needs at one fair; all of it flushed."""

    db: scoped_session[Session]
    event: Event
    categories: dict[str, Category]
    serial: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def person(self, name: str = "Mariama Diallo", category: str = "ong", **values: Any) -> Any:
        """A registration; `given family`."""
        given, _, family = name.rpartition(" ")
        person = Registration(
            event_id=self.event.id,
            reference=new_reference(),
            pass_key=uuid4().hex[:24],
            category_id=self.categories[category].id,
            given_names=given,
            family_name=family,
            **{
                "source": "online",
                "status": "confirmed",
                "created_at": MORNING - timedelta(days=9),
                "status_at": MORNING - timedelta(days=9),
                **values,
            },
        )
        person.search_text = ""
        self.db.add(person)
        self.db.flush()
        for name, value in Registration.__table__.columns.items():
            if value.type.python_type is str and getattr(person, name, None) is None:
                setattr(person, name, "" if not value.nullable else None)
        person.search_text = search_text(person)
        self.db.flush()
        return person

    def badge(self, person: Registration | None = None, **values: Any) -> Badge:
        """A badge of `person`, by default of somebody new; a blank one with `blank=True`."""
        is_blank = values.pop("blank", False)
        if person is None and not is_blank:
            person = self.person()
        badge = Badge(
            event_id=self.event.id,
            registration_id=person.id if person else None,
            token=new_token(),
            number=next(self.serial),
            is_blank_stock=is_blank,
            issued_at=MORNING - timedelta(days=8),
            **values,
        )
        self.db.add(badge)
        self.db.flush()
        return badge

    def user(self, role: str = "scanner", name: str = "") -> User:
        """Somebody of the team with `role` at this fair."""
        user = User(
            email=f"{role}-{uuid4().hex[:8]}@example.org",
            name=name or role.title(),
            password_hash="no password opens this",
            created_at=MORNING - timedelta(days=30),
            memberships=[Membership(event=self.event, role=role)],
        )
        self.db.add(user)
        self.db.flush()
        return user

    def device(self, code: str = "A1") -> Device:
        """A phone of this fair."""
        device = Device(event_id=self.event.id, code=code, name=code)
        self.db.add(device)
        self.db.flush()
        return device


def make_fair(
    db: scoped_session[Session], slug: str = "journees", days: tuple[date, ...] = DAYS
) -> Fair:
    """A fair of three days with two entrances, a session's door and a stand."""
    event = Event(
        slug=slug,
        name=LocalizedText(fr="Journées d’échanges", en="Exchange days", ar="أيام التبادل"),
        # As in life, no two are made at the same moment: by that, a server that stays from test to
        # test tells them apart.
        created_at=MORNING - timedelta(days=60, microseconds=next(_MADE)),
        published_at=MORNING - timedelta(days=60),
        days=[EventDay(number=n, date=day) for n, day in enumerate(days, start=1)],
        categories=[
            _category(1, "ong", "ONG et associations", "O"),
            _category(2, "officiel", "Officiels", "A"),
            _category(3, "staff", "Organisation", "X", is_counted=False),
        ],
        checkpoints=[
            _checkpoint(1, "G1", "Entrée principale", "day", is_entrance=True),
            _checkpoint(2, "G2", "Entrée des stands", "day", is_entrance=True),
            _checkpoint(3, "S1", "Grande salle", "session", watches="J1-02"),
            _checkpoint(4, "ST3", "Stand 3", "counter", watches="3"),
            _checkpoint(5, "H1", "Salle de formation", "half_day"),
        ],
    )
    db.add(event)
    db.flush()
    kind = SessionKind(
        event_id=event.id,
        code="table_ronde",
        name=LocalizedText(fr="Table ronde"),
        colour="#00704a",
        icon="table_ronde",
        position=1,
    )
    db.add(kind)
    db.flush()
    db.add(
        FairSession(
            event_id=event.id,
            code="J1-02",
            day_id=event.days[0].id,
            kind_id=kind.id,
            title=LocalizedText(fr="Police et citoyens"),
            starts_at=MORNING,
            ends_at=MORNING + timedelta(hours=2),
            capacity=2,
            updated_at=MORNING,
        )
    )
    db.flush()
    return Fair(db, event, {category.code: category for category in event.categories})


@pytest.fixture
def fair(db_session: scoped_session[Session], app: Flask) -> Fair:
    """The fair most tests need."""
    return make_fair(db_session)


@pytest.fixture
def morning(app: Flask) -> Iterator[None]:
    """The clock stands in the first morning of the fair."""
    with clock.stopped(MORNING):
        yield


@pytest.fixture
def english(client: FlaskClient) -> None:
    """The browser of `client` reads English, the language of the sources."""
    client.set_cookie("lang", "en")


def scan(badge: Badge | str, **values: Any) -> ScanItem:
    """A scan of `badge` (or of a code such as `n:12`) at G1 on the first morning."""
    code = Code(Kind.TOKEN, badge.token) if isinstance(badge, Badge) else parse(badge)
    assert code is not None
    fields = {"uuid": str(uuid4()), "checkpoint": "G1", "scanned_at": MORNING, **values}
    return ScanItem(code=code, **fields)


def undoing(item: ScanItem, **values: Any) -> UndoItem:
    """An undo of a scan, a minute later."""
    at = item.scanned_at + timedelta(minutes=1)
    return UndoItem(**{"uuid": str(uuid4()), "undoes": item.uuid, "scanned_at": at, **values})


def _category(position: int, code: str, name: str, letter: str, **values: Any) -> Category:
    colour = "#1e4f8c"
    names = LocalizedText(fr=name)
    return Category(
        position=position, code=code, name=names, letter=letter, colour=colour, **values
    )


def _checkpoint(position: int, code: str, name: str, scope: str, **values: Any) -> Checkpoint:
    names = LocalizedText(fr=name)
    return Checkpoint(position=position, code=code, name=names, scope=scope, **values)
