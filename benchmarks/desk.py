"""Finding somebody at the reception among 40,000 people, on both engines.

Each search is the request that the page makes while somebody types, to its last byte: the cards of
those found, with what has happened to them today. Target: an answer within 100 ms.
"""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import select

from benchmarks.demonstration import Demonstration, main
from fairapp.badges.models import Badge
from fairapp.core.db import db
from fairapp.demo.load import SLUG
from fairapp.registration.models import Delegation, Registration, Status
from tests.browser.steps import EMAILS

SCALES = (84,)
TIMES = 15
DESK = f"/desk/{SLUG}/"


def measure(fair: Demonstration) -> None:
    """A line for each way to ask, and for the page itself."""
    client = fair.signed_in(EMAILS["reception"])
    for label, text in _questions(fair).items():
        cost = fair.cost(
            lambda text=text: client.get(  # type: ignore[misc]
                DESK, query_string={"q": text}, headers={"X-Fragment": "results"}
            ),
            TIMES,
        )
        print(f"  {label:34}{cost}", flush=True)
    cost = fair.cost(lambda: client.get(DESK), TIMES)
    print(f"  {'the page, before anything is typed':34}{cost}", flush=True)


def _questions(fair: Demonstration) -> Mapping[str, str]:
    """What people type; numbers are those of somebody in the middle of the list."""
    with fair.app.app_context():
        known = select(Registration).where(Registration.status == Status.CONFIRMED)
        phoned = known.where(Registration.phone != "").order_by(Registration.id)
        person = db.session.scalars(phoned.offset(fair.scans // 40).limit(1)).one()
        badge = select(Badge.number).where(Badge.registration_id == person.id)
        number = db.session.scalars(badge.limit(1)).one()
        delegation = db.session.scalars(select(Delegation.name).limit(1)).one()
        return {
            "one piece of a name": "dalanda",
            "two pieces, in any order": "camara aboubacar",
            "other spellings": "M/dou Jalloh",
            "three pieces, one begun": "fatou binta dial",
            "the most usual family name": "Diallo",
            "two letters": "ba",
            "one letter": "a",
            "the end of a phone number": " ".join((person.phone[-4:-2], person.phone[-2:])),
            "a whole phone number": person.phone,
            "an organisation": "conseil des sages",
            "a delegation": delegation,
            "a badge's number": str(number),
            "a reference": person.reference,
            "nobody": "zzyzx",
        }


if __name__ == "__main__":
    main(__doc__, measure, scales=SCALES, width=34)
