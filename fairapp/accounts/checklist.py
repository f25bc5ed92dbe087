"""The lines of the checklist about the team."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import exists, select

from fairapp.accounts.models import Membership, Role
from fairapp.accounts.queries import organiser_count
from fairapp.core.db import db
from fairapp.events.checklist import Item, State, When, check, checklist_part
from fairapp.events.models import Event

_AT_GATES = (Role.SCANNER, Role.RECEPTION)


@checklist_part
def team_on_checklist(event: Event, at: datetime) -> Iterable[Item]:
    """Two organisers, for one may be ill; and whoever stands at the gates."""
    second = check(organiser_count(event) > 1, otherwise=State.OPTIONAL)
    yield Item(When.BEFORE, second, _l("A second organiser"), "team.index")
    stands = exists().where(Membership.event_id == event.id, Membership.role.in_(_AT_GATES))
    gates = check(db.session.scalar(select(stands)))
    yield Item(When.EVE, gates, _l("A team at the gates and at the reception"), "team.index")
