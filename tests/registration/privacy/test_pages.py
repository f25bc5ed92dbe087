"""What a person sees and does behind the pass, and the team's pages of privacy."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from fairapp.core import clock
from fairapp.core.db import db
from fairapp.core.i18n import LocalizedText
from fairapp.core.messages import Message
from fairapp.events.models import Event
from fairapp.registration.announcements.models import Announcement
from fairapp.registration.models import Registration, Source, Status
from fairapp.registration.privacy.models import Consent, Erasure, Notice, Retention
from fairapp.registration.privacy.tasks import carry_out, end_delays
from tests.conftest import NOW, Login
from tests.registration.people import make_fair, register

Db = scoped_session[Session]
NOTICE = "/staff/foire/privacy/notice"


@pytest.fixture
def person(fair: Event, db_session: Db) -> Registration:
    made = register(
        fair,
        "Mariama Ciré Diallo",
        source=Source.ONLINE,
        phone="622 33 44 55",
        email="mariama@example.org",
        photo_consent="internal",
        contact_after=True,
        needs_help="Fauteuil roulant",
    )
    db_session.commit()
    return made


@pytest.fixture
def organiser(client: FlaskClient, fair: Event, db_session: Db, login: Login) -> FlaskClient:
    db_session.commit()
    login(client, "organiser", slug="foire")
    return client


def consents(person: Registration) -> list[tuple[str, str, str]]:
    rows = db.session.scalars(
        select(Consent).where(Consent.registration_id == person.id).order_by(Consent.id)
    )
    return [(c.matter, c.answer, c.how) for c in rows]


def at(moment: datetime) -> None:
    with clock.stopped(moment):
        end_delays()
        carry_out()


def test_what_was_agreed_to_is_kept_with_its_words(person: Registration) -> None:
    assert consents(person) == [("photo", "internal", "form"), ("contact", "yes", "form")]
    kept = db.session.scalars(select(Consent).order_by(Consent.id)).first()
    assert kept is not None and kept.at.year == 2026 and "photogr" in kept.text


def test_one_tap_on_the_pass_withdraws_and_gives(client: FlaskClient, person: Registration) -> None:
    key = person.pass_key
    page = client.get(f"/p/{key}/privacy?lang=en").text
    assert page.count("Withdraw my consent") == 2 and page.count("I agree<") == 1
    assert client.post(f"/p/{key}/consents/photo").status_code == 303
    client.post(f"/p/{key}/consents/partners", data={"give": "1"})
    client.post(f"/p/{key}/consents/partners", data={"give": "1"})
    db.session.expire_all()
    assert (person.photo_consent, person.share_name) == ("no", True)
    assert consents(person)[2:] == [("photo", "no", "pass"), ("partners", "yes", "pass")]
    assert client.post(f"/p/{key}/consents/everything").status_code == 404
    assert client.post("/p/nobody/consents/photo").status_code == 404


def test_the_pass_shows_all_that_is_known_and_nothing_of_others(
    client: FlaskClient, person: Registration, db_session: Db
) -> None:
    other = register(person.event, "Foday Bah", phone="622 99 88 77")
    db_session.commit()
    page = client.get(f"/p/{person.pass_key}/privacy?lang=en")
    for told in ("Mariama Ciré Diallo", "622 33 44 55", "mariama@example.org", "Fauteuil roulant"):
        assert told in page.text
    assert other.given_names not in page.text
    assert page.headers["Cache-Control"] == "private, no-store"
    answer = client.get(f"/p/{person.pass_key}/privacy.json?lang=en")
    assert ["E-mail", "mariama@example.org"] in answer.json["registration"]
    assert "attachment" in answer.headers["Content-Disposition"]
    assert client.get("/p/nobody/privacy.json").status_code == 404


def test_whoever_asks_before_the_fair_is_erased_after_a_day(
    client: FlaskClient, person: Registration
) -> None:
    key, person_id = person.pass_key, person.id
    assert "24 hours" in client.get(f"/p/{key}/erasure?lang=en").text
    client.post(f"/p/{key}/erasure")
    client.post(f"/p/{key}/erasure")
    (wish,) = db.session.scalars(select(Erasure)).all()
    assert wish.due_at == NOW + timedelta(hours=24)
    assert db.session.get_one(Registration, person_id).status == Status.CANCELLED
    at(NOW + timedelta(hours=23))
    assert db.session.get_one(Registration, person_id).email == "mariama@example.org"
    at(NOW + timedelta(hours=24))
    erased = db.session.get_one(Registration, person_id)
    assert (erased.full_name, erased.phone, erased.email, erased.needs_help) == ("", "", "", "")
    assert (erased.region, erased.status) == ("Conakry", Status.CANCELLED)
    assert consents(erased) == [] and db.session.scalars(select(Message)).all() == []
    assert client.get(f"/p/{key}").status_code == client.get(f"/p/{key}/privacy").status_code == 404


def test_an_erasure_can_be_taken_back_within_the_day(
    client: FlaskClient, person: Registration
) -> None:
    key = person.pass_key
    client.post(f"/p/{key}/erasure")
    assert "Do not erase it" in client.get(f"/p/{key}/privacy?lang=en").text
    client.post(f"/p/{key}/erasure/withdrawal")
    at(NOW + timedelta(days=2))
    assert db.session.get_one(Registration, person.id).email == "mariama@example.org"


def test_after_the_fair_the_team_decides(client: FlaskClient, person: Registration) -> None:
    after = NOW.replace(month=12, day=20)
    with clock.stopped(after):
        client.post(f"/p/{person.pass_key}/erasure")
    at(after + timedelta(days=10))
    (wish,) = db.session.scalars(select(Erasure)).all()
    assert (wish.due_at, wish.done_at) == (None, None)
    assert db.session.get_one(Registration, person.id).full_name == "Mariama Ciré Diallo"


def test_the_reference_is_typed_before_anybody_is_erased(
    organiser: FlaskClient, person: Registration
) -> None:
    known, typed = person.reference, f"{person.reference[:3].lower()} {person.reference[3:]}"
    url = f"/staff/foire/registrations/{known}/erasure"
    page = organiser.get(f"{url}?lang=en").text
    assert "What goes" in page and "What stays" in page
    refused = organiser.post(url, data={"reference": "AAAAAA"})
    assert refused.status_code == 422 and 'value="AAAAAA"' in refused.text
    assert db.session.scalars(select(Erasure)).all() == []
    assert organiser.post(url, data={"reference": typed}).status_code == 303
    assert "Mariama" in organiser.get("/staff/foire/privacy").text
    at(NOW + timedelta(hours=25))
    page = organiser.get(f"{url}?lang=en").text
    assert "This person is erased" in page and "Mariama" not in page
    assert organiser.post(url, data={"reference": typed}).status_code == 422
    assert "Mariama" not in organiser.get("/staff/foire/privacy").text
    assert organiser.get(f"/staff/foire/registrations/{known}").status_code == 200


def test_texts_with_the_family_name_alone_are_shown_and_stay(
    organiser: FlaskClient, fair: Event, person: Registration
) -> None:
    url = f"/staff/foire/registrations/{person.reference}/erasure?lang=en"
    assert "Perhaps about this person" not in organiser.get(url).text
    words = [f"Merci à Diallo, {n} fois, 622 33 44 56" for n in range(21)]
    for word in ("Merci à DIALLO Mariama Ciré", "Voir Mariama", *words):
        text = LocalizedText(fr=word)
        news = Announcement(event_id=fair.id, subject=text, body=text, created_at=NOW, audience={})
        db.session.add(news)
    db.session.commit()
    page = organiser.get(url).text
    assert "Merci à Diallo, 0 fois, …" in page and "622 33 44 56" not in page
    assert "DIALLO" not in page and "Voir Mariama" not in page
    assert "And 1 more passage." in page
    organiser.post(url, data={"reference": person.reference})
    at(NOW + timedelta(hours=25))
    kept = {str(one.body) for one in db.session.scalars(select(Announcement))}
    assert kept == {"Merci à …", "Voir Mariama", *words}


def test_delays_are_days_and_names_stay_longest(organiser: FlaskClient) -> None:
    good = {"contacts": "30", "messages": "10", "files": "20", "evidence": "1000"}
    url = "/staff/foire/privacy/delays"
    assert organiser.post(url, data={**good, "evidence": "29"}).status_code == 422
    assert organiser.post(url, data={**good, "contacts": "0"}).status_code == 422
    assert organiser.post(url, data={**good, "contacts": "x"}).status_code == 422
    assert db.session.scalars(select(Retention)).all() == []
    assert organiser.post(url, data=good).status_code == 303
    (kept,) = db.session.scalars(select(Retention)).all()
    assert (kept.contacts, kept.messages, kept.files, kept.evidence) == (30, 10, 20, 1000)


def test_a_dry_run_counts_and_changes_nothing(organiser: FlaskClient, person: Registration) -> None:
    page = organiser.get("/staff/foire/privacy/delays/contacts?lang=en").text
    assert "Registrations: names" in page and "Mariama" not in page
    assert db.session.get_one(Registration, person.id).email == "mariama@example.org"
    assert organiser.get("/staff/foire/privacy/delays/nothing").status_code == 404


def test_each_change_of_the_notice_is_a_version(
    organiser: FlaskClient, fair: Event, db_session: Db
) -> None:
    assert "L/2016/037/AN" in organiser.get(NOTICE).text
    told = {"purpose-fr": "Pour le badge.", "controller-fr": "Les Amis", "contact": "620 00 00 00"}
    for purpose in ("Pour le badge.", "Pour le badge.", "Pour le badge et la liste."):
        assert organiser.post(NOTICE, data={**told, "purpose-fr": purpose}).status_code == 303
    found = db.session.scalars(select(Notice).order_by(Notice.number)).all()
    assert [n.purpose.fr for n in found] == ["Pour le badge.", "Pour le badge et la liste."]
    public = organiser.get("/e/foire/privacy?lang=fr").text
    assert "Pour le badge et la liste." in public and "Les Amis" in public
    later = register(fair, "Foday Bah", source=Source.ONLINE, share_name=True)
    db_session.commit()
    consent = select(Consent).where(Consent.registration_id == later.id)
    assert db.session.scalars(consent).one().notice_number == 2


def test_a_fair_without_a_notice_has_no_page_of_it(client: FlaskClient, fair: Event) -> None:
    make_fair("autre")
    db.session.commit()
    assert client.get("/e/autre/privacy").status_code == 404


def test_organisers_are_told_a_week_before(organiser: FlaskClient, person: Registration) -> None:
    last = person.event.days[-1].date
    week = NOW.replace(month=12, day=last.day) + timedelta(days=84)
    at(week)
    at(week + timedelta(days=1))
    written = db.session.scalars(select(Message).where(Message.kind == "retention")).all()
    assert len({m.once for m in written}) == len(written) == 3
    assert "/staff/foire/privacy" in written[0].body
