"""The list of participants among 40,000 people, on both engines.

Each line is the whole page, chips with their counts included, as the team opens it one after the
other; the first one of a process reads who is there, the first with all filters what they say of
themselves. Target: 60 ms of processor time.
"""

from __future__ import annotations

from sqlalchemy import select
from werkzeug.test import TestResponse

from benchmarks.demonstration import Demonstration, main
from fairapp.core import clock
from fairapp.core.db import db, transaction
from fairapp.demo.load import SLUG
from fairapp.registration.annotations import annotate
from fairapp.registration.models import Registration
from tests.browser.steps import EMAILS

SCALES = (84,)
TIMES = 15
PEOPLE = f"/staff/{SLUG}/registrations/people"
FIRST = {
    "the first page of a process": "",
    "the first with all filters": "filters=1",
}
QUESTIONS = {
    "everybody": "",
    "everybody, with all filters": "filters=1",
    "a standing": "status=confirmed",
    "three facets": "sex=F&region=Conakry&came=no",
    "printed, by organisation, page 100": "printed=yes&sort=organisation&page=100",
    "one piece of a name": "q=dalanda",
    "a name and a facet": "q=Diallo&sex=F",
    "one letter": "q=a",
    "nobody": "q=zzyzx",
}


def measure(fair: Demonstration) -> None:
    """A line for each list, for the first one, and for one after a change."""
    client = fair.signed_in(EMAILS["organiser"])
    for label, query in FIRST.items():
        print(f"  {label:36}{fair.once(lambda query=query: client.get(f'{PEOPLE}?{query}')):9.1f}")  # type: ignore[misc]
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
        person = db.session.scalars(select(Registration).limit(1)).first()
        if person is None:
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
    main(__doc__, measure, scales=SCALES, width=36)
