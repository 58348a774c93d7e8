"""How a read document becomes a spaCy Doc, and the attributes the pipeline's components fill in.

The Doc's text is the blocks' clean text, one block a line. `doc.spans["blocks"]` holds one span a block, in order;
`doc.spans["findings"]` one span a finding. What is known of each is kept in the span attributes below.
"""

from __future__ import annotations

from collections.abc import Callable

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup
from spacy.vocab import Vocab

from findings.intake.document import Block, Document
from findings.intake.plain import read_text

BLOCKS = "blocks"
FINDINGS = "findings"
TEXT = "findings_text"

DOC_ATTRIBUTES = {
    "document": None,  # Document: what intake read
    "metadata": None,  # Metadata: what the document says it is
}
SPAN_ATTRIBUTES = {
    "block": None,  # int: index of the block a finding starts in
    "last_block": None,  # int: index of the block it ends in; differs where nested items belong to their parent
    "section": None,  # tuple[str, ...]: the headings above it, outermost first
    "unit": None,  # Unit
    "cue": None,  # Cue | None: what the structure calls it, see segments
    "responsible_body": None,  # str | None: who an action is addressed to
    "word_scores": None,  # dict[str, float]: label probabilities from the words alone
    "word_reasons": None,  # list[Reason]: the words that weighed most
    "scores": None,  # dict[str, float]: calibrated label probabilities from structure and words
    "themes": None,  # dict[str, float]: probability of each theme that is tagged
    "framework": None,  # tuple[tuple[str, bool], ...]: National Framework ids, printed or not
    "reasons": None,  # list[Reason]
}


def register_attributes() -> None:
    """Register the Doc and Span attributes once a process."""
    for owner, names in ((Doc, DOC_ATTRIBUTES), (Span, SPAN_ATTRIBUTES)):
        for name, default in names.items():
            if not owner.has_extension(name):
                owner.set_extension(name, default=default)


register_attributes()


def make_doc(tokenizer: Callable[[str], Doc], document: Document) -> Doc:
    """The Doc of a read document, with a span for every block."""
    text = "\n".join(block.text for block in document.blocks)
    doc = tokenizer(text)
    doc.user_data[TEXT] = text
    doc._.document = document
    doc.spans[BLOCKS] = SpanGroup(doc, name=BLOCKS, spans=_block_spans(doc, document.blocks))
    return doc


def whole_text(doc: Doc) -> str:
    """The text of `doc`, put together from its tokens once only: spaCy's `doc.text` does so each time."""
    if TEXT not in doc.user_data:
        doc.user_data[TEXT] = doc.text
    text: str = doc.user_data[TEXT]
    return text


def text_of(span: Span) -> str:
    """The text of `span`, cut from its Doc's: spaCy's `span.text` walks the tokens each time."""
    return whole_text(span.doc)[span.start_char : span.end_char]


def _block_spans(doc: Doc, blocks: tuple[Block, ...]) -> list[Span]:
    spans, at = [], 0
    for block in blocks:
        span = doc.char_span(at, at + len(block.text), alignment_mode="expand")
        assert span is not None
        spans.append(span)
        at += len(block.text) + 1
    return spans


class ReportTokenizer:
    """A tokenizer that reads pasted text as a document, so that a bare `nlp(text)` sees its structure.

    Its vocabulary work is spaCy's own English tokenizer's.
    """

    def __init__(self, vocab: Vocab) -> None:
        self.inner = spacy.blank("en", vocab=vocab).tokenizer

    def __call__(self, text: str) -> Doc:
        """Read `text` and return its Doc."""
        return make_doc(self.inner, read_text(text))

    def to_disk(self, *_: object, **__: object) -> None:
        """Nothing to save: the rules are spaCy's."""

    def from_disk(self, *_: object, **__: object) -> ReportTokenizer:
        """Nothing to load."""
        return self


def word_tokenizer(nlp: Language) -> Callable[[str], Doc]:
    """What cuts words in `nlp`: its tokenizer, or the one inside it where that reads pasted text."""
    words: Callable[[str], Doc] = getattr(nlp.tokenizer, "inner", nlp.tokenizer)
    return words


@spacy.registry.tokenizers("findings.ReportTokenizer.v1")  # type: ignore[untyped-decorator]
def make_report_tokenizer() -> Callable[[Language], ReportTokenizer]:
    """The tokenizer's registry entry."""
    return lambda nlp: ReportTokenizer(nlp.vocab)
