"""Names of local authorities: canonical forms, where texts name them, and words that only look like them."""

from __future__ import annotations

import pytest

from findings.taxonomy.authorities import authorities, canonical, find


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("hackney", "Hackney"),
        ("London Borough of Hackney", "Hackney"),
        ("the Royal Borough of Kensington & Chelsea", "Kensington and Chelsea"),
        ("HULL CITY COUNCIL", "Kingston upon Hull"),
        ("Kingston Upon Hull, City of", "Kingston upon Hull"),
        ("Bristol, City of", "Bristol"),
        ("Derby City", "Derby"),
        ("st_helens", "St. Helens"),
        ("Stoke on Trent", "Stoke-on-Trent"),
        ("Bedford Borough", "Bedford"),
        ("City of Wolverhampton Council", "Wolverhampton"),
        ("Durham County Council", "Durham"),
        ("Essex local authority children's services", "Essex"),
        ("Birmingham Children’s Trust", "Birmingham"),
        ("Atlantis", None),
        ("", None),
    ],
)
def test_canonical(name: str, expected: str | None) -> None:
    authority = canonical(name)
    assert (authority.name if authority else None) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Focused visit to Hull City Council children's services", [("Hull City Council", "Kingston upon Hull")]),
        ("in the City of York and North Yorkshire", [("City of York", "York"), ("North Yorkshire", "North Yorkshire")]),
        (
            "Royal Borough of Windsor and Maidenhead",
            [("Royal Borough of Windsor and Maidenhead", "Windsor and Maidenhead")],
        ),
        ("CHESHIRE WEST & CHESTER", [("CHESHIRE WEST & CHESTER", "Cheshire West and Chester")]),
        ("Stockton-On-Tees’s services", [("Stockton-On-Tees", "Stockton-on-Tees")]),
        ("Children in Reading, and in Bury.", [("Reading", "Reading"), ("Bury", "Bury")]),
        ("leaders in Kent know", [("Kent", "Kent")]),
        ("the London Borough of\nSutton", [("London Borough of\nSutton", "Sutton")]),
        ("Sandwell Children’s Trust", [("Sandwell Children’s Trust", "Sandwell")]),
    ],
)
def test_find(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(text[start:end], authority.name) for start, end, authority in find(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Reading and writing are weak. They bury it; a kent of reading.",
        "Mr Sutton met Anna Bolton and Dudley Poole.",
        "Greater Manchester Police",
        "Newcastle-under-Lyme and Bury St Edmunds",
        "the University of Manchester",
        "Derbyshires and Hackneyed",
    ],
)
def test_find_leaves_other_words_alone(text: str) -> None:
    assert find(text) == []


def test_names_and_codes_are_unique() -> None:
    names = [name.casefold() for authority in authorities() for name in authority.names]
    assert len(names) == len(set(names))
    codes = [authority.ons_code for authority in authorities()]
    assert len(codes) == len(set(codes))


def test_those_that_are_gone_name_authorities_of_today() -> None:
    today = {authority.name for authority in authorities() if not authority.successors}
    gone = {authority.name: authority.successors for authority in authorities() if authority.successors}
    assert {"Cumbria", "Northamptonshire", "Bournemouth", "Poole"} <= set(gone)
    assert all(successor in today for successors in gone.values() for successor in successors)


def test_every_authority_is_found_by_its_formal_name() -> None:
    for authority in authorities():
        assert [found.name for _, _, found in find(f"{authority.name} Council")] == [authority.name]
