"""`fair serve` and `fair worker`: what a fair runs on.

Features add their own commands beside their code (`badges`, `demo`, `report`, `user` …).
"""

from __future__ import annotations

import sys

import click
import flask_migrate
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy import func, select

from fairapp import processes
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
    processes.refuse_taken_port(host, port)
    prepare(empty=empty)
    shown = "localhost" if host in {"0.0.0.0", "127.0.0.1"} else host  # nosec B104 - told to
    base = f"http://{shown}:{port}"
    web = processes.web("wsgi:app", host, port, workers=workers)
    with processes.running(web, processes.WORKER, env=environment()) as children:
        processes.wait_until_up(f"http://127.0.0.1:{port}/healthz", children)
        announce(base)
        processes.watch(children)


def prepare(*, empty: bool) -> None:
    """Bring the database up to date, with the demonstration fair in an empty one: its passwords are
    known to all, so not where the fair has a public address."""
    migrate()
    if not (empty or current_app.config["PUBLIC_URL"]) and _is_empty():
        click.echo("Loading the demonstration fair …")
        load_demonstration()


def migrate() -> None:
    """Bring the database up to date."""
    flask_migrate.upgrade()
    db.session.remove()


def _is_empty() -> bool:
    users = db.session.scalar(select(func.count(User.id)))
    events = db.session.scalar(select(func.count(Event.id)))
    db.session.rollback()
    return not users and not events


def environment() -> dict[str, str]:
    """What children need beyond our environment: the clock of a demonstration stands inside its
    fair."""
    if current_app.config["FAIR_NOW"] or not _is_demonstration():
        return {}
    return {"FAIR_NOW": DEMO_NOW}


def _is_demonstration() -> bool:
    flags = list(db.session.scalars(select(Event.is_demonstration)))
    db.session.rollback()
    return bool(flags) and all(flags)


def announce(base: str) -> None:
    """Say where the fair is, and how its team gets in."""
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
