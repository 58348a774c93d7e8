"""What people change of the themes, and what findings had before."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    document = sa.JSON().with_variant(JSONB(), "postgresql")
    op.create_table(
        "taxonomy_change",
        sa.Column("version", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("sources", document, nullable=False),
        sa.Column("targets", document, nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("shipped", sa.Boolean(), nullable=False),
    )
    change = sa.ForeignKey("taxonomy_change.version", ondelete="CASCADE")
    op.create_table(
        "theme_before",
        sa.Column("version", sa.Integer(), change, primary_key=True),
        sa.Column("finding_id", sa.String(), primary_key=True),
        sa.Column("theme", sa.String(), primary_key=True),
        sa.Column("report_id", sa.String(), sa.ForeignKey("report.id", ondelete="CASCADE"), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
    )
    op.create_index("ix_theme_before_report_id", "theme_before", ["report_id"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("theme_before")
    op.drop_table("taxonomy_change")
