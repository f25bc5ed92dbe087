"""Whoever was erased after a copy was made does not come back with it."""

from __future__ import annotations

import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from fairapp.core import clock
from fairapp.core.audit import AuditEntry
from fairapp.core.backups import erased
from fairapp.core.db import db, transaction
from fairapp.registration.actions import register
from fairapp.registration.models import Registration, Source, Status
from fairapp.registration.privacy import actions
from fairapp.registration.privacy.tasks import carry_out
from tests.conftest import NOW
from tests.core.backups.comparing import held
from tests.core.backups.conftest import Key
from tests.core.backups.test_cli import run
from tests.registration.people import details, make_fair

GONE, STAYS = "Kadiatou Zénab Wonkifong", "Foday Bah"
LATER = NOW + timedelta(hours=25)


@pytest.fixture(autouse=True)
def no_list(app: Flask) -> None:
    """Other tests have left their own in the same folder."""
    (Path(app.config["DATA_DIR"]) / "erased.txt").unlink(missing_ok=True)


@pytest.fixture
def references(app: Flask) -> dict[str, str]:
    """Of two people who are registered, by name."""
    with app.app_context(), transaction():
        event, told = make_fair(), {}
        for number, name in enumerate((GONE, STAYS)):
            about = details(event, name, phone=f"63471928{number}")
            person = register(event, about, source=Source.STAFF, actor=None, at=NOW)
            told[name] = person.reference
    return told


def erase(app: Flask, reference: str) -> None:
    """As whoever asks on the pass before the fair is over: the place at once, the rest a day on."""
    with app.app_context():
        with transaction():
            person = db.session.scalars(select(Registration).filter_by(reference=reference)).one()
            actions.ask(person, at=NOW)
        with clock.stopped(LATER):
            carry_out()


def statuses(app: Flask) -> dict[str, str]:
    with app.app_context():
        return {one.full_name: one.status for one in db.session.scalars(select(Registration))}


def test_whoever_was_erased_is_erased_again_on_a_new_server(
    app: Flask,
    references: dict[str, str],
    key: Key,
    elsewhere: Callable[[], Flask],
    tmp_path: Path,
) -> None:
    """The first is lost: what is left is the folder of copies."""
    copies = tmp_path / "copies"
    copies.mkdir()
    app.config["BACKUP_TO"] = str(copies)
    assert run(app, "backup", "--to", copies, "--recipient", key.public)[0] == 0
    (copy,) = copies.glob("*.age")
    erase(app, references[GONE])
    list_ = copies / "erased.txt"
    assert stat.S_IMODE(list_.stat().st_mode) == 0o600
    assert list_.read_text() == f"{LATER.isoformat()} foire {references[GONE]} cancelled\n"

    other = elsewhere()
    with clock.stopped(LATER):
        code, said = run(other, "restore", copy, "--key", key.path)
    assert (code, "1 of 1 persons" in said) == (0, True), said
    assert statuses(other) == {"": Status.CANCELLED, STAYS: Status.CONFIRMED}
    everything = str(held(other))
    assert STAYS.split()[1] in everything
    assert "Wonkifong" not in everything and "634719280" not in everything
    with other.app_context():
        entries = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).all()
        assert (entries[0].action, entries[0].details["erased_again"]) == ("backup.restored", 1)
        assert "privacy.erased" in {entry.action for entry in entries}
        own = Path(other.config["DATA_DIR"]) / "erased.txt"
        assert {mark.reference for mark in erased.read(own)} == {references[GONE]}


def test_in_its_place_the_list_beside_the_data_is_enough(
    app: Flask, references: dict[str, str], key: Key, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.age"
    assert run(app, "backup", "--to", copy, "--recipient", key.public)[0] == 0
    erase(app, references[GONE])
    for _twice in (1, 2):
        code, said = run(app, "restore", copy, "--key", key.path, "--replace")
        assert (code, "1 of 1 persons" in said) == (0, True), said
        assert set(statuses(app)) == {"", STAYS}


def test_without_a_list_it_is_said_and_one_can_be_named(
    app: Flask, references: dict[str, str], key: Key, elsewhere: Callable[[], Flask], tmp_path: Path
) -> None:
    copy, other, list_ = tmp_path / "copy.age", elsewhere(), tmp_path / "kept" / "list"
    assert run(app, "backup", "--to", copy, "--recipient", key.public)[0] == 0
    code, said = run(other, "restore", copy, "--key", key.path)
    assert (code, "No list of the erased" in said) == (0, True)
    assert GONE in statuses(other)
    list_.parent.mkdir()
    strangers = "2026-12-05T10:00:00+00:00 ailleurs ABCDEF confirmed\nnot a mark\n2026-12-0"
    mine = f"2026-12-05T10:00:00+00:00 foire {references[GONE]} confirmed\n"
    list_.write_text(mine + strangers)
    given = ("--key", key.path, "--replace", "--erased", list_)
    code, said = run(other, "restore", copy, *given)
    assert (code, "1 of 2 persons" in said) == (0, True), said
    assert set(statuses(other)) == {"", STAYS}


def test_a_list_that_was_cut_short_goes_on_with_a_line_of_its_own(app: Flask) -> None:
    one, two = (erased.Mark("2026-12-05T10:00:00", "foire", ref, "confirmed") for ref in "AB")
    with app.app_context():
        path = Path(app.config["DATA_DIR"]) / "erased.txt"
        erased.note([one])
        path.write_text(path.read_text() + "2026-12-05T1")
        erased.note([one, two])
        erased.note([one, two])
        assert erased.read(path) == [one, two]
        assert path.read_text().count("\n") == 3
        app.config["BACKUP_TO"] = "/nowhere/at/all"
        erased.note([one])


def test_a_disk_that_was_away_catches_up_with_the_next_copy(
    app: Flask, references: dict[str, str], key: Key, tmp_path: Path
) -> None:
    copies = tmp_path / "copies"
    app.config["BACKUP_TO"] = str(copies)
    erase(app, references[GONE])
    copies.mkdir()
    assert run(app, "backup", "--to", copies, "--recipient", key.public)[0] == 0
    (mark,) = erased.read(copies / "erased.txt")
    assert mark.reference == references[GONE]
