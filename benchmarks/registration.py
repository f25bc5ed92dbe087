"""Registrations against a real server: the form and its answer, each from an address of its own.

As many as several phones manage one after the other; the server's processor time is read from /proc
over its whole process tree, and the clients run on the same machine.
"""

from __future__ import annotations

import http.client
import itertools
import re
import threading
import time
from collections.abc import Iterator
from urllib.parse import urlencode

from benchmarks.measure import tree_cpu
from benchmarks.server import csrf, serving

# Two weeks before the demonstration fair: registration is open.
FAIR_NOW = "2026-11-16T09:00:00+00:00"
PEOPLE = 1500
WARM_UP = 40
CLIENTS = 8
PRESSES = itertools.count(1)


def measure(env: dict[str, str], slug: str) -> None:
    """Print processor time a registration, the rate a minute and how long one waits."""
    # Each person comes from elsewhere, as behind a proxy: one address may not send so many.
    settings = {**env, "FAIR_NOW": FAIR_NOW, "TRUSTED_PROXIES": "1"}
    with serving(settings) as server:
        run(server.port, slug, WARM_UP)
        used, start = tree_cpu(server.pid), time.perf_counter()
        times = sorted(run(server.port, slug, PEOPLE))
        wall, used = time.perf_counter() - start, tree_cpu(server.pid) - used
    p50, p95 = (times[int(len(times) * share)] * 1000 for share in (0.5, 0.95))
    head = f"{'CPU ms':>8}{'/min':>8}{'p50 ms':>10}{'p95 ms':>10}"
    print(f"  {'registration, form and answer':34}{head}")
    row = f"{used / PEOPLE * 1000:8.1f}{PEOPLE / wall * 60:8.0f}{p50:10.1f}{p95:10.1f}"
    print(f"  {f'{PEOPLE:,} people, {CLIENTS} clients':34}{row}", flush=True)


def run(port: int, slug: str, people: int) -> list[float]:
    """Register so many; seconds of each POST. Raises on the first answer that is not a pass."""
    todo, times, errors = iter(range(people)), list[float](), list[str]()
    turn = threading.Lock()

    def client() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        while not errors:
            with turn:
                if next(todo, None) is None:
                    return
            try:
                times.append(register(connection, slug, next(PRESSES)))
            except Exception as error:
                errors.append(str(error))

    threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise RuntimeError(errors[0])
    return times


def register(connection: http.client.HTTPConnection, slug: str, number: int) -> float:
    """One person from the form to the pass; seconds of the POST."""
    path = f"/e/{slug}/register"
    headers = {"X-Forwarded-For": ".".join(str(part) for part in address(number))}
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    page, cookie = response.read().decode(), response.headers.get("Set-Cookie", "")
    form = answers(page, number)
    headers |= {
        "Cookie": cookie.partition(";")[0],
        "Content-Type": "application/x-www-form-urlencoded",
    }
    start = time.perf_counter()
    connection.request("POST", path, urlencode(form, doseq=True), headers)
    response = connection.getresponse()
    body = response.read().decode()
    took = time.perf_counter() - start
    if response.status != 303 or "/p/" not in response.headers["Location"]:
        raise RuntimeError(f"{response.status} {response.headers.get('Location')} {body[:2000]}")
    return took


def address(number: int) -> Iterator[int]:
    """10.x.y.z, another for each person."""
    yield 10
    for shift in (16, 8, 0):
        yield number >> shift & 255


def answers(page: str, number: int) -> dict[str, object]:
    """What somebody writes into the form on `page`."""
    letters = "".join(chr(97 + number // 26**n % 26) for n in range(4))
    key = re.search(r'name="submission_key"[^>]*value="([^"]+)"', page)
    return {
        "csrf_token": csrf(page),
        "submission_key": key[1] if key else "",
        "given_names": f"Fatoumata {letters}",
        "family_name": "Diallo",
        "sex": "F",
        "category": "ong",
        "place": "CKY-RATOMA",
        "phone": f"+22463{number % 10_000_000:07}",
        "days": [1, 2, 3],
    }
