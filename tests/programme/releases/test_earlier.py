"""Where a session was announced before."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from fairapp.programme.releases.changes import Change, What
from fairapp.programme.releases.earlier import Placing, earlier


def at(clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-12-02T{clock}").replace(tzinfo=UTC)


def change(what: What = What.MOVED, **before: Any) -> Change:
    return Change("a", what, {"title": {"fr": "Débat"}, **before}, {})


NOW = Placing(at("11:00"), at("12:00"), "GS")


def test_each_change_tells_only_what_was_otherwise() -> None:
    changes = [
        change(room="SC"),
        change(What.CHANGED),
        change(starts_at=at("09:00").isoformat(), minutes=30),
    ]
    assert earlier(changes, NOW) == [
        Placing(at("11:00"), at("12:00"), "SC"),
        Placing(at("09:00"), at("09:30"), "SC"),
    ]


def test_there_and_back_is_not_elsewhere() -> None:
    assert earlier([change(room="SC"), change(room="GS")], NOW) == [
        Placing(at("11:00"), at("12:00"), "SC")
    ]
    assert earlier([], NOW) == earlier([change(What.CANCELLED, is_cancelled=False)], NOW) == []


def test_no_room_is_a_place_too() -> None:
    assert earlier([change(room="")], NOW) == [Placing(at("11:00"), at("12:00"), "")]
