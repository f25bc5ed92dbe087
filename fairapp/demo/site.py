"""Badges, checkpoints, devices and scans, as planned, and the whole plan. Frozen values only.

Instants are aware datetimes in UTC; keys are integers, unique in a plan of any scale.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from fairapp.demo.shapes import Delegation, Person, Record


@dataclass(frozen=True, slots=True)
class Badge:
    """A QR. *kind* ``pass`` was never printed; a ``blank`` without person is still unclaimed."""

    key: int
    token: str
    number: int
    kind: Literal["printed", "blank", "pass"]
    person: int | None
    record: int | None
    printed_at: datetime | None
    collected_at: datetime | None = None
    revoked_at: datetime | None = None
    revoked_reason: str = ""
    replaces: int | None = None
    printed_name: str = ""
    printed_category: str = ""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """*group*: entrances that share one « already in »; *scope* as in the check-in contract."""

    code: str
    kind: Literal["entrance", "session", "stand"]
    scope: Literal["day", "session", "none"]
    name_fr: str
    name_en: str
    group: str = ""
    session: str = ""
    stand: int | None = None


@dataclass(frozen=True, slots=True)
class Device:
    """A phone or tablet; *lost_at* when it never came back."""

    code: str
    checkpoint: str
    clock_error_s: int
    lost_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Scan:
    """One immutable record.

    *occurred_at* is the corrected time (``device_at`` + *offset_ms*), *device_at* what the phone's
    clock said, *received_at* when the server had it. *seq* counts a device's records from 1. An
    undo names the scan that it undoes.
    """

    uuid: UUID
    device: str
    seq: int
    checkpoint: str
    kind: Literal["in", "out", "undo"]
    method: Literal["qr", "typed", "search", "walk_in", "substitute", "paper"]
    person: int | None
    badge: int | None
    code: str
    occurred_at: datetime
    device_at: datetime
    offset_ms: int
    received_at: datetime
    verdict: str
    reason: str = ""
    override: str = ""
    undoes: UUID | None = None
    offline: bool = False
    recovered: bool = False

    @property
    def is_entry(self) -> bool:
        """Whether somebody was let in: admitted, again, or asked for and let in by the desk."""
        accepted = self.verdict in ("admitted", "again") or bool(self.override)
        return self.kind == "in" and accepted


@dataclass(frozen=True, slots=True)
class Tally:
    """A count without names; *children* is None where nobody counted them."""

    session: str
    device: str
    total: int
    women: int
    children: int | None
    counted_at: datetime


@dataclass(frozen=True, slots=True)
class FairPlan:
    """The whole demonstration fair, *scale* times."""

    scale: int
    people: tuple[Person, ...]
    staff: tuple[Person, ...]
    records: tuple[Record, ...]
    delegations: tuple[Delegation, ...]
    badges: tuple[Badge, ...]
    badge_swaps: tuple[tuple[int, int], ...]
    checkpoints: tuple[Checkpoint, ...]
    devices: tuple[Device, ...]
    scans: tuple[Scan, ...]
    tallies: tuple[Tally, ...]

    @property
    def attendees(self) -> tuple[Person, ...]:
        """Who came at least once; staff is not among them."""
        return tuple(person for person in self.people if person.slot.days)
