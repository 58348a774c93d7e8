"""The queue reads each of its orders from an index: by place, by label and by kind of report, and second readings."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

OPEN: dict[str, Any] = {
    "sqlite_where": sa.text("(human IS NULL OR instr(human, '\"label\"') = 0)"),
    "postgresql_where": sa.text("(human IS NULL OR NOT jsonb_exists(human, 'label'))"),
}
INDEXES = {
    "ix_finding_open_place": ["report_id", "position"],
    "ix_finding_open_label_place": ["label", "report_id", "position"],
    "ix_finding_open_kind": ["kind", "uncertainty", "pk"],
    "ix_finding_open_kind_place": ["kind", "report_id", "position"],
}
REVIEWED: dict[str, Any] = {
    "sqlite_where": sa.text("reviewed_at IS NOT NULL"),
    "postgresql_where": sa.text("reviewed_at IS NOT NULL"),
}


def upgrade() -> None:
    """Apply."""
    for name, columns in INDEXES.items():
        op.create_index(name, "finding", columns, **OPEN)
    op.create_index("ix_finding_reviewed_place", "finding", ["report_id", "position"], **REVIEWED)


def downgrade() -> None:
    """Take back."""
    for name in ("ix_finding_reviewed_place", *INDEXES):
        op.drop_index(name, table_name="finding")
