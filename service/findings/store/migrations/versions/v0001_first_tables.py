"""The first tables, and the full-text index of each database."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    _reports()
    _findings()
    _tags()
    _records()
    statements = POSTGRESQL_WORDS if op.get_bind().dialect.name == "postgresql" else SQLITE_WORDS
    for statement in statements:
        op.execute(statement)


def downgrade() -> None:
    """Take back."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE finding_words")
    for table in reversed(TABLES):
        op.drop_table(table)


TABLES = (
    "report",
    "report_text",
    "report_history",
    "judgement",
    "finding",
    "finding_theme",
    "finding_framework",
    "finding_entity",
    "correction",
    "audit",
    "job",
)

# The index reads `finding.words`, which the program has normalised: neither database splits or folds anything.
SQLITE_WORDS = (
    "CREATE VIRTUAL TABLE finding_words USING fts5(words, content='finding', content_rowid='pk', tokenize='ascii')",
    "CREATE TRIGGER finding_words_added AFTER INSERT ON finding BEGIN "
    "INSERT INTO finding_words(rowid, words) VALUES (new.pk, new.words); END",
    "CREATE TRIGGER finding_words_removed AFTER DELETE ON finding BEGIN "
    "INSERT INTO finding_words(finding_words, rowid, words) VALUES ('delete', old.pk, old.words); END",
    "CREATE TRIGGER finding_words_changed AFTER UPDATE OF words ON finding BEGIN "
    "INSERT INTO finding_words(finding_words, rowid, words) VALUES ('delete', old.pk, old.words); "
    "INSERT INTO finding_words(rowid, words) VALUES (new.pk, new.words); END",
)
POSTGRESQL_WORDS = ("CREATE INDEX ix_finding_words ON finding USING gin (to_tsvector('simple', words))",)


def _document(name: str, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.JSON().with_variant(JSONB(), "postgresql"), nullable=nullable)


def _text(name: str, nullable: bool = False, **more: Any) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=nullable, **more)


def _string(name: str, nullable: bool = False, **more: Any) -> sa.Column[str]:
    return sa.Column(name, sa.String(), nullable=nullable, **more)


def _number(name: str, **more: Any) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False, **more)


def _real(name: str, nullable: bool = False) -> sa.Column[float]:
    return sa.Column(name, sa.Float(), nullable=nullable)


def _day(name: str, nullable: bool = True) -> sa.Column[Any]:
    return sa.Column(name, sa.Date(), nullable=nullable)


def _moment(name: str, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _of_report(**more: Any) -> sa.Column[str]:
    return sa.Column("report_id", sa.String(), sa.ForeignKey("report.id", ondelete="CASCADE"), nullable=False, **more)


def _of_finding() -> sa.Column[int]:
    key = sa.ForeignKey("finding.pk", ondelete="CASCADE")
    return sa.Column("finding_pk", sa.Integer(), key, primary_key=True, nullable=False)


def _index(table: str, *columns: str, name: str | None = None) -> None:
    op.create_index(name or f"ix_{table}_{columns[0]}", table, list(columns))


def _reports() -> None:
    op.create_table(
        "report",
        *(_string("id", primary_key=True), _string("sha256", unique=True), _text("title", True), _string("kind")),
        *(_string("authority", True), _day("published"), _day("inspection_start"), _day("inspection_end")),
        *(_document("lead_inspectors"), _number("pages"), _string("model"), _string("taxonomy")),
        *(_document("stated"), _moment("created_at"), _moment("updated_at")),
    )
    for column in ("kind", "authority", "published"):
        _index("report", column)
    op.create_table("report_text", _of_report(primary_key=True), _text("text"))
    op.create_table(
        "report_history",
        *(_number("id", primary_key=True), _of_report(), _moment("at"), _string("actor"), _string("field")),
        *(_document("before", True), _document("after", True), _text("note", True)),
    )
    _index("report_history", "report_id")
    op.create_table(
        "judgement",
        *(_of_report(primary_key=True), _number("position", primary_key=True), _string("area"), _string("grade")),
    )
    _index("judgement", "area", "grade", name="ix_judgement_area_grade")


def _findings() -> None:
    op.create_table(
        "finding",
        *(_number("pk", primary_key=True), _string("id", unique=True), _of_report(), _number("position")),
        *(_string("key"), _text("text"), _text("words"), _number("start"), _number("end"), _number("page")),
        *(_document("section"), _string("unit"), _string("label"), _real("confidence"), _document("scores")),
        *(_text("responsible_body", True), _document("reasons"), _string("authority", True), _string("kind")),
        _day("listed_on", nullable=False),
    )
    _index("finding", "report_id", "position", name="ix_finding_report")
    _index("finding", "listed_on", "pk", name="ix_finding_listed")
    _index("finding", "label", "listed_on", "pk")
    _index("finding", "authority", "label", "listed_on")
    _index("finding", "kind", "label", "listed_on")
    _index("finding", "confidence", "pk")
    _index("finding", "key")


def _tags() -> None:
    op.create_table("finding_theme", _of_finding(), _string("theme", primary_key=True), _real("confidence"))
    _index("finding_theme", "theme", "finding_pk")
    printed: sa.Column[bool] = sa.Column("printed", sa.Boolean(), nullable=False)
    op.create_table("finding_framework", _of_finding(), _string("outcome", primary_key=True), printed)
    _index("finding_framework", "outcome", "finding_pk")
    op.create_table(
        "finding_entity",
        *(_of_finding(), _number("position", primary_key=True), _number("start"), _number("end")),
        *(_text("text"), _string("words"), _string("type")),
    )
    _index("finding_entity", "words", "finding_pk")
    _index("finding_entity", "type", "finding_pk")


def _records() -> None:
    op.create_table(
        "correction",
        *(_number("id", primary_key=True), _of_report(), _string("finding_id"), _number("start"), _number("end")),
        *(_string("key"), _document("before"), _document("after"), _string("actor"), _moment("at")),
        *(_text("note", True), _real("seconds", True), _string("model"), _string("taxonomy")),
    )
    _index("correction", "report_id", "key", name="ix_correction_anchor")
    _index("correction", "finding_id")
    op.create_table(
        "audit",
        *(_number("id", primary_key=True), _moment("at"), _string("actor"), _string("action")),
        *(_string("target"), _string("target_id"), _document("detail")),
    )
    _index("audit", "at")
    _index("audit", "target", "target_id")
    op.create_table(
        "job",
        *(_number("id", primary_key=True), _string("kind"), _string("token", True), _document("arguments")),
        *(_string("state"), _number("attempts"), _moment("heartbeat", True), _real("progress")),
        *(_document("result", True), _text("error", True), _string("actor"), _moment("created_at")),
        sa.UniqueConstraint("kind", "token", name="uq_job_kind_token"),
    )
    _index("job", "state")
