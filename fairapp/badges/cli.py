"""`fair badges`: badge sheets from the command line."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from flask_babel import force_locale
from flask_babel import gettext as _

from fairapp.badges import portraits, queries
from fairapp.badges.layouts import LAYOUTS, SHEETS
from fairapp.badges.queries import Order, Selection
from fairapp.badges.render import render_sheets
from fairapp.badges.sheets import MOST_MARGIN, Sides
from fairapp.badges.studio.queries import design_with
from fairapp.core import clock
from fairapp.core.addresses import base_url
from fairapp.core.i18n import DEFAULT, LANGUAGES
from fairapp.events.context import find_event

cli = AppGroup("badges", help="Print badges.")


@cli.command()
@click.argument("slug", metavar="EVENT")
@click.option("--layout", type=click.Choice(SHEETS), default="a6x4", show_default=True)
@click.option(
    "--sides", type=click.Choice([side.value for side in Sides]), help="Instead of the fair's own."
)
@click.option("--margin", type=click.IntRange(0, MOST_MARGIN), help="In mm, instead of its own.")
@click.option("--output", required=True, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--category", default="", help="Only this category, by its code.")
@click.option("--delegation", default="", help="Only this delegation, by its code.")
@click.option("--unprinted", is_flag=True, help="Only badges that were not printed yet.")
@click.option("--order", type=click.Choice([o.value for o in Order]), default=Order.NAME.value)
@click.option("--language", type=click.Choice(list(LANGUAGES)), default=DEFAULT, show_default=True)
def sheet(
    slug: str,
    layout: str,
    sides: str | None,
    margin: int | None,
    output: Path,
    category: str,
    delegation: str,
    unprinted: bool,
    order: str,
    language: str,
) -> None:
    """Badge sheets of a fair as a PDF, ready to print and cut."""
    event = find_event(slug)
    if event is None:
        raise click.BadParameter(f"no fair has the address {slug}", param_hint="EVENT")
    if not current_app.config["PUBLIC_URL"]:
        click.echo(f"PUBLIC_URL is not set: QR codes will begin with {base_url()}", err=True)
    selection = Selection(category, delegation, unprinted, Order(order))
    design = design_with(event, sides, margin)
    with force_locale(language):
        ids = queries.badge_ids(event, selection)
        if not ids:
            raise click.ClickException("no badge corresponds to this choice")
        printed = render_sheets(
            portraits.stream(event, ids, base=base_url(), design=design),
            LAYOUTS[layout],
            title=_("Badges – %(event)s", event=event.name),
            lang=language,
            total=len(ids),
            created=clock.now(),
            progress=_show,
        )
    output.write_bytes(printed.pdf)
    for squeeze in printed.squeezed:
        click.echo(
            f"{squeeze.reference}: {squeeze.field} {squeeze.rule}: {squeeze.shown}", err=True
        )
    click.echo(f"{output}: {len(printed.pdf) // 1024} KiB", err=True)


def _show(done: int, total: int) -> None:
    """One line that counts, where somebody looks; nothing in a log file."""
    if sys.stderr.isatty():
        click.echo(f"\r{done} / {total}", err=True, nl=done == total)
