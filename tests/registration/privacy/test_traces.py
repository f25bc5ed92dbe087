"""Somebody is found in words that others have typed, and nobody else is."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from fairapp.registration.privacy.rules import BAND_STARTS, year_of_band
from fairapp.registration.privacy.traces import Traces
from fairapp.reports.ages import YOUTH, band_of, is_youth

EMPTY = dict.fromkeys(
    (
        "given_names",
        "family_name",
        "name_other_script",
        "name_raw",
        "phone",
        "phone_2",
        "phone_raw",
        "email",
    ),
    "",
)


def traces(**told: str) -> Traces:
    return Traces.of([SimpleNamespace(**{**EMPTY, **told})])


ONE = traces(
    given_names="M’Mah Ciré",
    family_name="Soumah",
    name_other_script="ماما سوماه",
    phone="+224622334455",
    email="Mmah@example.org",
)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Rappeler M’Mah Ciré Soumah demain", "Rappeler … demain"),
        ("SOUMAH M’MAH CIRÉ, absente", "…, absente"),
        ("rappeler mmah cire soumah", "…"),
        ("tél. 622 33 44 55 le soir", "tél. … le soir"),
        ("+224 622-33-44-55", "…"),
        ("٦٢٢٣٣٤٤٥٥", "…"),
        ("écrire à MMAH@example.org", "écrire à …"),
        ("مع ماما سوماه", "مع …"),
    ],
)
def test_a_person_is_taken_out_however_she_is_written(text: str, left: str) -> None:
    assert ONE.taken_out(text) == left
    assert not ONE.are_in(left)


@pytest.mark.parametrize(
    "text",
    [
        "M’Mah Soumah",
        "Soumah",
        "622334456",
        "a1622334455b0c",
        "Ciré Soumahoro M’Mah",
        "",
    ],
)
def test_others_stay(text: str) -> None:
    assert ONE.taken_out(text) == text


def test_cells_side_by_side_are_one_name() -> None:
    assert ONE.taken_out(["M'Mah Ciré", "SOUMAH", "", "622334455", 3]) == ["…", "…", "", "…", 3]
    nested: dict[str, Any] = {"a": [{"b": "M’Mah Ciré Soumah"}, None, True]}
    assert ONE.taken_out(nested) == {"a": [{"b": "…"}, None, True]}


@pytest.mark.parametrize(
    ("text", "passages"),
    [
        ("Voir avec SOUMAH, demain.", ["Voir avec SOUMAH, demain."]),
        ({"fr": "merci à Soumah", "ar": None}, ["merci à Soumah"]),
        ("M’Mah Ciré Soumah ; puis Soumah seule", ["… ; puis Soumah seule"]),
        ("a b c d e Soumah 622 11 22 33 a@b.c y z", ["b c d e Soumah … … y z"]),
        ("Soumahoro et Soumahs", []),
        ("M’Mah Ciré Soumah", []),
        (["Soumah"], []),
        (None, []),
    ],
)
def test_a_family_name_alone_is_shown_and_not_taken_out(text: Any, passages: list[str]) -> None:
    assert ONE.passages(text) == passages


def test_a_short_family_name_is_not_looked_for() -> None:
    assert traces(given_names="Foday", family_name="Bah").passages("Bah oui") == []


def test_one_word_is_no_name_to_look_for() -> None:
    assert traces(given_names="Fatou").taken_out("Fatou et Fatou Bah") == "Fatou et Fatou Bah"


@pytest.mark.parametrize("age", [*range(0, 120)])
def test_a_year_of_birth_keeps_band_and_youth_and_nothing_else(age: int) -> None:
    year = year_of_band(age, 2026)
    assert year is not None
    left = 2026 - year
    assert band_of(left) == band_of(age) and left in BAND_STARTS
    assert [is_youth(left, name) for name in YOUTH] == [is_youth(age, name) for name in YOUTH]


@pytest.mark.parametrize("age", [None, -1, 201])
def test_an_age_that_is_none_stays_none(age: int | None) -> None:
    assert year_of_band(age, 2026) is None
