"""An account with a second factor, and the codes that its phone would show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import pyotp
import pytest
from sqlalchemy.orm import Session, scoped_session

from fairapp.accounts.factor import actions, sealing
from fairapp.accounts.models import Role, User
from fairapp.events.models import Event
from tests.accounts.conftest import PASSWORD, MakeUser, cheap_hashing, fair, make_fair, make_user
from tests.conftest import NOW

__all__ = ["cheap_hashing", "fair", "make_fair", "make_user"]


@dataclass
class Phone:
    """Somebody, the authenticator in the pocket, and the codes on paper."""

    user: User
    secret: str
    recovery: list[str]

    def code(self, at: datetime) -> str:
        return pyotp.TOTP(self.secret).at(at)


@pytest.fixture
def phone(db_session: scoped_session[Session], fair: Event, make_user: MakeUser) -> Phone:
    """An organiser of `kindia`, whose second factor was switched on before NOW."""
    user = make_user("a@example.org", fair, Role.ORGANISER)
    return set_up(db_session, user)


def set_up(db_session: scoped_session[Session], user: User) -> Phone:
    actions.begin(user.email, PASSWORD, at=NOW)
    assert user.factor is not None
    secret = sealing.unseal(user.factor.secret)
    assert secret is not None
    first = NOW.replace(hour=NOW.hour - 1)
    code = pyotp.TOTP(secret).at(first)
    recovery = actions.confirm(user, code, keep=None, at=NOW, real=first)
    db_session.commit()
    return Phone(user, secret, recovery)
