"""A small fair that pays: rates by region, people from the city and from away."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from fairapp.accounts.models import User
from fairapp.reports.payments import actions
from fairapp.reports.payments.rules import Rate, Terms
from tests.checkin.conftest import Fair

EVENING = datetime(2026, 12, 4, 18, tzinfo=UTC)
TERMS = Terms(
    currency="GNF",
    unit="day",
    home="Conakry",
    most_days=None,
    rates={
        "Conakry": Rate(daily=50_000),
        "Kindia": Rate(400_000, 120_000),
        "Labé": Rate(400_000, 260_000),
    },
    eligible={"ong": "everybody", "officiel": "travelled"},
)


@pytest.fixture
def payer(fair: Fair) -> User:
    """Whoever draws up the list."""
    return fair.user("finance", "Hawa Kourouma")


@pytest.fixture
def rates(fair: Fair, payer: User) -> Terms:
    """The fair's rates, set."""
    actions.set_terms(fair.event, TERMS, actor=payer, at=EVENING)
    return TERMS
