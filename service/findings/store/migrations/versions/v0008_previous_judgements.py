"""Grades of earlier inspections that a report tells of."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    document = sa.JSON().with_variant(JSONB(), "postgresql")
    op.add_column("report", sa.Column("previous_judgements", document, nullable=False, server_default="[]"))


def downgrade() -> None:
    """Take back."""
    op.drop_column("report", "previous_judgements")
