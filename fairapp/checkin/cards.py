"""What a scanned, typed or found code stands for: a badge, and the person who counts behind it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, null, select

from fairapp.badges.models import Badge
from fairapp.checkin.codes import Code, Kind
from fairapp.core.db import db
from fairapp.core.i18n import LocalizedText
from fairapp.events.models import Category
from fairapp.registration.models import Registration, Status

# A registration merged into one that was itself merged; bounded so that a loop cannot hang a gate.
_MERGE_DEPTH = 8
_OF_BADGES = frozenset({Kind.INDEX, Kind.TOKEN, Kind.NUMBER})
_PERSON = (
    Registration.id,
    Registration.status,
    Registration.merged_into_id,
    Registration.given_names,
    Registration.family_name,
    Registration.protocol_rank,
    Category.code,
    Category.name,
    Category.letter,
)


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
    """What a code stands for: a badge (of whichever event), or a person without one (`r:`)."""

    event_id: int
    badge_id: int | None
    revoked_at: datetime | None
    person: PersonRow | None


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
    query = select(*_PERSON).join(Category, Category.id == Registration.category_id)
    rows = db.session.execute(query.where(Registration.id.in_(ids)))
    return {row[0]: _person(row) for row in rows}


def _key(code: Code) -> Any:
    return code.number if code.kind in (Kind.NUMBER, Kind.REGISTRATION) else code.value


def _look_up(
    kind: Kind, event_id: int, wanted: Collection[Any], index_of: Callable[[str], str]
) -> Iterable[tuple[Any, CardRow]]:
    if kind not in _OF_BADGES:
        key = Registration.reference if kind is Kind.REFERENCE else Registration.id
        condition = (Registration.event_id == event_id) & key.in_(wanted)
        return _rows(_of_people(key).where(condition))
    if kind is Kind.NUMBER:
        condition = (Badge.event_id == event_id) & Badge.number.in_(wanted)
        return _rows(_of_badges(Badge.number).where(condition))
    if kind is Kind.TOKEN:
        return _rows(_of_badges(Badge.token).where(Badge.token.in_(wanted)))
    # Only uploads of what was scanned offline come here, so one pass over the list will do.
    tokens = db.session.scalars(select(Badge.token).where(Badge.event_id == event_id))
    indexes = {token: index for token in tokens if (index := index_of(token)) in wanted}
    rows = _rows(_of_badges(Badge.token).where(Badge.token.in_(indexes)))
    return [(indexes[token], card) for token, card in rows]


def _of_badges(key: Any) -> Select[*tuple[Any, ...]]:
    columns = select(key, Badge.event_id, Badge.id, Badge.revoked_at, *_PERSON)
    with_holder = columns.outerjoin(Registration, Registration.id == Badge.registration_id)
    return with_holder.outerjoin(Category, Category.id == Registration.category_id)


def _of_people(key: Any) -> Select[*tuple[Any, ...]]:
    columns = select(key, Registration.event_id, null(), null(), *_PERSON)
    return columns.join(Category, Category.id == Registration.category_id)


def _rows(query: Select[*tuple[Any, ...]]) -> list[tuple[Any, CardRow]]:
    return [
        (key, CardRow(event_id, badge_id, revoked_at, _person(rest) if rest[0] else None))
        for key, event_id, badge_id, revoked_at, *rest in db.session.execute(query)
    ]


def _person(row: Any) -> PersonRow:
    key, status, merged_into, given, family, rank, code, name, letter = row
    full_name = f"{given} {family}".strip()
    return PersonRow(key, status, merged_into, full_name, rank is not None, code, name, letter)


def _resolve(found: dict[Code, CardRow]) -> dict[Code, CardRow]:
    for _ in range(_MERGE_DEPTH):
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
