"""What a poll of the board costs on the first morning, on both engines.

Quiet: nothing has changed, and the page has what there is. Anew: the figures are read again, as
after a scan. The floor is a request of the same session that is told where to work: the scanner's.
"""

from __future__ import annotations

from collections.abc import Callable

from werkzeug.test import TestResponse

from benchmarks.demonstration import Demonstration, main
from fairapp.core import clock
from fairapp.demo.load import SLUG
from tests.browser.steps import EMAILS

SCALES = (1, 84)
TIMES = 20
BOARD = f"/staff/{SLUG}/"


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
    main(__doc__, measure, scales=SCALES, width=48)
