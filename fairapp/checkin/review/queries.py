"""Reads of the page « to check »: scans that are odd, by why; numbers missing; codes not ours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from fairapp.accounts.models import User
from fairapp.badges.models import Badge
from fairapp.checkin.models import Device, Method, Scan, Verdict
from fairapp.checkin.queries import not_undone
from fairapp.core.db import db
from fairapp.core.i18n import LocalizedText
from fairapp.events.models import Checkpoint, Event
from fairapp.registration.models import Registration

PAGE = 100
_MOST_GAPS = 200
_LET_IN = (Verdict.ADMITTED, Verdict.AGAIN, Verdict.PROVISIONAL)


class Kind(StrEnum):
    """Why a scan is to be looked at."""

    TWICE = "twice"
    FORCED = "forced"
    UNSETTLED = "unsettled"
    OVERRIDDEN = "overridden"
    CLOCK = "clock"
    PAPER = "paper"


CONDITIONS: dict[Kind, ColumnElement[bool]] = {
    # Two gates without network let the same badge in; the earlier moment is the admission.
    Kind.TWICE: and_(Scan.device_verdict == Verdict.ADMITTED, Scan.verdict == Verdict.AGAIN),
    Kind.FORCED: and_(
        Scan.device_verdict.in_(_LET_IN),
        Scan.verdict.in_((Verdict.REFUSED, Verdict.ASK, Verdict.BLANK)),
        ~Scan.is_entry,
    ),
    Kind.UNSETTLED: or_(
        Scan.verdict == Verdict.PROVISIONAL,
        and_(Scan.device_verdict.in_(_LET_IN), Scan.verdict == Verdict.UNKNOWN),
    ),
    Kind.OVERRIDDEN: Scan.override != "",
    Kind.CLOCK: Scan.clock_doubtful.is_(True),
    Kind.PAPER: Scan.method == Method.PAPER,
}


@dataclass(frozen=True, slots=True)
class Odd:
    """One scan to look at: as it was stored, and who is behind it as far as that is known."""

    scan: Scan
    gate: LocalizedText
    device: str | None
    device_code: str | None
    by: str | None
    person: Registration | None
    badge_number: int | None


@dataclass(frozen=True, slots=True)
class Gap:
    """Numbers that a device gave to scans which never came: from `first` to `last`."""

    device: str
    code: str
    first: int
    last: int
    before: datetime
    after: datetime

    @property
    def count(self) -> int:
        """How many scans are missing."""
        return self.last - self.first + 1


@dataclass(frozen=True, slots=True)
class Foreign:
    """A code that is not ours, or of no badge, and how often it was held before a gate."""

    raw: str
    reason: str
    gate: LocalizedText
    count: int
    last_at: datetime


def counts(event: Event) -> dict[Kind, int]:
    """How many scans there are of each kind, in one pass."""
    columns = [func.count().filter(condition) for condition in CONDITIONS.values()]
    row = db.session.execute(select(*columns).select_from(Scan).where(*_of(event))).one()
    return dict(zip(CONDITIONS, row, strict=True))


def odd(event: Event, kind: Kind, *, page: int) -> list[Odd]:
    """Scans of one kind, the latest first."""
    query = _rows().where(*_of(event), CONDITIONS[kind])
    query = query.order_by(Scan.at.desc(), Scan.id.desc()).limit(PAGE).offset((page - 1) * PAGE)
    return [Odd(*row) for row in db.session.execute(query)]


def gaps(event: Event) -> list[Gap]:
    """Where the numbers of a device's scans leave some out, the latest first."""
    steps = (
        select(
            Scan.device_id,
            Scan.seq.label("seq"),
            Scan.at.label("at"),
            _before(Scan.seq).label("before"),
            _before(Scan.at).label("before_at"),
        )
        .where(Scan.event_id == event.id, Scan.device_id.is_not(None), Scan.seq.is_not(None))
        .subquery()
    )
    columns = steps.c
    query = (
        select(
            Device.name,
            Device.code,
            columns.before + 1,
            columns.seq - 1,
            columns.before_at,
            columns.at,
        )
        .join(Device, Device.id == columns.device_id)
        .where(columns.seq - columns.before > 1)
        .order_by(columns.at.desc(), Device.id)
        .limit(_MOST_GAPS)
    )
    return [Gap(*row) for row in db.session.execute(query)]


def foreign(event: Event) -> list[Foreign]:
    """Codes that stand for no badge of this fair, the most frequent first."""
    last = func.max(Scan.at)
    query = (
        select(Scan.raw, Scan.reason, Checkpoint.name, func.count(), last)
        .join(Checkpoint, Checkpoint.id == Scan.checkpoint_id)
        .where(*_of(event), Scan.verdict == Verdict.UNKNOWN)
        .group_by(Scan.raw, Scan.reason, Checkpoint.id)
        .order_by(func.count().desc(), last.desc(), Checkpoint.id, Scan.raw)
        .limit(PAGE)
    )
    return [Foreign(*row) for row in db.session.execute(query)]


def _before(column: Any) -> ColumnElement[Any]:
    """The column in the scan that the device made before."""
    return func.lag(column, type_=column.type).over(partition_by=Scan.device_id, order_by=Scan.seq)


def _rows() -> Select[Scan, LocalizedText, str | None, str | None, str | None, Registration, int]:
    return (
        select(
            Scan,
            Checkpoint.name,
            Device.name,
            Device.code,
            User.name,
            Registration,
            Badge.number,
        )
        .join(Checkpoint, Checkpoint.id == Scan.checkpoint_id)
        .outerjoin(Device, Device.id == Scan.device_id)
        .outerjoin(User, User.id == Scan.user_id)
        .outerjoin(Badge, Badge.id == Scan.badge_id)
        .outerjoin(
            Registration,
            Registration.id == func.coalesce(Scan.registration_id, Badge.registration_id),
        )
    )


def _of(event: Event) -> tuple[ColumnElement[bool], ...]:
    """Scans of the fair that are no undos and that nobody took back."""
    return Scan.event_id == event.id, Scan.undoes_id.is_(None), not_undone()
