"""Registration for everybody: quotas, waiting list, delegations, questions, imports, messages.

Columns that existing rows need a value for have a default in the database.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pass_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=32), nullable=False),
        sa.Column("contact_hash", sa.String(length=64), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_pass_code_event_id_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pass_code")),
        sa.UniqueConstraint("key", name=op.f("uq_pass_code_key")),
    )
    op.create_index(
        op.f("ix_pass_code_contact"), "pass_code", ["event_id", "contact_hash", "created_at"]
    )

    op.create_table(
        "question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("label", sa.JSON(), nullable=False),
        sa.Column("hint", sa.JSON(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("is_required", sa.Boolean(), nullable=False),
        sa.Column("minimum", sa.Integer(), nullable=True),
        sa.Column("maximum", sa.Integer(), nullable=True),
        sa.Column("category_codes", sa.JSON(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_question_event_id_event"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
        sa.UniqueConstraint("event_id", "code", name=op.f("uq_question_event_id_code")),
    )
    op.create_table(
        "announcement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.JSON(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("audience", sa.JSON(), nullable=False),
        sa.Column("recipients", sa.Integer(), nullable=False),
        sa.Column("submission_key", sa.String(length=36), nullable=True),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_by_name", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by"],
            ["user_account.id"],
            name=op.f("fk_announcement_created_by_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name=op.f("fk_announcement_event_id_event"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["job_id"], ["job.id"], name=op.f("fk_announcement_job_id_job"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement")),
        sa.UniqueConstraint("submission_key", name=op.f("uq_announcement_submission_key")),
    )
    op.create_index(op.f("ix_announcement_event_id"), "announcement", ["event_id"])

    op.create_table(
        "registration_import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("header", sa.JSON(), nullable=False),
        sa.Column("mapping", sa.JSON(), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("error", sa.String(length=300), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=True),
        sa.Column("created_by_name", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by"],
            ["user_account.id"],
            name=op.f("fk_registration_import_created_by_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name=op.f("fk_registration_import_event_id_event"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["file_id"],
            ["stored_file.id"],
            name=op.f("fk_registration_import_file_id_stored_file"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["job_id"],
            ["job.id"],
            name=op.f("fk_registration_import_job_id_job"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration_import")),
    )
    op.create_index(op.f("ix_registration_import_event_id"), "registration_import", ["event_id"])

    op.create_table(
        "answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["file_id"],
            ["stored_file.id"],
            name=op.f("fk_answer_file_id_stored_file"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["question.id"],
            name=op.f("fk_answer_question_id_question"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_answer_registration_id_registration"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint(
            "registration_id", "question_id", name=op.f("uq_answer_registration_id_question_id")
        ),
    )
    op.create_index(op.f("ix_answer_question_id"), "answer", ["question_id"])

    op.create_table(
        "distinct_pair",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["decided_by"],
            ["user_account.id"],
            name=op.f("fk_distinct_pair_decided_by_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name=op.f("fk_distinct_pair_event_id_event"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["first_id"],
            ["registration.id"],
            name=op.f("fk_distinct_pair_first_id_registration"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["second_id"],
            ["registration.id"],
            name=op.f("fk_distinct_pair_second_id_registration"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_distinct_pair")),
        sa.UniqueConstraint(
            "first_id", "second_id", name=op.f("uq_distinct_pair_first_id_second_id")
        ),
    )
    op.create_index(op.f("ix_distinct_pair_event_id"), "distinct_pair", ["event_id"])
    op.create_index(op.f("ix_distinct_pair_second_id"), "distinct_pair", ["second_id"])

    op.create_table(
        "import_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("cells", sa.JSON(), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("has_reasons", sa.Boolean(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.Column("decision", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["registration_import.id"],
            name=op.f("fk_import_row_import_id_registration_import"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_import_row_registration_id_registration"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_row")),
        sa.UniqueConstraint("import_id", "number", name=op.f("uq_import_row_import_id_number")),
    )
    op.create_index(op.f("ix_import_row_outcome"), "import_row", ["import_id", "outcome", "number"])
    op.create_index(op.f("ix_import_row_registration_id"), "import_row", ["registration_id"])

    op.create_table(
        "merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("merged_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("merged_by", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_merge_event_id_event"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["kept_id"], ["registration.id"], name=op.f("fk_merge_kept_id_registration")
        ),
        sa.ForeignKeyConstraint(
            ["merged_by"], ["user_account.id"], name=op.f("fk_merge_merged_by_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["merged_id"], ["registration.id"], name=op.f("fk_merge_merged_id_registration")
        ),
        sa.ForeignKeyConstraint(
            ["undone_by"], ["user_account.id"], name=op.f("fk_merge_undone_by_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merge")),
    )
    op.create_index(op.f("ix_merge_event_id"), "merge", ["event_id"])
    op.create_index(op.f("ix_merge_kept_id"), "merge", ["kept_id"])
    op.create_index(op.f("ix_merge_merged_id"), "merge", ["merged_id"])

    op.create_table(
        "sign_up",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("status_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_sign_up_registration_id_registration"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["session.id"],
            name=op.f("fk_sign_up_session_id_session"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_up")),
        sa.UniqueConstraint(
            "registration_id", "session_id", name=op.f("uq_sign_up_registration_id_session_id")
        ),
    )
    op.create_index(op.f("ix_sign_up_session_id"), "sign_up", ["session_id"])

    with op.batch_alter_table("category") as table:
        table.add_column(
            sa.Column("admission", sa.String(length=10), nullable=False, server_default="open")
        )
        table.add_column(sa.Column("invitation_key", sa.String(length=32), nullable=True))
        table.add_column(sa.Column("capacity", sa.Integer(), nullable=True))
        table.create_unique_constraint(op.f("uq_category_invitation_key"), ["invitation_key"])
    op.execute("UPDATE category SET admission = 'invited' WHERE NOT is_open")
    with op.batch_alter_table("category") as table:
        table.drop_column("is_open")

    with op.batch_alter_table("delegation") as table:
        table.add_column(
            sa.Column("focal_email", sa.String(length=254), nullable=False, server_default="")
        )
        table.add_column(
            sa.Column("language", sa.String(length=3), nullable=False, server_default="fr")
        )
        table.add_column(sa.Column("category_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("key", sa.String(length=32), nullable=True))
        table.add_column(sa.Column("created_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("submission_key", sa.String(length=36), nullable=True))
        table.create_unique_constraint(op.f("uq_delegation_key"), ["key"])
        table.create_unique_constraint(op.f("uq_delegation_submission_key"), ["submission_key"])
        table.create_foreign_key(
            op.f("fk_delegation_category_id_category"), "category", ["category_id"], ["id"]
        )

    with op.batch_alter_table("event") as table:
        table.add_column(
            sa.Column("offer_hours", sa.Integer(), nullable=False, server_default="48")
        )
        table.add_column(sa.Column("reminder_days", sa.Integer(), nullable=True))

    with op.batch_alter_table("event_day") as table:
        table.add_column(sa.Column("capacity", sa.Integer(), nullable=True))

    with op.batch_alter_table("message") as table:
        table.add_column(sa.Column("html", sa.Text(), nullable=False, server_default=""))
        table.add_column(sa.Column("kind", sa.String(length=30), nullable=False, server_default=""))
        table.add_column(sa.Column("registration_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("announcement_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("once", sa.String(length=80), nullable=True))
        table.create_index(op.f("ix_message_announcement_id"), ["announcement_id"])
        table.create_index(op.f("ix_message_registration_id"), ["registration_id"])
        table.create_unique_constraint(op.f("uq_message_once"), ["once"])
        table.create_foreign_key(
            op.f("fk_message_registration_id_registration"),
            "registration",
            ["registration_id"],
            ["id"],
            ondelete="CASCADE",
        )
        table.create_foreign_key(
            op.f("fk_message_announcement_id_announcement"),
            "announcement",
            ["announcement_id"],
            ["id"],
            ondelete="CASCADE",
        )

    with op.batch_alter_table("registration") as table:
        table.add_column(
            sa.Column("relation", sa.String(length=10), nullable=False, server_default="")
        )
        table.add_column(
            sa.Column("stands_for", sa.String(length=200), nullable=False, server_default="")
        )
        table.add_column(
            sa.Column("status_reason", sa.String(length=300), nullable=False, server_default="")
        )
        table.add_column(sa.Column("offered_until", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("import_id", sa.Integer(), nullable=True))
        table.create_index(op.f("ix_registration_import_id"), ["import_id"])
        table.create_foreign_key(
            op.f("fk_registration_import_id_registration_import"),
            "registration_import",
            ["import_id"],
            ["id"],
            ondelete="SET NULL",
        )

    with op.batch_alter_table("session") as table:
        table.add_column(
            sa.Column("takes_sign_up", sa.Boolean(), nullable=False, server_default=sa.false())
        )


def downgrade() -> None:
    with op.batch_alter_table("session") as table:
        table.drop_column("takes_sign_up")

    with op.batch_alter_table("registration") as table:
        table.drop_constraint(
            op.f("fk_registration_import_id_registration_import"), type_="foreignkey"
        )
        table.drop_index(op.f("ix_registration_import_id"))
        table.drop_column("import_id")
        table.drop_column("offered_until")
        table.drop_column("status_reason")
        table.drop_column("stands_for")
        table.drop_column("relation")

    with op.batch_alter_table("message") as table:
        table.drop_constraint(op.f("fk_message_announcement_id_announcement"), type_="foreignkey")
        table.drop_constraint(op.f("fk_message_registration_id_registration"), type_="foreignkey")
        table.drop_constraint(op.f("uq_message_once"), type_="unique")
        table.drop_index(op.f("ix_message_registration_id"))
        table.drop_index(op.f("ix_message_announcement_id"))
        table.drop_column("once")
        table.drop_column("announcement_id")
        table.drop_column("registration_id")
        table.drop_column("kind")
        table.drop_column("html")

    with op.batch_alter_table("event_day") as table:
        table.drop_column("capacity")

    with op.batch_alter_table("event") as table:
        table.drop_column("reminder_days")
        table.drop_column("offer_hours")

    with op.batch_alter_table("delegation") as table:
        table.drop_constraint(op.f("fk_delegation_category_id_category"), type_="foreignkey")
        table.drop_constraint(op.f("uq_delegation_submission_key"), type_="unique")
        table.drop_constraint(op.f("uq_delegation_key"), type_="unique")
        table.drop_column("submission_key")
        table.drop_column("created_at")
        table.drop_column("key")
        table.drop_column("category_id")
        table.drop_column("language")
        table.drop_column("focal_email")

    with op.batch_alter_table("category") as table:
        table.add_column(
            sa.Column("is_open", sa.Boolean(), nullable=False, server_default=sa.true())
        )
    op.execute("UPDATE category SET is_open = (admission <> 'invited')")
    with op.batch_alter_table("category") as table:
        table.drop_constraint(op.f("uq_category_invitation_key"), type_="unique")
        table.drop_column("capacity")
        table.drop_column("invitation_key")
        table.drop_column("admission")

    op.drop_table("sign_up")

    op.drop_table("merge")

    op.drop_table("import_row")

    op.drop_table("distinct_pair")

    op.drop_table("answer")

    op.drop_table("registration_import")

    op.drop_table("announcement")
    op.drop_table("question")

    op.drop_table("pass_code")
