"""The scripts in bin/ can be read by bash, and say what they do without doing it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FIRST_LINE = b"#!/usr/bin/env bash"
IN_BIN = [path for path in (ROOT / "bin").iterdir() if path.is_file()]
SCRIPTS = sorted(path for path in IN_BIN if path.read_bytes().startswith(FIRST_LINE))


@pytest.mark.parametrize("path", [ROOT / ".ci" / "run", *SCRIPTS], ids=lambda path: path.name)
def test_script_is_executable_and_well_formed(path: Path) -> None:
    assert os.access(path, os.X_OK)
    result = subprocess.run(["bash", "-n", path], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (0, "")


def test_help_of_run_starts_nothing() -> None:
    result = subprocess.run(
        [ROOT / "bin" / "run", "--help"], capture_output=True, text=True, check=True, timeout=10
    )
    assert result.stdout.startswith("Start fairapp")
    assert "--empty" in result.stdout


def test_missing_libraries_are_named_in_one_line(tmp_path: Path) -> None:
    """As somebody who may install nothing sees it: the line to type, and exit status 1."""
    fakes = {
        "dpkg-query": "exit 1",
        "apt-get": "echo called apt-get; exit 1",
        "apt-cache": "exit 0",
        "id": "echo 1000",
        "sudo": "exit 1",
    }
    for name, body in fakes.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{body}\n")
        (tmp_path / name).chmod(0o755)
    result = subprocess.run(
        ["bash", "-c", f'. "{ROOT}/bin/setup"; ensure_system run'],
        env={"PATH": f"{tmp_path}:{os.environ['PATH']}", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    lines = [line.strip() for line in result.stderr.splitlines() if "apt-get" in line]
    assert lines == [
        "sudo sh -c 'apt-get update && apt-get install -y --no-install-recommends "
        "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0'"
    ]
