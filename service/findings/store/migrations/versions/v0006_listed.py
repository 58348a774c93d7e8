"""What search reads of findings: narrow rows and counts by report, kept up by triggers."""

# ruff: noqa: S608 - what is put into the statements are constants of this file
import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TAGS = {"finding_theme": "theme", "finding_framework": "outcome"}

# The bodies are the same on both databases.
TAGS_OF = " UNION ALL ".join(
    f"SELECT {tag} AS tag FROM {table} WHERE finding_pk = {{0}}.pk" for table, tag in TAGS.items()
)
LESS = (
    "UPDATE tally SET count = count - 1 WHERE report_id = OLD.report_id AND label = OLD.label "
    f"AND tag IN (SELECT '' AS tag UNION ALL {TAGS_OF.format('OLD')})"
)
ONE_MORE = "ON CONFLICT (report_id, label, tag) DO UPDATE SET count = tally.count + 1"

ADDED = (
    "INSERT INTO listed (pk, report_id, position, label, tags, listed_on, confidence) "
    "VALUES (NEW.pk, NEW.report_id, NEW.position, NEW.label, '|', NEW.listed_on, NEW.confidence); "
    f"INSERT INTO tally (report_id, label, tag, count) VALUES (NEW.report_id, NEW.label, '', 1) {ONE_MORE};"
)
REMOVED = f"{LESS};"
CHANGED = (
    "UPDATE listed SET position = NEW.position, label = NEW.label, listed_on = NEW.listed_on, "
    "confidence = NEW.confidence WHERE pk = NEW.pk; "
    f"{LESS} AND OLD.label <> NEW.label; "
    "INSERT INTO tally (report_id, label, tag, count) SELECT NEW.report_id, NEW.label, tags.tag, 1 "
    f"FROM (SELECT '' AS tag UNION ALL {TAGS_OF.format('NEW')}) AS tags WHERE OLD.label <> NEW.label {ONE_MORE};"
)
TAGGED = (
    "UPDATE listed SET tags = tags || NEW.{0} || '|' WHERE pk = NEW.finding_pk; "
    "INSERT INTO tally (report_id, label, tag, count) SELECT report_id, label, NEW.{0}, 1 FROM finding "
    f"WHERE pk = NEW.finding_pk {ONE_MORE};"
)
# Where the finding itself is going, its own trigger has counted all of it off.
UNTAGGED = (
    "UPDATE listed SET tags = replace(tags, '|' || OLD.{0} || '|', '|') WHERE pk = OLD.finding_pk; "
    "UPDATE tally SET count = count - 1 WHERE tag = OLD.{0} "
    "AND (report_id, label) = (SELECT report_id, label FROM finding WHERE pk = OLD.finding_pk);"
)

WATCHED = "position, label, listed_on, confidence"


def _triggers() -> list[tuple[str, str, str, str]]:
    """Name, table, when, body of each trigger."""
    found = [
        ("listed_added", "finding", "AFTER INSERT", ADDED),
        ("listed_removed", "finding", "BEFORE DELETE", REMOVED),
        ("tally_removed", "report", "AFTER DELETE", "DELETE FROM tally WHERE report_id = OLD.id;"),
        ("listed_changed", "finding", f"AFTER UPDATE OF {WATCHED}", CHANGED),
    ]
    for table, tag in TAGS.items():
        less, more = UNTAGGED.format(tag), TAGGED.format(tag)
        found.append((f"listed_{tag}_added", table, "AFTER INSERT", more))
        found.append((f"listed_{tag}_removed", table, "AFTER DELETE", less))
        found.append((f"listed_{tag}_changed", table, f"AFTER UPDATE OF {tag}", f"{less} {more}"))
    return found


def upgrade() -> None:
    """Apply."""
    _tables()
    postgresql = op.get_bind().dialect.name == "postgresql"
    _fill("string_agg" if postgresql else "group_concat")
    for name, table, when, body in _triggers():
        if postgresql:
            back = "OLD" if when.startswith("BEFORE") else "NULL"
            op.execute(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN {back}; END $$"
            )
            op.execute(f"CREATE TRIGGER {name} {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")
        else:
            op.execute(f"CREATE TRIGGER {name} {when} ON {table} BEGIN {body} END")


def downgrade() -> None:
    """Take back."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    for name, table, _when, _body in _triggers():
        op.execute(f"DROP TRIGGER {name} ON {table}" if postgresql else f"DROP TRIGGER {name}")
        if postgresql:
            op.execute(f"DROP FUNCTION {name}")
    op.drop_table("tally")
    op.drop_table("listed")


def _tables() -> None:
    op.create_table(
        "listed",
        sa.Column("pk", sa.Integer(), sa.ForeignKey("finding.pk", ondelete="CASCADE"), primary_key=True),
        sa.Column("report_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.Column("listed_on", sa.Date(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
    )
    op.create_index("ix_listed_report", "listed", ["report_id", "position"])
    op.create_index("ix_listed_confidence", "listed", ["confidence", "pk"])
    op.create_table(
        "tally",
        # No foreign key: a trigger takes a report's counts away once its findings are counted off.
        sa.Column("report_id", sa.String(), primary_key=True),
        sa.Column("label", sa.String(), primary_key=True),
        sa.Column("tag", sa.String(), primary_key=True),
        sa.Column("count", sa.Integer(), nullable=False),
    )
    op.create_index("ix_tally_tag", "tally", ["tag", "label", "report_id", "count"])


def _fill(joined: str) -> None:
    parts = " || ".join(
        f"coalesce((SELECT {joined}({tag}, '|') || '|' FROM {table} WHERE finding_pk = finding.pk), '')"
        for table, tag in TAGS.items()
    )
    op.execute(
        "INSERT INTO listed (pk, report_id, position, label, tags, listed_on, confidence) "
        f"SELECT pk, report_id, position, label, '|' || {parts}, listed_on, confidence FROM finding"
    )
    into = "INSERT INTO tally (report_id, label, tag, count) SELECT report_id, label"
    op.execute(f"{into}, '', count(*) FROM finding GROUP BY report_id, label")
    for table, tag in TAGS.items():
        op.execute(
            f"{into}, {tag}, count(*) FROM {table} JOIN finding ON pk = finding_pk GROUP BY report_id, label, {tag}"
        )
