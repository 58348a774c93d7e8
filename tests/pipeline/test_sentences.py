"""Where sentences end, and where a full stop does not end one."""

import pytest

from findings.pipeline.sentences import sentence_spans

CASES = [
    ("Plans are late. Reviews are not.", ["Plans are late.", "Reviews are not."]),
    ("Mr. Hill met staff. They were open.", ["Mr. Hill met staff.", "They were open."]),
    ("Tools, e.g. Signs of Safety, are used.", ["Tools, e.g. Signs of Safety, are used."]),
    ("Is it safe? Yes! It is.", ["Is it safe?", "Yes!", "It is."]),
    ("They said, “We are heard.” This is rare.", ["They said, “We are heard.”", "This is rare."]),
    ("About 4.5 visits a week. None missed.", ["About 4.5 visits a week.", "None missed."]),
    ("One fragment with no stop", ["One fragment with no stop"]),
    ("", []),
]


@pytest.mark.parametrize(("text", "sentences"), CASES)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert [text[start:end] for start, end in sentence_spans(text)] == sentences
