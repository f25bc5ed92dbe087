"""What the stage team needs for a day in a room, act after act. Pure: values in, values out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from fairapp.core.i18n import LocalizedText
from fairapp.programme.editing.models import Draft
from fairapp.programme.items import Person, Role, turns_of


@dataclass(frozen=True, slots=True)
class Cue:
    """One line: an act, or what is left of a session (`title` is None). `starts_at` is None after
    an act of unknown length."""

    starts_at: datetime | None
    minutes: int
    title: LocalizedText | None
    person: Person | None = None
    company: str = ""
    performers: str = ""
    needs: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A session with its cues. `pause` is how many minutes the room was free before it, None for
    the first one of the day; `excess` by how many its acts are too long."""

    code: str
    title: LocalizedText
    kind: LocalizedText
    icon: str
    kind_id: int
    starts_at: datetime
    ends_at: datetime
    minutes: int
    is_cancelled: bool
    roles: tuple[Role, ...]
    cues: tuple[Cue, ...]
    note: str
    needs: str
    pause: int | None
    excess: int


def stretches(drafts: Iterable[Draft], people: Mapping[int, Person]) -> list[Stretch]:
    """The sessions of one room on one day, by the clock; cancelled ones take no time."""
    found: list[Stretch] = []
    free_from: datetime | None = None
    for draft in drafts:
        if draft.starts_at is None or draft.ends_at is None:
            continue
        pause = None if free_from is None else _minutes(draft.starts_at - free_from)
        found.append(_stretch(draft, draft.starts_at, draft.ends_at, people, pause))
        if not draft.is_cancelled:
            free_from = max(draft.ends_at, free_from or draft.ends_at)
    return found


def _stretch(
    draft: Draft,
    starts_at: datetime,
    ends_at: datetime,
    people: Mapping[int, Person],
    pause: int | None,
) -> Stretch:
    cues = tuple(_cues(draft, starts_at, ends_at, people))
    taken = sum(act.minutes for act in draft.acts)
    return Stretch(
        code=draft.code,
        title=draft.title,
        kind=draft.kind.name,
        icon=draft.kind.icon,
        kind_id=draft.kind_id,
        starts_at=starts_at,
        ends_at=ends_at,
        minutes=draft.minutes,
        is_cancelled=draft.is_cancelled,
        roles=tuple(
            Role(part.role, people[part.speaker]) for part in draft.parts if part.speaker in people
        ),
        cues=cues,
        note=draft.note,
        needs=draft.needs,
        pause=pause,
        excess=max(taken - draft.minutes, 0),
    )


def _cues(
    draft: Draft, starts_at: datetime, ends_at: datetime, people: Mapping[int, Person]
) -> Iterator[Cue]:
    at: datetime | None = None
    turns = turns_of(draft.acts, starts_at, people)
    for act, turn in zip(draft.acts, turns, strict=True):
        yield Cue(
            turn.starts_at,
            turn.minutes,
            turn.title,
            turn.person,
            turn.company,
            turn.performers,
            act.needs,
        )
        at = None
        if turn.starts_at is not None and turn.minutes:
            at = turn.starts_at + timedelta(minutes=turn.minutes)
    if at is not None and at < ends_at:
        yield Cue(at, _minutes(ends_at - at), None)


def _minutes(length: timedelta) -> int:
    return int(length.total_seconds()) // 60
