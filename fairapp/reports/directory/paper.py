"""The directory on paper: A4, under headings, some people to a chunk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask_babel import gettext as _

from fairapp.core.i18n import current_language, text_direction
from fairapp.core.pdf import Chunk, Progress, render_chunks
from fairapp.core.pdf_attachments import Attachment
from fairapp.core.pdf_fitting import direction
from fairapp.events.colours import tones
from fairapp.events.models import Event
from fairapp.events.text import moment_line
from fairapp.reports.directory.entries import Audience, Directory, Group
from fairapp.reports.documents.evidence import Evidence

TEMPLATE = "pdf/directory.html"
NUMBERS = "pdf/programme_numbers_a4.html"
PEOPLE_A_CHUNK = 200


def render(
    event: Event,
    listed: Directory,
    audience: Audience,
    evidence: Evidence,
    *,
    rows: Attachment,
    progress: Progress | None = None,
) -> bytes:
    """The PDF, in the present language, with its `rows` in it. Progress counts people."""
    return render_chunks(
        TEMPLATE,
        _chunks(event, listed, audience, evidence),
        total=max(1, len(listed.entries)),
        title=f"{_('Directory of participants')} – {event.name}",
        lang=current_language(),
        created=evidence.data_at,
        progress=progress,
        page_numbers=NUMBERS,
        archive=True,
        attachments=[rows],
    )


def stretches(groups: Sequence[Group], most: int = PEOPLE_A_CHUNK) -> list[list[Group]]:
    """The groups in portions of at most so many people; a larger group goes on under its heading
    again.
    """
    portions: list[list[Group]] = []
    room = 0
    for group in groups:
        left = group.entries
        while left:
            if room <= 0:
                portions.append([])
                room = most
            portions[-1].append(Group(group.heading, left[:room]))
            left, room = left[room:], room - len(left)
    return portions


def _chunks(
    event: Event, listed: Directory, audience: Audience, evidence: Evidence
) -> Iterator[Chunk]:
    shared = {
        "event": event,
        "language": current_language(),
        "direction": text_direction(),
        "accent": tones(event.accent),
        "count": len(listed.entries),
        "left_out": listed.left_out,
        "shows_contact": audience is Audience.TEAM,
        "evidence": evidence,
        "mark": _mark,
        "moment": moment_line(evidence.data_at, event),
        "checked_at": evidence.address.partition("://")[2],
    }
    for index, groups in enumerate(stretches(listed.groups) or [[]]):
        people = sum(len(group.entries) for group in groups)
        yield Chunk({**shared, "groups": groups, "is_first": index == 0}, weight=people or 1)


def _mark(text: str) -> str:
    """What keeps signs at the ends of `text` on its own side."""
    return "\N{LEFT-TO-RIGHT MARK}" if direction(text) == "ltr" else "\N{RIGHT-TO-LEFT MARK}"
