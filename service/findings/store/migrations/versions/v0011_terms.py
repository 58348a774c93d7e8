"""PostgreSQL finds words, labels and tags by one index of narrow rows: whole findings are read for what is shown."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

# In which blocks of rows a finding stands: of 32,768 rows, of eight such, of eight of these.
BLOCKS = """
CREATE FUNCTION block_terms(pk integer) RETURNS text[] LANGUAGE sql IMMUTABLE AS $$
    SELECT ARRAY['=0 ' || (pk >> 15), '=1 ' || (pk >> 18), '=2 ' || (pk >> 21)]
$$"""
# What is no word begins with "=", which no word holds.
FUNCTION = """
CREATE FUNCTION finding_terms(pk integer, words text, label text, kind text, authority text, tags text)
RETURNS tsvector LANGUAGE sql IMMUTABLE AS $$
    SELECT to_tsvector('simple'::regconfig, words) || array_to_tsvector(array_remove(
        ARRAY['=label ' || label, '=kind ' || kind, '=authority ' || authority]
        || ARRAY(SELECT '=tag ' || tag FROM unnest(string_to_array(trim(BOTH '|' FROM tags), '|')) AS tag)
        || block_terms(pk), NULL))
$$"""
OF_ROW = """
CREATE FUNCTION listed_terms() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    SELECT finding_terms(NEW.pk, finding.words, NEW.label, finding.kind, finding.authority, NEW.tags)
    INTO NEW.terms FROM finding WHERE finding.pk = NEW.pk;
    RETURN NEW;
END $$"""
OF_FINDING = """
CREATE FUNCTION listed_told() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    UPDATE listed SET tags = tags WHERE pk = NEW.pk;
    RETURN NULL;
END $$"""
FILL = """
UPDATE listed SET terms = finding_terms(listed.pk, finding.words, listed.label, finding.kind, finding.authority, tags)
FROM finding WHERE finding.pk = listed.pk"""
TRIGGERS = (
    "CREATE TRIGGER listed_terms BEFORE INSERT OR UPDATE OF label, tags ON listed "
    "FOR EACH ROW EXECUTE FUNCTION listed_terms()",
    "CREATE TRIGGER listed_told AFTER UPDATE OF words, kind, authority ON finding "
    "FOR EACH ROW EXECUTE FUNCTION listed_told()",
)


def upgrade() -> None:
    """Apply."""
    op.add_column("listed", sa.Column("terms", sa.Text().with_variant(TSVECTOR(), "postgresql"), nullable=True))
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute("DROP INDEX ix_finding_words")
    for statement in (BLOCKS, FUNCTION, OF_ROW, OF_FINDING, FILL, *TRIGGERS):
        op.execute(statement)
    op.execute("CREATE INDEX ix_finding_words ON listed USING gin (terms)")
    op.execute("ANALYZE listed")


def downgrade() -> None:
    """Take back."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER listed_told ON finding")
        op.execute("DROP TRIGGER listed_terms ON listed")
        for function in ("listed_told", "listed_terms", "finding_terms", "block_terms"):
            op.execute(f"DROP FUNCTION {function}")
        op.execute("DROP INDEX ix_finding_words")
        op.execute("CREATE INDEX ix_finding_words ON finding USING gin (to_tsvector('simple', words))")
    op.drop_column("listed", "terms")
