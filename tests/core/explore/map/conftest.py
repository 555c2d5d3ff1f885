"""Music to map, and a process that lays maps out: its start, and what it imports, are paid for once."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from core.domain import Seconds
from core.explore.map.chart import Projection
from core.explore.map.client import MapProcess
from core.explore.map.task import Task
from core.settings import Places
from tests.core.explore.map.heard_music import Music


class Shared(MapProcess):
    """Closed at the end of all tests rather than along with an atlas."""

    def close(self) -> None:
        pass

    def end(self) -> None:
        super().close()


@pytest.fixture(scope="session")
def process() -> Iterator[MapProcess]:
    """For tests that leave it alive."""
    made = Shared(Seconds(3600.0))
    vectors = np.random.default_rng(0).standard_normal((20, 4)).astype(np.float32)
    task = Task(Projection.TSNE, 0, vectors, np.zeros(4, np.float32))
    made.run(task, lambda xy, share: None, lambda: None)
    yield made
    made.end()


@pytest.fixture
def music(places: Places) -> Iterator[Music]:
    made = Music(places)
    yield made
    made.library.close()
