"""Who gets an attestation, what it may say, and how far a name may be from the registered one.

Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from flask_babel import lazy_gettext as _l
from rapidfuzz.distance import OSA

from fairapp.core.errors import DomainError
from fairapp.core.folding import fold
from fairapp.core.i18n import LocalizedText
from fairapp.registration.duplicates.names import TITLES, compare, name_of
from fairapp.registration.names import has_letter

PLACEHOLDERS = ("event", "place", "dates", "days", "count")
NEEDED = "days"
_MARK = re.compile(r"\{([^{}]*)\}")


class State(StrEnum):
    """How somebody stands, on a day, to an attestation."""

    BEFORE = "before"  # the fair has not begun
    MISSING = "missing"  # days are missing, and may still come
    LATER = "later"  # days enough, and another may still come: it would not be named
    READY = "ready"
    TOO_FEW = "too_few"  # the fair is over


@dataclass(frozen=True, slots=True)
class Standing:
    """The state, the days that count, and how many are missing."""

    state: State
    days: tuple[date, ...]
    missing: int

    @property
    def is_ready(self) -> bool:
        """Whether the attestation can be fetched."""
        return self.state is State.READY


def needed(wanted: int, days: int) -> int:
    """Days of presence that it takes, of a fair of so many days."""
    return max(1, min(wanted, days))


def standing(attended: Iterable[date], fair: Sequence[date], wanted: int, *, on: date) -> Standing:
    """How somebody who came on the days `attended` stands on the day `on`.

    Days that are not of the fair (a rehearsal, a wrong clock) do not count.
    """
    days = tuple(sorted(set(attended) & set(fair)))
    missing = max(0, needed(wanted, len(fair)) - len(days)) if fair else 1
    return Standing(_state(days, fair, missing, on), days, missing)


def _state(days: Sequence[date], fair: Sequence[date], missing: int, on: date) -> State:
    if not fair or on < fair[0]:
        return State.BEFORE
    may_come = on < fair[-1] or (on == fair[-1] and fair[-1] not in days)
    if missing:
        return State.MISSING if may_come else State.TOO_FEW
    return State.LATER if may_come else State.READY


def check_name(name: str) -> None:
    """Refuse what is no name: `name_letters`, `name_address`."""
    if not has_letter(name):
        raise DomainError(
            "name_letters", _l("Write the name as it is to be printed."), field="name"
        )
    if re.search(r"[@<>{}\\]|://|www\.|\d{3}", name):
        message = _l("Write the name alone, without number or address.")
        raise DomainError("name_address", message, field="name")


def is_far(name: str, registered: str, honorific: str = "") -> bool:
    """Whether `name` may be somebody else's: more than a spelling, an order, or a word more or
    less. A title that was not registered is far as well: the paper would bestow it.
    """
    bestowed = set(fold(name).split()) - set(fold(f"{honorific} {registered}").split())
    if bestowed & TITLES:
        return True
    if OSA.distance(fold(name), fold(registered), score_cutoff=1) <= 1:
        # Mariam and Mariama are two names, and one slip.
        return False
    found = compare(name_of(name), name_of(registered))
    return not found.matches or min(found.left) > 0 or max(found.left) > 1


def check_text(body: LocalizedText) -> None:
    """Refuse placeholders that stand for nothing, and a text that does not name the days."""
    for text in body.as_dict().values():
        marks = _MARK.findall(text)
        unknown = sorted(set(marks) - set(PLACEHOLDERS))
        if unknown:
            message = _l(
                "Nothing can be put in place of %(unknown)s. There are %(known)s.",
                unknown=_braced(unknown),
                known=_braced(PLACEHOLDERS),
            )
            raise DomainError("placeholder", message, field="body")
        if NEEDED not in marks:
            message = _l("Name the days of presence: put {days} into the text of each language.")
            raise DomainError("days_not_named", message, field="body")
    if not body:
        raise DomainError("body_empty", _l("Write what the attestation says."), field="body")


def fill(text: str, values: dict[str, str]) -> str:
    """`text` with `values`, in one go: a value that looks like a placeholder stays as it is."""
    return _MARK.sub(lambda mark: values.get(mark[1], mark[0]), text)


def _braced(marks: Iterable[str]) -> str:
    return ", ".join(f"{{{mark}}}" for mark in marks)
