"""What a fair still needs: before registration opens, the evening before, during, and after.

`events` knows nothing of what stands on it; so each feature gives its own lines here:

    @checklist_part
    def badges_on_checklist(event: Event, at: datetime) -> Iterable[Item]: ...
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Any

from flask_babel import format_decimal
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from fairapp.events.models import Event


class When(StrEnum):
    """By when something is wanted, in this order."""

    BEFORE = "before"
    OPEN = "open"
    EVE = "eve"
    DURING = "during"
    AFTER = "after"


WHEN = {
    When.BEFORE: _l("Before registration opens"),
    When.OPEN: _l("While people register"),
    When.EVE: _l("The days before"),
    When.DURING: _l("During the fair"),
    When.AFTER: _l("After the fair"),
}


class State(StrEnum):
    """How it stands."""

    DONE = "done"
    MISSING = "missing"
    OPTIONAL = "optional"
    # Nothing to be done about it yet.
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Item:
    """One line. `endpoint` with `values` is where it is put right."""

    when: When
    state: State
    label: Any
    endpoint: str = ""
    note: Any = ""
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Group:
    """The lines of one time; `is_due` from when they can be worked on."""

    when: When
    items: list[Item]
    is_due: bool

    @property
    def done(self) -> int:
        """How many are done."""
        return sum(item.state == State.DONE for item in self.items)

    @property
    def missing(self) -> list[Item]:
        """What has to be done now."""
        return [item for item in self.items if item.state == State.MISSING]


Part = Callable[[Event, datetime], Iterable[Item]]
_parts: list[Part] = []


def checklist_part(part: Part) -> Part:
    """Register what gives lines to every fair's checklist; they stand in the order of features."""
    if part not in _parts:
        _parts.append(part)
    return part


def check(is_done: object, *, otherwise: State = State.MISSING) -> State:
    """Done, or `otherwise`."""
    return State.DONE if is_done else otherwise


def left(count: int) -> str:
    """How many are left to do, in words; nothing when none is."""
    return _("%(num)s left", num=format_decimal(count)) if count else ""


def groups(event: Event, at: datetime) -> list[Group]:
    """All lines by time; what is not due yet is for later, unless it is done."""
    items = [item for part in _parts for item in part(event, at)]
    found = []
    for when in When:
        due = at >= _due(event, when)
        own = [item if due else _later(item) for item in items if item.when == when]
        found.append(Group(when, own, due))
    return found


def _later(item: Item) -> Item:
    # What the fair itself brings cannot be done before it; badges may be.
    is_done = item.state == State.DONE and item.when in (When.OPEN, When.EVE)
    return item if is_done else replace(item, state=State.LATER)


def _due(event: Event, when: When) -> datetime:
    first, last = event.days[0].date, event.days[-1].date
    return {
        When.BEFORE: event.created_at,
        When.OPEN: event.published_at or event.utc(first, time.min),
        When.EVE: event.utc(first - timedelta(days=3), time.min),
        When.DURING: event.utc(first, time.min),
        When.AFTER: event.utc(last + timedelta(days=1), time.min),
    }[when]
