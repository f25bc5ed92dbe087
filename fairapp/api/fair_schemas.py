"""Fairs, their programme and their scans on the wire."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from marshmallow import Schema, fields

from fairapp.api.fields import Choice, Flag, Moment, Text, Whole, many, nested, texts
from fairapp.api.paging import PageQuery, PageSchema
from fairapp.checkin.models import Method, Verdict
from fairapp.checkin.review.queries import Kind
from fairapp.events.models import Admission

_ANY = 1000


class DaySchema(Schema):
    """One day of a fair, on its own calendar."""

    number = Whole(required=True)
    date = fields.Date(required=True)
    theme = texts(required=True)


class CategorySchema(Schema):
    """A kind of participant."""

    code = Text(required=True)
    name = texts(required=True)
    admission = Choice(Admission, required=True)
    is_counted = Flag(required=True, about=_l("False for the organising team."))


class RoomSchema(Schema):
    """Where sessions happen."""

    code = Text(required=True)
    name = texts(required=True)
    capacity = Whole(required=True, allow_none=True)


class CheckpointSchema(Schema):
    """Where scans happen."""

    code = Text(required=True)
    name = texts(required=True)
    is_entrance = Flag(required=True)


class EventSchema(Schema):
    """A fair. Texts are by language: fr, en, ar."""

    slug = Text(required=True)
    name = texts(required=True)
    place = texts(required=True)
    city = Text(required=True)
    timezone = Text(required=True, about=_l("IANA name; moments are in UTC all the same."))
    registration_opens_at = Moment(required=True, allow_none=True)
    registration_closes_at = Moment(required=True, allow_none=True)
    capacity = Whole(required=True, allow_none=True)
    days = many(fields.Nested(DaySchema), _ANY, required=True)
    categories = many(fields.Nested(CategorySchema), _ANY, required=True)
    rooms = many(fields.Nested(RoomSchema), _ANY, required=True)
    checkpoints = many(fields.Nested(CheckpointSchema), _ANY, required=True)


class EventListSchema(Schema):
    """The fairs that a token is for: one."""

    items = many(fields.Nested(EventSchema), 1, required=True)


class PartSchema(Schema):
    """Somebody at a session, as announced."""

    role = Text(required=True)
    name = Text(required=True)
    function = texts(required=True)
    organisation = Text(required=True)
    represents = Text(required=True)


class SessionKindSchema(Schema):
    """A kind of session."""

    code = Text(required=True)
    name = texts(required=True)


class SessionSchema(Schema):
    """A public session."""

    code = Text(required=True)
    guid = fields.UUID(required=True)
    url = fields.URL(required=True)
    day = Whole(required=True)
    starts_at = Text(required=True, metadata={"format": "date-time"})
    ends_at = Text(required=True, metadata={"format": "date-time"})
    kind = nested(SessionKindSchema, required=True)
    room = Text(required=True, allow_none=True)
    title = texts(required=True)
    abstract = texts(required=True)
    languages = many(Text(), _ANY, required=True)
    interpretation = many(Text(), _ANY, required=True)
    people = many(fields.Nested(PartSchema), _ANY, required=True)
    acts = many(fields.Dict(), _ANY, required=True)
    documents = many(fields.Dict(), _ANY, required=True)
    status = Text(required=True)
    live = Text(required=True, allow_none=True)
    sequence = Whole(required=True)
    updated_at = Text(required=True, metadata={"format": "date-time"})


class ProgrammeSchema(Schema):
    """The programme as it was published last; version 0 before that."""

    version = Whole(required=True)
    rooms = many(fields.Nested(RoomSchema), _ANY, required=True)
    sessions = many(fields.Nested(SessionSchema), _ANY, required=True)


class ScanSchema(Schema):
    """One scan, which never changes."""

    uuid = fields.UUID(required=True)
    at = Moment(required=True, about=_l("The moment that every figure uses."))
    scanned_at = Moment(required=True, about=_l("What the phone’s clock said."))
    received_at = Moment(required=True)
    checkpoint = Text(required=True)
    registration = Text(required=True, allow_none=True, about=_l("Reference of the registration."))
    badge = Whole(required=True, allow_none=True, about=_l("Number on the badge."))
    device = Text(required=True, allow_none=True)
    seq = Whole(required=True, allow_none=True)
    direction = Choice(("in", "out"), required=True)
    method = Choice(Method, required=True)
    verdict = Choice(Verdict, required=True)
    reason = Text(required=True)
    is_entry = Flag(required=True, about=_l("Whether it counts, unless another scan undoes it."))
    undoes = fields.UUID(required=True, allow_none=True)
    shown_verdict = Text(required=True, about=_l("What a phone without network has shown."))
    override = Text(required=True, about=_l("Why somebody was let in against the verdict."))
    clock_doubtful = Flag(required=True)


class ScanPageSchema(PageSchema):
    """Scans in the order in which the server had them."""

    items = many(fields.Nested(ScanSchema), 200, required=True)


class ScanQuery(PageQuery):
    """Which ones."""

    checkpoint = Text(20, about=_l("Code of a checkpoint."))
    to_check = Choice(
        Kind,
        about=_l(
            "Odd ones alone: `twice` is a conflict of two gates, `forced` one with a verdict."
        ),
    )
