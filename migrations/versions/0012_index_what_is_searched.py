"""Index the texts that the desk searches, as each engine can.

Revision ID: 0012
Revises: 0011
"""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.create_index(
            "ix_registration_search", "registration", ["event_id", "search_text", "merged_into_id"]
        )
    else:
        # It comes with PostgreSQL, and whoever owns a database may add it.
        op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
        op.create_index(
            "ix_registration_trigrams",
            "registration",
            ["search_text"],
            postgresql_using="gin",
            postgresql_ops={"search_text": "gin_trgm_ops"},
        )


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    name = "ix_registration_search" if is_sqlite else "ix_registration_trigrams"
    op.drop_index(name, "registration")
