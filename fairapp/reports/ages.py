"""Ages as donors ask for them: bands on the first day of the fair, and what counts as youth."""

from __future__ import annotations

UNKNOWN = "unknown"
# Ends included. Children are a band of their own, although no list of a donor asks for them.
BANDS = {
    "0-14": (0, 14),
    "15-17": (15, 17),
    "18-24": (18, 24),
    "25-29": (25, 29),
    "30-35": (30, 35),
    "36-49": (36, 49),
    "50-59": (50, 59),
    "60+": (60, 200),
}
# The African Youth Charter's ages first; then the United Nations' and a common donor's.
YOUTH = {"15-35": (15, 35), "15-24": (15, 24), "15-29": (15, 29)}


def band_of(age: int | None) -> str:
    """The band of an age in completed years; `unknown` without one, or with an impossible one."""
    if age is None:
        return UNKNOWN
    return next((band for band, (low, high) in BANDS.items() if low <= age <= high), UNKNOWN)


def is_youth(age: int | None, definition: str = "15-35") -> bool:
    """Whether somebody of that age is young by one of the definitions in `YOUTH`."""
    low, high = YOUTH[definition]
    return age is not None and low <= age <= high


def bands_within(low: int, high: int) -> frozenset[str]:
    """The bands that lie between two ages; every definition of youth is made of whole bands."""
    return frozenset(band for band, (a, b) in BANDS.items() if low <= a and b <= high)
