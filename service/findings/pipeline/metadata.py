"""What a report is: title, kind, authority, dates, lead inspectors and printed grades, read from its blocks."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from findings.pipeline.metadata_authority import read_authority
from findings.pipeline.metadata_dates import inspection_dates
from findings.pipeline.metadata_inspectors import read_lead_inspectors
from findings.pipeline.metadata_judgements import read_judgements
from findings.pipeline.metadata_kind import read_kind
from findings.pipeline.metadata_published import publication_date
from findings.pipeline.metadata_text import Source, source_of
from findings.pipeline.metadata_title import read_title
from findings.schemas import Metadata


def read_metadata(source: Source) -> Metadata:
    """The metadata that a document states of itself; what it does not state is None or empty, never a guess."""
    kind = read_kind(source)
    published = publication_date(source, kind)
    start, end = inspection_dates(source, published)
    return Metadata(
        title=read_title(source),
        kind=kind,
        authority=read_authority(source),
        published=published,
        inspection_start=start,
        inspection_end=end,
        lead_inspectors=read_lead_inspectors(source, kind),
        judgements=read_judgements(source, kind),
    )


@Language.factory("findings_metadata", assigns=["doc._.metadata"])
def make_metadata(nlp: Language, name: str) -> MetadataReader:  # noqa: ARG001
    """The component's entry in spaCy's registry."""
    return MetadataReader(name)


class MetadataReader:
    """Writes `doc._.metadata` from the document the Doc was made of."""

    def __init__(self, name: str = "findings_metadata") -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        """Read the metadata of `doc`; a Doc that was not read from a document keeps None."""
        if doc._.document is not None:
            doc._.metadata = read_metadata(source_of(doc))
        return doc
