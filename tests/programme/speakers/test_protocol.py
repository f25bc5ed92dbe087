"""The order of precedence, on plain values."""

from __future__ import annotations

import pytest

from fairapp.programme.speakers.protocol import (
    OFFICES,
    Ranked,
    last_of,
    moved,
    office_of,
    settled,
)

MAYOR, MINISTER, DEPUTY, GUEST, NOBODY = 1, 2, 3, 4, 5
PEOPLE = [
    Ranked(MINISTER, 401),
    Ranked(DEPUTY, 402),
    Ranked(MAYOR, 1101),
    Ranked(GUEST, None),
    Ranked(NOBODY, None),
]


def order(people: list[Ranked]) -> list[tuple[int, int | None]]:
    ranks = settled(people)
    return [(person.key, ranks[person.key]) for person in people]


def test_the_proposal_is_whole_in_three_languages() -> None:
    assert len(OFFICES) == 15
    assert all(set(office.as_dict()) == {"fr", "en", "ar"} for office in OFFICES)


def test_a_rank_is_an_office_and_a_place_in_it() -> None:
    assert [office_of(rank) for rank in (None, 4, 401, 1599)] == [None, 4, 4, 15]
    assert (last_of(None), office_of(last_of(4))) == (None, 4)
    given = [Ranked(1, 4), Ranked(2, 499), Ranked(3, 11), Ranked(4, None)]
    assert settled(given) == {1: 401, 2: 402, 3: 1101, 4: None}


def test_more_people_than_places_stay_in_their_office() -> None:
    ranks = settled(Ranked(key, 1500) for key in range(150))
    assert {office_of(rank) for rank in ranks.values()} == {15}


def test_two_of_one_office_change_places() -> None:
    assert order(moved(PEOPLE, DEPUTY, -1))[:2] == [(DEPUTY, 401), (MINISTER, 402)]
    assert order(moved(PEOPLE, MINISTER, 1))[:2] == [(DEPUTY, 401), (MINISTER, 402)]


def test_whoever_passes_another_office_sits_with_it() -> None:
    assert order(moved(PEOPLE, MAYOR, -1))[:3] == [(MINISTER, 401), (MAYOR, 402), (DEPUTY, 403)]
    assert order(moved(PEOPLE, DEPUTY, 1))[:3] == [(MINISTER, 401), (MAYOR, 1101), (DEPUTY, 1102)]


def test_from_no_rank_into_the_last_office_and_no_way_out_of_the_order() -> None:
    assert order(moved(PEOPLE, GUEST, -1))[2:4] == [(GUEST, 1101), (MAYOR, 1102)]
    assert moved(PEOPLE, MAYOR, 1) == PEOPLE
    assert moved(PEOPLE, NOBODY, -1) == PEOPLE


@pytest.mark.parametrize(("key", "by"), [(MINISTER, -1), (NOBODY, 1)])
def test_at_the_ends_nothing_moves(key: int, by: int) -> None:
    assert moved(PEOPLE, key, by) == PEOPLE
