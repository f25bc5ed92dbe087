"""Processes of our own: started together, looked after, and ended in order."""

from __future__ import annotations

import os
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from urllib.error import URLError
from urllib.request import urlopen

import click

ROOT = Path(__file__).resolve().parent.parent
# Seconds. A laptop that is busy, or has a slow disk, takes its time over the first imports.
START_TIMEOUT = 120.0
WORKER = [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]

Child = subprocess.Popen[bytes]


def web(target: str, host: str, port: int, *options: str, workers: int) -> list[str]:
    """The command of a web server; `options` are granian's own."""
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--http", "1"),
        *("--log-level", "warning", "--host", host, "--port", str(port)),
        *("--workers", str(workers), "--blocking-threads", "4", "--backlog", "1024"),
        *("--respawn-failed-workers", "--workers-kill-timeout", "5", *options, target),
    ]


@contextmanager
def running(*commands: list[str], env: Mapping[str, str]) -> Iterator[list[Child]]:
    """The commands as processes, all ended with the block; `env` is added to our environment."""
    children: list[Child] = []
    # A script that starts us in its background has SIGINT ignored; HUP: the terminal was closed.
    for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, _on_terminate)
    try:
        for command in commands:
            # A group of its own: Ctrl-C reaches this process alone, which then ends them in order.
            # granian loses count of its workers when the signal reaches them as well.
            child = subprocess.Popen(  # nosec B603 - our own commands
                command, env={**os.environ, **env}, cwd=ROOT, start_new_session=True
            )
            children.append(child)
        yield children
    except KeyboardInterrupt:
        click.echo("\nStopping …")
    finally:
        _stop(children)


def refuse_taken_port(host: str, port: int, option: str = "--port") -> None:
    """Say before anything is started that somebody else listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.ClickException(
                f"cannot listen on {host}:{port} ({error.strerror}); choose another with {option}"
            ) from error


def wait_until_up(url: str, children: list[Child], *, trust: ssl.SSLContext | None = None) -> None:
    """Return when the server answers at `url`."""
    deadline = time.monotonic() + START_TIMEOUT
    while time.monotonic() < deadline:
        if any(child.poll() is not None for child in children):
            raise click.ClickException("the server stopped while starting; see the lines above")
        try:
            with urlopen(url, timeout=2, context=trust):  # noqa: S310 # nosec B310 - ours
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise click.ClickException(f"no answer from {url} within {START_TIMEOUT:.0f} s")


def watch(children: list[Child], look: Callable[[], object] = lambda: None) -> None:
    """Stay until one of them ends; `look` is called some times a second."""
    while all(child.poll() is None for child in children):
        look()
        time.sleep(0.3)
    raise click.ClickException("a process of the server ended unexpectedly; stopping the others")


def _on_terminate(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _stop(children: list[Child]) -> None:
    # A second Ctrl-C must not leave a child behind.
    for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, signal.SIG_IGN)
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        with suppress(subprocess.TimeoutExpired):
            child.wait(timeout=10)
        # Whatever it started and left behind is in its group.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
