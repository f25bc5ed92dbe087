"""A server that is killed in the middle of its work has lost nothing that it acknowledged."""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from fairapp.checkin.devices import actions as devices
from fairapp.core.i18n import LocalizedText
from fairapp.events.models import Checkpoint
from tests import services
from tests.checkin.conftest import MORNING, Fair
from tests.checkin.storm import Gate, check, storm

GATES, RATE, KILLS = 8, 10, 3


def test_every_acknowledged_scan_is_there_once(app: Flask, fair: Fair, tmp_path: Path) -> None:
    tokens = [fair.badge().token for _ in range(60)]
    codes = [f"K{n}" for n in range(GATES)]
    for position, code in enumerate(codes, start=10):
        name = LocalizedText(fr=f"Entrée {code}")
        gate = Checkpoint(code=code, name=name, position=position, is_entrance=True)
        fair.event.checkpoints.append(gate)
    actor = fair.user("organiser")
    secrets = [devices.enrol_own(fair.event, c, actor=actor, at=MORNING)[1] for c in codes]
    fair.db.commit()
    server = services.LiveServer(app, tmp_path, {"FAIR_NOW": MORNING.isoformat()})
    gates = [
        Gate("journees", server.port, secret, code, RATE)
        for secret, code in zip(secrets, codes, strict=True)
    ]
    for gate in gates:
        gate.tokens = tokens
    try:
        storm(server, gates, kills=KILLS, every=3)
    finally:
        server.close()

    fair.db.rollback()
    assert check(gates) == sum(len(gate.made) for gate in gates) >= GATES * RATE * KILLS
    assert all(gate.acknowledged for gate in gates)
    # It was killed while they sent, not between.
    assert sum(gate.failures for gate in gates) >= KILLS
