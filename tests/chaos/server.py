"""The product behind a bad line: some uploads kill the server, some answers never arrive.

    python -m tests.chaos.server PORT SEED [--amnesia] [--hasty]

A parent holds the socket and the application; a child serves until it is killed, and the next one
takes over. Which upload meets which fault is drawn from the seed. `--amnesia`: a server that knows
no uuid again. `--hasty`: what it hands out is a phone that deletes before the answer. Each of the
two meets at its first scans what it cannot survive: a short trial may draw no other fault.
"""

from __future__ import annotations

import mmap
import os
import random
import re
import signal
import socket
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterable
from dataclasses import replace
from io import BytesIO
from typing import Any

from flask import Flask
from sqlalchemy import event
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from fairapp import create_app
from fairapp.core.db import db

# What becomes of an upload, and how often. The phone's patience is eight seconds.
FAULTS = {
    "none": 60,
    "killed before": 4,
    "killed in the transaction": 5,
    "killed after the commit": 5,
    "killed in the answer": 5,
    "500": 4,
    "500 after the commit": 4,
    "portal": 4,
    "redirect": 4,
    "hung up": 4,
    "slow": 1,
}
SLOW_SECONDS = 9.0
FIRST_WHEN_AMNESIC, FIRST_WHEN_HASTY = "500 after the commit", "500"
# Of a uuid, so that a server that forgets can be told from one that does not.
KNOWN = 32
OUTBOX = "js/scanner/outbox.js"
HONEST = b"const answer = await this._post(batch);"
HASTY = (
    b"await this.#store.settle(batch.map((row) => ({ row, result: { entry: true } })));" + HONEST
)
_UUID = re.compile(rb'"uuid": ?"([0-9a-f-]{36})"')
_fate = threading.local()


class Line:
    """The application as it is reached over this line."""

    def __init__(self, app: Flask, *, seed: int, amnesia: bool, hasty: bool) -> None:
        self.app, self.seed, self.amnesia, self.hasty = app.wsgi_app, seed, amnesia, hasty
        # Shared by all children: how many uploads there were, whether faults are over, and whether
        # the first fault was met.
        self.memory = mmap.mmap(-1, 16)

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        """WSGI."""
        path = environ["PATH_INFO"]
        if path == "/chaos/over":
            self.memory[8] = 1
            return Response("over")(environ, start_response)
        if not path.endswith("/scans"):
            return self.app(environ, start_response)
        body = Request(environ).get_data()
        environ["wsgi.input"] = BytesIO(body)
        _fate.fault = self._draw(has_scans=_UUID.search(body) is not None)
        return self._upload(environ, _fate.fault)(environ, start_response)

    def _draw(self, *, has_scans: bool) -> str:
        turn = int.from_bytes(self.memory[:8])
        self.memory[:8] = (turn + 1).to_bytes(8)
        if self.memory[8]:
            return "none"
        # Empty uploads only say that the phone is there.
        if has_scans and not self.memory[9] and (self.amnesia or self.hasty):
            self.memory[9] = 1
            return FIRST_WHEN_AMNESIC if self.amnesia else FIRST_WHEN_HASTY
        names, weights = zip(*FAULTS.items(), strict=True)
        return random.Random(f"{self.seed} {turn}").choices(names, weights)[0]

    def _upload(self, environ: dict[str, Any], fault: str) -> Any:
        if fault == "killed before":
            die()
        if fault == "500":
            return Response("{}", 500, mimetype="application/json")
        if fault == "portal":
            return Response("<title>Free wifi</title><h1>Welcome</h1>", mimetype="text/html")
        if fault == "redirect":
            return Response("", 302, {"Location": "/login"})
        answer = self._asked(environ)
        if fault == "500 after the commit":
            return Response("{}", 500, mimetype="application/json")
        if fault == "slow":
            time.sleep(SLOW_SECONDS)
        if fault == "hung up":
            environ["werkzeug.socket"].shutdown(socket.SHUT_RDWR)
        if fault == "killed in the answer":
            answer.response = halved(answer.get_data())
        return answer

    def _asked(self, environ: dict[str, Any]) -> Response:
        names: dict[bytes, bytes] = {}
        # Half of an answer is to be read, and uuids in it.
        environ = {k: v for k, v in environ.items() if k != "HTTP_ACCEPT_ENCODING"}
        if self.amnesia:
            environ = self._renamed(environ, names)
        answer = Response.from_app(self.app, environ, buffered=True)
        for new, old in names.items():
            answer.set_data(answer.get_data().replace(new, old))
        return answer

    def _renamed(self, environ: dict[str, Any], names: dict[bytes, bytes]) -> dict[str, Any]:
        """The upload with other uuids, which nobody has seen before."""

        def rename(found: re.Match[bytes]) -> bytes:
            new = found[1][:KNOWN] + uuid.uuid4().hex[: 36 - KNOWN].encode()
            names[new] = found[1]
            return b'"uuid": "' + new + b'"'

        body = _UUID.sub(rename, Request(environ).get_data())
        return {**environ, "wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body))}


def spoil(app: Flask) -> None:
    """Hand out the script of a hasty phone, as if it had been written like that."""
    assets = app.extensions["fairapp_assets"]
    script = assets.get(OUTBOX)
    assert HONEST in script.content, "the phone's outbox has changed: spoil it otherwise"
    assets._cache[OUTBOX] = replace(script, content=script.content.replace(HONEST, HASTY))


def die() -> None:
    """End this process at once."""
    os.kill(os.getpid(), signal.SIGKILL)


def halved(body: bytes) -> Iterable[bytes]:
    """The first half of an answer, then nobody is there."""
    yield body[: len(body) // 2]
    die()


def main(port: int, seed: int, flags: list[str]) -> None:
    """Serve until told to end."""
    app = create_app({"RATELIMIT_ENABLED": False})
    line = Line(app, seed=seed, amnesia="--amnesia" in flags, hasty="--hasty" in flags)
    app.wsgi_app = line  # type: ignore[method-assign]
    with app.app_context():
        _listen()
        if line.hasty:
            spoil(app)
    listener = socket.create_server(("127.0.0.1", port), backlog=64)
    while True:
        child = os.fork()
        if not child:
            # A parent that is gone needs no child.
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            threading.Thread(target=_follow_parent, args=(os.getppid(),), daemon=True).start()
            server = make_server("127.0.0.1", port, app, threaded=True, fd=listener.fileno())
            server.serve_forever()
        os.waitpid(child, 0)


def _listen() -> None:
    @event.listens_for(db.session, "before_commit")
    def before(_session: Any) -> None:
        if getattr(_fate, "fault", "") == "killed in the transaction":
            db.session.flush()
            die()

    @event.listens_for(db.session, "after_commit")
    def after(_session: Any) -> None:
        if getattr(_fate, "fault", "") == "killed after the commit":
            die()


def _follow_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.2)
    os._exit(0)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:])
