"""The audit trail of the demonstration: merged duplicates, substitutes, reprints, undone scans."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from fairapp.accounts.models import Role, User
from fairapp.core.audit import AuditEntry
from fairapp.demo.bulk import Bulk, Row
from fairapp.demo.fair import Fair
from fairapp.demo.site import FairPlan

Act = tuple[datetime, Role, str, str, int | None, dict[str, Any]]


def add_corrections(
    bulk: Bulk,
    fair: Fair,
    team: Mapping[Role, User],
    plan: FairPlan,
    registrations: Mapping[int, int],
    badges: Mapping[int, int],
) -> None:
    """Write one entry for each correction of *plan*, by time."""
    acts = [
        *_of_people(plan, registrations),
        *_of_badges(plan, badges),
        *_of_scans(plan, registrations),
    ]
    rows: list[Row] = [
        {
            "at": at,
            "event_id": fair.event.id,
            "actor_id": team[role].id,
            "actor_name": team[role].name,
            "action": action,
            "subject_type": subject_type,
            "subject_id": subject_id,
            "details": details,
            "address": "",
        }
        for at, role, action, subject_type, subject_id, details in sorted(
            acts, key=lambda act: (act[0], act[2], act[4] or 0)
        )
    ]
    bulk.insert(AuditEntry, rows)


def _of_people(plan: FairPlan, ids: Mapping[int, int]) -> Iterator[Act]:
    for record in plan.records:
        if record.merged_at and record.duplicate_of is not None:
            details: dict[str, Any] = {"into": ids[record.duplicate_of]}
            yield (
                record.merged_at, Role.ORGANISER, "registration.merged", "Registration",
                ids[record.key], details,
            )  # fmt: skip
    for person in plan.people:
        if person.replaces is not None:
            yield (
                person.registered_at, Role.RECEPTION, "registration.replaced", "Registration",
                ids[person.replaces], {},
            )  # fmt: skip


def _of_badges(plan: FairPlan, ids: Mapping[int, int]) -> Iterator[Act]:
    old = {badge.key: badge for badge in plan.badges}
    for badge in plan.badges:
        if badge.replaces is not None and badge.printed_at:
            details = {
                "replaces": ids[badge.replaces],
                "reason": old[badge.replaces].revoked_reason,
            }
            yield (
                badge.printed_at, Role.BADGES, "badge.replaced", "Badge", ids[badge.key], details
            )  # fmt: skip


def _of_scans(plan: FairPlan, ids: Mapping[int, int]) -> Iterator[Act]:
    """As the check-in notes them: who was let in by hand, and what was taken back."""
    for scan in plan.scans:
        if scan.kind == "undo" or scan.override:
            action = "scan_undone" if scan.kind == "undo" else "scan_overridden"
            details = {
                "uuid": str(scan.uuid),
                "registration_id": ids[scan.person] if scan.person is not None else None,
                "verdict": scan.verdict,
                "reason": scan.reason,
                "override": scan.override,
            }
            kept = {name: value for name, value in details.items() if value}
            yield scan.received_at, Role.RECEPTION, action, "", None, kept
