"""The fair itself, its programme and its scans, for programs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import aliased

from fairapp.api import paging
from fairapp.api.blueprint import bp, present_token
from fairapp.api.fair_schemas import (
    EventListSchema,
    EventSchema,
    ProgrammeSchema,
    ScanPageSchema,
    ScanQuery,
)
from fairapp.api.rules import Scope
from fairapp.badges.models import Badge
from fairapp.checkin.models import Device, Scan
from fairapp.checkin.review.queries import CONDITIONS, Kind
from fairapp.core import clock
from fairapp.core.db import db, unindexed
from fairapp.events.models import Checkpoint, Event
from fairapp.programme import exchange
from fairapp.programme.feeds import programme_of
from fairapp.registration.models import Registration

_ONE = "/events/<slug>"
# Of two scans that are written at the same moment the later number may be seen first; whoever
# follows the list must not pass the other by.
_SETTLED = timedelta(seconds=20)


@bp.operation("GET", "/events", Scope.READ_EVENT, _l("List the fairs of the token"), tag="events")
@bp.response(200, EventListSchema)
def list_events() -> Any:
    return {"items": [_told(present_token().event)]}


@bp.operation("GET", _ONE, Scope.READ_EVENT, _l("Read a fair"), tag="events")
@bp.response(200, EventSchema)
def read_event(event: Event) -> Any:
    return _told(event)


@bp.operation(
    "GET",
    f"{_ONE}/programme",
    Scope.READ_PROGRAMME,
    _l("Read the programme"),
    description=_l("What is published: sessions with their people, in every language."),
    tag="programme",
)
@bp.response(200, ProgrammeSchema)
def read_programme(event: Event) -> Any:
    told = exchange.plain(programme_of(event))
    return {**told, "rooms": told["fair"]["rooms"]}


@bp.operation(
    "GET",
    f"{_ONE}/scans",
    Scope.READ_SCANS,
    _l("List scans"),
    description=_l(
        "Every scan as it was received, accepted or not. The latest ones come after some seconds,"
        " so that whoever follows the list by its cursor misses none."
    ),
    tag="scans",
    refuses=(422,),
)
@bp.arguments(ScanQuery, location="query")
@bp.response(200, ScanPageSchema)
def list_scans(query: Mapping[str, Any], event: Event) -> tuple[Any, int, dict[str, str]]:
    limit, cursor = query["limit"], query["cursor"]
    conditions = _wanted(event, query, clock.now())
    found = _scans(conditions).where(Scan.id > paging.after(cursor)).limit(limit + 1)
    rows = [dict(row._mapping) for row in db.session.execute(found)]
    page = paging.page(rows, limit, cursor, ids=[row.pop("id") for row in rows])
    return page, 200, page.headers


def _told(event: Event) -> dict[str, Any]:
    plain = ("slug", "city", "timezone", "registration_opens_at", "registration_closes_at")
    return {
        **{name: getattr(event, name) for name in (*plain, "capacity")},
        "name": event.name.as_dict(),
        "place": event.place.as_dict(),
        "days": [_with_texts(day, "theme") for day in event.days],
        "categories": [_with_texts(category, "name") for category in event.categories],
        "rooms": [_with_texts(room, "name") for room in event.rooms],
        "checkpoints": [_with_texts(gate, "name") for gate in event.checkpoints],
    }


def _with_texts(row: Any, text: str) -> dict[str, Any]:
    columns = {column.key: getattr(row, column.key) for column in row.__table__.columns}
    return {**columns, text: columns[text].as_dict()}


def _wanted(event: Event, query: Mapping[str, Any], now: datetime) -> list[ColumnElement[bool]]:
    of_fair = unindexed(Scan.event_id) == event.id
    found = [of_fair, Scan.received_at <= now - _SETTLED]
    if "checkpoint" in query:
        ids = [gate.id for gate in event.checkpoints if gate.code == query["checkpoint"]]
        found.append(unindexed(Scan.checkpoint_id).in_(ids))
    if "to_check" in query:
        found.append(CONDITIONS[Kind(query["to_check"])])
    return found


def _scans(conditions: list[ColumnElement[bool]]) -> Any:
    undone = aliased(Scan)
    columns = select(
        *(Scan.id, Scan.uuid, Scan.at, Scan.scanned_at, Scan.received_at),
        Checkpoint.code.label("checkpoint"),
        Registration.reference.label("registration"),
        Badge.number.label("badge"),
        Device.code.label("device"),
        *(Scan.seq, Scan.direction, Scan.method, Scan.verdict, Scan.reason, Scan.is_entry),
        undone.uuid.label("undoes"),
        *(Scan.device_verdict.label("shown_verdict"), Scan.override, Scan.clock_doubtful),
    )
    return (
        columns.outerjoin(Checkpoint, Checkpoint.id == Scan.checkpoint_id)
        .outerjoin(Registration, Registration.id == Scan.registration_id)
        .outerjoin(Badge, Badge.id == Scan.badge_id)
        .outerjoin(Device, Device.id == Scan.device_id)
        .outerjoin(undone, undone.id == Scan.undoes_id)
        .where(*conditions)
        .order_by(Scan.id)
    )
