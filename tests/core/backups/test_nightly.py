"""The copy that the worker makes each night."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask

from fairapp.core import clock, tasks
from fairapp.core.backups import nightly, restoring, sealing
from fairapp.core.db import db
from tests.core.backups.conftest import Key

NIGHT = datetime(2026, 12, 2, 2, 5, tzinfo=UTC)


@pytest.fixture
def folder(app: Flask, key: Key, tmp_path: Path) -> Path:
    """Where copies go, as the settings say."""
    path = tmp_path / "copies"
    path.mkdir()
    app.config.update(BACKUP_TO=str(path), BACKUP_RECIPIENT=key.public, BACKUP_KEEP=2)
    return path


def pass_(at: datetime) -> None:
    """What the worker does in that minute."""
    with clock.stopped(at):
        nightly.begin()
        tasks.run_pending()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_one_copy_a_night_and_the_newest_are_kept(
    app: Flask, key: Key, folder: Path, db_session: object
) -> None:
    (folder / "note.txt").write_text("not ours")
    for hours in (0, 1, 5, 20, 24, 25, 48):
        pass_(NIGHT + timedelta(hours=hours))
    assert names(folder) == [
        "fairapp-2026-12-03-0205.age",
        "fairapp-2026-12-04-0205.age",
        "note.txt",
    ]
    last = nightly.last_backup()
    assert (last.at, last.failed_at) == (NIGHT + timedelta(days=2), None)
    assert last.file == "fairapp-2026-12-04-0205.age"
    assert restoring.check(folder / last.file, sealing.keys(key.path, "")).tables["job"] == 3


def test_a_night_that_failed_is_told_and_tried_again(folder: Path, db_session: object) -> None:
    pass_(NIGHT)
    folder.rename(folder.with_name("unplugged"))
    day = NIGHT + timedelta(days=1)
    pass_(day)
    pass_(day + timedelta(minutes=59))
    last = nightly.last_backup()
    assert (last.at, last.failed_at) == (NIGHT, day)
    folder.with_name("unplugged").rename(folder)
    pass_(day + timedelta(hours=1))
    db.session.rollback()
    last = nightly.last_backup()
    assert (last.at, last.failed_at) == (day + timedelta(hours=1), None)


def test_without_settings_nothing_is_made(app: Flask, db_session: object) -> None:
    assert not nightly.is_configured()
    pass_(NIGHT)
    assert nightly.last_backup() == nightly.LastBackup(None, "", None)
