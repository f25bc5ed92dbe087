"""Every view says who may see it, and no form works without its token."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy.orm import Session, scoped_session
from werkzeug.routing import Rule
from werkzeug.routing.converters import NumberConverter

from fairapp.core.access import access_of
from fairapp.core.clock import now
from fairapp.core.i18n import LocalizedText
from fairapp.events.models import Event
from tests.conftest import MakeApp

# The only views that a browser may post to without a token: they take a device's bearer token
# in a header, which no other site can make a browser send.
BEARER = "/api/"


@pytest.fixture
def fair(db_session: scoped_session[Session]) -> str:
    """Address of a fair, so that no answer is 404 for want of one."""
    db_session.add(
        Event(
            slug="somewhere", name=LocalizedText(fr="Foire"), created_at=now(), published_at=now()
        )
    )
    db_session.commit()
    return "somewhere"


def rules_of(app: Flask) -> list[Rule]:
    return sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)


def test_every_view_declares_its_access(app: Flask) -> None:
    with app.app_context():
        silent = [r.rule for r in rules_of(app) if access_of(r.endpoint) is None]
    assert silent == [], "put @public, @signed_in or @allow(…) right under the route"


def test_permissions_are_asked_at_a_fair(app: Flask) -> None:
    """A permission is held at one fair, so its address must name one."""
    with app.app_context():
        homeless = [
            r.rule
            for r in rules_of(app)
            if (access := access_of(r.endpoint)) and access.permission and "<slug>" not in r.rule
        ]
    assert homeless == []


def test_strangers_are_turned_away(app: Flask, fair: str) -> None:
    """Every address that is not public, asked by every method, with something in each parameter."""
    let_in = []
    for rule in rules_of(app):
        with app.app_context():
            access = access_of(rule.endpoint)
        if access is None or access.public:
            continue
        for method in (rule.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"}:
            answer = app.test_client().open(address_of(app, rule, fair), method=method)
            to_sign_in = answer.status_code == 302 and "next=" in answer.location
            if not to_sign_in and answer.status_code not in {401, 403}:
                let_in.append((rule.rule, method, answer.status_code))
    assert let_in == []


def test_no_form_is_taken_without_its_token(make_app: MakeApp, fair: str) -> None:
    app = make_app(WTF_CSRF_ENABLED=True)
    taken = []
    for rule in rules_of(app):
        if not rule.rule.startswith(BEARER) and "POST" in (rule.methods or set()):
            status = app.test_client().post(address_of(app, rule, fair)).status_code
            if status != 400:
                taken.append((rule.rule, status))
    assert taken == []


def address_of(app: Flask, rule: Rule, fair: str) -> str:
    values: dict[str, object] = {"slug": fair}
    for name, converter in rule._converters.items():
        is_number = isinstance(converter, NumberConverter)
        values.setdefault(name, 1 if is_number else "anything")
    return app.url_map.bind("localhost").build(rule.endpoint, values, append_unknown=False)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_view_that_declares_nothing_is_refused(make_app: MakeApp, method: str) -> None:
    app = make_app()
    app.add_url_rule("/undeclared", "undeclared", lambda: "secret", methods=["GET", "POST"])
    answer = app.test_client().open("/undeclared", method=method)
    assert answer.status_code == 403
    assert b"secret" not in answer.data
