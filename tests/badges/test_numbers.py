from __future__ import annotations

import pytest

from fairapp.badges.numbers import parse, spread
from fairapp.core.errors import DomainError


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("12", [(12, 12)]),
        ("12, 40-60", [(12, 12), (40, 60)]),
        ("12,40–60;7 9", [(12, 12), (40, 60), (7, 7), (9, 9)]),
        ("3 - 5", [(3, 5)]),
        ("٣، ٥", [(3, 3), (5, 5)]),
    ],
)
def test_numbers_as_people_type_them(text: str, expected: list[tuple[int, int]]) -> None:
    assert parse(text) == expected


@pytest.mark.parametrize("text", ["x", "0", "5-3", "1-", "-1", "1.5", "12345678", "1--2"])
def test_what_is_no_number_is_told(text: str) -> None:
    with pytest.raises(DomainError) as refused:
        parse(text)
    assert refused.value.code == "numbers"


def test_stretches_are_spread_up_to_the_last_there_is() -> None:
    assert spread("9, 3-5, 4, 8-9999999", 10) == [3, 4, 5, 8, 9, 10]
