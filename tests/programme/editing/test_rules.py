"""What the editor warns of, on plain values."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time

import pytest

from fairapp.core.errors import DomainError
from fairapp.core.i18n import LocalizedText
from fairapp.programme.editing.rules import Hours, Slot, Trouble, Warning, check, warnings

WEDNESDAY, FRIDAY = "2026-12-02", "2026-12-04"


def slot(code: str, start: str, end: str, *, on: str = WEDNESDAY, **more: object) -> Slot:
    begins, ends = (datetime.fromisoformat(f"{on}T{clock}") for clock in (start, end))
    return Slot(code, begins, ends, **{"room": code, **more})  # type: ignore[arg-type]


def told(*slots: Slot, hours: Hours | None = None) -> list[tuple[str, str, str]]:
    return [(w.code, str(w.trouble), w.other) for w in warnings(slots, hours or Hours())]


def test_two_sessions_in_one_room_are_both_told() -> None:
    one, other = slot("a", "09:00", "10:30", room="GS"), slot("b", "10:00", "11:00", room="GS")
    assert told(one, other) == [("a", "room_taken", "b"), ("b", "room_taken", "a")]
    assert told(one, replace(other, room="SF")) == []
    assert told(replace(one, room=""), replace(other, room="")) == []


def test_one_after_the_other_is_no_clash() -> None:
    one, other = slot("a", "09:00", "10:30", room="GS"), slot("b", "10:30", "11:00", room="GS")
    assert told(one, other) == []


def test_who_is_in_two_places_is_named() -> None:
    one = slot("a", "09:00", "10:30", people=frozenset({1, 2}))
    other = slot("b", "10:00", "11:00", people=frozenset({2, 3}))
    assert warnings([other, one], Hours()) == [
        Warning("a", Trouble.PERSON_TWICE, "b", frozenset({2})),
        Warning("b", Trouble.PERSON_TWICE, "a", frozenset({2})),
    ]


@pytest.mark.parametrize(
    ("values", "trouble"),
    [
        ({"capacity": 60, "seated": 61}, ["seats_below_sign_ups"]),
        ({"capacity": 60, "seated": 60}, []),
        ({"capacity": None, "seated": 500}, []),
        ({"capacity": 90, "room_capacity": 60}, ["seats_above_room"]),
        ({"capacity": None, "seated": 61, "room_capacity": 60}, ["seats_above_room"]),
        ({"act_minutes": 91}, ["acts_too_long"]),
        ({"act_minutes": 90}, []),
    ],
)
def test_seats_and_acts(values: dict[str, int], trouble: list[str]) -> None:
    found = told(slot("a", "09:00", "10:30", **values))
    assert [what for _, what, _ in found] == trouble


@pytest.mark.parametrize(
    ("start", "end", "trouble"),
    [
        ("06:59", "08:00", ["outside_hours"]),
        ("07:00", "22:00", []),
        ("21:00", "22:01", ["outside_hours"]),
    ],
)
def test_hours_of_the_day(start: str, end: str, trouble: list[str]) -> None:
    assert [what for _, what, _ in told(slot("a", start, end))] == trouble


def test_a_session_over_midnight_is_outside_however_late_the_fair_closes() -> None:
    ball = Slot("a", datetime(2026, 12, 2, 21), datetime(2026, 12, 3, 1))
    assert told(ball, hours=Hours(closes_at=time(23, 59))) == [("a", "outside_hours", "")]


@pytest.mark.parametrize(
    ("on", "start", "end", "icon", "is_told"),
    [
        (FRIDAY, "12:00", "12:30", "presse", False),
        (FRIDAY, "12:00", "12:31", "presse", True),
        (FRIDAY, "14:29", "15:00", "bilan", True),
        (FRIDAY, "14:30", "15:00", "bilan", False),
        (FRIDAY, "12:30", "14:30", "pause", False),
        (WEDNESDAY, "13:00", "14:00", "bilan", False),
    ],
)
def test_friday_prayer(on: str, start: str, end: str, icon: str, is_told: bool) -> None:
    found = told(slot("a", start, end, on=on, icon=icon))
    assert found == ([("a", "friday_prayer", "")] if is_told else [])
    assert (
        told(slot("a", start, end, on=on, icon=icon), hours=Hours(keeps_friday_prayer=False)) == []
    )


def test_a_stage_is_changed_between_two_shows() -> None:
    sketches = slot("a", "16:15", "17:15", room="SC", icon="comedie")
    music = slot("b", "17:25", "18:30", room="SC", icon="musique")
    assert warnings([music, sketches], Hours()) == [
        Warning("b", Trouble.STAGE_CHANGE, "a", number=10)
    ]
    assert told(sketches, music, hours=Hours(stage_change=10)) == []
    assert told(sketches, replace(music, room="GS")) == []
    assert told(sketches, replace(music, icon="bilan")) == []


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"title": LocalizedText()}, "title_missing", "title"),
        ({"minutes": 4}, "minutes_wrong", "minutes"),
        ({"minutes": 24 * 60 + 1}, "minutes_wrong", "minutes"),
        ({"capacity": 0}, "seats_wrong", "capacity"),
    ],
)
def test_refusals_stand_at_their_field(values: dict[str, object], code: str, field: str) -> None:
    fine = {"title": LocalizedText(ar="حفل"), "minutes": 60, "capacity": None}
    check(**fine)  # type: ignore[arg-type]
    with pytest.raises(DomainError) as refusal:
        check(**{**fine, **values})  # type: ignore[arg-type]
    assert (refusal.value.code, refusal.value.field) == (code, field)
