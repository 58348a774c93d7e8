"""Search by meaning: other wordings, facets, pages, exports; and vectors that outlive the process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from findings.errors import FindingsError
from findings.reason.encoders import encoder
from findings.reason.mapped import MappedNeighbours
from findings.reason.nearest import Neighbours, open_neighbours
from findings.reason.search import every, search
from findings.reason.vectors import VectorFiles
from findings.schemas import Analysis, Kind, Label
from findings.store.cursor import encode
from findings.store.filters import SearchQuery
from findings.store.session import Database
from findings.store.values import HitPage

Put = Callable[..., Analysis]
AREA, STRENGTH = Label.AREA_FOR_IMPROVEMENT, Label.STRENGTH
CASELOADS = "Caseloads in the assessment teams are too high."
WORKLOADS = "Some social workers have unmanageable workloads."
SCHOOL = "The virtual school supports attendance."
SENTENCE = "Staff carry far too much work."


@pytest.fixture
def neighbours(database: Database, put: Put) -> Neighbours:
    """Three findings of two authorities."""
    put(Kind.ILACS, "2020-01-01", [(AREA, WORKLOADS), (STRENGTH, SCHOOL)], authority="Leeds")
    put(Kind.ILACS, "2021-01-01", [(AREA, CASELOADS)])
    return open_neighbours(database)


def found(database: Database, neighbours: Neighbours, **query: object) -> HitPage:
    with database.read() as session:
        return search(session, SearchQuery.model_validate({"q": SENTENCE, "meaning": True, **query}), neighbours)


def test_other_wordings_are_found_without_a_word_in_common(database: Database, neighbours: Neighbours) -> None:
    assert found(database, neighbours, meaning=False).items == []
    assert {item.text for item in found(database, neighbours).items[:2]} == {CASELOADS, WORKLOADS}


def test_facets_count_what_is_found_and_others_that_could_be(database: Database, neighbours: Neighbours) -> None:
    page = found(database, neighbours, authority="Leeds")
    assert {item.report.authority for item in page.items} == {"Leeds"}
    assert page.total == len(page.items)
    assert {each.value for each in page.facets.authority} == {"Leeds", "Hackney"}
    assert sum(each.count for each in page.facets.label) == page.total


def test_pages_follow_each_other(database: Database, neighbours: Neighbours) -> None:
    whole, cursor, ids = found(database, neighbours), None, list[str]()
    while True:
        page = found(database, neighbours, limit=1, cursor=cursor)
        ids += [item.id for item in page.items]
        if (cursor := page.next) is None:
            break
    assert ids == [item.id for item in whole.items]
    with pytest.raises(FindingsError, match="cursor"):
        found(database, neighbours, cursor="nonsense")
    with pytest.raises(FindingsError, match="cursor"):
        found(database, neighbours, cursor=encode("meaning", "", "no number", 1))


def test_words_that_tell_are_marked(database: Database, neighbours: Neighbours) -> None:
    [first, *_] = found(database, neighbours, q="caseloads are high").items
    assert first.text == CASELOADS
    assert "<mark>Caseloads</mark>" in first.snippet


def test_every_finding_is_exported_in_its_order(database: Database, neighbours: Neighbours) -> None:
    wanted = [item.id for item in found(database, neighbours).items]
    asked = SearchQuery(q=SENTENCE, meaning=True)
    assert [row.id for row in every(database, asked, neighbours)] == wanted
    assert len(list(every(database, SearchQuery(sort="published"), neighbours))) == 3


def test_vectors_outlive_the_process(database: Database, neighbours: Neighbours, tmp_path: Path) -> None:
    first = MappedNeighbours(database, tmp_path / "vectors", encoder(None))
    wanted = found(database, first).items
    again = MappedNeighbours(database, tmp_path / "vectors", encoder(None))
    assert len(again.files.names) == 3
    assert isinstance(again.files.rows, np.memmap)
    assert found(database, again).items == wanted == found(database, neighbours).items


def test_what_was_half_written_is_written_anew(tmp_path: Path) -> None:
    names, rows = np.asarray([5, 7]), np.ones((2, 4), np.int8)
    VectorFiles(tmp_path, "kind", 4).add(names, rows)
    with (tmp_path / "kind.rows").open("ab") as file:
        file.write(b"abc")
    files = VectorFiles(tmp_path, "kind", 4)
    assert files.names.tolist() == [5, 7]
    files.add(np.asarray([9]), np.full((1, 4), 3, np.int8))
    assert VectorFiles(tmp_path, "kind", 4).rows.tolist() == [[1] * 4, [1] * 4, [3] * 4]
    assert files.names.tolist() == [5, 7, 9]
