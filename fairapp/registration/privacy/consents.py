"""Keeping each answer with the words that stood beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from fairapp.core.db import db
from fairapp.core.i18n import current_language
from fairapp.registration.models import PhotoConsent, Registration, Source
from fairapp.registration.privacy.models import Consent, How, Matter, Notice

# By matter: the column of the registration that has the answer which holds, and the words asked.
COLUMNS = {
    Matter.PHOTO: "photo_consent",
    Matter.PARTNERS: "share_name",
    Matter.CONTACT: "contact_after",
}
ASKED = {
    Matter.PHOTO: _l("May we photograph or film you?"),
    Matter.PARTNERS: _l("My name may be on the list given to the fair’s partners"),
    Matter.CONTACT: _l("You may contact me after the fair"),
}
ANSWERS = {
    PhotoConsent.YES: _l("Yes"),
    PhotoConsent.INTERNAL: _l("Yes, but not for publication"),
    PhotoConsent.NO: _l("No"),
}
HOW = {
    How.FORM: _l("on the form"),
    How.PASS: _l("on the pass"),
    How.STAFF: _l("told to the team"),
    How.LIST: _l("by a list"),
    How.EARLIER: _l("on the form, in its wording of that time"),
}
_BY_SOURCE = {
    Source.ONLINE: How.FORM,
    Source.DELEGATION: How.LIST,
    Source.IMPORT: How.LIST,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds about a matter: `answer` empty when nothing was ever said."""

    matter: Matter
    answer: str
    given: Consent | None

    @property
    def is_given(self) -> bool:
        """Whether there is something to withdraw."""
        return self.answer in (PhotoConsent.YES, PhotoConsent.INTERNAL)


def answer_of(registration: Registration, matter: Matter) -> str:
    """What the registration says now, as a consent has it; empty for nothing said."""
    value = getattr(registration, COLUMNS[matter])
    return value or "" if not isinstance(value, bool) else ("yes" if value else "")


def words_of(matter: Matter, answer: str) -> str:
    """What was asked and what was answered, in the present language."""
    return f"{ASKED[matter]} – {ANSWERS[PhotoConsent(answer)]}"


def how_of(source: Source) -> How:
    """In which way whoever came by `source` has said so."""
    return _BY_SOURCE.get(source, How.STAFF)


def note_first(registration: Registration, *, at: datetime) -> None:
    """Keep what was agreed to when somebody was registered."""
    how = how_of(Source(registration.source))
    for matter in Matter:
        if answer := answer_of(registration, matter):
            _add(registration, matter, answer, how, at)


def note_changed(registration: Registration, *, how: How, at: datetime) -> None:
    """Keep each answer that differs from the one kept before; taking one back is a no."""
    kept = {one.matter: one.answer for one in _latest(registration)}
    for matter in Matter:
        answer = answer_of(registration, matter)
        if answer != kept.get(matter, "") and (answer or kept.get(matter) not in (None, "no")):
            _add(registration, matter, answer or PhotoConsent.NO, how, at)


def standings(registration: Registration) -> list[Standing]:
    """Every matter, with the answer that holds."""
    kept = {one.matter: one for one in _latest(registration)}
    return [
        Standing(matter, answer_of(registration, matter), kept.get(matter)) for matter in Matter
    ]


def history(registration: Registration) -> list[Consent]:
    """Every answer that was given, the latest first."""
    query = select(Consent).where(Consent.registration_id == registration.id)
    return list(db.session.scalars(query.order_by(Consent.id.desc())))


def _latest(registration: Registration) -> Iterator[Consent]:
    last = (
        select(func.max(Consent.id))
        .where(Consent.registration_id == registration.id)
        .group_by(Consent.matter)
    )
    yield from db.session.scalars(select(Consent).where(Consent.id.in_(last)))


def _add(registration: Registration, matter: Matter, answer: str, how: How, at: datetime) -> None:
    number = select(func.max(Notice.number)).where(Notice.event_id == registration.event_id)
    db.session.add(
        Consent(
            registration_id=registration.id,
            matter=matter,
            answer=answer,
            text=words_of(matter, answer),
            language=current_language(),
            notice_number=db.session.scalar(number),
            how=how,
            at=at,
        )
    )
    db.session.flush()
