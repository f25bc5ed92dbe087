"""A fair's address: proposed from its name, and what it may be."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from fairapp.core.errors import DomainError
from fairapp.events import addresses

CASES = json.loads((Path(__file__).parents[1] / "contracts" / "address_cases.json").read_text())


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["name"]))
def test_propose_as_the_page_does(case: dict[str, Any]) -> None:
    address = addresses.propose(case["name"], case["year"])
    assert address == case["address"]
    addresses.check(address)


@pytest.mark.parametrize("address", ["kindia", "a", "2026", "fair-2026", "a" * 60])
def test_check_accepts(address: str) -> None:
    addresses.check(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "Kindia",
        "é",
        "a b",
        "-a",
        "a-",
        "a--b",
        "a/b",
        "..",
        "a" * 61,
        "a_b",
        "a\n",
        "معرض",
        "new",
    ],
)
def test_check_refuses(address: str) -> None:
    with pytest.raises(DomainError) as refusal:
        addresses.check(address)
    assert refusal.value.field == "slug"
    assert refusal.value.code == ("slug_reserved" if address == "new" else "slug_form")


def test_words_make_codes() -> None:
    assert addresses.words("Élus locaux, délégations") == "elus_locaux_delegations"
    assert addresses.words("شباب") == ""
