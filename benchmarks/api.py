"""What a program's requests cost: a page of 100 registrations at 400 and at 40,000 people.

Beside it the smallest request with a token, which shows what finding the token and counting cost.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from benchmarks.demonstration import Demonstration, main
from fairapp.api import actions, throttle
from fairapp.api.rules import Scope
from fairapp.core import clock
from fairapp.core.audit import Program
from fairapp.core.db import db
from fairapp.demo.load import SLUG
from fairapp.events.context import find_event

SCALES = (1, 84)
TIMES = 30
FAIR = f"/api/v1/events/{SLUG}"


def measure(fair: Demonstration) -> None:
    """A line for each request; fewer than a token may ask in a minute."""
    throttle.limiter.reset()
    client, headers = fair.app.test_client(), {"Authorization": f"Bearer {_token(fair)}"}
    middle = client.get(f"{FAIR}/registrations?limit=200", headers=headers).get_json()["cursor"]
    questions = {
        "the fair": FAIR,
        "the first 100 registrations": f"{FAIR}/registrations?limit=100",
        "100 after the first 200": f"{FAIR}/registrations?limit=100&cursor={middle}",
        "100 that are confirmed": f"{FAIR}/registrations?limit=100&status=confirmed",
        "100 scans": f"{FAIR}/scans?limit=100",
    }
    for label, address in questions.items():
        cost = fair.cost(partial(client.get, address, headers=headers), TIMES)
        print(f"  {label:34}{cost}", flush=True)


def _token(fair: Demonstration) -> str:
    with fair.app.app_context():
        event, at = find_event(SLUG), clock.now()
        assert event is not None
        until = at + timedelta(days=1)
        actor = Program("benchmark")
        _made, text = actions.make(event, "benchmark", list(Scope), until=until, actor=actor, at=at)
        db.session.commit()
        return text


if __name__ == "__main__":
    main(__doc__, measure, scales=SCALES, width=34)
