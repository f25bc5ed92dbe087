"""What rosters say of badges: read for some of them, or for all of a fair, a portion at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, select

from fairapp.badges.models import Badge
from fairapp.checkin.cards import MERGE_DEPTH
from fairapp.checkin.entries import with_duplicates
from fairapp.checkin.roster.acts import Touched
from fairapp.checkin.roster.sealing import Content
from fairapp.core.db import connection
from fairapp.programme.models import Session
from fairapp.registration.models import Registration, Status
from fairapp.registration.signups.models import SeatStatus, SignUp

# As many as fit into one statement on every database.
PORTION = 5000

_badge, _person = Badge.__table__.c, Registration.__table__.c
_sign_up, _session = SignUp.__table__.c, Session.__table__.c
_ids: BindParameter[Any] = bindparam("ids", expanding=True)
_HOLDER = (
    _person.id.label("person_id"),
    _person.status,
    _person.merged_into_id,
    _person.category_id,
    _person.protocol_rank,
    _person.given_names,
    _person.family_name,
    _person.organisation,
)
_OF_BADGE = (_badge.id, _badge.token, _badge.number, _badge.revoked_at)
_BADGES = select(*_OF_BADGE, *_HOLDER).outerjoin_from(
    Badge.__table__, Registration.__table__, _person.id == _badge.registration_id
)
_SOME = _BADGES.where(_badge.event_id == bindparam("event_id"), _badge.id.in_(_ids))
_NEXT = (
    _BADGES.where(_badge.event_id == bindparam("event_id"), _badge.number > bindparam("after"))
    .order_by(_badge.number)
    .limit(PORTION)
)
_PEOPLE = select(*_HOLDER).where(_person.id.in_(_ids))
_OF_PEOPLE = select(_badge.id).where(_badge.registration_id.in_(_ids))
_SEATS = (
    select(_sign_up.registration_id, _session.code)
    .join_from(SignUp.__table__, Session.__table__, _session.id == _sign_up.session_id)
    .where(_sign_up.registration_id.in_(_ids), _sign_up.status == SeatStatus.SEATED)
    .order_by(_session.code)
)


def some(event_id: int, badge_ids: Collection[int]) -> dict[int, Content]:
    """Contents by id of the badge; at most `PORTION` of them."""
    return _contents(_rows(_SOME, event_id=event_id, ids=list(badge_ids)))


def every(event_id: int) -> Iterator[dict[int, Content]]:
    """Those of all badges of a fair, in portions by number."""
    after = -1
    while rows := _rows(_NEXT, event_id=event_id, after=after):
        after = rows[-1].number
        yield _contents(rows)


def badge_ids(found: Touched) -> list[int]:
    """The badges themselves, and those of the people and of their duplicates, revoked ones too."""
    people = with_duplicates(found.registrations)
    of_people = {row.id for row in _rows(_OF_PEOPLE, ids=sorted(people))} if people else set()
    return sorted(found.badges | of_people)


def _contents(rows: list[Any]) -> dict[int, Content]:
    """From a badge's columns and its holder's."""
    held = [row for row in rows if row.person_id is not None]
    people = _resolve({row.person_id: row[len(_OF_BADGE) :] for row in held})
    seats: dict[int, list[str]] = defaultdict(list)
    persons = {person[0] for person in people.values()}
    for registration_id, code in _rows(_SEATS, ids=sorted(persons)) if persons else ():
        seats[registration_id].append(code)
    return {row.id: _content(row, people.get(row.person_id), seats) for row in rows}


def _resolve(people: dict[int, Any]) -> dict[int, Any]:
    """By registration, the one that counts."""
    for _link in range(MERGE_DEPTH):
        onward = {key: p[2] for key, p in people.items() if p[1] == Status.MERGED and p[2]}
        if not onward:
            break
        found = {
            row.person_id: tuple(row) for row in _rows(_PEOPLE, ids=sorted(set(onward.values())))
        }
        people |= {key: found[into] for key, into in onward.items()}
    return people


def _content(row: Any, person: Any, seats: dict[int, list[str]]) -> Content:
    if person is None:
        return Content(row.token, row.number, revoked_at=row.revoked_at)
    key, status, _into, category_id, rank, given, family, organisation = person
    return Content(
        row.token,
        row.number,
        status,
        category_id,
        rank is not None,
        f"{given} {family}".strip(),
        organisation,
        tuple(seats.get(key, ())),
        row.revoked_at,
        key,
    )


def _rows(statement: Select[*tuple[Any, ...]], **values: Any) -> list[Any]:
    return list(connection().execute(statement, values))
