from __future__ import annotations

import pytest
from sqlalchemy.orm import Session, scoped_session

from tests.checkin.conftest import Fair, make_fair


@pytest.fixture
def fair(db_session: scoped_session[Session]) -> Fair:
    """A small fair with categories and gates, and makers of people and badges."""
    return make_fair(db_session)
