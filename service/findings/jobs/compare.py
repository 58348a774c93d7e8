"""The job that compares two models on stored findings."""

from __future__ import annotations

from typing import Any

from findings.jobs.promotion import folder_of
from findings.jobs.work import Work
from findings.pipeline.load import load
from findings.review.flips import flips


def compare(work: Work) -> dict[str, Any]:
    """The flips between the models named in the job's arguments."""
    names = [str(work.job.arguments[name]) for name in ("before", "after")]
    work.say(f"Reading the models {' and '.join(names)}", 0.1)
    first, second = (load(folder_of(name, work.settings)) for name in names)
    work.say("Labelling a sample of the stored findings with both", 0.3)
    found = flips(work.database, first, second, progress=lambda share: work.go_on(0.3 + 0.7 * share))
    return found.model_dump(mode="json")
