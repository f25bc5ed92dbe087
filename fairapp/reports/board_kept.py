"""The board's figures, read once for all who have it open.

Ten organisers leave it open all day beside eight gates that scan. Each asks whether anything has
changed, which is two short reads; the figures themselves are read when it has, and then stand for
a while that grows with what they took, so that they take a small share of a core; never for longer
than three of the page's own turns, however slow one reading was.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from time import monotonic
from typing import cast

from flask import Flask, current_app
from sqlalchemy import func, select

from fairapp.checkin import presence
from fairapp.checkin.models import Device, Scan
from fairapp.checkin.presence import Figures
from fairapp.core.audit import AuditEntry
from fairapp.core.db import db
from fairapp.events.models import Event, EventDay
from fairapp.reports.board_during import During, during
from fairapp.reports.board_live import Live, is_silent, live
from fairapp.reports.board_rooms import Running, running

# Of two processes, each rests so many times as long as it has read: at most 5 % of a core in all.
_REST = 40
_REST_AT_MOST = 30.0


@dataclass(frozen=True, slots=True)
class Reading:
    """All figures of a day as they stood at `at`; `mark` differs when they would."""

    mark: Hashable
    at: datetime
    during: During
    figures: Figures
    live: Live
    running: tuple[Running, ...]


@dataclass(frozen=True, slots=True)
class _Held:
    reading: Reading
    good_until: float


class Readings:
    """The latest reading of each fair in this process."""

    def __init__(self) -> None:
        self._held: dict[tuple[int, int], _Held] = {}
        self._lock = Lock()

    def latest(self, event: Event, day: EventDay, at: datetime) -> Reading:
        """One that is still true, or good enough; else a new one."""
        mark, key = _mark(event, day, at), (event.id, day.id)
        if held := self._good(key, mark):
            return held
        with self._lock:
            # Whoever waited has what the first has read.
            if held := self._good(key, mark):
                return held
            start = monotonic()
            reading = _read(event, day, at, mark)
            end = monotonic()
            self._held[key] = _Held(reading, end + rest_after(end - start))
            return reading

    def clear(self) -> None:
        """Forget all."""
        self._held.clear()

    def _good(self, key: tuple[int, int], mark: Hashable) -> Reading | None:
        held = self._held.get(key)
        is_good = held is not None and (held.reading.mark == mark or monotonic() < held.good_until)
        return held.reading if held is not None and is_good else None


def init_app(app: Flask) -> None:
    """Give the application its readings."""
    app.extensions["fairapp_board"] = Readings()


def readings() -> Readings:
    """Those of this process."""
    return cast(Readings, current_app.extensions["fairapp_board"])


def rest_after(took: float) -> float:
    """Seconds that a reading stands which took so many."""
    # A machine that was busy for a moment must not show old figures for minutes.
    return min(_REST * took, _REST_AT_MOST)


def _read(event: Event, day: EventDay, at: datetime, mark: Hashable) -> Reading:
    figures = presence.figures(event, until=at)
    return Reading(
        mark, at, during(event, day, at), figures, live(event, day, at), running(event, at)
    )


def _mark(event: Event, day: EventDay, at: datetime) -> Hashable:
    """Scans are only added, and all else that counts leaves a trace in the audit.

    The minute is for what nobody told of: time that goes by, a transaction that ended late.
    """
    newest = (select(func.max(key)).scalar_subquery() for key in (Scan.id, AuditEntry.id))
    row = tuple(db.session.execute(select(*newest)).one())
    devices = select(Device.id, Device.waiting, Device.clock_offset_ms, Device.last_seen_at)
    phones = tuple(
        (key, waiting, offset, is_silent(seen, at))
        for key, waiting, offset, seen in db.session.execute(
            devices.where(Device.event_id == event.id).order_by(Device.id)
        )
    )
    return event.id, day.id, row, phones, int(at.timestamp()) // 60
