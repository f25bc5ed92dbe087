"""Payments: rates, corrections, how people are paid, the lists as they were signed, what was paid.

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "payment_scale",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("unit", sa.String(5), nullable=False),
        sa.Column("home", sa.String(40), nullable=False),
        sa.Column("most_days", sa.Integer(), nullable=True),
        sa.Column("rates", sa.JSON(), nullable=False),
        sa.Column("eligible", sa.JSON(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_name", sa.String(200), nullable=False),
        _parent("payment_scale", "event_id", "event"),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_payment_scale")),
    )
    op.create_table(
        "payment_adjustment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_by_name", sa.String(200), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_name", sa.String(200), nullable=False),
        _parent("payment_adjustment", "event_id", "event"),
        _parent("payment_adjustment", "registration_id", "registration"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_adjustment")),
    )
    _index("payment_adjustment", "event_id", "registration_id")
    op.create_table(
        "payee",
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(10), nullable=False),
        sa.Column("document_number", sa.String(40), nullable=False),
        sa.Column("mode", sa.String(6), nullable=False),
        sa.Column("mobile", sa.String(20), nullable=False),
        sa.Column("mobile_raw", sa.String(80), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_name", sa.String(200), nullable=False),
        _parent("payee", "registration_id", "registration"),
        _parent("payee", "event_id", "event"),
        sa.PrimaryKeyConstraint("registration_id", name=op.f("pk_payee")),
    )
    _index("payee", "event_id")
    op.create_table(
        "payment_statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("data_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        _parent("payment_statement", "event_id", "event"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_statement")),
        sa.UniqueConstraint(
            "event_id", "number", name=op.f("uq_payment_statement_event_id_number")
        ),
    )
    op.create_table(
        "payment_signature",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(12), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        _parent("payment_signature", "statement_id", "payment_statement"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_signature")),
        sa.UniqueConstraint(
            "statement_id", "step", name=op.f("uq_payment_signature_statement_id_step")
        ),
        sa.UniqueConstraint(
            "statement_id", "user_id", name=op.f("uq_payment_signature_statement_id_user_id")
        ),
    )
    op.create_table(
        "payment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("mode", sa.String(6), nullable=False),
        sa.Column("reference", sa.String(60), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("paid_by", sa.String(200), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by_name", sa.String(200), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_name", sa.String(200), nullable=False),
        _parent("payment", "event_id", "event"),
        _parent("payment", "registration_id", "registration"),
        _parent("payment", "statement_id", "payment_statement"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
    )
    _index("payment", "event_id", "registration_id", "statement_id")


def downgrade() -> None:
    for table in (
        "payment",
        "payment_signature",
        "payment_statement",
        "payee",
        "payment_adjustment",
        "payment_scale",
    ):
        op.drop_table(table)


def _parent(table: str, column: str, parent: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{parent}")
    return sa.ForeignKeyConstraint([column], [f"{parent}.id"], name=name, ondelete="CASCADE")


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
