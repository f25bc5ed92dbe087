"""How soon one badge is at the printer: from the tap at the reception to the browser's dialog.

    .venv/bin/python -m benchmarks.one_badge

Chromium slowed down sixfold asks a server of two workers, each of which loads the layout engine for
its first badge. The dialog itself is nobody's page: time ends where the browser is told to print.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile

from playwright.sync_api import Page, expect, sync_playwright

from benchmarks.measure import calibrate, run
from benchmarks.server import serving
from fairapp.badges.papers import papers
from fairapp.demo.load import PASSWORD, SLUG
from tests import services

SLOWER, BADGES = 6, 10
FLASK = [sys.executable, "-m", "flask", "--app", "wsgi"]
_STUB = "window.print = () => { window.printedAt = performance.now(); }"
_TAP = """(turn) => new Promise((resolve, reject) => {
  window.printedAt = 0;
  const from = performance.now();
  document.querySelectorAll("form[data-print] button")[turn].click();
  const look = () => {
    if (window.printedAt) resolve(window.printedAt - from);
    else if (performance.now() - from > 60000) reject(new Error("nothing was printed"));
    else setTimeout(look, 5);
  };
  look();
})"""


def main() -> None:
    """Measure and print a line for each paper."""
    with tempfile.TemporaryDirectory(prefix="fairapp-bench-") as folder:
        env = {**os.environ, "DATA_DIR": folder, "DATABASE_URL": "", "QUEUE_URL": ""}
        env["FAIR_NOW"] = "2026-12-02T08:40:00+00:00"
        run([*FLASK, "db", "upgrade"], env)
        run([*FLASK, "demo", "load"], env)
        print(f"calibration loop: {calibrate():.0f} ms; processor slowed down {SLOWER} times")
        with serving(env) as server, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=services.chromium_path(), args=services.chromium_flags()
            )
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            address = f"http://127.0.0.1:{server.port}"
            _open(page, address)
            for key in papers():
                times = [_tap(page, address, key, n) for n in range(BADGES)]
                print(
                    f"tap to dialog {key:8} first {times[0]:5.0f} ms,"
                    f" p50 {statistics.median(times):5.0f} ms, most {max(times):5.0f} ms"
                )
            browser.close()


def _open(page: Page, address: str) -> None:
    page.set_default_timeout(120_000)
    page.add_init_script(_STUB)
    page.goto(f"{address}/login")
    page.fill("#email", "accueil@example.org")
    page.fill("#password", PASSWORD)
    page.locator("#password").press("Enter")
    expect(page.locator("[data-desk]")).to_be_visible()
    side = page.context.new_cdp_session(page)
    side.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})


def _tap(page: Page, address: str, paper: str, turn: int) -> float:
    page.goto(f"{address}/desk/{SLUG}/?paper={paper}&q=diallo")
    page.locator("form[data-print] button").nth(turn).wait_for()
    took: float = page.evaluate(_TAP, turn)
    expect(page.locator("[data-said] .notice")).to_be_visible(timeout=60_000)
    return took


if __name__ == "__main__":
    main()
