"""Figures and documents on the wire."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from marshmallow import Schema, fields

from fairapp.api.fields import Choice, Flag, Moment, Text, Whole, many, nested
from fairapp.core.i18n import DEFAULT, LANGUAGES
from fairapp.core.tasks import JobStatus
from fairapp.reports.documents.forms import PURPOSES

_ANY = 1000


class FiguresQuery(Schema):
    """Which version."""

    shared = Choice(
        ("true", "false"),
        load_default="false",
        about=_l("Without numbers of one or two persons, to be handed on."),
    )


class FiguresSchema(Schema):
    """The figures of the attendance report: under each table’s key its rows."""

    event = Text(required=True)
    version = Choice(("full", "shared"), required=True)
    data_at = Text(required=True, metadata={"format": "date-time"})


class QuestionSchema(Schema):
    """One choice of a kind of document."""

    name = Text(required=True)
    label = Text(required=True)
    values = many(Text(), _ANY, required=True, allow_none=True, about=_l("Null: written freely."))


class DocumentKindSchema(Schema):
    """A kind of document."""

    kind = Text(required=True)
    title = Text(required=True)
    choice = many(fields.Nested(QuestionSchema), _ANY, required=True)


class KindListSchema(Schema):
    """What can be ordered at this fair."""

    items = many(fields.Nested(DocumentKindSchema), _ANY, required=True)


class OrderSchema(Schema):
    """A document to be made."""

    kind = Text(40, required=True)
    choice = fields.Dict(
        keys=fields.String(),
        values=many(Text(200), _ANY),
        load_default=dict,
        metadata={"description": _l("Values by name, as the kind offers them; the rest is usual.")},
    )
    language = Choice(LANGUAGES, load_default=DEFAULT)
    purpose = Choice(PURPOSES, load_default="files")
    note = Text(200, load_default="", about=_l("Must be given with the purpose `other`."))


class FileSchema(Schema):
    """The file of a document."""

    name = Text(required=True)
    media_type = Text(required=True)
    size = Whole(required=True)
    sha256 = Text(required=True)


class DocumentSchema(Schema):
    """A document that was ordered; `file` and `number` once it is made."""

    id = Whole(required=True)
    kind = Text(required=True)
    title = Text(required=True)
    language = Text(required=True)
    purpose = Text(required=True)
    note = Text(required=True)
    ordered_by = Text(required=True)
    ordered_at = Moment(required=True)
    status = Choice(JobStatus, required=True)
    done = Whole(required=True)
    total = Whole(required=True)
    number = Text(required=True, allow_none=True, about=_l("By which anybody can check it."))
    data_at = Moment(required=True, allow_none=True)
    people = Whole(required=True, allow_none=True)
    is_withdrawn = Flag(required=True)
    file = nested(FileSchema, required=True, allow_none=True)


class DocumentListSchema(Schema):
    """Documents, the newest first."""

    items = many(fields.Nested(DocumentSchema), 100, required=True)
