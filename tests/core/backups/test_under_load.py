"""A copy taken while people register and are scanned, restored elsewhere, compared row by row."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from fairapp.badges.queries import in_force
from fairapp.checkin.actions import record_scans
from fairapp.core import storage
from fairapp.core.backups import restoring, sealing, writing
from fairapp.core.db import db, transaction
from fairapp.core.storage import StoredFile
from fairapp.events.models import Event
from fairapp.registration.actions import register
from fairapp.registration.models import Registration, Source
from tests.checkin.conftest import MORNING, make_fair, scan
from tests.conftest import NOW
from tests.core.backups.comparing import held, raw
from tests.core.backups.conftest import Key
from tests.registration.people import details

# One transaction writes these of a person, so a copy holds all of them or none.
TOGETHER = """
    SELECT r.reference FROM registration r
    WHERE NOT EXISTS (SELECT 1 FROM badge WHERE registration_id = r.id)
       OR NOT EXISTS (SELECT 1 FROM scan WHERE registration_id = r.id)
       OR NOT EXISTS (SELECT 1 FROM audit_entry
                      WHERE subject_type = 'Registration' AND subject_id = r.id)
"""


class Crowd:
    """People who register and walk in at once, at `doors` doors."""

    def __init__(self, app: Flask, *, doors: int) -> None:
        self.app = app
        self.there: list[str] = []
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._come, args=(n,)) for n in range(doors)]

    def __enter__(self) -> Crowd:
        for thread in self._threads:
            thread.start()
        self.wait_for(5)
        return self

    def __exit__(self, *_error: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(60)

    def wait_for(self, count: int) -> None:
        """Until so many have been acknowledged."""
        while len(self.there) < count and any(thread.is_alive() for thread in self._threads):
            self._stop.wait(0.01)
        assert len(self.there) >= count

    def _come(self, door: int) -> None:
        number = 0
        while not self._stop.is_set():
            number += 1
            with self.app.app_context(), transaction():
                event = db.session.scalars(select(Event)).one()
                about = details(event, f"Nº{door}-{number} Camara", phone=f"63{door}{number:06}")
                person = register(event, about, source=Source.STAFF, actor=None, at=NOW)
                badge = in_force(person)
                assert badge is not None
                moments = {"received_at": MORNING, "sent_at": MORNING}
                record_scans(event, [scan(badge)], actor=None, **moments)
                reference = person.reference
            self.there.append(reference)


def test_a_copy_taken_under_load_is_one_moment_whole(
    app: Flask, key: Key, elsewhere: Callable[[], Flask], tmp_path: Path
) -> None:
    with app.app_context(), transaction():
        make_fair(db.session)
        files = [
            storage.store(bytes([n]) * 70_000, name=f"{n}.png", mimetype="image/png").key
            for n in range(3)
        ]
    target = tmp_path / "copy.age"
    with Crowd(app, doors=3) as crowd:
        before = list(crowd.there)
        with app.app_context():
            writing.write(target, to=sealing.recipients([key.public]), at=NOW)
        after = len(crowd.there)
        crowd.wait_for(after + 3)  # nobody was kept waiting for good
    other = elsewhere()
    with other.app_context():
        restoring.restore(target, sealing.keys(key.path, ""))

    copied, source = held(other), held(app)
    assert sum(map(len, copied.values())) > 40
    for table, lines in copied.items():
        assert set(lines) <= set(source[table]), table
    with other.app_context(), db.engine.connect() as connection:
        there = set(connection.execute(select(Registration.reference)).scalars())
        assert set(before) <= there < set(crowd.there)
        assert connection.exec_driver_sql(TOGETHER).all() == []
    _assert_files_are_the_same(app, other, files)


def test_a_copy_at_rest_is_the_same_to_the_last_row(
    app: Flask, key: Key, elsewhere: Callable[[], Flask], tmp_path: Path
) -> None:
    with app.app_context(), transaction():
        make_fair(db.session)
    with Crowd(app, doors=1) as crowd:
        crowd.wait_for(8)
    target, other = tmp_path / "copy.age", elsewhere()
    with app.app_context():
        copied = writing.write(target, to=sealing.recipients([key.public]), at=NOW)
    with other.app_context():
        restoring.restore(target, sealing.keys(key.path, ""))
    source = held(app)
    assert held(other) == source
    assert {name: len(lines) for name, lines in source.items()} == copied.tables
    # Past our own reading too: what one engine stores is there to the letter.
    for table in ("audit_entry", "scan", "event", "registration", "badge"):
        assert raw(other, table) == raw(app, table)


def test_a_restored_fair_goes_on(
    app: Flask, key: Key, elsewhere: Callable[[], Flask], tmp_path: Path
) -> None:
    """New rows get new numbers, references hold, and what can only be added to stays so."""
    with app.app_context(), transaction():
        make_fair(db.session)
    with Crowd(app, doors=1) as crowd:
        crowd.wait_for(2)
    target, other = tmp_path / "copy.age", elsewhere()
    with app.app_context():
        writing.write(target, to=sealing.recipients([key.public]), at=NOW)
    with other.app_context():
        restoring.restore(target, sealing.keys(key.path, ""))
        count = db.session.scalar(select(func.count(Registration.id))) or 0
    with Crowd(other, doors=1) as more:
        more.wait_for(2)
    with other.app_context(), db.engine.connect() as connection:
        assert connection.scalar(select(func.count(Registration.id))) == count + len(more.there)
        with pytest.raises(Exception, match="can only be added to"):
            connection.exec_driver_sql("DELETE FROM scan")
        connection.rollback()
        with pytest.raises(Exception, match=r"(?i)foreign key"):
            connection.exec_driver_sql("UPDATE badge SET registration_id = 999999 WHERE id = 1")


def _assert_files_are_the_same(app: Flask, other: Flask, keys: list[str]) -> None:
    contents = []
    for each in (app, other):
        with each.app_context():
            query = select(StoredFile).where(StoredFile.key.in_(keys)).order_by(StoredFile.id)
            found = db.session.scalars(query).all()
            contents.append([file.path.read_bytes() for file in found])
            assert len({file.path for file in found}) == len(keys)
    assert contents[0] == contents[1] != []
