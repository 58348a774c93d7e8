"""Trains the reader of headings that no cue lists, from headings written for the corpus."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import srsly
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from spacy.language import Language
from spacy.strings import get_string_id

from findings.pipeline.encoder import Encoder, passages_of
from findings.pipeline.headings import BITS, LEANINGS, OTHER, OUTCOMES, STEPS, WORD, HeadingModel, Lexicon
from findings.pipeline.labels import Labels
from findings.pipeline.parts import part
from findings.pipeline.segments import Segments
from findings_training.linear import fit_one_of

STRENGTH = 20.0
MOST_WORDS = 8000


class Heading(NamedTuple):
    """A heading and what it makes of the passages under it (see `taxonomy.cues`)."""

    text: str
    effect: str

    @property
    def outcome(self) -> int:
        """The number of what the model has to say."""
        return OUTCOMES.index(self.effect if self.effect in OUTCOMES else OTHER)


def read_headings(corpus: Path) -> list[Heading]:
    """The headings of a corpus folder; none where it has no `headings.jsonl`."""
    path = corpus / "headings.jsonl"
    return headings_in(path) if path.is_file() else []


def headings_in(path: Path) -> list[Heading]:
    """The headings of one file."""
    return [Heading(row["text"], row["effect"]) for row in srsly.read_jsonl(path)]


def learn_headings(nlp: Language, corpus: Path, texts: Iterable[str]) -> None:
    """Teach the pipeline to read headings; `texts` are those whose words its labels were learned from."""
    headings = read_headings(corpus)
    if not headings:
        return
    segments = part(nlp, Segments)
    segments.headings = fit_headings(headings, lexicon(nlp, corpus, [*(each.text for each in headings), *texts]))


def learn_again(nlp: Language, corpus: Path) -> None:
    """Teach a trained pipeline a corpus folder's headings anew; of words it keeps what it knew, their kinds apart."""
    segments = part(nlp, Segments)
    told, known = lexicon(nlp, corpus, []), segments.headings.lexicon
    rest = ~np.isin(known.words, told.words)
    words = np.concatenate([known.words[rest], told.words])
    leanings = np.concatenate([known.leanings[rest], told.leanings])
    kinds = np.concatenate([np.zeros(rest.sum(), np.uint8), told.kinds])
    order = np.argsort(words)
    joined = Lexicon(words[order], leanings[order], kinds[order])
    segments.headings = fit_headings(read_headings(corpus), joined)


def fit_headings(headings: Sequence[Heading], known: Lexicon) -> HeadingModel:
    """The model of `headings`, with what is `known` of words."""
    model = HeadingModel.empty(known)
    found = [model.features(each.text) for each in headings]
    row = np.repeat(np.arange(len(found)), [len(columns) for columns, _ in found])
    columns, values = (np.concatenate(parts) for parts in zip(*found, strict=True))
    matrix = csr_matrix((values, (row, columns)), shape=(len(found), (1 << BITS) + LEANINGS))
    outcome = np.array([each.outcome for each in headings])
    counts = np.ones(len(headings), np.float32)
    model.weights, model.bias = fit_one_of(matrix, outcome, counts, classes=len(OUTCOMES), strength=STRENGTH)
    return model


def lexicon(nlp: Language, corpus: Path, texts: Sequence[str]) -> Lexicon:
    """What is known of the commonest words of `texts` and of the words whose kind the corpus tells."""
    kinds = _kinds(corpus)
    words = sorted({*_commonest(texts), *kinds})
    hashes = np.array([get_string_id(word) for word in words], np.uint64)
    order = np.argsort(hashes)
    kind = np.array([kinds.get(word, 0) for word in words], np.uint8)
    return Lexicon(hashes[order], _leanings(nlp, words)[order], kind[order])


def _leanings(nlp: Language, words: Sequence[str]) -> NDArray[np.int8]:
    """How far each of `words`, standing alone, speaks for each label, in steps."""
    encoder, labels = part(nlp, Encoder), part(nlp, Labels)
    rows = encoder.encode(list(passages_of(nlp, [("", ""), *((word, "") for word in words)])))
    scores = labels.head.scores(rows)
    scores = scores[1:] - scores[0]
    steps = np.rint((scores - scores.mean(axis=1, keepdims=True)) * STEPS)
    leaning: NDArray[np.int8] = np.clip(steps, -127, 127).astype(np.int8)
    return leaning


def _kinds(corpus: Path) -> dict[str, int]:
    """The number of the kind of each word of a corpus folder's `heading_words.jsonl`, from 1."""
    path = corpus / "heading_words.jsonl"
    rows = list(srsly.read_jsonl(path)) if path.is_file() else []
    return {word: number for number, row in enumerate(rows, 1) for word in row["words"]}


def _commonest(texts: Sequence[str]) -> list[str]:
    if not texts:
        return []
    words, counts = np.unique([word for text in texts for word in WORD.findall(text.lower())], return_counts=True)
    return [str(word) for word in words[np.argsort(-counts, kind="stable")][:MOST_WORDS]]
