"""A relay before a server that counts what goes to the browser, whoever in it has asked."""

from __future__ import annotations

import contextlib
import socket
import socketserver
import threading
from types import TracebackType


class Relay(socketserver.ThreadingTCPServer):
    """`url` leads to the server at `port` of loopback; `received` is what has come, in bytes."""

    daemon_threads = True

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", 0), _Connection)
        self.port, self.received = port, 0
        self.url = f"http://127.0.0.1:{self.server_address[1]}"

    def __enter__(self) -> Relay:
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.shutdown()
        self.server_close()


class _Connection(socketserver.BaseRequestHandler):
    server: Relay
    request: socket.socket

    def handle(self) -> None:
        with socket.create_connection(("127.0.0.1", self.server.port)) as upstream:
            asking = threading.Thread(target=self._ask, args=(upstream,), daemon=True)
            asking.start()
            with contextlib.suppress(OSError):
                while data := upstream.recv(65536):
                    self.server.received += len(data)
                    self.request.sendall(data)
            _hang_up(self.request)
            asking.join()

    def _ask(self, upstream: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := self.request.recv(65536):
                upstream.sendall(data)
        _hang_up(upstream)


def _hang_up(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
