"""The figures of `bin/bench`: one fair of 400 people and one of 4,000, on this machine, now.

Processor seconds hold within a few per cent on a busy machine; wall times do not.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

from benchmarks import attendance, badges, checkin, form, lists, printing, programme, registration
from benchmarks import report as attendance_report
from benchmarks.measure import Cost, calibrate, run

EVENT = "journees-2026"
FLASK = [sys.executable, "-m", "flask", "--app", "wsgi"]


def main() -> None:
    """Measure and print a table for each size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=int, nargs="+", default=[1, 10], metavar="N")
    scales = parser.parse_args().scale
    print(f"calibration loop: {calibrate():.0f} ms", flush=True)
    for scale in scales:
        with tempfile.TemporaryDirectory(prefix="fairapp-bench-") as folder:
            measure(scale, Path(folder))
    print("\nattendance list alone, people drawn anew")
    attendance.measure([400 * scale for scale in scales])
    badges.measure([1, *(400 * scale for scale in scales)])
    checkin.measure()


def measure(scale: int, folder: Path) -> None:
    """All measurements on a demonstration fair of 400 × `scale` participants."""
    env = {**os.environ, "DATA_DIR": str(folder), "DATABASE_URL": "", "QUEUE_URL": ""}
    run([*FLASK, "db", "upgrade"], env)
    print(f"\n{400 * scale:,} participants ({478 * scale:,} persons)")
    print(f"  {'':34}{'CPU s':>8}{'wall s':>8}{'peak MiB':>10}{'file KiB':>10}")
    idle = run([*FLASK, "--help"], env)
    report("start of a command, for comparison", idle)
    report("demonstration load", run([*FLASK, "demo", "load", "--scale", str(scale)], env))
    for layout in ("a6x4", "a7x8"):
        pdf = folder / f"{layout}.pdf"
        sheet = [*FLASK, "badges", "sheet", EVENT, "--layout", layout, "--output", str(pdf)]
        report(f"badge sheets {layout}", run(sheet, env), pdf)
    pdf = folder / "list.pdf"
    listing = [*FLASK, "report", "attendance-list", EVENT, "--day", "1", "--output", str(pdf)]
    report("attendance list, day 1", run(listing, env), pdf)
    report("summary", run([*FLASK, "report", "summary", EVENT, "--format", "json"], env))
    attendance_report.measure(env, EVENT, folder, report)
    lists.measure(env, EVENT, report)
    search = [sys.executable, "-m", "benchmarks.duplicates", EVENT]
    report("search for duplicates", run(search, env))
    programme.measure(env, EVENT)
    if scale == 1:  # a programme has as many sessions for ten times as many people
        printing.measure(env, FLASK, EVENT, folder, report)
    registration.measure(env, EVENT)
    form.measure(env, EVENT)


def report(label: str, cost: Cost, file: Path | None = None) -> None:
    """One line of the table."""
    size = f"{file.stat().st_size / 1024:10,.0f}" if file else ""
    print(f"  {label:34}{cost.cpu:8.2f}{cost.wall:8.2f}{cost.peak:10.0f}{size}", flush=True)


if __name__ == "__main__":
    main()
