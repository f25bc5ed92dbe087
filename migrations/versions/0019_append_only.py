"""Scans, counts and the audit can only be added to; indexes for reading the audit.

The database itself refuses an UPDATE, a DELETE or a TRUNCATE. Two ways are left open: a fair that
is deleted takes its rows along (its own row is gone when the cascade comes to them), and what
names a person can be blanked, nothing else of the row changing.

On SQLite a table that a later migration rebuilds loses its triggers: make them again there.

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

# For each table what may be blanked, and to what. Conditions on NEW that hold of a blanked row;
# every other column must be as it was.
TABLES = {
    "scan": ("override", "raw"),
    "tally": (),
    "audit_entry": ("details", "actor_name", "address"),
}
# The kept mark says that there was something: whoever was let in by hand stays so in every figure.
BLANKED = {
    "sqlite": {
        "override": "NEW.override = '…' AND OLD.override <> ''",
        "raw": "NEW.raw = ''",
        "details": "NEW.details = '{\"erased\": true}'",
        "actor_name": "NEW.actor_name = ''",
        "address": "NEW.address = ''",
    },
    "postgresql": {"details": "NEW.details::text = '{\"erased\": true}'"},
}
BLANKED["postgresql"] = {**BLANKED["sqlite"], **BLANKED["postgresql"]}
INDEXES = {
    "ix_audit_entry_event": ["event_id", "id"],
    "ix_audit_entry_event_action": ["event_id", "action", "id"],
    "ix_audit_entry_event_actor": ["event_id", "actor_id", "id"],
}


def upgrade() -> None:
    for name, columns in INDEXES.items():
        op.create_index(name, "audit_entry", columns)
    # The longer one serves its purpose.
    op.drop_index("ix_audit_entry_event_id", "audit_entry")
    for table in TABLES:
        _protect(table)


def downgrade() -> None:
    for table in TABLES:
        _expose(table)
    op.create_index("ix_audit_entry_event_id", "audit_entry", ["event_id"])
    for name in INDEXES:
        op.drop_index(name, "audit_entry")


def _protect(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        _on_sqlite(table)
    else:
        _on_postgresql(table)


def _on_sqlite(table: str) -> None:
    for verb, refused in _refused(table).items():
        op.execute(
            f"CREATE TRIGGER {table}_refuses_{verb} BEFORE {verb.upper()} ON {table}"
            f" WHEN {refused} BEGIN SELECT RAISE(ABORT, '{table} can only be added to'); END"
        )


def _on_postgresql(table: str) -> None:
    op.execute(
        f"CREATE OR REPLACE FUNCTION {table}_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" RAISE EXCEPTION '{table} can only be added to' USING ERRCODE = 'restrict_violation';"
        " END $$"
    )
    op.execute(
        f"CREATE OR REPLACE FUNCTION {table}_goes_with_its_fair() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF {_IS_OF_A_FAIR} THEN"
        f" RAISE EXCEPTION '{table} can only be added to' USING ERRCODE = 'restrict_violation';"
        " END IF; RETURN OLD; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_refuses_update BEFORE UPDATE ON {table} FOR EACH ROW"
        f" WHEN ({_refused(table)['update']}) EXECUTE FUNCTION {table}_is_kept()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_refuses_delete BEFORE DELETE ON {table} FOR EACH ROW"
        f" EXECUTE FUNCTION {table}_goes_with_its_fair()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_refuses_truncate BEFORE TRUNCATE ON {table}"
        f" EXECUTE FUNCTION {table}_is_kept()"
    )


# What belongs to no fair stays whatever goes.
_IS_OF_A_FAIR = "OLD.event_id IS NULL OR EXISTS (SELECT 1 FROM event WHERE event.id = OLD.event_id)"


def _refused(table: str) -> dict[str, str]:
    """For each verb the condition on which a row refuses it."""
    dialect = op.get_bind().dialect.name
    differs = "IS NOT" if dialect == "sqlite" else "IS DISTINCT FROM"
    columns = [column["name"] for column in sa.inspect(op.get_bind()).get_columns(table)]
    cast = {"details": "::text"} if dialect == "postgresql" else {}
    changed = {
        name: f"NEW.{name}{cast.get(name, '')} {differs} OLD.{name}{cast.get(name, '')}"
        for name in columns
    }
    kept = [test for name, test in changed.items() if name not in TABLES[table]]
    blanked = [f"({changed[name]} AND NOT ({BLANKED[dialect][name]}))" for name in TABLES[table]]
    return {"update": " OR ".join([*kept, *blanked]), "delete": _IS_OF_A_FAIR}


def _expose(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER {table}_refuses_{verb}")
        return
    for verb in ("update", "delete", "truncate"):
        op.execute(f"DROP TRIGGER {table}_refuses_{verb} ON {table}")
    for function in ("is_kept", "goes_with_its_fair"):
        op.execute(f"DROP FUNCTION {table}_{function}()")
