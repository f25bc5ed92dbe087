"""The print log: which badges were put on paper, by whom, when and why, and what was on them.

Blank badges may be of a category.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "badge_printing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("pages", sa.String(60), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_name", sa.String(200), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_name", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name=op.f("fk_badge_printing_event_id_event"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["job_id"], ["job.id"], name=op.f("fk_badge_printing_job_id_job"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_badge_printing")),
    )
    op.create_index(op.f("ix_badge_printing_event_id"), "badge_printing", ["event_id"])
    op.create_index(op.f("ix_badge_printing_job_id"), "badge_printing", ["job_id"])
    op.create_table(
        "printed_badge",
        sa.Column("printing_id", sa.Integer(), nullable=False),
        sa.Column("badge_id", sa.Integer(), nullable=False),
        sa.Column("face", sa.String(12), nullable=False),
        sa.ForeignKeyConstraint(
            ["badge_id"],
            ["badge.id"],
            name=op.f("fk_printed_badge_badge_id_badge"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["printing_id"],
            ["badge_printing.id"],
            name=op.f("fk_printed_badge_printing_id_badge_printing"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("printing_id", "badge_id", name=op.f("pk_printed_badge")),
    )
    op.create_index(op.f("ix_printed_badge_badge_id"), "printed_badge", ["badge_id"])
    with op.batch_alter_table("badge") as batch:
        batch.add_column(sa.Column("category_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_badge_category_id_category"),
            "category",
            ["category_id"],
            ["id"],
            ondelete="SET NULL",
        )


def downgrade() -> None:
    with op.batch_alter_table("badge") as batch:
        batch.drop_constraint(op.f("fk_badge_category_id_category"), type_="foreignkey")
        batch.drop_column("category_id")
    op.drop_table("printed_badge")
    op.drop_table("badge_printing")
