"""Online check-ins against a real server: granian with two workers on SQLite, one scan a request.

Every badge is new at its gate that day, then all of them come once more. The server's processor
time is read from /proc over its whole process tree; clients run on the same machine.
"""

from __future__ import annotations

import http.client
import json
import queue
import threading
import time
import uuid
from datetime import UTC, datetime
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from sqlalchemy import select

from benchmarks.measure import tree_cpu
from benchmarks.server import csrf, serving
from fairapp import create_app
from fairapp.badges.models import Badge
from fairapp.core.db import db
from fairapp.demo.load import LOGINS, PASSWORD
from fairapp.registration.models import Registration, Status

# Before the doors of the first day: nobody has come yet.
FAIR_NOW = "2026-12-02T07:00:00+00:00"
MOST_BADGES = 800


def measure(env: dict[str, str], slug: str) -> None:
    """Print processor time a check-in and rates for one client and for eight."""
    tokens = badge_tokens(env)
    with serving({**env, "FAIR_NOW": FAIR_NOW}) as server:
        session = sign_in(server.port, slug)
        share = len(tokens) // 3
        load(server.pid, server.port, session, slug, tokens[:20], 8)  # warm
        print(f"  {'online check-in':34}{'CPU ms':>8}{'/s':>8}{'p50 ms':>10}{'p95 ms':>10}")
        for label, clients, batch in (
            ("first scan, 1 client", 1, tokens[20:share]),
            ("first scan, 8 clients", 8, tokens[share:]),
            ("second scan, 8 clients", 8, tokens[share:]),
        ):
            row = load(server.pid, server.port, session, slug, batch, clients)
            print(f"  {label:34}{row[0]:8.2f}{row[1]:8.0f}{row[2]:10.1f}{row[3]:10.1f}", flush=True)


def badge_tokens(env: dict[str, str]) -> list[str]:
    """Tokens of badges in force of confirmed registrations."""
    app = create_app({"SQLALCHEMY_DATABASE_URI": f"sqlite:///{env['DATA_DIR']}/fairapp.db"})
    with app.app_context():
        found = (
            select(Badge.token)
            .join(Registration)
            .where(Registration.status == Status.CONFIRMED, Badge.revoked_at.is_(None))
            .order_by(Badge.id)
            .limit(MOST_BADGES)
        )
        return list(db.session.scalars(found))


def sign_in(port: int, slug: str) -> dict[str, str]:
    """Headers of a signed-in scanner: its cookie and CSRF token."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    jar: dict[str, str] = {}

    def ask(method: str, path: str, form: dict[str, str] | None = None) -> str:
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in jar.items())}
        if form:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, urlencode(form) if form else None, headers)
        response = connection.getresponse()
        for value in response.headers.get_all("Set-Cookie") or ():
            jar.update({k: m.value for k, m in SimpleCookie(value).items()})
        return response.read().decode()

    email = dict(LOGINS)["scanner"]
    ask(
        "POST",
        "/login",
        {"email": email, "password": PASSWORD, "csrf_token": csrf(ask("GET", "/login"))},
    )
    token = json.loads(ask("GET", f"/api/v1/events/{slug}/token"))["csrf"]
    return {
        "Cookie": "; ".join(f"{k}={v}" for k, v in jar.items()),
        "X-CSRFToken": token,
        "X-Fair-App": "bench",
        "Content-Type": "application/json",
    }


def load(
    pid: int, port: int, headers: dict[str, str], slug: str, tokens: list[str], clients: int
) -> tuple[float, float, float, float]:
    """CPU ms a scan, scans a second, median and 95th percentile in ms; raises on a wrong answer."""
    waiting: queue.SimpleQueue[str] = queue.SimpleQueue()
    for token in tokens:
        waiting.put(token)
    times: list[float] = []
    errors: list[str] = []

    def client() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        while not waiting.empty() and not errors:
            try:
                body = upload(waiting.get_nowait())
            except queue.Empty:
                return
            start = time.perf_counter()
            connection.request("POST", f"/api/v1/events/{slug}/scans", body, headers)
            response = connection.getresponse()
            answer = response.read()
            times.append(time.perf_counter() - start)
            if response.status != 200 or json.loads(answer)["results"][0]["status"] != "stored":
                errors.append(f"{response.status} {answer[:300]!r}")

    threads = [threading.Thread(target=client) for _ in range(clients)]
    used, start = tree_cpu(pid), time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wall, used = time.perf_counter() - start, tree_cpu(pid) - used
    if errors:
        raise RuntimeError(errors[0])
    times.sort()
    ms = [times[int(len(times) * share)] * 1000 for share in (0.5, 0.95)]
    return used / len(times) * 1000, len(times) / wall, ms[0], ms[1]


def upload(token: str) -> str:
    """One scan, as the scanner sends it."""
    now = datetime.now(UTC)
    # The server's clock stands elsewhere; what counts is the difference between the two moments.
    moment = now.isoformat(timespec="milliseconds")
    scan = {"uuid": str(uuid.uuid4()), "badge": f"t:{token}", "checkpoint": "G1", "direction": "in"}
    return json.dumps({"sent_at": moment, "scans": [{**scan, "scanned_at": moment}]})
