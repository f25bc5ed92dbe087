"""Planned badges, scans and tallies written as rows, and the corrections in the audit trail."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fairapp.accounts.models import Role, User
from fairapp.badges.models import Badge
from fairapp.checkin.codes import describe
from fairapp.checkin.models import Device, Scan, Tally
from fairapp.demo import site
from fairapp.demo.bulk import Bulk, Row
from fairapp.demo.fair import SLUG, Fair
from fairapp.demo.mistakes import LOOKS_LIKE_OURS

DEVICE_NAMES = {
    "G1": "Téléphone de la porte 1",
    "G2": "Téléphone de la porte 2 (perdu le deuxième jour)",
    "G2B": "Téléphone de la porte 2 (remplacement)",
    "G3": "Téléphone du terrain de football",
    "T1": "Tablette de l’accueil",
    "D": "Téléphone de la salle",
    "E": "Téléphone des stands",
}


@dataclass
class Log:
    """Writes what happened with the badges of one plan after another."""

    fair: Fair
    team: Mapping[Role, User]
    bulk: Bulk

    def add_badges(self, plan: site.FairPlan, registrations: Mapping[int, int]) -> dict[int, int]:
        """Badge ids by the plan's key; *registrations* gives those of records."""
        issued = {record.key: record.registered_at for record in plan.records}
        issued |= {person.key: person.registered_at for person in plan.staff}
        new = self.bulk.ids(Badge, len(plan.badges))
        ids = {badge.key: row_id for badge, row_id in zip(plan.badges, new, strict=True)}
        rows = [self._badge(badge, ids, registrations, issued) for badge in plan.badges]
        self.bulk.insert(Badge, rows)
        return ids

    def add_scans(
        self, plan: site.FairPlan, registrations: Mapping[int, int], badges: Mapping[int, int]
    ) -> int:
        """Write devices, scans and tallies; how many scans there were."""
        devices = self._add_devices(plan)
        new = self.bulk.ids(Scan, len(plan.scans))
        ids = {scan.uuid: row_id for scan, row_id in zip(plan.scans, new, strict=True)}
        rows = [
            self._scan(scan)
            | {
                "id": ids[scan.uuid],
                "device_id": devices[scan.device],
                "registration_id": None if scan.person is None else registrations[scan.person],
                "badge_id": None if scan.badge is None else badges[scan.badge],
                "undoes_id": None if scan.undoes is None else ids[scan.undoes],
            }
            for scan in plan.scans
        ]
        self.bulk.insert(Tally, [self._tally(tally) for tally in plan.tallies])
        return self.bulk.insert(Scan, rows)

    def _badge(
        self,
        badge: site.Badge,
        ids: Mapping[int, int],
        registrations: Mapping[int, int],
        issued: Mapping[int, datetime],
    ) -> Row:
        is_first = badge.kind != "blank" and badge.replaces is None and badge.record is not None
        printed = badge.printed_at
        return {
            "id": ids[badge.key],
            "event_id": self.fair.event.id,
            "registration_id": None if badge.record is None else registrations[badge.record],
            "token": badge.token,
            "number": badge.number,
            "is_blank_stock": badge.kind == "blank",
            # Whoever registers has a badge at once; it is printed later, if at all.
            "issued_at": issued[badge.record or 0] if is_first else printed,
            "printed_at": printed,
            "print_count": int(printed is not None),
            "revoked_at": badge.revoked_at,
            "revoked_reason": badge.revoked_reason,
            "replaces_id": None if badge.replaces is None else ids[badge.replaces],
        }

    def _add_devices(self, plan: site.FairPlan) -> dict[str, int]:
        ids = self.bulk.ids(Device, len(plan.devices))
        last = {scan.device: scan.received_at for scan in plan.scans}
        first = {scan.device: scan.received_at for scan in reversed(plan.scans)}
        recovered = sum(scan.recovered for scan in plan.scans)
        rows = [
            {
                "id": row_id,
                "event_id": self.fair.event.id,
                "code": device.code,
                "name": _device_name(device.code),
                "enrolled_at": first.get(device.code),
                "revoked_at": device.lost_at,
                "last_seen_at": device.lost_at or last.get(device.code),
                "waiting": recovered if device.lost_at else 0,
                "clock_offset_ms": -device.clock_error_s * 1000,
            }
            for device, row_id in zip(plan.devices, ids, strict=True)
        ]
        self.bulk.insert(Device, rows)
        return {device.code: row_id for device, row_id in zip(plan.devices, ids, strict=True)}

    def _scan(self, scan: site.Scan) -> dict[str, Any]:
        at_the_desk = scan.override or scan.device.startswith("T1")
        user = self.team[Role.RECEPTION if at_the_desk else Role.SCANNER]
        return {
            "uuid": str(scan.uuid),
            "event_id": self.fair.event.id,
            "checkpoint_id": self.fair.checkpoints[scan.checkpoint],
            "seq": scan.seq,
            "user_id": user.id,
            # An undo goes the way of what it takes back, and lets nobody in.
            "direction": "out" if scan.kind == "out" else "in",
            "method": "search" if scan.method == "substitute" else scan.method,
            "verdict": scan.verdict,
            "reason": scan.reason,
            "is_entry": scan.is_entry,
            "override": scan.override,
            "scanned_at": scan.device_at,
            "offset_ms": scan.offset_ms,
            "at": scan.occurred_at,
            "received_at": scan.received_at,
            "clock_doubtful": False,
            "raw": _raw(scan.code),
        }

    def _tally(self, tally: site.Tally) -> Row:
        children = tally.children or 0
        name = f"{SLUG}/{tally.session}/{tally.device}"
        return {
            "uuid": str(uuid.uuid5(uuid.NAMESPACE_URL, name)),
            "event_id": self.fair.event.id,
            "session_code": tally.session,
            "women": tally.women,
            "men": tally.total - tally.women - children,
            "children": children,
            "at": tally.counted_at,
            "user_id": self.team[Role.RECEPTION].id,
        }


def _device_name(code: str) -> str:
    plain, _, copy = code.partition("-") if code[0] != "D" else ("D", "", code[2:])
    name = DEVICE_NAMES.get(plain) or DEVICE_NAMES[plain[0]]
    return f"{name} {copy or plain[1:] if plain[0] in 'DE' else copy}".strip()


def _raw(code: str) -> str:
    if not code:
        return ""
    # Of one that looks like ours, only the beginning is kept.
    return f"t:{code[-16:-12]}" if code == LOOKS_LIKE_OURS else describe(code)
