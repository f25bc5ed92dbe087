"""Role × route: every page asked as every role, against what the role may do.

That every view declares its access, and that strangers are turned away, is tested in tests/rules.
"""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session, scoped_session
from werkzeug.routing import Rule
from werkzeug.routing.converters import NumberConverter

from fairapp.accounts.models import READABLE, ROLE_PERMISSIONS, Role, User
from fairapp.core.access import (
    Access,
    Permission,
    access_of,
    allow,
    may,
    only_reads,
    public,
    signed_in,
)
from fairapp.events.actions import create_event
from fairapp.events.models import Event
from tests.conftest import NOW, Login, MakeApp
from tests.events.test_actions import NEW

Db = scoped_session[Session]
ROLES = [*Role, "administrator"]
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")

# Written out a second time on purpose: what a role sees is changed here or not at all.
MAY = {
    Role.ORGANISER: "manage_event edit_programme manage_registrations see_board search_people "
    "see_contacts "
    "register_on_site check_in override_refusal print_badges read_reports approve_payments",
    Role.PROGRAMME: "edit_programme",
    Role.RECEPTION: "search_people see_contacts register_on_site check_in override_refusal "
    "print_badges",
    Role.SCANNER: "check_in",
    Role.BADGES: "print_badges search_people",
    Role.REPORTS: "read_reports see_board",
    Role.FINANCE: "approve_payments handle_payments read_reports",
    Role.READER: "",
}
# And what a reader opens without being able to send anything.
MAY_READ = (
    "manage_event edit_programme manage_registrations see_board search_people register_on_site "
    "check_in override_refusal print_badges read_reports approve_payments"
)
SAFE = ("GET", "HEAD", "OPTIONS")
# No page: what phones take along, and whoever only reads does not.
A_FILE = (Role.READER, "/api/v1/events/<slug>/roster")

# Of nobody who was not given that role at that fair, whatever else he or she may.
RESERVED = {"handle_payments"}


@pytest.fixture
def fair(db_session: Db) -> Event:
    event = create_event(NEW, actor=None, at=NOW)
    event.slug = "kindia"
    db_session.commit()
    return event


def test_what_each_role_may_is_what_is_written_here() -> None:
    granted = {
        role: {str(p) for p in permissions} for role, permissions in ROLE_PERMISSIONS.items()
    }
    assert granted == {role: set(words.split()) for role, words in MAY.items()}
    assert set(MAY) == set(Role)
    assert set(MAY[Role.ORGANISER].split()) == {str(p) for p in Permission} - RESERVED
    assert {str(p) for p in READABLE} == set(MAY_READ.split())


@pytest.mark.parametrize("role", ROLES)
def test_every_page_opens_to_this_role_or_refuses_it_as_declared(
    app: Flask, fair: Event, login: Login, role: str
) -> None:
    wrong = []
    client = app.test_client()
    login(client, role)
    for rule, access in declared(app):
        for method in sorted((rule.methods or set()) & set(METHODS)):
            expected = opens(access, role, method) and (role, rule.rule) != A_FILE
            status = client.open(address_of(app, rule), method=method).status_code
            if (status != 403) != expected:
                wrong.append((method, rule.rule, status))
            if rule.endpoint == "kiosk.begin":
                # It leaves the browser to itself: nobody is signed in any more.
                login(client, role)
    assert wrong == []


@pytest.mark.parametrize("role", list(Role))
def test_a_role_at_one_fair_opens_nothing_at_another(
    app: Flask, db_session: Db, fair: Event, login: Login, role: str
) -> None:
    """Bare ids of another fair's rows are tried as well, for addresses hold nothing else."""
    other = create_event(NEW, actor=None, at=NOW)
    other.slug = "labe"
    db_session.commit()
    client = app.test_client()
    login(client, role, slug="labe")
    opened = []
    for rule, access in declared(app):
        if "<slug>" in rule.rule and access.permission:
            for method in sorted((rule.methods or set()) & set(METHODS)):
                status = client.open(address_of(app, rule), method=method).status_code
                if status != 403:
                    opened.append((method, rule.rule, status))
    assert opened == []


@pytest.mark.parametrize("role", ROLES)
def test_an_unknown_fair_is_unknown_to_everybody(
    client: FlaskClient, fair: Event, login: Login, role: str
) -> None:
    login(client, role)
    assert client.get("/staff/nowhere/team").status_code == 404
    assert client.get("/staff/nowhere/").status_code == 404


def test_refusal_comes_before_the_view_has_done_anything(
    make_app: MakeApp, fair: Event, login: Login
) -> None:
    app, entered = make_app(), []

    @app.post("/staff/<slug>/probe", endpoint="probe")
    @allow(Permission.MANAGE_EVENT)
    def probe(event: Event) -> str:
        entered.append(event.slug)
        return ""

    for role in set(Role) - {Role.ORGANISER}:
        client = app.test_client()
        login(client, role)
        assert client.post("/staff/kindia/probe").status_code == 403
    assert app.test_client().post("/staff/kindia/probe").status_code == 302
    assert entered == []
    client = app.test_client()
    login(client, Role.ORGANISER)
    assert client.post("/staff/kindia/probe").status_code == 200
    assert entered == ["kindia"]


def test_several_roles_add_up(db_session: Db, fair: Event) -> None:
    from fairapp.accounts.models import Membership

    user = User(email="a@example.org", name="A", password_hash="", created_at=NOW)
    user.memberships = [Membership(event=fair, role=role) for role in ("scanner", "reports")]
    db_session.add(user)
    db_session.flush()
    granted = {str(p) for p in Permission if user.can(p, fair)}
    assert granted == {"check_in", "read_reports", "see_board"}
    assert not any(user.can(p, None) for p in Permission)


def test_a_reader_holds_what_is_read_while_nothing_is_sent(
    make_app: MakeApp, fair: Event, login: Login
) -> None:
    app = make_app()

    @app.route("/staff/<slug>/probe", endpoint="probe", methods=["GET", "POST"])
    @signed_in
    def probe(event: Event) -> dict[str, bool]:
        return {str(p): may(p) for p in Permission} | {"only_reads": only_reads()}

    client = app.test_client()
    login(client, Role.READER)
    granted = {p for p, yes in client.get("/staff/kindia/probe").get_json().items() if yes}
    assert granted == {*MAY_READ.split(), "only_reads"}
    assert client.post("/staff/kindia/probe").status_code == 403


def test_templates_ask_for_the_fair_of_their_page(
    make_app: MakeApp, fair: Event, login: Login
) -> None:
    app = make_app()

    @app.get("/staff/<slug>/probe", endpoint="probe")
    @signed_in
    def probe(event: Event) -> dict[str, bool]:
        return {str(p): may(p) for p in Permission}

    @app.get("/probe", endpoint="nowhere")
    @public
    def nowhere() -> dict[str, bool]:
        return {str(p): may(p) for p in Permission}

    client = app.test_client()
    assert set(client.get("/probe").get_json().values()) == {False}
    login(client, Role.BADGES)
    granted = {p for p, yes in client.get("/staff/kindia/probe").get_json().items() if yes}
    assert granted == {"print_badges", "search_people"}
    assert set(client.get("/probe").get_json().values()) == {False}


def test_below_api_a_stranger_gets_an_answer_and_no_page(make_app: MakeApp, fair: Event) -> None:
    app = make_app()

    @app.post("/api/v1/events/<slug>/probe", endpoint="probe")
    @allow(Permission.CHECK_IN)
    def probe(event: Event) -> str:
        return ""

    answer = app.test_client().post("/api/v1/events/kindia/probe")
    assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")


def declared(app: Flask) -> list[tuple[Rule, Access]]:
    """Every address that is not open to all, with its declaration."""
    with app.app_context():
        pairs = [(rule, access_of(rule.endpoint)) for rule in app.url_map.iter_rules()]
    found = [(rule, access) for rule, access in pairs if access and not access.public]
    assert len(found) > 10
    return sorted(found, key=lambda pair: pair[0].rule)


def opens(access: Access, role: str, method: str) -> bool:
    needed = {str(permission) for permission in access.needed}
    if role == "administrator":
        return not needed & RESERVED
    if access.administrators:
        return False
    reads = MAY_READ.split() if role == Role.READER and method in SAFE else []
    return needed <= {*MAY[Role(role)].split(), *reads}


def address_of(app: Flask, rule: Rule) -> str:
    values: dict[str, Any] = {"slug": "kindia"}
    for name, converter in rule._converters.items():
        values.setdefault(name, 987654 if isinstance(converter, NumberConverter) else "anything")
    return app.url_map.bind("localhost").build(rule.endpoint, values, append_unknown=False)


@pytest.mark.parametrize(
    "address", ["/staff/kindia/", "/staff/kindia/badges", "/staff/kindia/reports", "/staff/"]
)
def test_no_cache_keeps_a_page_of_the_team(
    client: FlaskClient, fair: Event, login: Login, address: str
) -> None:
    assert client.get(address).headers["Cache-Control"] == "private, no-store"
    login(client, "organiser")
    assert client.get(address).headers["Cache-Control"] == "private, no-store"


def test_what_a_view_says_of_caches_stays(client: FlaskClient, fair: Event) -> None:
    assert client.get("/e/kindia/").headers["Cache-Control"] == "private, max-age=60"
