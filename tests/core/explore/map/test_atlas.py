"""Maps are laid out once, kept, and grown without moving what is on them."""

from __future__ import annotations

import dataclasses
import shutil
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.analysis import models
from core.analysis.store import AnalysisStore
from core.domain import AudioId, TrackId
from core.errors import UserError
from core.explore.map import atlas as atlases
from core.explore.map import points, projecting
from core.explore.map.atlas import Atlas, Mapped
from core.explore.map.chart import Chart, Kind, Mode, Projection, Sight
from core.explore.map.client import MapProcess
from core.explore.map.faithful import displacement
from core.explore.map.kept import Shelf
from core.explore.stock import load_stock
from core.library import backup
from core.library.maps import LayoutKey
from core.settings import Places
from tests.core.explore.map.heard_music import MODEL, WINDOWS, Music

FLAT = Sight(model=MODEL, projection=Projection.PCA)
GROWN = Sight(model=MODEL, projection=Projection.TSNE)
MOMENTS = Sight(Mode.MOMENTS, model=MODEL, projection=Projection.PCA)


@pytest.fixture
def atlas(music: Music, process: MapProcess) -> Iterator[Atlas]:
    made = Atlas(music.library, music.places, process)
    yield made
    made.close()


def at(chart: Chart) -> dict[tuple[int, float], tuple[float, float]]:
    """Where each point is; whole tracks begin nowhere."""
    keys = zip(chart.tracks.tolist(), np.nan_to_num(chart.starts, nan=-1.0).tolist(), strict=True)
    return dict(zip(keys, map(tuple, chart.xy.tolist()), strict=True))


def test_where_nothing_was_heard_a_map_says_so_in_plain_words(atlas: Atlas) -> None:
    assert atlas.models() == []
    with pytest.raises(UserError, match="has heard nothing yet"):
        atlas.chart(FLAT)


def test_what_can_be_shown_is_told(music: Music, atlas: Atlas) -> None:
    music.add(range(3))
    music.hear([3], keep_windows=False)
    music.own([3], first=4)
    assert atlas.models() == [Mapped(MODEL, 4, 3 * WINDOWS, 3, has_tags=True)]


def test_two_tracks_make_a_map(music: Music, atlas: Atlas) -> None:
    music.add([0, 1])
    chart = atlas.chart(GROWN)
    assert chart.tracks.tolist() == [1, 2] and np.isfinite(chart.xy).all()
    assert len(np.unique(chart.xy, axis=0)) == 2


def test_a_map_grows_from_its_principal_components_and_is_kept(music: Music, atlas: Atlas) -> None:
    music.add(range(60))
    frames: list[Chart] = []
    chart = atlas.chart(GROWN, on_growth=frames.append)
    assert frames and all(frame.growing and not frame.keeps for frame in frames)
    assert len({frame.version for frame in (*frames, chart)}) == len(frames) + 1
    assert not chart.growing and set(chart.keeps) == {5, 10} and chart.keeps[10] > 0.3
    assert not chart.placed.any() and chart.grown == 0.0
    again = Atlas(music.library, music.places, MapProcess())
    kept = again.chart(GROWN, on_growth=frames.clear)  # nothing grows: it is there
    assert frames and again._process.pid is None
    assert kept.version == chart.version and np.array_equal(kept.xy, chart.xy)
    again.close()


def test_tracks_that_are_added_are_placed_and_nothing_moves(music: Music, atlas: Atlas) -> None:
    music.add(range(40))
    before = atlas.chart(GROWN)
    music.add(range(40, 44), first=41)
    chart = atlas.chart(GROWN)
    assert displacement(before.xy, chart.xy[:40]).max() == 0.0
    assert chart.placed.tolist() == [False] * 40 + [True] * 4
    assert chart.grown == pytest.approx(0.1)
    key = LayoutKey("tracks", "sound", MODEL, models.spec(MODEL).version, "tsne")
    kept = Shelf(music.library, music.places.cache).get(key)
    assert kept is not None and np.array_equal(kept.landmarks, ~chart.placed)  # none is put among newcomers
    for new in range(40, 44):  # among its own kind
        nearest = np.argsort(np.linalg.norm(before.xy - chart.xy[new], axis=1))[:3]
        assert set(nearest % 4) == {new % 4}


@pytest.mark.parametrize("order", [[44, 45], [45, 44]], ids=str)
def test_newcomers_to_a_flat_map_come_where_its_axes_put_them(
    music: Music, atlas: Atlas, order: list[int]
) -> None:
    music.add(range(44))
    atlas.chart(FLAT)
    for place, song in enumerate(order):
        music.add([song], first=45 + place)
        chart = atlas.chart(FLAT)
    whole = dict(zip(order, chart.xy[44:], strict=True))
    group = [chart.xy[song % 4 : 44 : 4].mean(axis=0) for song in range(4)]
    for song, xy in whole.items():
        assert np.linalg.norm(group - xy, axis=1).argmin() == song % 4


def test_a_map_that_is_laid_out_anew_stays_about_where_it_was(music: Music, atlas: Atlas) -> None:
    music.add(range(60))
    atlas.chart(GROWN)
    music.add(range(60, 66), first=61)
    before = atlas.chart(GROWN)
    chart = atlas.chart(GROWN, anew=True)
    assert not chart.placed.any() and chart.grown == 0.0 and chart.version != before.version
    moved = displacement(before.xy, chart.xy)
    assert 0.0 < np.median(moved) < 0.05
    assert np.array_equal(atlas.chart(GROWN).xy, chart.xy)


def test_the_same_library_gives_the_same_map_in_any_folder(
    music: Music, atlas: Atlas, tmp_path: Path, process: MapProcess
) -> None:
    music.add(range(40))
    other = Music(Places(tmp_path / "other", music.places.models))
    other.add(list(reversed(range(40))), first=101)
    theirs = Atlas(other.library, other.places, process)
    one, two = atlas.chart(GROWN), theirs.chart(GROWN)
    theirs.close()
    other.library.close()
    assert np.array_equal(one.xy, two.xy[::-1])


def test_copies_of_a_recording_lie_at_one_place(music: Music, atlas: Atlas) -> None:
    music.add(range(20))
    music.own([3], first=21)
    chart = atlas.chart(FLAT)
    assert len(chart) == 21 and chart.xy[20].tolist() == chart.xy[3].tolist()
    assert all(near.track_id not in (4, 21) for near in atlas.neighbours(FLAT, TrackId(4), None))


def test_a_track_that_goes_leaves_the_map_and_comes_back_to_its_place(music: Music, atlas: Atlas) -> None:
    music.add(range(30))
    before = at(atlas.chart(FLAT))
    music.take(TrackId(7), "offline")
    without = at(atlas.chart(FLAT))
    assert without == {key: xy for key, xy in before.items() if key[0] != 7}
    music.take(TrackId(7), "present")
    assert at(atlas.chart(FLAT)) == before


def test_another_version_of_the_model_lays_the_map_out_anew(
    music: Music, atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    music.add(range(30))
    before = atlas.chart(FLAT)
    newer = dataclasses.replace(models.spec(MODEL), version=2)
    monkeypatch.setitem(models._SPECS, MODEL, newer)
    with pytest.raises(UserError, match="has heard nothing yet"):
        atlas.chart(FLAT)
    music.hear(range(30))
    frames: list[Chart] = []
    chart = atlas.chart(FLAT, on_growth=frames.append)
    assert chart.version != before.version
    assert displacement(before.xy, chart.xy).max() < 0.05  # turned to lie as the earlier one did


def test_a_map_goes_out_with_all_that_the_user_made_and_comes_back(
    music: Music, atlas: Atlas, tmp_path: Path
) -> None:
    music.add(range(30))
    before = atlas.chart(FLAT)
    backup.export(music.library, tmp_path / "mine.json")
    other = Music(Places(tmp_path / "other", music.places.models))
    assert backup.restore(other.library, tmp_path / "mine.json").maps == 1
    assert backup.restore(other.library, tmp_path / "mine.json").maps == 0
    with other.library.database.write() as db:
        db.execute("UPDATE tracks SET presence = 'present'")
    other.hear(range(30))
    theirs = Atlas(other.library, other.places)
    assert np.array_equal(theirs.chart(FLAT).xy, before.xy) and theirs._process.pid is None
    theirs.close()
    other.library.close()


# -- moments -----------------------------------------------------------------------------------------------


def test_moments_lie_about_where_their_tracks_do(music: Music, atlas: Atlas) -> None:
    music.add(range(24))
    sight = dataclasses.replace(MOMENTS, projection=Projection.TSNE)
    moments, tracks = atlas.chart(sight), atlas.chart(GROWN)
    assert len(moments) == 24 * WINDOWS and moments.length > 2.0
    assert moments.starts[:3].tolist() == [0.0, 2.0, 4.0] and moments.tracks[:13].tolist() == [1] * 12 + [2]
    middles = np.array([moments.xy[moments.tracks == track].mean(axis=0) for track in tracks.tracks])
    for axis in (0, 1):
        assert np.corrcoef(middles[:, axis], tracks.xy[:, axis])[0, 1] > 0.8


@pytest.mark.parametrize("large", [False, True], ids=["small", "large"])
def test_songs_may_be_heard_anew_while_their_moments_are_read(
    music: Music, atlas: Atlas, monkeypatch: pytest.MonkeyPatch, *, large: bool
) -> None:
    if large:
        monkeypatch.setattr(points, "LARGE", 1)
    music.add(range(6))
    each = AnalysisStore.each_windows

    def meanwhile(self: AnalysisStore, model: str, audios: Sequence[AudioId]) -> object:
        monkeypatch.setattr(AnalysisStore, "each_windows", each)
        listening = threading.Thread(target=music.hear, args=(range(6), WINDOWS + 3))
        listening.start()
        listening.join()
        return each(self, model, audios)

    monkeypatch.setattr(AnalysisStore, "each_windows", meanwhile)
    assert len(atlas.chart(MOMENTS)) == 6 * WINDOWS
    assert len(atlas.chart(MOMENTS)) == 6 * (WINDOWS + 3)


def test_two_maps_of_one_space_read_it_once(
    music: Music, atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    music.add(range(6))
    read: list[Sight] = []
    both, both_read = threading.Barrier(2), threading.Barrier(2)

    def watched(store: AnalysisStore, sight: Sight, *more: Any) -> points.Ground:
        read.append(sight)
        if sight.mode is Mode.MOMENTS:
            with suppress(threading.BrokenBarrierError):
                both_read.wait(0.3)
        return points.load_ground(store, sight, *more)

    def ask(projection: Projection) -> None:
        both.wait()
        atlas.chart(dataclasses.replace(MOMENTS, projection=projection))

    monkeypatch.setattr(atlases, "load_ground", watched)
    asking = [
        threading.Thread(target=ask, args=(each,)) for each in (Projection.PCA, Projection.STANDARD_PCA)
    ]
    for each in asking:
        each.start()
    for each in asking:
        each.join()
    assert len([sight for sight in read if sight.mode is Mode.MOMENTS]) == 1


def test_the_moments_of_one_song_make_a_map_too(music: Music, atlas: Atlas) -> None:
    music.hear([0], windows=40)
    music.own([0])
    chart = atlas.chart(dataclasses.replace(MOMENTS, projection=Projection.TSNE))
    assert len(np.unique(chart.xy, axis=0)) == 40 and np.ptp(chart.xy, axis=0).min() > 0.5


def test_where_all_moments_are_others_now_they_lie_about_where_their_tracks_do(
    music: Music, atlas: Atlas
) -> None:
    """Songs that were heard anew may have windows that begin elsewhere."""
    sight = dataclasses.replace(MOMENTS, projection=Projection.TSNE)
    music.add(range(24))
    atlas.chart(sight)
    with AnalysisStore.open(music.places)._database.write() as db:
        starts = (np.arange(WINDOWS, dtype=np.float32) * 2 + 0.5).tobytes()
        db.execute("UPDATE windows SET starts = ?", (starts,))
    music.hear([24])
    music.own([24], first=25)
    moments, tracks = atlas.chart(sight), atlas.chart(GROWN)
    middles = np.array([moments.xy[moments.tracks == track].mean(axis=0) for track in tracks.tracks[:24]])
    for axis in (0, 1):
        assert np.corrcoef(middles[:, axis], tracks.xy[:24, axis])[0, 1] > 0.8


def test_moments_that_are_laid_out_anew_stay_so(music: Music, atlas: Atlas) -> None:
    music.add(range(10))
    sight = dataclasses.replace(MOMENTS, projection=Projection.TSNE)
    atlas.chart(sight)
    music.add([10], first=11)
    before, anew = atlas.chart(sight), atlas.chart(sight, anew=True)
    again = atlas.chart(sight)
    assert again.version == anew.version != before.version and not again.placed.any()
    shutil.rmtree(music.places.cache)
    assert np.array_equal(atlas.chart(sight).xy, anew.xy)


def test_paths_join_the_moments_where_these_lie(music: Music, atlas: Atlas) -> None:
    music.add(range(8))
    moments = atlas.chart(MOMENTS)
    paths = atlas.chart(dataclasses.replace(MOMENTS, mode=Mode.PATHS))
    assert at(paths) == at(moments) and paths.sight.mode is Mode.PATHS


def test_of_many_moments_only_landmarks_are_precious(
    music: Music, atlas: Atlas, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(projecting, "LANDMARKS", 100)
    music.add(range(20))
    sight = dataclasses.replace(MOMENTS, projection=Projection.TSNE)
    before = at(atlas.chart(sight))
    with music.library.database.write() as db:
        (kept,) = db.execute("SELECT length(xy) / 8 FROM map_layouts WHERE mode = 'moments'").fetchone()
    assert kept == 100 and len(before) == 20 * WINDOWS
    assert at(atlas.chart(sight)) == before
    shutil.rmtree(music.places.cache)
    chart = atlas.chart(sight)
    assert at(chart) == before and not chart.placed.any()
    music.add([20], first=21)
    grown = atlas.chart(sight)
    assert {key: xy for key, xy in at(grown).items() if key[0] <= 20} == before
    assert grown.placed.sum() == WINDOWS


def test_a_cache_that_cannot_be_written_costs_time_but_no_map(music: Music, atlas: Atlas) -> None:
    music.add(range(6))
    music.places.cache.write_text("in the way")
    assert len(atlas.chart(MOMENTS)) == 6 * WINDOWS
    assert len(atlas.chart(FLAT)) == 6


def test_without_windows_there_are_tracks_but_no_moments(music: Music, atlas: Atlas) -> None:
    music.add(range(20))
    store = AnalysisStore.open(music.places)
    store.drop_windows()
    store.close()
    chart = atlas.chart(FLAT)
    assert chart.spread.min() == 0.0 and chart.spread.max() == 1.0
    with pytest.raises(UserError, match="no moments were kept"):
        atlas.chart(MOMENTS)


def test_tracks_that_wander_have_larger_discs(music: Music, atlas: Atlas) -> None:
    music.add(range(40))
    music.hear(range(40, 50), keep_windows=False)
    music.own(range(40, 50), first=41)
    spread = atlas.chart(FLAT).spread
    assert spread[:10].mean() < 0.3 < 0.7 < spread[30:40].mean()
    assert spread[40:].min() == 0.0 and spread[40:].max() == 1.0  # by songlets, among their own kind


# -- neighbours and measures -------------------------------------------------------------------------------


def test_neighbours_are_those_of_the_full_space(music: Music, atlas: Atlas) -> None:
    music.add(range(32))
    store = AnalysisStore.open(music.places)
    heard = store.trajectories(MODEL)
    store.close()
    vectors = heard.pooled - heard.pooled.mean(axis=0)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    truly = np.argsort(-(vectors @ vectors[5]), kind="stable")[1:5]
    near = atlas.neighbours(FLAT, TrackId(6), None, 4)
    assert [each.track_id - 1 for each in near] == truly.tolist()
    assert [each.likeness for each in near] == pytest.approx((vectors @ vectors[5])[truly].tolist(), abs=1e-5)
    assert all(each.start is None for each in near)


def test_neighbours_of_a_moment_are_moments_of_other_tracks(music: Music, atlas: Atlas) -> None:
    music.add(range(12))
    near = atlas.neighbours(MOMENTS, TrackId(3), 4.0, 6)
    assert len(near) == 6 and all(each.track_id != 3 and each.start is not None for each in near)
    assert near[0].likeness >= near[-1].likeness
    assert atlas.neighbours(MOMENTS, TrackId(3), None, 2)[0].track_id % 4 == 3
    assert atlas.neighbours(MOMENTS, TrackId(99), 0.0) == []


def test_two_measures_make_a_map_of_the_tracks_of_which_both_are_known(music: Music, atlas: Atlas) -> None:
    music.add(range(4))
    with music.library.database.write() as db:
        db.execute("UPDATE tracks SET year = 1980 + 10 * id, duration = 60 * id WHERE id < 4")
    sight = Sight(kind=Kind.MEASURES, x="year", y="duration")
    chart = atlas.chart(sight)
    assert chart.tracks.tolist() == [1, 2, 3] and [axis.key for axis in chart.axes] == ["year", "duration"]
    assert np.all(np.diff(chart.xy[:, 0]) > 0)
    near = atlas.neighbours(sight, TrackId(1), None)
    assert [each.track_id for each in near] == [2, 3] and 1.0 > near[0].likeness > near[1].likeness >= -1.0
    with pytest.raises(UserError, match="no measure called beauty"):
        atlas.chart(dataclasses.replace(sight, x="beauty"))


def test_moments_say_how_much_of_a_tag_is_in_each(music: Music, atlas: Atlas) -> None:
    music.add(range(4))
    stock = {track.id: track for track in load_stock(music.library)}
    chart = atlas.chart(MOMENTS)
    name = models.spec(MODEL).tag_names[0]
    told = atlas.of_moments(chart, f"tag:{name}", stock)
    assert told is not None and len(told) == len(chart)
    track = stock[TrackId(int(chart.tracks[0]))]
    assert track.audio_id is not None
    with closing(AnalysisStore.open(music.places)) as store:
        windows = store.windows(track.audio_id, MODEL)
    assert windows is not None and windows.tags is not None
    mine = chart.tracks == chart.tracks[0]
    assert told[mine].tolist() == pytest.approx(windows.tags[:, 0].tolist())
    assert atlas.of_moments(chart, "genre", stock) is None
    assert atlas.of_moments(chart, "tag:no such word", stock) is None
    assert atlas.of_moments(atlas.chart(FLAT), f"tag:{name}", stock) is None


def test_a_map_of_tags_needs_a_model_that_names_them(music: Music, atlas: Atlas) -> None:
    music.add(range(20))
    assert len(atlas.chart(dataclasses.replace(FLAT, kind=Kind.TAGS))) == 20
    with pytest.raises(UserError, match="spectral names no tags"):
        atlas.chart(Sight(kind=Kind.TAGS, model="spectral"))


def test_two_who_ask_for_the_same_map_get_one_work(music: Music, atlas: Atlas) -> None:
    music.add(range(60))
    found: list[Chart] = []
    asking = [threading.Thread(target=lambda: found.append(atlas.chart(GROWN))) for _ in range(2)]
    for each in asking:
        each.start()
    for each in asking:
        each.join()
    assert found[0] is found[1]
