"""`fair report`: figures and lists from the command line."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup
from flask_babel import force_locale

from fairapp.core import audit, clock
from fairapp.core.db import transaction
from fairapp.core.i18n import DEFAULT, LANGUAGES
from fairapp.events.context import find_event
from fairapp.events.models import Event, EventDay
from fairapp.reports import attendance_pdf
from fairapp.reports.attendance import Grouping, attendance_list
from fairapp.reports.summary import as_dict, summarise
from fairapp.reports.summary_text import as_text

cli = AppGroup("report", help="Figures of a fair, and the list of who came.")


@cli.command()
@click.argument("slug", metavar="EVENT")
@click.option("--format", "form", type=click.Choice(["json", "text"]), default="text")
def summary(slug: str, form: str) -> None:
    """Unique participants, person-days, entries, and what they are made of."""
    figures = as_dict(summarise(_event(slug)))
    if form == "json":
        click.echo(json.dumps(figures, ensure_ascii=False, indent=2))
    else:
        click.echo(as_text(figures))


@cli.command("attendance-list")
@click.argument("slug", metavar="EVENT")
@click.option("--day", "number", type=click.IntRange(1), required=True, help="1 is the first day.")
@click.option("--output", required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--group",
    type=click.Choice([grouping.value for grouping in Grouping]),
    default=Grouping.CATEGORY.value,
    show_default=True,
)
@click.option("--no-contacts", is_flag=True, help="Without phone numbers and e-mail addresses.")
@click.option(
    "--lang", "language", type=click.Choice(list(LANGUAGES)), default=DEFAULT, show_default=True
)
def attendance(
    slug: str, number: int, output: Path, group: str, no_contacts: bool, language: str
) -> None:
    """The list of a day as a PDF, filled in from the scans and ready to sign."""
    event = _event(slug)
    day = _day(event, number)
    made_at = clock.now()
    with force_locale(language):
        listed = attendance_list(event, day, grouping=Grouping(group), contacts=not no_contacts)
        output.write_bytes(attendance_pdf.render(listed, made_at=made_at, progress=_show))
    people, fingerprint = len(listed.people), listed.fingerprint
    _note(event, day=number, group=group, contacts=not no_contacts, sha256=fingerprint)
    click.echo(f"{output}: {people} participants, SHA-256 of the data {fingerprint}", err=True)


def _event(slug: str) -> Event:
    event = find_event(slug)
    if event is None:
        raise click.BadParameter(f"no fair has the address {slug}", param_hint="EVENT")
    if not event.days:
        raise click.ClickException("this fair has no days yet")
    return event


def _day(event: Event, number: int) -> EventDay:
    day = event.day_number(number)
    if day is None:
        raise click.BadParameter(f"the fair has {len(event.days)} days", param_hint="--day")
    return day


def _note(event: Event, **details: Any) -> None:
    event_id = event.id
    with transaction():
        audit.record(
            "report.attendance_list.exported",
            at=clock.now(),
            event_id=event_id,
            details={**details, "by": "command line"},
        )


def _show(done: int, total: int) -> None:
    """One line that counts, where somebody looks; nothing in a log file."""
    if sys.stderr.isatty():
        click.echo(f"\r{done} / {total}", err=True, nl=done == total)
