"""Processor time and peak memory of a command, and of a running server's processes (Linux)."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
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


def _stat(pid: int) -> tuple[int, tuple[int, int]]:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0, (0, 0)
    return pid, (int(fields[1]), sum(int(field) for field in fields[11:15]))
