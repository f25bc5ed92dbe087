"""Processor time and peak memory of a command, and of a running server's processes (Linux)."""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Cost:
    """What a command took: `cpu` and `wall` in seconds, `peak` resident memory in MiB."""

    cpu: float
    wall: float
    peak: float


def calibrate() -> float:
    """Milliseconds of a fixed pure-Python loop (best of three), to compare machines by."""
    best = float("inf")
    for _ in range(3):
        start, total = time.process_time(), 0
        for i in range(2_000_000):
            total += i * i % 7
        best = min(best, time.process_time() - start)
    return best * 1000


def run(command: list[str], env: dict[str, str]) -> Cost:
    """Run `command` to its end, with all it starts; raises when it fails."""
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(command, env=env, stdout=output, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            output.seek(0)
            raise RuntimeError(f"{command} failed:\n{output.read().decode()[-2000:]}")
    return Cost(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024)


def tree_cpu(root: int) -> float:
    """Processor seconds used so far by the process `root` and its descendants."""
    processes = dict(_stat(int(name)) for name in os.listdir("/proc") if name.isdigit())
    processes.pop(0, None)
    seconds, waiting = 0.0, [root]
    while waiting:
        pid = waiting.pop()
        if pid in processes:
            seconds += processes[pid][1] / _TICKS
            waiting += [child for child, (parent, _) in processes.items() if parent == pid]
    return seconds


@dataclass
class Use:
    """What a block took, in this process and in those that it has started: `cpu` and `wall` in
    seconds; `peak` resident memory of the largest process, and the largest sum of what is theirs
    alone or their part of what they share (PSS), in MiB. `looking` is what measuring took.
    """

    cpu: float = 0
    wall: float = 0
    peak: float = 0
    together: float = 0
    looking: float = 0


@contextmanager
def used() -> Iterator[Use]:
    """Measure a block; memory is looked at some times a second."""
    found, over = Use(), threading.Event()

    def look() -> None:
        while not over.wait(0.2):
            sizes = [_memory(pid) for pid in _tree(os.getpid())]
            found.peak = max(found.peak, *(resident for resident, _ in sizes))
            found.together = max(found.together, sum(own for _, own in sizes))
            found.looking = time.thread_time()

    watch = threading.Thread(target=look)
    cpu, wall = tree_cpu(os.getpid()), time.perf_counter()
    watch.start()
    try:
        yield found
    finally:
        found.wall = time.perf_counter() - wall
        over.set()
        watch.join()
        found.cpu = tree_cpu(os.getpid()) - cpu - found.looking


def _tree(root: int) -> list[int]:
    found = [root]
    for pid in found:
        for task in Path(f"/proc/{pid}/task").glob("*/children"):
            with suppress(OSError):
                found += map(int, task.read_text().split())
    return found


def _memory(pid: int) -> tuple[float, float]:
    """Largest resident memory so far, and its part of all now."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
        maps = Path(f"/proc/{pid}/smaps_rollup").read_text()
        return _mebibytes(status, "VmHWM:"), _mebibytes(maps, "Pss:")
    except (OSError, IndexError):
        return 0, 0


def _mebibytes(text: str, key: str) -> float:
    return int(text.split(key)[1].split()[0]) / 1024


def _stat(pid: int) -> tuple[int, tuple[int, int]]:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0, (0, 0)
    return pid, (int(fields[1]), sum(int(field) for field in fields[11:15]))
