"""The devices of a fair as the team sees them: what each is doing, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import joinedload

from fairapp.checkin.models import Device, RosterEntry
from fairapp.core.db import db
from fairapp.events.models import Event

# Below this a phone will not see the evening without its charger.
BATTERY_LOW = 20
# A phone whose clock is further off than this is named: people would note wrong times by hand.
CLOCK_NAMED_S = 120
REVOKED, EXPIRED, ENROLLED, MADE = "revoked", "expired", "enrolled", "made"


@dataclass(frozen=True, slots=True)
class Listed:
    """One device. `behind`: how many entries of the roster it lacks or has in an older state; None
    when it has none at all. `fast_min`: by how much its clock is ahead, when that is worth saying.
    """

    device: Device
    state: str
    behind: int | None
    fast_min: int | None

    @property
    def is_low(self) -> bool:
        """Whether its battery needs somebody."""
        return self.device.battery is not None and self.device.battery <= BATTERY_LOW

    @property
    def is_working(self) -> bool:
        """Whether it scans, or is about to."""
        return self.state in (ENROLLED, MADE)


def listed(event: Event, *, at: datetime, only: Device | None = None) -> list[Listed]:
    """All devices, or one: those that work first, each group by name."""
    newer = and_(
        RosterEntry.event_id == Device.event_id, RosterEntry.revision > Device.roster_revision
    )
    behind = select(func.count()).where(newer).correlate(Device).scalar_subquery()
    query = (
        select(Device, behind)
        .where(Device.event_id == event.id)
        .options(joinedload(Device.checkpoint))
        .order_by(Device.name, Device.id)
    )
    if only is not None:
        query = query.where(Device.id == only.id)
    rows = [
        Listed(
            device,
            state(device, at),
            None if device.roster_revision is None else count,
            _fast_min(device),
        )
        for device, count in db.session.execute(query)
    ]
    return sorted(rows, key=lambda row: not row.is_working)


def state(device: Device, at: datetime) -> str:
    """What becomes of it, as it stands at that moment."""
    if device.revoked_at is not None and device.revoked_at <= at:
        return REVOKED
    if device.expires_at is not None and device.expires_at <= at:
        return EXPIRED
    return ENROLLED if device.enrolled_at is not None else MADE


def _fast_min(device: Device) -> int | None:
    """Minutes; negative when it is slow."""
    behind_ms = device.clock_offset_ms
    if behind_ms is None or abs(behind_ms) <= CLOCK_NAMED_S * 1000:
        return None
    return -round(behind_ms / 60_000)
