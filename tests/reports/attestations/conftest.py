"""People who came on days of the fair, and the clock after it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from fairapp.core import clock
from fairapp.core.audit import AuditEntry
from fairapp.core.db import db
from tests.checkin.conftest import DAYS, Fair
from tests.reports.conftest import local, scanned

# The morning after the last day.
AFTER = datetime(2026, 12, 5, 9, 0, tzinfo=UTC)
# The last day, before and after the doors.
LAST_DAY = datetime(2026, 12, 4, 12, 0, tzinfo=UTC)


@pytest.fixture
def after() -> Iterator[datetime]:
    """The clock stands at the morning after the fair."""
    with clock.stopped(AFTER):
        yield AFTER


def present(fair: Fair, name: str = "Mariama Diallo", *days: int, **values: Any) -> Any:
    """A person who entered on those days of the fair, the first two if none is named."""
    person = fair.person(name, **values)
    for day in days or (1, 2):
        scanned(fair.event, person, local(fair.event, DAYS[day - 1], "08:45"))
    return person


def noted(action: str) -> list[AuditEntry]:
    """What the trail has of `attestation.<action>`."""
    query = db.select(AuditEntry).where(AuditEntry.action == f"attestation.{action}")
    return list(db.session.scalars(query.order_by(AuditEntry.id)))
