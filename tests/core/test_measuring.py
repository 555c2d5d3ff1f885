"""Measuring a real library in the real process, and the gains that come of it."""

from __future__ import annotations

import shutil
from collections import deque
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from core.analysis.channel import Settings as ListenerSettings
from core.analysis.measure import MeasureNow
from core.analysis.measured import LOUDNESS, MEASURED
from core.analysis.measuring import MeasureCounts, measure_all, put, request_for
from core.analysis.records import Failure, Request
from core.analysis.store import AnalysisStore
from core.analysis.unheard import all_measured
from core.analysis.worker import WorkerClient
from core.domain import AudioId, ReplayGain, Seconds, TrackId
from core.errors import Cancelled, UserError
from core.gating import Loudness, album
from core.library import gains
from core.library.scan import scan
from core.library.tracks import Library
from core.progress import Progress
from core.settings import Places
from tests.core.analysis.tiny_model import Add

PATIENCE = Seconds(60.0)


@pytest.fixture(scope="module")
def worker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WorkerClient]:
    with WorkerClient(ListenerSettings(tmp_path_factory.mktemp("models"), idle=Seconds(600.0))) as worker:
        worker.run(Add(0, 0), PATIENCE)
        yield worker


@pytest.fixture
def library(places: Places, music: Path, tmp_path: Path) -> Iterator[Library]:
    library = Library.open(places)
    library.add_root(Path(shutil.copytree(music, tmp_path / "music")))
    scan(library, Progress())
    with library.database.write() as db:  # the demo's files have gains in their tags
        db.execute(
            "UPDATE tracks SET track_gain = NULL, track_peak = NULL, album_gain = NULL, album_peak = NULL"
        )
    yield library
    library.close()


@pytest.fixture
def store(places: Places) -> Iterator[AnalysisStore]:
    store = AnalysisStore.open(places)
    yield store
    store.close()


def blocks(loudness: float, peak: float = 0.5) -> Loudness:
    return Loudness.of(np.full(100, loudness), peak)


def put_loudness(library: Library, values: dict[TrackId, Loudness]) -> None:
    tracks = {track.id: track for track in library.tracks(list(values))}
    rows = [(tracks[id].audio_id or AudioId(""), MEASURED, found) for id, found in values.items()]
    gains.put(library, rows)


def an_album(library: Library) -> list[TrackId]:
    """Three tracks that are one."""
    ids = library.all_ids()[:3]
    with library.database.write() as db:
        db.executemany("UPDATE tracks SET album_id = 'an album' WHERE id = ?", [(id,) for id in ids])
    return ids


def test_all_tracks_are_measured_once(
    library: Library, store: AnalysisStore, worker: WorkerClient, places: Places
) -> None:
    progress = Progress()

    assert not all_measured(places)
    assert measure_all(library, store, worker, progress, deque()) == MeasureCounts(measured=12)
    assert measure_all(library, store, worker, Progress(), deque()) == MeasureCounts(known=12)
    assert all_measured(places)

    snapshot = progress.snapshot()
    assert (snapshot.stage, snapshot.done, snapshot.total) == ("Measuring loudness", 12, 12)
    found = gains.gains(library, library.all_ids())
    assert all(gain.track_gain is not None and -20 < gain.track_gain < 20 for gain in found.values())
    assert all(gain.track_peak is not None and 0.01 < gain.track_peak < 2 for gain in found.values())
    for song in library.to_hear():
        shape = store.waveform(song.audio_id)
        assert shape is not None
        assert shape.duration == pytest.approx(song.duration, abs=0.1)
        assert shape.peaks.max() > 40


def test_who_waits_is_served_first(library: Library, store: AnalysisStore, worker: WorkerClient) -> None:
    wanted = library.to_hear()[-1]
    progress = Progress()

    order: list[AudioId] = []
    original = store.put_waveforms

    def note(waveforms: object) -> None:
        rows = list(waveforms)  # type: ignore[call-overload]
        order.extend(row[0] for row in rows)
        original(rows)
        progress.cancel()

    store.put_waveforms = note  # type: ignore[method-assign]
    with pytest.raises(Cancelled):
        measure_all(library, store, worker, progress, deque([wanted.track_id]))

    assert order == [wanted.audio_id]


def test_a_file_without_sound_is_left_alone_until_it_changes(
    library: Library, store: AnalysisStore, worker: WorkerClient
) -> None:
    broken = library.to_hear()[0]
    broken.path.write_bytes(b"fLaC" + bytes(3000))
    scan(library, Progress())

    counts = measure_all(library, store, worker, Progress(), deque())

    assert (counts.measured, counts.failed) == (11, 1)
    assert [failure.models for failure in store.failures(LOUDNESS)] == [(LOUDNESS,)]
    assert measure_all(library, store, worker, Progress(), deque()).known == 12
    failure = store.failures(LOUDNESS)[0]
    assert isinstance(failure, Failure) and failure.path == broken.path


def test_a_file_that_was_replaced_since_the_scan_is_not_taken_for_what_it_was(
    library: Library, store: AnalysisStore, worker: WorkerClient
) -> None:
    first, second = library.to_hear()[:2]
    first.path.write_bytes(second.path.read_bytes())

    assert measure_all(library, store, worker, Progress(), deque()).measured == 11
    assert first.audio_id not in store.drawn() | gains.measured(library, MEASURED)


def test_the_track_that_plays_can_be_measured_beside_the_rest(
    library: Library, store: AnalysisStore, worker: WorkerClient
) -> None:
    song = library.to_hear()[0]

    found = worker.run(MeasureNow(request_for(song)), PATIENCE)
    put(library, store, found)

    assert store.drawn() == gains.measured(library, MEASURED) == {song.audio_id}
    again = store.waveform(song.audio_id)
    assert again is not None and np.array_equal(again.body, found.waveform.body)


def test_what_cannot_be_measured_is_said_in_words(worker: WorkerClient, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="gone"):
        worker.run(MeasureNow(Request(AudioId("x"), tmp_path / "gone.flac", (LOUDNESS,))), PATIENCE)


# -- gains


def test_tags_go_before_what_was_measured(library: Library) -> None:
    first, second, _ = an_album(library)
    put_loudness(library, {first: blocks(-12), second: blocks(-12)})
    with library.database.write() as db:
        db.execute("UPDATE tracks SET track_gain = -3.5, track_peak = 0.9 WHERE id = ?", (first,))

    found = gains.gains(library, [first, second])

    assert (found[first].track_gain, found[first].track_peak) == (-3.5, 0.9)
    assert (found[second].track_gain, found[second].track_peak) == (-6.0, 0.5)
    assert gains.measured_gains(library, [first])[first].track_gain == -6.0


def test_an_album_is_corrected_as_one(library: Library) -> None:
    ids = an_album(library)
    values = {id: blocks(-12 - 3 * i, 0.5 + 0.05 * i) for i, id in enumerate(ids)}
    put_loudness(library, values)

    found = gains.gains(library, ids)

    gain, peak = album(values.values())
    assert {found[id].album_gain for id in ids} == {gain}
    assert {found[id].album_peak for id in ids} == {peak}
    assert len({found[id].track_gain for id in ids}) == len(ids)


def test_one_measured_track_does_not_stand_for_its_album(library: Library) -> None:
    ids = an_album(library)
    put_loudness(library, {ids[0]: blocks(-12)})

    assert gains.gains(library, ids[:1])[ids[0]].album_gain is None


def test_a_track_of_which_nothing_is_known_has_no_gain(library: Library) -> None:
    (id, *_) = library.all_ids()

    assert gains.gains(library, [id, TrackId(999_999)]) == {id: ReplayGain()}
    assert gains.measured_gains(library, [id]) == {}
