"""What a report stands for (superseded, internal, invented), and reviewers' decisions on links between reports."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

STANDING = ("superseded_by", "internal", "demonstration")


def upgrade() -> None:
    """Apply."""
    op.add_column("report", sa.Column("superseded_by", sa.String(), nullable=True))
    op.add_column("report", sa.Column("internal", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("report", sa.Column("demonstration", sa.Boolean(), nullable=False, server_default=sa.false()))
    document = sa.JSON().with_variant(JSONB(), "postgresql")
    op.create_table(
        "link_decision",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("uid", sa.String(), nullable=False),
        sa.Column("point_report", sa.String(), sa.ForeignKey("report.id", ondelete="CASCADE"), nullable=False),
        sa.Column("point_key", sa.String(), nullable=False),
        sa.Column("point_start", sa.Integer(), nullable=False),
        sa.Column("point_end", sa.Integer(), nullable=False),
        sa.Column("point_text", sa.Text(), nullable=False),
        sa.Column("later_report", sa.String(), sa.ForeignKey("report.id", ondelete="CASCADE"), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("passage", document, nullable=True),
        sa.Column("before", document, nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("undoes", sa.String(), nullable=True),
        sa.Column("model", sa.String(), nullable=False),
    )
    op.create_index("ix_link_decision_point", "link_decision", ["point_report", "point_key"])
    op.create_index("ix_link_decision_later", "link_decision", ["later_report"])
    op.create_index("ix_link_decision_uid", "link_decision", ["uid"], unique=True)


def downgrade() -> None:
    """Take back."""
    op.drop_table("link_decision")
    for column in STANDING:
        op.drop_column("report", column)
