"""Rows as people type them."""

from __future__ import annotations

from datetime import time

import pytest

from fairapp.checkin.paper.rules import Row, read


@pytest.mark.parametrize(
    ("text", "at", "number"),
    [
        ("08:31 12", time(8, 31), 12),
        ("8h31 12", time(8, 31), 12),
        ("8H31\t0012", time(8, 31), 12),
        ("08.31;12;", time(8, 31), 12),
        ("08:31:59 12", time(8, 31), 12),
        ("  8:31 – n° 12 ", time(8, 31), 12),
        ("8:31 N°12", time(8, 31), 12),
        ("08:31 #412", time(8, 31), 412),
        ("٠٨:٣١ ١٢", time(8, 31), 12),
        ("00:00 1", time(0, 0), 1),
        ("23:59, 999999999", time(23, 59), 999_999_999),
    ],
)
def test_a_row_is_a_time_and_a_number(text: str, at: time, number: int) -> None:
    assert read(text) == [Row(1, text.strip(), at, number)]


@pytest.mark.parametrize(
    "text",
    [
        *("08:31", "12", "24:00 12", "08:60 12", "08:31 0", "8:3 12", "08:3112", "08:31 Diallo"),
        *("08:31 12 13", "08:31 1234567890", "-8:31 12", "²:31 12", "08:31 ½"),
    ],
)
def test_anything_else_is_kept_and_said_to_be_unreadable(text: str) -> None:
    assert read(text) == [Row(1, text)]


def test_empty_lines_count_as_lines_and_are_no_rows() -> None:
    assert [row.line for row in read("\n08:31 12\r\n\n 08:32 13\n")] == [2, 4]
