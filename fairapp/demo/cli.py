"""`fair demo`: the demonstration fair from the command line."""

from __future__ import annotations

import time

import click
from flask.cli import AppGroup
from sqlalchemy import select

from fairapp.core.db import db
from fairapp.demo import load as demo
from fairapp.events.models import Event

cli = AppGroup("demo", help="An invented fair to look at, to learn with and to measure.")


@cli.command("load")
@click.option(
    "--scale",
    default=1,
    show_default=True,
    type=click.IntRange(1, 1000),
    help="So many times as many people; 100 for 40,000 participants.",
)
@click.option("--if-empty", is_flag=True, help="Do nothing when there is a fair already.")
@click.option("--replace", is_flag=True, help="Delete the demonstration fair that is there, first.")
def load(scale: int, if_empty: bool, replace: bool) -> None:
    """Load the demonstration fair: 400 participants, three days of scans, one login a role."""
    if if_empty and _has_fairs():
        click.echo("There is a fair already; nothing was loaded.")
        return
    start = time.perf_counter()
    try:
        report = demo.load(scale=scale, replace=replace, progress=_progress if scale > 1 else None)
    except demo.LoadRefused as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(
        f"{demo.SLUG}: {report.registrations} registrations, {report.delegations} delegations, "
        f"{report.badges} badges, {report.scans} scans in {time.perf_counter() - start:.1f} s"
    )
    for role, email in demo.LOGINS:
        click.echo(f"  {role:<10} {email:<28} password: {demo.PASSWORD}")


def _has_fairs() -> bool:
    found = db.session.scalar(select(Event.id).limit(1)) is not None
    db.session.rollback()
    return found


def _progress(done: int, total: int) -> None:
    if done == total or done % 10 == 0:
        click.echo(f"  {done}/{total}", err=True)
