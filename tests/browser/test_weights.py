"""What pages cost a phone whose cache is empty: bytes over the wire, headers and all.

Chromium asks for brotli on loopback as it does over HTTPS; on plain HTTP elsewhere it takes gzip.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from fairapp.demo.load import SLUG
from tests.browser.relay import Relay
from tests.browser.steps import PHONE
from tests.conftest import OpenPage
from tests.services import LiveServer

pytestmark = pytest.mark.browser

KB = 1024
FAIR = f"/e/{SLUG}"


@dataclass
class Meter:
    """Counts what a page's network has received since it was put up."""

    bytes: dict[str, int] = field(default_factory=dict)
    _addresses: dict[str, str] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """In bytes."""
        return sum(self.bytes.values())

    def __str__(self) -> str:
        parts = sorted(self.bytes.items(), key=lambda part: -part[1])
        return "\n".join(f"{size:>8} {address}" for address, size in [("all", self.total), *parts])

    def _asked(self, event: dict[str, Any]) -> None:
        self._addresses[event["requestId"]] = event["request"]["url"].partition("//")[2]

    def _finished(self, event: dict[str, Any]) -> None:
        address = self._addresses.get(event["requestId"], "?")
        self.bytes[address] = self.bytes.get(address, 0) + round(event["encodedDataLength"])


@pytest.fixture
def put_up(open_page: OpenPage) -> Callable[..., tuple[Page, Meter]]:
    """A phone's page with nothing in its cache, and its meter."""

    def put_up(**options: Any) -> tuple[Page, Meter]:
        page = open_page(360, 740, **PHONE, **options)
        meter = Meter()
        network = page.context.new_cdp_session(page)
        network.on("Network.requestWillBeSent", meter._asked)
        network.on("Network.loadingFinished", meter._finished)
        network.send("Network.enable")
        return page, meter

    return put_up


PutUp = Callable[..., tuple[Page, Meter]]


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize(
    "path", ["/", "/programme", "/programme/J1-10", "/programme/versions/1", "/stands"]
)
def test_a_public_page_weighs_at_most_50_kilobytes(
    put_up: PutUp, demo_server: LiveServer, path: str, language: str
) -> None:
    page, meter = put_up()
    page.goto(f"{demo_server.url}{FAIR}{path}?lang={language}", wait_until="networkidle")
    print(f"\n{path} in {language}: {meter.total / KB:.1f} KB")
    assert 4 * KB < meter.total <= 50 * KB, f"more than 50 KB:\n{meter}"


@pytest.mark.parametrize("language", ["fr", "ar"])
@pytest.mark.parametrize("encoding", ["br", "gzip"])
def test_the_registration_form_weighs_at_most_14_kilobytes_with_all_it_loads(
    put_up: PutUp, demo_server: LiveServer, encoding: str, language: str
) -> None:
    page, meter = put_up(extra_http_headers={"Accept-Encoding": encoding})
    page.goto(f"{demo_server.url}{FAIR}/register?lang={language}", wait_until="networkidle")
    expect(page.locator("#given_names")).to_be_visible()
    print(f"\nform in {language} with {encoding}: {meter.total / KB:.1f} KB")
    assert 4 * KB < meter.total <= 14 * KB, f"more than 14 KB:\n{meter}"


def test_the_scanner_weighs_at_most_400_kilobytes_until_it_needs_no_network(
    put_up: PutUp, demo_server: LiveServer
) -> None:
    page, meter = put_up()
    # What the decoder's and the service worker load is not told to the page's own meter.
    with Relay(demo_server.port) as relay:
        page.goto(f"{relay.url}/scan/?lang=fr", wait_until="networkidle", timeout=90_000)
        expect(page.locator("[data-start]")).to_be_visible()
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.wait_for_load_state("networkidle")
        received = relay.received
        page.context.set_offline(True)
        page.reload()
        expect(page.locator("[data-start]")).to_be_visible()
    print(f"\nscanner: {received / KB:.1f} KB")
    assert 300 * KB < received <= 400 * KB, f"more than 400 KB, of which the page itself:\n{meter}"
