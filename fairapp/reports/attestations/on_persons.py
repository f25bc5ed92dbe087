"""What attestations tell of one person."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext as _
from sqlalchemy import select

from fairapp.core.db import db
from fairapp.registration import timeline
from fairapp.registration.models import Registration
from fairapp.registration.timeline import Moment
from fairapp.reports.attestations.models import Attestation


@timeline.part
def attestations(registration: Registration) -> Iterator[Moment]:
    """Each one that was issued, and revoked."""
    query = select(Attestation).where(Attestation.registration_id == registration.id)
    for one in db.session.scalars(query.order_by(Attestation.id)):
        yield Moment(one.issued_at, _("Attestation issued"), facts=(one.number,), icon="report")
        if one.revoked_at is not None:
            facts = tuple(fact for fact in (one.number, one.reason) if fact)
            yield Moment(one.revoked_at, _("Attestation revoked"), one.revoked_by, facts, "cross")
