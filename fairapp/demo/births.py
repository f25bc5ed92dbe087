"""Years and dates of birth: « né vers 1961 » for some of the older, 1 January for those who never
knew the day.
"""

import random
from collections.abc import Sequence
from datetime import date, timedelta

from fairapp.demo.allocate import pick
from fairapp.demo.shapes import Birth, Slot

FIRST_DAY = date(2026, 12, 2)
OLDEST = 78
YEAR_ONLY_OVER_50 = 0.22
FULL_DATE_SHARE = 0.7
NEW_YEAR_SHARE = 0.09


def build_births(rng: random.Random, slots: Sequence[Slot]) -> dict[int, Birth]:
    """A birth for each slot; the age on the first day is always 2026 minus the year, so both ways
    of counting agree.
    """
    years = {slot.key: FIRST_DAY.year - _age(rng, slot.band) for slot in slots}
    older = [slot.key for slot in slots if slot.band in ("50-59", "60+") and slot.days]
    vague = set(pick(rng, older, round(YEAR_ONLY_OVER_50 * len(older))))
    sure = [slot.key for slot in slots if slot.key not in vague]
    dated = pick(rng, sure, round(FULL_DATE_SHARE * len(sure)))
    new_year = set(pick(rng, dated, round(NEW_YEAR_SHARE * len(dated))))
    births = {key: Birth(years[key], approximate=key in vague) for key in years}
    for key in dated:
        births[key] = Birth(years[key], _day(rng, years[key], key in new_year))
    return births


def band_limits(band: str) -> tuple[int, int]:
    """``"18-24"`` to ``(18, 24)``; ``"60+"`` to ``(60, 78)``."""
    if band.endswith("+"):
        return int(band[:-1]), OLDEST
    low, high = band.split("-")
    return int(low), int(high)


def _age(rng: random.Random, band: str) -> int:
    return rng.randint(*band_limits(band))


def _day(rng: random.Random, year: int, new_year: bool) -> date:
    if new_year:
        return date(year, 1, 1)
    until = date(year, FIRST_DAY.month, FIRST_DAY.day)
    return date(year, 1, 2) + timedelta(days=rng.randrange((until - date(year, 1, 2)).days))
