"""The pocket programme: an A4 sheet printed on both sides and folded twice, or several of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask_babel import gettext as _

from fairapp.core.i18n import current_language
from fairapp.core.pdf import Chunk, Progress, render_chunks
from fairapp.core.pdf_fitting import clean, fit
from fairapp.programme.printing import folding, panels
from fairapp.programme.printing.content import Printed, Programme, of_programme, qr_image
from fairapp.programme.printing.panels import Panel, said

TEMPLATE = "pdf/programme_pocket.html"

# Panels beside strips: the template draws them.
COVER, BACK, NOTES = "cover", "back", "notes"
_NAME = (22.0, 20.0, 18.0, 16.0, 14.0, 12.0)
_DETAILS = (10.0, 9.0, 8.0)

Shown = Panel | str


def render(programme: Programme, *, progress: Progress | None = None) -> Printed:
    """The PDF, in the present language, two pages a sheet. Progress counts sheets."""
    found, look = panels.panels(programme)
    sheets = sheets_of(found)
    event = programme.event
    context = {
        **of_programme(programme),
        "folding": folding,
        "clock": panels.CLOCK,
        "above": panels.ABOVE,
        "look": look,
        "name": fit(said(event.name), folding.INNER, _NAME, 6, bold=True),
        "place": fit(said(event.place), folding.INNER, _DETAILS, 3, bold=False),
        "tagline": fit(said(event.tagline), folding.INNER, _DETAILS, 8, bold=False),
        "contacts": [
            fit(clean(one), folding.INNER, _DETAILS, 3, bold=False)
            for one in event.contact.split(" · ")
        ],
        "sheets": len(sheets),
        "is_empty": not found,
    }

    def chunks() -> Iterator[Chunk]:
        for number, sheet in enumerate(sheets, 1):
            sides = folding.impose(list(enumerate(sheet)))
            yield Chunk({**context, "number": number, "sides": sides}, qr_image(programme))

    pdf = render_chunks(
        TEMPLATE,
        chunks(),
        total=len(sheets),
        title=f"{_('Pocket programme')} – {event.name}",
        lang=current_language(),
        created=programme.published_at,
        progress=progress,
    )
    return Printed(pdf)


def sheets_of(found: Sequence[Panel]) -> list[list[Shown]]:
    """Panels by sheet, in reading order; what is left blank takes notes. Only the first sheet has
    a cover and a back: the others go inside it."""
    inside = folding.PANELS - 2
    first: list[Shown] = [COVER, *_eight(found[:inside], inside), BACK]
    rest = found[inside:]
    return [
        first,
        *(
            _eight(rest[n : n + folding.PANELS], folding.PANELS)
            for n in range(0, len(rest), folding.PANELS)
        ),
    ]


def _eight(stretch: Sequence[Panel], count: int) -> list[Shown]:
    return [*stretch, *[NOTES] * (count - len(stretch))]
