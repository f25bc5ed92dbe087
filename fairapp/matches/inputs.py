"""Reading what is to be noted: JSON of a phone, or the fields of a form without JavaScript."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from fairapp.core import clock
from fairapp.core.identifiers import may_exist
from fairapp.matches.facts import (
    LONGEST_HALF,
    PHASES,
    How,
    Kind,
    Minute,
    read_minute,
)
from fairapp.matches.items import AnyItem, InvalidItem, Item, UndoItem

_HOWS = {
    Kind.GOAL: (How.PLAIN, How.PENALTY, How.OWN),
    Kind.SHOT: (How.PLAIN, How.MISSED),
}


def read_item(raw: Any) -> AnyItem:
    """One line of an upload; `InvalidItem` for anything else."""
    if not isinstance(raw, dict):
        return InvalidItem(None)
    uuid = _uuid(raw.get("uuid"))
    at = read_moment(raw.get("at"))
    if uuid is None or at is None:
        return InvalidItem(raw["uuid"] if isinstance(raw.get("uuid"), str) else None)
    try:
        return _item(raw, uuid, at)
    except (ValueError, TypeError):
        return InvalidItem(uuid)


def read_form(form: Mapping[str, str], *, at: datetime) -> Item | UndoItem:
    """The fields of a form of the score page; ValueError when they are not ours.

    A player button says `player`, or `own` when it was an own goal of the other team; `ago` are
    minutes since a phase began that is noted late.
    """
    uuid = _uuid(form.get("uuid"))
    if uuid is None:
        raise ValueError("uuid")
    raw: dict[str, Any] = {
        **{name: form.get(name, "") for name in ("kind", "undoes", "minute")},
        "how": How.PENALTY if form.get("penalty") else form.get("how", ""),
        "side": int(form.get("side") or 0),
        "player": int(form["player"]) if form.get("player") else None,
        "other": int(form["other"]) if form.get("other") else None,
    }
    if form.get("own"):
        raw |= {"player": int(form["own"]), "how": How.OWN}
    if raw["kind"] in PHASES:
        ago = int(form.get("ago") or 0)
        at -= timedelta(minutes=min(max(ago, 0), LONGEST_HALF))
    return _item(raw, uuid, at)


def read_moment(value: Any) -> datetime | None:
    """ISO 8601 with its zone; None for anything else."""
    if not isinstance(value, str) or len(value) > 40:
        return None
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return None
    return at if at.tzinfo is not None and at.year in clock.YEARS else None


def _item(raw: Mapping[str, Any], uuid: str, at: datetime) -> Item | UndoItem:
    minute = _minute(raw.get("minute"))
    if raw.get("undoes"):
        undoes = _uuid(raw["undoes"])
        if undoes is None:
            raise ValueError("undoes")
        return UndoItem(uuid, undoes, at, minute)
    kind, side, how = Kind(raw.get("kind", "")), raw.get("side"), How(raw.get("how") or "")
    if kind is Kind.UNDO or (kind not in PHASES and (type(side) is not int or side not in (1, 2))):
        raise ValueError("kind")
    if kind in PHASES:
        return Item(uuid, kind, at)
    if how not in _HOWS.get(kind, (How.PLAIN,)):
        raise ValueError("how")
    players = (_row(raw.get("player")), _row(raw.get("other")))
    return Item(uuid, kind, at, int(side or 0), *players, minute, how)


def _minute(value: Any) -> Minute | None:
    if value is None or value == "":
        return None
    if not isinstance(value, str) or len(value) > 10:
        raise ValueError("minute")
    return read_minute(value)


def _row(value: Any) -> int | None:
    if value is None:
        return None
    if type(value) is not int or not may_exist(value):
        raise ValueError("player")
    return value


def _uuid(value: Any) -> str | None:
    try:
        return str(UUID(value)) if isinstance(value, str) else None
    except ValueError:
        return None
