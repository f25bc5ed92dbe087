"""What printing the programme costs: the demonstration's, and one of 200 sessions in 20 rooms."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pypdfium2

from benchmarks.measure import Cost, run

DOCUMENTS = ("leaflet", "grid", "pocket", "run-sheet")
LARGE = "grande-foire"

# Runs in a process of its own, as a command would.
_MAKE_LARGE = """
from datetime import date, timedelta
from fairapp import create_app
from fairapp.core import clock
from fairapp.core.db import db, transaction
from fairapp.core.i18n import LocalizedText
from fairapp.events.models import Event, EventDay, Room
from fairapp.programme.editing import actions as editing
from fairapp.programme.releases import actions as releases
from fairapp.programme.usual import add_kinds

with create_app().app_context(), transaction():
    at = clock.now()
    name = LocalizedText("Grande foire")
    event = Event(slug="grande-foire", name=name, created_at=at, published_at=at)
    event.days = [EventDay(number=n + 1, date=date(2026, 12, 2 + n)) for n in range(3)]
    event.rooms = [
        Room(code=f"R{n:02d}", name=LocalizedText(f"Salle {n + 1}"), position=n) for n in range(20)
    ]
    db.session.add(event)
    db.session.flush()
    kinds = list(add_kinds(event).values())
    for number in range(200):
        day, turn = number % 3, number // 60
        starts = event.utc(event.days[day].date, at.time().replace(8, 0, 0, 0, None))
        editing.create(event, {
            "kind_id": kinds[number % len(kinds)].id,
            "room_id": event.rooms[number // 3 % 20].id,
            "title": LocalizedText(f"Séance {number + 1} : ce que nous avons appris ensemble"),
            "starts_at": starts + timedelta(minutes=150 * turn + 15 * (number % 4)),
            "minutes": 60 + 15 * (number % 3),
        }, actor=None, at=at)
    releases.publish(event, actor=None, at=at)
"""


def measure(
    env: dict[str, str],
    flask: list[str],
    small: str,
    folder: Path,
    report: Callable[[str, Cost, Path], None],
) -> None:
    """A line of the table for each document; its label ends with the number of pages."""
    run([sys.executable, "-c", _MAKE_LARGE], env)
    for slug, what in ((small, "35 sessions"), (LARGE, "200 sessions")):
        for document in DOCUMENTS:
            pdf = folder / f"{document}.pdf"
            cost = run([*flask, "programme", document, slug, "--output", str(pdf)], env)
            pages = len(pypdfium2.PdfDocument(pdf))
            report(f"{document}, {what}, {pages} p.", cost, pdf)
