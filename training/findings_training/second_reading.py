"""The second reading of the authored corpus: 200 rows drawn by a published seed, read blind, and how far both agree.

`python -m findings_training.second_reading corpus` prints the agreement; `… corpus draw` prints what a second reader is
given, and `… corpus keep VERDICTS` stores what that reader decided beside the corpus.
"""

from __future__ import annotations

import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import srsly

from findings.errors import Code, FindingsError
from findings.identity import key
from findings.review.agreement import alpha, kappa
from findings.schemas import Label, Value
from findings_training.corpus import AuthoredRow, read_authored, table
from findings_training.metrics import Flags, interval, prf

SEED = 20261124
DRAWN = 200
WRITTEN_BEFORE = ("a", "p")  # ids of the rows that there were when the draw was made begin so; later ones do not
FILE = "second_reading.jsonl"


class Verdict(Value):
    """What one reader decided about a row."""

    label: Label
    themes: list[str]


class SecondReading(Value):
    """Both readings of a row, as they stood when it was read; `key` is that of the text that was read."""

    id: str
    key: str
    first: Verdict
    second: Verdict


def draw(rows: Sequence[AuthoredRow]) -> list[AuthoredRow]:
    """The rows that are read twice, in the order drawn: the same ones whatever is written later."""
    by_id = {row.id: row for row in rows if row.id.startswith(WRITTEN_BEFORE)}
    return [by_id[name] for name in random.Random(SEED).sample(sorted(by_id), DRAWN)]  # noqa: S311


def blind(rows: Sequence[AuthoredRow]) -> list[dict[str, str]]:
    """What the second reader sees: id, text, and the sentence before where there is one."""
    return [{"id": row.id, "text": row.text} | ({"before": row.before} if row.before else {}) for row in rows]


def join(rows: Sequence[AuthoredRow], verdicts: Path) -> list[SecondReading]:
    """Both readings of the drawn rows. Raises FindingsError that names the drawn rows without a verdict."""
    read = {each["id"]: Verdict(label=each["label"], themes=each["themes"]) for each in srsly.read_jsonl(verdicts)}
    drawn = draw(rows)
    if missing := [row.id for row in drawn if row.id not in read]:
        raise FindingsError(Code.INVALID, f"{verdicts.name} has no verdict on {', '.join(missing)}; read them too.")
    return [
        SecondReading(
            id=row.id, key=key(row.text), first=Verdict(label=row.label, themes=row.themes), second=read[row.id]
        )
        for row in drawn
    ]


def read_second(corpus: Path) -> list[SecondReading]:
    """The stored readings, in the order of the draw."""
    return [SecondReading.model_validate(data) for data in srsly.read_jsonl(corpus / FILE)]


def agreement(readings: Sequence[SecondReading]) -> str:
    """Markdown tables: how far both readings agree on labels and themes, and which labels they part over."""
    parted = Counter((each.first.label, each.second.label) for each in readings)
    lines = [(*pair, rows) for pair, rows in parted.most_common() if pair[0] != pair[1]]
    return "\n".join(
        [
            table(
                ("agreement", "figure"), [("rows read twice", len(readings)), *_labels(readings), *_themes(readings)]
            ),
            table(("first reading", "second reading", "rows"), lines),
        ]
    )


def _labels(readings: Sequence[SecondReading]) -> Iterator[tuple[str, str]]:
    pairs = [(each.first.label.value, each.second.label.value) for each in readings]
    same = np.array([one == other for one, other in pairs])
    low, high = interval(lambda rows: float(same[rows].mean()), len(same))
    yield "labels alike", f"{same.mean():.3f} ({low:.3f} to {high:.3f})"
    yield "labels, Cohen's kappa", _number(kappa(pairs))


def _themes(readings: Sequence[SecondReading]) -> Iterator[tuple[str, str]]:
    pairs = [(frozenset(each.first.themes), frozenset(each.second.themes)) for each in readings]
    yield "themes, micro-F1", _number(prf(*_flags(pairs))[2])
    yield "themes, Krippendorff's alpha with MASI", _number(alpha(pairs))
    yield "same set of themes", _number(float(np.mean([one == other for one, other in pairs])))


def _flags(sets: Sequence[tuple[frozenset[str], frozenset[str]]]) -> tuple[Flags, Flags]:
    themes = sorted({theme for pair in sets for each in pair for theme in each})
    first, second = (np.array([[theme in pair[side] for theme in themes] for pair in sets]) for side in (0, 1))
    return first, second


def _number(value: float | None) -> str:
    return "undefined" if value is None else f"{value:.3f}"


def main(corpus: Path, act: str = "print", verdicts: str = "") -> None:
    """Print the agreement, print the draw, or keep the verdicts of a file."""
    if act == "draw":
        print("\n".join(srsly.json_dumps(row) for row in blind(draw(read_authored(corpus)))))
        return
    if act == "keep":
        kept = join(read_authored(corpus), Path(verdicts))
        srsly.write_jsonl(corpus / FILE, [each.model_dump(mode="json") for each in kept])
    print(agreement(read_second(corpus)), end="")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
