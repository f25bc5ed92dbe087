"""Documents of the demonstration's programme, read back as text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pypdfium2
import pytest
from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import Session as DbSession
from sqlalchemy.orm import scoped_session

from fairapp.core.i18n import LocalizedText
from fairapp.demo.load import SLUG
from fairapp.events.models import Event, Room
from fairapp.programme.models import Session
from fairapp.programme.printing import content
from fairapp.programme.printing.content import Programme
from tests.conftest import NOW

ADDRESS = "https://fair.example.org/e/journees-2026/programme"


@pytest.fixture
def demo(demo_session: scoped_session[DbSession]) -> Event:
    return demo_session.scalars(select(Event).where(Event.slug == SLUG)).one()


@pytest.fixture
def in_french() -> Iterator[None]:
    """Documents are made in French."""
    with force_locale("fr"):
        yield


def of(event: Event) -> Programme:
    return content.read(event, address=ADDRESS)


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page, every stretch of blanks as one space."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        texts = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    marks = "[\u200e\u200f\u2066-\u2069\ufffe]"
    return [re.sub(r"\s+", " ", re.sub(marks, "", text)) for text in texts]


def outside(pdf: bytes, *, margin: float) -> list[str]:
    """Letters that stand closer than `margin` millimetres to the left or the right edge."""
    document = pypdfium2.PdfDocument(pdf)
    found = []
    try:
        for page in document:
            text, edge = page.get_textpage(), margin / 25.4 * 72
            for place in range(text.count_chars()):
                left, _, right, _ = text.get_charbox(place)
                letter = text.get_text_range(place, 1)
                if letter.strip() and not edge <= left <= right <= page.get_width() - edge:
                    found.append(letter)
    finally:
        document.close()
    return found


def sizes_of(pdf: bytes) -> set[tuple[int, int]]:
    """Width and height of the pages in millimetres."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        sizes = [page.get_size() for page in document]
    finally:
        document.close()
    return {(round(width / 72 * 25.4), round(height / 72 * 25.4)) for width, height in sizes}


def add_large(
    db: scoped_session[DbSession],
    fair: Event,
    add: Callable[..., Session],
    *,
    rooms: int,
    rounds: int,
    title: str = "Atelier sur la sécurité dans le quartier",
) -> None:
    """`rounds` sessions in each of `rooms` rooms on the first day, three quarters of an hour
    each."""
    kind = add("X-00", "07:00", "07:30", kind="pause", room=None, title="Accueil").kind
    extra = [
        Room(event_id=fair.id, code=f"R{n:02d}", name=LocalizedText(fr=f"Salle {n}"), position=n)
        for n in range(3, rooms + 3)
    ]
    db.add_all(extra)
    db.flush()
    first = next(session for session in db.scalars(select(Session).order_by(Session.id)))
    for number, room in enumerate(extra):
        for turn in range(rounds):
            starts_at = first.ends_at + timedelta(minutes=45 * turn)
            db.add(
                Session(
                    event=fair,
                    code=f"R{number:02d}-{turn:02d}",
                    day=first.day,
                    kind=kind if turn == rounds - 1 else first.kind,
                    room=room,
                    title=LocalizedText(fr=f"{title} {number}.{turn}"),
                    starts_at=starts_at,
                    ends_at=starts_at + timedelta(minutes=45),
                    updated_at=NOW,
                )
            )
    db.commit()
    db.expire_all()
