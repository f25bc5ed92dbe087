"""A fair whose registration is open."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session, scoped_session

from fairapp.events.models import Event
from tests.registration.people import make_fair


@pytest.fixture
def fair(db_session: scoped_session[Session]) -> Event:
    """A fair without limits."""
    return make_fair()
