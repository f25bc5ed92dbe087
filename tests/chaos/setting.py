"""What a trial needs: a fair of today with badges, and a device to be enrolled as."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from fairapp.checkin.devices import actions
from fairapp.core.db import db
from tests.checkin.conftest import make_fair

BADGES = 40


def prepare(session: Any, *, slug: str) -> tuple[list[str], str]:
    """Tokens of badges, and the path that enrols whoever opens it; committed."""
    # The server of a trial runs by the machine's clock, whatever that of the test says.
    now = datetime.now(UTC)
    fair = make_fair(session, slug=slug, days=(now.date(), now.date() + timedelta(days=1)))
    tokens = [fair.badge(fair.person(f"Mariama Diallo{n}")).token for n in range(BADGES)]
    actor, gate = fair.user("organiser"), fair.event.checkpoints[0]
    device = actions.make(
        fair.event, actions.NewDevice("Phone", checkpoint=gate), actor=actor, at=now
    )
    code = actions.give_code(device, actor=actor, at=now + timedelta(hours=6))
    db.session.commit()
    return tokens, f"/scan/?lang=en#e={code}"
