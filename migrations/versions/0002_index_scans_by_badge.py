"""Index scans by badge, and badges by the one they replace: deleting and reissuing look there.

Revision ID: 0002
Revises: 0001
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_badge_replaces_id"), "badge", ["replaces_id"])
    op.create_index(op.f("ix_scan_badge_id"), "scan", ["badge_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_scan_badge_id"), "scan")
    op.drop_index(op.f("ix_badge_replaces_id"), "badge")
