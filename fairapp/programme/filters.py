"""What of the programme a reader asked to see, and the chips that lead to something else.

A kind or a room without a day is shown over all days: who looks for the theatre does not know its
day.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from fairapp.core.i18n import LocalizedText
from fairapp.events.models import Event, EventDay
from fairapp.programme.items import Item
from fairapp.programme.layout import Slot, slots


@dataclass(frozen=True)
class Choice:
    """`day_number` None: all days; empty `kind` or `room`: all of them."""

    day_number: int | None
    kind: str = ""
    room: str = ""

    @property
    def is_filtered(self) -> bool:
        """Whether something is left out of the days that are shown."""
        return bool(self.kind or self.room)

    def accepts(self, item: Item) -> bool:
        """Whether `item` is of the chosen kind and in the chosen room."""
        return self.kind in ("", item.kind_code) and self.room in ("", item.room_code)

    def on_day(self, number: int | None) -> Choice:
        """The same on one day, or on all."""
        return replace(self, day_number=number)

    def as_query(self) -> dict[str, str | int]:
        """Query parameters of its address."""
        query = {"day": self.day_number, "kind": self.kind, "room": self.room}
        return {name: value for name, value in query.items() if value}


@dataclass(frozen=True)
class Chip:
    """A filter: what it would show, how many, and where it leads; a chosen one leads back."""

    text: LocalizedText
    icon: str
    kind_id: int
    count: int
    leads_to: Choice
    is_current: bool


@dataclass(frozen=True)
class DayPart:
    """A day of the fair and what is shown of it."""

    day: EventDay
    slots: list[Slot[Item]]


def choose(event: Event, arguments: Mapping[str, str], *, at: datetime) -> Choice:
    """From the address; what it does not say, or says wrongly, is today or else the first day."""
    kind, room = arguments.get("kind", ""), arguments.get("room", "")
    asked = arguments.get("day", "")
    day = event.day_number(int(asked)) if asked.isdecimal() and len(asked) < 4 else None
    if day is None and not (kind or room):
        day = event.day_of(at) or next(iter(event.days), None)
    return Choice(day.number if day is not None else None, kind, room)


def kind_chips(offered: Sequence[Item], choice: Choice) -> list[Chip]:
    """One for each kind that is on, in the order of the clock."""
    items = [item for item in offered if choice.room in ("", item.room_code)]
    return _chips(
        items,
        key=lambda item: item.kind_code,
        text=lambda item: item.kind,
        icon=lambda item: item.icon,
        chosen=choice.kind,
        leading=lambda code: replace(choice, kind=code),
    )


def room_chips(offered: Sequence[Item], choice: Choice) -> list[Chip]:
    """One for each room that is used, in the order of the clock."""
    items = [item for item in offered if item.room and choice.kind in ("", item.kind_code)]
    return _chips(
        items,
        key=lambda item: item.room_code,
        text=lambda item: item.room or LocalizedText(),
        icon=lambda item: "",
        chosen=choice.room,
        leading=lambda code: replace(choice, room=code),
    )


def by_day(event: Event, items: Sequence[Item], choice: Choice) -> list[DayPart]:
    """The chosen day, even when nothing is on; without one, each day that has something."""
    parts = [
        DayPart(day, slots([item for item in items if item.day_number == day.number]))
        for day in event.days
    ]
    if choice.day_number is not None:
        return [part for part in parts if part.day.number == choice.day_number]
    return [part for part in parts if part.slots]


def _chips(
    items: Sequence[Item],
    *,
    key: Callable[[Item], str],
    text: Callable[[Item], LocalizedText],
    icon: Callable[[Item], str],
    chosen: str,
    leading: Callable[[str], Choice],
) -> list[Chip]:
    firsts = {key(item): item for item in reversed(items)}
    order = dict.fromkeys(key(item) for item in items)
    return [
        Chip(
            text=text(firsts[code]),
            icon=icon(firsts[code]),
            kind_id=firsts[code].kind_id,
            count=sum(key(item) == code for item in items),
            leads_to=leading("" if code == chosen else code),
            is_current=code == chosen,
        )
        for code in order
    ]
