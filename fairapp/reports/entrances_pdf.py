"""The lists of an entrance on paper: A4 upright, in type that is read at arm's length."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from fairapp.core.i18n import current_language, text_direction
from fairapp.core.pdf import Chunk, Progress, StampSheet, render_chunks
from fairapp.core.pdf_attachments import Attachment
from fairapp.core.pdf_fitting import Fit, clean, fit
from fairapp.core.pdf_marks import Stamp
from fairapp.events.text import moment_line
from fairapp.reports.documents.evidence import Evidence
from fairapp.reports.entrances import EntranceList, Expected, Lane
from fairapp.reports.spaces import isolated

TEMPLATE = "pdf/entrance_list.html"
STAMPS = "pdf/entrance_list_stamps.html"
ROWS = 28
"""Lines on a page."""
BLANK = 6
"""Empty lines at the end of each lane, at the least: somebody always stands on no list."""
PAGES_A_CHUNK = 10

WIDTH, HEIGHT, MARGIN = 210.0, 297.0, 11.0
TABLE = WIDTH - 2 * MARGIN
TOP, ROW = 33.0, 8.9
"""Where the first row begins, and how high each is, in millimetres."""
BOX = 13.0
NUMBER, LETTER = 19.0, 9.0
SIZE, TOLD = 13.0, 7.5
"""Points: of names, and of what tells homonyms apart under them."""
_SIZES = (SIZE, 12.0, 11.0, 10.0, 9.0)

_FRAME = 0


@dataclass(frozen=True, slots=True)
class Alone:
    """What does not stand in its column's usual type, or in none: on line `line`."""

    line: int
    fit: Fit


@dataclass(frozen=True, slots=True)
class Page:
    """A page of one lane, `number` of all pages.

    Each column is one text, a line for each person: what costs is the number of boxes. `others`
    are (line, position) of days for which somebody is not registered.
    """

    lane: Lane
    title: str
    number: int
    sheet: str
    numbers: str
    names: str
    told: str
    letters: str
    alone: tuple[Alone, ...]
    others: tuple[tuple[int, int], ...]
    people: int


def render(
    listed: EntranceList,
    evidence: Evidence,
    *,
    progress: Progress | None = None,
    attachments: Sequence[Attachment] = (),
) -> bytes:
    """The PDF/A-3, in the present language, carrying `attachments`. Progress counts people."""
    pages = _pages(listed)
    context: dict[str, Any] = {
        "listed": listed,
        "language": current_language(),
        "direction": text_direction(),
        "width": WIDTH,
        "height": HEIGHT,
        "margin": MARGIN,
        "table": TABLE,
        "top": TOP,
        "row": ROW,
        "rows": ROWS,
        "box": BOX,
        "number": NUMBER,
        "size": SIZE,
        "told": TOLD,
        "boxes": len(listed.days) * BOX,
        "pages_in_all": len(pages),
        "evidence": evidence,
        "data_at": moment_line(evidence.data_at, listed.event),
    }
    return render_chunks(
        TEMPLATE,
        _chunks(pages, context),
        total=max(1, len(listed.people)),
        title=f"{_('Entrance list')} – {listed.gate.name} – {listed.event.name}",
        lang=current_language(),
        created=evidence.data_at,
        progress=progress,
        stamps=StampSheet(STAMPS, lambda: context),
        archive=True,
        attachments=attachments,
    )


def _chunks(pages: list[Page], context: dict[str, Any]) -> Iterator[Chunk]:
    for start in range(0, len(pages), PAGES_A_CHUNK):
        stretch = pages[start : start + PAGES_A_CHUNK]
        marks = [[Stamp(_FRAME, 0, 0)] for _page in stretch]
        weight = sum(page.people for page in stretch)
        yield Chunk({**context, "pages": stretch}, marks=marks, weight=weight)


def _pages(listed: EntranceList) -> list[Page]:
    pages: list[Page] = []
    for lane in listed.lanes:
        sheets = max(1, -(-(len(lane.people) + BLANK) // ROWS))
        for sheet in range(sheets):
            told = _("sheet %(sheet)s of %(sheets)s", sheet=sheet + 1, sheets=sheets)
            people = lane.people[sheet * ROWS : (sheet + 1) * ROWS]
            pages.append(_page(listed, lane, people, number=len(pages) + 1, sheet=told))
    return pages


def _page(
    listed: EntranceList, lane: Lane, people: Sequence[Expected], *, number: int, sheet: str
) -> Page:
    room = TABLE - NUMBER - LETTER - len(listed.days) * BOX - 3
    names = [fit(_name(person), room, _SIZES, 1, bold=True) for person in people]
    told = [fit(_told(person), room, (TOLD,), 1, bold=False) for person in people]
    usual = [name.lines[0] if name.size == SIZE else "" for name in names]
    return Page(
        lane=lane,
        title=_title(listed, lane),
        number=number,
        sheet=sheet,
        numbers="\n".join(str(person.badge or "–") for person in people),
        names="\n".join(isolated(name) for name in usual),
        told="\n".join(isolated(line.lines[0]) if line.lines else "" for line in told),
        letters="\n".join(person.category_letter for person in people),
        alone=tuple(Alone(i, name) for i, name in enumerate(names) if name.size != SIZE),
        others=tuple(
            (line, position)
            for line, person in enumerate(people)
            for position, day in enumerate(listed.days)
            if day.date not in person.days
        ),
        people=len(people),
    )


def _name(person: Expected) -> str:
    return clean(f"{person.family_name.upper()} {person.given_names}".strip())


def _told(person: Expected) -> str:
    return clean(" · ".join(part for part in (person.organisation, person.locality) if part))


def _title(listed: EntranceList, lane: Lane) -> str:
    """`BAH – CAMARA`; the lane's number when it has no people."""
    if not lane.people:
        return str(_("blank lines"))
    return lane.first if lane.first == lane.last else f"{lane.first} – {lane.last}"
