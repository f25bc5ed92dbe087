"""The plan written to the database: one transaction, one fair of the plan at a time."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import delete, select

from fairapp.accounts.models import User
from fairapp.core.db import db, transaction
from fairapp.demo.attestations import add_attestations
from fairapp.demo.bulk import Bulk
from fairapp.demo.corrections import add_corrections
from fairapp.demo.enrolment import Enrolment
from fairapp.demo.fair import SLUG, add_fair
from fairapp.demo.log import Log
from fairapp.demo.match import add_match
from fairapp.demo.payments import add_payments, set_rates
from fairapp.demo.plan import iter_plans
from fairapp.demo.privacy import add_privacy
from fairapp.demo.sources import generator
from fairapp.demo.team import LOGINS, PASSWORD, add_team
from fairapp.events.models import Event

__all__ = ["LOGINS", "PASSWORD", "SLUG", "LoadRefused", "LoadReport", "load"]


class LoadRefused(RuntimeError):
    """The database is not one for a demonstration; the message says why and what to do."""


@dataclass
class LoadReport:
    """How many rows were written."""

    scale: int
    registrations: int = 0
    delegations: int = 0
    badges: int = 0
    scans: int = 0


def load(
    *, scale: int = 1, replace: bool = False, progress: Callable[[int, int], None] | None = None
) -> LoadReport:
    """Write the demonstration fair, *scale* times as many people, in an application context.

    *replace* first deletes the one that is there. *progress* is called with the fairs done and all
    of them. Raises LoadRefused, having changed nothing.
    """
    report = LoadReport(scale)
    with transaction():
        _make_room(replace=replace)
        fair = add_fair(scale=scale)
        team = add_team(fair.event)
        set_rates(fair.event, team)
        bulk = Bulk()
        rng = random.Random(generator()["seed"])
        enrolment = Enrolment(fair, {role: user.id for role, user in team.items()}, bulk, rng)
        log = Log(fair, team, bulk)
        for done, plan in enumerate(iter_plans(scale=scale), 1):
            ids = enrolment.add(plan)
            badges = log.add_badges(plan, ids)
            report.scans += log.add_scans(plan, ids, badges)
            add_corrections(bulk, fair, team, plan, ids, badges)
            report.registrations += len(ids)
            report.delegations += len(plan.delegations)
            report.badges += len(badges)
            if progress:
                progress(done, scale)
        add_privacy(bulk, fair.event)
        add_match(fair.event)
        add_attestations(fair.event)
        add_payments(bulk, fair.event, team, scale=scale)
    return report


def _make_room(*, replace: bool) -> None:
    events = list(db.session.scalars(select(Event).order_by(Event.id)))
    present = next((event for event in events if event.slug == SLUG), None)
    if present is not None and not present.is_demonstration:
        raise LoadRefused(f"{SLUG} is a real fair here; the demonstration would overwrite it.")
    if any(not event.is_demonstration for event in events):
        raise LoadRefused(
            "This database holds a real fair, and the demonstration brings logins whose password "
            "everybody knows. Use another DATABASE_URL."
        )
    if present is not None and not replace:
        raise LoadRefused(f"{SLUG} is there already; --replace deletes it and loads it anew.")
    if present is not None:
        _erase(present.id)
    elif db.session.scalar(select(User.id).limit(1)) is not None and not events:
        raise LoadRefused(
            "This database has accounts of its own, and the demonstration brings logins whose "
            "password everybody knows. Use another DATABASE_URL."
        )


def _erase(event_id: int) -> None:
    """Every row of the event goes with it; what the database keeps can go in no other way."""
    db.session.execute(delete(Event).where(Event.id == event_id))
    demo_addresses = [email for _, email in LOGINS]
    orphans = select(User).where(User.email.in_(demo_addresses), ~User.memberships.any())
    for user in db.session.scalars(orphans):
        db.session.delete(user)
    db.session.flush()
    db.session.expire_all()
