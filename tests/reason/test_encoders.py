"""The encoder that a setting names: none, one that is not installed, and a tiny one in its place."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest
from numpy.typing import NDArray

from findings.errors import FindingsError
from findings.reason import senses
from findings.reason.encoders import encoder

absent = pytest.mark.skipif(
    find_spec("sentence_transformers") is not None, reason="a real sentence-transformers is installed"
)


class Tiny:
    """Stands for a sentence-transformers model: how often a text holds each vowel."""

    def __init__(self, folder: str, *, device: str, local_files_only: bool) -> None:
        assert local_files_only
        assert (Path(folder) / "modules.json").is_file()
        assert device == "cpu"

    def get_sentence_embedding_dimension(self) -> int:
        return 5

    def encode(self, texts: list[str], *, normalize_embeddings: bool, **_: object) -> NDArray[np.float32]:
        assert normalize_embeddings
        rows = np.asarray([[text.count(vowel) for vowel in "aeiou"] for text in texts], np.float32)
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """No encoder of another test."""
    encoder.cache_clear()
    yield
    encoder.cache_clear()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder that looks like a model's."""
    (tmp_path / "modules.json").write_text("[]")
    (tmp_path / "model.safetensors").write_bytes(b"weights")
    return tmp_path


def test_words_vectors_are_used_unless_a_model_is_named() -> None:
    assert encoder(None) is senses.shipped(senses.SENTENCES)


@absent
def test_where_the_extra_is_missing_it_is_named(folder: Path) -> None:
    with pytest.raises(FindingsError, match=r"findings\[embeddings\]"):
        encoder(folder)


@absent
def test_a_model_in_a_folder_is_used(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("sentence_transformers")
    module.SentenceTransformer = Tiny  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "sentence_transformers", module)
    found = encoder(folder)
    assert found.vectors(["baba", "see"]).tolist() == [[1, 0, 0, 0, 0], [0, 1, 0, 0, 0]]
    assert (found.vectors([]).shape, found.dimensions, len(found.fingerprint)) == ((0, 5), 5, 16)
    (folder / "model.safetensors").write_bytes(b"others")
    encoder.cache_clear()
    assert encoder(folder).fingerprint != found.fingerprint
    with pytest.raises(FindingsError, match="nosuch"):
        encoder(folder / "nosuch")
