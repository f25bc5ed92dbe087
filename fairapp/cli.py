"""`fair serve` and `fair worker`: the processes that a fair runs on.

Features add their own commands beside their code (`badges`, `demo`, `report`, `user` …).
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from urllib.error import URLError
from urllib.request import urlopen

import click
import flask_migrate
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy import func, select

from fairapp.accounts.actions import setup_url
from fairapp.accounts.models import User
from fairapp.core import tasks
from fairapp.core.db import db
from fairapp.demo.load import LOGINS, PASSWORD, SLUG
from fairapp.demo.load import load as load_demonstration
from fairapp.events.models import Event

# Where the clock of the demonstration starts: the third morning, with two days to report on
# and a third in full swing.
DEMO_NOW = "2026-12-04T09:40:00+00:00"
# Seconds. A laptop that is busy, or has a slow disk, takes its time over the first imports.
START_TIMEOUT = 120.0
ROOT = Path(__file__).resolve().parent.parent


@click.command()
@click.option("--once", is_flag=True, help="Run what waits, then stop.")
@with_appcontext
def worker(once: bool) -> None:
    """Carry out long work and send messages."""
    if once:
        click.echo(f"{tasks.run_pending()} jobs")
        return
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    tasks.consumer(app).run()


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="0.0.0.0 for the whole LAN.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--empty", is_flag=True, help="Start without the demonstration fair.")
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64))
@with_appcontext
def serve(host: str, port: int, empty: bool, workers: int) -> None:
    """Migrate the database, start the web server and the worker, and say where they are."""
    _refuse_taken_port(host, port)
    migrate()
    if not empty and _is_empty():
        click.echo("Loading the demonstration fair …")
        load_demonstration()
    base = f"http://{'localhost' if host in {'0.0.0.0', '127.0.0.1'} else host}:{port}"
    with _children(host, port, workers) as children:
        _wait_until_up(f"http://127.0.0.1:{port}/healthz", children)
        _announce(base)
        _watch(children)


def migrate() -> None:
    """Bring the database up to date."""
    flask_migrate.upgrade()
    db.session.remove()


def _is_empty() -> bool:
    users = db.session.scalar(select(func.count(User.id)))
    events = db.session.scalar(select(func.count(Event.id)))
    db.session.rollback()
    return not users and not events


def _environment() -> dict[str, str]:
    """The children's environment; the clock of a demonstration stands inside its fair."""
    env = dict(os.environ)
    if not env.get("FAIR_NOW") and _is_demonstration():
        env["FAIR_NOW"] = DEMO_NOW
    return env


def _is_demonstration() -> bool:
    flags = list(db.session.scalars(select(Event.is_demonstration)))
    db.session.rollback()
    return bool(flags) and all(flags)


@contextmanager
def _children(host: str, port: int, workers: int) -> Iterator[list[subprocess.Popen[bytes]]]:
    env = _environment()
    python = [sys.executable, "-m"]
    web = [
        *python,
        *("granian", "--interface", "wsgi", "--no-ws", "--http", "1", "--log-level", "warning"),
        *("--host", host, "--port", str(port), "--workers", str(workers)),
        *("--blocking-threads", "4", "--backlog", "1024"),
        *("--respawn-failed-workers", "--workers-kill-timeout", "5", "wsgi:app"),
    ]
    work = [*python, "flask", "--app", "wsgi", "worker"]
    children: list[subprocess.Popen[bytes]] = []
    # A script that starts us in its background has SIGINT ignored; HUP: the terminal was closed.
    for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, _on_terminate)
    try:
        for command in (web, work):
            # A group of its own: Ctrl-C reaches this process alone, which then ends them in order.
            # granian loses count of its workers when the signal reaches them as well.
            child = subprocess.Popen(command, env=env, cwd=ROOT, start_new_session=True)
            children.append(child)
        yield children
    except KeyboardInterrupt:
        click.echo("\nStopping …")
    finally:
        _stop(children)


def _on_terminate(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _stop(children: list[subprocess.Popen[bytes]]) -> None:
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


def _refuse_taken_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.ClickException(
                f"cannot listen on {host}:{port} ({error.strerror}); choose another with --port"
            ) from error


def _wait_until_up(url: str, children: list[subprocess.Popen[bytes]]) -> None:
    deadline = time.monotonic() + START_TIMEOUT
    while time.monotonic() < deadline:
        if any(child.poll() is not None for child in children):
            raise click.ClickException("the server stopped while starting; see the lines above")
        try:
            with urlopen(url, timeout=2):  # noqa: S310 - our own loopback address
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise click.ClickException(f"no answer from {url} within {START_TIMEOUT:.0f} s")


def _announce(base: str) -> None:
    line = click.style
    click.echo()
    click.echo(line("  fairapp is running", bold=True) + f"   {base}/")
    if _is_demonstration():
        click.echo(f"  Public pages        {base}/e/{SLUG}/")
        click.echo(f"  Team                {base}/login")
        for role, email in LOGINS:
            click.echo(f"    {role:<17} {email}   password: {PASSWORD}")
    elif url := setup_url(base):
        click.echo(f"  First organiser     {url}")
    click.echo("  Ctrl-C stops it.")
    click.echo()
    sys.stdout.flush()
    db.session.remove()


def _watch(children: list[subprocess.Popen[bytes]]) -> None:
    while all(child.poll() is None for child in children):
        time.sleep(0.3)
    raise click.ClickException("a process of the server ended unexpectedly; stopping the others")
