"""Every operation does what the OpenAPI document says, asked at random by schemathesis.

At the demonstration fair, with a token that may do everything; the same examples each time.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.config import SchemathesisConfig
from schemathesis.schemas import BaseSchema
from sqlalchemy import select

from fairapp.api import throttle
from fairapp.api.operations import bp as operations
from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.registration.models import Registration
from tests.api.conftest import DEMO, let_in
from tests.conftest import DEMO_NOW

_SETTINGS = settings(
    max_examples=8,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def document(demo_app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[BaseSchema]:
    # How often one may ask is shown elsewhere; here it is asked as often as it takes.
    monkeypatch.setattr(throttle, "spend", lambda *_args: None)
    with demo_app.app_context():
        event = db.session.scalars(select(Event).where(Event.slug == DEMO)).one()
        event.registration_closes_at = DEMO_NOW + timedelta(days=30)
        known = db.session.scalars(select(Registration.reference).order_by(Registration.id)).first()
        db.session.commit()
    program = let_in(demo_app)
    config = SchemathesisConfig.from_dict(
        {
            "headers": {
                "Authorization": f"Bearer {program.token}",
                "Accept-Encoding": "identity",  # nobody would unpack it
            },
            "parameters": {"path.slug": DEMO, "path.reference": known},
            "checks": {
                # A category that the fair has not, or a birth in the year 3000, is well-formed.
                "positive_data_acceptance": {
                    "expected-statuses": ["2xx", "401", "404", "409", "412", "422", "428"]
                },
            },
        }
    )
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", demo_app, config=config)


@pytest.mark.parametrize("name", sorted(operations._docs))
def test_what_the_document_says_is_so(document: BaseSchema, name: str) -> None:
    operation = document.find_operation_by_id(name)
    modes = [GenerationMode.POSITIVE]
    # Where nothing but the fair is asked, nothing can be wrong with it.
    if operation.body or operation.query or "document_id" in operation.path:
        modes.append(GenerationMode.NEGATIVE)
    for mode in modes:

        @given(case=operation.as_strategy(generation_mode=mode))
        @_SETTINGS
        def ask(case: Case) -> None:
            case.call_and_validate()

        ask()
