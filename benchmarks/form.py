"""The registration form on a slow network, in Chromium: bytes, requests, time to the first field.

50 kbit/s each way and 400 ms from end to end: 2G as one has it in a crowd. The first view is made
with an empty cache, the second one right after it.
"""

from __future__ import annotations

import time
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.server import serving
from tests.services.chromium import chromium_flags, chromium_path

FAIR_NOW = "2026-11-16T09:00:00+00:00"
LATENCY_MS = 400
BYTES_A_SECOND = 50_000 / 8
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}


class Meter:
    """What the network has brought to a page."""

    def __init__(self, page: Page) -> None:
        self.bytes, self.requests = 0, 0
        self.network = page.context.new_cdp_session(page)
        self.network.on("Network.loadingFinished", self._finished)
        self.network.send("Network.enable")

    def slow_down(self) -> None:
        """50 kbit/s, 400 ms."""
        conditions = {"offline": False, "latency": LATENCY_MS}
        rates = {"downloadThroughput": BYTES_A_SECOND, "uploadThroughput": BYTES_A_SECOND}
        self.network.send("Network.emulateNetworkConditions", {**conditions, **rates})

    def restart(self) -> None:
        """Count from nothing."""
        self.bytes = self.requests = 0

    def _finished(self, event: dict[str, Any]) -> None:
        if event["encodedDataLength"]:
            self.requests += 1
            self.bytes += round(event["encodedDataLength"])


def measure(env: dict[str, str], slug: str) -> None:
    """Print a line for each language and view."""
    with serving({**env, "FAIR_NOW": FAIR_NOW}) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=chromium_flags())
        head = f"{'KB':>8}{'requests':>10}{'field s':>9}{'all s':>8}"
        print(f"  {'form at 50 kbit/s, 400 ms':34}{head}")
        for language in ("fr", "ar"):
            url = f"http://127.0.0.1:{server.port}/e/{slug}/register?lang={language}"
            visit(browser, url, language)
        browser.close()


def visit(browser: Browser, url: str, language: str) -> None:
    """First and second view of the form on a phone of its own."""
    context = browser.new_context(**PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    meter = Meter(page)
    meter.slow_down()
    for view in ("first", "second"):
        meter.restart()
        start = time.perf_counter()
        page.goto(url, wait_until="commit", timeout=120_000)
        page.locator("#given_names").fill("M", timeout=120_000)
        usable = time.perf_counter() - start
        page.wait_for_load_state("networkidle", timeout=120_000)
        row = f"{meter.bytes / 1024:8.1f}{meter.requests:10}{usable:9.1f}"
        print(
            f"  {f'{language}, {view} view':34}{row}{time.perf_counter() - start:8.1f}", flush=True
        )
    context.close()
