"""What a poll of the board costs on the first morning, on both engines.

Quiet: nothing has changed, and the page has what there is. Anew: the figures are read again, as
after a scan. The floor is a request of the same session that is told where to work: the scanner's.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable

from werkzeug.test import TestResponse

from benchmarks.crowd import ENGINES
from benchmarks.demonstration import PERSONS, Demonstration, Request, demonstration
from benchmarks.measure import calibrate
from fairapp.core import clock
from fairapp.demo.load import SLUG
from tests.browser.steps import EMAILS

SCALES = (1, 84)
TIMES = 20
BOARD = f"/staff/{SLUG}/"


def main() -> None:
    """Print a table for each engine and size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=int, nargs="+", default=list(SCALES))
    parser.add_argument("--engine", choices=ENGINES, nargs="+", default=list(ENGINES))
    options = parser.parse_args()
    print(f"calibration loop: {calibrate():.0f} ms", flush=True)
    for engine in options.engine:
        for scale in options.scale:
            with demonstration(engine, scale) as fair:
                people = f"{scale * PERSONS:,} people, {fair.scans:,} scans"
                print(f"\n  {f'{people}, {engine}':48}{Request.HEAD}", flush=True)
                measure(fair)


def measure(fair: Demonstration) -> None:
    """Three lines. The clock stands still, so that no minute goes by in between."""
    client, at_gate = fair.signed_in(EMAILS["organiser"]), fair.signed_in(EMAILS["scanner"])
    readings = fair.app.extensions["fairapp_board"]
    with clock.stopped(clock.now()):
        tag = client.get(BOARD).headers["ETag"]
        unchanged = {"If-None-Match": tag}

        def anew() -> TestResponse:
            readings.clear()
            return client.get(BOARD)

        asked: dict[str, tuple[Callable[[], TestResponse], int]] = {
            "floor": (lambda: at_gate.get(BOARD), TIMES),
            "quiet, answered 304": (lambda: client.get(BOARD, headers=unchanged), TIMES),
            "anew": (anew, TIMES // 4),
        }
        for label, (ask, times) in asked.items():
            print(f"  {label:48}{fair.cost(ask, times)}", flush=True)


if __name__ == "__main__":
    main()
