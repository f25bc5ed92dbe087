"""What a gate is told: one pure decision, the same on the server and on a phone.

`tests/contracts/scan_cases.json` holds the cases; pytest runs them here, and the browser's twin of
`decide` must answer the same. The order of the checks is part of the contract: what the code is,
the badge, the person's standing, the checkpoint's rules (category, the fair's day, the checkpoint's
day, its hours, sign-up), then whether the badge was already there.
Who is already inside a full room needs no other place, so capacity is for newcomers alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Literal

Answer = Literal["admitted", "again", "provisional", "ask", "blank", "refused", "unknown", "left"]

# On the fair's clocks. Lunch is served after it: the attendance list has a column either side.
AFTERNOON_FROM = time(13, 0)
_MEALS = ((time(11, 0), "breakfast"), (time(17, 0), "lunch"), (time.max, "dinner"))

# Corrected clocks of two phones differ by what the network takes. Of two scans closer than this the
# one that was stored first is the admission, or both gates would show green.
CLOCK_SLACK = timedelta(seconds=10)

_STANDINGS: dict[str, tuple[Answer, str]] = {
    "declined": ("refused", "declined"),
    "cancelled": ("refused", "cancelled"),
    "pending": ("ask", "pending"),
    "waiting": ("ask", "waiting"),
    # Until the place is taken, its holder is still on the waiting list.
    "offered": ("ask", "waiting"),
    "replaced": ("ask", "replaced"),
}


@dataclass(frozen=True, slots=True)
class Fair:
    """Its clocks and its days."""

    zone: tzinfo
    days: frozenset[date]


@dataclass(frozen=True, slots=True)
class Gate:
    """A checkpoint's rules. None allows all; `capacity` counts persons, `present` those inside.

    It is open from `opens_at` until just before `closes_at`. Checkpoints of one `group` share what
    they have seen, as the gates of one ground do; without a group each stands alone.
    """

    code: str
    scope: str = "day"
    group: str = ""
    is_entrance: bool = False
    categories: frozenset[str] | None = None
    days: frozenset[date] | None = None
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    signed_up_only: bool = False
    capacity: int | None = None
    present: int = 0


@dataclass(frozen=True, slots=True)
class Holder:
    """The person of a badge, duplicates resolved: `standing` is never `merged`."""

    standing: str
    category: str
    is_protocol: bool = False
    is_signed_up: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """A badge of this fair; without a holder it is blank, and so it was until `given_at`."""

    holder: Holder | None
    revoked_at: datetime | None = None
    given_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """An accepted scan of the same person, not undone; `group` is its checkpoint's."""

    at: datetime
    gate: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One scan: `at` is the corrected moment.

    `is_well_formed`: it looks like one of ours. `is_of_other_event`: it is one, elsewhere.
    `list_is_complete`: whoever decides knows every badge, as the server does and a phone does not.
    `clock_failed`: the moment cannot be right.
    """

    at: datetime
    direction: str = "in"
    is_well_formed: bool = True
    is_of_other_event: bool = False
    list_is_complete: bool = True
    clock_failed: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """The verdict, a stable reason, and the earliest entry when there is one already."""

    verdict: Answer
    reason: str = ""
    first: Entry | None = None


def decide(
    fair: Fair, gate: Gate, attempt: Attempt, card: Card | None, seen: Iterable[Entry] = ()
) -> Decision:
    """The verdict on `attempt` at `gate`; without `card` the code is no badge that is known."""
    if card is None:
        return _stranger(attempt)
    if attempt.direction == "out":
        return Decision("left")
    if card.revoked_at is not None and card.revoked_at <= attempt.at:
        return Decision("refused", "badge_revoked")
    if card.holder is None or _was_blank(card, attempt):
        return Decision("blank", "unclaimed")
    refusal = _standing(card.holder) or _rules(fair, gate, attempt, card.holder)
    first = first_entry(fair, gate, attempt.at, seen)
    if refusal is None and first is not None:
        return Decision("again", "already_in", first)
    return refusal or _newcomer(gate, attempt, card.holder)


def first_entry(fair: Fair, gate: Gate, at: datetime, seen: Iterable[Entry]) -> Entry | None:
    """The earliest entry in the gate's scope up to `at`."""
    scope = scope_key(gate.scope, at.astimezone(fair.zone))
    if scope is None:
        return None
    inside = (
        entry
        for entry in seen
        if (entry.group or entry.gate) == (gate.group or gate.code)
        and entry.at <= at + CLOCK_SLACK
        and scope_key(gate.scope, entry.at.astimezone(fair.zone)) == scope
    )
    return min(inside, key=lambda entry: entry.at, default=None)


def scope_key(scope: str, local: datetime) -> str | None:
    """What stands for one turn at a checkpoint; None at a counter, where every scan is new."""
    day = local.date().isoformat()
    if scope == "day":
        return day
    if scope == "half_day":
        return f"{day} {'am' if local.time() < AFTERNOON_FROM else 'pm'}"
    if scope == "meal":
        return f"{day} {next(meal for end, meal in _MEALS if local.time() <= end)}"
    return "session" if scope == "session" else None


def turn(scope: str, local: datetime) -> tuple[datetime, datetime]:
    """When the turn at a checkpoint begins in which `local`, on the fair's clocks, falls, and when
    the next one does; within it a room is full or not. A counter's turn is a day.
    """
    marks = {"half_day": (AFTERNOON_FROM,), "meal": tuple(end for end, _ in _MEALS[:-1])}
    starts = [time.min, *marks.get(scope, ())]
    index = max(n for n, start in enumerate(starts) if start <= local.time())
    day, after = local.date(), local.date() + timedelta(days=1)
    ends = [*((day, start) for start in starts[1:]), (after, time.min)]
    begin = datetime.combine(day, starts[index], local.tzinfo)
    return begin, datetime.combine(*ends[index], local.tzinfo)


def capacity(own: int | None, scope: str, of_session: int | None) -> int | None:
    """How many people a checkpoint takes: its own limit first, then that of the session at whose
    door it stands; None for any number.
    """
    return of_session if own is None and scope == "session" else own


def counts_as_entry(decision: Decision, *, is_overridden: bool) -> bool:
    """Whether a scan with this verdict is an accepted entry."""
    if decision.verdict in ("ask", "refused"):
        return is_overridden
    return decision.verdict in ("admitted", "again", "provisional")


def question(holder: Holder, *, is_in: bool) -> str:
    """The reason why checking this person in at the desk takes more than a tap; empty when not."""
    standing = _standing(holder)
    if standing is not None:
        return standing.reason
    return "protocol" if holder.is_protocol and not is_in else ""


def may_undo(*, is_own: bool, may_override: bool) -> bool:
    """Everybody may take back what they scanned themselves; only some what others did."""
    return is_own or may_override


def _stranger(attempt: Attempt) -> Decision:
    if not attempt.is_well_formed:
        return Decision("unknown", "not_ours")
    if attempt.is_of_other_event:
        return Decision("unknown", "other_event")
    if attempt.list_is_complete:
        return Decision("unknown", "not_found")
    return Decision("provisional", "not_on_list")


def _was_blank(card: Card, attempt: Attempt) -> bool:
    # Whoever is told of both scans at once, or of the earlier one last, knows the holder already.
    is_before = card.given_at is not None and attempt.at < card.given_at
    return is_before and not attempt.clock_failed


def _standing(holder: Holder) -> Decision | None:
    found = _STANDINGS.get(holder.standing)
    return Decision(*found) if found else None


def _rules(fair: Fair, gate: Gate, attempt: Attempt, holder: Holder) -> Decision | None:
    if gate.categories is not None and holder.category not in gate.categories:
        return Decision("refused", "category")
    # What the clock cannot say refuses nobody.
    if not attempt.clock_failed and (refusal := _hours(fair, gate, attempt.at)) is not None:
        return refusal
    if gate.signed_up_only and not holder.is_signed_up:
        return Decision("refused", "sign_up")
    return None


def _hours(fair: Fair, gate: Gate, at: datetime) -> Decision | None:
    day = at.astimezone(fair.zone).date()
    if day not in fair.days:
        return Decision("refused", "not_a_fair_day")
    if gate.days is not None and day not in gate.days:
        return Decision("refused", "day")
    if gate.opens_at is not None and at < gate.opens_at:
        return Decision("refused", "not_open_yet")
    if gate.closes_at is not None and at >= gate.closes_at:
        return Decision("refused", "closed")
    return None


def _newcomer(gate: Gate, attempt: Attempt, holder: Holder) -> Decision:
    if gate.capacity is not None and gate.present >= gate.capacity:
        return Decision("refused", "full")
    if attempt.clock_failed:
        return Decision("provisional", "clock")
    if gate.is_entrance and holder.is_protocol:
        return Decision("ask", "protocol")
    return Decision("admitted")
