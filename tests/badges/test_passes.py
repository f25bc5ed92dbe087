"""My pass: what it shows, to whom, and the files behind it."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta
from typing import Any
from urllib.parse import unquote

import pypdfium2
import pytest
import zxingcpp
from flask import Flask
from flask.testing import FlaskClient
from icalendar import Calendar
from PIL import Image, ImageDraw, ImageFilter
from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from fairapp.badges import actions as badge_actions
from fairapp.badges.models import Badge
from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.registration import actions, reference
from fairapp.registration.models import Registration, Status
from tests.registration.people import AT, make_fair, register
from tests.statements import recorded


@pytest.fixture
def client(client: FlaskClient) -> FlaskClient:
    """A visitor who has chosen English, so that words can be told from their translation."""
    client.set_cookie("lang", "en")
    return client


@pytest.fixture
def fair(db_session: scoped_session[Session]) -> Event:
    return make_fair(contact="+224 631 00 00 00")


def path(person: Registration) -> str:
    return f"/p/{person.pass_key}"


def badge_of(person: Registration) -> Badge:
    query = select(Badge).where(Badge.registration_id == person.id, Badge.revoked_at.is_(None))
    return db.session.scalars(query).one()


def scanned(page: str) -> str:
    """What a camera reads from the page's code: its SVG path, drawn and decoded."""
    side = int(re.search(r'viewBox="0 0 (\d+) \1" role="img"', page)[1])  # type: ignore[index]
    path_data = re.search(r'fill="#000" d="([^"]+)"', page)[1]  # type: ignore[index]
    picture = Image.new("L", (side * 8, side * 8), 255)
    draw = ImageDraw.Draw(picture)
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", path_data):
        left, top = int(x) * 8, int(y) * 8
        draw.rectangle((left, top, left + int(width) * 8 - 1, top + 7), fill=0)
    found = zxingcpp.read_barcodes(picture)
    return found[0].text if found else ""


def test_a_pass_shows_what_the_gate_needs(client: FlaskClient, fair: Event) -> None:
    person = register(fair, "Fatoumata Binta Diallo", days=[fair.days[0], fair.days[2]])
    page = client.get(path(person)).text
    assert scanned(page) == f"HTTP://LOCALHOST/B/{badge_of(person).token}"
    assert ">Fatoumata Binta Diallo</h1>" in page
    assert reference.display(person.reference) in page
    assert "ONG et associations" in page and ">O</b>" in page and "#123c69" in page
    days = page.split('class="pass-days"')[1].split("</p>")[0]
    assert re.findall(r"<span>(.*?)</span>", days) == ["2 Dec", "4 Dec"]
    for name in ("badge.pdf", "badge.png", "calendar.ics"):
        assert f'href="{path(person)}/{name}' in page


def test_the_code_names_the_public_address(app: Flask, client: FlaskClient, fair: Event) -> None:
    app.config["PUBLIC_URL"] = "https://foire.example.org"
    person = register(fair)
    page = client.get(path(person)).text
    assert scanned(page) == f"HTTPS://FOIRE.EXAMPLE.ORG/B/{badge_of(person).token}"
    (message,) = re.findall(r'href="https://wa.me/\?text=([^"]+)"', page)
    link = f"https://foire.example.org/p/{person.pass_key}"
    assert unquote(message) == f"My pass – {fair.name.in_language('en')}: {link}"


def test_a_reprinted_badge_changes_the_code_of_the_pass(client: FlaskClient, fair: Event) -> None:
    person = register(fair)
    old = badge_of(person)
    badge_actions.replace(old, reason="lost", actor=None, at=AT)
    assert scanned(client.get(path(person)).text).endswith(badge_of(person).token)
    assert badge_of(person).token != old.token


def test_a_pass_is_kept_from_caches_engines_and_other_sites(
    client: FlaskClient, fair: Event
) -> None:
    person = register(fair)
    for name in ("", "/badge.pdf", "/badge.png", "/calendar.ics"):
        answer = client.get(path(person) + name)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in answer.headers["X-Robots-Tag"]
    assert "script-src 'self';" in answer.headers["Content-Security-Policy"]


def test_no_address_but_the_right_one_shows_anything(client: FlaskClient, fair: Event) -> None:
    person = register(fair, "Fatoumata Diallo")
    keys = [person.reference, person.pass_key[:-1], person.pass_key + "A", badge_of(person).token]
    for key in (*keys, "%00" * 22, "..%2f..%2fetc", str(person.id)):
        for name in ("", "/badge.pdf", "/badge.png", "/calendar.ics"):
            answer = client.get(f"/p/{key}{name}")
            assert answer.status_code == 404
            assert "Fatoumata" not in answer.text


@pytest.mark.parametrize(
    ("status", "words", "has_code"),
    [
        (Status.PENDING, "Not yet confirmed", True),
        (Status.WAITING, "You are on the waiting list.", True),
        (Status.CANCELLED, "This registration is cancelled.", False),
        (Status.REPLACED, "Somebody comes in your place.", False),
        (Status.DECLINED, "This registration was not accepted.", False),
    ],
)
def test_a_pass_says_where_it_stands(
    client: FlaskClient, fair: Event, status: Status, words: str, has_code: bool
) -> None:
    person = register(fair, "Mariama Diallo")
    person.status = status
    page = client.get(path(person)).text
    assert words in page
    assert ('role="img"' in page) == has_code
    assert (badge_of(person).token in page.upper()) is False  # only inside the code
    file = client.get(f"{path(person)}/badge.pdf")
    assert file.status_code == (200 if has_code else 404)
    assert ("reinstatement" in page) == (status == Status.CANCELLED)


def test_a_place_on_offer_says_until_when(client: FlaskClient, fair: Event) -> None:
    person = register(fair, "Mariama Diallo")
    person.status, person.offered_until = Status.OFFERED, AT + timedelta(hours=48)
    answer = client.get(path(person))
    assert answer.status_code == 200
    assert "A place is free for you." in answer.text
    assert "Wednesday 18 November at 09:00" in answer.text
    assert scanned(answer.text).endswith(badge_of(person).token)


def test_a_refusal_tells_its_reason(client: FlaskClient, fair: Event) -> None:
    person = register(fair, "Mariama Diallo")
    person.status, person.status_reason = Status.DECLINED, "Réservé aux <élus> de Ratoma"
    assert "Réservé aux &lt;élus&gt; de Ratoma" in client.get(path(person)).text


def test_a_merged_pass_leads_to_the_one_that_counts(client: FlaskClient, fair: Event) -> None:
    kept, double = register(fair, "Mariama Condé"), register(fair, "Mariama Conde")
    double.status, double.merged_into_id = Status.MERGED, kept.id
    answer = client.get(path(double))
    assert (answer.status_code, answer.location) == (302, path(kept))


def test_a_browser_remembers_its_passes_and_no_others(client: FlaskClient, fair: Event) -> None:
    people = [register(fair, f"{name} Sow") for name in ("Un", "Deux", "Trois")]
    for person in (people[0], people[2], people[0]):
        client.get(path(person))
    cookie = client.get_cookie("passes")
    assert cookie is not None
    assert cookie.value.split(".") == [people[0].pass_key, people[2].pass_key]
    assert cookie.http_only


def test_the_badge_is_printed_with_the_same_code(client: FlaskClient, fair: Event) -> None:
    person = register(fair, "Fatoumata Binta Diallo")
    answer = client.get(f"{path(person)}/badge.pdf")
    assert answer.mimetype == "application/pdf"
    assert f'filename="foire-{person.reference}.pdf"' in answer.headers["Content-Disposition"]
    page = pypdfium2.PdfDocument(answer.data)[0]
    # A6, upright, in points.
    assert tuple(round(side) for side in page.get_size()) == (298, 420)
    text = page.get_textpage().get_text_range()
    assert reference.display(person.reference) in text
    picture = page.render(scale=300 / 72).to_pil()
    (code,) = zxingcpp.read_barcodes(picture)
    assert code.text == f"HTTP://LOCALHOST/B/{badge_of(person).token}"


def test_the_badge_as_a_picture_carries_the_same_code(client: FlaskClient, fair: Event) -> None:
    person = register(fair)
    answer = client.get(f"{path(person)}/badge.png")
    assert answer.mimetype == "image/png"
    name = f'attachment; filename="{fair.slug}-{person.reference}.png"'
    assert answer.headers["Content-Disposition"] == name
    picture = Image.open(io.BytesIO(answer.data))
    (code,) = zxingcpp.read_barcodes(picture)
    assert code.text.endswith(f"/B/{badge_of(person).token}")
    # The screen of a cheap phone, dot by dot, and a second of its line.
    assert picture.size == (720, 1280)
    assert len(answer.data) < 48 * 1024
    # Still read on a screen of 320 dots, blurred and through broken glass.
    small = picture.convert("L").resize((320, 569)).filter(ImageFilter.GaussianBlur(1))
    cracks = ImageDraw.Draw(small)
    for end in ((0, 60), (319, 250), (150, 568)):
        cracks.line(((290, 20), end), fill=110, width=2)
    (again,) = zxingcpp.read_barcodes(small)
    assert again.text == code.text


def test_the_calendar_holds_the_days_of_this_person(client: FlaskClient, fair: Event) -> None:
    person = register(fair, days=[fair.days[0], fair.days[2]])
    answer = client.get(f"{path(person)}/calendar.ics?lang=en")
    assert answer.mimetype == "text/calendar"
    entries = list(Calendar.from_ical(answer.data).walk("VEVENT"))
    assert [e["dtstart"].dt for e in entries] == [date(2026, 12, 2), date(2026, 12, 4)]
    assert [e["dtend"].dt - e["dtstart"].dt for e in entries] == [timedelta(days=1)] * 2
    assert len({str(entry["uid"]) for entry in entries}) == 2
    for entry in entries:
        assert str(entry["summary"]) == "Exchange fair"
        assert str(entry["location"]) == "Palais du Peuple"
        assert reference.display(person.reference) in str(entry["description"])
        assert str(entry["url"]) == f"http://localhost{path(person)}"
    # Whoever shares a calendar entry must not share the address through its identity.
    assert all(person.pass_key not in str(entry["uid"]) for entry in entries)


def test_a_cancelled_registration_is_cancelled_in_the_calendar(
    client: FlaskClient, fair: Event
) -> None:
    person = register(fair)
    actions.cancel(person, actor=None, at=AT)
    answer = client.get(f"{path(person)}/calendar.ics")
    entries = Calendar.from_ical(answer.data).walk("VEVENT")
    assert [str(entry["status"]) for entry in entries] == ["CANCELLED"] * 3


def test_hostile_names_do_no_harm_on_the_pass_nor_on_paper(
    client: FlaskClient, fair: Event
) -> None:
    person = register(fair, "<svg/onload=alert(1)> " + "W" * 90, organisation="&amp;{{7*7}}")
    page = client.get(path(person)).text
    assert "<svg/onload" not in page and "&lt;svg/onload=alert(1)&gt;" in page
    answer = client.get(f"{path(person)}/badge.pdf")
    assert answer.status_code == 200
    assert len(pypdfium2.PdfDocument(answer.data)) == 1


def test_a_pass_asks_the_database_little(app: Flask, client: FlaskClient, fair: Event) -> None:
    person = register(fair)
    address = path(person)
    with recorded() as statements:
        assert client.get(address).status_code == 200
    assert len(statements) <= 7


def test_the_worker_rules_passes_only_and_is_asked_for_again(client: FlaskClient) -> None:
    answer = client.get("/p/worker.js")
    assert answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "no-cache"
    again: dict[str, Any] = {"If-None-Match": answer.headers["ETag"]}
    assert client.get("/p/worker.js", headers=again).status_code == 304


def test_a_fair_with_hardly_anything_set_still_shows_a_pass(
    client: FlaskClient, db_session: scoped_session[Session]
) -> None:
    bare = make_fair("nu")
    bare.city = ""
    bare.days.clear()
    person = register(bare, "Un")
    assert client.get(path(person)).status_code == 200
    assert client.get(f"{path(person)}/badge.pdf").status_code == 200
    assert (
        list(Calendar.from_ical(client.get(f"{path(person)}/calendar.ics").data).walk("VEVENT"))
        == []
    )
