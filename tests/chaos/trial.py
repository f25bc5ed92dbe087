"""One trial: a day at a gate where everything fails, and the count afterwards."""

from __future__ import annotations

import os
import random
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from sqlalchemy import select

from fairapp.badges.models import Badge
from fairapp.checkin.models import Scan
from fairapp.core.db import db
from tests.chaos.phone import Phone, Shown
from tests.chaos.server import KNOWN
from tests.services.processes import Process, free_port

# What somebody does between two scans, and how often.
ACTS = {
    "nothing": 880,
    "reload": 25,
    "other tab": 40,
    "close": 6,
    "kill": 10,
    "clock": 15,
    "no network": 12,
    "network": 12,
}
MOST_JUMP_MS = 15 * 60 * 1000


@dataclass
class Count:
    """What became of the scans that a gate was shown."""

    shown: int = 0
    lost: int = 0
    doubled: int = 0
    altered: int = 0
    invented: int = 0
    acts: Counter[str] = field(default_factory=Counter)

    @property
    def is_clean(self) -> bool:
        """Whether each is there once, as it was made."""
        return not (self.lost or self.doubled or self.altered or self.invented)

    def __str__(self) -> str:
        acts = ", ".join(f"{n} {act}" for act, n in sorted(self.acts.items()) if act != "nothing")
        return (
            f"{self.shown:5} scans: {self.lost} lost, {self.doubled} doubled,"
            f" {self.altered} altered, {self.invented} invented ({acts})"
        )


def serve(environment: Mapping[str, str], folder: Path, seed: int, *flags: str) -> tuple[Any, str]:
    """The server behind the bad line, and its address."""
    port = free_port()
    process = Process(
        [sys.executable, "-m", "tests.chaos.server", str(port), str(seed), *flags],
        log=folder / "chaos.log",
        env={**os.environ, **environment},
    )
    url = f"http://127.0.0.1:{port}"
    process.wait_until(lambda: _answers(url), "the server of the trial")
    return process, url


def run(phone: Phone, path: str, tokens: Sequence[str], *, scans: int, seed: int) -> Count:
    """Scan so often while everything fails; then let all of it arrive, and count."""
    chance, count = random.Random(seed), Count()
    shown: dict[str, Shown] = {}
    unseen = 0
    names, weights = zip(*ACTS.items(), strict=True)
    phone.start(path)
    last = ""
    while len(shown) < scans:
        act = chance.choices(names, weights)[0]
        count.acts[act] += 1
        unseen += _do(phone, act, chance, tokens)
        # The same badge still before the camera is not a second scan.
        last = chance.choice([token for token in tokens if token != last])
        scan = phone.scan(last)
        if scan is None:
            unseen += 1
        else:
            shown[scan.uuid] = scan
    phone.context.set_offline(False)
    with urlopen(f"{phone.url}/chaos/over"):
        phone.empty(20_000)
    phone.close()
    return _judge(count, shown, unseen)


def _do(phone: Phone, act: str, chance: random.Random, tokens: Sequence[str]) -> int:
    """Carry out an act; how many scans were made of which nobody saw the verdict."""
    if act == "reload":
        phone.reload()
    elif act == "other tab":
        phone.turn()
    elif act == "close":
        phone.close()
        phone.start()
    elif act == "kill":
        # In the middle of a scan: it may be kept or not, but not twice.
        phone.scan(chance.choice(tokens), wait=False)
        phone.kill()
        phone.start()
        return 1
    elif act == "clock":
        phone.jump(chance.randint(-MOST_JUMP_MS, MOST_JUMP_MS))
    elif act in ("no network", "network"):
        phone.context.set_offline(act == "no network")
    return 0


def _judge(count: Count, shown: Mapping[str, Shown], unseen: int) -> Count:
    db.session.rollback()
    rows = db.session.execute(
        select(Scan.uuid, Badge.token, Scan.scanned_at, Scan.checkpoint_id, Scan.direction).join(
            Badge, Badge.id == Scan.badge_id
        )
    ).all()
    stored = Counter(row.uuid[:KNOWN] for row in rows)
    known = {uuid[:KNOWN]: scan for uuid, scan in shown.items()}
    count.shown = len(shown)
    count.lost = sum(1 for uuid in known if not stored[uuid])
    count.doubled = sum(times - 1 for times in stored.values() if times > 1)
    checkpoints = {row.checkpoint_id for row in rows}
    for row in rows:
        scan = known.get(row.uuid[:KNOWN])
        count.altered += scan is not None and not _is_as_made(row, scan)
    count.altered += len(checkpoints) > 1
    count.invented = max(0, len(stored.keys() - known.keys()) - unseen)
    return count


def _is_as_made(row: Any, scan: Shown) -> bool:
    # A clock that jumps between two of the page's own looks at it is put back by the phone's ends.
    start, end = (datetime.fromtimestamp(ms / 1000, UTC) for ms in (scan.start, scan.end))
    is_then = start <= row.scanned_at <= end
    return row.token == scan.token and row.direction == "in" and is_then


def _answers(url: str) -> bool:
    try:
        with urlopen(f"{url}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
