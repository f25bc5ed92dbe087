"""The list of participants among 40,000 people, on both engines.

Each line is the whole page, chips with their counts included, as the team opens it one after the
other; the first one of a process reads everybody. Target: 100 ms of processor time.
"""

from __future__ import annotations

import argparse
import time

from sqlalchemy import select
from werkzeug.test import TestResponse

from benchmarks.crowd import ENGINES
from benchmarks.demonstration import PERSONS, Demonstration, Request, demonstration
from benchmarks.measure import calibrate
from fairapp.core import clock
from fairapp.core.db import db, transaction
from fairapp.demo.load import SLUG
from fairapp.events.models import Event
from fairapp.registration.annotations import annotate
from fairapp.registration.models import Registration
from tests.browser.steps import EMAILS

SCALE = 84
TIMES = 15
PEOPLE = f"/staff/{SLUG}/registrations/people"
QUESTIONS = {
    "everybody": "",
    "a standing": "status=confirmed",
    "three facets": "sex=F&region=Conakry&came=no",
    "printed, by organisation, page 100": "printed=yes&sort=organisation&page=100",
    "one piece of a name": "q=dalanda",
    "a name and a facet": "q=Diallo&sex=F",
    "one letter": "q=a",
    "nobody": "q=zzyzx",
}


def main() -> None:
    """Print a table for each engine."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=int, default=SCALE, help=f"times {PERSONS} persons")
    parser.add_argument("--engine", choices=ENGINES, nargs="+", default=list(ENGINES))
    options = parser.parse_args()
    print(f"calibration loop: {calibrate():.0f} ms", flush=True)
    for engine in options.engine:
        with demonstration(engine, options.scale) as fair:
            people = options.scale * PERSONS
            print(f"\n  {f'{people:,} people, {engine}':36}{Request.HEAD}", flush=True)
            measure(fair)


def measure(fair: Demonstration) -> None:
    """A line for each list, for the first one, and for one after a change."""
    client = fair.signed_in(EMAILS["organiser"])
    began = time.process_time()
    client.get(PEOPLE)
    print(f"  {'the first page of a process':36}{(time.process_time() - began) * 1000:9.1f}")
    for label, query in QUESTIONS.items():
        cost = fair.cost(lambda query=query: client.get(f"{PEOPLE}?{query}"), TIMES)  # type: ignore[misc]
        print(f"  {label:36}{cost}", flush=True)

    def after_a_change() -> TestResponse:
        _change_somebody(fair)
        return client.get(PEOPLE)

    cost = fair.cost(after_a_change, TIMES)
    print(f"  {'everybody, after one has changed':36}{cost}", flush=True)


def _change_somebody(fair: Demonstration) -> None:
    with fair.app.app_context(), transaction():
        event = db.session.scalars(select(Event)).first()
        person = db.session.scalars(select(Registration)).first()
        if event is None or person is None:
            raise RuntimeError("nobody")
        annotate(
            person,
            note=f"{person.note}.",
            protocol_rank=person.protocol_rank,
            delegation=person.delegation,
            actor=None,
            at=clock.now(),
        )


if __name__ == "__main__":
    main()
