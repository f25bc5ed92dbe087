"""Which Chromium there is, and how it is started."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from tests.services.processes import Missing

# Nothing that reaches for the network, and nothing that asks a person.
CHROMIUM_FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
# First the shell, which is Chromium without windows of its own: to open those, unseen, costs a test
# more than the page that it is about.
PROGRAMS = ("chromium-headless-shell", "chromium", "google-chrome", "google-chrome-stable")
CAMERA_FLAGS = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")


def chromium_path() -> str:
    """Path of a Chromium or Chrome that starts; Missing says why there is none."""
    stub = False
    for name in (os.environ.get("CHROMIUM"), *PROGRAMS):
        path = shutil.which(name) if name else None
        if path is None:
            continue
        # Ubuntu's package only opens a snap, which sees neither containers' nor tests' files.
        if "/snap/" in os.path.realpath(path) or b"/snap/" in Path(path).read_bytes()[:4000]:
            stub = True
            continue
        return path
    if stub:
        raise Missing(
            "Chromium here is Ubuntu's snap, which cannot be driven; install Google Chrome"
        )
    raise Missing("Chromium is not installed")


def chromium_flags(camera: Path | None = None) -> list[str]:
    """Flags for a browser; with `camera`, a .y4m or .mjpeg file is what its camera sees."""
    if camera is None:
        return list(CHROMIUM_FLAGS)
    return [*CHROMIUM_FLAGS, *CAMERA_FLAGS, f"--use-file-for-fake-video-capture={camera}"]
