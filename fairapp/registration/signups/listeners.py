"""Seats follow registrations, and the programme: whoever is no longer expected frees theirs; whose
session is moved or cancelled is told."""

from __future__ import annotations

from datetime import datetime

from fairapp.core import tasks
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.events.models import Event
from fairapp.programme.releases.changes import Change
from fairapp.programme.releases.models import Release
from fairapp.programme.signals import Audience, audience, published, seats
from fairapp.registration.models import Registration, Status
from fairapp.registration.queries import HOLDING
from fairapp.registration.signals import status_changed
from fairapp.registration.signups import actions, queries
from fairapp.registration.signups import changes as programme_changes
from fairapp.registration.signups.line import end, fill, find_all
from fairapp.registration.signups.models import SeatStatus, SignUp

# Jobs of this kind write to everybody whose sessions a version changes.
TELL = "signups.changes"


@status_changed.connect
def follow(registration: Registration, *, was: str, since: datetime, at: datetime) -> None:
    """Free the seats of whoever goes, and give them back to whoever comes back while there are.

    A duplicate that is taken apart again gets its own back by `actions.move_back`.
    """
    mine = find_all(registration)
    if registration.status not in (*HOLDING, Status.WAITING):
        _free([s for s in mine if s.is_on], at)
    elif was not in (*HOLDING, Status.WAITING, Status.MERGED):
        _take_up_again([s for s in mine if not s.is_on and s.status_at == since], at)
    elif registration.status == Status.WAITING:
        _back_to_the_line([s for s in mine if s.status == SeatStatus.SEATED], at)
    else:
        for sign_up in mine:
            fill(sign_up.session, at=at)


@seats.connect
def count_seats(event: Event) -> dict[str, int]:
    """Answer the programme, which must not be made smaller than what people were given."""
    return queries.seated_by_code(event)


@audience.connect
def count_people(event: Event, *, changes: list[Change], at: datetime) -> Audience:
    """Answer the programme: whom a version would be told to."""
    return programme_changes.audience(event, changes, at=at)


@published.connect
def follow_programme(release: Release, *, changes: list[Change], at: datetime) -> None:
    """Give the seats that a version adds to whoever waits, and have the others told."""
    for session in programme_changes.waited_for(release.event):
        fill(session, at=at)
    if programme_changes.people(release):
        params = {"release": release.id}
        tasks.start(TELL, event_id=release.event_id, params=params, actor=None, at=at)


def _free(sign_ups: list[SignUp], at: datetime) -> None:
    for sign_up in sign_ups:
        end(sign_up, actor=None, at=at)
        fill(sign_up.session, at=at)


def _take_up_again(sign_ups: list[SignUp], at: datetime) -> None:
    for sign_up in sign_ups:
        try:
            actions.sign_up(sign_up.registration, sign_up.session, actor=None, at=at)
        except DomainError:
            # It has begun or is off by now: there is nothing to give back.
            continue


def _back_to_the_line(sign_ups: list[SignUp], at: datetime) -> None:
    for sign_up in sign_ups:
        sign_up.status, sign_up.status_at = SeatStatus.WAITING, at
        db.session.flush()
        fill(sign_up.session, at=at)
