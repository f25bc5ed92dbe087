"""A fair as it is kept."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session, scoped_session

from fairapp.core.db import db
from fairapp.events.models import Event
from tests.registration.people import make_fair


@pytest.mark.parametrize(
    ("given", "kept"), [({}, 2), ({"reminder_days": None}, None), ({"reminder_days": 0}, 0)]
)
def test_no_reminder_is_not_the_usual_one(
    db_session: scoped_session[Session], given: dict[str, int | None], kept: int | None
) -> None:
    event: Event = make_fair(**given)
    db.session.expire_all()
    assert event.reminder_days == kept
