"""Fixtures that the whole test tree shares."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

# A property is about answers, not about time: these machines are small and shared. The examples are the same in every
# run, so that a red run is about the change; pytest --hypothesis-profile=explore looks for new ones.
settings.register_profile("paperdex", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None)
settings.load_profile("paperdex")

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def recorded() -> Path:
    """Recorded replies and records of arXiv's services; a user's checkout has none."""
    folder = SHARED / "recorded"
    if not folder.is_dir():
        pytest.skip("the recorded arXiv replies are not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def seeds() -> Path:
    """The three seed documents; a user's checkout has none."""
    folder = SHARED / "seeds"
    if not folder.is_dir():
        pytest.skip("the seed documents are not beside this checkout")
    return folder
