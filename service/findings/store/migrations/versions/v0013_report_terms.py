"""PostgreSQL's index of terms knows the day, month, year and grade of a finding's report too."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

# The day is the one that findings are listed under, the year the one that they are counted in. In a language whose
# plans are kept: to plan a query anew for each row takes longer than all the rest.
FUNCTION = """
CREATE FUNCTION report_terms(report_of text, listed_on date) RETURNS tsvector LANGUAGE plpgsql STABLE AS $$ BEGIN
    RETURN array_to_tsvector(
        ARRAY['=day ' || to_char(listed_on, 'YYYY-MM-DD'), '=month ' || to_char(listed_on, 'YYYY-MM')]
        || ARRAY(SELECT '=grade ' || grade FROM judgement
                 WHERE report_id = report_of AND area = 'overall_effectiveness')
        || ARRAY(SELECT '=year ' || to_char(coalesce(published, inspection_start), 'YYYY') FROM report
                 WHERE id = report_of AND coalesce(published, inspection_start) IS NOT NULL));
END $$"""
OF_FINDING = "finding_terms(NEW.pk, finding.words, NEW.label, finding.kind, finding.authority, NEW.tags)"
OF_ROW = """
CREATE OR REPLACE FUNCTION listed_terms() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    SELECT {} INTO NEW.terms FROM finding WHERE finding.pk = NEW.pk;
    RETURN NEW;
END $$"""
OF_REPORT = """
CREATE FUNCTION report_told() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    UPDATE listed SET tags = tags WHERE report_id = NEW.id;
    RETURN NULL;
END $$"""
OF_JUDGEMENT = """
CREATE FUNCTION judgement_told() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF 'overall_effectiveness' IN (NEW.area, OLD.area) THEN
        UPDATE listed SET tags = tags WHERE report_id IN (NEW.report_id, OLD.report_id);
    END IF;
    RETURN NULL;
END $$"""
ROW_TRIGGER = (
    "CREATE OR REPLACE TRIGGER listed_terms BEFORE INSERT OR UPDATE OF label, tags{} ON listed "
    "FOR EACH ROW EXECUTE FUNCTION listed_terms()"
)
TRIGGERS = (
    "CREATE TRIGGER report_told AFTER UPDATE OF published, inspection_start ON report "
    "FOR EACH ROW EXECUTE FUNCTION report_told()",
    "CREATE TRIGGER judgement_told AFTER INSERT OR UPDATE OR DELETE ON judgement "
    "FOR EACH ROW EXECUTE FUNCTION judgement_told()",
)
KEEP_PLANS = "SET LOCAL plan_cache_mode = force_generic_plan"
# As a change of type, which writes the table anew: a change of every row would leave it twice as large.
ADDED = "ALTER TABLE listed ALTER terms TYPE tsvector USING terms || report_terms(report_id, listed_on)"
REMOVED = (
    "ALTER TABLE listed ALTER terms TYPE tsvector"
    " USING ts_delete(terms, tsvector_to_array(report_terms(report_id, listed_on)))"
)


def upgrade() -> None:
    """Apply."""
    if op.get_bind().dialect.name != "postgresql":
        return
    of_row = OF_ROW.format(f"{OF_FINDING} || report_terms(NEW.report_id, NEW.listed_on)")
    for statement in (FUNCTION, of_row, ROW_TRIGGER.format(", listed_on"), OF_REPORT, OF_JUDGEMENT, *TRIGGERS):
        op.execute(statement)
    for statement in (KEEP_PLANS, ADDED, "ANALYZE listed"):
        op.execute(statement)


def downgrade() -> None:
    """Take back."""
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute("DROP TRIGGER judgement_told ON judgement")
    op.execute("DROP TRIGGER report_told ON report")
    for statement in (ROW_TRIGGER.format(""), OF_ROW.format(OF_FINDING), KEEP_PLANS, REMOVED):
        op.execute(statement)
    for function in ("judgement_told", "report_told", "report_terms"):
        op.execute(f"DROP FUNCTION {function}")
