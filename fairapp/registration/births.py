"""Birth as people know it: a year, "vers 1961", or a full date; day before month."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from babel import Locale
from flask_babel import lazy_gettext as _l

from fairapp.core.errors import DomainError
from fairapp.core.folding import ascii_digits
from fairapp.registration.search import fold

OLDEST = 115
"""Years before the fair; an older year is a slip of the finger."""

_ABOUT = re.compile(
    r"\b(?:vers|environ|env|about|around|circa|ca|c)\b|[~≈±]|نحو|حوالي", re.IGNORECASE
)
_FULL = re.compile(r"(?P<d>\d{1,2})\s*[-/. ]\s*(?P<m>\d{1,2})\s*[-/. ]\s*(?P<y>\d{4}|\d{2})")
_ISO = re.compile(r"(?P<y>\d{4})\s*[-/.]\s*(?P<m>\d{1,2})\s*[-/.]\s*(?P<d>\d{1,2})")
_IN_WORDS = re.compile(r"(?P<d>\d{1,2})(?:er|st|nd|rd|th)? (?P<m>[^\W\d]+) (?P<y>\d{4})\b")
_AGE = re.compile(r"(?<!\d)(?P<age>\d{1,2})\s*(?:ans?\b|years?\b|سنة|عاما)", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?P<y>\d{4})(?!\d)")


@dataclass(frozen=True, slots=True)
class Birth:
    """What is known; all empty when nothing was said."""

    year: int | None = None
    on: date | None = None
    approximate: bool = False

    def __str__(self) -> str:
        """As it may be typed again."""
        if self.on is not None:
            return f"{self.on:%d/%m/%Y}"
        return "" if self.year is None else f"{'vers ' if self.approximate else ''}{self.year}"


def read(text: str, *, first_day: date) -> Birth:
    """The birth that `text` tells; DomainError when there is none, or not before `first_day`."""
    plain = ascii_digits(text).strip()
    if not plain:
        return Birth()
    try:
        birth = (
            _read_date(plain, first_day)
            or _read_words(plain)
            or _read_age(plain, first_day)
            or _read_year(plain)
        )
    except ValueError as error:
        raise DomainError(
            "birth_unreadable",
            _l("Write a year such as 1990, “about 1961”, or a date such as 12/03/1990."),
            field="birth",
        ) from error
    if birth.year is None or not first_day.year - OLDEST <= birth.year <= first_day.year:
        raise DomainError(
            "birth_impossible", _l("This year cannot be right: please check it."), field="birth"
        )
    return birth


def _read_date(plain: str, first_day: date) -> Birth | None:
    found = _ISO.search(plain) or _FULL.search(plain)
    if found is None:
        return None
    day, month, year = int(found["d"]), int(found["m"]), int(found["y"])
    if len(found["y"]) == 2:
        century = first_day.year // 100 * 100
        year += century if century + year <= first_day.year else century - 100
    return Birth(year, date(year, month, day))


def _read_words(plain: str) -> Birth | None:
    """ "12 mars 1990", in any of the three languages."""
    found = _IN_WORDS.search(fold(plain))
    month = found and _months().get(found["m"])
    if not found or not month:
        return None
    year = int(found["y"])
    return Birth(year, date(year, month, int(found["d"])))


def _read_age(plain: str, first_day: date) -> Birth | None:
    found = _AGE.search(plain)
    return Birth(first_day.year - int(found["age"]), approximate=True) if found else None


@cache
def _months() -> dict[str, int]:
    return {
        fold(name): number
        for language in ("fr", "en", "ar")
        for width in ("wide", "abbreviated")
        for number, name in Locale(language).months["format"][width].items()
    }


def _read_year(plain: str) -> Birth:
    found = _YEAR.search(plain)
    if found is None:
        raise ValueError(plain)
    return Birth(int(found["y"]), approximate=bool(_ABOUT.search(plain)))
