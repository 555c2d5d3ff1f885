"""The index: who has a row, what is nearest, and that it changes only as a whole."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from core.domain import SONGLETS, AudioId, TrackId
from core.explore.index import CENTRE_FROM, Index, IndexHolder
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
    length = np.linalg.norm(index.songlets, axis=2)
    assert length[5, 2] == 0.0
    assert not length[6].any()
    assert not index.pooled[6].any()
    sounding = index.sounding.T
    assert length[sounding] == pytest.approx(1.0, abs=1e-5)
    assert np.abs(index.songlets[sounding].mean(axis=0)).max() < 0.05
    assert index.raw == pytest.approx(unit(songs), abs=1e-7)


def test_a_handful_of_songs_is_not_centred() -> None:
    index = make_index(clustered(CENTRE_FROM - 1, 3))
    assert not index.mean.any()
    assert index.songlets == pytest.approx(index.raw, abs=1e-6)


def test_neighbours_are_the_nearest_by_pooled_cosine(library: Index) -> None:
    found = library.neighbours(TrackId(4), 5)
    cosines = library.pooled @ library.pooled[3]
    expected = [int(row) + 1 for row in np.argsort(-cosines) if row != 3][:5]
    assert [id for id, _ in found] == expected
    assert [cosine for _, cosine in found] == pytest.approx([cosines[id - 1] for id in expected], abs=1e-5)
    assert all((id - 1) % 6 == 3 for id in expected)


def test_neighbours_of_a_vector_are_found_too(library: Index) -> None:
    assert library.neighbours(7 * library.pooled[10], 1)[0][0] == 11


def test_more_neighbours_than_tracks_gives_all_others(library: Index) -> None:
    assert len(library.neighbours(TrackId(1), 1000)) == len(library) - 1


def test_an_empty_library_makes_an_empty_index() -> None:
    index = Index.build(trajectories(np.zeros((0, SONGLETS, 8))), [])
    assert len(index) == 0
    assert index.neighbours(np.ones(8), 3) == []


def test_the_version_changes_with_the_library() -> None:
    songs = clustered(30, 3)
    assert make_index(songs).version == make_index(songs).version
    assert make_index(songs).version != make_index(songs[:-1]).version


def test_cosines_are_those_of_the_songlets(library: Index) -> None:
    cosines = library.cosines([3, 50])
    assert cosines.shape == (SONGLETS, 2, len(library))
    expected = np.einsum("nsd,msd->smn", library.songlets, library.songlets[[3, 50]])
    assert cosines == pytest.approx(expected, abs=1e-5)


def test_a_rebuild_swaps_whole_and_a_failed_one_changes_nothing() -> None:
    holder = IndexHolder()
    assert holder.current is None
    old = holder.rebuild(lambda: make_index(clustered(20, 2)))
    with pytest.raises(OSError, match="disk"):
        holder.rebuild(_fails)
    assert holder.current is old
    building, go_on = threading.Event(), threading.Event()

    def slow() -> Index:
        building.set()
        go_on.wait(5)
        return make_index(clustered(40, 2))

    thread = threading.Thread(target=holder.rebuild, args=(slow,))
    thread.start()
    building.wait(5)
    assert holder.current is old, "readers keep the old one while the new one is made"
    go_on.set()
    thread.join()
    assert holder.current is not None
    assert len(holder.current) == 40


def _fails() -> Index:
    raise OSError("disk")


def test_memory_is_counted(library: Index) -> None:
    fixed = library.songlets.nbytes + library.raw.nbytes
    assert fixed < library.nbytes() < 3 * fixed + (1 << 20)
