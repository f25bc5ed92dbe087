"""What a version says, as plain values, and how two versions differ. Pure.

An entry is one session as JSON; a programme is entries by code. Fields that only the team sees are
kept, so that an earlier version can be taken up again whole, but never make a change.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

Entry = Mapping[str, Any]

# Where and when; whoever has a seat wants to know of these.
PLACING = ("starts_at", "minutes", "room")
PUBLIC = (
    *PLACING,
    *("kind", "title", "abstract", "languages", "interpretation", "parts", "acts", "documents"),
    "is_cancelled",
)


class What(StrEnum):
    """How a session differs from the version before, the weightiest first."""

    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"
    MOVED = "moved"
    RESTORED = "restored"
    ADDED = "added"
    CHANGED = "changed"


# Of these whoever has a seat, or waits for one, is told; of a new text they are not. Where one that
# is added has seats taken, it was withdrawn before.
_TOLD = frozenset({What.CANCELLED, What.WITHDRAWN, What.MOVED, What.RESTORED, What.ADDED})


@dataclass(frozen=True, slots=True)
class Change:
    """One session's difference: the public fields that differ, as they were and as they are; and
    title, time and room beside them, which say what is spoken of."""

    code: str
    what: What
    before: dict[str, Any]
    after: dict[str, Any]

    @property
    def fields(self) -> list[str]:
        """Names of what differs, in the order of `PUBLIC`."""
        return _differing(self.before, self.after)

    @property
    def is_elsewhere(self) -> bool:
        """Whether one that was there begins at another time or in another room."""
        return bool(self.before and self.after) and not {"starts_at", "room"}.isdisjoint(
            self.fields
        )

    @property
    def is_told(self) -> bool:
        """Whether people with a seat at it want to know. Who was told that it is cancelled need not
        hear that it goes."""
        last = self.after or self.before
        is_news = self.what is What.CANCELLED or not last.get("is_cancelled")
        return self.what in _TOLD and is_news

    @property
    def title(self) -> dict[str, str]:
        """The title by language: the present one, or the last that there was."""
        found: dict[str, str] = self.after.get("title") or self.before.get("title") or {}
        return found

    def as_dict(self) -> dict[str, Any]:
        """Fit for JSON."""
        return {
            "code": self.code,
            "what": str(self.what),
            "before": self.before,
            "after": self.after,
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Change:
        """The other way."""
        return cls(
            values["code"], What(values["what"]), dict(values["before"]), dict(values["after"])
        )


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody who publishes has before their eyes: the number and what it would say."""

    number: int
    fingerprint: str


def fingerprint(programme: Mapping[str, Entry]) -> str:
    """Short digest of entries, alike for what says the same."""
    written = json.dumps(programme, sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()[:16]


def differences(before: Mapping[str, Entry], after: Mapping[str, Entry]) -> list[Change]:
    """Sessions that differ, by when they were or are on, then by code."""
    found = [
        change
        for code in {**before, **after}
        if (change := _difference(code, before.get(code), after.get(code))) is not None
    ]
    return sorted(found, key=lambda change: (_when(change, before, after), change.code))


def _difference(code: str, was: Entry | None, now: Entry | None) -> Change | None:
    if was is None or now is None:
        what = What.ADDED if was is None else What.WITHDRAWN
        return Change(code, what, _public(was or {}), _public(now or {}))
    names = _differing(was, now)
    if not names:
        return None
    shown = dict.fromkeys(("title", *PLACING, *names))
    public = _public(was), _public(now)
    before, after = ({name: side.get(name) for name in shown} for side in public)
    return Change(code, _what(was, now, names), before, after)


def _what(was: Entry, now: Entry, names: list[str]) -> What:
    if "is_cancelled" in names:
        return What.CANCELLED if now.get("is_cancelled") else What.RESTORED
    is_moved = set(names) & set(PLACING) and not now.get("is_cancelled")
    return What.MOVED if is_moved else What.CHANGED


def _differing(was: Entry, now: Entry) -> list[str]:
    one, other = _public(was), _public(now)
    return [name for name in PUBLIC if (one.get(name) or None) != (other.get(name) or None)]


def _public(entry: Entry) -> dict[str, Any]:
    public = {name: entry[name] for name in PUBLIC if name in entry}
    if "acts" in public:
        public["acts"] = [
            {name: value for name, value in act.items() if name != "needs"}
            for act in public["acts"]
        ]
    return public


def _when(
    change: Change, before: Mapping[str, Entry], after: Mapping[str, Entry]
) -> tuple[str, int]:
    entry = after.get(change.code) or before[change.code]
    return str(entry.get("starts_at", "")), list(What).index(change.what)
