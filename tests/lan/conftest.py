"""The command as an organiser starts it, on an address of loopback that stands for the Wi-Fi's."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.services import ROOT, Process, free_port

ADDRESS = "127.0.0.2"


@dataclass(frozen=True)
class Lan:
    """A running `fair lan`; `root` is what phones install."""

    folder: Path
    port: int
    plain_port: int

    @property
    def url(self) -> str:
        return f"https://{ADDRESS}:{self.port}"

    @property
    def door(self) -> str:
        return f"http://{ADDRESS}:{self.plain_port}"

    @property
    def root(self) -> Path:
        return self.folder / "var" / "lan" / "authority.crt"

    def said(self) -> str:
        """What the terminal shows."""
        words = (self.folder / "said").read_text(errors="replace")
        return words.replace("\N{NO-BREAK SPACE}", " ")


@pytest.fixture(scope="module")
def lan(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lan]:
    """The demonstration fair on SQLite, as one laptop runs it."""
    site = Lan(tmp_path_factory.mktemp("lan"), free_port(), free_port())
    process = start(site)
    process.wait_until(lambda: bool(re.search("Empreinte : .*\n", site.said())), "fair lan")
    yield site
    process.close()


def start(site: Lan, *options: str) -> Process:
    """The command, with its words in `said`."""
    return Process(
        [
            *(sys.executable, "-P", "-m", "flask", "--app", str(ROOT / "wsgi.py"), "lan"),
            *("--address", ADDRESS, "--port", str(site.port)),
            *("--plain-port", str(site.plain_port), "--workers", "1", *options),
        ],
        log=site.folder / "said",
        env={**os.environ, "DATA_DIR": str(site.folder / "var")},
    )
