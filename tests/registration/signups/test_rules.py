"""Who may have a seat."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from fairapp.core.errors import DomainError
from fairapp.registration.signups.rules import can_have_seats, can_sign_up

AT = datetime(2026, 12, 2, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
OFFERED: dict[str, Any] = {
    "takes_sign_up": True,
    "status": "published",
    "starts_at": AT + HOUR,
    "is_expected": True,
}


def refusal(**changed: Any) -> str:
    try:
        can_sign_up(**{**OFFERED, **changed}, at=AT)
    except DomainError as error:
        return error.code
    return ""


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({}, ""),
        ({"status": "moved"}, ""),
        ({"starts_at": AT}, "session_begun"),
        ({"status": "cancelled"}, "session_cancelled"),
        ({"status": "draft"}, "no_sign_up"),
        ({"takes_sign_up": False}, "no_sign_up"),
        ({"is_expected": False}, "not_expected"),
    ],
)
def test_who_may_put_a_name_down_for_what(changed: dict[str, Any], code: str) -> None:
    assert refusal(**changed) == code


@pytest.mark.parametrize("capacity", [None, 3, 4])
def test_seats_may_be_as_many_as_are_taken_or_more(capacity: int | None) -> None:
    can_have_seats(capacity, seated=3)


def test_no_seat_is_taken_away_by_having_fewer() -> None:
    with pytest.raises(DomainError) as refused:
        can_have_seats(2, seated=3)
    assert (refused.value.code, refused.value.field) == ("seats_taken", "capacity")
