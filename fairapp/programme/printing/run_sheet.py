"""The run sheet: minute by minute for each stage and day, from the working copy, for the team."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from fairapp.core.i18n import LocalizedText, current_language
from fairapp.core.pdf import Chunk, Progress, render_chunks
from fairapp.events.models import Event, EventDay
from fairapp.programme import queries
from fairapp.programme.editing.models import Draft
from fairapp.programme.editing.queries import drafts
from fairapp.programme.printing.content import Printed, common, made_line, version_line
from fairapp.programme.printing.running_order import Stretch, stretches
from fairapp.programme.printing.words import by_role
from fairapp.programme.queries import KindCount
from fairapp.programme.releases.queries import is_changed, releases

TEMPLATE = "pdf/programme_run_sheet.html"
NUMBERS = "pdf/programme_numbers_a4_landscape.html"

# Sessions that are laid out together: each start costs some tenths of a second.
_A_CHUNK = 40


@dataclass(frozen=True, slots=True)
class Sheet:
    """A day in a room (`room` None: in none) and what happens there."""

    day: EventDay
    room: LocalizedText | None
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class RunSheet:
    """All sheets; `is_ahead` when the working copy says more than the published `version`."""

    event: Event
    sheets: tuple[Sheet, ...]
    kinds: tuple[KindCount, ...]
    version: int
    published_at: datetime | None
    is_ahead: bool


def read(event: Event, *, day_number: int | None = None, room_code: str | None = None) -> RunSheet:
    """The working copy as it is now, of all days and rooms or of those asked for."""
    people = queries.people(event)
    placed = [draft for draft in drafts(event) if draft.is_public]
    latest = next(iter(releases(event)), None)
    return RunSheet(
        event=event,
        sheets=tuple(
            Sheet(day, room, tuple(stretches(found, people)))
            for day, code, room, found in _by_place(event, placed)
            if day_number in (None, day.number) and room_code in (None, code)
        ),
        kinds=tuple(queries.kinds(event)),
        version=latest.number if latest is not None else 0,
        published_at=latest.published_at if latest is not None else None,
        is_ahead=is_changed(event),
    )


def render(sheet: RunSheet, *, made_at: datetime, progress: Progress | None = None) -> Printed:
    """The PDF, in the present language. Progress counts sessions."""
    event = sheet.event
    context = {
        **common(event, sheet.kinds),
        "version": version_line(event, sheet.version, sheet.published_at),
        "is_ahead": sheet.is_ahead,
        "made": made_line(event, made_at),
        "by_role": by_role,
    }

    def chunks() -> Iterator[Chunk]:
        for stretch in _stretches(sheet.sheets):
            weight = sum(len(one.stretches) for one in stretch)
            yield Chunk({**context, "sheets": stretch}, weight=max(weight, 1))

    pdf = render_chunks(
        TEMPLATE,
        chunks(),
        total=max(sum(len(one.stretches) for one in sheet.sheets), 1),
        title=f"{_('Run sheet')} – {event.name}",
        lang=current_language(),
        created=made_at,
        progress=progress,
        page_numbers=NUMBERS,
    )
    return Printed(pdf)


def _stretches(sheets: Sequence[Sheet]) -> Iterator[list[Sheet]]:
    """Sheets that are laid out together; one without any when there is none."""
    found: list[Sheet] = []
    for sheet in sheets:
        found.append(sheet)
        if sum(len(one.stretches) for one in found) >= _A_CHUNK:
            yield found
            found = []
    if found or not sheets:
        yield found


def _by_place(
    event: Event, placed: list[Draft]
) -> Iterator[tuple[EventDay, str, LocalizedText | None, list[Draft]]]:
    """Day after day, rooms in their order, what has no room last."""
    rooms: list[tuple[str, LocalizedText | None]] = [(room.code, room.name) for room in event.rooms]
    for day in event.days:
        for code, name in [*rooms, ("", None)]:
            found = [
                draft
                for draft in placed
                if draft.day_id == day.id
                and (draft.room.code if draft.room is not None else "") == code
            ]
            if found:
                yield day, code, name, found
