"""A Redis server for the length of the tests."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.services.processes import Missing, Process, accepts, free_port


class RedisServer:
    """A Redis that keeps nothing on disk; `url` is its address."""

    def __init__(self, folder: Path) -> None:
        program = shutil.which("redis-server")
        if program is None:
            raise Missing("redis-server is not installed")
        port = free_port()
        self.process = Process(
            [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder],
            log=folder / "redis.log",
        )
        self.url = f"redis://127.0.0.1:{port}/0"
        self.process.wait_until(lambda: accepts(port), "Redis")

    def close(self) -> None:
        """Stop it."""
        self.process.close()
