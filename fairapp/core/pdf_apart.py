"""A press in a process of its own: one core sets texts while the other puts pages together.

The texts of a document go to one press, in their order: set by two, each would set what the other
has set already, and two sets of fonts would have to be made one (docs/decisions/0033). So the file
is the same, byte by byte, wherever its texts were set.
"""

from __future__ import annotations

import atexit
import logging
import math
import os
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import Pipe
from pathlib import Path
from typing import Any

from fairapp.core.pdf_press import Archive, Painted, Press
from fairapp.core.tasks import InterruptedWorkError

log = logging.getLogger(__name__)

WORTH_IT = 100
"""From so many people or badges on, a document is worth a process of its own."""

_PROGRAM = Path(__file__).with_name("pdf_child.py")
# MiB. One takes some 70, and grows by a few with each kind of document; what C libraries keep is
# given back by its end.
_ENOUGH_MEMORY, _TOO_LARGE = 400, 180

_idle: list[_Child] = []
_idle_lock = threading.Lock()
_is_possible = True


def press_for(size: int) -> Press:
    """A press for a document about `size` people: apart if that is worth it and can be had."""
    if size < WORTH_IT or not _is_possible or not _has_room():
        return Press()
    with _idle_lock:
        child = _idle.pop() if _idle else None
    try:
        return _Apart(child if child is not None and child.is_alive else _Child())
    except OSError:
        log.warning("no process can be started; documents are made in this one", exc_info=True)
        return Press()


class _Child:
    """The process, and the line to it."""

    def __init__(self) -> None:
        self.line, theirs = Pipe()
        with theirs:
            # Its own session: Ctrl-C is for us, who then end it.
            self._process = subprocess.Popen(  # noqa: S603 # nosec B603 - our own
                [sys.executable, "-P", str(_PROGRAM), str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        self._is_ready = False

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    @property
    def memory(self) -> float:
        """MiB that it takes; none where the system does not say."""
        try:
            said = Path(f"/proc/{self._process.pid}/statm").read_text()
        except OSError:
            return 0
        return int(said.split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20

    def send(self, verb: str, arguments: object) -> None:
        try:
            self.line.send((verb, arguments))
        except OSError as error:
            raise self._lost() from error

    def answer(self, laid_out: Callable[[int], None] | None = None) -> Any:
        """The answer to the oldest question that has had none; `laid_out` hears of pages."""
        while True:
            kind, said = self._heard()
            if kind == "ready":
                self._is_ready = True
            elif kind == "laid out":
                if laid_out is not None:
                    laid_out(said)
            elif kind == "failed":
                raise RuntimeError(said)
            else:
                return said

    def end(self) -> None:
        self.line.close()
        self._process.kill()
        self._process.wait()

    def _heard(self) -> tuple[str, Any]:
        try:
            heard: tuple[str, Any] = self.line.recv()
        except (EOFError, OSError) as error:
            raise self._lost() from error
        return heard

    def _lost(self) -> InterruptedWorkError:
        global _is_possible
        # One that cannot even begin will not do so the next time.
        _is_possible = _is_possible and self._is_ready
        return InterruptedWorkError("the process that sets texts has ended")


@dataclass(slots=True)
class _Answer:
    said: Any = None
    is_there: bool = False


class _Apart(Press):
    """A press that is asked, and answers later."""

    def __init__(self, child: _Child) -> None:
        self._child = child
        self._waiting: deque[_Answer] = deque()
        child.send("begin", None)

    def paint(self, markup: str) -> Callable[[], list[Painted]]:
        return self._ask("paint", (markup,))

    def lay_out(self, markup: str, images: Mapping[str, bytes]) -> None:
        self._ask("lay_out", (markup, dict(images)))

    def write(self, *, tagged: bool) -> bytes:
        written: bytes = self._ask("write", (tagged,))()
        return written

    def archive(self, whole: Archive, laid_out: Callable[[int], None] | None) -> bytes:
        """The one question of its document."""
        self._child.send("archive", (_carried(whole),))
        self._waiting.append(_Answer())
        written: bytes = self._child.answer(laid_out)
        self._waiting.clear()
        return written

    def close(self) -> None:
        """Keep the process for the next document, unless this one was given up."""
        is_well = not self._waiting and self._child.is_alive and self._child.memory < _TOO_LARGE
        with _idle_lock:
            if is_well and not _idle:
                _idle.append(self._child)
                return
        self._child.end()

    def _ask(self, verb: str, arguments: tuple[object, ...]) -> Callable[[], Any]:
        self._child.send(verb, arguments)
        answer = _Answer()
        self._waiting.append(answer)
        return lambda: self._get(answer)

    def _get(self, answer: _Answer) -> Any:
        """Answers come in the order of the questions."""
        while not answer.is_there:
            first = self._waiting[0]
            first.said, first.is_there = self._child.answer(), True
            self._waiting.popleft()
        return answer.said


def _carried(whole: Archive) -> Archive:
    """With the contents of its files, which only this process can make."""
    files = [replace(file, content=partial(bytes, file.content())) for file in whole.attachments]
    return replace(whole, attachments=files)


def _has_room() -> bool:
    """Whether there are a second core and memory."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return (cores or 1) > 1 and _available() > _ENOUGH_MEMORY


def _available() -> float:
    """MiB that the machine can give; enough where it does not say."""
    try:
        said = Path("/proc/meminfo").read_text()
        return int(said.split("MemAvailable:")[1].split()[0]) / 1024
    except (OSError, IndexError):
        return math.inf


def close() -> None:
    """End the process that waits for the next document."""
    with _idle_lock:
        while _idle:
            _idle.pop().end()


atexit.register(close)
