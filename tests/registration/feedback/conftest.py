"""A workshop of the first afternoon, and the moment when it has been seen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from fairapp.core import clock
from fairapp.events.models import Event
from fairapp.programme.models import Session
from tests.registration.signups.workshops import add_workshop

SEEN = datetime(2026, 12, 2, 15, 0, tzinfo=UTC)


@pytest.fixture
def workshop(fair: Event) -> Session:
    return add_workshop(fair)


@pytest.fixture
def seen() -> Iterator[datetime]:
    """The clock stands a half hour before the workshop's end."""
    with clock.stopped(SEEN):
        yield SEEN
