"""Minutes as they are computed, written and read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fairapp.matches.facts import Minute, Terms, on_clock, read_minute

CASES = json.loads(
    (Path(__file__).parents[1] / "contracts" / "match_minute_cases.json").read_text()
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["minute"])
def test_minute_of_the_running_clock(case: dict[str, int]) -> None:
    terms = Terms(case["half"], case["extra"])
    assert str(on_clock(case["part"], case["seconds"], terms)) == case["minute"]


@pytest.mark.parametrize(
    ("text", "minute"),
    [
        ("23", Minute(23)),
        (" 45 + 2 ", Minute(45, 2)),
        ("90+3′", Minute(90, 3)),
        ("٤٥+٢", Minute(45, 2)),
        ("", None),
    ],
)
def test_minute_is_read_as_people_write_it(text: str, minute: Minute | None) -> None:
    assert read_minute(text) == minute


@pytest.mark.parametrize("text", ["0", "-3", "45+", "45+99", "deux", "1234", "12:30"])
def test_what_is_no_minute_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        read_minute(text)
