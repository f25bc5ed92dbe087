"""The application in processes of its own."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from flask import Flask

from tests.services.processes import Process, free_port


class LiveServer:
    """The product as it runs at a fair: granian and, after `start_worker()`, the worker.

    It shares the database, files and key of `app`; `environment` is whatever else config.py reads.
    """

    def __init__(self, app: Flask, folder: Path, environment: Mapping[str, str]) -> None:
        self.app, self.folder = app, folder
        self.environment = {
            "DATABASE_URL": str(app.config["SQLALCHEMY_DATABASE_URI"]),
            "DATA_DIR": str(app.config["DATA_DIR"]),
            "SECRET_KEY": str(app.config["SECRET_KEY"]),
            **environment,
        }
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._worker: Process | None = None
        self._web = self._start_web()

    def start_worker(self) -> None:
        """Start what carries out jobs and sends messages; once."""
        if self._worker is None:
            self._worker = self._start("worker", "flask", "--app", "wsgi", "worker")

    def kill(self) -> None:
        """End the web server at once, in the middle of whatever it does."""
        self._web.ending = signal.SIGKILL
        self._web.close()

    def restart(self) -> None:
        """Start the web server again, on the same port."""
        self._web.close()
        self._web = self._start_web()

    def log(self) -> str:
        """The last of what web server and worker have said."""
        files = (self.folder / f"{name}.log" for name in ("web", "worker"))
        return "\n".join(f.read_text(errors="replace")[-5000:] for f in files if f.exists())

    def close(self) -> None:
        """Stop both."""
        self._web.close()
        if self._worker is not None:
            self._worker.close()

    def _start_web(self) -> Process:
        process = self._start(
            "web",
            *("granian", "--interface", "wsgi", "--no-ws", "--http", "1", "--log-level", "warning"),
            *("--host", "127.0.0.1", "--port", str(self.port), "--workers", "1"),
            *("--blocking-threads", "4", "wsgi:app"),
        )
        process.wait_until(self.is_up, "the web server")
        return process

    def _start(self, name: str, *command: str) -> Process:
        return Process(
            [sys.executable, "-m", *command],
            log=self.folder / f"{name}.log",
            env={**os.environ, **self.environment},
        )

    def is_up(self) -> bool:
        """Whether it answers and reaches its database."""
        try:
            with urlopen(f"{self.url}/healthz", timeout=2) as answer:
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False
