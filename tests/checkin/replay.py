"""The three days of the demonstration fair, sent anew by its phones.

What the fair has stored is taken out of the database, and with it whom the reception registered on
blank badges; then every scan travels as a phone would send it: by the clock of that phone, when it
had network again, with its overrides, undos and walk-ins. The figures must come out as planned.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from sqlalchemy import select, update
from sqlalchemy.orm import aliased

from fairapp.badges.models import Badge
from fairapp.checkin.devices import rules
from fairapp.checkin.models import Device, Method, Scan
from fairapp.core.db import db
from fairapp.demo.plan import build_plan
from fairapp.events.models import Category, Checkpoint, Event
from fairapp.registration.models import Registration, Status
from tests.fixtures.application import unguarded_sqlite

# Everything is over by then, so that no scan lies in the server's future.
AFTER = datetime(2026, 12, 4, 21, 0, tzinfo=UTC)
MOST = 50


@dataclass(frozen=True)
class Sent:
    """One scan as its phone sends it; `error`: what that phone's clock is ahead at the time."""

    device: str
    received_at: datetime
    error: timedelta
    at: datetime
    is_entry: bool
    wire: dict[str, Any]


@dataclass(frozen=True)
class Story:
    """All scans by the time that they were sent, and a token for each device."""

    scans: tuple[Sent, ...]
    secrets: dict[str, str]


def take_out(event: Event) -> Story:
    """Empty the log of `event` into a story; nobody has come by then. Whoever calls commits."""
    codes = {str(scan.uuid): scan.code for scan in build_plan().scans}
    walk_ins = _walk_ins(event)
    scans = tuple(_sent(row, codes, walk_ins) for row in _log(event))
    _erase_scans(event)
    _make_blank(walk_ins)
    return Story(scans, _enrol(event))


def _erase_scans(event: Event) -> None:
    """As nobody but the owner of the database can."""
    connection = db.session.connection()
    gone = f"DELETE FROM scan WHERE event_id = {event.id}"
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        connection.exec_driver_sql(gone)
        connection.exec_driver_sql("SET LOCAL session_replication_role = origin")
    else:
        with unguarded_sqlite(connection.connection.cursor()):
            connection.exec_driver_sql(f"{gone} AND undoes_id IS NOT NULL")
            connection.exec_driver_sql(gone)
    db.session.expire_all()


def uploads(scans: Sequence[Sent], *, within: timedelta) -> Iterator[list[Sent]]:
    """Scans in portions of one device, those `within` so much time at once; the reception first,
    where people come before they go anywhere else."""

    def turn(scan: Sent) -> int:
        return int((scan.received_at - scans[0].received_at) / within)

    for _turn, those in groupby(scans, key=turn):
        in_turn = sorted(those, key=lambda s: (s.device != "T1", s.device, s.received_at))
        for _key, same in groupby(in_turn, key=lambda s: (s.device, s.error)):
            portion = list(same)
            for start in range(0, len(portion), MOST):
                yield portion[start : start + MOST]


def upload(portion: Sequence[Sent], now: datetime) -> dict[str, Any]:
    """The JSON of one upload, sent when the server's clock shows `now`."""
    sent_at = (now + portion[0].error).isoformat(timespec="milliseconds")
    return {"sent_at": sent_at, "scans": [scan.wire for scan in portion]}


def bearing(secret: str) -> dict[str, str]:
    """The headers of a device."""
    return {"Authorization": f"Bearer {secret}", "X-Fair-App": "replay"}


def _log(event: Event) -> Sequence[Any]:
    undone = aliased(Scan)
    query = (
        select(Scan, Device.code, Checkpoint.code, Badge, Registration, undone.uuid)
        .join(Device, Device.id == Scan.device_id)
        .join(Checkpoint, Checkpoint.id == Scan.checkpoint_id)
        .outerjoin(Badge, Badge.id == Scan.badge_id)
        .outerjoin(Registration, Registration.id == Scan.registration_id)
        .outerjoin(undone, undone.id == Scan.undoes_id)
        .where(Scan.event_id == event.id)
        .order_by(Scan.received_at, Scan.seq)
    )
    return db.session.execute(query).all()


def _walk_ins(event: Event) -> dict[int, tuple[Badge, str]]:
    """By registration: the blank badge of whoever was on no list, and the category."""
    query = (
        select(Registration.id, Badge, Category.code)
        .join(Scan, Scan.registration_id == Registration.id)
        .join(Badge, Badge.id == Scan.badge_id)
        .join(Category, Category.id == Registration.category_id)
        .where(Scan.event_id == event.id, Scan.method == Method.WALK_IN, Badge.is_blank_stock)
    )
    return {key: (badge, code) for key, badge, code in db.session.execute(query)}


def _sent(row: Any, codes: dict[str, str], walk_ins: dict[int, tuple[Badge, str]]) -> Sent:
    scan, device, checkpoint, badge, person, undone = row
    wire: dict[str, Any] = {
        "uuid": scan.uuid,
        "seq": scan.seq,
        "scanned_at": scan.scanned_at.isoformat(timespec="milliseconds"),
        "offset_ms": scan.offset_ms,
    }
    if undone is not None:
        wire["undoes"] = undone
    else:
        wire |= {"badge": _badge(scan, badge, person, codes, walk_ins), "checkpoint": checkpoint}
        wire |= {"direction": scan.direction, "override": scan.override or None}
        wire |= {"device_verdict": scan.verdict}
    if scan.method == Method.WALK_IN and person.id in walk_ins:
        wire["walk_in"] = {
            "uuid": str(uuid5(NAMESPACE_URL, scan.uuid)),
            "name": person.full_name,
            "sex": person.sex,
            "category": walk_ins[person.id][1],
        }
    error = timedelta(milliseconds=-scan.offset_ms)
    return Sent(device, scan.received_at, error, scan.at, scan.is_entry, wire)


def _badge(
    scan: Scan,
    badge: Badge | None,
    person: Registration | None,
    codes: dict[str, str],
    walk_ins: dict[int, tuple[Badge, str]],
) -> str:
    if badge is not None:
        return f"n:{badge.number}" if scan.method == Method.TYPED else f"t:{badge.token}"
    if person is None:
        return f"t:{codes[scan.uuid]}"
    # Found by name: of whoever is registered anew, only the badge's number is still true.
    if person.id in walk_ins:
        return f"n:{walk_ins[person.id][0].number}"
    return f"r:{person.reference}"


def _make_blank(walk_ins: dict[int, tuple[Badge, str]]) -> None:
    """As before the fair: their badges are nobody's, and they are on no list."""
    badges = [badge.id for badge, _code in walk_ins.values()]
    db.session.execute(update(Badge).where(Badge.id.in_(badges)).values(registration_id=None))
    gone = {"status": Status.CANCELLED}
    db.session.execute(update(Registration).where(Registration.id.in_(walk_ins)).values(gone))


def _enrol(event: Event) -> dict[str, str]:
    """A token for each phone of the fair; those that were lost are not yet."""
    secrets = {}
    for device in db.session.scalars(select(Device).where(Device.event_id == event.id)):
        secrets[device.code] = token = rules.new_token()
        device.token_hash = rules.digest(token)
        device.revoked_at, device.expires_at, device.may_override = None, None, True
    return secrets
