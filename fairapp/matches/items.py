"""What a phone, or a form, asks to be noted; and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from fairapp.matches.facts import How, Kind, Minute


@dataclass(frozen=True, slots=True)
class Item:
    """One more line of the record. `at` is what the phone's clock said; without `minute` it is the
    one that the match's clock showed then."""

    uuid: str
    kind: Kind
    at: datetime
    side: int = 0
    player: int | None = None
    other: int | None = None
    minute: Minute | None = None
    how: str = How.PLAIN


@dataclass(frozen=True, slots=True)
class UndoItem:
    """Take back the line `undoes`; with `minute`, note it again at that one, as `uuid`."""

    uuid: str
    undoes: str
    at: datetime
    minute: Minute | None = None


@dataclass(frozen=True, slots=True)
class InvalidItem:
    """Something that is neither."""

    uuid: str | None


AnyItem = Item | UndoItem | InvalidItem


@dataclass(frozen=True, slots=True)
class Outcome:
    """`reason` says in words why an item was refused."""

    uuid: str | None
    status: Literal["stored", "already", "refused"]
    reason: Any = ""
