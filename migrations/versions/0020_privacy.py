"""Notices, consents, delays, erasures.

What people had agreed to becomes consents of their own; the text on the form, the first notice.

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

# Matter, when somebody has answered, and the answer.
ANSWERS = (
    ("photo", "photo_consent IS NOT NULL", "photo_consent"),
    ("partners", "share_name", "'yes'"),
    ("contact", "contact_after", "'yes'"),
)


def upgrade() -> None:
    op.add_column("registration", sa.Column("erased_at", sa.DateTime(timezone=True)))
    _make_notice()
    _make_consent()
    _make_retention()
    _make_erasure()
    for matter, condition, answer in ANSWERS:
        op.execute(
            "INSERT INTO consent (registration_id, matter, answer, text, language, how, at)"  # noqa: S608
            f" SELECT id, '{matter}', {answer}, '', language, 'earlier', created_at"
            f" FROM registration WHERE {condition}"
        )
    empty = "'{}'"
    op.execute(
        "INSERT INTO privacy_notice (event_id, number, purpose, controller, contact, basis,"  # noqa: S608
        " retention, at, by_name)"
        f" SELECT id, 1, privacy_notice, organiser, contact, {empty}, {empty}, created_at, ''"
        f" FROM event WHERE CAST(privacy_notice AS VARCHAR(20)) <> {empty}"
    )


def downgrade() -> None:
    for table in ("erasure", "retention_run", "retention", "consent", "privacy_notice"):
        op.drop_table(table)
    with op.batch_alter_table("registration") as batch:
        batch.drop_column("erased_at")


def _make_notice() -> None:
    op.create_table(
        "privacy_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.JSON(), nullable=False),
        sa.Column("controller", sa.JSON(), nullable=False),
        sa.Column("contact", sa.String(200), nullable=False),
        sa.Column("basis", sa.JSON(), nullable=False),
        sa.Column("retention", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_name", sa.String(200), nullable=False),
        _parent("privacy_notice", "event_id", "event"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_privacy_notice")),
        sa.UniqueConstraint("event_id", "number", name=op.f("uq_privacy_notice_event_id_number")),
    )


def _make_consent() -> None:
    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("matter", sa.String(10), nullable=False),
        sa.Column("answer", sa.String(10), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("language", sa.String(3), nullable=False),
        sa.Column("notice_number", sa.Integer(), nullable=True),
        sa.Column("how", sa.String(10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _parent("consent", "registration_id", "registration"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index(
        "ix_consent_registration_matter", "consent", ["registration_id", "matter", "id"]
    )


def _make_retention() -> None:
    op.create_table(
        "retention",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("contacts", sa.Integer(), nullable=False),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("evidence", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_name", sa.String(200), nullable=False),
        _parent("retention", "event_id", "event"),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_retention")),
    )
    op.create_table(
        "retention_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("stage", sa.String(10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("cleaned_at", sa.DateTime(timezone=True), nullable=True),
        _parent("retention_run", "event_id", "event"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_run")),
    )
    op.create_index("ix_retention_run_event", "retention_run", ["event_id", "stage"])


def _make_erasure() -> None:
    op.create_table(
        "erasure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_name", sa.String(200), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_name", sa.String(200), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("cleaned_at", sa.DateTime(timezone=True), nullable=True),
        _parent("erasure", "event_id", "event"),
        _parent("erasure", "registration_id", "registration"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
    )
    for column in ("event_id", "registration_id"):
        op.create_index(op.f(f"ix_erasure_{column}"), "erasure", [column])


def _parent(table: str, column: str, parent: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{parent}.id"], name=op.f(f"fk_{table}_{column}_{parent}"), ondelete="CASCADE"
    )
