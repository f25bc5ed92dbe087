"""A person's page: everything that happened, by day, and notes of the team."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from fairapp.badges import actions as badges
from fairapp.badges.queries import in_force
from fairapp.checkin.models import Scan
from fairapp.core.audit import AuditEntry
from fairapp.core.db import db
from fairapp.core.i18n import LocalizedText
from fairapp.events.models import Admission, Checkpoint, Event
from fairapp.registration import actions
from fairapp.registration.duplicates.actions import merge
from fairapp.registration.models import Registration, Source, Status
from fairapp.registration.people_list.models import Note
from tests.conftest import NOW, Login
from tests.registration.people import AT, make_fair, register
from tests.statements import recorded

PAGES = "/staff/foire/registrations"


@pytest.fixture
def team(client: FlaskClient, fair: Event, login: Login) -> FlaskClient:
    login(client, "organiser")
    client.set_cookie("lang", "en")
    return client


def happened(page: str) -> list[str]:
    """What is told, the latest first."""
    told = page.split('id="history"')[1]
    return re.findall(r"<b>(?:<bdi>)?([^<]+)", told)


def scan(person: Registration, verdict: str, minutes: int, **values: object) -> Scan:
    event = person.event
    if not event.checkpoints:
        name = LocalizedText(fr="Porte 1")
        gate = Checkpoint(code="G1", name=name, is_entrance=True, position=1)
        event.checkpoints.append(gate)
        db.session.flush()
    at = NOW + timedelta(minutes=minutes)
    made = Scan(
        uuid=str(uuid.uuid4()), event_id=event.id, checkpoint=event.checkpoints[0],
        registration=person, method="qr", verdict=verdict, is_entry=verdict == "admitted",
        scanned_at=at, at=at, received_at=at, **values,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made


def test_every_feature_tells_what_it_knows_the_latest_first(team: FlaskClient, fair: Event) -> None:
    person = register(fair, "Aïcha Bah", email="a@example.org", photo_consent="yes")
    badge = in_force(person)
    assert badge is not None
    badges.revoke(badge, reason="lost", actor=None, at=AT + timedelta(hours=1))
    entry = scan(person, "admitted", 1)
    scan(person, "refused", 2, reason="cancelled")
    scan(person, "admitted", 3, undoes_id=entry.id)
    double = register(fair, "Aïcha Bah", at=AT + timedelta(hours=2))
    merge(person, double, actor=None, at=NOW + timedelta(days=1))
    db.session.commit()
    page = team.get(f"{PAGES}/{person.reference}").text
    told = happened(page)
    assert told[0] == "Found to be one person"
    order = ("Check-in undone", "Refused", "Let in")
    assert [told.index(what) for what in order] == sorted(told.index(what) for what in order)
    number = f"Badge no. {badge.number}"
    assert told.index(f"{number} no longer valid") < told.index(f"{number} issued")
    assert "Registered" in told and "Consents" in told
    assert len(re.findall('class="happened-day"', page)) == 2
    assert "The badge is lost" in page and "Porte 1" in page


def test_what_is_told_costs_the_same_for_whoever_was_scanned_often(
    team: FlaskClient, fair: Event
) -> None:
    person, counted = register(fair, "Aïcha Bah"), []
    for upto in (1, 4):
        for n in range(upto):
            scan(person, "admitted", n)
        db.session.commit()
        with recorded() as statements:
            team.get(f"{PAGES}/{person.reference}")
        counted.append(len(statements))
    assert counted[0] == counted[1]


def test_a_note_says_who_and_when_and_the_trail_not_what(team: FlaskClient, fair: Event) -> None:
    person = register(fair, "Aïcha Bah")
    db.session.commit()
    address = f"{PAGES}/{person.reference}"
    empty = team.post(f"{address}/notes", data={"note": "  \n "})
    assert empty.status_code == 422 and 'id="note-error"' in empty.text
    long = team.post(f"{address}/notes", data={"note": "x" * 2001})
    assert long.status_code == 422 and "x" * 2001 in long.text
    words = "Rappeler <b>lundi</b>.\nVient avec son fils."
    assert team.post(f"{address}/notes", data={"note": words}).location == address
    note = db.session.scalars(select(Note)).one()
    assert (note.text, note.at, bool(note.by_name)) == (words, NOW, True)
    page = team.get(address).text
    assert "Rappeler &lt;b&gt;lundi" in page and note.by_name in page
    entries = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "registrations.noted")
    )
    assert [entry.details for entry in entries] == [{}]
    assert team.post(f"{address}/notes/{note.id}/removal").status_code == 303
    assert list(db.session.scalars(select(Note))) == []


def test_notes_of_others_and_of_other_fairs_are_not_found(team: FlaskClient, fair: Event) -> None:
    person, other = register(fair, "Aïcha Bah"), register(make_fair("autre"), "Binta Sow")
    note = Note(registration_id=other.id, text="Chut", at=NOW)
    db.session.add(note)
    db.session.commit()
    assert team.post(f"{PAGES}/{person.reference}/notes/{note.id}/removal").status_code == 404
    assert team.post(f"{PAGES}/{other.reference}/notes", data={"note": "x"}).status_code == 404


def test_somebody_is_confirmed_from_the_page(team: FlaskClient, fair: Event) -> None:
    next(c for c in fair.categories if c.code == "police").admission = Admission.MODERATED
    person = register(fair, "Aïcha Bah", source=Source.ONLINE, category="police")
    db.session.commit()
    address = f"{PAGES}/{person.reference}"
    assert f"{address}/approval" in team.get(address).text
    assert team.post(f"{address}/approval").location == address
    db.session.expire_all()
    assert person.status == Status.CONFIRMED
    assert happened(team.get(address).text)[0] == "Confirmed by the team"
    actions.cancel(person, actor=None, at=NOW)
    db.session.commit()
    team.post(f"{address}/approval")
    db.session.expire_all()
    assert person.status == Status.CANCELLED
