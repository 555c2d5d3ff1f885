"""A large space is kept in eight bits a number, and what is near is told exactly all the same."""

from __future__ import annotations

import dataclasses
import pickle
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from core.analysis.store import AnalysisStore
from core.domain import TrackId
from core.explore.map import eighths, points
from core.explore.map.atlas import Atlas
from core.explore.map.chart import Mode, Projection, Sight
from core.explore.map.client import MapProcess
from core.explore.map.eighths import Eighths, LargeSpace
from core.explore.map.points import Ground, exactly, load_ground
from tests.core.explore.map.heard_music import MODEL, WINDOWS, Music, listened

MOMENTS = Sight(Mode.MOMENTS, model=MODEL, projection=Projection.PCA)


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(points, "LARGE", 1)


@pytest.fixture
def store(music: Music) -> Iterator[AnalysisStore]:
    opened = AnalysisStore.open(music.places)
    yield opened
    opened.close()


def load(store: AnalysisStore, music: Music, songs: range) -> Ground:
    audios = [listened(song).audio_id for song in songs]
    return load_ground(store, MOMENTS, audios, music.places.cache / "maps", lambda: None)


def folder(music: Music) -> Path:
    return music.places.cache / "maps" / f"sound-{MODEL}"


def test_a_large_ground_is_the_small_one_but_for_rounding(
    music: Music, store: AnalysisStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    music.hear(range(30))
    small = load(store, music, range(30))
    monkeypatch.setattr(points, "LARGE", 1)
    for _ in range(2):  # made, and read again
        ground = load(store, music, range(30))
        assert isinstance(ground.space, LargeSpace) and ground.audios == small.audios
        assert np.array_equal(ground.starts, small.starts)
        cosines = np.einsum("nd,nd->n", ground.space.vectors, small.space.vectors)
        assert cosines.min() > 0.999
        assert (folder(music) / "index.npz").is_file()


def test_songs_that_come_and_go_leave_the_others_as_they_were(
    music: Music, store: AnalysisStore, large: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    music.hear(range(20))
    before = load(store, music, range(20))
    music.hear(range(20, 24))
    read: list[str] = []
    each = AnalysisStore.each_windows

    def watched(self: AnalysisStore, model: str, audios: list[str]) -> object:
        read.extend(audios)
        return each(self, model, audios)  # type: ignore[arg-type]

    monkeypatch.setattr(AnalysisStore, "each_windows", watched)
    after = load(store, music, range(2, 24))
    assert len(read) == 4
    shared = slice(0, 18 * WINDOWS)
    assert np.array_equal(after.space.some(shared), before.space.some(np.arange(2 * WINDOWS, 20 * WINDOWS)))
    assert len(list(folder(music).glob("*.i8"))) == 1


@pytest.mark.parametrize("harm", ["cut", "gone", "no room", "no folder"])
def test_whatever_becomes_of_the_cache_the_space_is_whole(
    music: Music, store: AnalysisStore, large: None, harm: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    music.hear(range(10))
    before = load(store, music, range(10)).space.vectors
    (file,) = folder(music).glob("*.i8")
    if harm == "cut":
        file.write_bytes(file.read_bytes()[:-5])
    elif harm == "gone":
        file.unlink()
    else:
        file.unlink()
        monkeypatch.setattr(eighths, "ROOM", 1 << 62)
    if harm == "no folder":
        (folder(music) / "index.npz").unlink()
        folder(music).rmdir()
        folder(music).write_text("in the way")
    assert np.array_equal(load(store, music, range(10)).space.vectors, before)


def test_to_another_process_goes_the_name_of_the_file(
    music: Music, store: AnalysisStore, large: None
) -> None:
    music.hear(range(10))
    kept = load(store, music, range(10)).space.stored
    assert isinstance(kept, Eighths) and len(kept.codes) == 10 * WINDOWS
    sent = pickle.dumps(kept)
    assert len(sent) < kept.size / 10
    assert np.array_equal(pickle.loads(sent)[:], kept[:])


def test_where_another_file_took_its_place_the_numbers_themselves_go(
    music: Music, store: AnalysisStore, large: None
) -> None:
    music.hear(range(12))
    before = load(store, music, range(10)).space.stored
    assert isinstance(before, Eighths)
    load(store, music, range(12))  # read for another map, while this one waits for its turn
    assert np.array_equal(pickle.loads(pickle.dumps(before))[:], before[:])


def test_a_moment_is_still_the_same_when_its_song_was_heard_in_full_meanwhile(
    music: Music, store: AnalysisStore, large: None
) -> None:
    music.hear(range(4))
    ground = load(store, music, range(4))
    rows = np.array([1, 5, 30])
    before = exactly(store, MOMENTS, ground, rows)
    again = listened(0)
    every_other = [1, 5, 7]  # fewer are kept now; those that are begin where they did
    starts, features = again.starts[every_other], again.features[every_other]
    tags = again.tags[every_other] if again.tags is not None else None
    store.put(dataclasses.replace(again, windows=3, starts=starts, features=features, tags=tags))
    assert np.array_equal(exactly(store, MOMENTS, ground, rows), before)


def test_neighbours_in_a_large_space_are_the_true_ones(
    music: Music, process: MapProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    music.add(range(30))
    one = Atlas(music.library, music.places, process)
    truly = [one.neighbours(MOMENTS, TrackId(5), start, 6) for start in (4.0, None)]
    monkeypatch.setattr(points, "LARGE", 1)
    other = Atlas(music.library, music.places, process)
    found = [other.neighbours(MOMENTS, TrackId(5), start, 6) for start in (4.0, None)]
    for mine, theirs in zip(found, truly, strict=True):
        assert [(near.track_id, near.start) for near in mine] == [
            (near.track_id, near.start) for near in theirs
        ]
        assert [near.likeness for near in mine] == pytest.approx([near.likeness for near in theirs], abs=1e-5)


def test_a_large_map_is_laid_out_and_grows(music: Music, process: MapProcess, large: None) -> None:
    music.add(range(12))
    atlas = Atlas(music.library, music.places, process)
    sight = dataclasses.replace(MOMENTS, projection=Projection.TSNE)
    before = atlas.chart(sight)
    music.add([12], first=13)
    after = atlas.chart(sight)
    assert np.array_equal(after.xy[: 12 * WINDOWS], before.xy) and after.placed.sum() == WINDOWS
