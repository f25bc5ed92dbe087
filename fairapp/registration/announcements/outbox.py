"""Reads of a fair's outbox: found by state, way, kind and person, in pages that stand still.

A page begins where another ended, by the number of a message, and not after so many: while people
register, new messages come in at the top all the time.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, case, false, func, or_, select

from fairapp.core import messages
from fairapp.core.db import db
from fairapp.core.messages import Channel, Hold, Message, MessageStatus
from fairapp.events.models import Event
from fairapp.registration import ranking
from fairapp.registration.models import Registration
from fairapp.registration.search import tokens

PAGE = 50
# Sent again, it would tell a code that has run out, and its text is for its recipient alone.
CODE_KIND = "pass_code"
_SHOWN = 60
# A pass, a delegation's page or an invitation opens for whoever has its address.
_KEYS = re.compile(r"(/[pdi]/)[\w-]{8,}")


@dataclass(frozen=True, slots=True)
class Filter:
    """What is shown; empty for all."""

    status: str = ""
    channel: str = ""
    kind: str | None = None
    text: str = ""
    announcement: int | None = None

    def as_args(self, **changed: Any) -> dict[str, Any]:
        """For an address of the page, with what is `changed`."""
        chosen: dict[str, Any] = {"status": self.status, "channel": self.channel, "kind": self.kind}
        chosen |= {"q": self.text, "announcement": self.announcement, **changed}
        return {name: v for name, v in chosen.items() if v or (name == "kind" and v is not None)}


@dataclass(frozen=True, slots=True)
class Row:
    """One message as the list shows it; `person` and `reference` are empty for nobody's."""

    id: int
    at: datetime
    channel: str
    recipient: str
    kind: str
    title: str
    status: str
    error: str
    person: str
    reference: str


@dataclass(frozen=True, slots=True)
class Page:
    """Rows, the newest first; where the next pages begin, None at either end."""

    rows: list[Row]
    newer: int | None
    older: int | None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many each filter would show, the others staying as they are. `again` and `back`: how many
    of those shown can be sent again and taken back."""

    total: int
    status: dict[str, int]
    channel: dict[str, int]
    kind: dict[str, int]
    again: int
    back: int


def page(
    event: Event,
    chosen: Filter,
    *,
    before: int | None = None,
    after: int | None = None,
    contacts: bool = True,
) -> Page:
    """A page of what `chosen` shows: older than `before`, newer than `after`, or the newest.

    Without `contacts` nothing is found by phone or e-mail.
    """
    query = _rows().where(*conditions(event, chosen, contacts=contacts))
    if after is not None:
        query = query.where(Message.id > after).order_by(Message.id)
    else:
        query = query.order_by(Message.id.desc())
    if before is not None:
        query = query.where(Message.id < before)
    rows = [_row(row) for row in db.session.execute(query.limit(PAGE + 1))]
    has_more, rows = len(rows) > PAGE, rows[:PAGE]
    if after is not None:
        rows.reverse()
    newer = has_more if after is not None else before is not None
    older = has_more if after is None else True
    return Page(
        rows,
        newer=rows[0].id if rows and newer else None,
        older=rows[-1].id if rows and older else None,
    )


def counts(event: Event, chosen: Filter, *, contacts: bool = True) -> Counts:
    """How many there are, counted once for all filters."""
    wide = replace(chosen, status="", channel="", kind=None)
    reason = case((Message.status == MessageStatus.HELD, Message.error), else_="")
    columns = (Message.status, Message.channel, Message.kind, reason)
    query = select(*columns, func.count()).where(*conditions(event, wide, contacts=contacts))
    cube = [tuple(row) for row in db.session.execute(query.group_by(*columns))]
    found = Counter[str]()
    sides: list[Counter[str]] = [Counter(), Counter(), Counter()]
    wanted = (chosen.status or None, chosen.channel or None, chosen.kind)
    for status, channel, kind, why, number in cube:
        values = (status, channel, kind)
        fits = [want is None or want == has for want, has in zip(wanted, values, strict=True)]
        for side, counter in enumerate(sides):
            if all(fits[:side] + fits[side + 1 :]):
                counter[values[side]] += number
        if all(fits):
            found["total"] += number
            found["again"] += number * _may_go(event, status, channel, kind, why)
            found["back"] += number * (status in {MessageStatus.QUEUED, MessageStatus.HELD})
    by_status, by_channel, by_kind = map(dict, sides)
    again, back = found["again"], found["back"]
    return Counts(found["total"], by_status, by_channel, by_kind, again, back)


def find(event: Event, key: int) -> Message | None:
    """A message of this fair."""
    return db.session.scalar(select(Message).where(Message.id == key, Message.event_id == event.id))


def ids(event: Event, chosen: Filter, *, contacts: bool = True) -> Select[int]:
    """The numbers of all that `chosen` shows."""
    return select(Message.id).where(*conditions(event, chosen, contacts=contacts))


def may_go_again(event: Event, message: Message) -> bool:
    """Whether sending it again can change anything."""
    return _may_go(event, message.status, message.channel, message.kind, message.error)


def shown_text(message: Message) -> str:
    """Its text without what only its recipient may know; empty when that is all of it."""
    return "" if message.kind == CODE_KIND else masked(message.body)


def masked(text: str) -> str:
    """`text` without the secret part of addresses."""
    return _KEYS.sub(r"\1…", text)


def conditions(event: Event, chosen: Filter, *, contacts: bool = True) -> list[ColumnElement[bool]]:
    """What holds of each message that `chosen` shows."""
    found: list[ColumnElement[bool]] = [Message.event_id == event.id]
    if chosen.status:
        found.append(Message.status == chosen.status)
    if chosen.channel:
        found.append(Message.channel == chosen.channel)
    if chosen.kind is not None:
        found.append(Message.kind == chosen.kind)
    if chosen.announcement is not None:
        found.append(Message.announcement_id == chosen.announcement)
    if chosen.text.strip():
        found.append(_matching(event, chosen.text, contacts=contacts))
    return found


def _may_go(event: Event, status: str, channel: str, kind: str, why: str) -> bool:
    """As `messages.try_again` decides."""
    if event.is_demonstration or kind == CODE_KIND or not messages.is_configured(channel):
        return False
    is_waiting = status == MessageStatus.HELD and why == Hold.NOT_CONFIGURED
    return status == MessageStatus.FAILED or is_waiting


def _matching(event: Event, text: str, *, contacts: bool) -> ColumnElement[bool]:
    wanted = tokens(text)
    # By a subquery, so that the same condition serves a list, a count and an UPDATE.
    people = select(Registration.id).where(
        Registration.event_id == event.id,
        ranking.matching(wanted, text, contacts=contacts) if wanted else false(),
    )
    of_person = Message.registration_id.in_(people)
    if not contacts:
        return of_person
    typed = "".join(text.split()).casefold()
    return or_(of_person, func.lower(Message.recipient).contains(typed, autoescape=True))


def _rows() -> Select[*tuple[Any, ...]]:
    m = Message
    # A text message has no subject: its beginning says what it is about.
    title = case((m.channel == Channel.SMS, func.substr(m.body, 1, _SHOWN)), else_=m.subject)
    return select(
        *(m.id, m.created_at.label("at"), m.channel, m.recipient, m.kind, m.status, m.error),
        title.label("title"),
        func.coalesce(Registration.given_names, "").label("given"),
        func.coalesce(Registration.family_name, "").label("family"),
        func.coalesce(Registration.reference, "").label("reference"),
    ).outerjoin(Registration, Registration.id == m.registration_id)


def _row(row: Any) -> Row:
    values = dict(row._mapping)
    values["person"] = f"{values.pop('given')} {values.pop('family')}".strip()
    is_secret = values["kind"] == CODE_KIND
    # Of an announcement that travels as a text, the first line is the subject.
    values["title"] = "" if is_secret else masked(values["title"]).partition("\n")[0]
    return Row(**values)
