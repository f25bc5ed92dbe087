"""A copy taken while the fair runs, and a fair that runs from the copy."""

from __future__ import annotations

import sqlite3
import stat
import tarfile
import threading
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

import config
from fairapp.core import storage
from fairapp.core.db import db, transaction
from fairapp.core.messages import Message, queue_email
from fairapp.core.storage import StoredFile
from tests.conftest import NOW
from tests.fixtures.application import close_connections, create_test_app


def run(app: Flask, *arguments: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(args=["backup", *arguments])
    return result.exit_code, result.output


def write(n: int) -> None:
    with transaction():
        queue_email(f"{n}@example.org", subject="S", body="B", at=NOW)


@pytest.mark.only_on("sqlite")
def test_a_backup_taken_while_people_write_runs_elsewhere(app: Flask, tmp_path: Path) -> None:
    key = Path(app.config["DATA_DIR"]) / "lan" / "authority.key"
    key.parent.mkdir(exist_ok=True)
    key.write_text("stays here")
    with app.app_context(), transaction():
        kept = storage.store(b"a picture", name="photo.png", mimetype="image/png").key
    stop = threading.Event()
    begun = threading.Event()

    def writer() -> None:
        with app.app_context():
            n = 0
            while not stop.is_set():
                write(n)
                n += 1
                begun.set()

    thread = threading.Thread(target=writer)
    thread.start()
    begun.wait(60)
    target = tmp_path / "copy.tar"
    try:
        code, said = run(app, "--output", str(target))
    finally:
        stop.set()
        thread.join(60)
    assert (code, str(target) in said) == (0, True), said
    assert stat.S_IMODE(target.stat().st_mode) == 0o600

    data_dir = tmp_path / "restored"
    data_dir.mkdir(mode=0o700)
    with tarfile.open(target) as archive:
        assert "lan" not in {name.split("/")[0] for name in archive.getnames()}
        archive.extractall(data_dir, filter="data")
    with sqlite3.connect(data_dir / "fairapp.db") as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    other = create_test_app(config.database_uri("", data_dir), data_dir)
    with other.app_context():
        assert db.session.scalar(select(func.count(Message.id))) >= 1
        file = db.session.scalars(select(StoredFile).where(StoredFile.key == kept)).one()
        assert file.path.read_bytes() == b"a picture"
        assert file.path.is_relative_to(data_dir)
    close_connections(other)


@pytest.mark.only_on("sqlite")
def test_nothing_is_written_over(app: Flask, tmp_path: Path) -> None:
    target = tmp_path / "copy.tar"
    target.write_text("yesterday’s")
    code, said = run(app, "--output", str(target))
    assert (code, str(target) in said) == (1, True)
    assert target.read_text() == "yesterday’s"


@pytest.mark.only_on("sqlite")
def test_a_folder_gets_a_file_named_by_the_moment(app: Flask, tmp_path: Path) -> None:
    assert run(app, "--output", str(tmp_path))[0] == 0
    (made,) = tmp_path.iterdir()
    assert made.name.startswith("fairapp-2026-11-16-")


@pytest.mark.only_on("postgresql")
def test_a_database_server_is_left_to_its_own_means(app: Flask, tmp_path: Path) -> None:
    code, said = run(app, "--output", str(tmp_path / "copy.tar"))
    assert (code, "pg_dump" in said, list(tmp_path.iterdir())) == (1, True, [])
