"""Numbers and roles of a list."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fairapp.core.errors import DomainError
from fairapp.matches import squads
from fairapp.matches.squads import Place

ONE = Place(1, 10, True, False, False, True)


@pytest.mark.parametrize("number", [0, 100, -4])
def test_numbers_are_from_1_to_99(number: int) -> None:
    with pytest.raises(DomainError) as caught:
        squads.check([replace(ONE, number=number)])
    assert (caught.value.code, caught.value.field) == ("number", "number-1")


def test_numbers_differ_and_the_later_line_is_told() -> None:
    with pytest.raises(DomainError) as caught:
        squads.check([ONE, replace(ONE, id=2)])
    assert (caught.value.code, caught.value.field) == ("number_taken", "number-2")


def test_one_captain() -> None:
    captain = replace(ONE, is_captain=True)
    squads.check([captain])
    with pytest.raises(DomainError, match="captains"):
        squads.check([captain, replace(captain, id=2, number=9)])


def test_lowest_free_number() -> None:
    assert squads.free_number([1, 2, 4]) == 3
    with pytest.raises(DomainError, match="squad_full"):
        squads.free_number(range(1, 100))


@pytest.mark.parametrize(
    ("agreed", "age", "named"), [(True, 18, True), (True, None, True), (True, 17, False)]
)
def test_minors_are_not_named_unless_somebody_says_so(
    agreed: bool, age: int | None, named: bool
) -> None:
    assert squads.may_be_named(agreed=agreed, age=age) is named
    assert not squads.may_be_named(agreed=False, age=age)


def test_colours_of_one_lightness_look_alike() -> None:
    assert squads.look_alike("#a51d1d", "#0b6e4f")
    assert not squads.look_alike("#123c69", "#f2c230")
