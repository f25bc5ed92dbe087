"""Real services for tests, on loopback and free ports: databases, Redis, SMTP, server, Chromium.

Whatever is started here ends with the process that started it: by `close()`, at exit, after
SIGTERM, and by the kernel when the process is killed outright.
"""

from tests.services.chromium import chromium_flags, chromium_path
from tests.services.databases import Databases, PostgresDatabases, SqliteDatabases, sqlite_path
from tests.services.live import LiveServer
from tests.services.mail import MailSink
from tests.services.postgres import PostgresServer
from tests.services.processes import (
    ROOT,
    START_TIMEOUT,
    Missing,
    Process,
    accepts,
    close_all,
    end_with_the_tests,
    free_port,
)
from tests.services.redis import RedisServer

__all__ = [
    "ROOT",
    "START_TIMEOUT",
    "Databases",
    "LiveServer",
    "MailSink",
    "Missing",
    "PostgresDatabases",
    "PostgresServer",
    "Process",
    "RedisServer",
    "SqliteDatabases",
    "accepts",
    "chromium_flags",
    "chromium_path",
    "close_all",
    "end_with_the_tests",
    "free_port",
    "sqlite_path",
]
