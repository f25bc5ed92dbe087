"""Check-in without network: rules of checkpoints, enrolled devices, the sealed roster.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("checkpoint") as table:
        table.add_column(
            sa.Column("direction", sa.String(length=4), nullable=False, server_default="both")
        )
        table.add_column(sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("capacity", sa.Integer(), nullable=True))
        table.add_column(
            sa.Column("signed_up_only", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    _link("checkpoint_category", "category")
    _link("checkpoint_day", "event_day")
    _enrol_devices()
    with op.batch_alter_table("scan") as table:
        table.add_column(
            sa.Column("device_verdict", sa.String(length=12), nullable=False, server_default="")
        )
    with op.batch_alter_table("tally") as table:
        table.add_column(sa.Column("received_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("device_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_tally_device_id_device"), "device", ["device_id"], ["id"])
    _create_rosters()


def _link(name: str, other: str) -> None:
    key = f"{other}_id"
    op.create_table(
        name,
        sa.Column("checkpoint_id", sa.Integer(), nullable=False),
        sa.Column(key, sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["checkpoint_id"],
            ["checkpoint.id"],
            name=op.f(f"fk_{name}_checkpoint_id_checkpoint"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            [key], [f"{other}.id"], name=op.f(f"fk_{name}_{key}_{other}"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("checkpoint_id", key, name=op.f(f"pk_{name}")),
    )


def _enrol_devices() -> None:
    with op.batch_alter_table("device") as table:
        table.add_column(sa.Column("checkpoint_id", sa.Integer(), nullable=True))
        for name in ("may_override", "may_search"):
            table.add_column(
                sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())
            )
        for name in ("enrolment_hash", "token_hash"):
            table.add_column(sa.Column(name, sa.String(length=64), nullable=True))
            table.create_unique_constraint(op.f(f"uq_device_{name}"), [name])
        for name in ("enrolment_expires_at", "enrolled_at", "expires_at", "revoked_at"):
            table.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))
        for name in ("waiting", "roster_revision", "clock_offset_ms"):
            table.add_column(sa.Column(name, sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_device_checkpoint_id_checkpoint"), "checkpoint", ["checkpoint_id"], ["id"]
        )


def _create_rosters() -> None:
    op.create_table(
        "roster",
        sa.Column("event_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("audit_entry_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_roster_event_id_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_roster")),
    )
    op.create_table(
        "roster_entry",
        sa.Column("badge_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["badge_id"],
            ["badge.id"],
            name=op.f("fk_roster_entry_badge_id_badge"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name=op.f("fk_roster_entry_event_id_event"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("badge_id", name=op.f("pk_roster_entry")),
        sa.UniqueConstraint("event_id", "code", name=op.f("uq_roster_entry_event_id_code")),
    )
    op.create_index("ix_roster_entry_event_revision", "roster_entry", ["event_id", "revision"])


def downgrade() -> None:
    op.drop_table("roster_entry")
    op.drop_table("roster")
    with op.batch_alter_table("tally") as table:
        table.drop_constraint(op.f("fk_tally_device_id_device"), type_="foreignkey")
        table.drop_column("device_id")
        table.drop_column("received_at")
    with op.batch_alter_table("scan") as table:
        table.drop_column("device_verdict")
    with op.batch_alter_table("device") as table:
        table.drop_constraint(op.f("fk_device_checkpoint_id_checkpoint"), type_="foreignkey")
        for name in ("waiting", "roster_revision", "clock_offset_ms"):
            table.drop_column(name)
        for name in ("enrolment_expires_at", "enrolled_at", "expires_at", "revoked_at"):
            table.drop_column(name)
        for name in ("enrolment_hash", "token_hash"):
            table.drop_constraint(op.f(f"uq_device_{name}"), type_="unique")
            table.drop_column(name)
        for name in ("may_override", "may_search", "checkpoint_id"):
            table.drop_column(name)
    op.drop_table("checkpoint_day")
    op.drop_table("checkpoint_category")
    with op.batch_alter_table("checkpoint") as table:
        for name in ("direction", "opens_at", "closes_at", "capacity", "signed_up_only"):
            table.drop_column(name)
