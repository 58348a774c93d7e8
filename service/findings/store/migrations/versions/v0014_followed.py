"""What was followed of authorities is kept."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "followed_authority",
        sa.Column("authority", sa.String(), primary_key=True),
        sa.Column("stamp", sa.String(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("followed_authority")
