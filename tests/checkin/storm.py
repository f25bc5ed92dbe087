"""Gates that scan at a steady rate while their server is killed and started again and again.

A gate is what a phone is: it keeps what it scanned, sends at most fifty at a time, and forgets only
what was acknowledged by its uuid. Afterwards the database is asked what became of it all.
"""

from __future__ import annotations

import http.client
import itertools
import json
import random
import threading
import time
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from fairapp.badges.models import Badge
from fairapp.checkin.models import Device, Scan
from fairapp.core.db import db
from fairapp.events.models import Checkpoint
from tests.services import LiveServer

_MOST = 50
# What an answer may take: the first one after a start has to wait for much to be loaded.
_PATIENCE = 10.0
# How long a server is let alone after it has started.
_LEAST = 2.0


@dataclass(frozen=True)
class Made:
    """One scan as the gate made it."""

    uuid: str
    seq: int
    token: str
    checkpoint: str


class Gate(threading.Thread):
    """Scans badges by chance, `rate` a second, until told to stop; then sends what is left."""

    def __init__(self, slug: str, port: int, secret: str, checkpoint: str, rate: float) -> None:
        super().__init__(daemon=True)
        self._path, self._port, self._rate = f"/api/v1/events/{slug}/scans", port, rate
        self._headers = {
            "Authorization": f"Bearer {secret}",
            "X-Fair-App": "storm",
            "Content-Type": "application/json",
        }
        self._checkpoint, self._chance = checkpoint, random.Random(checkpoint)
        self._numbers = itertools.count(1)
        self._outbox: deque[Made] = deque()
        self._is_over = threading.Event()
        self.tokens: Sequence[str] = ()
        self.made: list[Made] = []
        self.acknowledged: set[str] = set()
        self.failures = 0
        self.error: BaseException | None = None

    def stop(self) -> None:
        """Scan nothing more; the thread ends when everything is acknowledged."""
        self._is_over.set()

    def run(self) -> None:
        try:
            self._work()
        except BaseException as error:
            self.error = error

    def _work(self) -> None:
        start = time.monotonic()
        while not self._is_over.is_set() or self._outbox:
            due = 0 if self._is_over.is_set() else int((time.monotonic() - start) * self._rate)
            while len(self.made) < due:
                self._scan()
            if not self._outbox or not self._send():
                time.sleep(self._chance.uniform(0.02, 0.2))

    def _scan(self) -> None:
        uuid = str(UUID(int=self._chance.getrandbits(128), version=4))
        token = self._chance.choice(self.tokens)
        made = Made(uuid, next(self._numbers), token, self._checkpoint)
        self.made.append(made)
        self._outbox.append(made)

    def _send(self) -> bool:
        batch = list(itertools.islice(self._outbox, _MOST))
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        body = json.dumps({"sent_at": now, "scans": [_on_the_wire(made, now) for made in batch]})
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=_PATIENCE)
        try:
            connection.request("POST", self._path, body, self._headers)
            answer = connection.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException):
            self.failures += 1
            return False
        finally:
            connection.close()
        if answer.status != 200:
            # While it ends, a server may say so; anything else is an error of ours.
            if answer.status < 500:
                raise RuntimeError(f"{answer.status} {content[:300]!r}")
            self.failures += 1
            return False
        return self._forget(json.loads(content)["results"])

    def _forget(self, results: Sequence[Mapping[str, Any]]) -> bool:
        done = {result["uuid"] for result in results if result["status"] != "invalid"}
        self.acknowledged |= done
        self._outbox = deque(made for made in self._outbox if made.uuid not in done)
        return True


def storm(server: LiveServer, gates: Sequence[Gate], *, kills: int, every: float) -> None:
    """Let `gates` scan while the server is killed `kills` times, `every` so many seconds."""
    for gate in gates:
        gate.start()
    start = time.monotonic()
    for kill in range(1, kills + 1):
        # It starts slowly on a busy machine, and is to be in the middle of work.
        time.sleep(max(start + kill * every - time.monotonic(), _LEAST))
        server.kill()
        server.restart()
    for gate in gates:
        gate.stop()
    for gate in gates:
        gate.join(timeout=120)
        if gate.error is not None or gate.is_alive():
            raise RuntimeError(f"a gate did not end: {gate.error}")


def stored() -> dict[str, list[tuple[int, str, str]]]:
    """By uuid of all scans of devices: running number, token, checkpoint; a list of one."""
    query = (
        select(Scan.uuid, Scan.seq, Badge.token, Checkpoint.code)
        .join(Badge, Badge.id == Scan.badge_id)
        .join(Checkpoint, Checkpoint.id == Scan.checkpoint_id)
        .join(Device, Device.id == Scan.device_id)
    )
    found: dict[str, list[tuple[int, str, str]]] = {}
    for uuid, seq, token, code in db.session.execute(query):
        found.setdefault(uuid, []).append((seq, token, code))
    return found


def check(gates: Sequence[Gate]) -> int:
    """Every scan that was acknowledged is stored, once, as it was made; how many there are."""
    made = {scan.uuid: [(scan.seq, scan.token, scan.checkpoint)] for g in gates for scan in g.made}
    acknowledged = set().union(*(gate.acknowledged for gate in gates))
    found = stored()
    lost = acknowledged - found.keys()
    if lost or found != made:
        altered = sum(found[uuid] != made.get(uuid) for uuid in found)
        raise AssertionError(f"{len(lost)} lost, {altered} altered or twice, of {len(made)}")
    return len(found)


def _on_the_wire(made: Made, now: str) -> dict[str, Any]:
    return {
        "uuid": made.uuid,
        "seq": made.seq,
        "badge": f"t:{made.token}",
        "checkpoint": made.checkpoint,
        "scanned_at": now,
        "device_verdict": "admitted",
    }
