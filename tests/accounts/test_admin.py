"""The team's page."""

from __future__ import annotations

import re
from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from fairapp.accounts.models import Membership, Role, User
from fairapp.core.audit import AuditEntry
from fairapp.events.models import Event
from tests.accounts.conftest import MakeUser
from tests.conftest import Login
from tests.statements import recorded

Db = scoped_session[Session]
TEAM = "/staff/kindia/team"


def test_a_member_gets_one_more_role(
    client: FlaskClient, db_session: Db, fair: Event, make_user: MakeUser, login: Login
) -> None:
    login(client, "organiser")
    gate = make_user("gate@example.org", fair, Role.SCANNER)
    url = f"{TEAM}/members/{gate.id}/roles"
    assert url in client.get(TEAM).text
    for wrong in ("emperor", "scanner"):
        answer = client.post(url, data={"role": wrong})
        assert (answer.status_code, 'id="role-error"' in answer.text) == (422, True)
    assert client.post(url, data={"role": "badges"}).location == TEAM
    db_session.expire_all()
    assert gate.roles_at(fair) == {"scanner", "badges"}


def test_the_role_that_pays_is_somebody_elses_to_give(
    client: FlaskClient, db_session: Db, fair: Event, make_user: MakeUser, login: Login
) -> None:
    email = login(client, "organiser")
    me = db_session.scalars(select(User).filter_by(email=email)).one()
    second = make_user("second@example.org", fair, Role.ORGANISER)
    url = f"{TEAM}/members/{me.id}/roles"
    assert client.post(url, data={"role": "finance"}).status_code == 422
    second.disabled_at = second.created_at
    db_session.commit()
    assert client.post(url, data={"role": "finance"}).location == TEAM, "who is alone may"


def test_a_role_is_taken_away_after_asking(
    client: FlaskClient, db_session: Db, fair: Event, make_user: MakeUser, login: Login
) -> None:
    login(client, "organiser")
    gate = make_user("gate@example.org", fair, Role.SCANNER, Role.BADGES)
    row = next(m for m in gate.memberships if m.role == "scanner")
    url = f"{TEAM}/{row.id}/removal"
    page = client.get(url)
    assert page.status_code == 200
    assert "Gate" in client.get(f"{url}?lang=en").text
    assert gate.roles_at(fair) == {"scanner", "badges"}, "looking removes nothing"
    assert client.post(url).location == TEAM
    db_session.expire_all()
    assert gate.roles_at(fair) == {"badges"}
    entry = db_session.scalars(select(AuditEntry).filter_by(action="team.role_removed")).one()
    assert (entry.actor_name, entry.event_id, entry.details) == (
        "Organiser",
        fair.id,
        {"role": "scanner", "email": "gate@example.org"},
    )


def test_the_last_organiser_is_told_why_not(
    client: FlaskClient, db_session: Db, fair: Event, login: Login
) -> None:
    email = login(client, "organiser")
    me = db_session.scalars(select(User).filter_by(email=email)).one()
    answer = client.post(f"{TEAM}/{me.memberships[0].id}/removal")
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert client.get(TEAM).status_code == 200


def test_taking_ones_own_role_leads_to_the_list_of_fairs(
    client: FlaskClient, db_session: Db, fair: Event, make_user: MakeUser, login: Login
) -> None:
    email = login(client, "organiser")
    make_user("other@example.org", fair, Role.ORGANISER)
    me = db_session.scalars(select(User).filter_by(email=email)).one()
    answer = client.post(f"{TEAM}/{me.memberships[0].id}/removal")
    assert answer.location == "/staff/"
    assert client.get(TEAM).status_code == 403
    assert client.get("/staff/").status_code == 200


def test_an_organiser_reaches_nobody_of_another_fair(
    client: FlaskClient,
    db_session: Db,
    make_fair: Callable[[str], Event],
    make_user: MakeUser,
    login: Login,
) -> None:
    make_fair("kindia")
    labe = make_fair("labe")
    theirs = make_user("theirs@example.org", labe, Role.ORGANISER)
    before = theirs.password_hash
    login(client, "organiser", slug="kindia")
    urls = (
        f"{TEAM}/{theirs.memberships[0].id}/removal",
        f"{TEAM}/members/{theirs.id}/password",
    )
    for url in urls:
        assert [client.get(url).status_code, client.post(url).status_code] == [404, 404]
    assert client.get("/staff/labe/team").status_code == 403
    db_session.expire_all()
    assert (theirs.password_hash, theirs.roles_at(labe)) == (before, {"organiser"})
    assert "theirs@example.org" not in client.get(TEAM).text


def test_a_member_gets_a_new_password_after_asking(
    client: FlaskClient, app: Flask, fair: Event, make_user: MakeUser, login: Login
) -> None:
    login(client, "organiser")
    gate = make_user("gate@example.org", fair, Role.SCANNER)
    url = f"{TEAM}/members/{gate.id}/password"
    assert "slip-password" not in client.get(url).text
    answer = client.post(url)
    assert answer.headers["Cache-Control"] == "no-store"
    password = re.findall(r'class="slip-password">([^<]+)<', answer.text)[0]
    form = {"email": "gate@example.org", "password": password}
    assert app.test_client().post("/login", data=form).status_code == 302


def test_an_account_that_opens_other_fairs_is_not_an_organisers_to_take(
    client: FlaskClient,
    db_session: Db,
    make_fair: Callable[[str], Event],
    make_user: MakeUser,
    login: Login,
) -> None:
    kindia, labe = make_fair("kindia"), make_fair("labe")
    guest = make_user("guest@example.org", kindia, Role.SCANNER)
    db_session.add(Membership(user_id=guest.id, event_id=labe.id, role=Role.ORGANISER))
    before = guest.password_hash
    login(client, "organiser", slug="kindia")
    url = f"{TEAM}/members/{guest.id}/password"
    assert url not in client.get(TEAM).text
    assert client.post(url).status_code == 422
    db_session.expire_all()
    assert guest.password_hash == before


def test_the_page_asks_as_much_for_three_members_as_for_one(
    client: FlaskClient, app: Flask, fair: Event, make_user: MakeUser, login: Login
) -> None:
    login(client, "organiser")
    counts = []
    for n in range(3):
        make_user(f"{n}@example.org", fair, Role.SCANNER, Role.BADGES)
        with app.app_context(), recorded() as statements:
            assert client.get(TEAM).status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[2]
