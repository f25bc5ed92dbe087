"""The programme as the team works on it, its published versions, and the people on it.

What is published already is what the team goes on from: each session gets its draft.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_COPIED = (
    *("event_id", "code", "day_id", "starts_at", "title", "abstract", "capacity", "languages"),
    *("takes_sign_up", "records_attendance", "note", "kind_id", "room_id", "updated_at"),
)


def upgrade() -> None:
    op.create_table(
        "speaker",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("function", sa.JSON(), nullable=False),
        sa.Column("organisation", sa.String(length=160), nullable=False),
        sa.Column("biography", sa.JSON(), nullable=False),
        sa.Column("represents", sa.String(length=200), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=True),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_speaker_event_id_event"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_speaker_registration_id_registration"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speaker")),
    )
    op.create_index(op.f("ix_speaker_event_id"), "speaker", ["event_id"])

    op.create_table(
        "session_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("day_id", sa.Integer(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("is_held", sa.Boolean(), nullable=False),
        sa.Column("is_cancelled", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_by_name", sa.String(length=200), nullable=False),
        sa.Column("title", sa.JSON(), nullable=False),
        sa.Column("abstract", sa.JSON(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("languages", sa.String(length=40), nullable=False),
        sa.Column("interpretation", sa.String(length=40), nullable=False),
        sa.Column("takes_sign_up", sa.Boolean(), nullable=False),
        sa.Column("records_attendance", sa.Boolean(), nullable=False),
        sa.Column("parts", sa.JSON(), nullable=False),
        sa.Column("acts", sa.JSON(), nullable=False),
        sa.Column("documents", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("needs", sa.String(length=1000), nullable=False),
        sa.Column("kind_id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["day_id"], ["event_day.id"], name=op.f("fk_session_draft_day_id_event_day")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name=op.f("fk_session_draft_event_id_event"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["kind_id"], ["session_kind.id"], name=op.f("fk_session_draft_kind_id_session_kind")
        ),
        sa.ForeignKeyConstraint(
            ["room_id"], ["room.id"], name=op.f("fk_session_draft_room_id_room")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_draft")),
        sa.UniqueConstraint("event_id", "code", name=op.f("uq_session_draft_event_id_code")),
    )
    op.create_index(op.f("ix_session_draft_event_id"), "session_draft", ["event_id"])

    op.create_table(
        "programme_release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("note", sa.JSON(), nullable=False),
        sa.Column("entries", sa.JSON(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by_name", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name=op.f("fk_programme_release_event_id_event"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_release")),
        sa.UniqueConstraint(
            "event_id", "number", name=op.f("uq_programme_release_event_id_number")
        ),
    )
    op.create_table(
        "editor_settings",
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("opens_at", sa.Time(), nullable=False),
        sa.Column("closes_at", sa.Time(), nullable=False),
        sa.Column("stage_change", sa.Integer(), nullable=False),
        sa.Column("keeps_friday_prayer", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name=op.f("fk_editor_settings_event_id_event"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_editor_settings")),
    )
    with op.batch_alter_table("session") as table:
        table.add_column(
            sa.Column("interpretation", sa.String(length=40), nullable=False, server_default="")
        )
        for name in ("parts", "acts", "documents"):
            table.add_column(sa.Column(name, sa.JSON(), nullable=False, server_default="[]"))
        table.add_column(
            sa.Column("needs", sa.String(length=1000), nullable=False, server_default="")
        )
    _draft_what_is_there()


def downgrade() -> None:
    with op.batch_alter_table("session") as table:
        for name in ("needs", "documents", "acts", "parts", "interpretation"):
            table.drop_column(name)
    op.drop_table("editor_settings")
    op.drop_table("programme_release")
    op.drop_table("session_draft")
    op.drop_table("speaker")


def _draft_what_is_there() -> None:
    meta = sa.MetaData()
    connection = op.get_bind()
    session = sa.Table("session", meta, autoload_with=connection, resolve_fks=False)
    draft = sa.Table("session_draft", meta, autoload_with=connection, resolve_fks=False)
    for row in connection.execute(sa.select(session)).mappings().all():
        length = row["ends_at"] - row["starts_at"]
        values = {name: row[name] for name in _COPIED} | {
            **{"parts": [], "acts": [], "documents": [], "interpretation": "", "needs": ""},
            "minutes": max(5, int(length.total_seconds()) // 60),
            "is_held": row["status"] == "draft",
            "is_cancelled": row["status"] == "cancelled",
            "version": 1,
            "updated_by_name": "",
        }
        connection.execute(draft.insert().values(values))
