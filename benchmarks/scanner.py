"""How soon a gate sees the verdict: Chromium slowed down sixfold, a roster of 20,000 badges.

    .venv/bin/python -m benchmarks.scanner [--badges 20000]

From the last key of a scanner (or the code of a camera's frame) until the verdict is painted: the
badge is looked up and opened, decided, written to the disk, shown. Twice: with and without network.
"""

from __future__ import annotations

import argparse
import os
import secrets
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Page, expect, sync_playwright

from benchmarks.measure import calibrate, run
from benchmarks.server import serving
from tests import services

SLOWER, SCANS = 6, 60
FLASK = [sys.executable, "-m", "flask", "--app", "wsgi"]
_SCAN = """(text) => new Promise((resolve) => {
  const verdict = document.querySelector("[data-verdict]");
  const before = verdict.dataset.scan;
  const press = (key) =>
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  for (const key of text) press(key);
  const from = performance.now();
  new MutationObserver((_changes, observer) => {
    if (verdict.hidden || verdict.dataset.scan === before) return;
    observer.disconnect();
    // The frame after the one in which it was changed: it has been painted.
    requestAnimationFrame(() => requestAnimationFrame(() => {
      resolve([performance.now() - from, verdict.dataset.look]);
      verdict.click();
    }));
  }).observe(verdict, { attributes: true });
  press("Enter");
})"""
_PARSE = """async () => {
  const { Roster } = await import("/static/js/scanner/roster.js");
  const bytes = await new Promise((resolve) => {
    indexedDB.open("fair-scanner").onsuccess = ({ target }) => {
      const asked = target.result.transaction("kv").objectStore("kv").get("roster");
      asked.onsuccess = () => resolve(asked.result.bytes);
    };
  });
  const times = [];
  for (let turn = 0; turn < 5; turn += 1) {
    const from = performance.now();
    new Roster(bytes);
    times.push(performance.now() - from);
  }
  return [times[0], Math.min(...times), bytes.length];
}"""


def main() -> None:
    """Measure and print some lines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--badges", type=int, default=20_000, metavar="N")
    badges = parser.parse_args().badges
    with scanner(badges, SLOWER) as (page, tokens):
        first, best, size = page.evaluate(_PARSE)
        print(f"roster of {badges:,} badges, {size / 1024:,.0f} KiB: read in {first:.0f} ms")
        print(f"  the same again, the quickest of four: {best:.0f} ms")
        _measure(page, "with network", tokens[:SCANS])
        page.context.set_offline(True)
        _measure(page, "without network", tokens[SCANS : 2 * SCANS])


@contextmanager
def scanner(badges: int, slower: int, **rights: bool) -> Iterator[tuple[Page, list[str]]]:
    """An enrolled phone that is ready, its processor slowed down so many times, and the tokens of
    the badges that it knows.
    """
    with tempfile.TemporaryDirectory(prefix="fairapp-bench-") as folder:
        env = {**os.environ, "DATA_DIR": folder, "DATABASE_URL": "", "QUEUE_URL": ""}
        run([*FLASK, "db", "upgrade"], env)
        tokens, path = _prepare(Path(folder), badges, **rights)
        print(f"calibration loop: {calibrate():.0f} ms; processor slowed down {slower} times")
        with serving(env) as server, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=services.chromium_path(), args=services.chromium_flags()
            )
            page = browser.new_page(viewport={"width": 360, "height": 740})
            side = _open(page, f"http://127.0.0.1:{server.port}{path}")
            side.send("Emulation.setCPUThrottlingRate", {"rate": slower})
            yield page, tokens
            browser.close()


def _prepare(folder: Path, badges: int, **rights: bool) -> tuple[list[str], str]:
    """A fair of today with so many confirmed people and their badges; and the path that enrols."""
    from sqlalchemy import insert

    from fairapp import create_app
    from fairapp.badges.models import Badge, new_token
    from fairapp.checkin.devices import actions
    from fairapp.core.db import db
    from fairapp.registration.models import Registration
    from tests.checkin.conftest import make_fair

    app = create_app(
        {"DATA_DIR": folder, "SQLALCHEMY_DATABASE_URI": f"sqlite:///{folder / 'fairapp.db'}"}
    )
    with app.app_context():
        now = datetime.now(UTC)
        fair = make_fair(db.session, days=(now.date(), now.date() + timedelta(days=1)))
        columns = Registration.__table__.columns
        one = fair.person("Mariama Diallo")
        like = {
            c.name: getattr(one, c.name) for c in columns if c.name not in ("id", "search_text")
        }
        people = [
            {
                **like,
                "reference": f"{n:06}",
                "pass_key": secrets.token_hex(12),
                "family_name": f"Diallo{n}",
                "submission_key": None,
                "search_text": "",
            }
            for n in range(badges)
        ]
        statement = insert(Registration).returning(Registration.id, sort_by_parameter_order=True)
        ids = list(db.session.scalars(statement, people))
        tokens = [new_token() for _ in ids]
        rows: list[dict[str, Any]] = [
            {"event_id": fair.event.id, "registration_id": id_, "token": token, "number": n}
            for n, (id_, token) in enumerate(zip(ids, tokens, strict=True), start=1)
        ]
        db.session.execute(insert(Badge), [{**row, "issued_at": now} for row in rows])
        actor, gate = fair.user("organiser"), fair.event.checkpoints[0]
        new = actions.NewDevice("Phone", checkpoint=gate, **rights)
        device = actions.make(fair.event, new, actor=actor, at=now)
        code = actions.give_code(device, actor=actor, at=now + timedelta(hours=1))
        db.session.commit()
        return tokens, f"/scan/?lang=fr#e={code}"


def _open(page: Page, address: str) -> CDPSession:
    page.set_default_timeout(180_000)
    page.goto(address)
    expect(page.locator("[data-roster]")).to_be_visible(timeout=180_000)
    page.locator(".strip [data-open-phone]").click()
    expect(page.locator("[data-ready=true]")).to_be_visible(timeout=180_000)
    page.locator("[data-phone] [data-close]").click()
    return page.context.new_cdp_session(page)


def _measure(page: Page, label: str, tokens: list[str]) -> None:
    times = []
    for token in tokens:
        took, look = page.evaluate(_SCAN, f"HTTPS://FAIR.EXAMPLE/B/{token}")
        assert look == "admitted", look
        times.append(took)
    times.sort()
    p95 = times[int(len(times) * 0.95)]
    print(
        f"scan to verdict {label:16} p50 {statistics.median(times):5.0f} ms,"
        f" p95 {p95:5.0f} ms, most {times[-1]:5.0f} ms"
    )


if __name__ == "__main__":
    main()
