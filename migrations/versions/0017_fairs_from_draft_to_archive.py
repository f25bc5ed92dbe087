"""Fairs that are not public yet, or over; the languages they offer; logos of who stands behind them.

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_ALL = '["fr", "en", "ar"]'


def upgrade() -> None:
    # Added one by one, and not by copying the table: everything hangs on the fair's row.
    op.add_column("event", sa.Column("published_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("event", sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("event", sa.Column("languages", sa.JSON(), nullable=False, server_default=_ALL))
    op.add_column("event", sa.Column("settled", sa.JSON(), nullable=False, server_default="[]"))
    op.execute("UPDATE event SET published_at = created_at")
    op.add_column("device", sa.Column("battery", sa.Integer(), nullable=True))
    op.create_table(
        "partner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(160), nullable=False),
        sa.Column("url", sa.String(300), nullable=False),
        sa.Column("is_organiser", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("logo_id", sa.Integer(), nullable=True),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_partner_event_id_event"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["logo_id"],
            ["stored_file.id"],
            name=op.f("fk_partner_logo_id_stored_file"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner")),
    )
    op.create_index(op.f("ix_partner_event_id"), "partner", ["event_id"])


def downgrade() -> None:
    op.drop_table("partner")
    op.drop_column("device", "battery")
    for name in ("settled", "languages", "closed_at", "published_at"):
        op.drop_column("event", name)
