"""A day of the programme for 1,000 readers at once: the page whole, and asked whether it changed.

Each reader is a phone of its own that asks twice, the second time with the tag of the first answer.
The server's processor time is read from /proc over its whole process tree; the readers run on the
same machine.
"""

from __future__ import annotations

import http.client
import threading
import time

from benchmarks.measure import tree_cpu
from benchmarks.server import Server, serving
from fairapp import create_app
from fairapp.core import clock
from fairapp.core.db import transaction
from tests.programme.wide import SLUG as WIDE
from tests.programme.wide import add_wide_fair

# The first morning of the demonstration fair: everybody looks what is on now.
FAIR_NOW = "2026-12-02T09:30:00+00:00"
READERS = 1000
CLIENTS = 16
LANGUAGES = ("fr", "fr", "fr", "en", "ar")

Answer = tuple[int, str, int]


def measure(env: dict[str, str], slug: str) -> None:
    """Print processor time a request, the rate and the bytes, for a usual day and the widest."""
    add_wide(env)
    with serving({**env, "FAIR_NOW": FAIR_NOW}) as server:
        print(f"  {'programme, 1,000 readers':34}{'CPU ms':>8}{'/s':>8}{'p95 ms':>10}{'KB':>8}")
        for label, fair in (("demonstration", slug), ("200 sessions, 20 rooms", WIDE)):
            path = f"/e/{fair}/programme?day=1"
            read(server.port, path, READERS // 20, {})  # warm
            whole = report(f"{label}, whole", server, path, {})
            tags = {language: whole[n][1] for n, language in enumerate(LANGUAGES)}
            report(f"{label}, unchanged", server, path, tags)


def add_wide(env: dict[str, str]) -> None:
    """The widest fair beside the demonstration."""
    app = create_app({"SQLALCHEMY_DATABASE_URI": f"sqlite:///{env['DATA_DIR']}/fairapp.db"})
    with app.app_context(), transaction():
        add_wide_fair(clock.now())


def report(label: str, server: Server, path: str, tags: dict[str, str]) -> list[Answer]:
    """One line of the table; the answers, by reader."""
    used, start = tree_cpu(server.pid), time.perf_counter()
    answers, times = read(server.port, path, READERS, tags)
    wall, used = time.perf_counter() - start, tree_cpu(server.pid) - used
    p95 = sorted(times)[int(len(times) * 0.95)] * 1000
    size = sum(answer[2] for answer in answers) / len(answers) / 1024
    rates = f"{used / READERS * 1000:8.2f}{READERS / wall:8.0f}{p95:10.1f}{size:8.1f}"
    print(f"  {label:34}{rates}", flush=True)
    return answers


def read(
    port: int, path: str, readers: int, tags: dict[str, str]
) -> tuple[list[Answer], list[float]]:
    """So many readers, `CLIENTS` at a time; raises when an answer is not the one expected."""
    answers: list[Answer | None] = [None] * readers
    times, errors = list[float](), list[str]()

    def client(first: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        for number in range(first, readers, CLIENTS):
            language = LANGUAGES[number % len(LANGUAGES)]
            headers = {"Cookie": f"lang={language}", "Accept-Encoding": "gzip"}
            if tags:
                headers["If-None-Match"] = tags[language]
            start = time.perf_counter()
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            body = response.read()
            times.append(time.perf_counter() - start)
            if response.status != (304 if tags else 200):
                errors.append(f"{response.status} {language}")
                return
            answers[number] = (response.status, response.headers["ETag"], len(body))

    threads = [threading.Thread(target=client, args=(n,)) for n in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise RuntimeError(errors[0])
    return [answer for answer in answers if answer is not None], times
