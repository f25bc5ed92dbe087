"""Alembic's environment: the application's engine and metadata, one transaction per revision."""

from alembic import context
from flask import current_app

database = current_app.extensions["migrate"].db


def run_migrations() -> None:
    """Bring the application's database up to date (or down)."""
    arguments = dict(current_app.extensions["migrate"].configure_args)
    arguments.setdefault("process_revision_directives", drop_empty_revision)
    with database.engine.connect() as connection:
        _let_tables_be_rebuilt(connection)
        context.configure(
            connection=connection,
            target_metadata=database.metadata,
            transaction_per_migration=True,
            transactional_ddl=True,  # ours begins properly on SQLite too
            **arguments,
        )
        with context.begin_transaction():
            context.run_migrations()
        _check_references(connection)


def _let_tables_be_rebuilt(connection) -> None:
    """SQLite changes a table by copying it and dropping the old one, which would cascade."""
    if connection.dialect.name == "sqlite":
        # Outside of a transaction, where alone the pragma has an effect.
        connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=OFF")


def _check_references(connection) -> None:
    if connection.dialect.name == "sqlite":
        # Where there was nothing to do, reading the revision has left a transaction open, in which
        # the pragma would have no effect.
        connection.rollback()
        raw = connection.connection.dbapi_connection
        lost = raw.execute("PRAGMA foreign_key_check").fetchall()
        if lost:
            raise RuntimeError(f"migration left {len(lost)} references to nothing: {lost[:5]}")
        raw.execute("PRAGMA foreign_keys=ON")


def drop_empty_revision(migration_context, revision, directives) -> None:
    """`flask db migrate` writes no file when models and database agree."""
    migrating = getattr(context.config.cmd_opts, "autogenerate", False)
    if migrating and directives and directives[0].upgrade_ops.is_empty():
        directives[:] = []


run_migrations()
