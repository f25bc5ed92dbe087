"""Which language a visitor reads, and texts in several of them."""

from __future__ import annotations

import html
import re
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from fairapp.core.i18n import LANGUAGES, LocalizedText, current_language, text_direction
from fairapp.events.models import Event
from tests.conftest import NOW

Db = scoped_session[Session]


def language_of(page: str) -> tuple[str, str]:
    found = re.search(r'<html lang="(\w+)" dir="(\w+)">', page)
    assert found
    return found.group(1), found.group(2)


def links_of(page: str) -> dict[str, str]:
    return dict(
        re.findall(r'<a href="([^"]*)" lang="(\w\w)" hreflang="\2"', page)[i][::-1]
        for i in range(3)
    )


# -- choosing -------------------------------------------------------------------------------------


def test_french_whatever_the_browser_says(client: FlaskClient) -> None:
    answer = client.get("/login", headers={"Accept-Language": "en-US,en;q=0.9"})
    assert language_of(answer.text) == ("fr", "ltr")
    assert "Set-Cookie" not in answer.headers or "lang=" not in answer.headers["Set-Cookie"]


@pytest.mark.parametrize(("code", "direction"), [("fr", "ltr"), ("en", "ltr"), ("ar", "rtl")])
def test_a_link_chooses_and_the_choice_is_kept(
    client: FlaskClient, code: str, direction: str
) -> None:
    assert language_of(client.get(f"/login?lang={code}").text) == (code, direction)
    assert language_of(client.get("/setup").text) == (code, direction)
    assert language_of(client.get("/nowhere").text) == (code, direction)
    other = "en" if code != "en" else "fr"
    assert language_of(client.get(f"/login?lang={other}").text)[0] == other
    assert language_of(client.get("/login").text)[0] == other


@pytest.mark.parametrize("code", ["de", "", "FR", "fr-FR", "../fr", "fr\r\nSet-Cookie: a=b", "é"])
def test_an_unknown_language_changes_nothing(client: FlaskClient, code: str) -> None:
    client.get("/login?lang=ar")
    answer = client.get("/login", query_string={"lang": code})
    assert language_of(answer.text) == ("ar", "rtl")
    assert not any("lang=" in cookie for cookie in answer.headers.getlist("Set-Cookie"))


def test_a_cookie_that_somebody_made_up_is_ignored(client: FlaskClient) -> None:
    client.set_cookie("lang", "<script>")
    assert language_of(client.get("/login").text) == ("fr", "ltr")


def test_the_choice_is_a_cookie_of_a_year_for_this_site(client: FlaskClient) -> None:
    cookie = next(
        c for c in client.get("/login?lang=en").headers.getlist("Set-Cookie") if "lang=" in c
    )
    assert "Max-Age=31536000" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie


def test_outside_of_a_request_it_is_french(app: Flask) -> None:
    with app.app_context():
        assert (current_language(), text_direction()) == ("fr", "ltr")
    assert text_direction("ar") == "rtl"


# -- the switch -----------------------------------------------------------------------------------


def test_the_switch_stays_on_the_page_with_all_its_parameters(client: FlaskClient) -> None:
    links = links_of(client.get("/login?next=%2Fstaff%2F%3Fa%3D1&x=1&x=2&lang=en").text)
    assert list(links) == list(LANGUAGES)
    assert links["ar"] == "/login?next=%2Fstaff%2F%3Fa%3D1&amp;x=1&amp;x=2&amp;lang=ar"


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example.org/",
        "//evil.example.org/%2e%2e",
        "///evil.example.org",
        "/%2Fevil.example.org/",
        "/%5Cevil.example.org/",
        "/\\evil.example.org/",
        "/%09/evil.example.org/",
        "/e/a%3Fb%23c/",
        "/e/%22%3E%3Cscript%3E/",
    ],
)
def test_the_switch_leads_to_no_other_site(app: Flask, path: str) -> None:
    answer = app.test_client().get("/", base_url="http://localhost", environ_overrides=raw(path))
    if answer.status_code in {301, 302, 308}:
        assert urlsplit(answer.location).netloc in {"", "localhost"}
        return
    for link in links_of(answer.text).values():
        # As a browser reads it: blanks and control characters go, a backslash is a slash.
        seen = re.sub(r"[\x00-\x20]", "", html.unescape(link)).replace("\\", "/")
        assert seen.startswith("/") and not seen.startswith("//"), link
        assert urlsplit(seen).query.startswith("lang="), "the path keeps to itself"
        assert "<" not in link


def raw(path: str) -> dict[str, str]:
    """What a server hands over for exactly this path; a client would tidy it up."""
    from urllib.parse import unquote_to_bytes

    return {"PATH_INFO": unquote_to_bytes(path).decode("latin-1"), "RAW_URI": path}


# -- texts in several languages -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code", "words", "language"),
    [
        (LocalizedText(fr="F", en="E", ar="A"), "fr", "F", "fr"),
        (LocalizedText(fr="F", en="E", ar="A"), "ar", "A", "ar"),
        (LocalizedText(en="E", ar="A"), "fr", "E", "en"),
        (LocalizedText(fr="F", ar="A"), "en", "F", "fr"),
        (LocalizedText(ar="A"), "en", "A", "ar"),
        (LocalizedText(), "en", "", "en"),
    ],
)
def test_a_text_falls_back_and_says_to_which_language(
    text: LocalizedText, code: str, words: str, language: str
) -> None:
    assert (text.in_language(code), text.language_shown(code)) == (words, language)
    assert bool(text) == bool(words)


def test_a_text_is_shown_in_the_visitors_language(app: Flask) -> None:
    text = LocalizedText(fr="Foire", ar="معرض")
    for code, words in (("fr", "Foire"), ("en", "Foire"), ("ar", "معرض")):
        with app.test_request_context(f"/?lang={code}"):
            assert str(text) == words


def test_a_text_comes_back_from_the_database_as_it_was(db_session: Db) -> None:
    name = LocalizedText(fr="Foire « aux » savoirs", ar="معرض المعارف")
    db_session.add(Event(slug="kindia", name=name, created_at=NOW, published_at=NOW))
    db_session.commit()
    db_session.expire_all()
    event = db_session.scalars(select(Event)).one()
    assert event.name == name
    assert event.name.as_dict() == {"fr": "Foire « aux » savoirs", "ar": "معرض المعارف"}
    assert event.tagline == LocalizedText()


def test_a_changed_text_is_saved(db_session: Db) -> None:
    event = Event(slug="kindia", name=LocalizedText(fr="Foire"), created_at=NOW, published_at=NOW)
    db_session.add(event)
    db_session.commit()
    event.name = LocalizedText(fr="Foire", en="Fair")
    db_session.commit()
    db_session.expire_all()
    assert event.name.en == "Fair"
