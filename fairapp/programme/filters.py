"""What of the programme a reader asked to see, and the chips that lead to something else.

A kind, a room, a language or words without a day are shown over all days: who looks for the theatre
does not know its day.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from fairapp.core.i18n import LocalizedText
from fairapp.events.models import Event, EventDay
from fairapp.events.text import language_name
from fairapp.programme.items import Item
from fairapp.programme.layout import Slot, slots
from fairapp.programme.search import MAX_QUERY, matches


@dataclass(frozen=True)
class Choice:
    """`day_number` None: all days; what is empty leaves nothing out. `search` is as typed."""

    day_number: int | None
    kind: str = ""
    room: str = ""
    language: str = ""
    search: str = ""

    @property
    def is_filtered(self) -> bool:
        """Whether something is left out of the days that are shown."""
        return bool(self.kind or self.room or self.language or self.search)

    def accepts(self, item: Item) -> bool:
        """Whether `item` is what was chosen, and says what was searched for."""
        return (
            self.kind in ("", item.kind_code)
            and self.room in ("", item.room_code)
            and self.language in ("", *item.languages, *item.interpretation)
            and (not self.search or matches(item, self.search))
        )

    def on_day(self, number: int | None) -> Choice:
        """The same on one day, or on all."""
        return replace(self, day_number=number)

    def without_search(self) -> Choice:
        """The same without the words that were searched for."""
        return replace(self, search="")

    def as_query(self) -> dict[str, str | int]:
        """Query parameters of its address."""
        query = {
            "day": self.day_number,
            "kind": self.kind,
            "room": self.room,
            "language": self.language,
            "q": self.search,
        }
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


class Option(NamedTuple):
    """What one session could be chosen by."""

    code: str
    text: LocalizedText
    icon: str = ""
    kind_id: int = 0


@dataclass(frozen=True)
class DayPart:
    """A day of the fair and what is shown of it."""

    day: EventDay
    slots: list[Slot[Item]]


def choose(event: Event, arguments: Mapping[str, str], *, at: datetime) -> Choice:
    """From the address; what it does not say, or says wrongly, is today or else the first day."""
    choice = Choice(
        None,
        kind=arguments.get("kind", ""),
        room=arguments.get("room", ""),
        language=arguments.get("language", ""),
        search=arguments.get("q", "").strip()[:MAX_QUERY],
    )
    asked = arguments.get("day", "")
    day = event.day_number(int(asked)) if asked.isdecimal() and len(asked) < 4 else None
    if day is None and not choice.is_filtered:
        day = event.day_of(at) or next(iter(event.days), None)
    return choice.on_day(day.number if day is not None else None)


def kind_chips(offered: Sequence[Item], choice: Choice) -> list[Chip]:
    """One for each kind that is on, in the order of the clock."""
    every = replace(choice, kind="")
    found = [Option(i.kind_code, i.kind, i.icon, i.kind_id) for i in offered if every.accepts(i)]
    return _chips(found, choice.kind, lambda code: replace(choice, kind=code))


def room_chips(offered: Sequence[Item], choice: Choice) -> list[Chip]:
    """One for each room that is used, in the order of the clock."""
    every = replace(choice, room="")
    found = [Option(i.room_code, i.room) for i in offered if i.room and every.accepts(i)]
    return _chips(found, choice.room, lambda code: replace(choice, room=code))


def language_chips(offered: Sequence[Item], choice: Choice) -> list[Chip]:
    """One for each language that is spoken or interpreted into; none while there is but one."""
    every = replace(choice, language="")
    found = [
        Option(code, language_name(code))
        for item in offered
        if every.accepts(item)
        for code in dict.fromkeys((*item.languages, *item.interpretation))
    ]
    chips = _chips(found, choice.language, lambda code: replace(choice, language=code))
    return chips if len(chips) > 1 or choice.language else []


def by_day(event: Event, items: Sequence[Item], choice: Choice) -> list[DayPart]:
    """The chosen day, even when nothing is on; without one, each day that has something."""
    parts = [
        DayPart(day, slots([item for item in items if item.day_number == day.number]))
        for day in event.days
    ]
    if choice.day_number is not None:
        return [part for part in parts if part.day.number == choice.day_number]
    return [part for part in parts if part.slots]


def _chips(found: Sequence[Option], chosen: str, leading: Callable[[str], Choice]) -> list[Chip]:
    counted = Counter(option.code for option in found)
    return [
        Chip(
            text=option.text,
            icon=option.icon,
            kind_id=option.kind_id,
            count=counted[option.code],
            leads_to=leading("" if option.code == chosen else option.code),
            is_current=option.code == chosen,
        )
        for option in {option.code: option for option in found}.values()
    ]
