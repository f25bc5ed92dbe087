"""The figures of the demonstration fair are those that it was made from, one by one."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale

import fairapp.demo
from fairapp.events.context import find_event
from fairapp.reports.attendance import paper
from fairapp.reports.attendance.listing import Shape, attendance_list
from fairapp.reports.attendance.scope import Scope
from fairapp.reports.documents import evidence
from fairapp.reports.summary import as_dict, summarise
from tests.reports.conftest import pages_of

SLUG = "journees-2026"
GENERATOR: dict[str, Any] = json.loads(
    (Path(fairapp.demo.__file__).parent / "data" / "generator.json").read_text()
)
IDENTITY = GENERATOR["identity"]


@pytest.fixture
def found(demo_app: Flask) -> dict[str, Any]:
    with demo_app.app_context():
        event = find_event(SLUG)
        assert event is not None
        return as_dict(summarise(event))


def test_unique_participants_and_person_days(found: dict[str, Any]) -> None:
    assert found["unique"] == IDENTITY["unique_attendees"] == 400
    assert found["person_days"] == GENERATOR["person_days"] == 994
    assert list(found["by_day"].items()) == list(
        zip(GENERATOR["event"]["dates"], GENERATOR["unique_per_day"].values(), strict=True)
    )
    assert found["entries"] == sum(found["entries_by_day"].values()) > found["person_days"]
    assert found["unidentified_entries"] == 0


def test_by_sex_and_category(found: dict[str, Any]) -> None:
    categories = GENERATOR["categories"]

    assert found["by_category"] == {c["id"]: c["attendees"] for c in categories}
    assert found["by_sex"] == {
        "F": sum(c["women"] for c in categories),
        "M": sum(c["men"] for c in categories),
    }
    assert _count(found, lambda cell: (cell["category"], cell["sex"])) == {
        (c["id"], sex): n
        for c in categories
        for sex, n in (("F", c["women"]), ("M", c["men"]))
        if n
    }


def test_by_age_and_youth(found: dict[str, Any]) -> None:
    assert found["by_age"] == GENERATOR["age_bands"]
    assert found["youth"] == {"15-35": 174, "15-24": 56, "15-29": 112}
    assert _matrix(found, "age") == _expected("matrix_category_age")


def test_by_region(found: dict[str, Any]) -> None:
    assert found["by_region"] == GENERATOR["regions_attendees"]
    assert _matrix(found, "region") == _expected("matrix_category_region")


def test_cube_by_day(found: dict[str, Any]) -> None:
    days = GENERATOR["event"]["dates"]
    expected: Counter[tuple[str, str]] = Counter()
    matrix = GENERATOR["matrix_category_daypattern"]
    for category, row in matrix["rows"].items():
        for pattern, n in zip(matrix["cols"], row, strict=True):
            for day, mark in zip(days, pattern, strict=True):
                if mark != "-" and n:
                    expected[day, category] += n

    assert _count(found, lambda cell: (cell["day"], cell["category"]), "cube") == expected


def test_days_present_and_attestations(found: dict[str, Any]) -> None:
    needed = GENERATOR["eligible_for_attestation_2_of_3_days"]

    assert found["attestation"] == {"days_needed": 2, "persons": needed}
    assert found["by_days_present"]["1"] == IDENTITY["unique_attendees"] - needed


def test_no_shows_substitutes_walk_ins(found: dict[str, Any]) -> None:
    replaced, absent = IDENTITY["no_show_replaced"], IDENTITY["no_show_not_replaced"]

    assert (found["no_show"], found["no_show_replaced"]) == (replaced + absent, replaced)
    assert found["substitutes"] == IDENTITY["substitute_persons"]
    assert found["walk_ins"] == IDENTITY["walk_in_persons"]


def test_first_time(found: dict[str, Any]) -> None:
    first = GENERATOR["first_time"]

    assert found["first_time"] == {"yes": first["first_participation"], "no": first["came_before"]}


def test_tallies_are_apart(found: dict[str, Any]) -> None:
    expected = {t["session"]: t["n"] for t in GENERATOR["tallies_without_names"]}

    assert {tally["session"]: tally["all"] for tally in found["tallies"]} == expected


@pytest.mark.parametrize(
    ("number", "people", "words"),
    [
        (1, 352, "three hundred and fifty-two (352)"),
        (2, 318, "three hundred and eighteen (318)"),
        (3, 324, "three hundred and twenty-four (324)"),
    ],
)
def test_attendance_list_names_everybody_of_the_day(
    demo_app: Flask, number: int, people: int, words: str
) -> None:
    with demo_app.app_context(), force_locale("en"):
        event = find_event(SLUG)
        assert event is not None
        listed = attendance_list(event, Scope(event.days[number - 1]), Shape(contacts=True))
        pages = pages_of(paper.render(listed, evidence.take(event)))

    assert len(listed.people) == people
    assert f"closed at {words} participants" in pages[-1]
    words_of_pages = {word for page in pages for word in page.split()}
    for person in listed.people:
        names = f"{person.family_name.upper()} {person.given_names}".split()
        assert words_of_pages.issuperset(names), names
    assert all(f"Page {n} of {len(pages)}" in page for n, page in enumerate(pages, start=1))


def _count(
    found: dict[str, Any], key: Callable[[dict[str, Any]], Any], cube: str = "unique_cube"
) -> Counter[Any]:
    counts: Counter[Any] = Counter()
    for cell in found[cube]:
        counts[key(cell)] += cell["count"]
    return counts


def _matrix(found: dict[str, Any], side: str) -> Counter[Any]:
    return _count(found, lambda cell: (cell["category"], cell[side]))


def _expected(name: str) -> dict[tuple[str, str], int]:
    matrix = GENERATOR[name]
    return {
        (category, value): n
        for category, row in matrix["rows"].items()
        for value, n in zip(matrix["cols"], row, strict=True)
        if n
    }
