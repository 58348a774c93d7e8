"""What a person can correct about a report, as a form sends it."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import ValidationError

from findings.errors import Code, FindingsError
from findings.schemas import Area, Report
from findings.store.reports import ReportPatch
from findings.web.words import FACTS

PLAIN = ("title", "kind", "authority", "published", "inspection_start", "inspection_end")
GRADE = "grade_"


def as_form(report: Report) -> dict[str, str]:
    """The fields of the form as the report stands."""
    stands = report.model_dump(mode="json")
    grades = {f"{GRADE}{each.area}": each.grade.value for each in report.judgements}
    plain = {name: stands[name] or "" for name in PLAIN}
    return {**plain, **grades, "lead_inspectors": "\n".join(report.lead_inspectors), "note": ""}


def as_patch(form: Mapping[str, str], report: Report) -> ReportPatch:
    """What of `form` differs from the report. Raises FindingsError naming the fields that cannot be taken."""
    stands = as_form(report)
    given = {name: value.strip().replace("\r\n", "\n") for name, value in form.items()}
    changed = {name: given[name] or None for name in PLAIN if name in given and given[name] != stands[name]}
    wanted: dict[str, object] = {**changed, "note": given.get("note") or None}
    if given.get("lead_inspectors", stands["lead_inspectors"]) != stands["lead_inspectors"]:
        wanted["lead_inspectors"] = [name.strip() for name in given["lead_inspectors"].split("\n") if name.strip()]
    if any(given[name] != stands.get(name, "") for name in given if name.startswith(GRADE)):
        wanted["judgements"] = _judgements(given)
    return _validated(wanted)


def _judgements(given: Mapping[str, str]) -> list[dict[str, str]]:
    grades = {area: given.get(f"{GRADE}{area}", "") for area in Area}
    return [{"area": area, "grade": grade} for area, grade in grades.items() if grade]


def _validated(wanted: dict[str, object]) -> ReportPatch:
    try:
        return ReportPatch.model_validate(wanted)
    except ValidationError as error:
        wrong = [f"{FACTS.get(str(each['loc'][0]), each['loc'][0])}: {each['msg']}" for each in error.errors()]
        raise FindingsError(Code.INVALID, f"Not saved. Mend {'; '.join(wrong)}.") from error
