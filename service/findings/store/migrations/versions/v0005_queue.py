"""The queue reads its findings, and those of a label or in dispute, from indexes of what nobody has decided yet."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

OPEN: dict[str, Any] = {
    "sqlite_where": sa.text("(human IS NULL OR instr(human, '\"label\"') = 0)"),
    "postgresql_where": sa.text("(human IS NULL OR NOT jsonb_exists(human, 'label'))"),
}
INDEXES = {
    "ix_finding_open": ["uncertainty", "pk"],
    "ix_finding_open_label": ["label", "uncertainty", "pk"],
    "ix_finding_open_disputed": ["disputed", "uncertainty", "pk"],
}


def upgrade() -> None:
    """Apply."""
    for name, columns in INDEXES.items():
        op.create_index(name, "finding", columns, **OPEN)
    op.drop_index("ix_finding_uncertainty", table_name="finding")


def downgrade() -> None:
    """Take back."""
    op.create_index("ix_finding_uncertainty", "finding", ["uncertainty", "pk"])
    for name in INDEXES:
        op.drop_index(name, table_name="finding")
