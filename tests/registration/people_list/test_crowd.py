"""What a process keeps of a big fair is what the database says, whatever happens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from fairapp.events.models import Event
from fairapp.registration import actions
from fairapp.registration.annotations import annotate
from fairapp.registration.details import details_of
from fairapp.registration.duplicates.actions import merge, undo
from fairapp.registration.people_list import bits, crowd
from fairapp.registration.people_list.crowd import crowd_of
from fairapp.registration.people_list.reading import Crowd, everybody
from tests.conftest import NOW
from tests.registration.people import make_fair, register
from tests.statements import recorded


@pytest.fixture
def big(fair: Event, app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """A fair that is followed, however few people it has."""
    monkeypatch.setattr(crowd, "SMALL", 1)
    yield fair
    app.extensions["fairapp_people"].clear()


def told(known: Crowd, *, without: tuple[str, ...] = ()) -> dict[tuple[str, str], set[int]]:
    """Who has which value, by id."""
    return {
        (facet, value): {known.ids[place] for place in bits.within(range(len(known.ids)), found,
                                                                   len(known.ids))}
        for facet, column in known.columns.items()
        for value, found in column.items()
        if found and facet not in without
    }  # fmt: skip


def names(known: Crowd) -> list[int]:
    return [known.ids[place] for place in known.order("name")]


def assert_followed(event: Event) -> None:
    kept, fresh = crowd_of(event), everybody(event)
    above = tuple(set(kept.columns) - set(fresh.columns))
    assert told(kept, without=above) == told(fresh)
    assert names(kept) == names(fresh)


def test_every_change_is_followed(big: Event) -> None:
    people = [register(big, f"Aïcha Bah {n}", sex="F") for n in range(12)]
    assert_followed(big)
    kept = crowd_of(big)
    actions.cancel(people[3], actor=None, at=NOW)
    assert_followed(big)
    told_anew = {"category": big.categories[1], "family_name": "Zou", "days": big.days[:1]}
    moved = replace(details_of(people[4]), **told_anew)
    actions.update_details(people[4], moved, actor=None, at=NOW)
    assert_followed(big)
    annotate(people[5], note="", protocol_rank=1, delegation=None, actor=None, at=NOW)
    register(big, "Aboubacar Sow", sex="M", email="a@example.org")
    assert_followed(big)
    done = merge(people[6], people[7], actor=None, at=NOW)
    assert_followed(big)
    undo(done, actor=None, at=NOW + timedelta(minutes=1))
    assert_followed(big)
    # All of it in one and the same crowd, brought up to date; nobody else was read.
    assert crowd_of(big).places.items() >= kept.places.items()


def test_only_who_was_named_is_read_again(big: Event) -> None:
    people = [register(big, f"Aïcha Bah {n}") for n in range(3)]
    crowd_of(big)
    # Behind the trail's back, which only this test may do.
    people[0].sex = "F"
    actions.cancel(people[1], actor=None, at=NOW)
    found = told(crowd_of(big))
    assert ("sex", "F") not in found
    assert found["status", "cancelled"] == {people[1].id}
    with recorded() as statements:
        crowd_of(big)
    assert not any("FROM registration" in statement for statement in statements)


def test_many_acts_at_once_are_read_as_everybody(
    big: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crowd, "_FOLLOWED", 2)
    people = [register(big, f"Aïcha Bah {n}") for n in range(4)]
    crowd_of(big)
    for person in people:
        actions.cancel(person, actor=None, at=NOW)
    assert_followed(big)


def test_a_fair_has_its_own_people_alone(big: Event) -> None:
    here, elsewhere = register(big), register(make_fair("autre"))
    assert (crowd_of(big).ids, crowd_of(elsewhere.event).ids) == ([here.id], [elsewhere.id])
    assert_followed(big)
