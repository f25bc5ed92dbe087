"""An attestation on paper: A4 on its side, one page a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from babel.lists import format_list
from flask_babel import force_locale, get_locale
from flask_babel import gettext as _

from fairapp.badges.studio.queries import logos_of
from fairapp.core import pdf, qr
from fairapp.core.addresses import absolute
from fairapp.core.i18n import current_language, text_direction
from fairapp.core.pdf_fitting import Fit, clean, fit
from fairapp.events.colours import Tones, tones
from fairapp.events.models import Event
from fairapp.events.text import (
    day_range,
    long_date,
    spaced,
    weekday_date,
)
from fairapp.reports.attestations import rules
from fairapp.reports.attestations.design import Design
from fairapp.reports.attestations.models import Attestation
from fairapp.reports.documents.evidence import display

TEMPLATE = "pdf/attestation.html"

# Millimetres, and points from the largest that looks well to the smallest that is read.
_WIDTH = 232.0
_TITLES = (31.0, 28.0, 25.0, 22.0, 19.0, 16.0)
_NAMES = (30.0, 27.0, 24.0, 21.0, 18.0, 15.0)
_OTHERS = (17.0, 15.0, 13.0, 11.0)
_BODIES = (13.0, 12.0, 11.0, 10.0, 9.0, 8.0)
_BODY_HEIGHT = 29.0
_NAME_TOP, _NAME_HEIGHT = 77.0, 32.0


@dataclass(frozen=True, slots=True)
class Said:
    """What one attestation says of one person; of an invented one, `number` is empty."""

    number: str
    name: str
    other_script: str
    days: tuple[date, ...]
    issued_on: date


@dataclass(frozen=True, slots=True)
class Page:
    """The same as the template takes it: fitted, in the present language."""

    name: Fit
    other: Fit | None
    top: float
    body: tuple[Fit, ...]
    made: str
    number: str
    address: str
    qr: str


def said_by(attestation: Attestation) -> Said:
    """What an attestation says, from its row."""
    return Said(
        attestation.number,
        attestation.name,
        attestation.other_script,
        attestation.dates,
        attestation.event.local(attestation.issued_at).date(),
    )


def render_one(event: Event, said: Said, design: Design, *, language: str, at: datetime) -> bytes:
    """One page in `language`. The same input gives the same bytes."""
    with force_locale(language):
        images: dict[str, bytes] = {}
        pages = [page_of(event, said, design, images, 0)]
        return pdf.render(
            TEMPLATE,
            {**context_of(event, design, images), "pages": pages, "is_alone": True},
            title=f"{design.title.in_language(language)} – {said.name}",
            lang=language,
            created=at,
            images=images,
            archive=True,
        )


def address_of(number: str) -> str:
    """Where it can be checked: the page of all numbers, which knows the way."""
    return absolute("check.document", number=display(number))


def context_of(event: Event, design: Design, images: dict[str, bytes]) -> dict[str, Any]:
    """What all pages show alike; the logos are added to `images`."""
    language = current_language()
    names = []
    for index, file in enumerate(logos_of(event, design.logos)):
        with file.open() as stored:
            images[f"logo-{index}"] = stored.read()
        names.append(f"logo-{index}")
    tone: Tones = tones(event.accent)
    return {
        "event": event,
        "language": language,
        "direction": text_direction(),
        "tone": tone,
        "logos": names,
        "title": _fitted(_in_language(design.title), _TITLES, bold=True),
        "opening": _in_language(design.opening),
        "organiser": _fitted(_in_language(event.organiser), (11.0, 10.0, 9.0), bold=True),
        "partners": _fitted(_in_language(event.partners), (8.5, 8.0, 7.5, 7.0), lines=3),
        "project": event.project_code,
        "signatories": [
            (clean(one.name), _in_language(one.function)) for one in design.signatories if one
        ],
    }


def page_of(event: Event, said: Said, design: Design, images: dict[str, bytes], index: int) -> Page:
    address = address_of(said.number) if said.number else ""
    if address:
        images[f"qr-{index}"] = qr.png(address)
    on = long_date(said.issued_on)
    name = _fitted(said.name, _NAMES, bold=True, lines=2)
    other = _fitted(said.other_script, _OTHERS) if said.other_script else None
    spare = _NAME_HEIGHT - name.height - (other.height if other else 0)
    made = _("Done at %(city)s, on %(date)s", city=event.city, date=on) if event.city else on
    return Page(
        name=name,
        other=other,
        top=round(_NAME_TOP + max(0.0, spare / 2), 2),
        body=_body(event, said, design),
        made=made,
        number=display(said.number) if said.number else "",
        address=address.partition("://")[2],
        qr=f"qr-{index}" if address else "",
    )


def _body(event: Event, said: Said, design: Design) -> tuple[Fit, ...]:
    """The text with its placeholders filled, as large as its place allows."""
    values = {
        "event": _in_language(event.name),
        "place": _in_language(event.place) or event.city,
        "dates": day_range(event.days),
        "days": format_list([weekday_date(day) for day in said.days], locale=get_locale()),
        "count": str(len(said.days)),
    }
    text = rules.fill(design.body.in_language(current_language()), values)
    if current_language() == "fr":
        text = spaced(text)
    lines = [clean(line) for line in text.splitlines() if line.strip()]
    for size in _BODIES:
        fits = tuple(fit(line, _WIDTH, (size,), 6, bold=False) for line in lines)
        if sum(one.height for one in fits) <= _BODY_HEIGHT and not any(f.shortened for f in fits):
            break
    return fits


def _in_language(text: Any) -> str:
    language = current_language()
    written = text.in_language(language) if text else ""
    return clean(spaced(written) if text and text.language_shown(language) == "fr" else written)


def _fitted(text: str, sizes: tuple[float, ...], *, bold: bool = False, lines: int = 1) -> Fit:
    return fit(clean(text), _WIDTH, sizes, lines, bold=bold)
