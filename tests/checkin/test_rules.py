"""The check-in contract, case by case; the browser's twin runs the same file."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from fairapp.checkin import presence, rules
from fairapp.checkin.models import ENTRIES, Verdict
from fairapp.checkin.words import REASONS

CONTRACT = json.loads(
    (Path(__file__).parents[1] / "contracts" / "scan_cases.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("case", CONTRACT["cases"], ids=lambda case: case["name"])
def test_decide_answers_as_the_contract_says(case: dict[str, Any]) -> None:
    decision = rules.decide(
        _fair(case.get("fair", CONTRACT["fair"])),
        _gate(case["gate"]),
        rules.Attempt(**{**case["attempt"], "at": _moment(case["attempt"]["at"])}),
        _card(case["card"]),
        [_entry(entry) for entry in case["seen"]],
    )

    first = case["expect"].get("first")
    assert decision == rules.Decision(
        case["expect"]["verdict"], case["expect"]["reason"], _entry(first) if first else None
    )


def test_every_reason_of_the_contract_has_words_for_the_gate() -> None:
    told = {case["expect"]["reason"] for case in CONTRACT["cases"]} - {""}
    assert {"not_open_yet", "closed", "category", "day", "sign_up", "full"} <= told <= set(REASONS)


def test_contract_has_every_verdict_and_every_name_once() -> None:
    assert {case["expect"]["verdict"] for case in CONTRACT["cases"]} == set(Verdict)
    names = [case["name"] for case in CONTRACT["cases"]]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("verdict", list(Verdict))
def test_counts_as_entry_is_what_the_model_calls_an_entry(verdict: Verdict) -> None:
    decision = rules.Decision(verdict.value)

    assert rules.counts_as_entry(decision, is_overridden=False) == (verdict in ENTRIES)


@pytest.mark.parametrize("case", CONTRACT["entries"], ids=str)
def test_counts_as_entry_answers_as_the_contract_says(case: dict[str, Any]) -> None:
    decision = rules.Decision(case["verdict"])

    assert rules.counts_as_entry(decision, is_overridden=case["overridden"]) == case["entry"]


@pytest.mark.parametrize(
    ("is_own", "may_override", "allowed"),
    [(True, False, True), (False, True, True), (True, True, True), (False, False, False)],
)
def test_may_undo_ones_own_or_with_the_right(
    is_own: bool, may_override: bool, allowed: bool
) -> None:
    assert rules.may_undo(is_own=is_own, may_override=may_override) == allowed


PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("scope", "at", "begins", "ends"),
    [
        ("day", "2026-12-02T23:59:59Z", "2026-12-02T23:00:00Z", "2026-12-03T23:00:00Z"),
        ("counter", "2026-12-02T08:00:00Z", "2026-12-01T23:00:00Z", "2026-12-02T23:00:00Z"),
        ("half_day", "2026-12-02T11:59:59Z", "2026-12-01T23:00:00Z", "2026-12-02T12:00:00Z"),
        ("half_day", "2026-12-02T12:00:00Z", "2026-12-02T12:00:00Z", "2026-12-02T23:00:00Z"),
        ("meal", "2026-12-02T08:00:00Z", "2026-12-01T23:00:00Z", "2026-12-02T10:00:00Z"),
        ("meal", "2026-12-02T12:00:00Z", "2026-12-02T10:00:00Z", "2026-12-02T16:00:00Z"),
        ("meal", "2026-12-02T18:00:00Z", "2026-12-02T16:00:00Z", "2026-12-02T23:00:00Z"),
        # The day on which summer time ends has 25 hours.
        ("day", "2026-10-25T12:00:00Z", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"),
        ("half_day", "2026-10-25T11:30:00Z", "2026-10-24T22:00:00Z", "2026-10-25T12:00:00Z"),
    ],
)
def test_turn_is_bounded_by_the_fairs_clocks(scope: str, at: str, begins: str, ends: str) -> None:
    turn = rules.turn(scope, _moment(at).astimezone(PARIS))
    assert turn == (_moment(begins), _moment(ends))


@pytest.mark.parametrize(
    ("own", "scope", "of_session", "expected"),
    [
        (None, "session", 40, 40),
        (30, "session", 40, 30),
        (0, "session", 40, 0),
        (None, "day", 40, None),
        (30, "day", None, 30),
        (None, "session", None, None),
    ],
)
def test_capacity_is_its_own_before_the_sessions(
    own: int | None, scope: str, of_session: int | None, expected: int | None
) -> None:
    assert rules.capacity(own, scope, of_session) == expected


def test_half_days_part_at_the_hour_of_the_attendance_list() -> None:
    assert rules.AFTERNOON_FROM == presence.AFTERNOON_FROM


def _fair(data: dict[str, Any]) -> rules.Fair:
    return rules.Fair(ZoneInfo(data["zone"]), frozenset(map(date.fromisoformat, data["days"])))


def _gate(data: dict[str, Any]) -> rules.Gate:
    fields = dict(data)
    if "categories" in fields:
        fields["categories"] = frozenset(fields["categories"])
    if "days" in fields:
        fields["days"] = frozenset(map(date.fromisoformat, fields["days"]))
    fields |= {name: _moment(fields[name]) for name in ("opens_at", "closes_at") if name in fields}
    return rules.Gate(**fields)


def _card(data: dict[str, Any] | None) -> rules.Card | None:
    if data is None:
        return None
    holder = rules.Holder(**data["holder"]) if data["holder"] else None
    moments = {name: _moment(data[name]) for name in ("revoked_at", "given_at") if name in data}
    return rules.Card(holder, **moments)


def _entry(data: dict[str, Any]) -> rules.Entry:
    return rules.Entry(**{**data, "at": _moment(data["at"])})


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
