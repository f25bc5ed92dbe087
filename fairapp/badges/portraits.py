"""Portraits: from the rows of the database to the faces that are printed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from fairapp.badges.faces import BadgeFace, Day
from fairapp.badges.models import TOKEN_LENGTH, Badge
from fairapp.badges.rows import CATEGORY, days_of, portions
from fairapp.badges.studio.design import Design, Part
from fairapp.badges.studio.looks import further_languages, look_of, together
from fairapp.badges.studio.queries import design_of
from fairapp.core.db import db
from fairapp.core.i18n import text_direction
from fairapp.events.models import Category, Event
from fairapp.events.text import day_range, spaced
from fairapp.registration import reference
from fairapp.registration.models import PhotoConsent, Registration

_PHOTOS = {
    PhotoConsent.YES: _l("Photos allowed"),
    PhotoConsent.INTERNAL: _l("Internal photos only"),
    PhotoConsent.NO: _l("No photos"),
}


def qr_text(token: str, base: str) -> str:
    """What a badge's QR code says, `base` being the site's address: all upper case, hence small."""
    return f"{base}/b/{token}".upper()


def faces(
    event: Event, badge_ids: Sequence[int], *, base: str, design: Design | None = None
) -> list[BadgeFace]:
    """The faces of these badges in the order given, in the present language; blank ones too.

    They look as the fair's design says, or as `design`, which need not be saved.
    """
    return list(stream(event, badge_ids, base=base, design=design))


def stream(
    event: Event, badge_ids: Sequence[int], *, base: str, design: Design | None = None
) -> Iterator[BadgeFace]:
    """The same one by one, read some at a time."""
    make, event_id = _maker(event, base, design or design_of(event)), event.id
    for ids in portions(badge_ids):
        rows = db.session.execute(_rows().where(Badge.event_id == event_id, Badge.id.in_(ids)))
        days = days_of(ids)
        found = {row.id: make(row, days.get(row.registration_id, frozenset())) for row in rows}
        yield from (found[key] for key in ids if key in found)


def invented(
    event: Event, given_names: str, family_name: str, *, base: str, design: Design
) -> BadgeFace:
    """The face of nobody, to show how badges look; without a name, a blank one."""
    category = next(iter(event.categories), None)
    is_blank = category is None or not (given_names or family_name)
    row = SimpleNamespace(
        registration_id=None if is_blank else 0,
        token="A" * TOKEN_LENGTH,
        number=1,
        reference="",
        honorific="",
        given_names=given_names,
        family_name=family_name,
        name_other_script="",
        organisation="",
        position="",
        photo_consent=PhotoConsent.INTERNAL,
        category_id=category.id if category is not None else None,
        colour="" if category is None or is_blank else category.colour,
        letter="" if category is None or is_blank else category.letter,
    )
    return _maker(event, base, design)(row, frozenset())


def _dates(event: Event) -> str:
    """`2–4 décembre 2026 · Conakry`."""
    return " · ".join(part for part in (day_range(event.days), event.city) if part)


def _maker(event: Event, base: str, design: Design) -> Callable[[Any, frozenset[int]], BadgeFace]:
    """What turns a row and the days of its person into a face; the event's own texts made once."""
    shown, further = frozenset(design.shown), further_languages(design)
    days = [(day.id, _day_label(day.date)) for day in event.days if Part.DAYS in shown]
    shared: dict[str, Any] = {
        "event_name": spaced(str(event.name)),
        "event_dates": _dates(event),
        "accent": event.accent,
        "direction": text_direction(),
        "look": look_of(event, design),
    }
    notices = {str(code): together(words, further) for code, words in _PHOTOS.items()}
    blank = together(_l("Visitor"), further)
    # Made once a category, not once a badge.
    labels = {category.id: together(category.name, further) for category in event.categories}

    def make(row: Any, planned: frozenset[int]) -> BadgeFace:
        is_blank = row.registration_id is None
        photo = "" if is_blank or Part.PHOTO not in shown else row.photo_consent or PhotoConsent.NO
        return BadgeFace(
            **shared,
            reference="" if is_blank else reference.display(row.reference),
            number=_("No. %(number)s", number=row.number),
            qr_text=qr_text(row.token, base),
            category_label=labels.get(row.category_id, blank),
            category_colour=row.colour or "",
            category_letter=(row.letter or "") if Part.LETTER in shown else "",
            honorific=(row.honorific or "") if Part.HONORIFIC in shown else "",
            given_names=row.given_names or "",
            family_name=row.family_name or "",
            name_other_script=row.name_other_script or "",
            organisation=(row.organisation or "") if Part.ORGANISATION in shown else "",
            position=(row.position or "") if Part.POSITION in shown else "",
            # Whoever has named no day is expected on all of them.
            days=tuple(Day(label, not planned or key in planned) for key, label in days),
            photo=photo,
            photo_notice=notices.get(photo, ""),
        )

    return make


def _day_label(day: date) -> str:
    """`Mer. 2 déc.`"""
    label = str(format_date(day, "E d MMM"))
    return label[:1].upper() + label[1:]


def _rows() -> Any:
    r = Registration
    return (
        select(
            *(Badge.id, Badge.registration_id, Badge.token, Badge.number, r.reference),
            *(r.honorific, r.given_names, r.family_name, r.name_other_script),
            *(r.organisation, r.position, r.photo_consent),
            *(CATEGORY.label("category_id"), Category.colour, Category.letter),
        )
        .outerjoin(r, Badge.registration_id == r.id)
        .outerjoin(Category, Category.id == CATEGORY)
    )
