"""The songlets of a library: who has a row, what is centred, and what memory keeps."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.domain import SONGLETS, AudioId, TrackId
from core.explore.ear import index as index_module
from core.explore.ear.index import Index
from core.explore.ear.sources import CENTRE_FROM
from tests.core.explore.synthetic_songs import clustered, make_index, trajectories, unit


def test_copies_of_one_recording_share_a_row() -> None:
    heard = trajectories(clustered(30, 3))
    tracks = [(TrackId(10 + i), a) for i, a in enumerate(heard.audio_ids)]
    index = Index.build(heard, [*tracks, (TrackId(5), heard.audio_ids[7])])
    assert len(index) == 31
    assert index.pooled.shape[0] == 30
    assert index.row(TrackId(5)) == index.row(TrackId(17))


def test_a_track_that_was_not_heard_is_left_out() -> None:
    heard = trajectories(clustered(30, 3))
    index = Index.build(
        heard, [(TrackId(1), heard.audio_ids[0]), (TrackId(2), AudioId("x")), (TrackId(3), None)]
    )
    assert index.track_ids.tolist() == [1]
    assert TrackId(2) not in index
    with pytest.raises(KeyError):
        index.row(TrackId(3))


def test_songlets_are_centred_unit_vectors_and_silence_stays_zero() -> None:
    songs = clustered(60, 4, mean=3.0)
    songs[5, 2] = 0.0
    songs[6] = 0.0
    index = make_index(songs)
    songlets = index.songlets[:]
    length = np.linalg.norm(songlets, axis=2)
    assert length[5, 2] == 0.0
    assert not length[6].any()
    assert not index.pooled[6].any()
    sounding = index.sounding.T
    assert length[sounding] == pytest.approx(1.0, abs=1e-5)
    assert np.abs(songlets[sounding].mean(axis=0)).max() < 0.05
    assert index.raw[:] == pytest.approx(unit(songs), abs=1e-7)


def test_a_handful_of_songs_is_not_centred() -> None:
    index = make_index(clustered(CENTRE_FROM - 1, 3))
    assert not index.mean.any()
    assert index.songlets[:] == pytest.approx(index.raw[:], abs=1e-6)


def test_an_empty_library_makes_an_empty_index() -> None:
    index = Index.build(trajectories(np.zeros((0, SONGLETS, 8))), [])
    assert len(index) == 0
    assert index.songlets[:].shape == (0, SONGLETS, 8)


def test_the_version_changes_with_the_library() -> None:
    songs = clustered(30, 3)
    assert make_index(songs).version == make_index(songs).version
    assert make_index(songs).version != make_index(songs[:-1]).version


@pytest.fixture(scope="module")
def index() -> Index:
    return make_index(clustered(120, 6))


def test_songlets_are_indexed_like_an_array(index: Index) -> None:
    everything = index.songlets[:]
    assert index.songlets[7] == pytest.approx(everything[7], abs=1e-6)
    assert index.songlets[[3, 9], 2:5] == pytest.approx(everything[[3, 9], 2:5], abs=1e-6)
    assert np.asarray(index.raw).shape == index.raw.shape == everything.shape


def test_exact_values_are_kept_where_half_precision_would_lose_them() -> None:
    songs = trajectories(clustered(30, 3)).songlets
    assert make_index(songs).raw[:].dtype == np.float32
    halves = songs.astype(np.float16).astype(np.float32)
    heard = replace(trajectories(songs), songlets=halves)
    index = Index.build(heard, [(TrackId(i + 1), a) for i, a in enumerate(heard.audio_ids)])
    assert index.raw[:].dtype == np.float16
    assert np.array_equal(index.raw[:].astype(np.float32), halves)


def test_a_large_library_keeps_narrow_songlets_and_fetches_the_stored_ones(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    songs = unit(clustered(200, 6))
    exact = make_index(songs)
    monkeypatch.setattr(index_module, "LARGE", 100)
    monkeypatch.setattr(index_module, "NARROW", 24)
    narrow = make_index(songs)
    assert narrow.songlets[:].shape == (200, SONGLETS, 24)
    assert narrow.raw[[5, 150]] == pytest.approx(songs[[5, 150]], abs=1e-6)
    cosines, expected = (np.einsum("nsd,sd->ns", i.songlets[:], i.songlets[3]) for i in (narrow, exact))
    assert np.corrcoef(cosines.ravel(), expected.ravel())[0, 1] > 0.98


def test_memory_is_counted(index: Index) -> None:
    held = index.raw[:].nbytes + index.pooled.nbytes
    assert held < index.nbytes() < 1.2 * held
