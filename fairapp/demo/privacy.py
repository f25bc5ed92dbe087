"""What participants were told, and what each of them agreed to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask_babel import force_locale
from sqlalchemy import select

from fairapp.core.db import db
from fairapp.core.i18n import DEFAULT
from fairapp.demo.bulk import Bulk
from fairapp.events.models import Event
from fairapp.registration.models import Registration, Source
from fairapp.registration.privacy.consents import answer_of, how_of, words_of
from fairapp.registration.privacy.models import Consent, Matter, Notice
from fairapp.registration.privacy.wording import proposed


def add_privacy(bulk: Bulk, event: Event) -> None:
    """The first version of the notice, and each answer that was given."""
    values = proposed(event)
    db.session.add(Notice(event_id=event.id, number=1, at=event.created_at, by_name="", **values))
    with force_locale(DEFAULT):
        bulk.insert(Consent, list(_answers(event)))


def _answers(event: Event) -> Iterator[dict[str, Any]]:
    query = select(Registration).where(Registration.event_id == event.id).order_by(Registration.id)
    for person in db.session.scalars(query.execution_options(yield_per=1000)):
        about = {
            "registration_id": person.id,
            "language": DEFAULT,
            "notice_number": 1,
            "how": how_of(Source(person.source)),
            "at": person.created_at,
        }
        for matter in Matter:
            if answer := answer_of(person, matter):
                words = words_of(matter, answer)
                yield {**about, "matter": matter, "answer": answer, "text": words}
