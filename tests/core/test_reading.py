"""Whoever only reads: on every page that links lead to nobody's contacts, and nothing to send."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from fairapp.core.reading import stilled
from fairapp.demo.load import SLUG
from fairapp.events.models import Category
from fairapp.registration.models import Delegation, Registration
from tests.conftest import Login

Db = scoped_session[Session]
STAFF = f"/staff/{SLUG}"
_LINK = re.compile(r'(?:href|action)="([^"]+)"')
# Of pages that differ by what they are about, so many are opened.
_EACH = 3


def test_no_page_that_a_reader_comes_to_shows_how_to_reach_anybody(
    demo_app: Flask, demo_session: Db, demo_client: FlaskClient, login: Login
) -> None:
    """Nor an address that opens somebody's pass or list, on which the reader could write."""
    secrets = secrets_of(demo_session)
    assert len(secrets) > 1000
    login(demo_client, "reader", slug=SLUG)
    pages = crawl(demo_app, demo_client)
    assert len(pages) > 60, "so many kinds of pages there are at least"
    seen = {path: [s for s in secrets if s in text] for path, text in pages.items()}
    assert {path: found for path, found in seen.items() if found} == {}


def test_nothing_that_shows_contacts_is_offered_to_who_only_reads(
    demo_app: Flask, demo_session: Db, demo_client: FlaskClient, login: Login
) -> None:
    person = demo_session.scalars(select(Registration).order_by(Registration.id)).first()
    assert person is not None
    pages = ("", "people", "delegations", "duplicates", "imports", "questions", person.reference)
    urls, found = demo_app.url_map.bind("localhost"), dict[str, set[str]]()
    for role in ("reader", "organiser"):
        login(demo_client, role, slug=SLUG)
        opened = [
            demo_client.get(f"{STAFF}/registrations/{page}", follow_redirects=True)
            for page in pages
        ]
        assert {answer.status_code for answer in opened} == {200}
        hrefs = {href for one in opened for href in re.findall(r'href="(/staff/[^"#?]+)', one.text)}
        endpoints = {str(urls.match(href, "GET")[0]) for href in hrefs if urls.test(href, "GET")}
        access = {endpoint: demo_app.view_functions[endpoint].__access__ for endpoint in endpoints}  # type: ignore[attr-defined]
        found[role] = {endpoint for endpoint, needs in access.items() if needs.contacts}
    assert found["reader"] == set()
    assert found["organiser"] == {
        "delegations_admin.show", "duplicates.comparison", "people.edit",
    }  # fmt: skip


def test_an_organiser_does_see_them_there(
    demo_app: Flask, demo_session: Db, demo_client: FlaskClient, login: Login
) -> None:
    """So that the test above would notice."""
    login(demo_client, "organiser", slug=SLUG)
    person = demo_session.scalars(
        select(Registration).where(Registration.email != "").order_by(Registration.id)
    ).first()
    assert person is not None
    path = f"{STAFF}/registrations/{person.reference}"
    assert person.email in demo_client.get(path).text
    login(demo_client, "reader", slug=SLUG)
    assert person.full_name in demo_client.get(path).text
    assert demo_client.get(f"{path}/details").status_code == 403


@pytest.mark.parametrize(
    "path",
    ["/settings", "/team", "/reports/documents/attendance-list", "/badges/design", "/payments/"],
)
def test_forms_of_a_page_that_is_read_stand_still(
    demo_client: FlaskClient, login: Login, path: str
) -> None:
    login(demo_client, "reader", slug=SLUG)
    page = demo_client.get(f"{STAFF}{path}").text
    main = page[page.index("<main") :]
    sending = re.findall(r"<form\b[^>]*(?:method=\"post\"|>(?:(?!</form).)*formmethod)", main, re.S)
    assert sending
    assert main.count('<fieldset class="still" disabled>') == len(sending)
    assert 'class="notice info"' in main
    assert '<fieldset class="still"' not in page[: page.index("<main")], "one can sign out"
    login(demo_client, "organiser", slug=SLUG)
    assert 'class="still"' not in demo_client.get(f"{STAFF}{path}").text


def test_what_looks_something_up_stays_alive() -> None:
    search, send = '<form method="get"><input></form>', '<form method="post"><input></form>'
    page = f"<header>{send}</header><main>{search}{send}</main>"
    still = '<form method="post"><fieldset class="still" disabled><input></fieldset></form>'
    assert stilled(page) == f"<header>{send}</header><main>{search}{still}</main>"
    assert stilled(send) == still, "a part of a page, fetched for one that is open"


@pytest.mark.parametrize("path", ["/programme/opinions/doors.pdf", "/badges/1/badge.pdf"])
def test_no_file_is_taken_away(demo_client: FlaskClient, login: Login, path: str) -> None:
    login(demo_client, "organiser", slug=SLUG)
    assert demo_client.get(f"{STAFF}{path}").status_code == 200
    login(demo_client, "reader", slug=SLUG)
    refused = demo_client.get(f"{STAFF}{path}")
    assert (refused.status_code, refused.mimetype) == (403, "text/html")
    assert "Content-Disposition" not in refused.headers


def test_somebody_who_reads_and_works_works(
    demo_app: Flask, demo_session: Db, demo_client: FlaskClient, login: Login
) -> None:
    """Reading at a fair takes nothing from the roles beside it."""
    from fairapp.accounts.models import Membership, User

    email = login(demo_client, "badges", slug=SLUG)
    user = demo_session.scalars(select(User).filter_by(email=email)).one()
    user.memberships.append(Membership(event_id=user.memberships[0].event_id, role="reader"))
    demo_session.commit()
    assert 'class="still"' not in demo_client.get(f"{STAFF}/badges").text
    assert 'class="still"' in demo_client.get(f"{STAFF}/settings").text
    assert demo_client.post(f"{STAFF}/settings").status_code == 403


def crawl(app: Flask, client: FlaskClient) -> dict[str, str]:
    """Text of the team's pages, `_EACH` of each kind, from the board on."""
    found: dict[str, str] = {}
    kinds: Counter[str] = Counter()
    waiting = [f"{STAFF}/", "/staff/"]
    urls = app.url_map.bind("localhost")
    while waiting:
        path = waiting.pop(0)
        parts = urlsplit(path)
        if path in found or not parts.path.startswith(("/staff/", "/desk/", "/scan/")):
            continue
        if "lang=" in parts.query or not urls.test(parts.path, "GET"):
            continue
        endpoint = str(urls.match(parts.path, "GET")[0])
        if kinds[endpoint] >= _EACH:
            continue
        kinds[endpoint] += 1
        answer = client.get(path)
        assert answer.status_code < 500, path
        found[path] = unescape(answer.text)
        waiting += [unescape(link) for link in _LINK.findall(answer.text)]
    return found


def secrets_of(session: Db) -> set[str]:
    """Everybody's phone numbers and addresses, and the keys of passes, lists and invitations."""
    columns = (
        *(Registration.phone_raw, Registration.phone, Registration.phone_2, Registration.email),
        *(Registration.pass_key, Delegation.key, Delegation.focal_phone, Delegation.focal_email),
        Category.invitation_key,
    )
    values = (value for column in columns for value in session.scalars(select(column)))
    return {value for value in values if value and len(value) >= 6}
