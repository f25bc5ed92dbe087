"""What a scanned, typed or found code stands for: a badge, and the person who counts behind it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, String, bindparam, cast, false, null, select

from fairapp.badges.models import Badge
from fairapp.checkin.codes import Code, Kind
from fairapp.checkin.models import RosterEntry
from fairapp.core.db import connection
from fairapp.core.i18n import LocalizedText, read_localized
from fairapp.core.prepared import Prepared
from fairapp.events.models import Category
from fairapp.registration.models import Registration, Status

# A registration merged into one that was itself merged; bounded so that a loop cannot hang a gate.
MERGE_DEPTH = 8

# Built once and on tables, as in `queries`.
_badge, _registration = Badge.__table__.c, Registration.__table__.c
_category = Category.__table__.c
_PERSON = (
    _registration.id,
    _registration.status,
    _registration.merged_into_id,
    _registration.given_names,
    _registration.family_name,
    _registration.protocol_rank,
    _category.code,
    cast(_category.name, String),
    _category.letter,
)
_keys: BindParameter[Any] = bindparam("keys", expanding=True)
_event_id: BindParameter[Any] = bindparam("event_id")
_HOLDER = Registration.__table__.join(Category.__table__, _category.id == _registration.category_id)
_OF_BADGE = (_badge.event_id, _badge.id, _badge.revoked_at, _badge.is_blank_stock, *_PERSON)
# Two joins in a row, not one to the joined pair: SQLite would join all persons first.
_BADGES = Badge.__table__.outerjoin(
    Registration.__table__, _registration.id == _badge.registration_id
).outerjoin(Category.__table__, _category.id == _registration.category_id)
_BY_TOKEN = Prepared(
    select(_badge.token, *_OF_BADGE).select_from(_BADGES).where(_badge.token.in_(_keys))
)
_BY_NUMBER = Prepared(
    select(_badge.number, *_OF_BADGE)
    .select_from(_BADGES)
    .where(_badge.event_id == _event_id, _badge.number.in_(_keys))
)
_entry = RosterEntry.__table__.c
_BY_INDEX = Prepared(
    select(_entry.code, *_OF_BADGE)
    .select_from(
        RosterEntry.__table__.join(Badge.__table__, _badge.id == _entry.badge_id)
        .outerjoin(Registration.__table__, _registration.id == _badge.registration_id)
        .outerjoin(Category.__table__, _category.id == _registration.category_id)
    )
    .where(_entry.event_id == _event_id, _entry.code.in_(_keys))
)
_UNSEALED = (
    select(_badge.token)
    .outerjoin_from(Badge.__table__, RosterEntry.__table__, _entry.badge_id == _badge.id)
    .where(_badge.event_id == _event_id, _entry.badge_id.is_(None))
)
_WITHOUT_BADGE = (_registration.event_id, null(), null(), false(), *_PERSON)
_BY_REFERENCE = Prepared(
    select(_registration.reference, *_WITHOUT_BADGE)
    .select_from(_HOLDER)
    .where(_registration.event_id == _event_id, _registration.reference.in_(_keys))
)
_BY_ID = Prepared(
    select(_registration.id, *_WITHOUT_BADGE)
    .select_from(_HOLDER)
    .where(_registration.event_id == _event_id, _registration.id.in_(_keys))
)
_PEOPLE = Prepared(select(*_PERSON).select_from(_HOLDER).where(_registration.id.in_(_keys)))
_BY_KEY = {Kind.NUMBER: _BY_NUMBER, Kind.REFERENCE: _BY_REFERENCE, Kind.REGISTRATION: _BY_ID}


@dataclass(frozen=True, slots=True)
class PersonRow:
    """What a decision needs of a registration, and what a gate may be told of it."""

    id: int
    status: str
    merged_into_id: int | None
    name: str
    is_protocol: bool
    category_code: str
    category: LocalizedText
    category_letter: str


@dataclass(frozen=True, slots=True)
class CardRow:
    """What a code stands for: a badge (of whichever event), or a person without one (`r:`).

    `is_blank_stock`: it was printed before it was anybody's.
    """

    event_id: int
    badge_id: int | None
    revoked_at: datetime | None
    person: PersonRow | None
    is_blank_stock: bool = False


def cards(
    event_id: int, codes: Iterable[Code], *, index_of: Callable[[str], str]
) -> dict[Code, CardRow]:
    """What each code stands for; unknown ones are missing. `index_of` turns a token into an index.

    Duplicates are resolved: the person is the registration that counts.
    """
    by_kind: dict[Kind, dict[Any, Code]] = {}
    for code in codes:
        if code.kind is not None:
            by_kind.setdefault(code.kind, {})[_key(code)] = code
    found: dict[Code, CardRow] = {}
    for kind, wanted in by_kind.items():
        for key, card in _look_up(kind, event_id, wanted, index_of):
            found[wanted[key]] = card
    return _resolve(found)


def people(ids: Collection[int]) -> dict[int, PersonRow]:
    """Registrations by id."""
    if not ids:
        return {}
    return {row[0]: _person(row) for row in _PEOPLE.rows({"keys": list(ids)})}


def _key(code: Code) -> Any:
    return code.number if code.kind in (Kind.NUMBER, Kind.REGISTRATION) else code.value


def _look_up(
    kind: Kind, event_id: int, wanted: Collection[Any], index_of: Callable[[str], str]
) -> Iterable[tuple[Any, CardRow]]:
    if kind is Kind.TOKEN:
        return _rows(_BY_TOKEN, keys=list(wanted))
    if kind is Kind.INDEX:
        return _by_index(event_id, wanted, index_of)
    return _rows(_BY_KEY[kind], event_id=event_id, keys=list(wanted))


def _by_index(
    event_id: int, wanted: Collection[str], index_of: Callable[[str], str]
) -> Iterable[tuple[str, CardRow]]:
    found = _rows(_BY_INDEX, event_id=event_id, keys=list(wanted))
    left = set(wanted).difference(index for index, _card in found)
    if not left:
        return found
    # Badges that no roster holds yet: a phone knows none of them, so that this is rare.
    tokens = connection().execute(_UNSEALED, {"event_id": event_id}).scalars()
    indexes = {token: index for token in tokens if (index := index_of(token)) in left}
    rest = _rows(_BY_TOKEN, keys=list(indexes)) if indexes else []
    return [*found, *((indexes[token], card) for token, card in rest)]


def _rows(statement: Prepared, **values: Any) -> list[tuple[Any, CardRow]]:
    return [
        (key, CardRow(at, badge_id, revoked_at, _person(rest) if rest[0] else None, is_blank))
        for key, at, badge_id, revoked_at, is_blank, *rest in statement.rows(values)
    ]


def _person(row: Any) -> PersonRow:
    key, status, merged_into, given, family, rank, code, name, letter = row
    full_name = f"{given} {family}".strip()
    category = read_localized(name)
    return PersonRow(key, status, merged_into, full_name, rank is not None, code, category, letter)


def _resolve(found: dict[Code, CardRow]) -> dict[Code, CardRow]:
    for _ in range(MERGE_DEPTH):
        onward = {
            card.person.merged_into_id
            for card in found.values()
            if card.person and card.person.merged_into_id and card.person.status == Status.MERGED
        }
        if not onward:
            break
        those = people(onward)
        found = {code: _moved_on(card, those) for code, card in found.items()}
    return found


def _moved_on(card: CardRow, those: dict[int, PersonRow]) -> CardRow:
    into = card.person.merged_into_id if card.person else None
    return replace(card, person=those[into]) if into in those else card
