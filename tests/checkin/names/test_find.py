"""What a phone finds by name is what the desk finds: the cases that scanner/names answers too."""

from __future__ import annotations

import json
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from fairapp.core.folding import fold
from fairapp.registration import queries, search, spellings
from tests.checkin.conftest import Fair

_ROOT = Path(__file__).resolve().parents[3]
CASES: dict[str, Any] = json.loads((_ROOT / "tests/contracts/search_cases.json").read_text())
SPELLINGS = _ROOT / "fairapp/static/js/scanner/names/spellings.js"
EMPTY = dict.fromkeys(
    (
        *("honorific", "given_names", "family_name", "name_other_script", "name_raw"),
        *("precision", "organisation", "position", "locality", "reference", "delegation"),
    ),
    "",
)


@pytest.mark.parametrize(("text", "folded"), CASES["folded"])
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(("query", "wanted"), CASES["tokens"])
def test_tokens(query: str, wanted: list[list[str]]) -> None:
    assert [list(token.spellings) for token in search.tokens(query)] == wanted


def test_open_text_is_what_is_searched_without_contacts() -> None:
    for case in CASES["people"]:
        person = SimpleNamespace(**{**EMPTY, "birth_year": None, **case})
        assert search.open_text(person, delegation=person.delegation) == case["text"]


def test_found_in_the_same_order(fair: Fair) -> None:
    ids = []
    for n, case in enumerate(CASES["people"]):
        plain = {k: v for k, v in case.items() if k not in ("text", "delegation")}
        person = fair.person("X Y", **{"birth_year": None})
        for name, value in {"given_names": "", "family_name": "", **plain}.items():
            setattr(person, name, value)
        # No piece of it is asked for, nor of a phone number.
        person.reference = f"QQQQ{'QW'[n // 8]}{'QWXYKVRP'[n % 8]}"
        person.search_text = search.search_text(person, delegation=case.get("delegation", ""))
        ids.append(person.id)
    fair.db.flush()

    found = {
        query: [ids.index(row.id) for row in queries.search(fair.event, query, contacts=False)]
        for query in CASES["found"]
    }

    assert found == CASES["found"]


def test_the_phone_has_the_same_spellings() -> None:
    table = re.findall(r'^  (\w+): "([\w ]+)",$', SPELLINGS.read_text(), re.M)
    told: dict[str, set[str]] = {}
    for name, spelt in table:
        for spelling in spelt.split():
            told.setdefault(spelling, set()).add(name)
    assert told == {k: set(v) for k, v in spellings._NAMES.items()}
