"""The demonstration fair through the API: six device processes, at fifty times its speed.

    python -m benchmarks.replay                        an hour takes 72 s; nights are left out
    python -m benchmarks.replay --speed 600 --engine postgresql

Phones were without network when the fair's were: what they kept comes at once when they are back.
Fails when a figure is not the generator's.
"""

from __future__ import annotations

import argparse
import http.client
import json
import multiprocessing
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from benchmarks.crowd import ENGINES
from benchmarks.measure import calibrate
from benchmarks.server import database
from fairapp import create_app
from fairapp.checkin.presence import Figures, figures
from fairapp.core.db import db, transaction
from fairapp.demo.fair import SLUG
from fairapp.demo.load import load
from fairapp.demo.sources import generator
from fairapp.events.models import Event
from tests.checkin import replay
from tests.checkin.replay import Sent, Story
from tests.services import LiveServer

PROCESSES = 6
# Longer than this without a scan is a night.
NIGHT = timedelta(hours=3)
SECRET_KEY = "a demonstration has no secrets at all"  # noqa: S105


def main() -> None:
    """Load, send, compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--speed", type=float, default=50)
    parser.add_argument("--engine", choices=ENGINES, default="sqlite")
    options = parser.parse_args()
    print(f"calibration loop: {calibrate():.0f} ms", flush=True)
    with database(options.engine) as empty:
        _replay(empty.url, empty.folder, options.speed)


def _replay(url: str, folder: Path, speed: float) -> None:
    app = create_app(
        {"SQLALCHEMY_DATABASE_URI": url, "DATA_DIR": str(folder), "SECRET_KEY": SECRET_KEY}
    )
    planned, story = _prepare(app)
    server = LiveServer(app, folder, {"FAIR_NOW": replay.AFTER.isoformat()})
    started = time.monotonic()
    try:
        sent = _send(server, story, speed)
    finally:
        server.close()
    minutes = (time.monotonic() - started) / 60
    with app.app_context():
        found = figures(_event())
    numbers = generator()
    if found != planned or found.person_days != numbers["person_days"]:
        raise SystemExit(f"planned {planned}\nfound   {found}")
    print(
        f"{len(story.scans):,} scans of {len(story.secrets)} devices in {sent:,} uploads by"
        f" {PROCESSES} processes, {minutes:.1f} min: {found.unique} persons, {found.person_days}"
        f" person-days, {found.entries} entries, as planned"
    )


def _prepare(app: Flask) -> tuple[Figures, Story]:
    from flask_migrate import upgrade

    with app.app_context():
        upgrade()
        load()
        with transaction():
            event = _event()
            planned, story = figures(event), replay.take_out(event)
        db.session.remove()
        db.engine.dispose()
    return planned, story


def _event() -> Event:
    return db.session.scalars(select(Event).where(Event.slug == SLUG)).one()


def _send(server: LiveServer, story: Story, speed: float) -> int:
    """How many uploads it took."""
    due = _due(story.scans, speed)
    devices = sorted(story.secrets)
    start = time.time() + 3
    with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
        shares = [
            [(due[i], s) for i, s in enumerate(story.scans) if s.device in devices[n::PROCESSES]]
            for n in range(PROCESSES)
        ]
        work = [(server.port, share, story.secrets, start) for share in shares]
        return sum(pool.starmap(_play, work))


def _due(scans: Sequence[Sent], speed: float) -> list[float]:
    """Seconds from the beginning at which each scan reaches the server, nights left out."""
    due = [0.0]
    for before, after in pairwise(scan.received_at for scan in scans):
        gap = after - before
        due.append(due[-1] + (0.0 if gap > NIGHT else gap.total_seconds() / speed))
    return due


def _play(
    port: int, share: Sequence[tuple[float, Sent]], secrets: dict[str, str], start: float
) -> int:
    """One process: sends what is due, device by device; the server's clock is asked once."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    asked, shown = time.time(), _now(connection, next(iter(secrets.values())))
    uploads, at = 0, 0
    while at < len(share):
        time.sleep(max(0.0, start + share[at][0] - time.time()))
        end = at + 1
        while end < len(share) and start + share[end][0] <= time.time():
            end += 1
        waiting = [scan for _due, scan in share[at:end]]
        for portion in replay.uploads(waiting, within=timedelta(minutes=10)):
            now = shown + timedelta(seconds=time.time() - asked)
            _post(connection, replay.upload(portion, now), secrets[portion[0].device])
            uploads += 1
        at = end
    return uploads


def _now(connection: http.client.HTTPConnection, secret: str) -> datetime:
    nothing = {"sent_at": replay.AFTER.isoformat(), "scans": []}
    return datetime.fromisoformat(str(_post(connection, nothing, secret)["server_time"]))


def _post(
    connection: http.client.HTTPConnection, upload: dict[str, object], secret: str
) -> dict[str, object]:
    headers = {**replay.bearing(secret), "Content-Type": "application/json"}
    connection.request("POST", f"/api/v1/events/{SLUG}/scans", json.dumps(upload), headers)
    answer = connection.getresponse()
    content = json.loads(answer.read())
    # The server gives up on connections that rest; the next request opens one anew.
    connection.close()
    results = content.get("results", [{"status": answer.status}])
    if any(result["status"] != "stored" for result in results):
        raise RuntimeError(f"{answer.status} {str(content)[:500]}")
    return dict(content)


if __name__ == "__main__":
    main()
