from __future__ import annotations

import pytest

from core.explore.ear.ear import Ear
from tests.core.explore.synthetic_songs import clustered, make_ear


@pytest.fixture(scope="session")
def library() -> Ear:
    """120 songs in 6 clusters: track t belongs to cluster (t - 1) % 6."""
    return make_ear(clustered(120, 6))
