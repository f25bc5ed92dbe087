"""Real services for tests, on loopback and free ports: databases, Redis, SMTP, server, Chromium.

Whatever is started here ends with the process that started it: by `close()`, at exit, after
SIGTERM, and by the kernel when the process is killed outright.
"""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Protocol
from urllib.error import URLError
from urllib.request import urlopen

import psycopg
from aiosmtpd.controller import Controller
from flask import Flask
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
START_TIMEOUT = 60.0
_PR_SET_PDEATHSIG = 1


class Missing(Exception):
    """A program that a service needs is not on this machine; the message names it."""


# -- processes ------------------------------------------------------------------------------------

_running: list[Process] = []


class Process:
    """A child process, its output in a log file, ended with its parent."""

    def __init__(
        self,
        command: Sequence[str | Path],
        *,
        log: Path,
        env: Mapping[str, str] | None = None,
        user: str | None = None,
        ending: signal.Signals = signal.SIGTERM,
    ) -> None:
        self.log, self.ending = log, ending
        with log.open("ab") as output:
            self.popen = subprocess.Popen(
                [str(part) for part in command],
                cwd="/" if user else ROOT,
                env=env,
                user=user,
                group=pwd.getpwnam(user).pw_gid if user else None,
                extra_groups=[] if user else None,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                # Its own group: Ctrl-C reaches pytest alone, which then closes in order.
                start_new_session=True,
                preexec_fn=_die_with_parent(ending),
            )
        _running.append(self)

    def wait_until(self, is_ready: Callable[[], bool], what: str) -> None:
        """Poll until it is ready; RuntimeError with the log's end when it ends or stays silent."""
        deadline = time.monotonic() + START_TIMEOUT
        while not is_ready():
            if self.popen.poll() is not None or time.monotonic() > deadline:
                tail = self.log.read_text(errors="replace")[-3000:]
                self.close()
                raise RuntimeError(f"{what} did not start:\n{tail}")
            time.sleep(0.02)

    def close(self) -> None:
        """End it and all that it started; once."""
        if self not in _running:
            return
        _running.remove(self)
        self.popen.send_signal(self.ending)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.popen.wait(timeout=10)
        # Children that outlived it share its group.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.popen.pid, signal.SIGKILL)
        self.popen.wait()


def close_all() -> None:
    """End every process that is still running, the last started first."""
    for process in reversed(list(_running)):
        process.close()


def end_with_the_tests() -> None:
    """Close everything at exit, and let SIGTERM end the tests in order, as Ctrl-C does."""
    atexit.register(close_all)
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.default_int_handler)


def _die_with_parent(ending: signal.Signals) -> Callable[[], None] | None:
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None).prctl  # looked up before the fork
    return lambda: prctl(_PR_SET_PDEATHSIG, int(ending))


def free_port() -> int:
    """A TCP port on loopback that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def accepts(port: int) -> bool:
    """Whether something listens on that port of loopback."""
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


# -- databases ------------------------------------------------------------------------------------


class Databases(Protocol):
    """Makes databases of one engine; addresses are SQLAlchemy's."""

    def create(self, name: str, *, template: str | None = None) -> str:
        """Make an empty database, or a copy of the one at the address `template`."""

    def drop(self, url: str) -> None:
        """Remove it, whoever is connected."""


class SqliteDatabases:
    """Files in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def create(self, name: str, *, template: str | None = None) -> str:
        """An absent file is an empty database."""
        path = self.folder / f"{name}.db"
        self.drop(f"sqlite:///{path}")
        if template is not None:
            shutil.copyfile(sqlite_path(template), path)
        return f"sqlite:///{path}"

    def drop(self, url: str) -> None:
        """Remove the file and what belongs to it."""
        for suffix in ("", "-wal", "-shm"):
            Path(f"{sqlite_path(url)}{suffix}").unlink(missing_ok=True)


def sqlite_path(url: str) -> Path:
    """The file behind `sqlite:///…`."""
    return Path(url.removeprefix("sqlite:///"))


class PostgresDatabases:
    """Databases of one server, whose address (without a database) is `base`."""

    def __init__(self, base: str) -> None:
        self.base = base

    def create(self, name: str, *, template: str | None = None) -> str:
        """A copy is made of files, which is quick with fsync off."""
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
        if template is None:
            self._run("CREATE DATABASE {} TEMPLATE template0", name)
        else:
            source = template.rsplit("/", 1)[1]
            self._run("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, source)
        return f"{self.base.replace('postgresql://', 'postgresql+psycopg://')}/{name}"

    def drop(self, url: str) -> None:
        """Remove it, whoever is connected."""
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", url.rsplit("/", 1)[1])

    def _run(self, statement: str, *names: str) -> None:
        with psycopg.connect(f"{self.base}/postgres", autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


class PostgresServer:
    """A throw-away PostgreSQL: trusts loopback, forgets everything, never waits for the disk."""

    _SETTINGS = (
        "fsync=off",
        "synchronous_commit=off",
        "full_page_writes=off",
        "wal_level=minimal",
        "max_wal_senders=0",
        "max_connections=80",
        "autovacuum_naptime=1h",
        "listen_addresses=127.0.0.1",
        "unix_socket_directories=",
    )

    def __init__(self) -> None:
        programs = postgres_programs()
        # PostgreSQL refuses to run as root.
        user = ("postgres" if _user_exists("postgres") else "nobody") if os.getuid() == 0 else None
        _remove_left_behind()
        self.folder = Path(tempfile.mkdtemp(prefix=f"fairapp-pg-{os.getpid()}-"))
        if user:
            shutil.chown(self.folder, user)
        data, port = self.folder / "data", free_port()
        self._initialise(programs, data, user)
        settings = [part for setting in self._SETTINGS for part in ("-c", setting)]
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


# -- Redis ----------------------------------------------------------------------------------------


class RedisServer:
    """A Redis that keeps nothing on disk; `url` is its address."""

    def __init__(self, folder: Path) -> None:
        program = shutil.which("redis-server")
        if program is None:
            raise Missing("redis-server is not installed")
        port = free_port()
        self.process = Process(
            [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder],
            log=folder / "redis.log",
        )
        self.url = f"redis://127.0.0.1:{port}/0"
        self.process.wait_until(lambda: accepts(port), "Redis")

    def close(self) -> None:
        """Stop it."""
        self.process.close()


# -- SMTP -----------------------------------------------------------------------------------------


class MailSink:
    """An SMTP server on loopback that keeps what it is given, in `messages`."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self._refusal: str | None = None
        self._controller = Controller(self, hostname="127.0.0.1", port=free_port())
        self._controller.start()

    @property
    def url(self) -> str:
        """Value for SMTP_URL."""
        return f"smtp://127.0.0.1:{self._controller.port}"

    @contextlib.contextmanager
    def refusing(self, answer: str = "451 try again later") -> Iterator[None]:
        """Answer so to every message."""
        self._refusal = answer
        try:
            yield
        finally:
            self._refusal = None

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        """Called by aiosmtpd for each message."""
        if self._refusal is not None:
            return self._refusal
        message = message_from_bytes(envelope.content, policy=policy.default)
        message["X-Recipients"] = ", ".join(envelope.rcpt_tos)
        self.messages.append(message)
        return "250 kept"

    def close(self) -> None:
        """Stop it."""
        self._controller.stop()


# -- the application in processes of its own ------------------------------------------------------


class LiveServer:
    """The product as it runs at a fair: granian and, after `start_worker()`, the worker.

    It shares the database, files and key of `app`; `environment` is whatever else config.py reads.
    """

    def __init__(self, app: Flask, folder: Path, environment: Mapping[str, str]) -> None:
        self.app, self.folder = app, folder
        self.environment = {
            "DATABASE_URL": str(app.config["SQLALCHEMY_DATABASE_URI"]),
            "DATA_DIR": str(app.config["DATA_DIR"]),
            "SECRET_KEY": str(app.config["SECRET_KEY"]),
            **environment,
        }
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._worker: Process | None = None
        self._web = self._start_web()

    def start_worker(self) -> None:
        """Start what carries out jobs and sends messages; once."""
        if self._worker is None:
            self._worker = self._start("worker", "flask", "--app", "wsgi", "worker")

    def kill(self) -> None:
        """End the web server at once, in the middle of whatever it does."""
        self._web.ending = signal.SIGKILL
        self._web.close()

    def restart(self) -> None:
        """Start the web server again, on the same port."""
        self._web.close()
        self._web = self._start_web()

    def log(self) -> str:
        """The last of what web server and worker have said."""
        files = (self.folder / f"{name}.log" for name in ("web", "worker"))
        return "\n".join(f.read_text(errors="replace")[-5000:] for f in files if f.exists())

    def close(self) -> None:
        """Stop both."""
        self._web.close()
        if self._worker is not None:
            self._worker.close()

    def _start_web(self) -> Process:
        process = self._start(
            "web",
            *("granian", "--interface", "wsgi", "--no-ws", "--http", "1", "--log-level", "warning"),
            *("--host", "127.0.0.1", "--port", str(self.port), "--workers", "1"),
            *("--blocking-threads", "4", "wsgi:app"),
        )
        process.wait_until(self.is_up, "the web server")
        return process

    def _start(self, name: str, *command: str) -> Process:
        return Process(
            [sys.executable, "-m", *command],
            log=self.folder / f"{name}.log",
            env={**os.environ, **self.environment},
        )

    def is_up(self) -> bool:
        """Whether it answers and reaches its database."""
        try:
            with urlopen(f"{self.url}/healthz", timeout=2) as answer:
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False


# -- Chromium -------------------------------------------------------------------------------------

# Nothing that reaches for the network, and nothing that asks a person.
CHROMIUM_FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
CAMERA_FLAGS = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")


def chromium_path() -> str:
    """Path of a Chromium or Chrome that starts; Missing says why there is none."""
    stub = False
    for name in (os.environ.get("CHROMIUM"), "chromium", "google-chrome", "google-chrome-stable"):
        path = shutil.which(name) if name else None
        if path is None:
            continue
        # Ubuntu's package only opens a snap, which sees neither containers' nor tests' files.
        if "/snap/" in os.path.realpath(path) or b"/snap/" in Path(path).read_bytes()[:4000]:
            stub = True
            continue
        return path
    if stub:
        raise Missing(
            "Chromium here is Ubuntu's snap, which cannot be driven; install Google Chrome"
        )
    raise Missing("Chromium is not installed")


def chromium_flags(camera: Path | None = None) -> list[str]:
    """Flags for a browser; with `camera`, a .y4m or .mjpeg file is what its camera sees."""
    if camera is None:
        return list(CHROMIUM_FLAGS)
    return [*CHROMIUM_FLAGS, *CAMERA_FLAGS, f"--use-file-for-fake-video-capture={camera}"]
