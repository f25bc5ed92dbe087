"""The printed documents by name: which there are, how each is made, which take long."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flask_babel import lazy_gettext as _l

from fairapp.core.pdf import Progress
from fairapp.events.models import Event
from fairapp.programme.printing import content, grid, leaflet, pocket, run_sheet
from fairapp.programme.printing.content import Printed


class Document(StrEnum):
    """What can be printed of a programme; the value stands in addresses and on the command line."""

    LEAFLET = "leaflet"
    GRID = "grid"
    POCKET = "pocket"
    RUN_SHEET = "run-sheet"


LABELS = {
    Document.LEAFLET: _l("Leaflet"),
    Document.GRID: _l("Programme on the wall"),
    Document.POCKET: _l("Pocket programme"),
    Document.RUN_SHEET: _l("Run sheet"),
}

_PUBLISHED = {
    Document.LEAFLET: leaflet.render,
    Document.GRID: grid.render,
    Document.POCKET: pocket.render,
}


@dataclass(frozen=True, slots=True)
class Choice:
    """Which document, in which language; of a run sheet a day and a room, None for all."""

    document: Document
    language: str
    day: int | None = None
    room: str | None = None

    @classmethod
    def of(cls, values: Mapping[str, object]) -> Choice:
        """From a job's parameters."""
        day, room = values.get("day"), values.get("room")
        return cls(
            Document(str(values["document"])),
            str(values["language"]),
            day if isinstance(day, int) else None,
            room if isinstance(room, str) else None,
        )

    @property
    def file_name(self) -> str:
        """The end of the file's name: `grid-fr.pdf`, `run-sheet-j2-SC-fr.pdf`."""
        day = f"j{self.day}" if self.day is not None else ""
        return "-".join(filter(None, (self.document, day, self.room, self.language))) + ".pdf"


def make(
    event: Event,
    choice: Choice,
    *,
    address: str,
    made_at: datetime,
    progress: Progress | None = None,
) -> Printed:
    """The document in the present language; `address` is that of the online programme."""
    if choice.document is Document.RUN_SHEET:
        sheet = run_sheet.read(event, day_number=choice.day, room_code=choice.room)
        return run_sheet.render(sheet, made_at=made_at, progress=progress)
    programme = content.read(event, address=address)
    return _PUBLISHED[choice.document](programme, progress=progress)
