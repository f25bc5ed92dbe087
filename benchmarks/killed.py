"""Eight gates at ten scans a second each while the server is killed every half minute.

    python -m benchmarks.killed --minutes 10                      on SQLite
    python -m benchmarks.killed --minutes 10 --engine postgresql

Ends with what became of the scans; fails when one that was acknowledged is not there, is there
twice, or is not what it was.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

from benchmarks.crowd import ENGINES, NOW, SLUG, crowd, token
from benchmarks.measure import calibrate
from fairapp import create_app
from tests.checkin.storm import Gate, check, storm
from tests.services import LiveServer

GATES, RATE, PEOPLE = 8, 10, 2000


def main() -> None:
    """Run and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--every", type=float, default=30, metavar="SECONDS")
    parser.add_argument("--engine", choices=ENGINES, default="sqlite")
    options = parser.parse_args()
    kills = max(1, round(options.minutes * 60 / options.every))
    print(f"calibration loop: {calibrate():.0f} ms", flush=True)
    with crowd(options.engine, PEOPLE, phones=GATES) as made:
        folder = Path(made.env["DATA_DIR"])
        app = create_app(
            {
                "SQLALCHEMY_DATABASE_URI": made.env["DATABASE_URL"],
                "DATA_DIR": str(folder),
                "SECRET_KEY": made.env["SECRET_KEY"],
            }
        )
        server = LiveServer(app, folder, {"FAIR_NOW": NOW.isoformat()})
        gates = _gates(server, made.devices)
        try:
            storm(server, gates, kills=kills, every=options.every)
        finally:
            server.close()
        with app.app_context():
            stored = check(gates)
    failures = sum(gate.failures for gate in gates)
    print(
        f"{options.engine}: {kills} kills, {stored:,} scans made and stored once each, "
        f"{failures} uploads failed and were sent again; 0 lost, 0 doubled, 0 altered"
    )


def _gates(server: LiveServer, secrets: tuple[str, ...]) -> list[Gate]:
    chance = random.Random(0)
    gates = []
    for number, secret in enumerate(secrets, start=1):
        gate = Gate(SLUG, server.port, secret, f"G{number}", RATE)
        gate.tokens = [token(chance.randint(1, PEOPLE)) for _ in range(500)]
        gates.append(gate)
    return gates


if __name__ == "__main__":
    main()
