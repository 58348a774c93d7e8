"""Words learned by heart: cut the same, and never more of them than the limit."""

import spacy

from findings.pipeline.known_words import KnownWords

TEXT = "Plans don't drift (often). Plans don't end, e.g. at home: 75% do."


def test_what_is_learned_is_cut_the_same() -> None:
    plain, learned = spacy.blank("en"), spacy.blank("en")
    KnownWords(learned.tokenizer).learn([TEXT, TEXT])
    with plain.memory_zone(), learned.memory_zone():
        assert [token.text for token in learned(TEXT)] == [token.text for token in plain(TEXT)]


def test_only_what_comes_again_is_learned_up_to_a_limit() -> None:
    known = KnownWords(spacy.blank("en").tokenizer, limit=2)
    known.learn(["Plans drift", "Plans end"])
    assert known.words == {"Plans"}
    known.learn(["one two one two one two"])
    assert len(known.words) == 2
