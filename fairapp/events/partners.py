"""Verbs about who organises a fair and who stands behind it: names, links, logos, their order.

A logo is drawn anew and small: nothing of what was sent is kept but the picture, and a first visit
of the home page stays cheap on the slowest network.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l
from PIL import Image, UnidentifiedImageError
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from fairapp.core import audit, storage, uploads
from fairapp.core.audit import Actor
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.events import order
from fairapp.events.actions import assign
from fairapp.events.models import Event, Partner

ACCEPT = ".png,.jpg,.jpeg,.webp"
MOST = 24
# Twice what a page shows, for sharp screens.
_WIDTH, _HEIGHT = 320, 144
_MOST_PIXELS = 50_000_000
_COLOURS = 128
_REFUSAL = _l("This file cannot be taken. Choose a picture: PNG, JPEG or WebP.")
_tell = uploads.by_beginning("png", "jpg", "webp")


@dataclass(frozen=True)
class PartnerDetails:
    """What the team says of one; `url` is empty or begins with https:// or http://."""

    name: str
    url: str
    is_organiser: bool


@dataclass(frozen=True)
class SentLogo:
    """A file as it was sent."""

    content: bytes
    name: str


def partners_of(event: Event) -> list[Partner]:
    """Organisers first, each group in its order."""
    query = select(Partner).where(Partner.event_id == event.id).options(joinedload(Partner.logo))
    rows = db.session.scalars(query)
    return sorted(rows, key=lambda row: (not row.is_organiser, row.position, row.id))


def find_partner(event: Event, key: int) -> Partner | None:
    """That of this fair."""
    return db.session.scalar(select(Partner).filter_by(event_id=event.id, id=key))


def add_partner(
    event: Event,
    details: PartnerDetails,
    sent: SentLogo | None,
    *,
    actor: Actor | None,
    at: datetime,
) -> Partner:
    """One more, at the end; refusals `partners_many`, `file_large`, `file_kind`."""
    others = partners_of(event)
    if len(others) >= MOST:
        raise DomainError("partners_many", _l("At most %(count)s of them.", count=MOST))
    partner = Partner(event_id=event.id, position=order.next_position(others), **vars(details))
    _set_logo(partner, sent)
    db.session.add(partner)
    db.session.flush()
    audit.record("partner.added", partner, actor=actor, at=at, details=vars(details))
    return partner


def change_partner(
    partner: Partner,
    details: PartnerDetails,
    sent: SentLogo | None,
    *,
    actor: Actor | None,
    at: datetime,
) -> None:
    """Other words, or another logo in place of the one that there is."""
    changed = assign(partner, vars(details))
    if sent is not None:
        former = partner.logo
        _set_logo(partner, sent)
        db.session.flush()
        if former is not None:
            storage.remove(former)
        changed["logo"] = [former is not None, True]
    if changed:
        audit.record("partner.changed", partner, actor=actor, at=at, details=changed)


def move_partner(partner: Partner, by: int, *, actor: Actor | None, at: datetime) -> None:
    """One step up (-1) or down (1) in its group."""
    group = [row for row in partners_of(partner.event) if row.is_organiser == partner.is_organiser]
    if order.step(group, partner, by):
        details = {"position": partner.position}
        audit.record("partner.moved", partner, actor=actor, at=at, details=details)


def remove_partner(partner: Partner, *, actor: Actor | None, at: datetime) -> None:
    """The logo goes as well, and at once."""
    event_id, name, logo = partner.event_id, partner.name, partner.logo
    db.session.delete(partner)
    db.session.flush()
    if logo is not None:
        storage.remove(logo)
    told = {"name": name}
    audit.record("partner.removed", actor=actor, at=at, event_id=event_id, details=told)


def _set_logo(partner: Partner, sent: SentLogo | None) -> None:
    if sent is None:
        return
    try:
        found = uploads.look_at(sent.content, sent.name, tell=_tell, refusal=_REFUSAL)
    except DomainError as error:
        raise DomainError(error.code, error.message, field="logo") from error
    png, (partner.width, partner.height) = _drawn_anew(found.content)
    name = found.name.rpartition(".")[0] + ".png"
    partner.logo = storage.store(png, name=name, mimetype="image/png", event_id=partner.event_id)


def _drawn_anew(content: bytes) -> tuple[bytes, tuple[int, int]]:
    refused = DomainError("file_kind", _REFUSAL, field="logo")
    try:
        with warnings.catch_warnings():
            # Its size is looked at here, before a pixel is read.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content))
        if image.width * image.height > _MOST_PIXELS:
            raise refused
        picture = image.convert("RGBA")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError) as error:
        raise refused from error
    except (ValueError, SyntaxError) as error:
        raise refused from error
    picture.thumbnail((_WIDTH, _HEIGHT), Image.Resampling.LANCZOS)
    target = io.BytesIO()
    few = picture.quantize(_COLOURS, method=Image.Quantize.FASTOCTREE)
    few.save(target, "PNG", optimize=True)
    return target.getvalue(), picture.size
