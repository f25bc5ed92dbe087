"""Reads behind one check-in: plain columns, a handful of statements for a batch of any size."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Row,
    Select,
    String,
    and_,
    bindparam,
    case,
    cast,
    distinct,
    exists,
    func,
    or_,
    select,
)

from fairapp.badges.models import Badge
from fairapp.checkin.entries import within
from fairapp.checkin.models import Method, Scan
from fairapp.core.db import connection, db
from fairapp.core.i18n import LocalizedText, read_localized
from fairapp.core.prepared import Prepared
from fairapp.events.models import (
    Category,
    Checkpoint,
    Event,
    EventDay,
    checkpoint_category,
    checkpoint_day,
)
from fairapp.programme.models import Session
from fairapp.registration.models import Registration
from fairapp.registration.signups.models import SeatStatus, SignUp

# Statements are built once and on tables, not models: at a gate, building them anew for each scan
# costs more than the database does.
_scan, _person = Scan.__table__.c, Registration.__table__.c
_gate, _day = Checkpoint.__table__.c, EventDay.__table__.c
_badge = Badge.__table__.c
_category = Category.__table__.c
_COLUMNS = tuple(_scan.keys())
_undo = Scan.__table__.alias("undo")
_ids: BindParameter[Any] = bindparam("ids", expanding=True)
_event_id: BindParameter[Any] = bindparam("event_id")


def not_undone() -> ColumnElement[bool]:
    """Whether no later scan takes this one back."""
    return ~exists().where(_undo.c.undoes_id == _scan.id)


_DAYS = select(_day.date).where(_day.event_id == _event_id)
_BETWEEN = "\n"
# What a gate is limited to comes as one text beside it: most are limited to nothing, and two more
# statements for that would cost more than all of it.
_CATEGORIES = (
    select(func.aggregate_strings(_category.code, _BETWEEN))
    .join_from(checkpoint_category, Category.__table__)
    .where(checkpoint_category.c.checkpoint_id == _gate.id)
    .correlate(Checkpoint.__table__)
    .scalar_subquery()
)
_GATE_DAYS = (
    select(func.aggregate_strings(cast(_day.date, String), _BETWEEN))
    .join_from(checkpoint_day, EventDay.__table__)
    .where(checkpoint_day.c.checkpoint_id == _gate.id)
    .correlate(Checkpoint.__table__)
    .scalar_subquery()
)
_GATES = (
    select(
        *(
            _gate.id,
            _gate.code,
            cast(_gate.name, String),
            _gate.scope,
            _gate.is_entrance,
            _gate.watches,
        ),
        *(_gate.direction, _gate.opens_at, _gate.closes_at),
        *(_gate.capacity, _gate.signed_up_only, _CATEGORIES, _GATE_DAYS),
    )
    .where(_gate.event_id == _event_id)
    .order_by(_gate.position, _gate.id)
)
_STORED = Prepared(select(Scan.__table__).where(_scan.uuid.in_(bindparam("uuids", expanding=True))))
_LOCKED_SCAN = (
    select(Scan.__table__)
    .where(_scan.event_id == _event_id, _scan.uuid == bindparam("uuid"))
    .with_for_update(key_share=True)
)
# In order, so that none dead-locks. SQLite's writers queue by themselves.
_LOCKED_HOLDERS = Prepared(
    select(_person.id, _person.merged_into_id)
    .where(or_(_person.id.in_(_ids), _person.merged_into_id.in_(_ids)))
    .order_by(_person.id)
    .with_for_update(key_share=True)
)
_GIVEN = (
    select(_badge.id, func.min(_scan.at))
    .join_from(Badge.__table__, Scan.__table__, _scan.badge_id == _badge.id)
    .where(
        _badge.id.in_(_ids),
        _scan.registration_id == _badge.registration_id,
        _scan.method == Method.WALK_IN.value,
        _scan.undoes_id.is_(None),
    )
    .group_by(_badge.id)
)
_ENTRIES = Prepared(
    # By person alone: by the fair, SQLite would read all scans of it. Who else's scans are a
    # person's is asked before: in one statement PostgreSQL, which keeps the plan that it made while
    # the doors were closed, would compare all scans with all people.
    select(_scan.id, _scan.registration_id, _scan.checkpoint_id, _scan.at)
    .where(_scan.registration_id.in_(_ids), _scan.is_entry, _scan.direction == "in", not_undone())
    .order_by(_scan.at, _scan.id)
)


@dataclass(frozen=True, slots=True)
class GateRow:
    """One checkpoint. `categories` are codes; None there and in `days` means all of them."""

    id: int
    code: str
    name: LocalizedText
    scope: str
    is_entrance: bool
    watches: str
    direction: str
    opens_at: datetime | None
    closes_at: datetime | None
    capacity: int | None
    signed_up_only: bool
    categories: frozenset[str] | None
    days: frozenset[date] | None

    @property
    def group(self) -> str:
        """Entrances to one ground share what they have seen; one that watches stands alone."""
        return f"entrance {self.watches}" if self.is_entrance else ""


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An accepted scan that nobody undid."""

    scan_id: int
    person_id: int
    checkpoint_id: int
    at: datetime


def days(event_id: int) -> frozenset[date]:
    """The fair's calendar days."""
    return frozenset(day for (day,) in _rows(_DAYS, event_id=event_id))


def gates(event_id: int) -> dict[str, GateRow]:
    """Checkpoints by code, in their order."""
    return {row.code: _gate_row(*row) for row in _rows(_GATES, event_id=event_id)}


def stored(uuids: Collection[str]) -> dict[str, Mapping[str, Any]]:
    """Scans that are there already, by uuid: the columns of the table."""
    if not uuids:
        return {}
    rows = (dict(zip(_COLUMNS, row, strict=True)) for row in _STORED.rows({"uuids": list(uuids)}))
    return {row["uuid"]: row for row in rows}


def locked_scan(event_id: int, uuid: str) -> Any:
    """The columns of a scan about to be taken back; nobody else can do so before the commit."""
    return next(iter(_rows(_LOCKED_SCAN, event_id=event_id, uuid=uuid)), None)


def is_undone(scan_id: int) -> bool:
    """Whether a scan has been taken back."""
    return db.session.scalar(select(_scan.id).where(_scan.undoes_id == scan_id)) is not None


def entries(people_ids: Collection[int]) -> list[EntryRow]:
    """Entries of these people, earliest first; those of their duplicates are theirs.

    Other transactions that decide about the same people wait from now on until this one is over.
    """
    if not people_ids:
        return []
    locked = _LOCKED_HOLDERS.rows({"ids": list(people_ids)})
    holders = {key: into or key for key, into in locked}
    found = _ENTRIES.rows({"ids": list(holders)}) if holders else []
    return [EntryRow(key, holders[holder], gate, at) for key, holder, gate, at in found]


def given(badge_ids: Collection[int]) -> dict[int, datetime]:
    """By badge, when a gate gave it to its holder: the scan that it was registered with."""
    return dict(_rows(_GIVEN, ids=list(badge_ids))) if badge_ids else {}


def session_capacity(event_id: int, code: str) -> int | None:
    """How many people the session takes; None: any number, or there is no such session."""
    query = select(Session.capacity).where(Session.event_id == event_id, Session.code == code)
    return db.session.scalar(query)


def inside(event_id: int, gate: GateRow, turn: tuple[datetime, datetime] | None) -> int:
    """Persons who came in at a checkpoint and have not left it since; None: in whatever turn."""
    came = func.max(case((_scan.direction == "in", _scan.at)))
    left = func.max(case((_scan.direction == "out", _scan.at)))
    turned = () if turn is None else (_scan.at >= turn[0], _scan.at < turn[1])
    people = (
        select(_scan.registration_id)
        .where(
            _scan.event_id == event_id,
            _scan.checkpoint_id == gate.id,
            _scan.registration_id.is_not(None),
            or_(_scan.is_entry, _scan.direction == "out"),
            *turned,
            not_undone(),
            _scan.undoes_id.is_(None),
        )
        .group_by(_scan.registration_id)
        .having(and_(came.is_not(None), or_(left.is_(None), came > left)))
    )
    return db.session.scalars(select(func.count()).select_from(people.subquery())).one()


def seated(event_id: int, session_code: str, people_ids: Collection[int]) -> frozenset[int]:
    """Those of these people who have a seat at the session."""
    query = (
        select(SignUp.registration_id)
        .join(Session, Session.id == SignUp.session_id)
        .where(
            Session.event_id == event_id,
            Session.code == session_code,
            SignUp.status == SeatStatus.SEATED,
            SignUp.registration_id.in_(people_ids),
        )
    )
    return frozenset(db.session.scalars(query))


def let_in(event: Event, gate: GateRow, day: date) -> int:
    """Persons let in at one checkpoint on `day`, a date on the fair's clocks."""
    query = select(func.count(distinct(_scan.registration_id))).where(
        _scan.event_id == event.id,
        _scan.checkpoint_id == gate.id,
        _scan.is_entry,
        _scan.direction == "in",
        within(_scan.at, event, day),
        not_undone(),
    )
    return db.session.scalars(query).one()


def _gate_row(*columns: Any) -> GateRow:
    key, code, name, *plain, categories, days = columns
    allowed = frozenset(categories.split(_BETWEEN)) if categories else None
    dates = frozenset(map(date.fromisoformat, days.split(_BETWEEN))) if days else None
    values: list[Any] = [key, code, read_localized(name), *plain, allowed, dates]
    return GateRow(*values)


def _rows(statement: Select[*tuple[Any, ...]], **values: Any) -> list[Row[*tuple[Any, ...]]]:
    return list(connection().execute(statement, values))
