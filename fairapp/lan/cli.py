"""`fair lan`: the whole fair on this machine, for phones in the same network, without Internet."""

from __future__ import annotations

import socket
import ssl
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import click
from flask.cli import with_appcontext
from flask_babel import gettext as _
from sqlalchemy import func, select

from fairapp import processes
from fairapp.cli import announce, environment, prepare
from fairapp.core import qr
from fairapp.core.db import db
from fairapp.events.models import EventDay
from fairapp.lan import authority, network
from fairapp.lan.authority import Authority
from fairapp.lan.views import folder

_PORT = click.IntRange(1, 65535)
# What the last start was reached by: phones keep their data under it.
_LAST = "address"


@dataclass(frozen=True)
class Site:
    """Where it is found: the fair over HTTPS, and the steps over plain HTTP."""

    address: str
    port: int
    plain_port: int

    @property
    def url(self) -> str:
        """The fair."""
        return f"https://{self.address}" + (f":{self.port}" if self.port != 443 else "")

    @property
    def door(self) -> str:
        """The steps."""
        return f"http://{self.address}" + (f":{self.plain_port}" if self.plain_port != 80 else "")


@click.command()
@click.option("--address", default="", help="Which address of this machine; found by itself.")
@click.option("--port", default=8443, show_default=True, type=_PORT, help="Of the fair (HTTPS).")
@click.option("--plain-port", default=8080, show_default=True, type=_PORT, help="Of the steps.")
@click.option("--empty", is_flag=True, help="Start without the demonstration fair.")
@click.option("--workers", default=2, show_default=True, type=click.IntRange(1, 64))
@with_appcontext
def lan(address: str, port: int, plain_port: int, empty: bool, workers: int) -> None:
    """Run the fair for phones in the local network, without Internet."""
    site = Site(_choose(address), port, plain_port)
    processes.refuse_taken_port(site.address, port)
    processes.refuse_taken_port(site.address, plain_port, "--plain-port")
    prepare(empty=empty)
    # The real time and not the demonstration's: it is what phones compare a certificate with.
    at = datetime.now(UTC)
    own, is_new = _authority(at)
    held = dict.fromkeys((site.address, *network.addresses(), "127.0.0.1"))
    names = [*network.names(), "localhost"]
    certificate, key = own.issue([*held], names, folder=folder(), at=at)
    env = {**environment(), "LAN_URL": site.url, "LAN_DOOR": site.door}
    commands = _commands(site, certificate, key, workers=workers)
    with processes.running(*commands, env=env) as children:
        trust = ssl.create_default_context(cafile=str(folder() / "authority.crt"))
        processes.wait_until_up(f"{site.url}/healthz", children, trust=trust)
        processes.wait_until_up(f"{site.door}/", children)
        announce(site.url)
        _explain(site, own, is_new=is_new, at=at)
        processes.watch(children, _watcher(site.address))


def _choose(asked: str) -> str:
    if asked:
        if not network.is_local(asked) or ":" in asked:
            raise click.ClickException(_("%(address)s is no private address.", address=asked))
        return asked
    if found := network.addresses():
        return found[0]
    raise click.ClickException(
        _("This computer is in no network. Join the Wi-Fi first, or make one; then start again.")
    )


def _authority(at: datetime) -> tuple[Authority, bool]:
    last = db.session.scalar(select(func.max(EventDay.date)))
    db.session.rollback()
    # A day more, for whatever zone the fair is in.
    end = datetime.combine(last, time(), UTC) + timedelta(days=2) if last else at
    name = f"fairapp {socket.gethostname().partition('.')[0]}"
    return authority.ensure(folder(), name=name, until=max(end, at + timedelta(days=2)), at=at)


def _commands(site: Site, certificate: Path, key: Path, *, workers: int) -> list[list[str]]:
    tls = (
        *("--ssl-certificate", str(certificate), "--ssl-keyfile", str(key)),
        # Phones of before Android 10 know no newer one.
        *("--ssl-protocol-min", "tls1.2"),
    )
    return [
        processes.web("wsgi:app", site.address, site.port, *tls, workers=workers),
        processes.web(
            "fairapp.lan.door:make", site.address, site.plain_port, "--factory", workers=1
        ),
        processes.WORKER,
    ]


def _explain(site: Site, own: Authority, *, is_new: bool, at: datetime) -> None:
    for number, (address, what) in enumerate(
        [
            (f"{site.door}/", _("Phones, the first time: scan this, and follow the steps")),
            (f"{site.url}/", _("Phones that have the certificate: the fair")),
        ],
        1,
    ):
        click.echo(click.style(f"  {number}. {what}", bold=True))
        click.echo(f"     {address}\n")
        for line in qr.blocks(address).splitlines():
            click.echo("     " + click.style(line, fg="black", bg="bright_white"))
        click.echo()
    for line in (
        _("To print and put up: %(address)s", address=f"{site.door}/lan/poster.pdf"),
        _("Fingerprint: %(fingerprint)s", fingerprint=authority.fingerprint(own.certificate)),
        _("This computer’s clock, which phones follow: %(time)s", time=_written(at)),
        *_warnings(site, own, is_new=is_new, at=at),
    ):
        click.echo(f"  {line}")
    click.echo()
    sys.stdout.flush()


def _written(at: datetime) -> str:
    return f"{at.astimezone():%d/%m/%Y %H:%M}"


def _warnings(site: Site, own: Authority, *, is_new: bool, at: datetime) -> list[str]:
    """What somebody should look at before the doors open."""
    found = []
    others = [each for each in network.addresses() if each != site.address]
    if others:
        found.append(
            _("Other addresses of this computer: %(addresses)s", addresses=", ".join(others))
            + " (--address)"
        )
    if is_new:
        found.append(_("The certificate is new: every phone has to install it."))
    if at < authority.made_at(own.certificate):
        found.append(_("The clock went back since the certificate was made. Set it right."))
    if (last := _last_address(site.url)) != site.url:
        found.append(
            _(
                "The address has changed: it was %(address)s. Phones that were set up keep what"
                " they have not sent under the old one; give this computer that address back.",
                address=last,
            )
        )
    return found


def _last_address(url: str) -> str:
    """Where the start before this one was; this one takes its place."""
    kept = folder() / _LAST
    last = kept.read_text() if kept.exists() else url
    kept.write_text(url)
    return last


def _watcher(address: str) -> Callable[[], None]:
    """Tells once when the address goes away, and once when it is back."""
    is_here = True

    def look() -> None:
        nonlocal is_here
        if is_here == network.is_here(address):
            return
        is_here = not is_here
        if is_here:
            said = _("%(address)s is back.", address=address)
        else:
            said = _(
                "This computer has lost the address %(address)s: phones no longer find it."
                " Join the same network again.",
                address=address,
            )
        click.echo(f"  {datetime.now():%H:%M}  {said}")
        sys.stdout.flush()

    return look
