"""One encoding of every finding, shared by the components that read labels and themes from words.

A finding becomes a sparse row of n-gram weights: words, words inside a negation or a clause, words of the sentence
before, of the headings above and of the paragraph around, and beginnings and endings of words. Those are looked up
once a word form and everything else is arithmetic on whole arrays. The scores of a network that reads the same words
in their order stand in the row's last columns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from spacy.attrs import LOWER
from spacy.language import Language
from spacy.tokens import Doc, Span

from findings.pipeline.arrays import ArrayComponent, Arrays
from findings.pipeline.context import contexts
from findings.pipeline.documents import word_tokenizer
from findings.pipeline.entity_features import WordClasses
from findings.pipeline.network import Network
from findings.pipeline.ngrams import NOTHING, FormTable, Hashes, Passage, grams_of
from findings.pipeline.rows import Floats, Rows, Vocabulary, beside
from findings.schemas import Label
from findings.taxonomy import taxonomy

ROWS = "findings_rows"
# A network scores labels and then themes; scores of a few units stand in the rows as quantities like any other.
SCALE = 0.25


@Language.factory("findings_encoder")
def make_encoder(nlp: Language, name: str) -> Encoder:
    """The component's factory."""
    return Encoder(nlp, name)


class Encoder(ArrayComponent):
    """Encodes the findings of a Doc and leaves their rows where `rows_of` finds them."""

    def __init__(self, nlp: Language, name: str = "findings_encoder") -> None:
        self.nlp = nlp
        self.name = name
        self.vocabulary = Vocabulary.empty()
        self.table = FormTable(nlp.vocab.strings)
        self.network = untrained()

    def __call__(self, doc: Doc) -> Doc:
        """Encode the findings of `doc`."""
        doc.user_data[ROWS] = self.encode(list(passages(doc)))
        return doc

    def encode(self, found: list[Passage]) -> Rows:
        """The rows of `found`, in order."""
        return beside(self.vocabulary.rows(grams_of(found, self.table), len(found)), self.scores(found))

    def scores(self, found: list[Passage]) -> Floats:
        """What the network says of `found`: passages × (labels and themes), in units of 1 / `SCALE`."""
        return self.network.scores(found, self.nlp.vocab.strings) * np.float32(SCALE)

    def to_arrays(self) -> Arrays:
        """The arrays of the vocabulary, of the word classes and of the network."""
        classes = self.table.classes
        return {
            **self.vocabulary.to_arrays(),
            "words": classes.words,
            "classes": classes.classes,
            "network": self.network.to_arrays(),
        }

    def from_arrays(self, arrays: Arrays) -> None:
        """Take over the vocabulary, word classes and network that `arrays` hold."""
        self.vocabulary = Vocabulary.from_arrays(arrays)
        self.use(WordClasses(arrays["words"], arrays["classes"]))
        self.network = Network.from_arrays(arrays["network"])

    def use(self, classes: WordClasses) -> None:
        """Know `classes` of words."""
        self.table = FormTable(self.nlp.vocab.strings, classes)


def untrained() -> Network:
    """The network that has learned nothing."""
    return Network(NOTHING, len(Label) + len(taxonomy().themes))


def rows_of(doc: Doc) -> Rows:
    """The rows that the encoder left for `doc`. Raises KeyError where it has not run."""
    rows: Rows = doc.user_data[ROWS]
    return rows


def passages(doc: Doc) -> Iterator[Passage]:
    """The findings of `doc` as passages, each with its context."""
    ids = forms(doc)

    def together(spans: Sequence[Span]) -> Hashes:
        parts = [ids[span.start : span.end] for span in spans]
        return np.concatenate(parts) if len(parts) > 1 else parts[0] if parts else NOTHING

    for each in contexts(doc):
        before = (each.before,) if each.before is not None else ()
        yield Passage(*map(together, ((each.span,), before, each.headings, each.around)))


def passages_of(nlp: Language, texts: Iterable[Sequence[str]]) -> Iterator[Passage]:
    """Passages of texts, each followed by as much of its context as is known, in the order of `Passage`'s fields."""
    tokenizer = word_tokenizer(nlp)
    for parts in texts:
        yield Passage(*(forms(tokenizer(part)) for part in parts))


def forms(doc: Doc) -> Hashes:
    """The lower-case form ids of the tokens of `doc`."""
    return doc.to_array(LOWER).astype(np.uint64, copy=False)
