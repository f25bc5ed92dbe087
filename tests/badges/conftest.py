from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session, scoped_session

from tests.checkin.conftest import Fair, make_fair
from tests.conftest import Login


@pytest.fixture
def fair(db_session: scoped_session[Session]) -> Fair:
    """A small fair with categories and gates, and makers of people and badges."""
    return make_fair(db_session)


@pytest.fixture
def staff(client: FlaskClient, login: Login, fair: Fair) -> FlaskClient:
    """Somebody with the role *badges*."""
    fair.db.commit()
    login(client, "badges", slug="journees")
    return client
