"""What has happened to one registration, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, or_, select

from fairapp.core.audit import AuditEntry
from fairapp.core.db import db
from fairapp.core.messages import Message
from fairapp.registration.models import Registration, Status

STATUSES = {
    Status.CONFIRMED: _l("Has a place"),
    Status.PENDING: _l("To be confirmed"),
    Status.OFFERED: _l("Place offered"),
    Status.WAITING: _l("On the waiting list"),
    Status.DECLINED: _l("Not accepted"),
    Status.CANCELLED: _l("Has cancelled"),
    Status.REPLACED: _l("Is replaced"),
    Status.MERGED: _l("Merged with another"),
}
# Of payments and the like other pages tell, to whoever may know.
_AREAS = frozenset({"registration", "signup", "duplicates", "substitution", "privacy"})
ACTS = {
    "registered": _l("Registered"),
    "corrected": _l("Details corrected"),
    "answered": _l("Questions answered"),
    "annotated": _l("Noted by the team"),
    "cancelled": _l("Cancelled"),
    "reinstated": _l("Taken up again"),
    "approved": _l("Confirmed by the team"),
    "declined": _l("Declined by the team"),
    "reconsidered": _l("To be decided again"),
    "decision_undone": _l("Decision undone"),
    "batch_undone": _l("Act on many undone"),
    "signed_up": _l("Signed up for a session"),
    "seat_freed": _l("Moved up to a seat at a session"),
    "given_up": _l("Seat at a session given up"),
    "erasure_asked": _l("Asked for everything to be erased"),
    "told_apart": _l("Told apart from somebody alike"),
    "asked_again": _l("Compared again with somebody alike"),
    "to_confirm": _l("To be confirmed"),
    "moved": _l("Moved to another category"),
    "offered": _l("A place was offered"),
    "accepted": _l("The offered place was taken"),
    "lapsed": _l("The offered place lapsed"),
    "promoted": _l("Moved up from the waiting list"),
    "placed": _l("Given a place"),
    "replaced": _l("Replaced by somebody else"),
    "returned": _l("Comes after all"),
    "substitutes": _l("Comes in somebody’s place"),
    "merged": _l("Merged with another registration"),
    "unmerged": _l("Taken apart again"),
}
FIELDS = {
    "given_names": _l("Given name(s)"),
    "family_name": _l("Family name"),
    "name_other_script": _l("Name in another script"),
    "honorific": _l("Title"),
    "precision": _l("To tell apart from others of this name"),
    "sex": _l("Sex"),
    "birth_year": _l("Year of birth"),
    "birth_date": _l("Date of birth"),
    "phone_raw": _l("Phone"),
    "email": _l("E-mail"),
    "organisation": _l("Organisation"),
    "position": _l("Position"),
    "region": _l("Region"),
    "locality": _l("Lives in"),
    "category": _l("Category"),
    "days": _l("Days"),
    "language": _l("Language"),
    "needs_help": _l("Help needed"),
    "photo_consent": _l("May be photographed or filmed"),
    "share_name": _l("On the list given to the fair’s partners"),
    "contact_after": _l("May be contacted after the fair"),
    "protocol_rank": _l("Rank of protocol"),
    "delegation": _l("Delegation"),
    "note": _l("Note of the team"),
    "stands_for": _l("In whose place"),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened; `who` is empty for the person and the system, `key` is the act."""

    at: datetime
    what: str
    who: str
    facts: tuple[str, ...]
    key: str = ""


def steps_of(registration: Registration) -> list[Step]:
    """The latest first. Acts that no word is known for are those of features above, which tell of
    them where whoever may know does look."""
    entries = db.session.scalars(
        select(AuditEntry)
        .where(AuditEntry.subject_type == "Registration")
        .where(AuditEntry.subject_id == registration.id)
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
    )
    return [
        Step(e.at, _act(e.action), e.actor_name, tuple(_facts(e.details)), _key(e.action))
        for e in entries
        if e.action.partition(".")[0] in _AREAS and _key(e.action) in ACTS
    ]


def messages_of(registration: Registration) -> list[Message]:
    """What was written to the person, the latest first; what several were told at one address, who
    share it, among it."""
    addresses = {registration.email.lower(), registration.phone} - {""}
    shared = (
        (Message.event_id == registration.event_id)
        & func.lower(Message.recipient).in_(addresses)
        & Message.once.like("announcement:%:to:%")
    )
    query = select(Message).where(or_(Message.registration_id == registration.id, shared))
    return list(db.session.scalars(query.order_by(Message.created_at.desc(), Message.id.desc())))


def _act(action: str) -> str:
    return str(ACTS[_key(action)])


def _key(action: str) -> str:
    return action.rpartition(".")[2]


def _facts(details: dict[str, Any]) -> Iterator[str]:
    for name, change in (details.get("changed") or {}).items():
        if name not in FIELDS:
            continue
        if change is None:
            yield str(FIELDS[name])
        else:
            was, now = map(_shown, change)
            yield _("%(field)s: %(was)s → %(now)s", field=FIELDS[name], was=was, now=now)
    if session := details.get("session"):
        yield str(session)
    if reason := details.get("reason"):
        yield str(reason)


def _shown(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "–" if value in (None, "") else str(value)
