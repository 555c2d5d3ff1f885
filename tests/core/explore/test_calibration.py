"""What is usual for a song, where there are too few to tell."""

from __future__ import annotations

import numpy as np
import pytest

from core.explore.ear.taste import Taste, score
from tests.core.explore.synthetic_songs import clustered, make_ear


@pytest.mark.parametrize("count", [1, 2, 3])
def test_in_a_library_of_a_few_songs_distances_stay_in_bounds(count: int) -> None:
    ear = make_ear(clustered(count, 1))
    distances = ear.distances(range(count))
    assert np.abs(distances).max() < 20
    assert np.isfinite(score(ear, Taste.of(range(count)))).all()
