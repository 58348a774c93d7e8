"""Where training examples come from: gold readings, published headings, authored sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import srsly

from findings.errors import Code, FindingsError
from findings.schemas import Label
from findings_training.carried import themes_now

Progress = Callable[[str], None]
FOLDS = range(5)
NO_FOLD = -1
ALONE = (Label.STRENGTH.value, Label.AREA_FOR_IMPROVEMENT.value)


@dataclass(frozen=True, slots=True)
class Example:
    """One passage to learn from or to measure on.

    `themes` is None where nobody read them; `perhaps` are further ones, of which two readings differ. `fold` is the
    authority's fold, or `NO_FOLD` for sentences that no authority wrote. `weight` is how much it counts in training.
    `kind` and `sample` are the gold file's, and `report` is the kind of report it stands in, where that is known.
    """

    text: str
    label: str
    themes: tuple[str, ...] | None = None
    before: str = ""
    heading: str = ""
    around: str = ""
    fold: int = NO_FOLD
    weight: float = 1.0
    kind: str = "prose"
    sample: str = "authored"
    report: str = ""
    perhaps: tuple[str, ...] = ()

    @property
    def measured(self) -> bool:
        """Whether it belongs to the fair sample of prose that figures are measured on."""
        return self.kind == "prose" and self.sample == "random"


def examples(gold: Path | None, corpus: Path | None) -> list[Example]:
    """Every example of the two folders; either may be absent. Raises FindingsError where both give none."""
    found = [*_authored(corpus / "authored" if corpus else None), *_gold(gold)]
    if not found:
        raise FindingsError(
            Code.INVALID, f"Neither {gold} nor {corpus} holds examples: name a gold folder or a corpus folder."
        )
    return found


def _gold(folder: Path | None) -> Iterator[Example]:
    if folder is None or not folder.is_dir():
        return
    for row in srsly.read_jsonl(folder / "labelled.jsonl"):
        yield _read(row)
    for name, weight in (("sections", SECTIONS), ("deficits", SECTIONS)):
        for row in srsly.read_jsonl(folder / f"{name}.jsonl"):
            yield from _published(row, weight)


SECTIONS = 0.3
UNSURE = 0.7


def _read(row: dict[str, Any]) -> Example:
    """An example of a hand-read row."""
    return Example(
        text=row["text"],
        label=row["label"],
        themes=themes_now(row["themes"], row["text"]),
        before=row.get("before", ""),
        fold=row["fold"],
        weight=1.0 if row["sure"] else UNSURE,
        kind=row["kind"],
        sample=row["sample"],
        report=row.get("framework") or row["pdf"].partition("/")[0],
    )


def _published(row: dict[str, Any], weight: float) -> Iterator[Example]:
    """An example of a published item, unless only its heading makes it a priority action."""
    label = row.get("label", Label.AREA_FOR_IMPROVEMENT.value)
    if label in ALONE:
        yield Example(row["text"], label, fold=row["fold"], weight=weight, kind="list_item", sample="published")


def _authored(folder: Path | None) -> Iterator[Example]:
    if folder is None or not folder.is_dir():
        return
    for path in sorted(folder.glob("*.jsonl")):
        for row in srsly.read_jsonl(path):
            if row["label"] != Label.PRIORITY_ACTION.value or not row.get("heading"):
                yield Example(row["text"], row["label"], themes_now(row["themes"], row["text"]), row.get("before", ""))
