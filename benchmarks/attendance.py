"""The attendance list of a day as PDF/A with its rows inside: what it costs after imports.

    python -m benchmarks.attendance                  400, 4,000 and 40,000 people
    python -m benchmarks.attendance --size 1000      or any other number

Everybody is drawn anew from the demonstration: given names, family names, organisations, functions
and places apart, telephone numbers and addresses of their own. Reading the scans is left out: they
are in `bin/bench`.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from tempfile import TemporaryDirectory

from flask_babel import force_locale
from flask_migrate import upgrade

from benchmarks.badges import SLUG, app_of, warm_up
from benchmarks.measure import calibrate, used
from fairapp.reports.attendance.listing import AttendanceList, Grouping, Shape, arrange
from fairapp.reports.attendance.people import Attendee
from fairapp.reports.documents.evidence import Evidence

EVIDENCE = Evidence(
    number="4KX7M2QP9DAB",
    data_at=datetime(2026, 12, 2, 17, 5, tzinfo=UTC),
    scans=4834,
    scans_digest="0" * 64,
    address="https://fair.example.org/check/4KX7-M2QP-9DAB",
)
HEAD = f"{'people':>8}{'CPU s':>8}{'wall s':>8}{'peak MiB':>10}{'together':>10}{'file KiB':>10}"


def main() -> None:
    """Measure each size in a process of its own, then print a line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, nargs="+", default=[400, 4000, 40000])
    parser.add_argument("--alone", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.alone:
        print(_alone(options.size[0], options.alone), flush=True)
        return
    print(f"calibration loop: {calibrate():.0f} ms", flush=True)
    measure(options.size)


def measure(sizes: Sequence[int]) -> None:
    """The table. `peak` is the memory of the largest process, `together` that of all."""
    print(HEAD, flush=True)
    with TemporaryDirectory(prefix="fairapp-bench-") as folder:
        _load(folder)
        for size in sizes:
            command = [sys.executable, "-m", "benchmarks.attendance", "--alone", folder]
            line = subprocess.run(
                [*command, "--size", str(size)], check=True, capture_output=True, text=True
            )
            print(line.stdout.splitlines()[-1], flush=True)


def _load(folder: str) -> None:
    from fairapp.demo.load import load

    with app_of(folder).app_context():
        upgrade()
        load()


def _alone(size: int, folder: str) -> str:
    with app_of(folder).app_context(), force_locale("fr"):
        from fairapp.reports.attendance import files

        listed = _listed(size)
        warm_up(size)
        with used() as use:
            made = files.make(listed, EVIDENCE, "pdf")
    line = f"{size:8,}{use.cpu:8.2f}{use.wall:8.2f}{use.peak:10.0f}{use.together:10.0f}"
    return f"{line}{len(made.content) / 1024:10,.0f}"


def _listed(size: int) -> AttendanceList:
    from fairapp.events.context import find_event
    from fairapp.reports.attendance.queries import attendees
    from fairapp.reports.attendance.scope import Scope

    event = find_event(SLUG)
    if event is None:
        raise RuntimeError(f"no {SLUG}")
    scope = Scope(event.days[0])
    people = sorted(_drawn(attendees(event, scope), size), key=lambda person: person.sort_key)
    groups = tuple(arrange(people, Grouping.CATEGORY))
    return AttendanceList(event, scope, Shape(contacts=True), groups)


def _drawn(known: Sequence[Attendee], size: int) -> list[Attendee]:
    draw = random.Random(size)
    found = []
    for number in range(size):
        one, two, three, four = draw.choices(known, k=4)
        found.append(
            replace(
                one,
                family_name=two.family_name,
                organisation=three.organisation,
                position=three.position,
                region=four.region,
                locality=four.locality,
                reference=f"{number:06}",
                phone=f"63{draw.randrange(10)} {draw.randrange(100):02} 12 {number % 100:02}",
                email=one.email and f"p{number}@example.org",
            )
        )
    return found


if __name__ == "__main__":
    main()
