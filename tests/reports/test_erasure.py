"""A person of the demonstration is erased: no byte tells of them, and no figure changes."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from sqlalchemy import func, select, text

from fairapp.accounts.models import User
from fairapp.checkin.models import Scan
from fairapp.core import audit, clock, messages, storage, tasks
from fairapp.core.audit import AuditEntry
from fairapp.core.db import db, transaction
from fairapp.core.i18n import LocalizedText
from fairapp.core.messages import Message
from fairapp.core.personal import Stage
from fairapp.core.tasks import Job
from fairapp.events.models import Event
from fairapp.registration import phones
from fairapp.registration.actions import update_details
from fairapp.registration.annotations import annotate
from fairapp.registration.announcements.models import Announcement
from fairapp.registration.details import details_of
from fairapp.registration.duplicates.actions import merge
from fairapp.registration.imports import actions as imports
from fairapp.registration.imports.models import ImportRow
from fairapp.registration.models import Delegation, Registration
from fairapp.registration.privacy import actions, erasing, expiring
from fairapp.registration.privacy.models import Consent, Erasure, RetentionRun
from fairapp.registration.privacy.tasks import carry_out
from fairapp.reports.documents import evidence
from fairapp.reports.participation.facts import gather
from fairapp.reports.summary import as_dict, summarise
from tests.conftest import DEMO_NOW

NAME, GIVEN, FAMILY = "Kadiatou Zénab Wonkifong", "Kadiatou Zénab", "Wonkifong"
PHONE = "634719285"
TRACES = (b"wonkifong", b"WONKIFONG", b"Wonkifong", PHONE.encode(), b"634 71 92 85")


@pytest.fixture
def fair(demo_app: Flask) -> Iterator[Event]:
    with demo_app.app_context():
        yield db.session.scalars(select(Event)).one()


def figures(event: Event) -> str:
    """All of them, and the digest of the scans that they come from."""
    facts = gather(event, shared=False, until=clock.now())
    told = as_dict(summarise(event)) | {"scans": evidence.take(event).scans_digest}
    cells = {str(sorted(key)): n for key, n in facts.cells.items()}
    corrections = str(facts.corrections)
    return json.dumps([told, cells, corrections], sort_keys=True, default=str)


def test_nothing_is_found_of_whoever_is_erased_and_every_figure_is_the_same(
    fair: Event, demo_app: Flask
) -> None:
    key = _somebody_who_came(fair)
    _leave_traces_everywhere(fair, key)
    before = figures(fair)
    files = _paths(demo_app)
    assert _found(demo_app) != [], "the search finds what is there"
    with transaction():
        person = db.session.get_one(Registration, key)
        foreseen = erasing.preview(person)
        organiser = db.session.scalars(select(User).limit(1)).one()
        wish = actions.order(person, person.reference, actor=organiser, at=clock.now())
        reference, wish_id = person.reference, wish.id
    carry_out()
    assert _found(demo_app) != [], "a day of grace"
    with clock.stopped(DEMO_NOW + timedelta(hours=25)):
        carry_out()
    done = db.session.get_one(Erasure, wish_id)
    assert done.done_at == done.cleaned_at == DEMO_NOW + timedelta(hours=25)
    assert _found(demo_app) == []
    assert len(_paths(demo_app)) < len(files)
    assert figures(db.session.get_one(Event, fair.id)) == before
    assert foreseen and sum(done.counts.values()) > 10
    erased = db.session.get_one(Registration, key)
    assert (erased.reference, erased.full_name, erased.erased_at) == (reference, "", done.done_at)
    erasure = select(AuditEntry).where(AuditEntry.action == "privacy.erased")
    assert db.session.scalars(erasure).one().details == {"reference": reference}
    _is_consistent()


def test_a_fair_whose_delays_are_over_has_figures_and_nobody(fair: Event, demo_app: Flask) -> None:
    before = figures(fair)
    last = fair.days[-1].date
    names = dict(
        db.session.execute(
            select(Registration.family_name, func.max(Registration.phone))
            .where(func.length(Registration.family_name) > 6, Registration.phone != "")
            .group_by(Registration.family_name)
        )
        .tuples()
        .all()
    )
    assert len(names) > 20
    with clock.stopped(DEMO_NOW + timedelta(days=95)):
        assert (clock.now().date() - last) > timedelta(days=90)
        foreseen = expiring.due(fair, Stage.CONTACTS)
        tasks.run_pending()
        run = db.session.scalars(select(RetentionRun).where(RetentionRun.stage == "contacts")).one()
        assert run.counts == dict(foreseen) and run.cleaned_at
        assert db.session.scalar(select(func.count()).select_from(Message)) == 0
        assert _bytes_with(demo_app, [n[4:].encode() for n in names.values()]) == []
        assert db.session.scalar(select(func.count()).where(Registration.given_names != "")) > 400
        assert figures(db.session.get_one(Event, fair.id)) == before
        runs = db.session.scalar(select(func.count()).select_from(RetentionRun))
        tasks.run_pending()
        assert db.session.scalar(select(func.count()).select_from(RetentionRun)) == runs
    with clock.stopped(DEMO_NOW + timedelta(days=3660)):
        tasks.run_pending()
        assert db.session.scalar(select(func.count()).where(Registration.given_names != "")) == 0
        assert db.session.scalar(select(func.count()).select_from(Consent)) == 0
        assert figures(db.session.get_one(Event, fair.id)) == before
        assert expiring.due(db.session.get_one(Event, fair.id), Stage.EVIDENCE) == {}


def _somebody_who_came(event: Event) -> int:
    """With a name and a number that nobody else has, and a scan."""
    came = select(Scan.registration_id).where(Scan.is_entry, Scan.undoes_id.is_(None))
    query = select(Registration).where(
        Registration.event_id == event.id,
        Registration.id.in_(came),
        Registration.merged_into_id.is_(None),
        Registration.birth_date.is_not(None),
        Registration.email == "",
    )
    with transaction():
        person = db.session.scalars(query.order_by(Registration.id)).first()
        assert person is not None
        details = details_of(person)
        told = {
            "given_names": GIVEN,
            "family_name": FAMILY,
            "name_raw": NAME.upper(),
            "phones": phones.read("634 71 92 85"),
            "email": "k.wonkifong@example.org",
            "photo_consent": "yes",
        }
        update_details(person, replace(details, **told), actor=None, at=clock.now())
        return person.id


def _leave_traces_everywhere(event: Event, key: int) -> None:
    at = clock.now()
    with transaction():
        person = db.session.get_one(Registration, key)
        team = db.session.scalars(select(User).limit(1)).one()
        note = {"note": f"Rappeler {NAME}", "protocol_rank": None, "delegation": person.delegation}
        annotate(person, **note, actor=team, at=at)
        _sent(event, person)
        content = f"Nom;Téléphone\n{NAME};634 71 92 85\nFoday Bah;\n".encode()
        list_ = imports.take_in(event, content, f"liste {FAMILY}.csv", actor=team, at=at)
        db.session.add(ImportRow(import_id=list_.id, number=2, cells=[GIVEN, FAMILY, PHONE]))
        made = storage.store(NAME.encode(), name="a.pdf", mimetype="x/y", event_id=event.id)
        params = {"contact": "+224 634 71 92 85"}
        job = Job(kind="badges.sheets", event_id=event.id, params=params, created_at=at)
        job.status, job.file_id, job.error = "done", made.id, f"IntegrityError: ({NAME!r})"
        word = LocalizedText(fr=f"Merci à {FAMILY} {GIVEN} pour son aide")
        made_known = Announcement(
            event_id=event.id, subject=word, body=word, created_at=at, audience={"text": PHONE}
        )
        focal = db.session.scalars(select(Delegation).limit(1)).one()
        focal.focal_name, focal.focal_phone = NAME, "00224 634-71-92-85"
        db.session.add_all([job, made_known])
        audit.record("x", focal, at=at, details={"changed": {"focal_name": ["", NAME]}})
    _merge_a_duplicate(event, key)


def _sent(event: Event, person: Registration) -> None:
    address = {"event_id": event.id, "at": clock.now()}
    messages.queue_email(
        "k.wonkifong@example.org", subject="x", body=NAME, registration_id=person.id, **address
    )
    messages.queue_sms("+224634719285", body=f"Bonjour {NAME}", **address)


def _merge_a_duplicate(event: Event, key: int) -> None:
    """Before is kept of both, and shows in figures as one more duplicate."""
    with transaction():
        kept = db.session.get_one(Registration, key)
        away = select(Registration).where(
            Registration.event_id == event.id,
            Registration.id.not_in(select(Scan.registration_id).where(Scan.registration_id > 0)),
            Registration.merged_into_id.is_(None),
            Registration.status == "confirmed",
        )
        other = db.session.scalars(away.order_by(Registration.id)).first()
        assert other is not None
        other.given_names, other.family_name, other.phone = GIVEN, FAMILY, "+224634719285"
        merge(kept, other, actor=None, at=clock.now())


def _paths(app: Flask) -> list[Path]:
    return [p for p in Path(app.config["DATA_DIR"]).rglob("*") if p.is_file()]


def _found(app: Flask) -> list[str]:
    return _bytes_with(app, list(TRACES))


def _bytes_with(app: Flask, wanted: list[bytes]) -> list[str]:
    """Files of the database and of DATA_DIR in which one of these stands; a digest may hold digits,
    so those that stand between other hexadecimal digits are none."""
    db.session.remove()
    found = []
    for path in [*_database_files(), *_paths(app)]:
        content = path.read_bytes() if path.exists() else b""
        for trace in wanted:
            start = content.find(trace)
            while start >= 0:
                around = content[max(0, start - 1) : start] + content[start + len(trace) :][:1]
                if not (trace.isdigit() and any(c in b"0123456789abcdef" for c in around)):
                    near = content[max(0, start - 90) : start + 60].replace(b"\0", b"")
                    found.append(f"{path.name}: {near!r}")
                    break
                start = content.find(trace, start + 1)
    return found


def _database_files() -> list[Path]:
    """SQLite's file and its journal; of PostgreSQL, every relation file of the database, after a
    checkpoint, which writes what is in memory and removes what was replaced."""
    if db.engine.dialect.name == "sqlite":
        path = str(db.engine.url.database)
        return [Path(path), Path(f"{path}-wal")]
    address = db.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        (folder,) = connection.execute("SHOW data_directory").fetchone() or ("",)
        query = "SELECT oid FROM pg_database WHERE datname = current_database()"
        (oid,) = connection.execute(query).fetchone() or (0,)
    files = list(Path(str(folder), "base", str(oid)).iterdir())
    assert os.access(files[0], os.R_OK)
    return files


def _is_consistent() -> None:
    if db.engine.dialect.name == "sqlite":
        assert db.session.execute(text("PRAGMA integrity_check")).scalar() == "ok"
        assert db.session.execute(text("PRAGMA foreign_key_check")).all() == []
