"""Child processes that end with the tests, however those end."""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import os
import pwd
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
START_TIMEOUT = 180.0
_PR_SET_PDEATHSIG = 1


class Missing(Exception):
    """A program that a service needs is not on this machine; the message names it."""


_running: list[Process] = []


class Process:
    """A child process, its output in a log file, ended with its parent."""

    def __init__(
        self,
        command: Sequence[str | Path],
        *,
        log: Path,
        env: Mapping[str, str] | None = None,
        user: str | None = None,
        ending: signal.Signals = signal.SIGTERM,
    ) -> None:
        self.log, self.ending = log, ending
        with log.open("ab") as output:
            self.popen = subprocess.Popen(
                [str(part) for part in command],
                cwd="/" if user else ROOT,
                env=env,
                user=user,
                group=pwd.getpwnam(user).pw_gid if user else None,
                extra_groups=[] if user else None,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                # Its own group: Ctrl-C reaches pytest alone, which then closes in order.
                start_new_session=True,
                preexec_fn=_die_with_parent(ending),
            )
        _running.append(self)

    def wait_until(self, is_ready: Callable[[], bool], what: str) -> None:
        """Poll until it is ready; RuntimeError with the log's end when it ends or stays silent."""
        deadline = time.monotonic() + START_TIMEOUT
        while not is_ready():
            if self.popen.poll() is not None or time.monotonic() > deadline:
                tail = self.log.read_text(errors="replace")[-3000:]
                self.close()
                raise RuntimeError(f"{what} did not start:\n{tail}")
            time.sleep(0.02)

    def close(self) -> None:
        """End it and all that it started; once."""
        if self not in _running:
            return
        _running.remove(self)
        self.popen.send_signal(self.ending)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.popen.wait(timeout=10)
        # Children that outlived it share its group.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.popen.pid, signal.SIGKILL)
        self.popen.wait()


def close_all() -> None:
    """End every process that is still running, the last started first."""
    for process in reversed(list(_running)):
        process.close()


def end_with_the_tests() -> None:
    """Close everything at exit, and let SIGTERM end the tests in order, as Ctrl-C does."""
    atexit.register(close_all)
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.default_int_handler)


def _die_with_parent(ending: signal.Signals) -> Callable[[], None] | None:
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None).prctl  # looked up before the fork
    return lambda: prctl(_PR_SET_PDEATHSIG, int(ending))


def free_port() -> int:
    """A TCP port on loopback that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def accepts(port: int) -> bool:
    """Whether something listens on that port of loopback."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0
