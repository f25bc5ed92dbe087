"""`bin/run` starts several processes, and Ctrl-C ends every one of them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psutil
import pytest

from tests.services import ROOT, START_TIMEOUT, free_port


@pytest.mark.parametrize(
    ("ending", "to_all"),
    [
        pytest.param(signal.SIGINT, True, id="Ctrl-C"),  # a terminal sends it to the whole group
        pytest.param(signal.SIGHUP, False, id="terminal closed"),
    ],
)
def test_serve_leaves_nothing_running(
    tmp_path: Path, fresh_database: Callable[[], str], ending: signal.Signals, to_all: bool
) -> None:
    server, port = serve(tmp_path, fresh_database())
    try:
        wait_until_up(server, port, tmp_path)
        family = psutil.Process(server.pid).children(recursive=True)
        assert len(family) >= 3  # granian, its workers, our worker
        if to_all:
            os.killpg(server.pid, ending)
        else:
            server.send_signal(ending)
        assert server.wait(timeout=START_TIMEOUT) == 0
        _, alive = psutil.wait_procs(family, timeout=5)
        assert alive == []
    finally:
        server.kill()
        server.wait()


def test_serve_says_that_its_port_is_taken(
    tmp_path: Path, fresh_database: Callable[[], str]
) -> None:
    url = fresh_database()
    first, port = serve(tmp_path, url)
    try:
        wait_until_up(first, port, tmp_path)
        second, _ = serve(tmp_path, url, port=port)
        assert second.wait(timeout=START_TIMEOUT) == 1
        error = said(tmp_path)
        assert f"cannot listen on 127.0.0.1:{port}" in error
        assert "Traceback" not in error
    finally:
        first.terminate()
        first.wait(timeout=START_TIMEOUT)


def serve(folder: Path, url: str, *, port: int = 0) -> tuple[subprocess.Popen[bytes], int]:
    port = port or free_port()
    command = [sys.executable, "-P", "-m", "flask", "--app", str(ROOT / "wsgi.py"), "serve"]
    with (folder / "said").open("wb") as output:
        process = subprocess.Popen(
            [*command, "--empty", "--port", str(port)],
            cwd=folder,  # it must find its files from anywhere
            env={**os.environ, "DATA_DIR": str(folder / "var"), "DATABASE_URL": url},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    return process, port


def said(folder: Path) -> str:
    return (folder / "said").read_text()


def wait_until_up(process: subprocess.Popen[bytes], port: int, folder: Path) -> None:
    deadline = time.monotonic() + START_TIMEOUT
    while time.monotonic() < deadline:
        assert process.poll() is None, said(folder)
        try:
            with urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    pytest.fail("the server did not answer")
