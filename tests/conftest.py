"""What tests stand on: a real database of either engine, real servers, a real browser.

    pytest                          SQLite
    pytest --engine postgresql      what uses a database, on a PostgreSQL that is started for it;
                                    of what is in a browser only what is marked `both_engines`

In-process tests take `client`, or `db_session` to call actions directly; both begin with an empty,
migrated database and a clock stopped at `NOW`. Tests that only look take `demo_client`: the
demonstration fair, loaded once per run and copied for each test file, on the morning `DEMO_NOW`.
Browser tests take `live_server` or `demo_server`, which run on the same databases as `app` and
`demo_app`, and a page. What a test writes reaches a server in another process once it is committed.
`login` and `sign_in` sign a client and a page in.
"""

from __future__ import annotations

import os
from collections.abc import Generator
from typing import Any

import hypothesis
import pytest

from tests import services
from tests.fixtures.application import DEMO_NOW, NOW, Client
from tests.fixtures.apps import MakeApp
from tests.fixtures.browsers import OpenPage
from tests.fixtures.databases import POSTGRES_URL
from tests.fixtures.people import Login, SignIn

__all__ = ["DEMO_NOW", "NOW", "Client", "Login", "MakeApp", "OpenPage", "SignIn"]

# On a busy machine an example may take its time: what is tested is what comes out.
hypothesis.settings.register_profile("fair", deadline=None)
hypothesis.settings.load_profile("fair")

pytest_plugins = [
    "tests.fixtures.databases",
    "tests.fixtures.apps",
    "tests.fixtures.people",
    "tests.fixtures.servers",
    "tests.fixtures.browsers",
]

# A developer's own settings are not the tests'.
for _name in (
    *("DATABASE_URL", "DATA_DIR", "FAIR_NOW", "LIMITER_URL", "MAIL_FROM", "PUBLIC_URL"),
    *("QUEUE_URL", "SECRET_KEY", "SMS_URL", "SMTP_URL", "TRUSTED_PROXIES"),
):
    os.environ.pop(_name, None)

_POSTGRES = pytest.StashKey[services.PostgresServer]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    parser.addoption("--no-skips", action="store_true", help="fail when a test was skipped")


def pytest_configure(config: pytest.Config) -> None:
    services.end_with_the_tests()
    is_worker = hasattr(config, "workerinput")
    if (
        config.getoption("engine") == "postgresql"
        and not is_worker
        and not config.option.collectonly
    ):
        # One server for all workers, which find it in their environment.
        try:
            server = services.PostgresServer()
        except services.Missing as missing:
            raise pytest.UsageError(str(missing)) from missing
        config.stash[_POSTGRES] = server
        os.environ[POSTGRES_URL] = server.url


def pytest_unconfigure(config: pytest.Config) -> None:
    server = config.stash.get(_POSTGRES, None)
    if server is not None:
        server.close()
        os.environ.pop(POSTGRES_URL, None)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    _leave_out_what_is_not_for_the_engine(config, items)
    for item in items:
        if item.get_closest_marker("browser"):
            # A browser beside others may be late where nothing is wrong. Once more, and by name in
            # the summary; what fails twice is wrong.
            item.add_marker(pytest.mark.flaky(reruns=1))
    # The slowest files first, for no worker to begin one when the others are done.
    slow = {item.path for item in items if item.get_closest_marker("browser")}
    items.sort(key=lambda item: item.path not in slow)


def _leave_out_what_is_not_for_the_engine(config: pytest.Config, items: list[pytest.Item]) -> None:
    engine = config.getoption("engine")
    left_out = [item for item in items if not _is_for(engine, item)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


def _is_for(engine: str, item: pytest.Item) -> bool:
    if only := item.get_closest_marker("only_on"):
        return bool(only.args[0] == engine)
    return engine == "sqlite" or not _is_shown_already(item)


def _is_shown_already(item: pytest.Item) -> bool:
    """Whether the run on SQLite has said of it all there is to say."""
    # All that reaches a database stands on the fixture that makes them. Rules, papers without
    # rows and the like do the same thing under either name of an engine.
    if "databases" not in getattr(item, "fixturenames", ("databases",)):
        return True
    # What pages look like and do in a browser.
    return bool(item.get_closest_marker("browser")) and not item.get_closest_marker("both_engines")


def pytest_report_header(config: pytest.Config) -> str:
    return f"engine: {config.getoption('engine')}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, Any, Any]:
    """A test that fails on a server shows what the server said."""
    report = yield
    if report.failed:
        for value in getattr(item, "funcargs", {}).values():
            if isinstance(value, services.LiveServer):
                report.sections.append(("server", value.log()))
    return report


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    if session.config.getoption("no_skips") and _skipped(session.config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    if config.getoption("no_skips") and (count := _skipped(config)):
        terminalreporter.write_line(
            f"ERROR: {count} skipped, and nothing may be skipped on this machine", red=True
        )


def _skipped(config: pytest.Config) -> int:
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    return len(reporter.stats.get("skipped", ())) if reporter else 0
