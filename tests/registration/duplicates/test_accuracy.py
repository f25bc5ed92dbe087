"""What the list finds: the demonstration's twelve, and two hundred drawn from lists' noise."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session, scoped_session

from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.registration.duplicates import pairs
from fairapp.registration.duplicates.rules import PROBABLE
from tests.registration.duplicates.accuracy import Row, of_demonstration, of_generated, show, table

pytestmark = pytest.mark.usefixtures("demo_session")


def demonstration() -> Event:
    return db.session.query(Event).filter_by(slug="journees-2026").one()


def at_the_threshold(rows: list[Row]) -> Row:
    return next(row for row in rows if row.threshold == PROBABLE)


def test_all_twelve_of_the_demonstration_are_found_and_homonyms_are_not() -> None:
    rows = table(of_demonstration(demonstration()))
    print(show("demonstration", rows))

    row = at_the_threshold(rows)
    assert (row.true, row.wanted) == (12, 12)
    assert row.found <= 14


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_two_hundred_drawn_from_the_noise(seed: int) -> None:
    rows = table(of_generated(demonstration(), seed=seed))
    print(show(f"generated, seed {seed}", rows))

    row = at_the_threshold(rows)
    assert row.precision >= 0.97
    assert row.recall >= 0.85


def test_a_fair_whose_duplicates_are_merged_has_hardly_any_left(
    demo_session: scoped_session[Session],
) -> None:
    assert len(pairs.probable(demonstration())) <= 2
