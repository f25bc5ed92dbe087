"""What people with a seat are told when the programme changes, and where they stand then."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from fairapp.core import tasks
from fairapp.core.db import db
from fairapp.core.i18n import LocalizedText
from fairapp.core.messages import Message, MessageStatus
from fairapp.events.models import Event, Room
from fairapp.programme.editing import actions as editing
from fairapp.programme.editing.models import Draft
from fairapp.programme.models import Session, SessionKind
from fairapp.programme.releases import actions as releases
from fairapp.programme.releases import queries as versions
from fairapp.registration.models import Registration
from fairapp.registration.signups import actions, changes
from fairapp.registration.signups.models import SeatStatus
from tests.conftest import Login
from tests.registration.people import AT, register
from tests.registration.signups.workshops import standings

SEATED, WAITING = SeatStatus.SEATED, SeatStatus.WAITING
HOUR = timedelta(hours=1)
LATER = AT + HOUR


@pytest.fixture
def plans(fair: Event) -> dict[str, Draft]:
    """Two published workshops with two seats each on the first afternoon: `S01` and `S02`."""
    fair.rooms = [
        Room(code="A", name=LocalizedText(fr="Salle Niger"), position=1),
        Room(code="B", name=LocalizedText(fr="Salle Fouta", en="Fouta room"), position=2),
    ]
    name = LocalizedText(fr="Atelier")
    kind = SessionKind(
        event_id=fair.id, code="atelier", name=name, colour="#0c666e", icon="atelier", position=1
    )
    db.session.add(kind)
    db.session.flush()
    made = {}
    for title, clock in (("Compost", "14:00"), ("Savon", "16:00")):
        values = {
            "title": LocalizedText(fr=title),
            "kind_id": kind.id,
            "room_id": fair.rooms[0].id,
            "starts_at": on_clock(fair, clock),
            "capacity": 2,
            "takes_sign_up": True,
        }
        draft = editing.create(fair, values, actor=None, at=AT)
        made[draft.code] = draft
    releases.publish(fair, actor=None, at=AT)
    return made


def on_clock(fair: Event, clock: str, day: int = 1) -> datetime:
    return fair.utc(fair.days[day - 1].date, time.fromisoformat(clock))


def session(fair: Event, code: str) -> Session:
    return db.session.scalars(select(Session).filter_by(event_id=fair.id, code=code)).one()


def sign_up(fair: Event, name: str, *codes: str, **values: Any) -> Registration:
    values.setdefault("email", f"{name.lower()}@example.org")
    person = register(fair, f"{name} Sow", **values)
    for code in codes:
        actions.sign_up(person, session(fair, code), actor=None, at=AT)
    return person


def publish(fair: Event, draft: Draft | None = None, at: datetime = LATER, **values: Any) -> None:
    if draft is not None:
        editing.change(draft, values, version=draft.version, actor=None, at=at)
    releases.publish(fair, actor=None, at=at)
    db.session.commit()
    tasks.run_pending()


def letters() -> list[Message]:
    query = select(Message).where(Message.kind == "programme_changed").order_by(Message.id)
    return list(db.session.scalars(query))


def test_a_move_is_told_to_who_sits_and_who_waits_in_their_language(
    fair: Event, plans: dict[str, Draft]
) -> None:
    sign_up(fair, "Aissatou", "S01")
    sign_up(fair, "Bountou", "S01", language="en")
    sign_up(fair, "Cellou", "S01")
    sign_up(fair, "Djenab", "S02")
    moved = {"starts_at": on_clock(fair, "15:00", day=2), "room_id": fair.rooms[1].id}
    publish(fair, plans["S01"], **moved)
    first, second, third = letters()
    assert [m.recipient.split("@")[0] for m in letters()] == ["aissatou", "bountou", "cellou"]
    assert first.subject == "Une de vos séances change : Foire d’échanges"
    assert (
        "Déplacée\xa0: Compost. Désormais\xa0: jeudi 3 décembre, 15:00 – 16:00, Salle Fouta."
    ) in first.body
    assert "auparavant\xa0: mercredi 2 décembre, 14:00 – 15:00, Salle Niger" in first.body
    assert "Votre place vous reste réservée." in first.body
    assert "Now: Thursday 3 December, 15:00 to 16:00, Fouta room." in second.body
    assert "Vous gardez votre rang sur la liste d’attente." in third.body
    assert "Votre place" not in third.body


def test_one_letter_tells_all_that_concerns_a_person(fair: Event, plans: dict[str, Draft]) -> None:
    sign_up(fair, "Aissatou", "S01", "S02")
    one, two = plans["S01"], plans["S02"]
    editing.change(one, {"is_cancelled": True}, version=one.version, actor=None, at=LATER)
    publish(fair, two, is_held=True)
    (letter,) = letters()
    assert letter.subject == "2 de vos séances changent : Foire d’échanges"
    assert "Annulée\xa0: Compost, mercredi 2 décembre, 14:00 – 15:00, Salle Niger." in letter.body
    assert "Retirée du programme\xa0: Savon, mercredi 2 décembre" in letter.body
    assert "Votre place" not in letter.body


def test_nothing_is_told_twice(fair: Event, plans: dict[str, Draft]) -> None:
    sign_up(fair, "Aissatou", "S01")
    publish(fair, plans["S01"], minutes=90)
    job = db.session.scalars(select(tasks.Job).filter_by(kind="signups.changes")).one()
    job.status = tasks.JobStatus.QUEUED
    db.session.commit()
    tasks.run_pending()
    assert (job.status, len(letters())) == (tasks.JobStatus.DONE, 1)
    publish(fair, plans["S01"], LATER + HOUR, minutes=60)
    assert len(letters()) == 2


@pytest.mark.parametrize(
    "values", [{"abstract": LocalizedText(fr="Texte")}, {"needs": "2 micros"}, {"capacity": 3}]
)
def test_of_words_and_seats_nobody_is_told(
    fair: Event, plans: dict[str, Draft], values: dict[str, Any]
) -> None:
    sign_up(fair, "Aissatou", "S01")
    publish(fair, plans["S01"], **values)
    assert letters() == []
    assert db.session.scalars(select(tasks.Job).filter_by(kind="signups.changes")).all() == []


def test_what_is_over_concerns_nobody(fair: Event, plans: dict[str, Draft]) -> None:
    sign_up(fair, "Aissatou", "S01")
    publish(fair, plans["S01"], on_clock(fair, "15:30"), minutes=30)
    assert letters() == []


def test_whoever_gave_up_or_came_later_is_not_told(fair: Event, plans: dict[str, Draft]) -> None:
    gone = sign_up(fair, "Aissatou", "S01")
    actions.give_up(gone, session(fair, "S01"), actor=None, at=AT)
    publish(fair, plans["S01"], minutes=90)
    late = register(fair, "Bountou Sow", email="bountou@example.org")
    actions.sign_up(late, session(fair, "S01"), actor=None, at=LATER + HOUR)
    release = versions.find(fair, 2)
    assert release is not None
    assert (letters(), changes.people(release)) == ([], [])


def test_a_demonstration_writes_and_sends_nothing(fair: Event, plans: dict[str, Draft]) -> None:
    fair.is_demonstration = True
    sign_up(fair, "Aissatou", "S01")
    publish(fair, plans["S01"], minutes=90)
    assert [m.status for m in letters()] == [MessageStatus.HELD]


def test_seats_come_back_with_the_session(fair: Event, plans: dict[str, Draft]) -> None:
    sign_up(fair, "Aissatou", "S01")
    for hours, held in enumerate((True, False), 1):
        publish(fair, plans["S01"], AT + hours * HOUR, is_held=held)
    assert standings(session(fair, "S01")) == {"Aissatou": SEATED}
    assert "Finalement maintenue\xa0: Compost, mercredi 2 décembre" in letters()[1].body


def test_seats_that_a_version_adds_go_to_the_line(fair: Event, plans: dict[str, Draft]) -> None:
    for name in ("Aissatou", "Bountou", "Cellou"):
        sign_up(fair, name, "S01")
    publish(fair, plans["S01"], capacity=3)
    assert standings(session(fair, "S01"))["Cellou"] == SEATED
    told = db.session.scalars(select(Message.recipient).where(Message.kind == "seat_free"))
    assert list(told) == ["cellou@example.org"]


def test_the_team_is_told_how_many_get_a_letter(fair: Event, plans: dict[str, Draft]) -> None:
    sign_up(fair, "Aissatou", "S01", "S02")
    sign_up(fair, "Bountou", "S01", email="")
    sign_up(fair, "Cellou", "S02")
    for draft in plans.values():
        values = {"minutes": 90} if draft.code == "S01" else {"abstract": LocalizedText(fr="Dit")}
        editing.change(draft, values, version=draft.version, actor=None, at=LATER)
    found = changes.audience(fair, versions.pending(fair), at=LATER)
    assert found == (1, 1)


def test_the_pass_says_what_became_of_each_session(
    client: FlaskClient, fair: Event, plans: dict[str, Draft]
) -> None:
    person = sign_up(fair, "Aissatou", "S01", "S02")
    room = {"room_id": fair.rooms[1].id}
    editing.change(plans["S01"], room, version=1, actor=None, at=LATER)
    publish(fair, plans["S02"], is_held=True)
    page = client.get(f"/p/{person.pass_key}").text
    moved, withdrawn = page.split('id="seat-S01"')[1].split('id="seat-S02"')
    assert "Place réservée" in moved
    assert "Déplacé" in moved
    assert "/programme/S01" in moved
    assert "Retirée" in withdrawn
    assert "/programme/S02" not in withdrawn
    assert "/seats/S02" not in withdrawn


def test_the_team_still_finds_who_had_a_seat(
    client: FlaskClient, login: Login, fair: Event, plans: dict[str, Draft]
) -> None:
    sign_up(fair, "Aissatou", "S01", email="")
    publish(fair, plans["S01"], is_held=True)
    login(client, "organiser")
    address = "/staff/foire/registrations/seats/"
    assert f'href="{address}S01"' in client.get(address).text
    page = client.get(f"{address}S01")
    assert page.status_code == 200
    assert "Sow" in page.text
    assert client.get("/e/foire/programme/S01/seat").status_code == 404
