"""What reviewers need: decisions that can be grouped, undone and carried over, and a queue with holds."""

import json
import math
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

FINDING = ("human", "reviewed_at", "uncertainty", "disputed")
CORRECTION = ("uid", "group_id", "action", "undoes", "blind", "text")
INDEXES = (
    ("ix_finding_uncertainty", "finding", ["uncertainty", "pk"], False),
    ("ix_finding_reviewed", "finding", ["reviewed_at"], False),
    ("ix_correction_uid", "correction", ["uid"], True),
    ("ix_correction_group", "correction", ["group_id"], False),
)


def upgrade() -> None:
    """Apply."""
    _findings()
    _corrections()
    for name, table, columns, unique in INDEXES:
        op.create_index(name, table, columns, unique=unique)
    op.create_table(
        "hold",
        sa.Column("finding_pk", sa.Integer(), sa.ForeignKey("finding.pk", ondelete="CASCADE"), primary_key=True),
        sa.Column("actor", sa.String(), primary_key=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("blind", sa.Boolean(), nullable=False),
    )
    op.create_index("ix_hold_until", "hold", ["until"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("hold")
    for name, table, _columns, _unique in INDEXES:
        op.drop_index(name, table_name=table)
    for table, columns in (("finding", FINDING), ("correction", CORRECTION)):
        for column in columns:
            op.drop_column(table, column)


def _findings() -> None:
    document = sa.JSON().with_variant(JSONB(), "postgresql")
    op.add_column("finding", sa.Column("human", document, nullable=True))
    op.add_column("finding", sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("finding", sa.Column("uncertainty", sa.Float(), nullable=False, server_default="0"))
    op.add_column("finding", sa.Column("disputed", sa.Boolean(), nullable=False, server_default=sa.false()))
    found = op.get_bind().execute(sa.text("SELECT pk, scores, reasons FROM finding"))
    rows = [_judged(pk, _read(scores), _read(reasons)) for pk, scores, reasons in found]
    if rows:
        change = "UPDATE finding SET uncertainty = :uncertainty, disputed = :disputed WHERE pk = :pk"
        op.get_bind().execute(sa.text(change), rows)


def _read(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value


def _judged(pk: int, scores: dict[str, float], reasons: list[dict[str, str]]) -> dict[str, Any]:
    total = sum(scores.values()) or 1.0
    shares = [score / total for score in scores.values() if score > 0]
    entropy = -sum(share * math.log(share) for share in shares) / math.log(4)
    return {"pk": pk, "uncertainty": entropy, "disputed": any(reason["kind"] == "warning" for reason in reasons)}


def _corrections() -> None:
    for name in ("uid", "group_id"):
        op.add_column("correction", sa.Column(name, sa.String(), nullable=False, server_default=""))
        op.execute(f"UPDATE correction SET {name} = 'before-0002-' || CAST(id AS VARCHAR)")  # noqa: S608
    op.add_column("correction", sa.Column("action", sa.String(), nullable=False, server_default="edit"))
    op.add_column("correction", sa.Column("undoes", sa.String(), nullable=True))
    op.add_column("correction", sa.Column("blind", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("correction", sa.Column("text", sa.Text(), nullable=False, server_default=""))
