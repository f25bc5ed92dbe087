"""A copy moves a whole fair from one engine to the other and back, to the last row."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from fairapp.core import audit
from fairapp.core.audit import AuditEntry
from fairapp.core.backups import restoring, sealing, writing
from fairapp.core.db import db, transaction
from tests.conftest import NOW, MakeApp
from tests.core.backups.comparing import held, raw
from tests.core.backups.conftest import Key


@pytest.mark.only_on("postgresql")
def test_a_fair_moves_to_sqlite_and_back_to_the_last_row(
    demo_app: Flask,
    make_app: MakeApp,
    elsewhere: Callable[[], Flask],
    key: Key,
    tmp_path: Path,
) -> None:
    server = demo_app
    laptop = make_app(
        SQLALCHEMY_DATABASE_URI=f"sqlite:///{tmp_path / 'laptop.db'}", DATA_DIR=tmp_path / "laptop"
    )
    move(server, laptop, tmp_path / "one.age", key)
    there = held(server)
    assert sum(map(len, there.values())) > 5000
    assert held(laptop) == there
    again = elsewhere()
    move(laptop, again, tmp_path / "two.age", key)
    assert held(again) == there
    # Past our own reading: what PostgreSQL gives after both ways is what it gave before.
    for table in there:
        assert raw(again, table) == raw(server, table), table
    for app in (laptop, again):
        with app.app_context():
            highest = db.session.scalar(select(func.max(AuditEntry.id)))
            with transaction():
                audit.record("backup.restored", at=NOW)
            assert db.session.scalar(select(func.max(AuditEntry.id))) == highest + 1
            with pytest.raises(Exception, match="can only be added to"):
                db.session.execute(AuditEntry.__table__.delete())
            db.session.rollback()


def move(app: Flask, other: Flask, copy: Path, key: Key) -> None:
    with app.app_context():
        writing.write(copy, to=sealing.recipients([key.public]), at=NOW)
    with other.app_context():
        restoring.restore(copy, sealing.keys(key.path, ""))
