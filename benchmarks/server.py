"""The server that benchmarks ask: granian with two workers, as `fair serve` starts it."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

from tests.services import PostgresServer


@dataclass(frozen=True)
class Server:
    """A running server: its process and its port of loopback."""

    pid: int
    port: int


@contextmanager
def serving(env: Mapping[str, str]) -> Iterator[Server]:
    """A server until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--http", "1"),
        *("--log-level", "error", "--port", str(port), "--workers", "2"),
        *("--blocking-threads", "4", "wsgi:app"),
    ]
    process = subprocess.Popen(command, env=dict(env))
    try:
        _wait_until_up(port)
        yield Server(process.pid, port)
    finally:
        process.terminate()
        process.wait(timeout=60)


@dataclass(frozen=True)
class Database:
    """An empty database: its address, a folder beside it, and the process of its server, if any."""

    url: str
    folder: Path
    pid: int | None = None


@contextmanager
def database(engine: str) -> Iterator[Database]:
    """Until the block ends; PostgreSQL's server is its own, as durable as one in service."""
    with tempfile.TemporaryDirectory(prefix="fairapp-bench-") as folder:
        if engine == "sqlite":
            yield Database(f"sqlite:///{folder}/fairapp.db", Path(folder))
            return
        server = PostgresServer(is_durable=True)
        try:
            url = server.url.replace("postgresql:", "postgresql+psycopg:") + "/postgres"
            yield Database(url, Path(folder), server.process.popen.pid)
        finally:
            server.close()


def csrf(html: str) -> str:
    """The token of a page's form or meta element."""
    found = re.search(r'csrf[_-]token"[^>]*?(?:value|content)="([^"]+)"', html)
    if found is None:
        raise RuntimeError("no CSRF token on the page")
    return found[1]


def _wait_until_up(port: int) -> None:
    for _ in range(1800):  # a busy machine loads slowly
        try:
            with urlopen(f"http://127.0.0.1:{port}/healthz"):
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the server does not answer")
