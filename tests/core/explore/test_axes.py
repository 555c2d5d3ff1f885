"""Where songs are drawn: the directions in which a library differs most."""

from __future__ import annotations

import numpy as np

from core.domain import SONGLETS, Seconds, TrackId
from core.explore.ear.index import Index
from core.explore.ear.spans import songlet_spans
from core.explore.picture.axes import Axes
from tests.core.explore.synthetic_songs import make_index

SONGS, D = 40, 8


def make(silent: bool = False) -> Index:
    """Songs that differ along two directions, and hardly along the others."""
    rng = np.random.default_rng(5)
    raw = rng.normal(size=(SONGS, SONGLETS, D)) * np.array([3.0, 2.0] + [0.05] * (D - 2))
    if silent:
        raw[0, 3:] = 0.0
        raw[1, 1:] = 0.0
    return make_index(raw)


def test_the_axes_are_those_along_which_songs_differ() -> None:
    axes = Axes.of(make())
    assert axes.share > 0.9
    np.testing.assert_allclose(axes.directions @ axes.directions.T, np.eye(2), atol=1e-5)
    assert np.abs(axes.directions[:, :2]).sum() > 1.9


def test_the_same_library_is_always_drawn_alike() -> None:
    one, other = Axes.of(make()), Axes.of(make())
    np.testing.assert_array_equal(one.directions, other.directions)
    assert one.version == other.version


def test_a_curve_passes_through_its_songlets_at_their_times() -> None:
    index = make()
    axes = Axes.of(index)
    curve = axes.curve(index, index.row(TrackId(7)))
    assert curve is not None
    np.testing.assert_allclose(curve.points[curve.rings], axes.place(index.songlets[6]), atol=1e-5)
    np.testing.assert_allclose(curve.times[curve.rings], (np.arange(SONGLETS) + 0.5) / SONGLETS, atol=1e-6)
    assert (np.diff(curve.times) > 0).all()


def test_a_curve_stands_at_the_middle_of_what_each_songlet_stands_for() -> None:
    """Windows do not fall into ten equal parts: the last songlet takes the rest."""
    index = make()
    index.model = "musicnn-mtt"
    curve = Axes.of(index).curve(index, 6, Seconds(237.0))
    assert curve is not None
    middles = songlet_spans("musicnn-mtt", Seconds(237.0)).mean(axis=1)
    np.testing.assert_allclose(curve.times[curve.rings], middles, atol=1e-6)
    assert abs(middles[8] - 0.85) * 237.0 > 5.0


def test_silence_takes_no_part_in_a_curve() -> None:
    index = make(silent=True)
    axes = Axes.of(index)
    curve = axes.curve(index, 0)
    assert curve is not None
    assert len(curve.rings) == 3
    assert axes.curve(index, 1) is None
    assert axes.centre(index, 1) is not None


def test_an_empty_library_has_axes() -> None:
    empty = np.zeros((0, SONGLETS, D), np.float32)
    assert Axes.of(make_index(empty)).share == 0.0
