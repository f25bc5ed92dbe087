"""What the sieve leaves out is nothing that would have been found."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session, scoped_session

from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.registration.duplicates import blocks, rules
from fairapp.registration.duplicates.directory import Directory
from fairapp.registration.duplicates.sieve import Sieve


@pytest.mark.parametrize("least", [0.01, 0.5])
def test_sieve_lets_through_whatever_is_likely(
    demo_session: scoped_session[Session], least: float
) -> None:
    event = db.session.query(Event).filter_by(slug="journees-2026").one()
    everybody = Directory(event)
    people, among = everybody.people, everybody.among
    sieve = Sieve(people, among, least)

    likely = [
        (i, j)
        for i, near in enumerate(blocks.neighbours(people))
        for j in near
        if rules.likeness(people[i], people[j], among).score >= least
    ]
    assert len(likely) >= 12
    assert all(sieve.lets_through(i, j) for i, j in likely)
