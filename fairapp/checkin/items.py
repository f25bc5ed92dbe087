"""What goes into `actions.record_scans` and what comes out, one for one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fairapp.checkin.codes import Code
from fairapp.checkin.models import Method
from fairapp.core.i18n import LocalizedText


@dataclass(frozen=True, slots=True)
class WalkIn:
    """Somebody on no list, registered at a gate: `category` is its code, or its number."""

    uuid: str
    name: str
    sex: str | None
    category: str


@dataclass(frozen=True, slots=True)
class ScanItem:
    """One scan as a device made it: `scanned_at` by its own clock, `offset_ms` what it believed
    the server's clock was ahead at that moment (None: it did not know). `override` is the reason
    for letting somebody in nevertheless; `device_verdict` what it showed, when it decided alone.
    """

    uuid: str
    code: Code
    checkpoint: str
    scanned_at: datetime
    method: Method = Method.QR
    direction: str = "in"
    override: str = ""
    seq: int | None = None
    offset_ms: int | None = None
    device_verdict: str = ""
    walk_in: WalkIn | None = None


@dataclass(frozen=True, slots=True)
class UndoItem:
    """Takes back the scan `undoes`; a scan itself, with a uuid of its own."""

    uuid: str
    undoes: str
    scanned_at: datetime
    seq: int | None = None
    offset_ms: int | None = None


@dataclass(frozen=True, slots=True)
class InvalidItem:
    """Something that is no scan; `uuid` when it had one, so that the device can set it aside."""

    uuid: str | None
    reason: str


Item = ScanItem | UndoItem | InvalidItem


@dataclass(frozen=True, slots=True)
class Seen:
    """An earlier entry, as the gate is told of it."""

    at: datetime
    checkpoint: str
    gate: LocalizedText


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer to one item. `status`: stored, already (the same uuid as before) or invalid.

    `name` and `category` are all that a gate learns about a person.
    """

    uuid: str | None
    status: str
    verdict: str = ""
    reason: str = ""
    is_entry: bool = False
    is_undo: bool = False
    registration_id: int | None = None
    name: str = ""
    category: LocalizedText | None = None
    category_code: str = ""
    category_letter: str = ""
    first_seen: Seen | None = None
    may_override: bool = False
