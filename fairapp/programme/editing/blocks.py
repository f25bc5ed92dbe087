"""Drafts as the timetable shows them: plain values for the page and for the grid's JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fairapp.core.i18n import LocalizedText, current_language
from fairapp.events.models import Event
from fairapp.events.pages import version_of
from fairapp.programme import queries as public
from fairapp.programme.editing import queries
from fairapp.programme.editing.models import Draft
from fairapp.programme.editing.rules import Hours
from fairapp.programme.editing.words import Told, tell, title_of
from fairapp.programme.releases.queries import latest_number, pending


@dataclass(frozen=True, slots=True)
class Block:
    """One draft. `day` and `start`, in minutes after midnight on the fair's clocks, are None on the
    parking list; `room` is empty without one; `by` is who changed it last."""

    code: str
    version: int
    title: LocalizedText
    kind_id: int
    kind: LocalizedText
    icon: str
    room: str
    room_name: LocalizedText | None
    day: int | None
    start: int | None
    starts_at: datetime | None
    ends_at: datetime | None
    minutes: int
    is_held: bool
    is_cancelled: bool
    by: str

    def as_dict(self) -> dict[str, Any]:
        """What the grid needs, fit for JSON; the title in the reader's language."""
        language = current_language()
        return {
            "code": self.code,
            "version": self.version,
            "title": title_of(self.title),
            "lang": self.title.language_shown(language),
            "kind": self.kind_id,
            "icon": self.icon,
            "room": self.room,
            "day": self.day,
            "start": self.start,
            "minutes": self.minutes,
            "held": self.is_held,
            "cancelled": self.is_cancelled,
            "by": self.by,
        }


@dataclass(frozen=True)
class Board:
    """The whole timetable; `mark` changes when anything of it does, `pending` counts what the next
    version would change for the public."""

    blocks: list[Block]
    warnings: list[Told]
    pending: int
    mark: str

    def as_dict(self, codes: Iterable[str] | None = None) -> dict[str, Any]:
        """Fit for JSON; only the blocks of `codes`, where they are given."""
        wanted = None if codes is None else set(codes)
        return {
            "mark": self.mark,
            "pending": self.pending,
            "drafts": [b.as_dict() for b in self.blocks if wanted is None or b.code in wanted],
            "warnings": [told.as_dict() for told in self.warnings],
        }


def board(event: Event) -> Board:
    """The timetable as it is now."""
    plans = queries.drafts(event)
    found = queries.warnings_of(event, plans)
    named = any(warning.people for warning in found)
    names = {p.id: p.name for p in public.people(event).values()} if named else {}
    return Board(
        blocks=[block_of(event, draft) for draft in plans],
        warnings=tell(event, plans, found, names),
        pending=len(pending(event)),
        mark=mark_of(event),
    )


def mark_of(event: Event) -> str:
    """Short text that changes whenever the timetable does; a few short reads."""
    rooms = [(room.code, room.name, room.capacity) for room in event.rooms]
    facts = (queries.versions_of(event), rooms, queries.hours_of(event), latest_number(event))
    return version_of(repr(facts))


def block_of(event: Event, draft: Draft) -> Block:
    """One draft as it is shown."""
    local = event.local(draft.starts_at) if draft.starts_at is not None else None
    return Block(
        code=draft.code,
        version=draft.version,
        title=draft.title,
        kind_id=draft.kind_id,
        kind=draft.kind.name,
        icon=draft.kind.icon,
        room=draft.room.code if draft.room is not None else "",
        room_name=draft.room.name if draft.room is not None else None,
        day=draft.day.number if draft.day is not None else None,
        start=local.hour * 60 + local.minute if local is not None else None,
        starts_at=draft.starts_at,
        ends_at=draft.ends_at,
        minutes=draft.minutes,
        is_held=draft.is_held,
        is_cancelled=draft.is_cancelled,
        by=draft.updated_by_name,
    )


def span(hours: Hours, blocks: Sequence[Block]) -> tuple[int, int]:
    """From when to when a day is drawn, in minutes: its hours, and whatever lies outside them."""
    opens, closes = hours.opens_at, hours.closes_at
    starts = [block.start for block in blocks if block.start is not None]
    ends = [block.start + block.minutes for block in blocks if block.start is not None]
    first = min([opens.hour * 60 + opens.minute, *starts])
    last = max([closes.hour * 60 + closes.minute, *ends])
    return first // 60 * 60, min(-(-last // 60) * 60, 24 * 60)
