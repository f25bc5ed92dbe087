"""The leaflet to hand out: A4, day by day, with who takes part and what happens on the stage."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from fairapp.core.i18n import current_language
from fairapp.core.pdf import Chunk, Progress, render_chunks
from fairapp.programme import layout
from fairapp.programme.items import Item, Turn
from fairapp.programme.printing.content import Day, Printed, Programme, of_programme, qr_image
from fairapp.programme.printing.words import by_role

TEMPLATE = "pdf/programme_leaflet.html"
NUMBERS = "pdf/programme_numbers_a4.html"
NAME = "programme"


@dataclass(frozen=True, slots=True)
class Line:
    """Sessions that begin at one moment, side by side."""

    slot: layout.Slot[Item]
    rows: tuple[tuple[Item, ...], ...]


def render(programme: Programme, *, progress: Progress | None = None) -> Printed:
    """The PDF, in the present language. Progress counts sessions."""
    name = programme.event.name
    pdf = render_chunks(
        TEMPLATE,
        _chunks(programme),
        total=max(len(programme.items), 1),
        title=f"{_('Programme')} – {name}",
        lang=current_language(),
        created=programme.published_at,
        progress=progress,
        page_numbers=NUMBERS,
    )
    return Printed(pdf)


def _chunks(programme: Programme) -> Iterator[Chunk]:
    context = {**of_programme(programme), "by_role": by_role, "halves": _halves}
    for number, day in enumerate(programme.days or (None,)):
        shown: dict[str, Any] = {"day": day.day, "lines": _lines(day)} if day else {"day": None}
        images = qr_image(programme) if number == 0 else {}
        weight = len(day.items) if day else 1
        yield Chunk({**context, **shown, "is_first": number == 0}, images, weight=weight)


def _lines(day: Day) -> list[Line]:
    return [Line(slot, _rows(slot.entries)) for slot in layout.slots(day.items)]


def _rows(entries: list[Item]) -> tuple[tuple[Item, ...], ...]:
    """Two or three beside each other, so that none stands alone in a row when it can be helped."""
    across = 3 if len(entries) % 3 == 0 or len(entries) > 4 else 2
    return tuple(tuple(entries[n : n + across]) for n in range(0, len(entries), across))


def _halves(turns: tuple[Turn, ...]) -> list[tuple[Turn, ...]]:
    """Two columns to be read one after the other; the columns of style sheets cost seconds."""
    middle = (len(turns) + 1) // 2
    return [turns[:middle], turns[middle:]]
