"""UMAP and PaCMAP, which are compiled at their first use: all in the one process that maps are made in."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.explore.map.chart import Projection
from core.explore.map.client import MapProcess
from core.explore.map.faithful import displacement, kept_neighbours
from core.explore.map.pca import project
from core.explore.map.placing import place
from core.explore.map.space import Floats, song_space
from core.explore.map.task import Task
from tests.core.explore.map.layouts import moments


@pytest.mark.parametrize("projection", [Projection.UMAP, Projection.PACMAP])
def test_it_is_the_same_each_time_keeps_neighbours_grows_and_stays(
    projection: Projection, process: MapProcess
) -> None:
    space = song_space(moments(24, 10))
    frames: list[tuple[Floats | None, float]] = []

    def lay_out(task: Task) -> Floats:
        return process.run(task, lambda xy, share: frames.append((xy, share)), lambda: None).xy

    task = Task(projection, 0, space.stored, space.mean)
    found = lay_out(task)
    assert frames and frames[0][1] == 0.0  # the principal components, before anything is reckoned
    assert found.tobytes() == lay_out(task).tobytes()
    flat = kept_neighbours(space, project(space, standard=False)[0])
    assert kept_neighbours(space, found)[10] > flat[10] + 0.05

    old, new = np.split(np.random.default_rng(0).permutation(space.size), [218])
    before = space.part(np.sort(old))
    laid = lay_out(replace(task, stored=before.stored))
    start = np.empty((space.size, 2), np.float32)
    start[np.sort(old)], start[new] = laid, place(before, laid, space.some(new))
    again = lay_out(replace(task, start=start))
    assert np.median(displacement(laid, again[np.sort(old)])) < 0.05
    for size in (16, 17):
        assert np.all(np.isfinite(lay_out(replace(task, stored=space.stored[:size]))))
