"""How smoothly a session is dragged in a full day: frame times in Chromium, slowed down fourfold.

    .venv/bin/python -m benchmarks.editor

The day is planned with the editor's own actions: 20 rooms, 200 sessions. The pointer carries one
across all of them, then to the edges, where the sheet runs by itself. « own » is what scripts,
styles and layout cost a frame in processor time; the rest is painting, here without a GPU.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, Page, sync_playwright

from benchmarks.measure import run
from benchmarks.server import serving
from tests import services

ROOMS, SESSIONS, SLOWER = 20, 200, 4
EMAIL, PASSWORD = "programme@example.org", "une longue phrase à retenir"
FLASK = [sys.executable, "-m", "flask", "--app", "wsgi"]
WAYS = {
    "nothing": "pointer moved, nothing dragged",
    "middle": "session dragged over the day",
    "edges": "session dragged to the edges, sheet running",
}
_RECORD = """() => {
  window.frames_ = []; window.stop_ = false; let last = performance.now();
  const next = (now) => {
    frames_.push(now - last); last = now;
    if (!stop_) requestAnimationFrame(next);
  };
  requestAnimationFrame(next);
}"""


def main() -> None:
    """Measure and print a line."""
    with tempfile.TemporaryDirectory(prefix="fairapp-bench-") as folder:
        env = {**os.environ, "DATA_DIR": folder, "DATABASE_URL": "", "QUEUE_URL": ""}
        run([*FLASK, "db", "upgrade"], env)
        _plan(Path(folder))
        with serving(env) as server, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=services.chromium_path(), args=services.chromium_flags()
            )
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            browser_side = _open(page, server.port)
            print(f"{SESSIONS} sessions in {ROOMS} rooms, processor slowed down {SLOWER} times")
            print(f"  {'':44}{'frames':>6}{'p50 ms':>8}{'p95':>7}{'max':>7}{'own ms':>8}")
            for over, label in WAYS.items():
                before = _own_work(browser_side)
                frames = _drag(page, over=over)
                _report(label, frames, (_own_work(browser_side) - before) / len(frames))
            browser.close()


def _plan(folder: Path) -> None:
    from fairapp import create_app
    from fairapp.accounts.actions import add_user
    from fairapp.accounts.models import Membership, Role
    from fairapp.core import clock
    from fairapp.core.db import db, transaction
    from fairapp.core.i18n import LocalizedText
    from fairapp.events.models import Event, EventDay, Room
    from fairapp.programme.editing import actions
    from fairapp.programme.usual import add_kinds

    app = create_app(
        {"DATA_DIR": folder, "SQLALCHEMY_DATABASE_URI": f"sqlite:///{folder / 'fairapp.db'}"}
    )
    with app.app_context(), transaction():
        at = clock.now()
        event = Event(
            slug="grande", name=LocalizedText(fr="Grande foire"), created_at=at, published_at=at
        )
        event.days = [EventDay(number=1, date=date.today() + timedelta(days=30))]
        event.rooms = [
            Room(code=f"R{n:02d}", name=LocalizedText(fr=f"Salle {n}"), position=n, capacity=80)
            for n in range(1, ROOMS + 1)
        ]
        db.session.add(event)
        db.session.flush()
        kinds = list(add_kinds(event).values())
        for number in range(SESSIONS):
            room, turn = number % ROOMS, number // ROOMS
            values: dict[str, Any] = {
                "title": LocalizedText(fr=f"Séance {number + 1} : ce que nous avons appris"),
                "kind_id": kinds[number % len(kinds)].id,
                "room_id": event.rooms[room].id,
                "starts_at": event.utc(event.days[0].date, time(8 + turn, (room % 4) * 5)),
                "minutes": 45,
            }
            actions.create(event, values, actor=None, at=at)
        user = add_user(email=EMAIL, name="Programme", password=PASSWORD, at=at)
        user.memberships.append(Membership(event=event, role=Role.PROGRAMME))


def _open(page: Page, port: int) -> CDPSession:
    page.set_default_timeout(120_000)
    page.goto(f"http://127.0.0.1:{port}/login")
    page.fill("#email", EMAIL)
    page.fill("#password", PASSWORD)
    page.locator("#password").press("Enter")
    page.locator(".ed-block").first.wait_for()
    # So that the whole sheet is on the screen.
    page.locator("[data-scroll]").evaluate("sheet => sheet.scrollIntoView({ block: 'end' })")
    side = page.context.new_cdp_session(page)
    side.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    # Time of the processor, not of the clock: other work on the machine does not count.
    side.send("Performance.enable", {"timeDomain": "threadTicks"})
    return side


def _own_work(side: CDPSession) -> float:
    """Milliseconds spent so far in scripts, styles and layout."""
    metrics = {m["name"]: m["value"] for m in side.send("Performance.getMetrics")["metrics"]}
    return 1000 * sum(
        metrics[name] for name in ("ScriptDuration", "RecalcStyleDuration", "LayoutDuration")
    )


def _drag(page: Page, *, over: str) -> list[float]:
    """Frame times while one session is carried `over` the middle of the sheet, or to its edges."""
    held, view = page.locator("[data-code=S25]"), page.locator("[data-scroll]")
    held.scroll_into_view_if_needed()
    block, box = held.bounding_box(), view.bounding_box()
    assert block is not None and box is not None
    page.mouse.move(block["x"] + 30, block["y"] + 12)
    if over != "nothing":
        page.mouse.down()
    page.mouse.move(block["x"] + 40, block["y"] + 20)
    page.evaluate(_RECORD)
    left, top, right, bottom = _corners(box, 8 if over == "edges" else 120)
    for x, y in ((right, bottom), (left, bottom), (left, top), (right, top), (left, bottom)):
        page.mouse.move(x, y, steps=30)
    frames: list[float] = page.evaluate("() => { stop_ = true; return frames_; }")
    page.keyboard.press("Escape")
    page.mouse.up()
    return frames[1:]


def _corners(box: Any, inset: int) -> tuple[float, float, float, float]:
    right, bottom = box["x"] + box["width"] - inset, box["y"] + box["height"] - inset
    return box["x"] + inset, box["y"] + inset, right, bottom


def _report(label: str, frames: list[float], own: float) -> None:
    frames.sort()
    p50, p95 = statistics.median(frames), frames[int(len(frames) * 0.95)]
    row = f"  {label:44}{len(frames):6}{p50:8.1f}{p95:7.1f}{frames[-1]:7.1f}{own:8.2f}"
    print(row, flush=True)


if __name__ == "__main__":
    main()
