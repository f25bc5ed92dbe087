"""Amounts to the franc, digests that notice everything, differences that name the person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairapp.reports.payments.rules import (
    Change,
    Line,
    Rate,
    Terms,
    changes,
    corrected,
    digest,
    next_step,
)
from tests.reports.payments.conftest import TERMS

LINE = Line(
    registration_id=7,
    reference="K7M4QX",
    name="DIALLO Mariama",
    organisation="AGIL",
    position="",
    category="ong",
    region="Labé",
    locality="Mali",
    days=("2026-12-02", "2026-12-03"),
    paid_days=2,
    daily=400_000,
    transport=260_000,
    amount=1_060_000,
)


@pytest.mark.parametrize(
    ("region", "days", "paid", "amount"),
    [
        ("Labé", 2, 2, 1_060_000),
        ("Labé", 0, 0, 0),
        ("Conakry", 3, 3, 150_000),
        ("Boké", 3, 3, 0),
        ("", 1, 1, 0),
    ],
)
def test_what_is_due_follows_from_region_and_days(
    region: str, days: int, paid: int, amount: int
) -> None:
    due = TERMS.due(region, days)
    assert (due.days, due.amount) == (paid, amount)


def test_no_more_days_are_paid_than_the_ceiling() -> None:
    due = replace(TERMS, most_days=2).due("Labé", 3)
    assert (due.days, due.amount) == (2, 1_060_000)


@pytest.mark.parametrize(
    ("category", "region", "paid"),
    [
        ("ong", "Conakry", True),
        ("officiel", "Conakry", False),
        ("officiel", "Labé", True),
        ("unheard", "Labé", False),
    ],
)
def test_a_category_is_paid_as_it_was_set(category: str, region: str, paid: bool) -> None:
    assert TERMS.pays(category, region) is paid


def test_terms_and_lines_come_back_from_plain_values() -> None:
    assert Terms.of(TERMS.as_dict()) == TERMS
    assert Line.of(LINE.as_dict()) == LINE


@given(st.lists(st.integers(0, 100_000_000)), st.integers(0, 60))
def test_sums_are_whole_francs_whatever_the_rates(dailies: list[int], days: int) -> None:
    terms = replace(TERMS, rates={str(i): Rate(daily, 1) for i, daily in enumerate(dailies)})
    amounts = [terms.due(str(i), days).amount for i in range(len(dailies))]
    assert sum(amounts) == days * sum(dailies) + (len(dailies) if days else 0)


def test_the_digest_notices_every_value() -> None:
    plain = digest(TERMS, [LINE])
    assert digest(TERMS, [LINE]) == plain
    others = [
        digest(replace(TERMS, most_days=9), [LINE]),
        digest(TERMS, [LINE, LINE]),
        *(
            digest(TERMS, [replace(LINE, **{name: value})])
            for name, value in {
                "name": "DIALLO M.",
                "days": ("2026-12-02",),
                "amount": 1_060_001,
                "on_paper": ("2026-12-02",),
            }.items()
        ),
    ]
    assert len({plain, *others}) == 7


def test_differences_are_of_days_and_money_and_name_who_came_or_went() -> None:
    renamed = replace(LINE, name="DIALLO Mariama Ciré")
    more = replace(LINE, days=(*LINE.days, "2026-12-04"), paid_days=3, amount=1_460_000)
    other = replace(LINE, registration_id=8, name="BAH Aly")
    assert changes([LINE], [renamed]) == []
    found = changes([LINE], [more, other])
    assert found == [Change(None, other), Change(LINE, more)]
    assert [change.by for change in found] == [1_060_000, 400_000]
    assert [change.by for change in changes([LINE], [])] == [-1_060_000]


def test_somebody_whose_days_were_all_added_was_never_seen() -> None:
    assert not LINE.is_unseen
    assert replace(LINE, added=LINE.days).is_unseen
    assert not replace(LINE, added=LINE.days[:1]).is_unseen


def test_corrections_add_and_remove_days() -> None:
    one, two, three = (date(2026, 12, day) for day in (2, 3, 4))
    assert corrected([three, one], [two], [one]) == [two, three]


def test_steps_are_signed_in_order() -> None:
    assert next_step([]) == "established"
    assert next_step(["established"]) == "verified"
    assert next_step(["established", "verified"]) == "approved"
    assert next_step(["approved", "verified", "established"]) is None
