"""What a question may be, and who is asked. Pure."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from flask_babel import lazy_gettext as _l

from fairapp.core.errors import DomainError

LONGEST_TEXT = 500
LARGEST_NUMBER = 1_000_000_000
MOST_OPTIONS = 30
# A form with more of them is not filled in on a phone.
MOST_QUESTIONS = 20


def is_asked(of: Collection[str], category: str) -> bool:
    """Whether somebody of `category` is asked a question that is meant for the categories `of`."""
    return not of or category in of


def wrong_text(text: str, least: int | None, most: int | None) -> Any:
    """What is wrong with an answer in words; None when nothing is."""
    most = most or LONGEST_TEXT
    if len(text) > most:
        return _l("At most %(max)d characters, please.", max=most)
    short = len(text) < (least or 0)
    return _l("At least %(min)d characters, please.", min=least) if short else None


def wrong_number(number: int, least: int | None, most: int | None) -> Any:
    """What is wrong with a number; None when nothing is."""
    low = 0 if least is None else least
    high = LARGEST_NUMBER if most is None else most
    if low <= number <= high:
        return None
    return _l("A number between %(min)s and %(max)s, please.", min=low, max=high)


def wrong_count(count: int, least: int | None, most: int | None) -> Any:
    """What is wrong with so many answers chosen; None when nothing is."""
    if count < (least or 0):
        return _l("Choose at least %(min)d.", min=least)
    if most is not None and count > most:
        return _l("Choose at most %(max)d.", max=most)
    return None


def check_limits(kind: str, minimum: int | None, maximum: int | None, *, options: int) -> None:
    """DomainError when nobody could answer within these limits."""
    if minimum is not None and maximum is not None and minimum > maximum:
        raise DomainError(
            "limits_crossed", _l("The greatest is smaller than the least."), field="maximum"
        )
    if kind == "text" and maximum is not None and not 1 <= maximum <= LONGEST_TEXT:
        message = _l("Between 1 and %(most)s characters, please.", most=LONGEST_TEXT)
        raise DomainError("text_limit", message, field="maximum")
    if kind == "choices" and minimum is not None and minimum > options:
        message = _l("There are fewer answers than have to be chosen.")
        raise DomainError("too_few_options", message, field="minimum")


def check_options(kind: str, count: int) -> None:
    """DomainError when a choice offers nothing to choose, or too much."""
    if kind not in {"choice", "choices"}:
        return
    if count < 2:
        message = _l("Write at least two answers to choose from, one on each line.")
        raise DomainError("options_missing", message, field="options")
    if count > MOST_OPTIONS:
        message = _l("At most %(most)s answers to choose from, please.", most=MOST_OPTIONS)
        raise DomainError("options_many", message, field="options")
