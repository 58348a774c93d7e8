"""Settings come from the environment."""

import pytest

from findings.schemas import Stated
from findings.settings import Settings


def test_hosts_are_given_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FINDINGS_ALLOWED_HOSTS", "findings.example.org, localhost")
    assert Settings().allowed_hosts == ["findings.example.org", "localhost"]


def test_a_stated_authority_is_taken_by_its_short_name() -> None:
    assert Stated(authority="London Borough of Hackney").authority == "Hackney"
    assert Stated(authority="Wexcombe").authority == "Wexcombe"
