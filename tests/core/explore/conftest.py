from __future__ import annotations

import pytest

from core.explore.index import Index
from tests.core.explore.synthetic_songs import clustered, make_index


@pytest.fixture(scope="session")
def library() -> Index:
    """120 songs in 6 clusters: track t belongs to cluster (t - 1) % 6."""
    return make_index(clustered(120, 6))
