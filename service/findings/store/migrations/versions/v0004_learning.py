"""What learning needs: which model and taxonomy each finding was labelled with, and what jobs say while they run."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

LABELLED = ("model", "taxonomy")
FROM_REPORT = "UPDATE finding SET {0} = (SELECT report.{0} FROM report WHERE report.id = finding.report_id)"


def upgrade() -> None:
    """Apply."""
    for name in LABELLED:
        op.add_column("finding", sa.Column(name, sa.String(), nullable=False, server_default=""))
        op.execute(FROM_REPORT.format(name))
    op.add_column("job", sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "job_line",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("job_id", sa.Integer(), sa.ForeignKey("job.id", ondelete="CASCADE"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
    )
    op.create_index("ix_job_line_job", "job_line", ["job_id", "id"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("job_line")
    op.drop_column("job", "finished_at")
    for name in LABELLED:
        op.drop_column("finding", name)
