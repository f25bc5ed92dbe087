"""`fair programme`: the programme on paper, from the command line."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from flask_babel import force_locale

from fairapp.core import clock
from fairapp.core.addresses import absolute, base_url
from fairapp.core.i18n import DEFAULT, LANGUAGES
from fairapp.events.context import find_event
from fairapp.programme.printing.documents import Choice, Document, make

cli = AppGroup("programme", help="Print the programme.")


def _command(document: Document, help: str) -> None:
    @cli.command(document.value, help=help)
    @click.argument("slug", metavar="EVENT")
    @click.option("--output", required=True, type=click.Path(dir_okay=False, path_type=Path))
    @click.option(
        "--language", type=click.Choice(list(LANGUAGES)), default=DEFAULT, show_default=True
    )
    def command(slug: str, output: Path, language: str) -> None:
        _write(slug, output, Choice(document, language))


_command(Document.LEAFLET, "The leaflet to hand out: A4, day by day.")
_command(Document.GRID, "The grid for the wall: A3, rooms across, hours down.")
_command(Document.POCKET, "The pocket programme: A4, both sides, folded twice.")
_command(Document.RUN_SHEET, "The run sheet for the stage team, from the working copy.")


def _write(slug: str, output: Path, choice: Choice) -> None:
    event = find_event(slug)
    if event is None:
        raise click.BadParameter(f"no fair has the address {slug}", param_hint="EVENT")
    if not current_app.config["PUBLIC_URL"]:
        click.echo(f"PUBLIC_URL is not set: QR codes will begin with {base_url()}", err=True)
    address = absolute("programme.index", slug=slug)
    with force_locale(choice.language):
        printed = make(event, choice, address=address, made_at=clock.now(), progress=_show)
    output.write_bytes(printed.pdf)
    for row in printed.shortened:
        click.echo(f"{row.code}: title shortened: {row.title}", err=True)
    click.echo(f"{output}: {len(printed.pdf) // 1024} KiB", err=True)


def _show(done: int, total: int) -> None:
    """One line that counts, where somebody looks; nothing in a log file."""
    if sys.stderr.isatty():
        click.echo(f"\r{done} / {total}", err=True, nl=done == total)
