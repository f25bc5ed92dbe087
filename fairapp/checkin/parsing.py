"""One item of an upload: JSON into a scan or an undo, or into the first field that is wrong."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any, TypeVar

from fairapp.checkin import codes
from fairapp.checkin.codes import Code, Kind
from fairapp.checkin.items import InvalidItem, Item, ScanItem, UndoItem, WalkIn
from fairapp.checkin.models import Method, Verdict
from fairapp.registration.models import Sex
from fairapp.registration.names import clean_name, has_letter, split_name

_T = TypeVar("_T")

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_METHODS = {
    Kind.INDEX: Method.QR,
    Kind.TOKEN: Method.QR,
    Kind.NUMBER: Method.TYPED,
    Kind.REFERENCE: Method.TYPED,
}
_LARGEST_SEQ = 2**31 - 1
_LARGEST_OFFSET_MS = 10**13
# Of given names, and of a family name.
_LONGEST_NAME = 120
# A clock without battery starts in 1970; years beyond these do not fit into arithmetic.
_YEARS = range(1970, 2200)


class _Wrong(Exception):
    def __init__(self, field: str) -> None:
        self.field = field


def read_item(raw: Any) -> Item:
    """One scan or undo; an `InvalidItem` that names the first field that is wrong."""
    if not isinstance(raw, dict):
        return InvalidItem(None, "not_an_object")
    uuid = read_uuid(raw.get("uuid"))
    if uuid is None:
        return InvalidItem(None, "uuid")
    try:
        return _read_scan(uuid, raw) if raw.get("undoes") is None else _read_undo(uuid, raw)
    except _Wrong as wrong:
        return InvalidItem(uuid, wrong.field)


def read_moment(value: Any) -> datetime | None:
    """An ISO 8601 moment with its zone, in UTC; None for anything else."""
    if not isinstance(value, str) or len(value) > 40:
        return None
    try:
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            return None
        moment = moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment if moment.year in _YEARS else None


def read_uuid(value: Any) -> str | None:
    """A UUID in small letters; None for anything else."""
    text = value.lower() if isinstance(value, str) else ""
    return text if _UUID.fullmatch(text) else None


def read_whole(value: Any, least: int, most: int) -> int | None:
    """A whole number in these bounds; None for anything else."""
    is_whole = isinstance(value, int) and not isinstance(value, bool)
    return value if is_whole and least <= value <= most else None


def _read_scan(uuid: str, raw: dict[str, Any]) -> ScanItem:
    badge, direction, override = raw.get("badge"), raw.get("direction", "in"), raw.get("override")
    code = _needed("badge", codes.parse(badge) if isinstance(badge, str) else None)
    return ScanItem(
        uuid=uuid,
        code=code,
        checkpoint=_needed("checkpoint", _text(raw.get("checkpoint"), 20)),
        method=_method(code, raw.get("method")),
        direction=_needed("direction", direction if direction in ("in", "out") else None),
        override="" if override is None else _needed("override", _text(override, 200)),
        device_verdict=_needed("device_verdict", _verdict(raw.get("device_verdict"))),
        walk_in=None if raw.get("walk_in") is None else _needed("walk_in", _walk_in(raw)),
        **_read_clock(raw),
    )


def _method(code: Code, said: Any) -> Method:
    """A phone says so when it has found somebody by name; the rest shows by the code."""
    if said == Method.SEARCH and code.kind is Kind.INDEX:
        return Method.SEARCH
    return _METHODS[code.kind] if code.kind else Method.QR


def _verdict(value: Any) -> str | None:
    """What a phone has shown; empty when it has asked first."""
    return "" if value is None else next((v.value for v in Verdict if v == value), None)


def _walk_in(raw: dict[str, Any]) -> WalkIn | None:
    said = raw["walk_in"]
    if not isinstance(said, dict):
        return None
    uuid, name = read_uuid(said.get("uuid")), _text(said.get("name"), 240)
    category = said.get("category")
    known = str(category) if isinstance(category, (str, int)) else ""
    if uuid is None or name is None or not has_letter(name):
        return None
    if any(len(part) > _LONGEST_NAME for part in split_name(clean_name(name))):
        return None
    return WalkIn(uuid, clean_name(name), _sex(said.get("sex")), known)


def _sex(value: Any) -> str | None:
    """As `registration.models.Sex`; whatever else was said is no answer."""
    return next((sex.value for sex in Sex if sex == value), None)


def _read_undo(uuid: str, raw: dict[str, Any]) -> UndoItem:
    return UndoItem(uuid, _needed("undoes", read_uuid(raw["undoes"])), **_read_clock(raw))


def _read_clock(raw: dict[str, Any]) -> dict[str, Any]:
    seq, offset = raw.get("seq"), raw.get("offset_ms")
    return {
        "scanned_at": _needed("scanned_at", read_moment(raw.get("scanned_at"))),
        "seq": None if seq is None else _needed("seq", read_whole(seq, 0, _LARGEST_SEQ)),
        "offset_ms": None
        if offset is None
        else _needed("offset_ms", read_whole(offset, -_LARGEST_OFFSET_MS, _LARGEST_OFFSET_MS)),
    }


def _needed(field: str, value: _T | None) -> _T:
    if value is None:
        raise _Wrong(field)
    return value


def _text(value: Any, longest: int) -> str | None:
    """A line that any database takes; None for anything else."""
    if not isinstance(value, str):
        return None
    line = " ".join(value.split())
    return line if line.isprintable() and len(line) <= longest else None
