"""Which badges an act of the audit may have changed, as far as a roster tells."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

# Areas of acts that change nothing that a roster says. Whatever they do to one registration or
# badge, as a list that is imported does, is noted of that one as well.
_HARMLESS = frozenset(
    {
        *("account", "announcement", "audit", "backup", "badges", "category", "checkpoint"),
        *("delegation", "device"),
        *("event", "kind", "match", "opinion", "outbox", "question", "registrations", "report"),
        *("room", "scan_overridden", "scan_undone", "session", "signup", "speaker", "team"),
        *("partner", "privacy.delays_set", "privacy.notice_written", "token"),
        *("programme.hours_set", "programme.printing", "programme.taken_up"),
    }
)


class Act(NamedTuple):
    """One entry of the audit, as far as it matters here."""

    action: str
    subject_type: str
    subject_id: int | None
    details: dict[str, Any]


@dataclass
class Touched:
    """Registrations and badges to look at anew, by id; `everything` when nobody can tell which."""

    registrations: set[int] = field(default_factory=set)
    badges: set[int] = field(default_factory=set)
    everything: bool = False


def touched(acts: Iterable[Act]) -> Touched:
    """What `acts` may have changed. An act that is not known here may have changed anything."""
    found = Touched()
    for act in acts:
        if act.subject_type == "Registration":
            found.registrations.add(act.subject_id or 0)
        elif act.subject_type == "Badge":
            found.badges.add(act.subject_id or 0)
        elif act.subject_type == "Merge":
            found.registrations |= {act.details["kept"], act.details["merged"]}
        elif not _is_harmless(act.action):
            found.everything = True
    return found


def _is_harmless(action: str) -> bool:
    parts = action.split(".")
    return parts[0] in _HARMLESS or ".".join(parts[:2]) in _HARMLESS
