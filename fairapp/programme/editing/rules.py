"""What a session must be, and what the team is warned of. Pure.

A refusal stops a change; a warning never does: the organiser knows why the press is in the lounge
while people pray.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from enum import StrEnum
from itertools import combinations

from flask_babel import lazy_gettext as _l

from fairapp.core.errors import DomainError
from fairapp.core.i18n import LocalizedText

SHORTEST, LONGEST = 5, 24 * 60
MOST_SEATS = 100_000
# Pictograms of kinds that share a stage, which has to be changed between them.
SHOWS = frozenset({"theatre", "comedie", "musique", "film"})
# Pictograms of what people may pray beside.
_BESIDE_PRAYER = frozenset({"accueil", "pause"})
_FRIDAY, _PRAYER_FROM, _PRAYER_TO = 4, time(12, 30), time(14, 30)


class Trouble(StrEnum):
    """What a session is warned of."""

    ROOM_TAKEN = "room_taken"
    PERSON_TWICE = "person_twice"
    SEATS_BELOW_SIGN_UPS = "seats_below_sign_ups"
    SEATS_ABOVE_ROOM = "seats_above_room"
    OUTSIDE_HOURS = "outside_hours"
    FRIDAY_PRAYER = "friday_prayer"
    STAGE_CHANGE = "stage_change"
    ACTS_TOO_LONG = "acts_too_long"


@dataclass(frozen=True, slots=True)
class Slot:
    """A placed session, on the fair's own clocks; `people` are those with a part, by id."""

    code: str
    starts_at: datetime
    ends_at: datetime
    room: str = ""
    icon: str = ""
    people: frozenset[int] = frozenset()
    capacity: int | None = None
    room_capacity: int | None = None
    seated: int = 0
    act_minutes: int = 0


@dataclass(frozen=True, slots=True)
class Hours:
    """When a day is open, and what is kept free, on the fair's own clocks."""

    opens_at: time = time(7)
    closes_at: time = time(22)
    stage_change: int = 15
    keeps_friday_prayer: bool = True


@dataclass(frozen=True, slots=True)
class Warning:
    """One trouble of session `code`; `other` is the session it meets, `people` who is in both,
    `number` what the words need: seats, places or minutes."""

    code: str
    trouble: Trouble
    other: str = ""
    people: frozenset[int] = field(default_factory=frozenset)
    number: int = 0


def check(*, title: LocalizedText, minutes: int, capacity: int | None) -> None:
    """Refusals `title_missing`, `minutes_wrong`, `seats_wrong`, each on its field."""
    if not title:
        raise DomainError(
            "title_missing", _l("Give a title in at least one language."), field="title"
        )
    if not SHORTEST <= minutes <= LONGEST:
        raise DomainError(
            "minutes_wrong",
            _l("Between %(least)s and %(most)s minutes.", least=SHORTEST, most=LONGEST),
            field="minutes",
        )
    if capacity is not None and not 0 < capacity <= MOST_SEATS:
        raise DomainError(
            "seats_wrong",
            _l("Between 1 and %(most)s, or empty for no limit.", most=MOST_SEATS),
            field="capacity",
        )


def warnings(slots: Iterable[Slot], hours: Hours) -> list[Warning]:
    """All that is wrong with a programme, by session in the order of the clock. Cancelled sessions
    take no room and nobody's time: leave them out."""
    ordered = sorted(slots, key=lambda slot: (slot.starts_at, slot.code))
    found = [warning for slot in ordered for warning in _alone(slot, hours)]
    found += [warning for pair in combinations(ordered, 2) for warning in _together(*pair)]
    found += _stage_changes(ordered, hours.stage_change)
    place = {slot.code: number for number, slot in enumerate(ordered)}
    return sorted(found, key=lambda w: (place[w.code], list(Trouble).index(w.trouble), w.other))


def _alone(slot: Slot, hours: Hours) -> list[Warning]:
    found = []
    if slot.capacity is not None and slot.seated > slot.capacity:
        found.append(Warning(slot.code, Trouble.SEATS_BELOW_SIGN_UPS, number=slot.seated))
    if slot.room_capacity is not None and max(slot.capacity or 0, slot.seated) > slot.room_capacity:
        found.append(Warning(slot.code, Trouble.SEATS_ABOVE_ROOM, number=slot.room_capacity))
    if not _is_within(slot, hours):
        found.append(Warning(slot.code, Trouble.OUTSIDE_HOURS))
    if hours.keeps_friday_prayer and _meets_prayer(slot):
        found.append(Warning(slot.code, Trouble.FRIDAY_PRAYER))
    length = int((slot.ends_at - slot.starts_at).total_seconds()) // 60
    if slot.act_minutes > length:
        found.append(Warning(slot.code, Trouble.ACTS_TOO_LONG, number=slot.act_minutes - length))
    return found


def _is_within(slot: Slot, hours: Hours) -> bool:
    is_one_day = slot.starts_at.date() == slot.ends_at.date()
    return (
        is_one_day
        and hours.opens_at <= slot.starts_at.time()
        and slot.ends_at.time() <= hours.closes_at
    )


def _meets_prayer(slot: Slot) -> bool:
    if slot.starts_at.weekday() != _FRIDAY or slot.icon in _BESIDE_PRAYER:
        return False
    ends = slot.ends_at.time() if slot.ends_at.date() == slot.starts_at.date() else time.max
    return slot.starts_at.time() < _PRAYER_TO and ends > _PRAYER_FROM


def _together(one: Slot, other: Slot) -> list[Warning]:
    """Both are told, for either may be the one that gives way."""
    if other.starts_at >= one.ends_at:
        return []
    found = []
    if one.room and one.room == other.room:
        found += [
            Warning(one.code, Trouble.ROOM_TAKEN, other.code),
            Warning(other.code, Trouble.ROOM_TAKEN, one.code),
        ]
    if both := one.people & other.people:
        found += [
            Warning(one.code, Trouble.PERSON_TWICE, other.code, both),
            Warning(other.code, Trouble.PERSON_TWICE, one.code, both),
        ]
    return found


def _stage_changes(ordered: Sequence[Slot], least: int) -> list[Warning]:
    """Shows on one stage that follow each other too closely; the later one is told."""
    found = []
    before: dict[str, Slot] = {}
    for slot in ordered:
        if slot.icon not in SHOWS or not slot.room:
            continue
        last = before.get(slot.room)
        if last is not None and slot.starts_at >= last.ends_at:
            free = int((slot.starts_at - last.ends_at).total_seconds()) // 60
            if free < least:
                found.append(Warning(slot.code, Trouble.STAGE_CHANGE, last.code, number=free))
        before[slot.room] = slot
    return found
