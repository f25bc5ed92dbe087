"""What a scan costs: one alone, and fifty in an upload, at fairs of any size, on both engines.

A real server, granian with two workers, and enrolled phones that keep a roster. Every badge is new
at its gate. The server's processor time is read from /proc over its whole process tree, on
PostgreSQL with the database's own; clients run on the same machine. The floor beside it is the bare
INSERT of the same row in a loop, a commit each (or for fifty), as durable.
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import json
import os
import queue
import threading
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Engine, create_engine, event, insert, select

from benchmarks.crowd import ENGINES, NOW, SLUG, Crowd, crowd, token
from benchmarks.measure import calibrate, tree_cpu
from benchmarks.server import serving
from fairapp.checkin.models import Roster, Scan

SIZES = (400, 40_000)
MILLION = 1_000_000
SINGLE, BATCHES, PORTION = 150, 40, 50
CLIENTS = 4
# No common divisor with any of the sizes: whoever comes next stands elsewhere in every index.
_STRIDE = 7919


@dataclass(frozen=True)
class Row:
    """Milliseconds of processor time a scan, of the server and of the floor, and scans a second."""

    cpu: float
    floor: float
    rate: float


def measure(sizes: Sequence[int] = SIZES, engines: Sequence[str] = ENGINES) -> None:
    """Print a table for each engine; the last column is the calibration loop at that moment."""
    for engine in engines:
        head = f"{'CPU ms':>8}{'floor':>8}{'×':>6}{'/s':>8}{'loop':>7}"
        print(f"\n  {'check-in on ' + engine:34}{head}")
        for size in sizes:
            with crowd(engine, size) as made:
                print(
                    f"  {size:,} people; roster sealed in {made.sealing:.1f} s of CPU", flush=True
                )
                for label, row in _rows(made):
                    ratio, loop = row.cpu / row.floor, calibrate()
                    cells = f"{row.cpu:8.2f}{row.floor:8.2f}{ratio:6.1f}{row.rate:8.0f}{loop:7.0f}"
                    print(f"    {label:32}{cells}", flush=True)


def _rows(made: Crowd) -> Iterator[tuple[str, Row]]:
    engine = create_engine(made.env["DATABASE_URL"])
    _as_durable(engine)
    revision = _revision(engine)
    with serving(made.env) as server:
        numbers = itertools.cycle(
            1 + n * _STRIDE % made.people for n in range(min(made.people, 200_000))
        )
        phones = [Phone(server.port, secret, revision) for secret in made.devices[:CLIENTS]]

        def work(count: int, size: int) -> list[list[str]]:
            return [[token(next(numbers)) for _ in range(size)] for _ in range(count)]

        cpu = _cpu_of(server.pid, made.database_pid)
        _send(phones, work(CLIENTS * 10, 1))  # warm
        _send(phones, work(CLIENTS, PORTION))
        for label, uploads, size in (
            ("one scan an upload", work(SINGLE, 1), 1),
            (f"{PORTION} scans an upload", work(BATCHES, PORTION), PORTION),
        ):
            used, start = cpu(), time.perf_counter()
            _send(phones, uploads)
            wall, used = time.perf_counter() - start, cpu() - used
            scans = len(uploads) * size
            floor = _floor(engine, len(uploads), size, made.database_pid)
            yield label, Row(used / scans * 1000, floor, scans / wall)
    engine.dispose()


class Phone:
    """An enrolled device whose roster is up to date."""

    def __init__(self, port: int, secret: str, revision: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port)
        self._numbers, self._revision = itertools.count(1), revision
        self._headers = {
            "Authorization": f"Bearer {secret}",
            "X-Fair-App": "bench",
            "Content-Type": "application/json",
        }

    def send(self, tokens: Sequence[str]) -> None:
        """Upload a scan of each; raises on a wrong answer."""
        # The server's clock stands elsewhere; what counts is the difference between two moments.
        now = datetime.now(UTC).isoformat(timespec="milliseconds")
        scans = [self._scan(badge, now) for badge in tokens]
        upload = {"sent_at": now, "cursor": self._revision, "waiting": 0, "scans": scans}
        path = f"/api/v1/events/{SLUG}/scans"
        self._connection.request("POST", path, json.dumps(upload), self._headers)
        answer = self._connection.getresponse()
        content = answer.read()
        results = json.loads(content)["results"] if answer.status == 200 else []
        if [result["status"] for result in results] != ["stored"] * len(tokens):
            raise RuntimeError(f"{answer.status} {content[:300]!r}")

    def _scan(self, badge: str, now: str) -> dict[str, object]:
        return {
            "uuid": str(uuid.uuid4()),
            "seq": next(self._numbers),
            "badge": f"t:{badge}",
            "checkpoint": "G1",
            "direction": "in",
            "scanned_at": now,
            "offset_ms": 0,
            "device_verdict": "admitted",
        }


def _send(phones: Sequence[Phone], uploads: Sequence[Sequence[str]]) -> None:
    waiting: queue.SimpleQueue[Sequence[str]] = queue.SimpleQueue()
    for tokens in uploads:
        waiting.put(tokens)
    errors: list[BaseException] = []

    def work(phone: Phone) -> None:
        try:
            while not errors:
                phone.send(waiting.get_nowait())
        except queue.Empty:
            return
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=work, args=(phone,)) for phone in phones]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]


def _floor(engine: Engine, count: int, size: int, database_pid: int | None) -> float:
    """Processor milliseconds a row of the INSERT alone, by the driver, committed `count` times."""
    row = _row(engine)
    statement = insert(Scan.__table__).compile(engine, column_keys=list(row))  # type: ignore[arg-type]
    text, names = str(statement), statement.positiontup or list(row)
    is_named = statement.positiontup is None
    connection = engine.raw_connection()
    cursor, cpu = connection.cursor(), _cpu_of(os.getpid(), database_pid)

    def values() -> object:
        new = {**row, "uuid": str(uuid.uuid4())}
        return new if is_named else [new[name] for name in names]

    used = cpu()
    for _ in range(count):
        cursor.executemany(text, [values() for _ in range(size)])
        connection.commit()
    used = cpu() - used
    connection.close()
    return used / (count * size) * 1000


def _row(engine: Engine) -> dict[str, object]:
    """A scan that is there, as the driver takes it, without what is unique."""
    with engine.connect() as connection:
        table = Scan.__table__
        raw = connection.exec_driver_sql("SELECT * FROM scan LIMIT 1").mappings().one()
    unique = {"id", "seq", "device_id"}
    return {name: raw[name] for name in raw if name in table.c and name not in unique}


def _revision(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.scalar(select(Roster.revision)) or 0


def _as_durable(engine: Engine) -> None:
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda raw, _record: raw.execute("PRAGMA synchronous=FULL"))


def _cpu_of(pid: int, database_pid: int | None) -> Callable[[], float]:
    def used() -> float:
        # Of this process alone: it is the parent of the servers.
        own = time.process_time() if pid == os.getpid() else tree_cpu(pid)
        return own + (tree_cpu(database_pid) if database_pid is not None else 0.0)

    return used


def main() -> None:
    """By itself, for what takes longer than `bin/bench` should."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--million", action="store_true", help="a million people as well")
    parser.add_argument("--engine", choices=ENGINES, nargs="+", default=list(ENGINES))
    options = parser.parse_args()
    print(f"calibration loop: {calibrate():.0f} ms; targets were set where it takes 85")
    print(f"the server's clock stands at {NOW:%d %B}, before the doors")
    measure([*options.size, *([MILLION] if options.million else [])], options.engine)


if __name__ == "__main__":
    main()
