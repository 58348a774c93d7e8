"""Vectors of findings beside them, on PostgreSQL where pgvector is there; elsewhere they stay in files."""

from contextlib import suppress

from alembic import op
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

OFFERED = text("SELECT count(*) FROM pg_available_extensions WHERE name = 'vector'")
# Before 0.8 an index gives no more than its first candidates, however few of them filters let through.
READY = text(
    "SELECT to_regtype('halfvec') IS NOT NULL"
    " AND string_to_array(substring(extversion FROM '^[0-9]+[.][0-9]+'), '.')::int[] >= ARRAY[0, 8]"
    " FROM pg_extension WHERE extname = 'vector'"
)
MADE = text("SELECT to_regclass('finding_vector') IS NOT NULL")
# A new finding waits for its vector, and one whose text changed waits again: a row without a kind is one that waits.
ADDED = "INSERT INTO finding_vector (finding_pk) SELECT pk FROM added; RETURN NULL;"
CHANGED = "UPDATE finding_vector SET kind = NULL, vector = NULL WHERE finding_pk = NEW.pk; RETURN NULL;"


def upgrade() -> None:
    """Apply."""
    if not _extended():
        return
    op.execute(
        "CREATE TABLE finding_vector (finding_pk integer PRIMARY KEY REFERENCES finding (pk) ON DELETE CASCADE, "
        "kind text, vector halfvec)"
    )
    op.execute("INSERT INTO finding_vector (finding_pk) SELECT pk FROM finding")
    op.execute("CREATE INDEX ix_finding_vector_kind ON finding_vector (kind)")
    for name, body in {"added": ADDED, "changed": CHANGED}.items():
        op.execute(
            f"CREATE FUNCTION finding_vector_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"
        )
    op.execute(
        "CREATE TRIGGER finding_vector_added AFTER INSERT ON finding REFERENCING NEW TABLE AS added "
        "FOR EACH STATEMENT EXECUTE FUNCTION finding_vector_added()"
    )
    op.execute(
        "CREATE TRIGGER finding_vector_changed AFTER UPDATE OF key ON finding FOR EACH ROW "
        "WHEN (OLD.key <> NEW.key) EXECUTE FUNCTION finding_vector_changed()"
    )


def downgrade() -> None:
    """Take back; the extension stays, for others may use it."""
    if op.get_bind().dialect.name != "postgresql" or not op.get_bind().scalar(MADE):
        return
    for name in ("added", "changed"):
        op.execute(f"DROP TRIGGER finding_vector_{name} ON finding")
        op.execute(f"DROP FUNCTION finding_vector_{name}")
    op.drop_table("finding_vector")


def _extended() -> bool:
    """Whether the database has pgvector now; one whose user may not add it, or with an old one, goes on without."""
    connection = op.get_bind()
    if connection.dialect.name != "postgresql" or not connection.scalar(OFFERED):
        return False
    with suppress(DBAPIError), connection.begin_nested():
        connection.execute(text("CREATE EXTENSION IF NOT EXISTS vector"))
    return bool(connection.scalar(READY))
