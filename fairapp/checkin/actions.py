"""Recording scans: from a gate's batch or from the desk, one or fifty, by one path.

A scan is appended. The same uuid again changes nothing and answers the same; an undo is a scan that
names another. Whoever calls commits: nothing here is acknowledged before that.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _l

from fairapp.accounts.models import User
from fairapp.checkin import fairs, queries
from fairapp.checkin.answers import answer
from fairapp.checkin.batch import Batch
from fairapp.checkin.codes import Code, Kind
from fairapp.checkin.items import InvalidItem, Item, Outcome, ScanItem, UndoItem
from fairapp.checkin.models import Device, Method
from fairapp.checkin.records import scan_row, undo_row
from fairapp.checkin.roster.following import State, state
from fairapp.core.errors import DomainError
from fairapp.events.models import Event

MAX_ITEMS = 50

_REFUSALS = {
    "checkpoint": _l("Choose where people come in first."),
    "undo_unknown": _l("This check-in could not be found."),
    "undone_already": _l("This check-in has already been undone."),
    "not_undoable": _l("There is nothing to undo: this scan let nobody in."),
    "not_allowed": _l("Only whoever made this check-in, or the reception, can undo it."),
    "uuid_taken": _l("Reload the page and try again."),
}


def record_scans(
    event: Event,
    items: Sequence[Item],
    *,
    actor: User | None,
    device: Device | None = None,
    received_at: datetime,
    sent_at: datetime,
    before: State | None = None,
) -> list[Outcome]:
    """Append the scans of `items` (at most `MAX_ITEMS`); their outcomes, in the same order.

    `sent_at` is the device's clock when it sent them, `received_at` the server's when they came.
    `before` is how the roster stands, if that is known.
    An item that is no scan gets an outcome of its own and stops nobody. Safe to call with the same
    items again, and at the same time as another gate with the same badge.
    """
    if len(items) > MAX_ITEMS:
        raise ValueError(f"at most {MAX_ITEMS} scans at once, not {len(items)}")
    batch = Batch(
        event,
        items,
        actor=actor,
        device=device,
        received_at=received_at,
        sent_at=sent_at,
        rules_of_fair=fairs.rules_of(event, before or state(event.id)),
    )

    def moment(position: int) -> datetime:
        item = items[position]
        return received_at if isinstance(item, InvalidItem) else batch.timing(item).at

    outcomes: dict[int, Outcome] = {}
    # By time: of two scans of one badge in a batch, the earlier is the admission.
    for position in sorted(range(len(items)), key=moment):
        outcomes[position] = _settle(batch, items[position])
    batch.write()
    return [_told(batch, outcomes[position]) for position in range(len(items))]


def record_many(
    event: Event,
    items: Sequence[Item],
    *,
    actor: User | None,
    device: Device,
    received_at: datetime,
    sent_at: datetime,
) -> list[Outcome]:
    """As `record_scans`, however many: by time, so many at once as that takes."""

    def moment(position: int) -> datetime:
        item = items[position]
        return received_at if isinstance(item, InvalidItem) else item.scanned_at

    by_time = sorted(range(len(items)), key=moment)
    outcomes: dict[int, Outcome] = {}
    for start in range(0, len(by_time), MAX_ITEMS):
        part = by_time[start : start + MAX_ITEMS]
        told = record_scans(
            event,
            [items[position] for position in part],
            actor=actor,
            device=device,
            received_at=received_at,
            sent_at=sent_at,
        )
        outcomes |= dict(zip(part, told, strict=True))
    return [outcomes[position] for position in range(len(items))]


def check_in(
    event: Event,
    registration_id: int,
    *,
    uuid: str,
    checkpoint: str,
    actor: User,
    at: datetime,
    method: Method = Method.SEARCH,
    override: str = "",
) -> Outcome:
    """Check in somebody found by name: a scan like any other. DomainError when it is none."""
    code = Code(Kind.REGISTRATION, str(registration_id))
    item = ScanItem(uuid, code, checkpoint, at, method=method, override=override)
    return record_one(event, item, actor=actor, at=at)


def undo(event: Event, scan_uuid: str, *, uuid: str, actor: User, at: datetime) -> Outcome:
    """Take back one scan of `event`, once. DomainError when it cannot be, or not by `actor`."""
    return record_one(event, UndoItem(uuid, scan_uuid, at), actor=actor, at=at)


def record_one(event: Event, item: ScanItem | UndoItem, *, actor: User, at: datetime) -> Outcome:
    """One scan made by somebody at this very server. DomainError when it is none."""
    outcome = record_scans(event, [item], actor=actor, received_at=at, sent_at=at)[0]
    if outcome.status == "invalid":
        raise DomainError(outcome.reason, _REFUSALS[outcome.reason])
    return outcome


def _settle(batch: Batch, item: Item) -> Outcome:
    """Decide about `item` unless it is stored already, and answer it."""
    if isinstance(item, InvalidItem):
        return Outcome(item.uuid, "invalid", reason=item.reason)
    if item.uuid in batch.stored:
        return answer(batch, batch.stored[item.uuid], "already")
    row = undo_row(batch, item) if isinstance(item, UndoItem) else scan_row(batch, item)
    if isinstance(row, str):
        return _answer_invalid(batch, item, row)
    # Before it is added: what it is told of are the entries before it.
    outcome = answer(batch, row, "stored")
    batch.add(row)
    return outcome


def _answer_invalid(batch: Batch, item: ScanItem | UndoItem, reason: str) -> Outcome:
    # It may have been one when it came first.
    before = queries.stored([item.uuid])
    if before:
        return answer(batch, before[item.uuid], "already")
    return Outcome(item.uuid, "invalid", reason=reason)


def _told(batch: Batch, outcome: Outcome) -> Outcome:
    # The same scan, sent twice at the same moment: the other request was first.
    if outcome.status == "stored" and outcome.uuid in batch.raced:
        return answer(batch, batch.raced[outcome.uuid], "already")
    return outcome
