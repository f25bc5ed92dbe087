"""What the list of participants keeps: named views, groups of people and what was done with them,
and the team's notes.

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "people_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("wish", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        _parent("people_view", "event_id", "event"),
        _parent("people_view", "user_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_view")),
        sa.UniqueConstraint(
            *("event_id", "user_id", "name"), name=op.f("uq_people_view_event_id_user_id_name")
        ),
    )
    op.create_index(op.f("ix_people_view_user_id"), "people_view", ["user_id"])
    op.create_table(
        "people_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(12), nullable=False),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(8), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_by_name", sa.String(200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_name", sa.String(200), nullable=False),
        _parent("people_batch", "event_id", "event"),
        _parent("people_batch", "job_id", "job", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people_batch")),
    )
    op.create_index(op.f("ix_people_batch_event_id"), "people_batch", ["event_id"])
    op.create_table(
        "people_batch_person",
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(8), nullable=False),
        sa.Column("before", sa.String(40), nullable=False),
        _parent("people_batch_person", "batch_id", "people_batch"),
        _parent("people_batch_person", "registration_id", "registration"),
        sa.PrimaryKeyConstraint("batch_id", "registration_id", name=op.f("pk_people_batch_person")),
    )
    op.create_index(
        op.f("ix_people_batch_person_registration_id"), "people_batch_person", ["registration_id"]
    )
    op.create_table(
        "registration_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("by_name", sa.String(200), nullable=False),
        _parent("registration_note", "registration_id", "registration"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration_note")),
    )
    op.create_index(
        op.f("ix_registration_note_registration_id"), "registration_note", ["registration_id"]
    )


def downgrade() -> None:
    for table in ("registration_note", "people_batch_person", "people_batch", "people_view"):
        op.drop_table(table)


def _parent(
    table: str, column: str, parent: str, ondelete: str = "CASCADE"
) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{parent}")
    return sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=name, ondelete=ondelete)
