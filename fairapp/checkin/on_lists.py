"""What check-in tells the list of participants: who came in at an entrance, on any day."""

from __future__ import annotations

from collections.abc import Collection, Hashable

from flask_babel import lazy_gettext as _l
from sqlalchemy import and_, exists, func, select
from sqlalchemy.orm import aliased
from sqlalchemy.sql import ColumnElement

from fairapp.badges.models import Badge
from fairapp.checkin.models import Scan
from fairapp.core.db import db
from fairapp.events.models import Checkpoint, Event
from fairapp.registration.models import Registration
from fairapp.registration.people_list import facets

# As `checkin.entries` follows duplicates of duplicates.
_MERGE_LINKS = 3


def _newest_scan(_event: Event) -> Hashable:
    # Of whichever fair: the largest id stands at the end of the key.
    return db.session.scalar(select(func.max(Scan.id)))


@facets.above(
    "came", _l("Presence"), facets.yes_no(_l("Came"), _l("Did not come")), mark=_newest_scan
)
def came(event: Event) -> dict[str, Collection[int]]:
    """Whoever has an entry that counts, the organising team too; a duplicate's entries belong to
    the registration that it was merged into."""
    r = Registration
    own = exists().where(Scan.registration_id == r.id, _is_entry(event))
    here = set(db.session.scalars(select(r.id).where(r.event_id == event.id, own)))
    given = (
        select(Badge.registration_id)
        .join(Scan, Scan.badge_id == Badge.id)
        .where(Badge.event_id == event.id, Badge.is_blank_stock, Badge.registration_id.is_not(None))
        .where(Scan.registration_id.is_(None), _is_entry(event))
    )
    here |= {id_ for id_ in db.session.scalars(given) if id_}
    merged = select(r.id, r.merged_into_id).where(
        r.event_id == event.id, r.merged_into_id.is_not(None)
    )
    into = {id_: kept for id_, kept in db.session.execute(merged)}
    for _link in range(_MERGE_LINKS):
        here |= {kept for id_, kept in into.items() if id_ in here and kept}
    return {"yes": here}


def _is_entry(event: Event) -> ColumnElement[bool]:
    undo = aliased(Scan)
    entrances = select(Checkpoint.id).where(Checkpoint.event_id == event.id, Checkpoint.is_entrance)
    return and_(
        Scan.checkpoint_id.in_(entrances),
        Scan.is_entry,
        Scan.direction == "in",
        ~exists().where(undo.undoes_id == Scan.id),
    )
