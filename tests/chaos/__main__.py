"""Scans at a gate where everything fails: `python -m tests.chaos --seeds 5 --scans 600`."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from tests import services
from tests.chaos import trial
from tests.chaos.phone import Phone


def main() -> int:
    """A line for each seed; exit status 1 when a scan was lost, doubled or altered."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=5, metavar="N")
    parser.add_argument("--first", type=int, default=1, metavar="SEED")
    parser.add_argument("--scans", type=int, default=600, metavar="N", help="of each seed")
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--amnesia", action="store_true", help="a server that knows no uuid again")
    parser.add_argument("--hasty", action="store_true", help="a phone that deletes too early")
    chosen = parser.parse_args()
    flags = [f"--{name}" for name in ("amnesia", "hasty") if getattr(chosen, name)]
    is_clean = True
    with sync_playwright() as playwright:
        for seed in range(chosen.first, chosen.first + chosen.seeds):
            started = time.monotonic()
            with tempfile.TemporaryDirectory(prefix="fairapp-chaos-") as folder:
                databases = _databases(chosen.engine, Path(folder))
                count = _try(playwright, Path(folder), databases, seed, chosen.scans, flags)
            is_clean = is_clean and count.is_clean
            print(f"seed {seed}: {count} in {time.monotonic() - started:.0f} s", flush=True)
    return 0 if is_clean else 1


def _databases(engine: str, folder: Path) -> services.Databases:
    if engine == "postgresql":
        return services.PostgresDatabases(services.PostgresServer().url)
    return services.SqliteDatabases(folder)


def _try(
    playwright: Any,
    folder: Path,
    databases: services.Databases,
    seed: int,
    scans: int,
    flags: list[str],
) -> trial.Count:
    environment = {
        "DATABASE_URL": databases.create(f"chaos{seed}"),
        "DATA_DIR": str(folder),
        "SECRET_KEY": "only for a trial, long and of many characters",
        "QUEUE_URL": "",
    }
    os.environ.update(environment)
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "db", "upgrade"]
    subprocess.run(command, check=True, capture_output=True)
    from fairapp import create_app
    from fairapp.core.db import db
    from tests.chaos.setting import prepare

    with create_app().app_context():
        tokens, path = prepare(db.session, slug="chaos")
        server, url = trial.serve(environment, folder, seed, *flags)
        try:
            phone = Phone(playwright, folder / "profile", url)
            return trial.run(phone, path, tokens, scans=scans, seed=seed)
        except BaseException:
            print((folder / "chaos.log").read_text()[-6000:], file=sys.stderr)
            raise
        finally:
            server.close()
            db.session.remove()
            db.engine.dispose()


if __name__ == "__main__":
    sys.exit(main())
