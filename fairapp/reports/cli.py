"""`fair report`: figures and lists from the command line."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup
from flask_babel import force_locale

from fairapp.core import audit, clock
from fairapp.core.db import transaction
from fairapp.core.i18n import DEFAULT, LANGUAGES
from fairapp.events.context import find_event
from fairapp.events.models import Event
from fairapp.reports import tables
from fairapp.reports.attendance import files
from fairapp.reports.attendance.forms import SPARE_MOST
from fairapp.reports.attendance.listing import Grouping, Shape, attendance_list
from fairapp.reports.attendance.scope import Half, Scope, find
from fairapp.reports.documents import evidence
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
@click.option("--day", "number", type=click.IntRange(1), help="1 is the first day.")
@click.option(
    "--half", type=click.Choice([half.value for half in Half]), help="Of that day; else all of it."
)
@click.option("--session", "code", help="Instead of a day: the code of a session.")
@click.option("--output", required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--format",
    "suffix",
    type=click.Choice(list(tables.MIMETYPES)),
    default="pdf",
    show_default=True,
)
@click.option(
    "--group",
    type=click.Choice([grouping.value for grouping in Grouping]),
    default=Grouping.CATEGORY.value,
    show_default=True,
)
@click.option("--blank", is_flag=True, help="Who is expected, to be signed at the door.")
@click.option(
    "--spare", type=click.IntRange(0, SPARE_MOST), default=0, help="Empty lines at its end."
)
@click.option("--no-contacts", is_flag=True, help="Without phone numbers and e-mail addresses.")
@click.option("--badges", is_flag=True, help="With badge numbers.")
@click.option("--remarks", is_flag=True, help="With a column for remarks.")
@click.option(
    "--lang", "language", type=click.Choice(list(LANGUAGES)), default=DEFAULT, show_default=True
)
def attendance(
    slug: str,
    number: int | None,
    half: str | None,
    code: str | None,
    output: Path,
    suffix: str,
    language: str,
    **columns: Any,
) -> None:
    """The list of a day, filled in from the scans and ready to sign.

    It has no number to check it by: that is for lists made on the reports page.
    """
    with evidence.one_moment(), force_locale(language):
        event = _event(slug)
        of = _scope(event, number, half, code)
        listed = attendance_list(event, of, _shape(**columns))
        taken = replace(evidence.take(event), number="", address="")
        made = files.make(listed, taken, suffix, progress=_show)
        event_id, key = event.id, of.key
    output.write_bytes(made.content)
    details = {"of": key, "format": suffix, **columns, "sha256": made.digest}
    _note(event_id, **details)
    click.echo(f"{output}: {made.people} participants, SHA-256 of the list {made.digest}", err=True)


def _shape(*, group: str, no_contacts: bool, blank: bool, **more: Any) -> Shape:
    return Shape(grouping=Grouping(group), contacts=not no_contacts, is_blank=blank, **more)


def _scope(event: Event, number: int | None, half: str | None, code: str | None) -> Scope:
    if code is not None:
        key = f":{code}"
    elif number is None:
        raise click.UsageError("give --day or --session")
    elif event.day_number(number) is None:
        raise click.BadParameter(f"the fair has {len(event.days)} days", param_hint="--day")
    else:
        key = f"{number}-{half}" if half else str(number)
    found = find(event, key)
    if found is None:
        raise click.BadParameter(f"the fair has no session {code}", param_hint="--session")
    return found


def _event(slug: str) -> Event:
    event = find_event(slug)
    if event is None:
        raise click.BadParameter(f"no fair has the address {slug}", param_hint="EVENT")
    if not event.days:
        raise click.ClickException("this fair has no days yet")
    return event


def _note(event_id: int, **details: Any) -> None:
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
