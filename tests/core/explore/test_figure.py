"""Songs as curves in three dimensions: where they lie, when they sound there, which moments are alike."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from core.analysis import models
from core.analysis.records import Trajectories, Windows
from core.analysis.trajectory import frame_count, songlet_bounds, window_starts
from core.domain import SONGLETS, Seconds, TrackId
from core.explore.ear.index import Index
from core.explore.ear.spans import songlet_spans, songlets_in
from core.explore.picture.axes import Axes
from core.explore.picture.figure import (
    APART,
    Parts,
    draw,
    library_axes,
    nearest_moments,
    own_axes,
    share_shown,
    shared_axes,
    songlet_parts,
    window_parts,
)
from tests.core.explore.synthetic_songs import D, clustered, make_index, trajectories, unit

MODEL = "musicnn-mtt"
LONG = Seconds(237.0)


def heard_by(model: str, songlets: NDArray[np.floating]) -> Index:
    """Tracks 1 .. n."""
    songs = trajectories(songlets)
    named = Trajectories(model, 1, songs.audio_ids, songs.songlets, songs.pooled, songs.passes)
    return Index.build(named, [(TrackId(i + 1), a) for i, a in enumerate(named.audio_ids)])


@pytest.fixture(scope="module")
def index() -> Index:
    return make_index(clustered(60, 6))


def parts_of(vectors: NDArray[np.floating], duration: float = 200.0) -> Parts:
    edges = np.linspace(0, 1, len(vectors) + 1)
    return Parts(unit(vectors), np.stack([edges[:-1], edges[1:]], axis=1), Seconds(duration))


IS_CHORUS = np.array([0, 0, 0, 1, 1, 0, 0, 0, 1, 1], np.bool_)


def verse_and_chorus(songs: int = 1) -> NDArray[np.float64]:
    """(n, S, D) songs of verse, chorus, verse, chorus, no two of them quite alike; all but the first sound
    like something between the two, or like a third thing."""
    rng = np.random.default_rng(3)
    verse, chorus, third = unit(rng.standard_normal((3, D)))
    weights = rng.dirichlet((0.6, 0.6, 0.6), (songs, 1))
    weights = np.repeat(weights, SONGLETS, axis=1)
    weights[0] = np.where(IS_CHORUS[:, None], (0, 1, 0), (1, 0, 0))
    played = weights @ np.stack([verse, chorus, third])
    return np.asarray(played + 0.35 * unit(rng.standard_normal((songs, SONGLETS, D))))


# -- time


def test_a_songlet_stands_for_its_windows_and_the_last_one_for_more() -> None:
    spans = songlet_spans(MODEL, LONG)
    spec = models.spec(MODEL)
    frames = frame_count(round(LONG * spec.sample_rate), spec.hop)
    starts = window_starts(frames, spec.frames) / frames
    bounds = songlet_bounds(len(starts))
    assert spans[0, 0] == 0.0
    assert spans[-1, 1] == 1.0
    np.testing.assert_array_equal(spans[1:, 0], spans[:-1, 1])
    for (start, end), (first, last) in zip(spans[1:-1], bounds[1:-1], strict=True):
        assert starts[first] < start < starts[first] + spec.frames / frames
        assert starts[last - 1] < end < starts[last - 1] + spec.frames / frames
    assert spans[-1, 1] - spans[-1, 0] > 1.4 * (spans[4, 1] - spans[4, 0])


@pytest.mark.parametrize(("model", "duration"), [("unheard-of", 200.0), (MODEL, 0.0), (MODEL, 8.0)])
def test_songlets_are_tenths_where_nothing_else_is_known(model: str, duration: float) -> None:
    np.testing.assert_allclose(songlet_spans(model, Seconds(duration))[:, 0], np.arange(10) / 10)


@pytest.mark.parametrize("model", ["unheard-of", MODEL])
def test_the_songlets_between_two_times_are_those_that_sound_there(model: str) -> None:
    borders = songlet_spans(model, LONG) * LONG
    for songlet, (start, end) in enumerate(borders.tolist()):
        assert songlets_in(model, Seconds(start), Seconds(end), LONG) == slice(songlet, songlet + 1)
        middle = Seconds((start + end) / 2)
        assert songlets_in(model, middle, middle, LONG) == slice(songlet, songlet + 1)
    assert songlets_in(model, Seconds(0.0), LONG, LONG) == slice(0, SONGLETS)
    assert songlets_in(model, Seconds(5.0), Seconds(6.0), Seconds(0.0)) == slice(0, SONGLETS)


def test_a_place_on_the_curve_and_a_second_of_the_song_are_the_same_thing(index: Index) -> None:
    parts = songlet_parts(index, 4, LONG)
    assert parts is not None
    figure = draw(parts, library_axes(index))
    np.testing.assert_allclose(figure.times[figure.rings], parts.middles)
    for share in np.linspace(parts.middles[0] + 1e-6, parts.middles[-1], 37):
        sample = figure.sample(float(share))
        assert figure.share(sample) == pytest.approx(share)
        assert figure.seconds(figure.share(sample)) == pytest.approx(share * LONG)
    middle = figure.at(float(parts.middles[3]))
    np.testing.assert_allclose(middle, figure.points[figure.rings[3]], atol=1e-5)
    assert figure.ring(float(parts.middles[3]) + 0.01) == 3


def test_the_first_point_is_the_beginning_and_the_curve_ends_where_it_ends(index: Index) -> None:
    parts = songlet_parts(index, 0, LONG)
    assert parts is not None
    figure = draw(parts, library_axes(index))
    assert figure.share(0.0) == 0.0
    np.testing.assert_array_equal(figure.at(0.0), figure.points[0])
    np.testing.assert_array_equal(figure.at(1.0), figure.points[-1])


def test_silent_songlets_take_no_part_and_a_song_of_one_has_no_curve() -> None:
    songs = clustered(20, 2)
    songs[0, :4] = 0.0
    songs[1, 1:] = 0.0
    index = make_index(songs)
    parts = songlet_parts(index, 0, LONG)
    assert parts is not None
    assert len(parts.vectors) == 6
    assert draw(parts, own_axes(parts)).share(0.0) == pytest.approx(0.4)
    assert songlet_parts(index, 1, LONG) is None


def test_a_song_of_two_points_is_a_line() -> None:
    figure = draw(two := parts_of(np.eye(4)[:2]), own_axes(two))
    assert np.linalg.matrix_rank(figure.points - figure.points.mean(axis=0), tol=1e-4) == 1
    assert np.isfinite(figure.points).all()


def test_a_song_that_stays_where_it_is_is_a_point() -> None:
    still = parts_of(np.ones((10, 6)))
    figure = draw(still, own_axes(still))
    np.testing.assert_allclose(figure.points, 0.0, atol=1e-6)
    assert share_shown(own_axes(still), [still]) == 1.0


# -- windows


def windows_at(starts: list[float], features: NDArray[np.floating]) -> Windows:
    return Windows(np.array(starts, np.float32), features.astype(np.float32), None)


def test_a_window_sounds_for_as_long_as_its_model_hears() -> None:
    index = heard_by(MODEL, clustered(30, 3))
    rng = np.random.default_rng(1)
    starts = [0.0, 2.0, 4.0, 100.0, 197.0]
    parts = window_parts(index, 2, windows_at(starts, rng.random((5, D))), Seconds(200.0))
    assert parts is not None
    length = models.spec(MODEL).window
    np.testing.assert_allclose(parts.spans[:, 0] * 200, starts, atol=1e-5)
    np.testing.assert_allclose(parts.spans[:, 1] * 200, np.minimum(np.array(starts) + length, 200), atol=1e-5)
    np.testing.assert_allclose(np.linalg.norm(parts.vectors, axis=1), 1.0, atol=1e-5)


def test_windows_that_are_their_songlets_lie_where_those_lie() -> None:
    songs = clustered(30, 3)
    index = heard_by(MODEL, songs)
    middles = songlet_spans(MODEL, LONG).mean(axis=1) * LONG
    starts = (middles - models.spec(MODEL).window / 2).tolist()
    windows = window_parts(index, 5, windows_at(starts, songs[5]), LONG)
    songlets = songlet_parts(index, 5, LONG)
    assert windows is not None and songlets is not None
    np.testing.assert_allclose(windows.middles, songlets.middles, atol=1e-6)
    # A window is centred by the mean of all songlets, a songlet by that of its own place in the song.
    assert np.einsum("rd,rd->r", windows.vectors, songlets.vectors).min() > 0.95


def test_windows_in_silence_are_left_out() -> None:
    songs = clustered(30, 3)
    songs[0, 5:] = 0.0
    index = heard_by(MODEL, songs)
    features = np.random.default_rng(2).random((20, D))
    parts = window_parts(index, 0, windows_at(list(range(0, 200, 10)), features), Seconds(203.0))
    assert parts is not None
    assert parts.spans.max() < 0.52
    with pytest.raises(ValueError, match="duration"):
        window_parts(index, 0, windows_at([0.0], features[:1]), Seconds(0.0))


# -- axes


def test_a_song_shows_most_in_its_own_axes(index: Index) -> None:
    songs = [songlet_parts(index, row) for row in range(20)]
    everywhere = library_axes(index)
    for song in songs:
        assert song is not None
        own = own_axes(song)
        assert own.share == pytest.approx(share_shown(own, [song]), abs=1e-5)
        assert 0.0 <= share_shown(everywhere, [song]) <= share_shown(own, [song]) <= 1.0


def test_shared_axes_show_more_of_some_songs_than_those_of_one_of_them(index: Index) -> None:
    songs = [song for row in (0, 1, 2) if (song := songlet_parts(index, row)) is not None]
    shared = share_shown(shared_axes(songs), songs)
    assert all(shared >= share_shown(own_axes(song), songs) for song in songs)


def test_a_song_of_many_windows_does_not_outweigh_the_others() -> None:
    rng = np.random.default_rng(4)
    short, long = parts_of(rng.standard_normal((10, 8))), parts_of(rng.standard_normal((10, 8)))
    many = Parts(long.vectors.repeat(12, axis=0), long.spans.repeat(12, axis=0), long.duration)
    np.testing.assert_allclose(
        shared_axes([short, many]).directions, shared_axes([short, long]).directions, atol=1e-4
    )


def test_the_same_song_has_the_same_axes_and_another_one_others(index: Index) -> None:
    one, same, other = (songlet_parts(index, row) for row in (3, 3, 9))
    assert one is not None and same is not None and other is not None
    np.testing.assert_array_equal(own_axes(one).directions, own_axes(same).directions)
    assert own_axes(one).version == own_axes(same).version != own_axes(other).version
    assert library_axes(index).version == index.version


def test_axes_of_few_points_are_completed_by_nothing() -> None:
    axes = Axes.along(np.eye(5)[:2], 3)
    assert axes.directions.shape == (3, 5)
    np.testing.assert_array_equal(axes.directions[2], 0.0)
    assert axes.share == pytest.approx(1.0)


@pytest.mark.parametrize("where", ["song axes", "library axes"])
def test_a_chorus_comes_back_to_the_same_place(where: str) -> None:
    library = make_index(verse_and_chorus(40))
    song = songlet_parts(library, 0, LONG)
    assert song is not None
    figure = draw(song, own_axes(song) if where == "song axes" else library_axes(library))
    points = figure.points[figure.rings]
    apart = np.linalg.norm(points[:, None] - points[None], axis=2)
    among_choruses = apart[np.ix_(IS_CHORUS, IS_CHORUS)]
    to_verses = apart[np.ix_(IS_CHORUS, ~IS_CHORUS)]
    assert among_choruses.max() < 0.6 * to_verses.min()


# -- moments


def test_the_nearest_moments_are_those_of_the_full_space() -> None:
    rng = np.random.default_rng(6)
    one, other = unit(rng.standard_normal((2, 10, D)))
    other[7] = one[2] + 0.01 * one[5]
    other[1] = one[8] + 0.2 * one[0]
    pairs = nearest_moments(parts_of(one), parts_of(other), 2)
    assert [(pair.one, pair.other) for pair in pairs] == [(2, 7), (8, 1)]
    assert pairs[0].likeness > pairs[1].likeness > 0.9


def test_no_two_marked_moments_of_a_song_overlap() -> None:
    rng = np.random.default_rng(7)
    starts = np.arange(90) * 2.0
    spans = np.stack([starts, starts + 3.0], axis=1) / 181.0
    one, other = (
        Parts(unit(np.cumsum(rng.standard_normal((90, 16)), axis=0)), spans, Seconds(181.0)) for _ in range(2)
    )
    pairs = nearest_moments(one, other, 5)
    assert len(pairs) == 5
    for side in ("one", "other"):
        middles = sorted(spans[getattr(pair, side)].mean() * 181 for pair in pairs)
        assert min(np.diff(middles)) >= APART - 1e-6


def test_short_songs_have_as_many_moments_as_there_is_room_for() -> None:
    short = parts_of(np.random.default_rng(9).standard_normal((10, 8)), duration=24.0)
    assert 1 <= len(nearest_moments(short, short, 5)) <= 3
