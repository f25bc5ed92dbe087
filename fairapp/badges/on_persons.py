"""What badges tell of one person: issued, printed, revoked."""

from __future__ import annotations

from collections.abc import Iterator

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import select

from fairapp.badges.forms import REASONS
from fairapp.badges.models import Badge, PrintedBadge, Printing, Reason
from fairapp.badges.words import REASON_LABELS
from fairapp.core.db import db
from fairapp.registration import timeline
from fairapp.registration.models import Registration
from fairapp.registration.timeline import Moment


@timeline.part
def badges(registration: Registration) -> Iterator[Moment]:
    """Each badge that the person was given, and what became of it."""
    query = select(Badge).where(Badge.registration_id == registration.id).order_by(Badge.number)
    for badge in db.session.scalars(query):
        url = url_for("badges.show", number=badge.number)
        issued = _("Badge no. %(number)s issued", number=badge.number)
        yield Moment(badge.issued_at, issued, icon="badge", url=url)
        yield from _printed(badge, url)
        if badge.revoked_at is not None:
            told = _("Badge no. %(number)s no longer valid", number=badge.number)
            code, _colon, words = badge.revoked_reason.partition(":")
            facts = tuple(part for part in (REASONS.get(code), words.strip()) if part)
            yield Moment(badge.revoked_at, told, facts=facts, icon="cross", url=url)


def _printed(badge: Badge, url: str) -> Iterator[Moment]:
    query = (
        select(Printing)
        .join(PrintedBadge, PrintedBadge.printing_id == Printing.id)
        .where(PrintedBadge.badge_id == badge.id)
        .order_by(Printing.id)
    )
    for printing in db.session.scalars(query):
        told = _("Badge no. %(number)s printed", number=badge.number)
        why = (REASON_LABELS[Reason(printing.reason)],)
        yield Moment(printing.at, told, printing.actor_name, why, "print", url)
        if printing.undone_at is not None:
            undone = _("Badge no. %(number)s not printed after all", number=badge.number)
            yield Moment(printing.undone_at, undone, printing.undone_by_name, (), "undo", url)
