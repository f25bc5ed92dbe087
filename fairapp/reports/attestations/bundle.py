"""All attestations in one file, behind the list by which they are handed over.

What is the same on all pages is laid under each as a stamp: frame, logos, title, who signs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from babel.lists import format_list
from flask_babel import force_locale, get_locale
from flask_babel import gettext as _

from fairapp.core import pdf
from fairapp.core.pdf import Chunk, Progress, StampSheet
from fairapp.core.pdf_attachments import Attachment
from fairapp.core.pdf_fitting import Fit, clean, fit
from fairapp.core.pdf_marks import Mark, Spoken, Stamp
from fairapp.core.sheets import CSV
from fairapp.events.models import Event
from fairapp.events.text import day_month, moment_line
from fairapp.reports import tables
from fairapp.reports.attestations.design import Design
from fairapp.reports.attestations.paper import TEMPLATE, Said, context_of, page_of
from fairapp.reports.documents.evidence import Evidence, display
from fairapp.reports.tables import Table

STAMPS = "pdf/attestation_stamps.html"
PAGES_A_CHUNK = 20
LINES_A_PAGE = 20


@dataclass(frozen=True, slots=True)
class Line:
    """Somebody on the list by which attestations are handed over."""

    place: str
    name: Fit
    days: str
    number: str


def render_all(
    event: Event,
    people: Sequence[Said],
    design: Design,
    *,
    language: str,
    evidence: Evidence,
    progress: Progress | None = None,
) -> bytes:
    """The list, then a page for each, in `language`. Progress counts people."""
    with force_locale(language):
        return pdf.render_chunks(
            TEMPLATE,
            _chunks(event, people, design, evidence),
            total=max(1, len(people)),
            title=f"{design.title.in_language(language)} – {event.name.in_language(language)}",
            lang=language,
            created=evidence.data_at,
            progress=progress,
            stamps=_stamps(event, design),
            archive=True,
            attachments=[_rows(people, evidence)],
        )


def _chunks(
    event: Event, people: Sequence[Said], design: Design, evidence: Evidence
) -> Iterator[Chunk]:
    # The logos are on the stamp alone.
    shared = context_of(event, design, {})
    listed = {"lists": _lists(people), "foot": _foot(event, evidence), "count": len(people)}
    yield Chunk({**shared, **listed}, weight=0 if people else 1)
    for start in range(0, len(people), PAGES_A_CHUNK):
        stretch, images = people[start : start + PAGES_A_CHUNK], dict[str, bytes]()
        pages = [page_of(event, said, design, images, i) for i, said in enumerate(stretch)]
        under = [_under(shared)] * len(stretch)
        yield Chunk({**shared, "pages": pages}, images, marks=under, weight=len(stretch))


def _under(shared: Mapping[str, Any]) -> list[Mark | Spoken]:
    """Frame and logos, and what is read aloud on each page, in the order of the sheet of stamps."""
    said = [
        *(Spoken(Stamp(0, 0, 0), "P", _text(shared[key])) for key in ("organiser", "partners")),
        Spoken(Stamp(0, 0, 0), "H1", _text(shared["title"])),
        Spoken(Stamp(0, 0, 0), "P", shared["opening"]),
        *(
            Spoken(Stamp(0, 0, 0), "P", ", ".join(filter(None, one)), after=True)
            for one in shared["signatories"]
        ),
    ]
    marks = [replace(one, stamp=Stamp(index, 0, 0)) for index, one in enumerate(said, start=1)]
    return [Stamp(0, 0, 0), *(mark for mark in marks if mark.text)]


def _text(fitted: Fit) -> str:
    return " ".join(fitted.lines)


def _rows(people: Sequence[Said], evidence: Evidence) -> Attachment:
    """The list as data, in the file that it was printed from."""
    columns = {
        "number": _("Number of the attestation"),
        "name": _("Name"),
        "other_script": _("Name in another script"),
        "days": _("Days attended"),
    }
    rows = [
        (display(s.number), s.name, s.other_script, " ".join(day.isoformat() for day in s.days))
        for s in people
    ]
    content = partial(tables.as_csv, Table(_("Attestations"), columns, rows))
    name = f"attestations-{evidence.shown_number}.csv"
    return Attachment(name, CSV, content, _("Attestations handed over"))


def _stamps(event: Event, design: Design) -> StampSheet:
    """What is the same on all pages, drawn once."""
    logos: dict[str, bytes] = {}
    context = context_of(event, design, logos)
    return StampSheet(STAMPS, lambda: context, logos)


def _lists(people: Sequence[Said]) -> list[list[Line]]:
    """The lines of each page of the list; one page without any when there is nobody."""
    lines = [
        Line(
            str(number),
            fit(clean(said.name), 84, (9.0, 8.0, 7.0, 6.0), 1, bold=False),
            format_list([day_month(day) for day in said.days], locale=get_locale()),
            display(said.number),
        )
        for number, said in enumerate(people, start=1)
    ]
    return [lines[at : at + LINES_A_PAGE] for at in range(0, max(1, len(lines)), LINES_A_PAGE)]


def _foot(event: Event, evidence: Evidence) -> str:
    """By what the list can be held against the scans."""
    return str(
        _(
            "Document %(number)s · data of %(moment)s · %(scans)s scans, SHA-256 %(digest)s"
            " · to be checked at %(address)s",
            number=evidence.shown_number,
            moment=moment_line(evidence.data_at, event),
            scans=evidence.scans,
            digest=evidence.scans_digest,
            address=evidence.address.partition("://")[2],
        )
    )
