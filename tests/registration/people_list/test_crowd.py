"""What a process keeps of a big fair is what the database says, whatever happens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask

from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.registration import actions
from fairapp.registration.annotations import annotate
from fairapp.registration.details import details_of
from fairapp.registration.duplicates.actions import merge, undo
from fairapp.registration.people_list import bits, crowd, facets, queries
from fairapp.registration.people_list.reading import (
    FIRST,
    Crowd,
    everybody,
    in_order,
    with_facets,
)
from fairapp.registration.people_list.wishes import SORTS, Wish
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


def crowd_of(event: Event) -> Crowd:
    return crowd.crowd_of(event, facets.every())


def ordered(event: Event, known: Crowd, sort: str) -> list[int]:
    return [known.ids[place] for place in in_order(event, known, sort)]


def assert_followed(event: Event) -> None:
    kept, fresh = crowd_of(event), with_facets(event, everybody(event))
    above = tuple(set(kept.columns) - set(fresh.columns))
    assert told(kept, without=above) == told(fresh)
    for sort in SORTS:
        assert ordered(event, kept, sort) == ordered(event, fresh, sort)


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


def test_what_nobody_narrows_by_is_not_read(big: Event) -> None:
    people = [register(big, f"Aïcha Bah {n}", sex="F") for n in range(3)]
    assert {*crowd.crowd_of(big, {FIRST}).columns} == {FIRST}
    actions.cancel(people[1], actor=None, at=NOW)
    some = crowd.crowd_of(big, {FIRST})
    assert told(some) == {
        (FIRST, "cancelled"): {people[1].id},
        (FIRST, "confirmed"): {people[0].id, people[2].id},
    }
    # Asked for later, it is there for those who were read before, and is followed from then on.
    assert told(crowd.crowd_of(big, {"sex"}))["sex", "F"] == {person.id for person in people}
    told_anew = replace(details_of(people[0]), sex="M")
    actions.update_details(people[0], told_anew, actor=None, at=NOW)
    assert told(crowd.crowd_of(big, {"sex"}))["sex", "M"] == {people[0].id}
    assert_followed(big)


def test_people_come_in_the_order_that_was_asked_for(big: Event) -> None:
    details = (("Zoé Sow", "", 2), ("Aïcha Bah", "Stade", None), ("Bakary Sylla", "atelier", 1))
    zoe, aicha, bakary = (register(big, name, organisation=work) for name, work, _rank in details)
    for person, (_name, _work, rank) in zip((zoe, aicha, bakary), details, strict=True):
        person.protocol_rank = rank
    db.session.flush()
    found = {
        sort: [{zoe.id: "Z", aicha.id: "A", bakary.id: "B"}[id_] for id_ in ordered(
            big, everybody(big), sort)] for sort in SORTS
    }  # fmt: skip
    assert found["organisation"] == ["B", "A", "Z"]
    assert found["rank"] == ["B", "Z", "A"]
    assert found["new"] == found["since"] == ["Z", "A", "B"]
    assert found["name"] == ["A", "Z", "B"]


def test_who_matches_better_comes_first_and_then_by_name(big: Event) -> None:
    whole = [register(big, "Mariama Sow"), register(big, "Aïcha Sow")]
    begun = register(big, "Aboubacar Sowe")
    found = queries.ids(big, Wish(text="sow", sort="new"), contacts=True)
    assert found == [whole[1].id, whole[0].id, begun.id]
