"""Layouts: the same each time, growing while they are made, staying where they were."""

from __future__ import annotations

import numpy as np
import pytest

from core.errors import Cancelled
from core.explore.map import projecting, tsne
from core.explore.map.chart import Projection
from core.explore.map.faithful import displacement, kept_neighbours
from core.explore.map.pca import Components
from core.explore.map.placing import place
from core.explore.map.projecting import choose_landmarks, lay_out
from core.explore.map.space import Floats, Space, moment_space, song_space
from tests.core.explore.map.layouts import moments


@pytest.fixture(scope="module")
def space() -> Space:
    return moment_space(moments(30, 10))


@pytest.fixture(scope="module")
def laid(space: Space) -> Floats:
    return lay_out(space, Projection.TSNE).xy


def test_principal_axes_are_those_of_most_variance_with_their_shares() -> None:
    rng = np.random.default_rng(0)
    space = song_space((rng.normal(size=(400, 3)) * [0.2, 3.0, 1.0] + [0.0, 0.0, 20.0]).astype(np.float32))
    found = Components(space, 4)
    centred = space.vectors - space.vectors.mean(axis=0)
    values = np.linalg.svd(centred, compute_uv=False) ** 2
    assert found.shares[:3] == pytest.approx(values[:3] / values.sum(), abs=1e-6)
    assert np.var(found.of(space), axis=0)[:3] == pytest.approx(values[:3] / 400, rel=1e-3)
    laid = lay_out(space, Projection.PCA)
    assert [axis.share for axis in laid.axes] == pytest.approx(found.shares[:2])


def test_standardised_axes_let_every_number_count_alike() -> None:
    rng = np.random.default_rng(0)
    common = rng.normal(size=(500, 1))
    heard = np.hstack([20.0 * rng.normal(size=(500, 1)), common + 0.1 * rng.normal(size=(500, 3))])
    space = song_space(heard.astype(np.float32))
    plain, standard = (lay_out(space, each).xy for each in (Projection.PCA, Projection.STANDARD_PCA))
    loud = space.vectors[:, 0]
    assert abs(np.corrcoef(plain[:, 0], loud)[0, 1]) > 0.9
    assert abs(np.corrcoef(standard[:, 0], loud)[0, 1]) < 0.5


def test_principal_axes_point_as_they_did(space: Space) -> None:
    before = lay_out(space, Projection.PCA).xy
    flipped = before * np.float32([-1.0, 1.0])
    assert lay_out(space, Projection.PCA, start=flipped).xy == pytest.approx(flipped, abs=1e-6)


def test_the_same_seed_gives_the_same_map_to_the_bit(space: Space, laid: Floats) -> None:
    assert lay_out(space, Projection.TSNE).xy.tobytes() == laid.tobytes()


def test_watching_it_grow_changes_nothing(
    space: Space, laid: Floats, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(projecting, "FRAME", 0.0)
    frames: list[tuple[Floats, float]] = []
    watched = lay_out(space, Projection.TSNE, on_growth=lambda xy, share: frames.append((xy.copy(), share)))
    assert watched.xy.tobytes() == laid.tobytes()
    shares = [share for _, share in frames]
    assert shares[0] == 0.0 and shares[-1] == 1.0 and shares == sorted(shares) and len(shares) > 10
    kept = [kept_neighbours(space, xy)[10] for xy, _ in (frames[0], frames[-1])]
    assert kept[1] > kept[0]  # the first is that of the principal components
    assert np.abs(frames[0][0]).max() < 2.0


def test_it_keeps_far_more_neighbours_than_principal_components(space: Space, laid: Floats) -> None:
    flat = kept_neighbours(space, lay_out(space, Projection.PCA).xy)
    assert kept_neighbours(space, laid)[10] > flat[10] + 0.1


def test_a_layout_ends_when_it_is_cancelled(space: Space) -> None:
    asked = 0

    def check() -> None:
        nonlocal asked
        asked += 1
        if asked > 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        lay_out(space, Projection.TSNE, check=check)
    assert asked == 4


def test_after_a_tenth_more_came_what_stood_stays_about_there(space: Space) -> None:
    order = np.random.default_rng(0).permutation(space.size)
    old, new = np.sort(order[:270]), np.sort(order[270:])
    before = lay_out(space.part(old), Projection.TSNE).xy
    start = np.empty((space.size, 2), np.float32)
    start[old], start[new] = before, place(space.part(old), before, space.some(new))
    after = lay_out(space, Projection.TSNE, start=start).xy
    assert np.median(displacement(before, after[old])) < 0.05
    afresh = lay_out(space, Projection.TSNE).xy
    assert kept_neighbours(space, after)[10] > kept_neighbours(space, afresh)[10] - 0.05


def test_it_is_laid_over_the_earlier_map_wherever_that_lay(space: Space, laid: Floats) -> None:
    before = 0.4 * laid + np.float32([0.5, -0.3])
    after = lay_out(space, Projection.TSNE, start=before).xy
    assert np.median(displacement(before, after)) < 0.05


def test_an_earlier_map_is_begun_from_at_the_size_it_had() -> None:
    """Maps are kept without their unit."""
    space = moment_space(moments(30, 10))
    start = Components(space, 2).of(space)
    grown = tsne.project(space, start, settle=False, seed=0, grown=lambda xy, share: None)
    size = float(grown.std())
    begin = (grown - grown.mean(axis=0)) / size
    assert tsne._natural_scale(begin, tsne._affinities(space).P) == pytest.approx(size, rel=0.4)


def test_moments_begin_where_their_tracks_stand(space: Space) -> None:
    tracks = np.random.default_rng(0).normal(size=(30, 2))
    hint = np.repeat(tracks, 10, axis=0)  # ten moments of a track stand on one spot
    found = lay_out(space, Projection.TSNE, hint=hint)
    assert np.all(np.isfinite(found.xy))
    assert len(np.unique(found.xy, axis=0)) == space.size


@pytest.mark.parametrize("earlier", ["start", "hint"])
def test_where_all_stood_at_one_place_the_map_is_laid_out_as_a_new_one(
    space: Space, laid: Floats, earlier: str
) -> None:
    """The moments of one song begin at its place; laid over that, they would all come to lie there."""
    one_place = np.full((space.size, 2), 0.3, np.float32)
    found = lay_out(space, Projection.TSNE, **{earlier: one_place})  # type: ignore[arg-type]
    assert found.xy.tobytes() == laid.tobytes()


def test_a_large_space_is_laid_out_by_landmarks_and_the_rest_placed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(projecting, "LANDMARKS", 120)
    monkeypatch.setattr(projecting, "BLOCK", 50)
    space = moment_space(moments(30, 10).astype(np.float16))
    found = lay_out(space, Projection.TSNE)
    assert np.array_equal(found.landmarks, choose_landmarks(space.size, 0))
    inner = space.part(found.landmarks)
    assert np.array_equal(found.xy[found.landmarks], lay_out(inner, Projection.TSNE).xy)
    others = np.setdiff1d(np.arange(space.size), found.landmarks)
    wanted = place(inner, found.xy[found.landmarks], space.some(others))
    assert found.xy[others] == pytest.approx(wanted, abs=1e-6)
    assert kept_neighbours(space, found.xy)[10] > 0.4


def test_silence_copies_and_very_few_points_are_laid_out_too() -> None:
    heard = moments(20, 4)
    heard[10:50] = heard[10]
    heard[60:64] = 0.0
    assert np.all(np.isfinite(lay_out(song_space(heard), Projection.TSNE).xy))
    for size in (0, 1, 2, 5, 15, 16, 17):
        for projection in (Projection.PCA, Projection.STANDARD_PCA, Projection.TSNE):
            found = lay_out(song_space(heard[:size]), projection)
            assert found.xy.shape == (size, 2)
            assert np.all(np.isfinite(found.xy))
