"""One validated settings object, read from `FINDINGS_*` environment variables."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


class Settings(BaseSettings):
    """Settings of the service and the command line; sizes are bytes, times are seconds."""

    model_config = SettingsConfigDict(env_prefix="FINDINGS_")

    database_url: str = "sqlite:///findings.db"
    model: Path | None = None
    models: Path = Field(default=Path(".findings/models"), description="Folder of the models kept and promoted here.")
    vectors: Path = Field(default=Path(".findings/vectors"), description="Folder of vectors for search by meaning.")
    encoder: Path | None = Field(
        default=None,
        description="Folder of a sentence-transformers model that makes them; the package's own unless set.",
    )
    workers: int = Field(default=1, ge=1, description="Worker processes that read reports for the service.")
    max_document_bytes: int = Field(default=50_000_000, ge=1)
    max_pages: int = Field(default=1_000, ge=1)
    allowed_hosts: Annotated[list[str], NoDecode] = ["127.0.0.1", "localhost", "[::1]", "testserver"]
    read_timeout: float = Field(default=300, gt=0, description="Longest time that the service reads one document.")
    blind_share: float = Field(default=0.1, ge=0, le=1, description="Share of the queue that shows no suggestion.")
    hold_seconds: float = Field(default=600, gt=0, description="How long a reviewer holds a finding of the queue.")
    actor: str = Field(default="local", description="Name written beside every change until accounts exist.")

    @field_validator("allowed_hosts", mode="before")
    @classmethod
    def _listed(cls, given: object) -> object:
        """Host names are given with commas between them."""
        return [name.strip() for name in given.split(",") if name.strip()] if isinstance(given, str) else given


@lru_cache
def settings() -> Settings:
    """The settings of this process."""
    return Settings()
