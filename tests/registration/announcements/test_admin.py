"""The pages of announcements: what they ask, show before sending, and do."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from fairapp.core import tasks
from fairapp.core.db import db
from fairapp.core.messages import Message, MessageStatus
from fairapp.events.models import Event
from fairapp.registration.announcements.models import Announcement
from tests.conftest import Login
from tests.registration.announcements.saying import NEW, URL, announce, answers, figures, outbox
from tests.registration.people import make_fair, register


@pytest.fixture
def team(client: FlaskClient, fair: Event, login: Login) -> FlaskClient:
    login(client, "organiser", slug="foire")
    return client


def sent() -> list[Announcement]:
    db.session.expire_all()
    return list(db.session.scalars(select(Announcement).order_by(Announcement.id)))


def preview(team: FlaskClient, **changed: Any) -> str:
    answer = team.post(NEW, data=answers(**changed))
    assert answer.status_code == 200
    return answer.text


@pytest.mark.parametrize("role", ["reception", "badges", "reports", "scanner"])
def test_only_organisers_write(client: FlaskClient, fair: Event, login: Login, role: str) -> None:
    register(fair, email="a@example.org")
    login(client, role)
    assert client.get(URL).status_code == client.get(NEW).status_code == 403
    assert client.post(NEW, data=answers(do="send")).status_code == 403
    assert sent() == []


def test_the_preview_says_how_many_and_how(app: Flask, team: FlaskClient, fair: Event) -> None:
    app.config.update(SMS_URL="jsons://localhost/{phone}", SMTP_URL="smtp://localhost")
    register(fair, "Aly Bah", email="m@example.org", language="ar")
    register(fair, "Ann Bah", email="M@example.org")
    register(fair, "Ali Sow", phone="632 12 34 56")
    register(fair, "Sans Rien")
    register(fair, "Numéro Douteux", phone="632 12")
    page = preview(team)
    assert figures(page) == {
        "Destinataires": "5",
        "Par e-mail": "1",
        "Par SMS": "1",
        "Injoignables": "2",
    }
    assert "1 SMS par personne" in page
    assert sent() == [] and outbox() == []
    link = re.search(r'href="([^"]*unreachable[^"]*)"', page)
    assert link is not None
    who = team.get(link[1].replace("&amp;", "&")).text
    assert "Sans Rien" in who and "Numéro Douteux" in who and "Aly" not in who


def test_own_copies_are_not_merged(team: FlaskClient, fair: Event) -> None:
    for name in ("Aly Bah", "Ann Bah"):
        register(fair, name, email="m@example.org", language="en")
    page = preview(team, **{"body-fr": "Bonjour {name} : {pass}"})
    assert figures(page)["Par e-mail"] == "2"
    assert "Bonjour Aly Bah" in page and "/p/…" in page
    assert not re.search(r"/p/[\w-]{8,}", page), "no pass is opened by looking"


def test_what_was_typed_travels_along_and_comes_back(team: FlaskClient, fair: Event) -> None:
    register(fair, email="a@example.org")
    typed = {"body-fr": 'Deux « mots »\net "<b>"', "categories": ["ong", "police"]}
    page = preview(team, **typed)
    hidden = re.findall(r'type="hidden" name="([\w-]+)" value="([^"]*)"', page)
    assert ("categories", "ong") in hidden and ("categories", "police") in hidden
    back = team.post(NEW, data=answers(do="edit", **typed))
    assert back.status_code == 200
    assert "&lt;b&gt;" in back.text and back.text.count("checked") == 3


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"body-fr": "Bonjour {nom}"}, "body"),
        ({"subject-fr": "{pass}"}, "subject"),
        ({"subject-fr": ""}, "subject"),
        ({"body-en": "Only the text"}, "subject"),
        ({"standings": []}, "standings"),
        ({"standings": ["merged"]}, "standings"),
        ({"categories": ["nonsense"]}, "categories"),
        ({"days": ["9"]}, "days"),
        ({"body-fr": "x" * 3001}, "body"),
    ],
)
@pytest.mark.parametrize("do", ["preview", "send"])
def test_what_is_wrong_is_said_on_its_field(
    team: FlaskClient, fair: Event, changed: dict[str, Any], field: str, do: str
) -> None:
    register(fair, email="a@example.org")
    answer = team.post(NEW, data=answers(do=do, **changed))
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert sent() == []


def test_nobody_to_write_to_leaves_no_button(team: FlaskClient, fair: Event) -> None:
    assert 'value="send"' not in preview(team)
    register(fair, "Sans Rien")
    assert 'value="send"' not in preview(team)


def test_a_second_tap_is_no_second_announcement(team: FlaskClient, fair: Event) -> None:
    register(fair, email="a@example.org")
    first, second = (team.post(NEW, data=answers(do="send")) for _ in range(2))
    assert first.status_code == second.status_code == 303
    assert first.location == second.location
    tasks.run_pending()
    assert len(sent()) == len(outbox()) == 1
    # Back to the form and changed: another announcement, not a silent nothing.
    changed = team.post(NEW, data=answers(do="send", **{"body-fr": "Autre chose"}))
    assert changed.status_code == 422
    key = re.search(r'name="submission_key"[^>]*value="([^"]+)"', changed.text)
    assert key is not None
    again = answers(do="send", **{"body-fr": "Autre chose", "submission_key": key[1]})
    assert team.post(NEW, data=again).status_code == 303
    assert len(sent()) == 2


def test_its_page_follows_it_and_takes_it_back(team: FlaskClient, fair: Event) -> None:
    register(fair, email="a@example.org")
    page = team.post(NEW, data=answers(do="send", categories=["ong"])).location
    assert "data-progress" in team.get(page).text
    assert team.get(f"{page}/progress").json == {"done": 0, "total": 0, "over": False}
    tasks.run_pending()
    text = team.get(page).text
    assert "data-progress" not in text and "ONG et associations" in text
    assert figures(text)["Retenu"] == "1", "no mail server is named here"
    assert team.post(f"{page}/withdrawal").status_code == 303
    assert [m.status for m in outbox()] == [MessageStatus.CANCELLED]
    text = team.get(page).text
    assert "withdrawal" not in text
    assert "Le match est déplacé" in team.get(f"{URL}announcements/").text


def test_a_demonstration_says_so(team: FlaskClient, fair: Event) -> None:
    fair.is_demonstration = True
    register(fair, email="a@example.org")
    page = team.post(NEW, data=answers(do="send")).location
    tasks.run_pending()
    for address in (URL, NEW, page):
        assert "C’est la démonstration" in team.get(address).text, address
    assert [m.status for m in outbox()] == [MessageStatus.HELD]


def test_other_fairs_announcements_are_not_here(team: FlaskClient, fair: Event) -> None:
    other = make_fair("ailleurs")
    register(other, email="a@example.org")
    announcement = announce(other, "Un secret")
    at = f"{URL}announcements/{announcement.id}"
    db.session.commit()
    assert team.get(at).status_code == team.get(f"{at}/progress").status_code == 404
    assert team.post(f"{at}/withdrawal").status_code == 404
    assert team.post(f"{at}/delivery").status_code == 404
    assert "Un secret" not in team.get(f"{URL}announcements/").text
    assert db.session.scalars(select(Message.status)).all() != [MessageStatus.CANCELLED]


def test_a_list_s_filter_is_taken_over(team: FlaskClient, fair: Event) -> None:
    page = team.get(f"{NEW}?standings=waiting&categories=police&days=x&session=nothing").text
    ticked = re.findall(r"<input[^>]*checked[^>]*>", page)
    assert [re.findall(r'value="(\w+)"', box)[0] for box in ticked] == ["waiting", "police"]
