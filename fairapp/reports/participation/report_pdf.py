"""The report in print: A4, PDF/A-3 with its data in it, tagged."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from math import ceil

from flask_babel import gettext as _

from fairapp.core.i18n import current_language, text_direction
from fairapp.core.pdf import Progress
from fairapp.core.pdf import render as render_pdf
from fairapp.core.pdf_apart import press_for
from fairapp.core.pdf_attachments import Attachment
from fairapp.events.colours import tones
from fairapp.events.text import day_range, moment_line
from fairapp.reports.documents.evidence import Evidence
from fairapp.reports.logos import logos_of, placed
from fairapp.reports.participation import exports, sections
from fairapp.reports.participation.charts import Chart, all_charts
from fairapp.reports.participation.corrections import notes
from fairapp.reports.participation.drawing import WIDTH
from fairapp.reports.participation.facts import Facts
from fairapp.reports.participation.figure_table import FigureTable
from fairapp.reports.tables import as_csv

TEMPLATE = "pdf/report.html"
_LOGO_HEIGHT, _LOGOS_WIDTH = 14.0, 170.0

# Reading, and writing the file, in pages: each takes about as long as laying out so many.
_BEFORE, _AFTER = 4, 8
# Cover and contents, method, corrections and evidence; of a page, what else takes how much.
_OTHER_PAGES, _DRAWING, _HEAD, _LINE = 6, 0.3, 0.08, 0.02


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter with figures: its drawings stand before the table that they draw."""

    anchor: str
    title: str
    parts: tuple[FigureTable | Chart, ...]


def render(
    facts: Facts,
    tables: Sequence[FigureTable],
    evidence: Evidence,
    progress: Progress | None = None,
) -> bytes:
    """The PDF, in the present language. Progress counts pages, and what else takes as long."""
    charts = all_charts(facts)
    chapters = arrange(tables, charts)
    pages = expected_pages(chapters)
    total = _BEFORE + pages + _AFTER

    def laid_out(done: int) -> None:
        if progress is not None:
            progress(_BEFORE + min(done, pages), total)

    event = facts.event
    logos = logos_of(event)
    context = {
        "facts": facts,
        "event": event,
        "language": current_language(),
        "direction": text_direction(),
        "accent": tones(event.accent),
        "dates": day_range(event.days),
        "version": sections.version_of(facts),
        "legend": sections.legend(facts),
        "definitions": sections.definitions(facts),
        "key_figures": sections.key_figures(facts),
        "sections": chapters,
        "sources": next(table for table in tables if table.key == "sources"),
        "notes": notes(facts),
        "told": sections.told,
        "is_chart": lambda part: isinstance(part, Chart),
        "chart_width": WIDTH,
        "evidence": evidence,
        "data_at": moment_line(evidence.data_at, event),
        "files": attachments(facts, tables),
        "logos": placed(logos, height=_LOGO_HEIGHT, width=_LOGOS_WIDTH),
    }
    laid_out(0)
    document = render_pdf(
        TEMPLATE,
        context,
        title=exports.title_of(facts),
        lang=current_language(),
        created=evidence.data_at,
        images={
            **{chart.key: chart.drawing.ground for chart in charts},
            **{logo.key: logo.png for logo in logos},
        },
        archive=True,
        attachments=context["files"],  # type: ignore[arg-type]
        laid_out=laid_out,
        press=press_for(len(facts.summary.participants)),
    )
    if progress is not None:
        progress(total, total)
    return document


def expected_pages(chapters: Sequence[Section]) -> int:
    """About how many there will be: what is known before they are laid out."""
    parts = [part for chapter in chapters for part in chapter.parts]
    room = sum(_DRAWING if isinstance(p, Chart) else _HEAD + len(p.lines) * _LINE for p in parts)
    return _OTHER_PAGES + ceil(room)


def arrange(tables: Sequence[FigureTable], charts: Sequence[Chart]) -> list[Section]:
    """The chapters, in order; those without anything are left out."""
    drawn = {chart.key: chart for chart in charts}
    plan: list[tuple[str, str, list[str]]] = [
        ("by-day", _("Presence by day"), ["days", "*days", "*arrivals"]),
        ("categories", _("Categories"), ["category", "*categories"]),
        ("ages", _("Ages and youth"), ["age", "*ages", "category_age", "youth"]),
        ("regions", _("Where people came from"), ["region", "*regions", "region_category"]),
        ("planned", _("Expected and came"), ["planned", "first_time", "presence"]),
        ("sessions", _("Sessions and heads counted"), ["sessions", "tallies"]),
    ]
    found = []
    for anchor, title, keys in plan:
        parts: list[FigureTable | Chart] = []
        for key in keys:
            if key.startswith("*"):
                parts += [drawn[key[1:]]] if key[1:] in drawn else []
            else:
                # A fair of many days has several tables under one key: category_1, category_2.
                parts += [
                    t for t in tables if t.key in (key, *(f"{key}_{n}" for n in range(1, 99)))
                ]
        if parts:
            found.append(Section(anchor, title, tuple(parts)))
    return found


def attachments(facts: Facts, tables: Sequence[FigureTable]) -> list[Attachment]:
    """The data that the report was set from."""
    files = [
        Attachment(
            "figures.csv",
            "text/csv",
            partial(as_csv, exports.figures(tables)),
            _("Every number of the tables, one a line"),
        )
    ]
    if not facts.shared:
        files.append(
            Attachment(
                "cube.csv",
                "text/csv",
                partial(as_csv, exports.whole_cube(facts)),
                _("Persons by day, sex, age, category and region"),
            )
        )
    return files
