"""What tests share: where the real reports and the hand-read figures lie, where a machine has them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


def _folder(variable: str) -> Path:
    value = os.environ.get(variable)
    if not value or not Path(value).is_dir():
        pytest.skip(f"needs a folder named by {variable}")
    return Path(value)


@pytest.fixture(scope="session")
def reports() -> Path:
    """The folder of real reports; the test is skipped where `FINDINGS_REPORTS` names none."""
    return _folder("FINDINGS_REPORTS")


@pytest.fixture(scope="session")
def gold() -> Path:
    """The folder of hand-read figures; the test is skipped where `FINDINGS_GOLD` names none."""
    return _folder("FINDINGS_GOLD")
