"""A fair with its team."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from argon2 import PasswordHasher
from sqlalchemy.orm import Session, scoped_session

from fairapp.accounts import sessions
from fairapp.accounts.models import Membership, Role, User
from fairapp.core.i18n import LocalizedText
from fairapp.events.actions import NewEvent, create_event
from fairapp.events.models import Event
from tests.conftest import NOW

PASSWORD = "une phrase simple"
# The real hash with parameters that cost nothing: hundreds of attempts are made here.
_CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
_HASH = _CHEAP.hash(PASSWORD)

MakeUser = Callable[..., User]


@pytest.fixture(autouse=True)
def cheap_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords are hashed quickly."""
    monkeypatch.setattr(sessions, "_hasher", _CHEAP)
    monkeypatch.setattr(sessions, "_nobody", lambda: _HASH)


@pytest.fixture
def make_user(db_session: scoped_session[Session]) -> MakeUser:
    """`make_user("a@example.org", event, Role.SCANNER)`; everybody's password is PASSWORD."""

    def make(
        email: str, event: Event | None = None, *roles: Role, administrator: bool = False
    ) -> User:
        user = User(
            email=email,
            name=email.partition("@")[0].title(),
            password_hash=_HASH,
            is_administrator=administrator,
            created_at=NOW,
        )
        db_session.add(user)
        db_session.flush()
        for role in roles:
            assert event is not None
            db_session.add(Membership(user_id=user.id, event_id=event.id, role=role))
        db_session.commit()
        return user

    return make


@pytest.fixture
def make_fair(db_session: scoped_session[Session]) -> Callable[[str], Event]:
    """`make_fair("kindia")`: three days in December, nobody on its team."""

    def make(slug: str) -> Event:
        new = NewEvent(
            name=LocalizedText(fr=f"Foire de {slug.title()}"),
            first_day=date(2026, 12, 2),
            last_day=date(2026, 12, 4),
            city=slug.title(),
            place=LocalizedText(fr="Palais du Peuple"),
            timezone="Africa/Conakry",
            slug=slug,
        )
        event = create_event(new, actor=None, at=NOW)
        db_session.commit()
        return event

    return make


@pytest.fixture
def fair(make_fair: Callable[[str], Event]) -> Event:
    """A fair at `kindia`."""
    return make_fair("kindia")
