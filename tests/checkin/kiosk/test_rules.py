from __future__ import annotations

import pytest

from fairapp.checkin.kiosk.rules import Outcome, Shown, outcome, tail_fits


@pytest.mark.parametrize(
    ("standing", "is_revoked", "is_printed", "expected"),
    [
        ("confirmed", False, False, Outcome.PRINTING),
        ("confirmed", False, True, Outcome.PRINTED),
        ("confirmed", True, False, Outcome.NOT_VALID),
        ("replaced", False, False, Outcome.NOT_VALID),
        ("cancelled", False, True, Outcome.CANCELLED),
        ("cancelled", True, False, Outcome.NOT_VALID),
        ("pending", False, True, Outcome.NOT_CONFIRMED),
        ("waiting", False, False, Outcome.NOT_CONFIRMED),
        ("offered", False, False, Outcome.NOT_CONFIRMED),
        ("declined", False, False, Outcome.NOT_CONFIRMED),
        ("", False, False, Outcome.UNKNOWN),
    ],
)
def test_only_who_is_expected_gets_one_badge(
    standing: str, is_revoked: bool, is_printed: bool, expected: Outcome
) -> None:
    assert outcome(Shown(standing, is_revoked, is_printed)) is expected


def test_code_of_nobody_is_unknown() -> None:
    assert outcome(None) is Outcome.UNKNOWN


@pytest.mark.parametrize(
    ("phone", "typed", "fits"),
    [
        ("+224631123456", "3456", True),
        ("+224631123456", "3457", False),
        ("+224631123456", "456", False),
        ("+224631123456", "", False),
        ("", "", False),
        ("3456", "3456", False),
    ],
)
def test_end_of_a_phone_number_must_be_whole_and_known(phone: str, typed: str, fits: bool) -> None:
    assert tail_fits(phone, typed) is fits
