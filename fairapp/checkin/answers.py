"""What a gate is told of a stored scan: the same whenever the same scan is sent again."""

from __future__ import annotations

from fairapp.checkin import rules
from fairapp.checkin.batch import Batch
from fairapp.checkin.items import Outcome, Seen
from fairapp.checkin.models import Verdict
from fairapp.checkin.storing import Row


def answer(batch: Batch, row: Row, status: str) -> Outcome:
    """The outcome of the scan `row`; `status` is stored or already."""
    if row["event_id"] != batch.event.id:
        # Somebody else's scan: say nothing of it.
        return Outcome(row["uuid"], "invalid", reason="uuid_taken")
    person = batch.person(row["registration_id"])
    is_open = row["verdict"] in (Verdict.ASK, Verdict.REFUSED) and not row["is_entry"]
    is_undo = row["undoes_id"] is not None
    return Outcome(
        uuid=row["uuid"],
        status=status,
        verdict=row["verdict"],
        reason=row["reason"],
        is_entry=row["is_entry"],
        is_undo=is_undo,
        registration_id=row["registration_id"],
        name=person.name if person else "",
        category=person.category if person else None,
        category_code=person.category_code if person else "",
        category_letter=person.category_letter if person else "",
        first_seen=_first_seen(batch, row) if row["verdict"] == Verdict.AGAIN else None,
        may_override=is_open and not is_undo and batch.may_override,
    )


def _first_seen(batch: Batch, row: Row) -> Seen | None:
    gate = batch.gate_by_id(row["checkpoint_id"])
    seen = batch.seen(row["registration_id"], before=row.get("id"))
    here = rules.Gate(gate.code, gate.scope, gate.group)
    first = rules.first_entry(batch.fair, here, row["at"], seen)
    return Seen(first.at, first.gate, batch.gates[first.gate].name) if first else None
