"""Programs with tokens."""

from __future__ import annotations

import contextvars
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session
from werkzeug.test import TestResponse

from fairapp.api import actions
from fairapp.api.rules import Scope
from fairapp.core import clock
from fairapp.core.audit import Program as Actor
from fairapp.core.db import db
from fairapp.events.models import Event
from tests.registration.people import make_fair

DEMO = "journees-2026"
EVENTS = "/api/v1/events"


class Program:
    """Sends requests with a token."""

    def __init__(self, app: Flask, token: str, slug: str) -> None:
        self.client: FlaskClient = app.test_client()
        self.token, self.at = token, f"{EVENTS}/{slug}"

    def ask(self, method: str, path: str, **kwargs: Any) -> TestResponse:
        headers = {"Authorization": f"Bearer {self.token}", **kwargs.pop("headers", {})}
        url = path if path.startswith("/api/") else f"{self.at}{path}"
        return self.client.open(url, method=method, headers=headers, **kwargs)

    def get(self, path: str = "", **kwargs: Any) -> TestResponse:
        return self.ask("GET", path, **kwargs)

    def post(self, path: str, json: Any = None, *, key: str = "", **kwargs: Any) -> TestResponse:
        headers = {"Idempotency-Key": key or str(uuid4()), **kwargs.pop("headers", {})}
        return self.ask("POST", path, json=json, headers=headers, **kwargs)

    def patch(self, path: str, json: Any, *, tag: str | None, **kwargs: Any) -> TestResponse:
        headers = {"If-Match": tag} if tag is not None else {}
        return self.ask("PATCH", path, json=json, headers=headers, **kwargs)


Programs = Callable[..., Program]


def let_in(app: Flask, *scopes: Scope, slug: str = DEMO, life: timedelta | None = None) -> Program:
    """A program with a new token of these scopes, all of them when none is named."""

    def make() -> str:
        with app.app_context():
            event = db.session.scalars(select(Event).where(Event.slug == slug)).one()
            at = clock.now()
            _token, text = actions.make(
                event,
                f"Site {uuid4()}",
                scopes or tuple(Scope),
                until=at + (life or timedelta(days=30)),
                actor=Actor("Mariama"),
                at=at,
            )
            db.session.commit()
            return text

    return Program(app, contextvars.Context().run(make), slug)


@pytest.fixture
def demo_program(demo_app: Flask) -> Programs:
    """`demo_program(Scope.READ_SCANS)`: a program at the demonstration fair."""
    return lambda *scopes, **options: let_in(demo_app, *scopes, **options)


@pytest.fixture
def fair(db_session: scoped_session[Session]) -> Event:
    """A fair without limits, whose registration is open."""
    return make_fair()


@pytest.fixture
def program(app: Flask, fair: Event) -> Programs:
    """The same at the test's own fair."""
    slug = fair.slug
    db.session.commit()
    return lambda *scopes, **options: let_in(app, *scopes, **{"slug": slug, **options})
