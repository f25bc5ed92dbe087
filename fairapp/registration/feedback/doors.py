"""Sheets for the doors: one page a session, with the code that leads to its opinions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import force_locale
from flask_babel import gettext as _

from fairapp.core import pdf, qr
from fairapp.core.addresses import absolute
from fairapp.core.i18n import LANGUAGES, current_language, text_direction
from fairapp.events.models import Event
from fairapp.registration.feedback.givers import door_key
from fairapp.registration.feedback.marks import MARKS
from fairapp.registration.feedback.subjects import Subject

# Millimetres, upright.
PAPERS = {"A4": (210, 297), "A5": (148, 210)}


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, in one language."""

    language: str
    direction: str
    text: str


def door_url(event: Event, subject: Subject) -> str:
    """The address behind the code."""
    path = {"slug": event.slug, "code": subject.code, "door": door_key(subject)}
    return absolute("feedback.give", **path)


def sheets(event: Event, subjects: Sequence[Subject], *, paper: str, at: datetime) -> bytes:
    """The PDF, a page each, in the visitor's language first."""
    urls = [door_url(event, subject) for subject in subjects]
    width, height = PAPERS[paper]
    return pdf.render(
        "pdf/opinion_doors.html",
        {
            "event": event,
            "pages": [(subject, url) for subject, url in zip(subjects, urls, strict=True)],
            "questions": _questions(),
            "marks": MARKS,
            "width": width,
            "height": height,
            "direction": text_direction(),
            "language": current_language(),
        },
        images={f"code-{n}": qr.png(url) for n, url in enumerate(urls)},
        title=_("Sheets for the doors"),
        lang=current_language(),
        created=at,
    )


def _questions() -> list[Question]:
    first = current_language()
    found = []
    for language in (first, *(code for code in LANGUAGES if code != first)):
        with force_locale(language):
            text = _("Tell us what you thought of it")
        found.append(Question(language, text_direction(language), text))
    return found
