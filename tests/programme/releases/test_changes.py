"""How two versions differ, on plain values."""

from __future__ import annotations

from typing import Any

import pytest

from fairapp.programme.releases.changes import Change, What, differences, fingerprint

ENTRY: dict[str, Any] = {
    "starts_at": "2026-12-02T09:00:00+00:00",
    "minutes": 90,
    "room": "GS",
    "kind": "table_ronde",
    "title": {"fr": "Table ronde"},
    "abstract": {},
    "acts": [{"title": {"fr": "Hymne"}, "needs": "sono"}],
    "is_cancelled": False,
    "note": "",
}


def only(before: dict[str, Any] | None, after: dict[str, Any] | None) -> Change:
    (change,) = differences(
        {"a": before} if before is not None else {}, {"a": after} if after is not None else {}
    )
    return change


@pytest.mark.parametrize(
    ("values", "what", "fields"),
    [
        ({"starts_at": "2026-12-02T10:00:00+00:00"}, What.MOVED, ["starts_at"]),
        ({"room": "SF"}, What.MOVED, ["room"]),
        ({"minutes": 60}, What.MOVED, ["minutes"]),
        ({"is_cancelled": True, "room": "SF"}, What.CANCELLED, ["room", "is_cancelled"]),
        ({"title": {"fr": "Panel"}}, What.CHANGED, ["title"]),
        ({"abstract": {"fr": "Texte"}}, What.CHANGED, ["abstract"]),
    ],
)
def test_what_differs_and_how(values: dict[str, Any], what: What, fields: list[str]) -> None:
    change = only(ENTRY, {**ENTRY, **values})
    assert (change.what, change.fields) == (what, fields)
    assert {name: change.after[name] for name in values} == values
    assert change.before["title"] == {"fr": "Table ronde"}
    assert set(change.after) == {"title", "starts_at", "minutes", "room", *fields}


def test_one_that_takes_place_after_all() -> None:
    assert only({**ENTRY, "is_cancelled": True}, ENTRY).what == What.RESTORED


def test_what_is_cancelled_moves_without_a_word() -> None:
    off = {**ENTRY, "is_cancelled": True}
    change = only(off, {**off, "room": "SF"})
    assert (change.what, change.is_told) == (What.CHANGED, False)


@pytest.mark.parametrize(
    ("before", "after", "is_told"),
    [
        (ENTRY, {**ENTRY, "room": "SF"}, True),
        (ENTRY, {**ENTRY, "is_cancelled": True}, True),
        (ENTRY, None, True),
        ({**ENTRY, "is_cancelled": True}, None, False),
        ({**ENTRY, "is_cancelled": True}, ENTRY, True),
        (None, ENTRY, True),
        (None, {**ENTRY, "is_cancelled": True}, False),
        (ENTRY, {**ENTRY, "abstract": {"fr": "Texte"}}, False),
    ],
)
def test_of_what_people_with_a_seat_are_told(
    before: dict[str, Any] | None, after: dict[str, Any] | None, is_told: bool
) -> None:
    assert only(before, after).is_told is is_told


def test_added_and_withdrawn() -> None:
    assert only(None, ENTRY).what == What.ADDED
    withdrawn = only(ENTRY, None)
    assert (withdrawn.what, withdrawn.title, withdrawn.after) == (
        What.WITHDRAWN,
        {"fr": "Table ronde"},
        {},
    )


@pytest.mark.parametrize(
    "values",
    [
        {"note": "VIP"},
        {"acts": [{"title": {"fr": "Hymne"}, "needs": "2 micros"}]},
        {"abstract": None},
    ],
)
def test_what_only_the_team_sees_is_no_change(values: dict[str, Any]) -> None:
    assert differences({"a": ENTRY}, {"a": {**ENTRY, **values}}) == []


def test_in_the_order_of_the_clock_then_of_the_code() -> None:
    late = {**ENTRY, "starts_at": "2026-12-02T15:00:00+00:00"}
    found = differences({"b": ENTRY}, {"c": late, "d": ENTRY, "a": late})
    assert [change.code for change in found] == ["b", "d", "a", "c"]


def test_a_change_comes_back_as_it_was_kept() -> None:
    change = only(ENTRY, {**ENTRY, "room": "SF"})
    assert Change.from_dict(change.as_dict()) == change


def test_a_fingerprint_tells_what_is_said_and_not_in_which_order() -> None:
    turned = dict(reversed(ENTRY.items()))
    assert fingerprint({"a": ENTRY}) == fingerprint({"a": turned})
    assert fingerprint({"a": ENTRY}) != fingerprint({"a": {**ENTRY, "note": "VIP"}})
