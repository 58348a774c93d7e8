"""From a read document to plain values: the only place that knows both spaCy and the rest of the product."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from findings.intake.document import Document
from findings.schemas import Analysis, Stated


class Analyser:
    """Reads documents with one loaded pipeline."""

    def analyse(self, document: Document, stated: Stated | None = None) -> Analysis:
        """The report and findings of one document."""
        return next(self.analyse_many([(document, stated or Stated())]))

    def analyse_many(self, items: Iterable[tuple[Document, Stated]]) -> Iterator[Analysis]:
        """The analyses of many documents, in order."""
        raise NotImplementedError
