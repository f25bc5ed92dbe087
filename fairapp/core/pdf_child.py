"""The program that sets texts for another process (`pdf_apart`): python pdf_child.py DESCRIPTOR

It knows WeasyPrint and nothing of the application, ends with whoever has started it, and answers in
the order in which it is asked.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from queue import SimpleQueue
from types import ModuleType
from typing import Any

# The package itself would load the whole application.
_package = ModuleType("fairapp")
_package.__path__ = [str(Path(__file__).resolve().parent.parent)]
sys.modules["fairapp"] = _package

from fairapp.core.pdf_press import Press  # noqa: E402


def main(connection: Connection) -> None:
    """Answer until nobody asks any more."""
    asked: SimpleQueue[tuple[str, Any]] = SimpleQueue()
    threading.Thread(target=_listen, args=(connection, asked), daemon=True).start()
    _warm_up()
    connection.send(("ready", None))
    press = Press()
    while True:
        verb, arguments = asked.get()
        if verb == "begin":
            press = Press()
            continue
        try:
            answer = ("done", _do(press, verb, arguments, connection))
        except Exception as error:
            answer = ("failed", f"{type(error).__name__}: {error}")
        connection.send(answer)


def _do(press: Press, verb: str, arguments: Sequence[Any], connection: Connection) -> Any:
    if verb == "paint":
        return press.paint(*arguments)()
    if verb == "lay_out":
        return press.lay_out(*arguments)
    if verb == "archive":
        return press.archive(arguments[0], lambda pages: connection.send(("laid out", pages)))
    return press.write(tagged=arguments[0])


def _listen(connection: Connection, asked: SimpleQueue[tuple[str, Any]]) -> None:
    """Take in what is asked at once: neither side may wait for the other to read."""
    try:
        while True:
            asked.put(connection.recv())
    except (EOFError, OSError):
        # In the middle of whatever is being set: nobody wants it.
        os._exit(0)


def _warm_up() -> None:
    """What every first document takes longer for: fonts, and WeasyPrint's own declarations."""
    press = Press()
    press.paint("<p id=p0>Fair <b>2026</b></p>")()
    press.lay_out("<p>Fair</p>", {})
    press.write(tagged=True)


if __name__ == "__main__":
    main(Connection(int(sys.argv[1])))
