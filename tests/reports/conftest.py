"""Scans written as they are stored, and the text of a PDF."""

from __future__ import annotations

import io
import re
from datetime import date, datetime, time
from typing import Any
from uuid import uuid4

import pypdfium2
import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from fairapp.badges.studio import actions as studio
from fairapp.badges.studio.design import Design
from fairapp.checkin.models import Scan
from fairapp.core import clock, storage
from fairapp.core.db import db
from fairapp.events.models import Checkpoint, Event
from fairapp.reports.board_kept import Readings
from tests.checkin.conftest import DAYS, Fair, make_fair


@pytest.fixture(autouse=True)
def board_readings(app: Flask) -> Readings:
    """What the board has read, forgotten before each test: another fair has the same ids."""
    readings: Readings = app.extensions["fairapp_board"]
    readings.clear()
    return readings


@pytest.fixture
def fair(db_session: scoped_session[Session]) -> Fair:
    """A small fair in Conakry: three days, two entrances, a session's door, a stand."""
    return make_fair(db_session)


def local(event: Event, day: date, clock: str) -> datetime:
    """The moment when the fair's clocks show `clock` (HH:MM or HH:MM:SS) on `day`."""
    return event.utc(day, time.fromisoformat(clock))


def scanned(event: Event, person: Any, at: datetime, gate: str = "G1", **values: Any) -> Scan:
    """A stored scan of `person` (None: of nobody known), accepted unless `values` say otherwise."""
    checkpoint = select(Checkpoint).filter_by(event_id=event.id, code=gate)
    scan = Scan(
        **{
            "uuid": str(uuid4()),
            "event_id": event.id,
            "checkpoint_id": db.session.scalars(checkpoint).one().id,
            "registration_id": person.id if person is not None else None,
            "method": "qr",
            "verdict": "admitted",
            "is_entry": True,
            "scanned_at": at,
            "at": at,
            "received_at": at,
            **values,
        }
    )
    db.session.add(scan)
    db.session.flush()
    return scan


def undone(scan: Scan, at: datetime) -> Scan:
    """The row that undoes `scan`."""
    undo = Scan(
        uuid=str(uuid4()),
        event_id=scan.event_id,
        checkpoint_id=scan.checkpoint_id,
        registration_id=scan.registration_id,
        method="qr",
        verdict="admitted",
        is_entry=False,
        scanned_at=at,
        at=at,
        received_at=at,
        undoes_id=scan.id,
    )
    db.session.add(undo)
    db.session.flush()
    return undo


def came(fair: Fair, name: str, *clocks: str, day: int = 1, **values: Any) -> Any:
    """A new person called `name` who entered at those times of a day of the fair."""
    person = fair.person(name, **values)
    for shown in clocks:
        scanned(fair.event, person, local(fair.event, DAYS[day - 1], shown))
    return person


def add_logo(fair: Fair) -> None:
    """A red logo four times as wide as high, as the badges carry it."""
    picture = io.BytesIO()
    Image.new("RGBA", (400, 100), "#c00000").save(picture, "PNG")
    file = storage.store(
        picture.getvalue(), name="logo.png", mimetype="image/png", event_id=fair.event.id
    )
    actor = fair.user("organiser")
    studio.change(fair.event, Design(logos=(file.id,)), actor=actor, at=clock.now())


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page, every stretch of blanks as one space."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        texts = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    # Marks of direction have no width and are no part of a name.
    marks = "[\u200e\u200f\u2066-\u2069\ufffe]"
    return [re.sub(r"\s+", " ", re.sub(marks, "", text)) for text in texts]
