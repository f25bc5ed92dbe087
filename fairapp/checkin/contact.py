"""What a device tells of itself with every upload: that it is there, and how far it has come."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, update

from fairapp.checkin.models import Device
from fairapp.checkin.wire import Upload
from fairapp.core.db import connection
from fairapp.core.identifiers import LARGEST

# A busy gate sends several uploads a second; nobody looks that closely at when it was seen last.
_SELDOM = timedelta(seconds=30)
# Clocks seem to differ by what the network takes; by this much, they do.
_SLACK_MS = 2_000

_device = Device.__table__.c
_NOTE = (
    update(Device)
    .where(_device.id == bindparam("device_id"))
    .values(
        {
            name: bindparam(f"new_{name}")
            for name in ("last_seen_at", "waiting", "roster_revision", "clock_offset_ms", "battery")
        }
    )
)


def note(device: Device, upload: Upload, *, at: datetime) -> None:
    """Keep what `upload` says of `device`, by one statement at most; by none when nothing is new.

    `clock_offset_ms` is what its clock is behind the server's: negative when it is fast.
    """
    behind = round((at - upload.sent_at) / timedelta(milliseconds=1))
    offset, before = max(-LARGEST, min(behind, LARGEST)), device.clock_offset_ms
    if before is not None and abs(offset - before) <= _SLACK_MS:
        offset = before
    new: dict[str, Any] = {
        "waiting": device.waiting if upload.waiting is None else upload.waiting,
        "roster_revision": device.roster_revision if upload.cursor is None else upload.cursor,
        "clock_offset_ms": offset,
        "battery": device.battery if upload.battery is None else upload.battery,
    }
    seen = device.last_seen_at
    is_news = any(getattr(device, name) != value for name, value in new.items())
    if seen is None or at - seen >= _SELDOM or is_news:
        values = {f"new_{name}": value for name, value in {**new, "last_seen_at": at}.items()}
        connection().execute(_NOTE, {"device_id": device.id, **values})
