"""The job that retrains: corrections in, a candidate that was compared with the current model out."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from findings.jobs.promotion import current_version
from findings.jobs.work import Work
from findings.pipeline import registry
from findings.pipeline.gate_values import Gate
from findings.pipeline.load import current_model, load
from findings.review.flips import flips
from findings.settings import Settings
from findings.store.session import Database

Progress = Callable[[str, float], None]
LEARNING = 0.7  # share of the work, the rest is labelling stored findings twice


def train(work: Work) -> dict[str, Any]:
    """Retrain, keep the candidate, and find which stored findings it reads otherwise."""
    current, folder = current_version(work.settings), current_model(work.settings)
    version, gate = learn(work.database, work.settings, lambda told, share: work.say(told, LEARNING * share))
    work.say("Labelling a sample of the stored findings with both models", LEARNING)
    first, second = load(folder), load(work.settings.models / version)
    found = flips(work.database, first, second, progress=lambda share: work.go_on(LEARNING + (1 - LEARNING) * share))
    work.say(f"{version}: {gate.decision}", 1.0)
    told = {"version": version, "current": current, "decision": gate.decision, "reasons": gate.reasons}
    return told | {"flips": found.model_dump(mode="json")}


def learn(database: Database, settings: Settings, progress: Progress, corpus: Path | None = None) -> tuple[str, Gate]:
    """Retrain the current model on the corrections of a database; the candidate's version, and its comparison."""
    from findings_training.retrain import retrain
    from findings_training.retrain_names import gather_names
    from findings_training.retrain_sources import corpus_folder, gather

    current = current_model(settings)
    progress("Gathering corrections and what must not be forgotten", 0.05)
    corpus = corpus or corpus_folder()
    named = gather_names(database, corpus)
    lessons = gather(database, corpus, named=bool(named))
    settings.models.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.models, prefix=".candidate-") as made:
        trained = retrain(current, Path(made), lessons, named=named, progress=progress)
        return registry.keep(trained.path, settings.models).version, trained.gate
