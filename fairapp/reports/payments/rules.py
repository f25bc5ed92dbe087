"""What somebody is due, by the fair's rates and the days of presence. Pure, in whole francs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from enum import StrEnum
from typing import Any

ORDER = ("established", "verified", "approved")
"""The signatures under a statement."""


class Who(StrEnum):
    """Who of a category is paid."""

    EVERYBODY = "everybody"
    TRAVELLED = "travelled"  # those who come from another region than the fair's
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Rate:
    """What people of one region get: for each day, and for the way there and back."""

    daily: int = 0
    transport: int = 0


@dataclass(frozen=True)
class Terms:
    """A fair's rates. `rates` by region, `eligible` by category's code; what is in neither is
    nothing and nobody.
    """

    currency: str
    unit: str
    home: str
    most_days: int | None
    rates: Mapping[str, Rate]
    eligible: Mapping[str, str]

    def pays(self, category: str, region: str) -> bool:
        """Whether people of that category from there are paid at all."""
        who = self.eligible.get(category, Who.NOBODY)
        return who == Who.EVERYBODY or (who == Who.TRAVELLED and region != self.home)

    def due(self, region: str, days: int) -> Due:
        """What somebody from there gets for that many days of presence; nobody gets transport who
        never came.
        """
        rate = self.rates.get(region, Rate())
        paid = days if self.most_days is None else min(days, self.most_days)
        return Due(paid, rate.daily, rate.transport if paid else 0)

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return asdict(self)

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Terms:
        """From what `as_dict` gives."""
        rates = {region: Rate(**rate) for region, rate in values["rates"].items()}
        return cls(**{**values, "rates": rates})


@dataclass(frozen=True, slots=True)
class Due:
    """An amount, and what it is made of."""

    days: int
    daily: int
    transport: int

    @property
    def amount(self) -> int:
        """In all."""
        return self.days * self.daily + self.transport


@dataclass(frozen=True, slots=True)
class Line:
    """One person on the payment list, as it is kept and signed: nothing of it identifies beyond
    the name.

    Days as ISO dates: `days` of presence, corrections made, of which `added` no scan shows;
    `removed` were scanned and are not paid; `on_paper` were typed in from paper.
    """

    registration_id: int
    reference: str
    name: str
    organisation: str
    position: str
    category: str
    region: str
    locality: str
    days: tuple[str, ...]
    paid_days: int
    daily: int
    transport: int
    amount: int
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    on_paper: tuple[str, ...] = ()

    @property
    def is_unseen(self) -> bool:
        """Whether no scan shows this person: all days were added by hand."""
        return set(self.days) <= set(self.added)

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for JSON."""
        return {key: list(v) if isinstance(v, tuple) else v for key, v in asdict(self).items()}

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Line:
        """From what `as_dict` gives."""
        plain: dict[str, Any] = {
            k: tuple(v) if isinstance(v, list) else v for k, v in values.items()
        }
        return cls(**plain)


@dataclass(frozen=True, slots=True)
class Change:
    """What differs for one person between two lists; None: not on that one."""

    before: Line | None
    after: Line | None

    @property
    def name(self) -> str:
        """Whose line it is."""
        return self._either.name

    @property
    def reference(self) -> str:
        """Whose line it is, as pages find it."""
        return self._either.reference

    @property
    def _either(self) -> Line:
        either = self.after or self.before
        assert either is not None  # noqa: S101 # nosec B101 - one of them is what makes a change
        return either

    @property
    def by(self) -> int:
        """How much more the person is due, less when negative."""
        return (self.after.amount if self.after else 0) - (self.before.amount if self.before else 0)


def corrected(seen: Iterable[date], add: Iterable[date], remove: Iterable[date]) -> list[date]:
    """Days of presence after corrections, in order."""
    return sorted((set(seen) - set(remove)) | set(add))


def digest(terms: Terms, lines: Sequence[Line]) -> str:
    """SHA-256 as hexadecimal digits, over the rates and then a line of JSON for each person."""
    made = hashlib.sha256()
    for values in (terms.as_dict(), *(line.as_dict() for line in lines)):
        made.update(json.dumps(values, ensure_ascii=False, sort_keys=True).encode() + b"\n")
    return made.hexdigest()


def changes(before: Iterable[Line], after: Iterable[Line]) -> list[Change]:
    """Whose days or amounts differ, or who came or went; by name. Other words may change freely."""
    old = {line.registration_id: line for line in before}
    new = {line.registration_id: line for line in after}
    pairs = [Change(old.get(id_), new.get(id_)) for id_ in {**old, **new}]
    found = [pair for pair in pairs if _money(pair.before) != _money(pair.after)]
    return sorted(found, key=lambda change: (change.name, change.reference))


def next_step(signed: Iterable[str]) -> str | None:
    """The step that is to be signed; None when all are."""
    done = set(signed)
    return next((step for step in ORDER if step not in done), None)


def _money(line: Line | None) -> tuple[object, ...] | None:
    if line is None:
        return None
    return (line.days, line.paid_days, line.daily, line.transport, line.amount)
