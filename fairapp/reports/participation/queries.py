"""What the report reads beside the summary: arrivals, sessions, corrections."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import case, func, select
from sqlalchemy.orm import joinedload

from fairapp.badges.models import Badge
from fairapp.checkin import presence
from fairapp.checkin.models import Method, Scan
from fairapp.checkin.tallies.queries import totals
from fairapp.checkin.tallies.rules import Heads
from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.programme.models import Session
from fairapp.registration.models import Registration

# A scan that reaches the server later than this was kept by a phone without network.
LATE = timedelta(minutes=5)
# Clocks that differ by less are as right as clocks are.
_CLOCK_MS = 60_000


@dataclass(frozen=True, slots=True)
class Attended:
    """A session at whose doors people were scanned: distinct persons; or heads were counted."""

    code: str
    title: str
    starts_at: datetime | None
    persons: int | None = None
    heads: Heads | None = None


@dataclass(frozen=True, slots=True)
class Corrections:
    """What was put right, or is less certain; numbers of scans if not said otherwise."""

    undone: int
    overridden: int
    refused: int
    unidentified: int
    blank: int
    offline: int
    late: int
    latest: timedelta
    clocks: int
    worst_clock: timedelta
    doubtful: int
    paper: int
    duplicates: int
    other_days: int


def arrivals(event: Event, day: date) -> list[datetime]:
    """First entries of a day on the fair's clocks, in order."""
    return [event.local(one.first_at) for one in presence.present(event, day)]


def attended(event: Event, *, until: datetime) -> tuple[list[Attended], list[Attended]]:
    """Sessions with scans at their doors, and those where heads were counted; in their order."""
    query = select(Session).where(Session.event_id == event.id).options(joinedload(Session.day))
    sessions = {session.code: session for session in db.session.scalars(query)}

    def entry(code: str, persons: int | None, heads: Heads | None) -> Attended:
        session = sessions.get(code)
        title = str(session.title) if session else code
        return Attended(code, title, session.starts_at if session else None, persons, heads)

    counts = presence.session_counts(event, until=until)
    scanned = [entry(code, n, None) for code, n in counts.items() if code in sessions]
    counted = [entry(code, None, heads) for code, heads in totals(event).items()]
    return sorted(scanned, key=_order), sorted(counted, key=_order)


def corrections(event: Event) -> Corrections:
    """All of them, in one pass over the scans and one over the registrations."""
    undone = select(Scan.undoes_id).where(Scan.event_id == event.id, Scan.undoes_id.is_not(None))
    undone_ids = set(db.session.scalars(undone))
    late, clocks, worst_late, worst_clock = 0, 0, timedelta(0), timedelta(0)
    moments = select(Scan.at, Scan.received_at, Scan.offset_ms).where(
        Scan.event_id == event.id, Scan.device_id.is_not(None), Scan.method != Method.PAPER
    )
    # Half a million rows at a large fair, which need not all be held.
    for at, received_at, offset_ms in db.session.execute(moments.execution_options(yield_per=5000)):
        if received_at - at > LATE:
            late += 1
            worst_late = max(worst_late, received_at - at)
        if abs(offset_ms) > _CLOCK_MS:
            clocks += 1
            worst_clock = max(worst_clock, timedelta(milliseconds=abs(offset_ms)))
    sums = _sums(event)
    merged = select(func.count()).where(
        Registration.event_id == event.id, Registration.merged_into_id.is_not(None)
    )
    return Corrections(
        undone=len(undone_ids),
        late=late,
        latest=worst_late,
        clocks=clocks,
        worst_clock=worst_clock,
        duplicates=db.session.scalar(merged) or 0,
        **sums,
    )


def _sums(event: Event) -> dict[str, int]:
    first, last = (event.days[i].date for i in (0, -1))
    start, end = event.utc(first, time.min), event.utc(last + timedelta(days=1), time.min)
    is_blank = Scan.registration_id.is_(None) & Badge.registration_id.is_not(None)
    is_nobody = func.coalesce(Scan.registration_id, Badge.registration_id).is_(None)
    conditions = {
        "overridden": Scan.is_entry & (Scan.override != ""),
        "refused": Scan.verdict.in_(("refused", "ask")) & ~Scan.is_entry,
        "unidentified": Scan.is_entry & is_nobody,
        "blank": Scan.is_entry & is_blank,
        "offline": Scan.device_verdict != "",
        "doubtful": Scan.clock_doubtful,
        "paper": Scan.is_entry & (Scan.method == Method.PAPER),
        "other_days": Scan.is_entry & ((Scan.at < start) | (Scan.at >= end)),
    }
    columns = [func.sum(case((condition, 1), else_=0)) for condition in conditions.values()]
    query = (
        select(*columns)
        .select_from(Scan)
        .outerjoin(Badge, Badge.id == Scan.badge_id)
        .where(Scan.event_id == event.id)
    )
    found = db.session.execute(query).one()
    return {name: int(n or 0) for name, n in zip(conditions, found, strict=True)}


def _order(one: Attended) -> tuple[bool, str, str]:
    return one.starts_at is None, one.starts_at.isoformat() if one.starts_at else "", one.code
