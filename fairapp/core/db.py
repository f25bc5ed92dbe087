"""Engine settings, column types and the commit at the edge.

Actions add and flush. One `after_request` hook commits an answer below 400 to anything but a GET
and rolls back everything else, so a page that failed half-way leaves nothing behind. Tasks and
commands use `transaction()`.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from flask import Flask, Response, has_request_context, request
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    ColumnElement,
    Connection,
    DateTime,
    Dialect,
    Engine,
    MetaData,
    Table,
    event,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import CursorResult
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import (
    DeclarativeBase,
    InstrumentedAttribute,
    Session,
    SessionTransaction,
)
from sqlalchemy.orm.attributes import instance_state, manager_of_class
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
# Seconds that a writer waits for its turn.
BUSY_TIMEOUT = 15
MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

_T = TypeVar("_T")
_M = TypeVar("_M", bound="Base")
_afterwards: list[Callable[[], None]] = []
_writing: ContextVar[bool] = ContextVar("writing", default=False)


class Base(DeclarativeBase):
    """Declarative base; named constraints, so that migrations can change them on both engines."""

    metadata = MetaData(naming_convention=NAMING)


db = SQLAlchemy(model_class=Base)
migrate = Migrate()

if TYPE_CHECKING:

    class Model(Base):
        """What tables inherit from, as the type checker sees it."""

        __abstract__ = True
else:
    Model = db.Model


@event.listens_for(db.session, "after_begin")
def _keep_connection(session: Session, _transaction: object, connection: Connection) -> None:
    session.info["connection"] = connection


# A savepoint is made when the session is next asked for its connection.
@event.listens_for(db.session, "after_transaction_create")
@event.listens_for(db.session, "after_transaction_end")
def _let_connection_go(session: Session, _transaction: SessionTransaction) -> None:
    session.info.pop("connection", None)


def connection() -> Connection:
    """The connection of the present transaction; nothing is flushed for it.

    At a gate, asking the session for it with each statement costs as much as a statement does.
    """
    session = db.session()
    return session.info.get("connection") or session.connection()


def placed(model: type[_M], columns: Mapping[str, Any]) -> _M:
    """The row with these columns, read by a plain statement, as an object of the session: a tenth
    of what reading it as an object costs. `id` is among them; the rest is read when asked for.
    """
    session, key = db.session(), (model, (columns["id"],), None)
    if (known := session.identity_map.get(key)) is not None:
        return known
    # As a load makes it: by the constructor, each column would be a change.
    made: _M = manager_of_class(model).new_instance()
    state = instance_state(made)
    state.dict.update(columns)
    state.expired_attributes.update(_columns_of(model).difference(columns))
    state.key, state.session_id = key, session.hash_key
    session.identity_map.add(state)
    return made


@cache
def _columns_of(model: type[Base]) -> frozenset[str]:
    return frozenset(model.__mapper__.column_attrs.keys())


class UTCDateTime(TypeDecorator[datetime]):
    """A moment, stored in UTC. Naive values are refused: they are how an hour gets lost."""

    impl = DateTime
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> Any:
        return dialect.type_descriptor(DateTime(timezone=dialect.name == "postgresql"))

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("naive datetime; use core.clock.now() or an aware value")
        value = value.astimezone(UTC)
        return value if dialect.name == "postgresql" else value.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def init_app(app: Flask) -> None:
    """Bind the database, set SQLite up, and hook the commit at the edge."""
    db.init_app(app)
    migrate.init_app(
        app,
        db,
        directory=str(MIGRATIONS),
        render_as_batch=True,
        render_item=_render_type,
        include_object=is_of_this_engine,
    )
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            _set_up_sqlite(db.engine)
    app.after_request(commit_at_the_edge)


def commit_at_the_edge(response: Response) -> Response:
    """Commit what a successful non-GET request did; undo everything else."""
    if request.method in SAFE_METHODS or response.status_code >= 400:
        db.session.rollback()
    else:
        db.session.commit()
    for act in _afterwards:
        act()
    return response


def afterwards(act: Callable[[], None]) -> Callable[[], None]:
    """Call `act` after each request, when its transaction is over, whatever became of it.

    For what is noted of a request and belongs to nothing that it did; `act` opens a `transaction`
    when there is something to write, which has to be seldom.
    """
    _afterwards.append(act)
    return act


@contextmanager
def transaction() -> Iterator[None]:
    """The edge of a task or a command: commit at the end, roll back on an exception."""
    token = _writing.set(True)
    try:
        # A read done before would have left a deferred transaction open, too weak to write in.
        db.session.rollback()
        yield
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        _writing.reset(token)


@contextmanager
def refusing(refusal: Exception) -> Iterator[None]:
    """Raise `refusal` when what is flushed in the block breaks a constraint; the rest stays.

    Add and change inside the block: what was pending before would break outside of its savepoint.
    """
    try:
        with db.session.begin_nested():
            yield
    except IntegrityError as error:
        raise refusal from error


def unindexed(column: InstrumentedAttribute[int]) -> ColumnElement[int]:
    """`column` as no index knows it: for pages by id, which an index on something else would have
    sorted anew, all of them for each page, while the primary key has them in order."""
    return column + 0


def is_of_this_engine(thing: Any, *_about: object) -> bool:
    """Whether Alembic compares `thing`: an index may be for one engine alone (`info`)."""
    engine = db.engine.dialect.name
    return bool(thing.info.get("dialect", engine) == engine)


def insert_once(table: Table | type[Model], values: dict[str, Any], *, key: str) -> bool:
    """INSERT … ON CONFLICT (key) DO NOTHING; True when the row is new. `key` is a unique column."""
    target = table if isinstance(table, Table) else cast(Table, table.__table__)
    statement = _insert_or_nothing(target, key, db.session.get_bind().dialect.name)
    # SQLAlchemy forgets how many rows an INSERT touched, unless it is asked to remember.
    options = {"preserve_rowcount": True}
    done = db.session.execute(statement, values, execution_options=options)
    return cast(CursorResult[Any], done).rowcount == 1


@cache
def _insert_or_nothing(target: Table, key: str, dialect: str) -> Any:
    # Built once: at a gate, writing the statement anew costs as much as running it.
    kind = {"postgresql": postgresql, "sqlite": sqlite}[dialect]
    return kind.insert(target).on_conflict_do_nothing(index_elements=[key])


def _render_type(kind: str, item: Any, _context: Any) -> str | bool:
    # Migrations import no code of ours: the plain type stands in for a decorated one.
    if kind == "type" and isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    return False


def _set_up_sqlite(engine: Engine) -> None:
    event.listen(engine, "connect", _on_sqlite_connect)
    event.listen(engine, "begin", _on_sqlite_begin)


def _on_sqlite_connect(connection: Any, _record: Any) -> None:
    # The driver's own transaction handling begins too late and too weakly; BEGIN is ours.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",  # an acknowledged scan survives a power cut
        "foreign_keys=ON",
        "secure_delete=ON",  # what is deleted is overwritten, wherever it stood
        "recursive_triggers=ON",  # without, INSERT OR REPLACE deletes a row that no trigger sees
        f"busy_timeout={BUSY_TIMEOUT * 1000}",
        "cache_size=-32000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _on_sqlite_begin(connection: Any) -> None:
    # Two deferred readers that both want to write dead-lock; a writer queues from the start.
    if _is_writing():
        _begin_immediate(connection.connection.dbapi_connection)
    else:
        connection.exec_driver_sql("BEGIN")


def _begin_immediate(connection: sqlite3.Connection) -> None:
    # SQLite's own waiting backs off to 100 ms between attempts, so that at a busy gate one phone in
    # twenty waited for 0.6 s while others were served; trying every 3 ms shares the turns.
    deadline = time.monotonic() + BUSY_TIMEOUT
    connection.execute("PRAGMA busy_timeout=0")
    try:
        while True:
            try:
                connection.execute("BEGIN IMMEDIATE")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                    raise
            time.sleep(0.003)
    finally:
        connection.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT * 1000}")


def _is_writing() -> bool:
    return _writing.get() or (has_request_context() and request.method not in SAFE_METHODS)
