"""How fast findings are read beside two usual ways of reading them: `python -m benchmarks.rivals`.

In one process, on the same passages of the same reports: our whole pipeline (structure, labels, themes, entities,
metadata, reasons), spaCy's stock CNN (text categoriser and entities over one shared 96 × 4 encoder), and MiniLM, a
sentence transformer, in onnxruntime at full precision. spaCy's weights are drawn at random and MiniLM's are those it
is published with: what they would say costs the same whatever they have learned. Time is the processor's, all threads
together; the best of several rounds counts. `--minilm` names a folder with MiniLM's `model.onnx` and `tokenizer.json`
(needs `onnxruntime` and `tokenizers`); without it MiniLM is left out, and the table says so.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import numpy as np
import spacy
from benchmarks.speed import sample
from spacy.language import Language
from spacy.training import Example

from findings.analyse import Analyser
from findings.intake import read
from findings.schemas import Label, Stated

ROUNDS = 3
FEWER = 600  # passages for MiniLM: it takes some minutes over all of them
BATCH = 32
LONGEST = 256  # tokens of MiniLM: what it was trained with
LISTENER = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96}
ENCODER = {
    "@architectures": "spacy.Tok2Vec.v2",
    "embed": {
        "@architectures": "spacy.MultiHashEmbed.v2",
        "width": 96,
        "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE"],
        "rows": [5000, 1000, 2500, 2500],
        "include_static_vectors": False,
    },
    "encode": {
        "@architectures": "spacy.MaxoutWindowEncoder.v2",
        "width": 96,
        "depth": 4,
        "window_size": 1,
        "maxout_pieces": 3,
    },
}
CATEGORISER = {
    "@architectures": "spacy.TextCatReduce.v1",
    "exclusive_classes": True,
    "use_reduce_first": False,
    "use_reduce_last": False,
    "use_reduce_max": False,
    "use_reduce_mean": True,
    "tok2vec": LISTENER,
}
TAGGER = {
    "@architectures": "spacy.TransitionBasedParser.v2",
    "state_type": "ner",
    "extra_state_tokens": False,
    "hidden_width": 64,
    "maxout_pieces": 2,
    "use_upper": True,
    "tok2vec": LISTENER,
}
Reader = Callable[[Sequence[str]], None]
OURS = "Findings, the whole pipeline"


class Rival(NamedTuple):
    """A way of reading: what it is called, what it does, and how many words that reads."""

    name: str
    work: Callable[[], object]
    words: int


def stock_cnn() -> Language:
    """spaCy's usual pipeline for the same work, with random weights."""
    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec", config={"model": ENCODER})
    nlp.add_pipe("textcat", config={"model": CATEGORISER})
    nlp.add_pipe("ner", config={"model": TAGGER})
    doc = nlp.make_doc("Plans in Ayton are late")
    told = {
        "cats": {label.value: float(label is Label.STRENGTH) for label in Label},
        "entities": [(9, 14, "AUTHORITY")],
    }
    nlp.initialize(lambda: [Example.from_dict(doc, told)])
    return nlp


def read_with_cnn(nlp: Language, passages: Sequence[str]) -> None:
    """Read `passages` as a service would, in batches, nothing kept."""
    with nlp.memory_zone():
        for _ in nlp.pipe(passages, batch_size=256):
            pass


def minilm(folder: Path) -> Reader:
    """What encodes passages with the MiniLM in `folder`. Raises ImportError without onnxruntime and tokenizers."""
    ort, tokenizers = import_module("onnxruntime"), import_module("tokenizers")
    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = ort.InferenceSession(str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"])
    tokenizer = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.enable_truncation(LONGEST)
    tokenizer.enable_padding()

    def encode(passages: Sequence[str]) -> None:
        ordered = sorted(passages, key=len)  # passages of a length together: little padding
        for at in range(0, len(ordered), BATCH):
            coded = tokenizer.encode_batch(ordered[at : at + BATCH])
            ids = np.array([each.ids for each in coded], np.int64)
            mask = np.array([each.attention_mask for each in coded], np.int64)
            session.run(None, {"input_ids": ids, "attention_mask": mask})

    return encode


def words_of(texts: Sequence[str]) -> int:
    """How many words `texts` hold, counted by the space between them."""
    return sum(len(text.split()) for text in texts)


def rivals(files: Sequence[Path], folder: Path | None) -> Iterator[Rival]:
    """Who reads what; ours comes first."""
    documents = [read(path.read_bytes(), path.name) for path in files]
    items = [(document, Stated()) for document in documents]
    analyser = Analyser()
    passages = [finding.text for analysis in analyser.analyse_many(items) for finding in analysis.findings]
    print(f"{len(files)} reports, {len(passages)} passages, {words_of(passages)} words")
    yield Rival(OURS, lambda: list(analyser.analyse_many(items)), words_of(passages))
    yield Rival("spaCy CNN, textcat and NER", partial(read_with_cnn, stock_cnn(), passages), words_of(passages))
    if folder is None:
        print("MiniLM is left out: name its folder by --minilm")
        return
    few = passages[:: max(1, len(passages) // FEWER)]
    yield Rival("MiniLM, onnxruntime fp32", partial(minilm(folder), few), words_of(few))


def race(entered: Sequence[Rival]) -> dict[str, float]:
    """Words a second of each, the best of several rounds; they take turns, so that all meet the same machine."""
    best = dict.fromkeys((rival.name for rival in entered), 0.0)
    for _ in range(ROUNDS):
        for rival in entered:
            begun = time.process_time()
            rival.work()
            best[rival.name] = max(best[rival.name], rival.words / (time.process_time() - begun))
    return best


def main() -> None:
    """Race, and print the table."""
    parser = argparse.ArgumentParser(description="Reads the same passages in several ways and compares the speed.")
    parser.add_argument("--minilm", type=Path, help="folder of MiniLM's model.onnx and tokenizer.json")
    parser.add_argument("files", nargs="*", help="reports to read; else a sample of those under FINDINGS_REPORTS")
    given = parser.parse_args()
    best = race(list(rivals(sample(given.files), given.minilm)))
    for name, rate in best.items():
        print(f"{name:30}{rate:10,.0f} words/s   ours is {best[OURS] / rate:5.1f} times as fast")


if __name__ == "__main__":
    main()
