"""Builds the pipeline, and loads the trained one that is current."""

from __future__ import annotations

import json
from pathlib import Path

import spacy
from spacy.language import Language
from threadpoolctl import threadpool_limits

from findings.errors import Code, FindingsError
from findings.pipeline import registry
from findings.settings import Settings, settings

COMPONENTS = (
    "findings_segments",
    "findings_findings",
    "findings_encoder",
    "findings_labels",
    "findings_themes",
    "findings_entities",
    "findings_metadata",
    "findings_reasons",
)
PACKAGED = Path(__file__).parents[1] / "_models"
CHECKOUT = Path(__file__).parents[3] / "models"


def build(version: str = "0.0.0") -> Language:
    """The pipeline with untrained components, in the order that they run; `version` is the model's."""
    nlp = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "findings.ReportTokenizer.v1"}}})
    nlp.meta.update(name="findings", version=version)
    for name in COMPONENTS:
        nlp.add_pipe(name)
    return nlp


def models_folder() -> Path:
    """Where the shipped models are: inside the installed package, else in the checkout."""
    return PACKAGED if PACKAGED.exists() else CHECKOUT


def current_model(given: Settings | None = None) -> Path:
    """The folder of the current model: FINDINGS_MODEL, else the kept one that was promoted, else the shipped one.

    given: settings to go by, where they are not this process's.
    """
    chosen = given or settings()
    if chosen.model is not None:
        return chosen.model
    promoted = registry.pointer(chosen.models).version
    return chosen.models / promoted if promoted is not None else shipped_model()


def shipped_model() -> Path:
    """The folder of the shipped model. Raises FindingsError where none was shipped."""
    pointer = models_folder() / "current.json"
    if not pointer.is_file():
        raise FindingsError(
            Code.MODEL_MISSING,
            f"There is no {pointer}: run `findings train`, or set FINDINGS_MODEL to a model folder.",
        )
    return pointer.parent / str(json.loads(pointer.read_text())["path"])


def load(path: Path | None = None) -> Language:
    """The trained pipeline at `path`, or the current one. Raises FindingsError where it cannot be loaded.

    From then on this process multiplies matrices in one thread.
    """
    folder = path or current_model()
    if not (folder / "meta.json").is_file():
        raise FindingsError(
            Code.MODEL_MISSING, f"{folder} holds no model (no meta.json): name a folder made by training."
        )
    if (folder / registry.MANIFEST).exists():
        registry.check(folder)
    try:
        nlp = spacy.load(folder)
    except (OSError, ValueError, KeyError) as error:
        raise FindingsError(Code.MODEL_FOREIGN, f"{folder} cannot be loaded as a model: {error}") from error
    if missing := [name for name in COMPONENTS if name not in nlp.pipe_names]:
        raise FindingsError(Code.MODEL_FOREIGN, f"{folder} is not a Findings model: it lacks {', '.join(missing)}.")
    # The matrices are small: threads that share busy cores mostly wait for each other. Processes read side by side.
    threadpool_limits(1, user_api="blas")
    return nlp
