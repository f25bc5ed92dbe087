"""A fair of any size, written by the database itself: a million people in a minute.

Everybody is confirmed and has a badge. Nothing is random.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import text

from benchmarks.server import database
from fairapp import create_app
from fairapp.accounts.models import User
from fairapp.checkin.devices import actions as devices
from fairapp.checkin.devices.actions import NewDevice
from fairapp.checkin.roster.difference import whole
from fairapp.core.db import db, transaction
from fairapp.core.i18n import LocalizedText
from fairapp.events.models import Category, Checkpoint, Event, EventDay

SLUG = "foule"
FIRST_DAY = date(2026, 12, 2)
# Before the doors of the first day.
NOW = datetime(2026, 12, 2, 7, 0, tzinfo=UTC)
ENGINES = ("sqlite", "postgresql")

# Base 32 has no 0, 1, 8 and 9.
_LETTERS = {"0": "A", "1": "B", "8": "I", "9": "J"}
_NUMBERS = {
    "sqlite": "(WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < :people)"
    " SELECT n FROM s)",
    "postgresql": "(SELECT n FROM generate_series(1, :people) AS s(n))",
}
_PADDED = {"sqlite": "printf('%016d', n)", "postgresql": "lpad(n::text, 16, '0')"}
# Columns that are nobody's here.
_EMPTY = """honorific given_names name_other_script name_raw precision phone_raw phone phone_2 email
    organisation position region locality needs_help note relation stands_for status_reason"""
_FALSE = "birth_approximate phone_doubtful thumbprint share_name contact_after"


@dataclass(frozen=True)
class Crowd:
    """A database with `people`, its environment and the tokens of enrolled devices.

    `sealing`: processor seconds that the first sealing of its roster took, without the database's.
    """

    engine: str
    people: int
    env: dict[str, str]
    devices: tuple[str, ...]
    sealing: float
    database_pid: int | None = None


def token(number: int) -> str:
    """Of the badge with this number."""
    return f"{number:016d}".translate(str.maketrans(_LETTERS))


@contextmanager
def crowd(engine: str, people: int, *, phones: int = 8) -> Iterator[Crowd]:
    """A fair of `people` until the block ends; on PostgreSQL with a durable server of its own."""
    with database(engine) as empty:
        made = _filled(engine, people, phones, empty.url, empty.folder)
        yield replace(made, database_pid=empty.pid)


def _filled(engine: str, people: int, phones: int, url: str, folder: Path) -> Crowd:
    env = {
        **os.environ,
        "DATABASE_URL": url,
        "DATA_DIR": str(folder),
        "QUEUE_URL": "",
        "FAIR_NOW": NOW.isoformat(),
        "SECRET_KEY": "a crowd has no secrets, however long this is",
    }
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "db", "upgrade"]
    subprocess.run(command, env=env, check=True, capture_output=True)
    app = create_app(
        {"SQLALCHEMY_DATABASE_URI": url, "DATA_DIR": str(folder), "SECRET_KEY": env["SECRET_KEY"]}
    )
    with app.app_context():
        with transaction():
            event = _event()
            _people(engine, event, people)
            tokens = tuple(_device(event, n) for n in range(phones))
            event_id = event.id
        started = time.process_time()
        whole(event_id, 0)
        sealing = time.process_time() - started
        if engine == "postgresql":
            with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.execute(text("VACUUM ANALYZE"))
        # A server is to use the database from now on.
        db.session.remove()
        db.engine.dispose()
    return Crowd(engine, people, env, tokens, sealing)


def _event() -> Event:
    event = Event(
        slug=SLUG,
        name=LocalizedText(fr="Foule"),
        created_at=NOW,
        published_at=NOW - timedelta(days=60),
        days=[EventDay(number=n + 1, date=FIRST_DAY + timedelta(days=n)) for n in range(3)],
        categories=[
            Category(
                code="ong", name=LocalizedText(fr="ONG"), letter="O", colour="#1e4f8c", position=1
            )
        ],
        checkpoints=[
            Checkpoint(
                code=f"G{n}",
                name=LocalizedText(fr=f"Entrée {n}"),
                scope="day",
                is_entrance=True,
                position=n,
            )
            for n in range(1, 9)
        ],
    )
    db.session.add(event)
    db.session.flush()
    return event


def _device(event: Event, number: int) -> str:
    team = User(
        email=f"equipe-{number}@example.org",
        name="Équipe",
        password_hash="none",  # noqa: S106 - no password opens this
        created_at=NOW,
    )
    db.session.add(team)
    db.session.flush()
    device = devices.make(event, NewDevice(f"Téléphone {number}"), actor=team, at=NOW)
    _device, secret = devices.enrol(devices.give_code(device, actor=team, at=NOW), at=NOW)
    return secret


def _people(engine: str, event: Event, people: int) -> None:
    numbers, number = _NUMBERS[engine], _PADDED[engine]
    for digit, letter in _LETTERS.items():
        number = f"replace({number}, '{digit}', '{letter}')"
    # SQLite takes the text of a moment as the application writes it.
    at = NOW if engine == "postgresql" else NOW.strftime("%Y-%m-%d %H:%M:%S.000000")
    values = {"people": people, "event": event.id, "at": at}
    empty, false = _EMPTY.split(), _FALSE.split()
    db.session.execute(
        text(
            f"INSERT INTO registration (event_id, reference, pass_key, status, source, category_id,"
            f" family_name, search_text, country, language, created_at, status_at,"
            f" {', '.join([*empty, *false])})"
            f" SELECT :event, 'R' || n, 'pass' || n, 'confirmed', 'online', :category,"
            f" 'Diallo ' || n, 'diallo ' || n, 'GN', 'fr', :at, :at,"
            f" {', '.join([*len(empty) * [chr(39) * 2], *len(false) * ['false']])}"
            f" FROM {numbers} AS numbers"
        ),
        {**values, "category": event.categories[0].id},
    )
    db.session.execute(
        text(
            f"INSERT INTO badge (event_id, registration_id, token, number, is_blank_stock,"
            f" issued_at, print_count, revoked_reason)"
            f" SELECT :event, r.id, {number}, n, false, :at, 0, ''"
            f" FROM {numbers} AS numbers JOIN registration r ON r.pass_key = 'pass' || n"
        ),
        values,
    )
