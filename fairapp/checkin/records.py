"""The rows that a batch adds: one scan decided, or one scan taken back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fairapp.checkin import queries, rules
from fairapp.checkin.arrivals import Arrival
from fairapp.checkin.batch import Batch
from fairapp.checkin.cards import CardRow
from fairapp.checkin.clocks import Timing
from fairapp.checkin.codes import Code
from fairapp.checkin.items import ScanItem, UndoItem
from fairapp.checkin.models import Method, Verdict
from fairapp.checkin.queries import GateRow
from fairapp.checkin.storing import Row

_MOST_MS = 2**31 - 1


def scan_row(batch: Batch, item: ScanItem) -> Row | str:
    """The columns of a scan; the reason instead when it is none."""
    timing, found = batch.timing(item), batch.cards.get(item.code)
    card = found if found and found.event_id == batch.event.id else None
    if arrival := batch.arrivals.get(item.uuid):
        card = _arrived(card, arrival, batch, timing.at)
    gate = batch.gates.get(item.checkpoint)
    if gate is None or not batch.may_scan_at(gate):
        return "checkpoint"
    person = card.person if card else None
    attempt = rules.Attempt(
        timing.at,
        item.direction,
        is_well_formed=item.code.kind is not None,
        is_of_other_event=found is not None and card is None,
        clock_failed=timing.has_failed,
    )
    seen = batch.seen(person.id if person else None)
    facts = _facts(batch, gate, card, _given_at(batch, item, card))
    decision = rules.decide(batch.fair, batch.gate(gate, timing.at), attempt, facts, seen)
    override = item.override if batch.may_override else ""
    return _common(batch, item, timing) | {
        "checkpoint_id": gate.id,
        # Of a badge that was nobody's yet, whoever has it by now.
        "registration_id": person.id if person and decision.verdict != "blank" else None,
        "badge_id": card.badge_id if card else None,
        "direction": item.direction,
        "method": Method.WALK_IN if arrival else item.method,
        "verdict": decision.verdict,
        "reason": decision.reason or (arrival.reason if arrival else ""),
        "is_entry": rules.counts_as_entry(decision, is_overridden=bool(override)),
        "override": override,
        "device_verdict": item.device_verdict,
        "undoes_id": None,
        "raw": _raw(item.code) if decision.verdict == "unknown" else "",
    }


def undo_row(batch: Batch, item: UndoItem) -> Row | str:
    """The columns of a scan that takes another back; the reason instead when it may not."""
    # It may undo one of the same upload.
    batch.write()
    undone = queries.locked_scan(batch.event.id, item.undoes)
    if undone is None:
        return "undo_unknown"
    if undone.undoes_id is not None or not (undone.is_entry or undone.direction == "out"):
        return "not_undoable"
    is_own = (batch.actor is not None and undone.user_id == batch.actor.id) or (
        batch.device is not None and undone.device_id == batch.device.id
    )
    if not rules.may_undo(is_own=is_own, may_override=batch.may_override):
        return "not_allowed"
    if queries.is_undone(undone.id):
        return "undone_already"
    return _common(batch, item, batch.timing(item)) | {
        "checkpoint_id": undone.checkpoint_id,
        "registration_id": undone.registration_id,
        "badge_id": undone.badge_id,
        "direction": undone.direction,
        "method": undone.method,
        "verdict": undone.verdict,
        "reason": "undo",
        "is_entry": False,
        "override": "",
        "device_verdict": "",
        "undoes_id": undone.id,
        "raw": "",
    }


def _common(batch: Batch, item: ScanItem | UndoItem, timing: Timing) -> dict[str, Any]:
    return {
        "uuid": item.uuid,
        "event_id": batch.event.id,
        "device_id": batch.device.id if batch.device else None,
        "user_id": batch.actor.id if batch.actor else None,
        "seq": item.seq if batch.device else None,
        "scanned_at": item.scanned_at,
        # A clock that is years wrong does not fit; `scanned_at` and `at` tell how wrong it was.
        "offset_ms": max(-_MOST_MS, min(item.offset_ms or 0, _MOST_MS)),
        "at": timing.at,
        "received_at": batch.received_at,
        "clock_doubtful": timing.is_doubtful,
    }


def _arrived(card: CardRow | None, arrival: Arrival, batch: Batch, at: datetime) -> CardRow:
    """Whoever came with a badge that is not theirs is somebody without one."""
    person, badge_id = batch.person(arrival.person_id), card.badge_id if card else None
    if not arrival.reason:
        batch.giving.give(badge_id, at)
    revoked_at = card.revoked_at if card and not arrival.reason else None
    return CardRow(batch.event.id, badge_id, revoked_at, person)


def _given_at(batch: Batch, item: ScanItem, card: CardRow | None) -> datetime | None:
    """When a blank badge became its holder's; None where that says nothing of this scan."""
    # Whoever is registered with it has come, and a phone that let them in knew whose it was.
    knew = item.uuid in batch.arrivals or item.device_verdict in (Verdict.ADMITTED, Verdict.AGAIN)
    return None if card is None or knew else batch.giving.at(card.badge_id)


def _facts(
    batch: Batch, gate: GateRow, card: CardRow | None, given_at: datetime | None
) -> rules.Card | None:
    if card is None:
        return None
    person, holder = card.person, None
    if person:
        holder = rules.Holder(
            person.status,
            person.category_code,
            is_protocol=person.is_protocol,
            is_signed_up=batch.is_signed_up(person.id, gate),
        )
    return rules.Card(holder, card.revoked_at, given_at)


def _raw(code: Code) -> str:
    # Of one of ours only the beginning: the log must not hold the keys to passes of other fairs.
    return f"{code.kind}:{code.value[:4]}" if code.kind is not None else code.value
