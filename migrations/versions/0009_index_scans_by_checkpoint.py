"""Index scans by checkpoint and moment: how full a room is looks there.

Revision ID: 0009
Revises: 0008
"""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_scan_checkpoint_at", "scan", ["checkpoint_id", "at"])


def downgrade() -> None:
    op.drop_index("ix_scan_checkpoint_at", "scan")
