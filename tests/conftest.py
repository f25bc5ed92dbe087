"""What tests stand on: a real database of either engine, real servers, a real browser.

    pytest                          SQLite
    pytest --engine postgresql      the same tests on a PostgreSQL that is started for them

In-process tests take `client`, or `db_session` to call actions directly; both begin with an empty,
migrated database and a clock stopped at `NOW`. Tests that only look take `demo_client`: the
demonstration fair, loaded once per run and copied for each test file, on the morning `DEMO_NOW`.
Browser tests take `live_server` or `demo_server`, which run on the same databases as `app` and
`demo_app`, and a page. What a test writes reaches a server in another process once it is committed.
`login` and `sign_in` sign a client and a page in.
"""

from __future__ import annotations

import contextlib
import contextvars
import fcntl
import os
import shutil
from collections.abc import Callable, Generator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import pytest
from flask import Flask, has_app_context
from flask.testing import FlaskClient
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright
from sqlalchemy import text
from sqlalchemy.orm import Session, scoped_session
from werkzeug.test import TestResponse

from tests import services

# A developer's own settings are not the tests'.
for _name in (
    *("DATABASE_URL", "DATA_DIR", "FAIR_NOW", "LIMITER_URL", "MAIL_FROM", "PUBLIC_URL"),
    *("QUEUE_URL", "SECRET_KEY", "SMTP_URL", "TRUSTED_PROXIES"),
):
    os.environ.pop(_name, None)

# Two weeks before the demonstration fair: registration is open.
NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
# The first morning of it, doors just opened.
DEMO_NOW = datetime(2026, 12, 2, 8, 40, tzinfo=UTC)

_POSTGRES_URL = "FAIRAPP_TEST_POSTGRES"
_POSTGRES = pytest.StashKey[services.PostgresServer]()


# -- pytest ---------------------------------------------------------------------------------------


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
        os.environ[_POSTGRES_URL] = server.url


def pytest_unconfigure(config: pytest.Config) -> None:
    server = config.stash.get(_POSTGRES, None)
    if server is not None:
        server.close()
        os.environ.pop(_POSTGRES_URL, None)


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


# -- databases ------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def engine_name(request: pytest.FixtureRequest) -> str:
    """`sqlite` or `postgresql`."""
    return str(request.config.getoption("engine"))


@pytest.fixture(scope="session")
def worker_name(request: pytest.FixtureRequest) -> str:
    """`main`, or `gw0`, `gw1` … when tests run in parallel."""
    worker = getattr(request.config, "workerinput", None)
    return str(worker["workerid"]) if worker else "main"


@pytest.fixture(scope="session")
def shared_folder(tmp_path_factory: pytest.TempPathFactory, worker_name: str) -> Path:
    """A folder that parallel workers have in common."""
    base = tmp_path_factory.getbasetemp()
    return base if worker_name == "main" else base.parent


@pytest.fixture(scope="session")
def databases(engine_name: str, shared_folder: Path) -> services.Databases:
    """Makes databases of the engine under test."""
    if engine_name == "postgresql":
        return services.PostgresDatabases(os.environ[_POSTGRES_URL])
    return services.SqliteDatabases(shared_folder)


@pytest.fixture(scope="session")
def migrated_template(databases: services.Databases, shared_folder: Path) -> str:
    """Address of an empty, migrated database, to be copied and never written to."""

    def make() -> str:
        from flask_migrate import upgrade

        url = databases.create("template_migrated")
        with _opened(url, shared_folder / "template"):
            upgrade()
        return url

    return _once(shared_folder, "migrated", make)


@pytest.fixture(scope="session")
def demo_template(
    databases: services.Databases, migrated_template: str, shared_folder: Path
) -> str:
    """Address of a database with the demonstration fair, to be copied and never written to."""

    def make() -> str:
        from fairapp.demo.load import load

        url = databases.create("template_demo", template=migrated_template)
        with _opened(url, shared_folder / "template_demo"):
            load()
        return url

    return _once(shared_folder, "demo", make)


@pytest.fixture
def fresh_database(databases: services.Databases, worker_name: str) -> Iterator[Callable[[], str]]:
    """Call it for the address of a database without any table; for tests of migrations."""
    urls: list[str] = []

    def make() -> str:
        urls.append(databases.create(f"fresh_{worker_name}_{len(urls)}"))
        return urls[-1]

    yield make
    for url in urls:
        databases.drop(url)


@pytest.fixture(scope="session")
def engine_url(databases: services.Databases, migrated_template: str, worker_name: str) -> str:
    """SQLAlchemy address of the database behind `app` and `live_server`."""
    return databases.create(f"test_{worker_name}", template=migrated_template)


def _once(folder: Path, name: str, make: Callable[[], str]) -> str:
    """What `make` returns, made by the first worker that asks; the others wait for it."""
    done = folder / f"{name}.done"
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            done.write_text(make())
        return done.read_text()


# -- the application, in process ------------------------------------------------------------------


class Client(FlaskClient):
    """Each request runs as a server runs it: in a context of its own.

    Otherwise it would share `g`, and so the signed-in user and the language, with a context that
    the test holds open. What the test has prepared in `db_session` is committed first.
    """

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """Send a request."""
        if has_app_context():
            _commit_prepared()
        return contextvars.Context().run(super().open, *args, **kwargs)


class MakeApp(Protocol):
    """Makes another application on the same database."""

    def __call__(self, **overrides: object) -> Flask: ...


@pytest.fixture(scope="session")
def _session_app(engine_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    app = _create_app(engine_url, tmp_path_factory.mktemp("data"))
    yield app
    _close_connections(app)


@pytest.fixture
def app(_session_app: Flask) -> Iterator[Flask]:
    """The application on an empty, migrated database, its clock stopped at `NOW`."""
    from fairapp.core import clock

    config = dict(_session_app.config)
    _empty(_session_app)
    with clock.stopped(NOW):
        yield _session_app
    _session_app.config.clear()
    _session_app.config.update(config)


@pytest.fixture
def make_app(app: Flask) -> Iterator[MakeApp]:
    """Makes another application with other settings, on the same database as `app`."""
    made: list[Flask] = []

    def make(**overrides: object) -> Flask:
        url = str(app.config["SQLALCHEMY_DATABASE_URI"])
        made.append(_create_app(url, Path(app.config["DATA_DIR"]), **overrides))
        return made[-1]

    yield make
    for other in made:
        _close_connections(other)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A visitor's browser without JavaScript. Forms need no CSRF token here."""
    return app.test_client()


@pytest.fixture
def db_session(app: Flask) -> Iterator[scoped_session[Session]]:
    """The session of an open application context, to prepare rows and call actions directly."""
    from fairapp.core.db import db

    with app.app_context():
        yield db.session


@pytest.fixture(scope="module")
def _module_demo_app(
    databases: services.Databases,
    demo_template: str,
    shared_folder: Path,
    worker_name: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Flask]:
    url = databases.create(f"demo_{worker_name}", template=demo_template)
    folder = tmp_path_factory.mktemp("demo-data")
    # Whatever files loading has stored.
    shutil.copytree(shared_folder / "template_demo", folder, dirs_exist_ok=True)
    app = _create_app(url, folder)
    yield app
    _close_connections(app)
    databases.drop(url)


@pytest.fixture
def demo_app(_module_demo_app: Flask) -> Iterator[Flask]:
    """The application on the demonstration fair, its clock stopped at `DEMO_NOW`.

    Tests of one file share it, so what one writes the next one sees.
    """
    from fairapp.core import clock

    _reset_limits(_module_demo_app)
    with clock.stopped(DEMO_NOW):
        yield _module_demo_app


@pytest.fixture
def demo_client(demo_app: Flask) -> FlaskClient:
    """A visitor of the demonstration fair."""
    return demo_app.test_client()


@pytest.fixture
def demo_session(demo_app: Flask) -> Iterator[scoped_session[Session]]:
    """The session of an open application context on the demonstration fair."""
    from fairapp.core.db import db

    with demo_app.app_context():
        yield db.session


def _create_app(url: str, folder: Path, **overrides: object) -> Flask:
    from fairapp import create_app

    settings = {
        "TESTING": True,
        "SQLALCHEMY_DATABASE_URI": url,
        "DATA_DIR": folder,
        "SECRET_KEY": "only for tests",
        "WTF_CSRF_ENABLED": False,  # tests/rules shows that no form works without its token
        **overrides,
    }
    app = create_app(settings)
    app.test_client_class = Client
    return app


@contextlib.contextmanager
def _opened(url: str, folder: Path) -> Iterator[None]:
    """An application context on that database; no connection is left afterwards."""
    app = _create_app(url, folder)
    with app.app_context():
        yield
    _close_connections(app)


def _close_connections(app: Flask) -> None:
    from fairapp.core.db import db

    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def _commit_prepared() -> None:
    from fairapp.core.db import db

    db.session.commit()


# -- isolation ------------------------------------------------------------------------------------


def _empty(app: Flask) -> None:
    """Leave nothing of the test before: rows, files, queue, counted requests."""
    from fairapp.core.db import db

    with app.app_context():
        names = [table.name for table in db.metadata.sorted_tables]
        if db.engine.dialect.name == "postgresql":
            _empty_postgresql(names)
        else:
            _empty_sqlite(names)
        app.extensions["fairapp_tasks"]["huey"].flush()
    shutil.rmtree(Path(app.config["DATA_DIR"]) / "files", ignore_errors=True)
    _reset_limits(app)


def _empty_postgresql(names: list[str]) -> None:
    """By DELETE: a TRUNCATE makes new files for every table and index, some 200 ms a test."""
    from fairapp.core.db import db

    with db.engine.begin() as connection:
        # A connection that a test left open must fail by name rather than hang; and no foreign
        # key need be looked at where nothing stays.
        connection.execute(text("SET LOCAL lock_timeout = '10s'"))
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.exec_driver_sql(";".join(f'DELETE FROM "{name}"' for name in names))
        connection.execute(
            text(
                "SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value,"
                " false) FROM pg_sequences WHERE last_value IS NOT NULL"
            )
        )


def _empty_sqlite(names: list[str]) -> None:
    """In place rather than by a new file: a live server may have this one open."""
    from fairapp.core.db import db

    connection = db.engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys=OFF")
        cursor.execute("BEGIN IMMEDIATE")
        for name in reversed(names):
            cursor.execute(f'DELETE FROM "{name}"')
        cursor.execute("COMMIT")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()
    finally:
        connection.close()


def _reset_limits(app: Flask) -> None:
    for limiter in app.extensions["limiter"]:
        limiter.reset()


# -- people ---------------------------------------------------------------------------------------


class Login(Protocol):
    """Signs a client in as whoever holds `role` at the fair, and returns the user's address."""

    def __call__(self, client: FlaskClient, role: str, *, slug: str | None = None) -> str: ...


@pytest.fixture(scope="session")
def login() -> Login:
    """`login(client, "reception")`: signed in with that role at the fair (the only one, or `slug`).

    A user is made when nobody holds it yet. `administrator` needs no fair.
    """

    def login(client: FlaskClient, role: str, *, slug: str | None = None) -> str:
        if has_app_context():
            _commit_prepared()
        identity, email = contextvars.Context().run(_holder, client.application, role, slug)
        with client.session_transaction() as session:
            session["_user_id"] = identity
            session["_fresh"] = True
        return email

    return login


class SignIn(Protocol):
    """Signs a browser's page in at a server as whoever holds `role`; returns the user's address."""

    def __call__(
        self, page: Page, server: services.LiveServer, role: str, *, slug: str | None = None
    ) -> str: ...


@pytest.fixture(scope="session")
def sign_in(login: Login) -> SignIn:
    """`sign_in(page_phone, demo_server, "scanner")`: like `login`, for a browser."""

    def sign_in(
        page: Page, server: services.LiveServer, role: str, *, slug: str | None = None
    ) -> str:
        client = server.app.test_client()
        email = login(client, role, slug=slug)
        cookie = client.get_cookie("session")
        assert cookie is not None
        page.context.add_cookies([{"name": "session", "value": cookie.value, "url": server.url}])
        return email

    return sign_in


def _holder(app: Flask, role: str, slug: str | None) -> tuple[str, str]:
    from sqlalchemy import select

    from fairapp.accounts.models import Membership, User
    from fairapp.core.db import db, transaction
    from fairapp.events.models import Event

    with app.app_context(), transaction():
        event = None
        query = select(User).where(User.is_administrator)
        if role != "administrator":
            events = select(Event).order_by(Event.id)
            event = db.session.scalars(events.where(Event.slug == slug) if slug else events).first()
            assert event is not None, "make an event before signing in to it"
            query = select(User).join(Membership).filter_by(event_id=event.id, role=role)
        user = db.session.scalars(query.order_by(User.id)).first()
        if user is None:
            user = User(
                email=f"{role}-{event.id if event else 0}@example.org",
                name=role.title(),
                password_hash="no password opens this",
                is_administrator=event is None,
                created_at=NOW,
                memberships=[Membership(event=event, role=role)] if event else [],
            )
            db.session.add(user)
            db.session.flush()
        return user.get_id(), user.email


# -- other services -------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def _redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[services.RedisServer]:
    try:
        server = services.RedisServer(tmp_path_factory.mktemp("redis"))
    except services.Missing as missing:
        pytest.skip(str(missing))
    yield server
    server.close()


@pytest.fixture
def redis_url(_redis: services.RedisServer) -> str:
    """Address of an empty Redis."""
    import redis

    with redis.Redis.from_url(_redis.url) as connection:
        connection.flushall()
    return _redis.url


@pytest.fixture(scope="session")
def _mail_sink() -> Iterator[services.MailSink]:
    sink = services.MailSink()
    yield sink
    sink.close()


@pytest.fixture
def smtp(_mail_sink: services.MailSink, app: Flask) -> services.MailSink:
    """An SMTP server that `app` sends to; `smtp.messages` is what came."""
    _mail_sink.messages.clear()
    app.config["SMTP_URL"] = _mail_sink.url
    return _mail_sink


# -- servers --------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def _session_server(
    _session_app: Flask, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[services.LiveServer]:
    server = _serve(_session_app, tmp_path_factory.mktemp("server"), NOW)
    yield server
    server.close()


@pytest.fixture
def live_server(app: Flask, _session_server: services.LiveServer) -> services.LiveServer:
    """The web server on the database of `app`; `start_worker()` starts the worker as well.

    Its clock runs from `NOW`.
    """
    if not _session_server.is_up():
        _session_server.restart()
    return _session_server


@pytest.fixture(scope="module")
def demo_server(
    _module_demo_app: Flask, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[services.LiveServer]:
    """Web server and worker on the database of `demo_app`; its clock runs from `DEMO_NOW`."""
    server = _serve(_module_demo_app, tmp_path_factory.mktemp("demo-server"), DEMO_NOW)
    server.start_worker()
    yield server
    server.close()


def _serve(app: Flask, folder: Path, at: datetime) -> services.LiveServer:
    return services.LiveServer(app, folder, {"FAIR_NOW": at.isoformat()})


# -- browser --------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def _playwright() -> Iterator[Any]:
    try:
        services.chromium_path()
    except services.Missing as missing:
        pytest.skip(str(missing))
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(_playwright: Any) -> Iterator[Browser]:
    """Chromium."""
    browser = _launch(_playwright)
    yield browser
    browser.close()


@pytest.fixture
def camera_browser(_playwright: Any) -> Iterator[Callable[[Path], Browser]]:
    """Call it with a .y4m or .mjpeg file for a Chromium whose camera sees that."""
    launched: list[Browser] = []

    def launch(film: Path) -> Browser:
        launched.append(_launch(_playwright, film))
        return launched[-1]

    yield launch
    for browser in launched:
        browser.close()


class OpenPage(Protocol):
    """Opens a page in a context of its own."""

    def __call__(
        self, width: int, height: int, *, browser: Browser | None = None, **context: Any
    ) -> Page: ...


@pytest.fixture
def open_page(request: pytest.FixtureRequest) -> Iterator[OpenPage]:
    """`open_page(768, 1024)`: a page of that size in a new context; keywords are the context's.

    The test fails when a page that it opened raised an error or broke the content security policy.
    """
    contexts: list[BrowserContext] = []
    problems: list[str] = []

    def open_page(
        width: int, height: int, *, browser: Browser | None = None, **options: Any
    ) -> Page:
        chromium = browser or request.getfixturevalue("browser")
        settings = {"locale": "fr-FR", "timezone_id": "Africa/Conakry", **options}
        context = chromium.new_context(viewport={"width": width, "height": height}, **settings)
        contexts.append(context)
        page: Page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda message: _note(problems, message))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not problems, problems


@pytest.fixture
def page_phone(open_page: OpenPage) -> Page:
    """A page of 360 × 740 that is touched."""
    return open_page(360, 740, device_scale_factor=2, is_mobile=True, has_touch=True)


@pytest.fixture
def page_desktop(open_page: OpenPage) -> Page:
    """A page of 1440 × 900."""
    return open_page(1440, 900)


def _launch(playwright: Any, film: Path | None = None) -> Browser:
    browser: Browser = playwright.chromium.launch(
        executable_path=services.chromium_path(), args=services.chromium_flags(film)
    )
    return browser


def _note(problems: list[str], message: ConsoleMessage) -> None:
    # An answer of 404 or a server that is away is for the test to judge.
    if message.type == "error" and not message.text.startswith("Failed to load resource"):
        problems.append(message.text)
