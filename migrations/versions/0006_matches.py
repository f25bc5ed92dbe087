"""A match of two teams at a session, who plays, and what was noted of it.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "match",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("half_minutes", sa.Integer(), nullable=False),
        sa.Column("extra_minutes", sa.Integer(), nullable=False),
        sa.Column("has_penalties", sa.Boolean(), nullable=False),
        sa.Column("officials", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_match_event_id_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match")),
        sa.UniqueConstraint("event_id", "code", name=op.f("uq_match_event_id_code")),
    )
    op.create_table(
        "match_team",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("match_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.Integer(), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("short_name", sa.String(length=12), nullable=False),
        sa.Column("colour", sa.String(length=7), nullable=False),
        sa.Column("coaches", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["match_id"],
            ["match.id"],
            name=op.f("fk_match_team_match_id_match"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_team")),
        sa.UniqueConstraint("match_id", "side", name=op.f("uq_match_team_match_id_side")),
    )
    op.create_table(
        "match_player",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("is_starting", sa.Boolean(), nullable=False),
        sa.Column("is_captain", sa.Boolean(), nullable=False),
        sa.Column("is_goalkeeper", sa.Boolean(), nullable=False),
        sa.Column("may_be_named", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["match_team.id"],
            name=op.f("fk_match_player_team_id_match_team"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_match_player_registration_id_registration"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_player")),
        sa.UniqueConstraint("team_id", "number", name=op.f("uq_match_player_team_id_number")),
    )
    op.create_index(op.f("ix_match_player_registration_id"), "match_player", ["registration_id"])
    op.create_table(
        "match_incident",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.String(length=36), nullable=False),
        sa.Column("match_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("side", sa.Integer(), nullable=False),
        sa.Column("player_id", sa.Integer(), nullable=True),
        sa.Column("other_id", sa.Integer(), nullable=True),
        sa.Column("minute", sa.Integer(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("how", sa.String(length=10), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("undoes_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["match_id"],
            ["match.id"],
            name=op.f("fk_match_incident_match_id_match"),
            ondelete="CASCADE",
        ),
        *(
            sa.ForeignKeyConstraint(
                [name], ["match_player.id"], name=op.f(f"fk_match_incident_{name}_match_player")
            )
            for name in ("player_id", "other_id")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_match_incident_user_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["undoes_id"],
            ["match_incident.id"],
            name=op.f("fk_match_incident_undoes_id_match_incident"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match_incident")),
        sa.UniqueConstraint("uuid", name=op.f("uq_match_incident_uuid")),
        sa.UniqueConstraint("undoes_id", name=op.f("uq_match_incident_undoes_id")),
    )
    for name in ("match_id", "player_id", "other_id"):
        op.create_index(op.f(f"ix_match_incident_{name}"), "match_incident", [name])


def downgrade() -> None:
    op.drop_table("match_incident")
    op.drop_table("match_player")
    op.drop_table("match_team")
    op.drop_table("match")
