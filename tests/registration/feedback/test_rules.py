"""From when until when opinions are taken, and of what."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from fairapp.core.errors import DomainError
from fairapp.programme.kinds import DEFAULT_COLOURS
from fairapp.registration.feedback import rules

OPENS = datetime(2026, 12, 2, 14, 0, tzinfo=UTC)
CLOSES = datetime(2026, 12, 12, 0, 0, tzinfo=UTC)
TICK = timedelta.resolution


def refusal(at: datetime, *, is_cancelled: bool = False, is_fair: bool = False) -> str:
    try:
        rules.can_judge(
            opens_at=OPENS, closes_at=CLOSES, is_cancelled=is_cancelled, is_fair=is_fair, at=at
        )
    except DomainError as error:
        assert error.message
        return error.code
    return ""


@pytest.mark.parametrize("is_fair", [False, True])
def test_opinions_are_taken_from_the_beginning_until_the_end(is_fair: bool) -> None:
    moments = (OPENS - TICK, OPENS, CLOSES - TICK, CLOSES)
    assert [refusal(at, is_fair=is_fair) for at in moments] == ["too_early", "", "", "too_late"]


def test_nobody_judges_what_did_not_happen() -> None:
    assert refusal(OPENS + TICK, is_cancelled=True) == "session_cancelled"


def test_meals_and_the_reception_are_not_judged() -> None:
    left_out = {icon for icon in DEFAULT_COLOURS if not rules.is_judged(icon)}
    assert left_out == {"accueil", "pause", "photo", "presse"}
