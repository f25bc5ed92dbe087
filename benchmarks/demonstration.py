"""The demonstration fair, as many times as large as wanted, in a database of its own.

Asked in this process, so that what one request costs is read exactly; on PostgreSQL the database's
own processor time is added.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient
from flask_migrate import upgrade
from sqlalchemy import text
from werkzeug.test import TestResponse

from benchmarks.crowd import ENGINES
from benchmarks.measure import calibrate, tree_cpu
from benchmarks.server import Database, csrf, database
from fairapp import create_app
from fairapp.core.db import db
from fairapp.demo.load import PASSWORD, load

# The first morning, while people come in.
FAIR_NOW = "2026-12-02T09:10:00+00:00"
PERSONS = 478


@dataclass(frozen=True)
class Demonstration:
    """An application whose database holds the fair; `database_pid` is PostgreSQL's."""

    app: Flask
    scans: int
    database_pid: int | None = None

    def signed_in(self, email: str) -> FlaskClient:
        """A browser of that member of the team."""
        client = self.app.test_client()
        fields = {"csrf_token": csrf(client.get("/login").text), "email": email}
        answer = client.post("/login", data={**fields, "password": PASSWORD})
        if answer.status_code not in (302, 303):
            raise RuntimeError(f"not signed in: {answer.status_code}")
        return client

    def cost(self, ask: Callable[[], TestResponse], times: int) -> Request:
        """Ask so often, after once to warm; raises on an error."""
        _checked(ask())
        walls = list[float]()
        used = self._cpu()
        for _ in range(times):
            start = time.perf_counter()
            _checked(ask())
            walls.append((time.perf_counter() - start) * 1000)
        used = (self._cpu() - used) * 1000 / times
        return Request(used, statistics.median(walls), max(walls))

    def once(self, ask: Callable[[], TestResponse]) -> float:
        """Milliseconds of processor time of the first request of its kind."""
        used = self._cpu()
        _checked(ask())
        return (self._cpu() - used) * 1000

    def _cpu(self) -> float:
        return time.process_time() + (tree_cpu(self.database_pid) if self.database_pid else 0)


@dataclass(frozen=True)
class Request:
    """Milliseconds of one request: processor time, the database's too, and what one waits."""

    cpu: float
    median: float
    worst: float

    HEAD = f"{'CPU ms':>9}{'median':>9}{'worst':>9}"

    def __str__(self) -> str:
        return f"{self.cpu:9.1f}{self.median:9.1f}{self.worst:9.1f}"


@contextmanager
def demonstration(engine: str, scale: int) -> Iterator[Demonstration]:
    """A fair of `PERSONS` × `scale` until the block ends; PostgreSQL has a server of its own."""
    with database(engine) as empty:
        yield _filled(empty, scale)


def main(
    description: str | None,
    measure: Callable[[Demonstration], None],
    *,
    scales: Sequence[int],
    width: int,
) -> None:
    """The command line of what asks this fair: a table for each engine and size.

    `measure` prints its lines, labels of `width` characters and a `Request` each.
    """
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument(
        "--scale", type=int, nargs="+", default=list(scales), help=f"times {PERSONS} persons"
    )
    parser.add_argument("--engine", choices=ENGINES, nargs="+", default=list(ENGINES))
    options = parser.parse_args()
    print(f"calibration loop: {calibrate():.0f} ms", flush=True)
    for engine in options.engine:
        for scale in options.scale:
            with demonstration(engine, scale) as fair:
                people = f"{scale * PERSONS:,} people, {fair.scans:,} scans, {engine}"
                print(f"\n  {people:{width}}{Request.HEAD}", flush=True)
                measure(fair)


def _filled(empty: Database, scale: int) -> Demonstration:
    settings = {"SQLALCHEMY_DATABASE_URI": empty.url, "DATA_DIR": empty.folder}
    fixed = {"FAIR_NOW": FAIR_NOW, "SECRET_KEY": "a benchmark has no secrets, however long"}
    app = create_app({**settings, **fixed})
    with app.app_context():
        upgrade()
        report = load(scale=scale)
        if empty.pid is not None:
            # PostgreSQL plans by what it knows of its tables; in service it looks every minute.
            db.session.execute(text("ANALYZE"))
            db.session.commit()
    return Demonstration(app, report.scans, empty.pid)


def _checked(answer: TestResponse) -> TestResponse:
    if answer.status_code >= 400:
        raise RuntimeError(f"{answer.status_code} {answer.text[:300]}")
    return answer
