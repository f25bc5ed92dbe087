"""A PostgreSQL server for the length of the tests."""

from __future__ import annotations

import atexit
import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

import psycopg

from tests.services.processes import Missing, Process, free_port


class PostgresServer:
    """A throw-away PostgreSQL: trusts loopback, forgets everything, never waits for the disk.

    With `is_durable` it does wait, as one in service.
    """

    _FORGETFUL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
    _SETTINGS = (
        "wal_level=minimal",
        "max_wal_senders=0",
        "max_connections=80",
        "autovacuum_naptime=1h",
        "listen_addresses=127.0.0.1",
        "unix_socket_directories=",
    )

    def __init__(self, *, is_durable: bool = False) -> None:
        programs = postgres_programs()
        # PostgreSQL refuses to run as root.
        user = ("postgres" if _user_exists("postgres") else "nobody") if os.getuid() == 0 else None
        _remove_left_behind()
        self.folder = Path(tempfile.mkdtemp(prefix=f"fairapp-pg-{os.getpid()}-"))
        if user:
            shutil.chown(self.folder, user)
        data, port = self.folder / "data", free_port()
        self._initialise(programs, data, user)
        chosen = self._SETTINGS if is_durable else (*self._FORGETFUL, *self._SETTINGS)
        settings = [part for setting in chosen for part in ("-c", setting)]
        self.process = Process(
            [programs / "postgres", "-D", data, "-p", str(port), *settings],
            log=self.folder / "log",
            user=user,
            env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"},
            ending=signal.SIGQUIT,  # at once, without a check-point
        )
        self.url = f"postgresql://fair@127.0.0.1:{port}"
        self.process.wait_until(self._answers, "PostgreSQL")
        atexit.register(self.close)

    def close(self) -> None:
        """Stop it and remove its files."""
        self.process.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _answers(self) -> bool:
        try:
            psycopg.connect(f"{self.url}/postgres", connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    @staticmethod
    def _initialise(programs: Path, data: Path, user: str | None) -> None:
        command = [str(programs / "initdb"), "-D", str(data), "-U", "fair", "--auth=trust"]
        result = subprocess.run(
            [*command, "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"],
            user=user,
            group=pwd.getpwnam(user).pw_gid if user else None,
            extra_groups=[] if user else None,
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
        )
        if result.returncode:
            raise RuntimeError(f"initdb failed:\n{result.stdout}\n{result.stderr}")


def postgres_programs() -> Path:
    """Folder of initdb and postgres, the newest there is; Debian keeps them off the PATH."""
    versions = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda path: float(path.parent.parent.name),
    )
    found = versions[-1] if versions else shutil.which("initdb")
    if found is None:
        raise Missing("PostgreSQL (initdb) is not installed")
    return Path(found).parent


def _user_exists(name: str) -> bool:
    with contextlib.suppress(KeyError):
        return bool(pwd.getpwnam(name))
    return False


def _remove_left_behind() -> None:
    """Folders of servers whose tests were killed before they could clean up."""
    for folder in Path(tempfile.gettempdir()).glob("fairapp-pg-*"):
        owner = folder.name.split("-")[2]
        if not Path("/proc", owner).exists() and sys.platform.startswith("linux"):
            shutil.rmtree(folder, ignore_errors=True)
