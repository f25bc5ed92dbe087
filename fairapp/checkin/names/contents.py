"""Who is on the list of names: everybody with a badge in force, and what tells homonyms apart.

No phone number and no e-mail. A row is `[code, number, reference, text, name, organisation,
[sessions], other script, precision, position, place, birth year or 0, about]`; `[code]` alone says
that the badge stands for nobody any more. Standing and category are in the roster, by the code.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from flask import current_app
from sqlalchemy import BindParameter, Row, bindparam, func, select

from fairapp.checkin.codes import event_salt, index_of
from fairapp.checkin.roster import contents
from fairapp.checkin.roster.sealing import Content
from fairapp.core.db import connection
from fairapp.registration.models import Delegation, Registration
from fairapp.registration.search import open_text

_person, _delegation = Registration.__table__.c, Delegation.__table__.c
_ids: BindParameter[Any] = bindparam("ids", expanding=True)
# What `search.open_text` reads, and what is shown.
_KNOWN = (
    select(
        *(_person.id, _person.honorific, _person.given_names, _person.family_name),
        *(_person.name_other_script, _person.name_raw, _person.precision, _person.position),
        *(_person.birth_year, _person.birth_approximate, _person.organisation),
        *(_person.locality, _person.region, _person.reference),
        func.coalesce(_delegation.name, "").label("delegation"),
    )
    .outerjoin_from(
        Registration.__table__, Delegation.__table__, _delegation.id == _person.delegation_id
    )
    .where(_person.id.in_(_ids))
)


def every(event_id: int) -> list[list[Any]]:
    """Everybody of a fair."""
    found = (_rows(event_id, portion.values()) for portion in contents.every(event_id))
    # Nobody has to be told that a badge stands for nobody who has no list yet.
    return [row for rows in found for row in rows if len(row) > 1]


def some(event_id: int, badge_ids: Collection[int]) -> list[list[Any]]:
    """Those of these badges; at most `roster.contents.PORTION`."""
    return _rows(event_id, contents.some(event_id, badge_ids).values())


def _rows(event_id: int, badges: Iterable[Content]) -> list[list[Any]]:
    salt = event_salt(str(current_app.config["SECRET_KEY"]), event_id)
    badges = list(badges)
    known = _people({badge.person_id for badge in badges if badge.person_id})
    rows: list[list[Any]] = []
    for badge in badges:
        code = index_of(badge.token, salt)
        person = None if badge.revoked_at else known.get(badge.person_id)
        rows.append([code] if person is None else [code, *_row(badge, person)])
    return rows


def _row(badge: Content, person: Row[*tuple[Any, ...]]) -> list[Any]:
    return [
        *(badge.number, person.reference, open_text(person, delegation=person.delegation)),
        badge.name,
        badge.organisation,
        badge.sessions,
        *(person.name_other_script, person.precision, person.position),
        person.locality or person.region,
        person.birth_year or 0,
        int(bool(person.birth_approximate)),
    ]


def _people(ids: Collection[int]) -> dict[int, Row[*tuple[Any, ...]]]:
    if not ids:
        return {}
    rows = connection().execute(_KNOWN, {"ids": sorted(ids)})
    return {row.id: row for row in rows}
