"""A phone at a gate: a real browser with a profile of its own, two tabs, and a clock that jumps."""

from __future__ import annotations

import contextlib
import os
import signal
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Error, Page, expect

from tests import services

# The clock of the pages is that of the machine and what this key of theirs says, in milliseconds.
CLOCK = """{
  const Real = Date;
  const shift = () => {
    try { return Number(localStorage.getItem("shift")) || 0; } catch { return 0; }
  };
  globalThis.Date = class extends Real {
    constructor(...parts) { parts.length ? super(...parts) : super(Real.now() + shift()); }
    static now() { return Real.now() + shift(); }
  };
}"""
# What a scanner types, and then the verdict that is painted for it.
_SCAN = """async ([text, isToWait]) => {
  const verdict = document.querySelector("[data-verdict]");
  const before = verdict.dataset.scan;
  const from = Date.now();
  for (const key of [...text, "Enter"])
    document.body.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
  for (let tries = 0; isToWait && tries < 1500; tries += 1) {
    if (!verdict.hidden && verdict.dataset.scan !== before) {
      const { scan: uuid, look } = verdict.dataset;
      verdict.click();
      return { uuid, look, from, to: Date.now() };
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return null;
}"""
SHELL = "/scan/?lang=en"
_GO = "(shift) => localStorage.setItem('shift', String(shift))"


@dataclass(frozen=True)
class Shown:
    """A verdict that was painted: by its scan, with the moments by the phone's clock, in ms."""

    uuid: str
    look: str
    token: str
    start: int
    end: int


@dataclass
class Phone:
    """`playwright` starts it, its profile is `folder`, `url` the server's."""

    playwright: Any
    folder: Path
    url: str
    is_alone: bool = False
    """With one tab."""
    context: BrowserContext = field(init=False)
    tabs: list[Page] = field(default_factory=list)
    at: int = 0

    def start(self, path: str = SHELL, *, wait: bool = True, offline: bool = False) -> None:
        """Open the browser and its tabs; with `wait`, until they can scan."""
        self.context = self.playwright.chromium.launch_persistent_context(
            self.folder,
            executable_path=services.chromium_path(),
            args=services.chromium_flags(),
            viewport={"width": 360, "height": 740},
        )
        self.context.set_default_timeout(60_000)
        self.context.add_init_script(CLOCK)
        self.context.set_offline(offline)
        self.tabs, self.at = [self.context.pages[0]], 0
        if not self.is_alone:
            self.tabs.append(self.context.new_page())
        for tab in self.tabs:
            if not wait:
                tab.goto(self.url + path)
                continue
            self._open(tab, path)
            # From here on the page comes from the phone itself, whatever becomes of the server.
            tab.evaluate("navigator.serviceWorker.ready.then(() => true)")
            path = SHELL

    def open(self, path: str) -> None:
        """Another address in the tab in front."""
        self.tab.goto("about:blank")
        self._open(self.tab, path)

    @property
    def tab(self) -> Page:
        """The one in front."""
        return self.tabs[self.at]

    def turn(self) -> None:
        """The other tab comes to the front."""
        self.at = 1 - self.at
        self.tab.bring_to_front()

    def scan(self, token: str, *, wait: bool = True) -> Shown | None:
        """Hold a badge before it; what was painted, or None when nobody looked."""
        shown = self.tab.evaluate(_SCAN, [f"HTTPS://FAIR.EXAMPLE/B/{token}", wait])
        if shown is None:
            return None
        return Shown(shown["uuid"], shown["look"], token, shown["from"], shown["to"])

    def reload(self) -> None:
        """Load the tab in front anew."""
        self._open(self.tab, SHELL)

    def jump(self, milliseconds: int) -> None:
        """Somebody sets the clock: so far from the machine's."""
        self.tab.evaluate(_GO, milliseconds)

    def close(self) -> None:
        """As one closes a browser."""
        self.context.close()

    def kill(self) -> None:
        """As a battery that falls out closes one."""
        for pid in _processes_of(self.folder):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        with contextlib.suppress(Error):
            self.context.close()

    def empty(self, timeout: float = 120_000) -> None:
        """Wait until nothing waits to be sent."""
        expect(self.tab.locator("[data-waiting]")).to_be_hidden(timeout=timeout)

    def _open(self, tab: Page, path: str) -> None:
        # Until it is kept here, a server that is killed meanwhile leaves half a page.
        for _attempt in range(5):
            with contextlib.suppress(Error, AssertionError):
                tab.goto(self.url + path)
                expect(tab.locator("[data-roster]")).to_be_visible(timeout=45_000)
                return
        raise AssertionError(f"no scanner at {path}")


def _processes_of(folder: Path) -> list[int]:
    """All processes of the browser with this profile."""
    mark = f"--user-data-dir={folder}".encode()
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                if mark in (entry / "cmdline").read_bytes().split(b"\0"):
                    found.append(int(entry.name))
    return found
