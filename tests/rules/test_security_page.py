"""docs/security.md: each number of the standard once, and what is named as showing it is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "security.md"
ROW = re.compile(r"^\| (\d+(?:\.\d+\.\d+)?) \| (holds|n/a|departs) \| ([^|]+) \| ([^|]*) \|$")

# OWASP ASVS 5.0.0: by section, the last number of level 1 or 2; those of level 3 come after it.
# OAuth (10) and WebRTC (17) are told as a whole.
SECTIONS = {
    **{"1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2, "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1},
    **{"3.2": 2, "3.3": 4, "3.4": 6, "3.5": 5, "3.7": 2, "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4},
    **{"5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3, "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5},
    **{"6.6": 3, "6.8": 4, "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2, "8.1": 2},
    **{"8.2": 3, "8.3": 1, "8.4": 1, "9.1": 3, "9.2": 4, "11.1": 2, "11.2": 3, "11.3": 3},
    **{"11.4": 4, "11.5": 1, "11.6": 1, "12.1": 3, "12.2": 2, "12.3": 4, "13.1": 1, "13.2": 5},
    **{"13.3": 2, "13.4": 5, "14.1": 2, "14.2": 4, "14.3": 3, "15.1": 3, "15.2": 3, "15.3": 7},
    **{"16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 3},
}
NUMBERS = ["10", "17", *(f"{s}.{n}" for s, last in SECTIONS.items() for n in range(1, last + 1))]


def rows() -> list[tuple[str, str, str, str]]:
    found = (ROW.match(line) for line in PAGE.read_text().splitlines())
    return [match.groups() for match in found if match is not None]  # type: ignore[misc]


def test_every_number_of_the_standard_stands_there_once() -> None:
    assert sorted(row[0] for row in rows()) == sorted(NUMBERS)


def test_what_holds_names_what_shows_it_and_what_does_not_says_why() -> None:
    for number, state, why, shown in rows():
        assert why.strip(), number
        assert shown.strip() or state != "holds", number


@pytest.mark.parametrize("named", sorted({n for row in rows() for n in row[3].split()}))
def test_what_is_named_is_there(named: str) -> None:
    path, _, test = named.strip("`").partition("::")
    assert (ROOT / path).exists()
    if test:
        assert f"def {test}(" in (ROOT / path).read_text()
