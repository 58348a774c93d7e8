"""What turns texts into vectors of what they mean: the vectors of words that ship, or a model that a setting names."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from findings.errors import Code, FindingsError
from findings.reason import senses
from findings.reason.meaning import Vectors

BATCH = 64
WEIGHTS = ("*.safetensors", "*.bin", "*.onnx")


class Encoder(Protocol):
    """Texts as vectors of length one; the `fingerprint` tells whose vectors may be compared."""

    @property
    def fingerprint(self) -> str:
        """16 characters 0-9 and a-f."""

    @property
    def dimensions(self) -> int:
        """The length of a vector."""

    def vectors(self, texts: Iterable[str]) -> Vectors:
        """Vectors, (texts, dimensions)."""


class SentenceEncoder:
    """A sentence-transformers model in a `folder`; slower by far than words' vectors, and nothing is downloaded.

    Raises FindingsError where the extra is not installed or the folder holds no such model.
    """

    def __init__(self, folder: Path) -> None:
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError:
            told = (
                "FINDINGS_ENCODER needs the extra `embeddings`: install it where findings is "
                "(.venv/bin/pip install 'findings[embeddings]'), or unset FINDINGS_ENCODER."
            )
            raise FindingsError(Code.MODEL_MISSING, told) from None
        if not (folder / "modules.json").is_file():
            told = f"{folder} is no folder of a sentence-transformers model; name another in FINDINGS_ENCODER."
            raise FindingsError(Code.MODEL_MISSING, told)
        self.model: Any = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
        self.fingerprint = _print_of(folder)
        self.dimensions = int(self.model.get_sentence_embedding_dimension())

    def vectors(self, texts: Iterable[str]) -> Vectors:
        """Rows of length one, (texts, dimensions)."""
        asked = list(texts)
        if not asked:
            return np.zeros((0, self.dimensions), np.float32)
        found = self.model.encode(asked, batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(found, np.float32)


@lru_cache(maxsize=2)
def encoder(folder: Path | None) -> Encoder:
    """The encoder that a setting names, or the one that comes with the package."""
    return senses.shipped(senses.SENTENCES) if folder is None else SentenceEncoder(folder)


def _print_of(folder: Path) -> str:
    """What tells a model from others: its weights, wherever they lie."""
    found = sha256()
    for path in sorted(path for pattern in WEIGHTS for path in folder.rglob(pattern)):
        with path.open("rb") as file:
            while part := file.read(1 << 20):
                found.update(part)
    return found.hexdigest()[:16]
