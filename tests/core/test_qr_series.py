"""Codes made all at once are those made one by one."""

from __future__ import annotations

import random

import pytest

from fairapp.core import qr
from fairapp.core.qr_series import Series

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 $%*+-.:"


@pytest.mark.parametrize("scale", [1, 4])
@pytest.mark.parametrize("base", ["HTTPS://FAIR.ORG", "HTTPS://FAIR.EXAMPLE.ORG", "http://a.org"])
def test_codes_of_a_series_are_those_made_one_by_one(base: str, scale: int) -> None:
    draw = random.Random(7)
    series = Series(scale=scale)
    for length in (16, 15, 16, 1, 0, 16):
        text = f"{base}/B/{''.join(draw.choices(LETTERS, k=length))}"
        assert series.bits(text) == qr.bits(text, scale=scale)


@pytest.mark.parametrize("length", [4, 45, 90, 110, 150, 180, 250, 400])
def test_longer_addresses_have_more_blocks_and_other_patterns(length: int) -> None:
    draw = random.Random(length)
    series = Series()
    for _ in range(2):
        text = f"HTTPS://{'F' * length}.ORG/B/{''.join(draw.choices(LETTERS, k=16))}"
        assert series.bits(text) == qr.bits(text)
