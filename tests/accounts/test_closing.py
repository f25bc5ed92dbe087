"""Accounts that are closed and opened again, and whoever leaves a team."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from fairapp.accounts import closing, teams
from fairapp.accounts.actions import verify
from fairapp.accounts.invitations.actions import Invited, invite, standing
from fairapp.accounts.invitations.models import State
from fairapp.accounts.models import Role, StaffSession, User
from fairapp.core.audit import AuditEntry
from fairapp.core.db import transaction
from fairapp.core.errors import DomainError
from fairapp.events.models import Event
from tests.accounts.conftest import PASSWORD, MakeUser
from tests.conftest import NOW, Login

Db = scoped_session[Session]
TEAM = "/staff/kindia/team"


def acts(db_session: Db, *names: str) -> list[tuple[str, str, int | None]]:
    query = select(AuditEntry).where(AuditEntry.action.in_(names)).order_by(AuditEntry.id)
    return [(row.action, row.actor_name, row.event_id) for row in db_session.scalars(query)]


def enter(client: FlaskClient, email: str) -> bool:
    client.post("/login", data={"email": email, "password": PASSWORD})
    return client.get("/account").status_code == 200


def test_closing_shuts_out_at_once_and_opening_brings_it_back(
    app: Flask, client: FlaskClient, db_session: Db, fair: Event, make_user: MakeUser, login: Login
) -> None:
    gate, theirs = make_user("gate@example.org", fair, Role.SCANNER), app.test_client()
    assert enter(theirs, gate.email)
    login(client, "organiser")
    url = f"{TEAM}/members/{gate.id}/closing"
    assert url in client.get(TEAM).text
    page = client.get(url)
    assert (page.status_code, gate.email in page.text) == (200, True)
    assert theirs.get("/account").status_code == 200, "looking closes nothing"
    assert client.post(url).location == TEAM
    assert theirs.get("/account").location.startswith("/login")
    assert not enter(app.test_client(), gate.email)
    assert db_session.scalars(select(StaffSession).filter_by(user_id=gate.id)).all() == []
    page = client.get(TEAM)
    assert f"{TEAM}/members/{gate.id}/opening" in page.text
    for shut in ("closing", "password", "roles"):
        assert f"{TEAM}/members/{gate.id}/{shut}" not in page.text
    assert client.post(f"{TEAM}/members/{gate.id}/password").status_code == 422
    assert client.post(f"{TEAM}/members/{gate.id}/opening").location == TEAM
    assert theirs.get("/account").location.startswith("/login"), "no session comes back"
    assert enter(theirs, gate.email)
    db_session.expire_all()
    assert gate.roles_at(fair) == {"scanner"}
    assert acts(db_session, "account.closed", "account.opened") == [
        ("account.closed", "Organiser", fair.id),
        ("account.opened", "Organiser", fair.id),
    ]


def test_closing_twice_and_opening_twice_is_once(
    db_session: Db, fair: Event, make_user: MakeUser
) -> None:
    boss = make_user("boss@example.org", fair, Role.ORGANISER)
    gate = make_user("gate@example.org", fair, Role.SCANNER)
    for verb in (closing.close, closing.close, closing.open_again, closing.open_again):
        verb(gate, fair, actor=boss, at=NOW)
    assert len(acts(db_session, "account.closed", "account.opened")) == 2
    assert verify(gate.email, PASSWORD) is gate


def test_an_organiser_closes_no_account_that_opens_more_than_this_fair(
    client: FlaskClient,
    db_session: Db,
    fair: Event,
    make_fair: Callable[[str], Event],
    make_user: MakeUser,
    login: Login,
) -> None:
    other = make_fair("labe")
    email = login(client, "organiser", slug="kindia")
    me = db_session.scalars(select(User).filter_by(email=email)).one()
    both = make_user("both@example.org", fair, Role.SCANNER)
    teams.give_role(both, other, Role.SCANNER, actor=None, at=NOW)
    chief = make_user("chief@example.org", fair, Role.SCANNER, administrator=True)
    stranger = make_user("stranger@example.org", other, Role.SCANNER)
    db_session.commit()
    page = client.get(TEAM).text
    for user, status in ((both, 422), (chief, 422), (me, 422), (stranger, 404)):
        assert client.post(f"{TEAM}/members/{user.id}/closing").status_code == status
        assert f"{TEAM}/members/{user.id}/closing" not in page
        assert client.post(f"/staff/accounts/{user.id}/closing").status_code == 403
    both.disabled_at = NOW
    db_session.commit()
    client.post(f"{TEAM}/members/{both.id}/opening")
    assert client.post(f"/staff/accounts/{both.id}/opening").status_code == 403
    db_session.expire_all()
    closed = {user.email for user in db_session.scalars(select(User)) if not user.is_active}
    assert closed == {both.email}


def test_an_administrator_closes_anybody_but_themselves(
    client: FlaskClient, db_session: Db, fair: Event, make_user: MakeUser, login: Login
) -> None:
    email = login(client, "administrator")
    me = db_session.scalars(select(User).filter_by(email=email)).one()
    second = make_user("second@example.org", administrator=True)
    page = f"/staff/accounts/{second.id}/sessions"
    assert page in client.get(TEAM).text
    url = f"/staff/accounts/{second.id}/closing"
    assert url in client.get(page).text
    assert client.get(url).status_code == 200
    assert client.post(url).location == page
    assert f"/staff/accounts/{second.id}/opening" in client.get(page).text
    assert page in client.get(TEAM).text, "where it is opened again"
    assert client.post(f"/staff/accounts/{second.id}/opening").location == page
    assert client.post(f"/staff/accounts/{me.id}/closing").status_code == 422
    assert client.post("/staff/accounts/987654/closing").status_code == 404
    db_session.expire_all()
    assert (me.is_active, second.is_active) == (True, True)


def test_no_fair_that_goes_on_loses_its_last_organiser(
    db_session: Db, fair: Event, make_user: MakeUser
) -> None:
    chief = make_user("chief@example.org", administrator=True)
    alone = make_user("alone@example.org", fair, Role.ORGANISER)
    gone = make_user("gone@example.org", fair, Role.ORGANISER)
    gone.disabled_at = NOW
    db_session.flush()
    with pytest.raises(DomainError) as refusal:
        closing.close(alone, None, actor=chief, at=NOW)
    assert refusal.value.code == "last_organiser"
    assert "Foire de Kindia" in str(refusal.value.message)
    assert alone.is_active
    fair.closed_at = NOW
    closing.close(alone, None, actor=chief, at=NOW)
    assert not alone.is_active


def test_two_administrators_who_close_each_other_at_once_leave_one(
    app: Flask, db_session: Db, make_user: MakeUser
) -> None:
    one = make_user("one@example.org", administrator=True).id
    two = make_user("two@example.org", administrator=True).id
    ready, codes = threading.Barrier(2), []

    def close(user_id: int, actor_id: int) -> None:
        with app.app_context():
            ready.wait(30)
            try:
                with transaction():
                    actor = db_session.get_one(User, actor_id)
                    user = db_session.get_one(User, user_id)
                    closing.close(user, None, actor=actor, at=NOW)
            except DomainError as error:
                codes.append(error.code)

    threads = [threading.Thread(target=close, args=pair) for pair in ((one, two), (two, one))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert codes == ["last_administrator"]


def test_what_a_closed_account_began_is_no_longer_good(
    db_session: Db, fair: Event, make_user: MakeUser
) -> None:
    boss = make_user("boss@example.org", fair, Role.ORGANISER)
    second = make_user("second@example.org", fair, Role.ORGANISER)
    who = Invited("Saran Magassouba", "", ["scanner"], "fr")
    invitation, _token = invite(fair, who, actor=second, at=NOW)
    assert standing(invitation, at=NOW) == State.WAITING
    closing.close(second, fair, actor=boss, at=NOW)
    assert standing(invitation, at=NOW) == State.EXPIRED


def test_whoever_leaves_a_team_opens_none_of_its_pages_and_keeps_the_account(
    client: FlaskClient, db_session: Db, fair: Event, make_user: MakeUser
) -> None:
    make_user("boss@example.org", fair, Role.ORGANISER)
    second = make_user("second@example.org", fair, Role.ORGANISER, Role.SCANNER)
    assert enter(client, second.email)
    url = f"/account/teams/{fair.id}/leaving"
    assert url in client.get("/account").text
    assert client.get(url).status_code == 200
    assert client.post(url).location == "/account"
    assert client.get(TEAM).status_code == 403
    assert url not in client.get("/account").text
    assert client.post(url).status_code == 404
    assert client.get("/account/teams/987654/leaving").status_code == 404
    removed = acts(db_session, "team.role_removed")
    assert removed == [("team.role_removed", "Second", fair.id)] * 2


def test_the_last_organiser_does_not_leave_with_any_role(
    client: FlaskClient, db_session: Db, fair: Event, make_user: MakeUser
) -> None:
    alone = make_user("alone@example.org", fair, Role.SCANNER, Role.ORGANISER)
    make_user("gone@example.org", fair, Role.ORGANISER).disabled_at = NOW
    db_session.commit()
    assert enter(client, alone.email)
    assert client.post(f"/account/teams/{fair.id}/leaving").status_code == 422
    db_session.expire_all()
    assert alone.roles_at(fair) == {"organiser", "scanner"}, "not half of it either"


def test_whoever_only_reads_may_leave(
    client: FlaskClient, db_session: Db, fair: Event, make_user: MakeUser
) -> None:
    reader = make_user("reader@example.org", fair, Role.READER)
    assert enter(client, reader.email)
    assert client.post(f"/account/teams/{fair.id}/leaving").location == "/account"
    db_session.expire_all()
    assert reader.roles_at(fair) == set()
