"""From a folder to facts: the whole pipeline on a small real folder, with the real process and `spectral`."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from core.analysis.channel import Settings as ListenerSettings
from core.analysis.records import Failure
from core.analysis.store import AnalysisStore
from core.analysis.unheard import all_heard
from core.analysis.worker import WorkerClient
from core.domain import AudioId, Pass, Seconds
from core.errors import Cancelled
from core.indexer import Indexer, ListenCounts, top_tags
from core.library.tracks import Library
from core.progress import Progress
from core.settings import Places
from tests.core.analysis.tiny_model import Add

MODEL = "spectral"


@pytest.fixture(scope="module")
def worker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WorkerClient]:
    settings = ListenerSettings(tmp_path_factory.mktemp("models"), idle=Seconds(600.0), threads=1)
    with WorkerClient(settings) as worker:
        worker.run(Add(0, 0), Seconds(60.0))
        yield worker


@pytest.fixture
def folder(music: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(music, tmp_path / "music"))


@pytest.fixture
def library(places: Places, folder: Path) -> Iterator[Library]:
    library = Library.open(places)
    library.add_root(folder)
    yield library
    library.close()


@pytest.fixture
def store(places: Places) -> Iterator[AnalysisStore]:
    store = AnalysisStore.open(places)
    yield store
    store.close()


@pytest.fixture
def indexer(library: Library, store: AnalysisStore, places: Places, worker: WorkerClient) -> Indexer:
    indexer = Indexer(library, store, places, worker)
    indexer.scan(Progress())
    return indexer


def files(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.suffix in {".flac", ".mp3", ".ogg", ".opus", ".m4a"})


def test_every_track_gets_a_trajectory_and_facts(
    indexer: Indexer, library: Library, store: AnalysisStore
) -> None:
    progress = Progress()
    counts = indexer.listen((MODEL,), Pass.QUICK, progress)
    assert counts == ListenCounts(heard=12)
    found = store.trajectories(MODEL)
    assert len(found.audio_ids) == 12
    assert np.allclose(np.linalg.norm(found.songlets, axis=2).max(1), 1, atol=1e-5)
    facts = library.facts(library.all_ids())
    assert len(facts) == 12
    assert all(f.loudness is not None and -60 < f.loudness < 0 for f in facts.values())
    assert all(f.energy is not None and 0 <= f.energy <= 1 for f in facts.values())
    snapshot = progress.snapshot()
    assert (snapshot.done, snapshot.total) == (12, 12)
    assert snapshot.stage.startswith("Listening")


def test_what_was_heard_is_not_heard_again(indexer: Indexer) -> None:
    indexer.listen((MODEL,), Pass.FULL, Progress())
    assert indexer.listen((MODEL,), Pass.QUICK, Progress()) == ListenCounts(known=12)
    assert indexer.listen((MODEL,), Pass.FULL, Progress()) == ListenCounts(known=12)


def test_a_closer_pass_replaces_the_quick_one(indexer: Indexer, store: AnalysisStore, folder: Path) -> None:
    indexer.listen((MODEL,), Pass.QUICK, Progress())
    indexer.listen((MODEL,), Pass.FULL, Progress())
    assert set(store.passes(MODEL).values()) == {Pass.FULL}


def test_a_file_that_cannot_be_heard_is_listed_and_left_alone(
    indexer: Indexer, library: Library, store: AnalysisStore, folder: Path
) -> None:
    first = library.to_hear()[0]
    first.path.write_bytes(b"fLaC" + bytes(3000))
    indexer.scan(Progress())
    counts = indexer.listen((MODEL,), Pass.QUICK, Progress())
    assert (counts.heard, counts.failed) == (11, 1)
    (failure,) = indexer.failures()
    assert failure.path == first.path and first.path.name in failure.reason
    again = indexer.listen((MODEL,), Pass.QUICK, Progress())
    assert (again.heard, again.failed, again.known) == (0, 1, 11)
    indexer.retry_failures()
    assert indexer.listen((MODEL,), Pass.QUICK, Progress()).failed == 1


def test_a_file_that_is_merely_away_is_not_blamed(indexer: Indexer, library: Library) -> None:
    library.to_hear()[0].path.unlink()
    assert indexer.listen((MODEL,), Pass.QUICK, Progress()).heard == 11
    assert indexer.failures() == []


def test_a_file_replaced_since_the_scan_is_not_taken_for_the_old_one(
    indexer: Indexer, library: Library, store: AnalysisStore
) -> None:
    one, other, broken = library.to_hear()[:3]
    aside = one.path.with_suffix(".aside")
    one.path.rename(aside)
    other.path.rename(one.path)
    aside.rename(other.path)
    broken.path.write_bytes(b"nothing to hear")
    assert indexer.listen((MODEL,), Pass.QUICK, Progress()) == ListenCounts(heard=9)
    assert not {one.audio_id, other.audio_id, broken.audio_id} & set(store.passes(MODEL))
    assert indexer.failures() == []
    indexer.scan(Progress())
    assert indexer.listen((MODEL,), Pass.QUICK, Progress()).heard == 2


def test_a_file_retagged_since_the_scan_is_heard(indexer: Indexer, library: Library) -> None:
    import mutagen

    song = next(song for song in library.to_hear() if song.path.suffix == ".flac")
    tags = mutagen.File(song.path)
    tags["title"] = "Another"
    tags.save()
    assert indexer.listen((MODEL,), Pass.QUICK, Progress()).heard == 12


def test_a_broken_file_that_is_mended_is_tried_again(indexer: Indexer, library: Library) -> None:
    song = library.to_hear()[0]
    good = song.path.read_bytes()
    song.path.write_bytes(b"fLaC" + bytes(3000))
    indexer.scan(Progress())
    assert indexer.listen((MODEL,), Pass.QUICK, Progress()).failed == 1
    time.sleep(0.02)  # file systems stamp by the clock's tick
    song.path.write_bytes(good)
    indexer.scan(Progress())
    assert indexer.listen((MODEL,), Pass.QUICK, Progress()) == ListenCounts(heard=1, known=11)
    assert indexer.failures() == []


def test_one_crash_is_remembered_but_not_held_against_a_file(
    indexer: Indexer, library: Library, store: AnalysisStore
) -> None:
    song = library.to_hear()[0]
    store.fail(Failure(song.audio_id, song.path, (MODEL,), "the process died", crashes=1))
    assert indexer.failures() == []
    assert indexer.listen((MODEL,), Pass.QUICK, Progress()).heard == 12
    assert store.failures() == []


def test_newly_scanned_files_join_a_running_listen(
    indexer: Indexer, library: Library, folder: Path, music: Path, tmp_path: Path
) -> None:
    from core.demo import make_demo

    more = tmp_path / "more"
    make_demo(more, tracks=14, seconds=(4.0, 5.0))
    progress = Progress()
    progress.pause()
    counts: list[ListenCounts] = []
    thread = threading.Thread(target=lambda: counts.append(indexer.listen((MODEL,), Pass.QUICK, progress)))
    thread.start()
    new = files(more)[-2:]
    for path in new:
        shutil.copy(path, folder / f"new-{path.name}")
    indexer.scan(Progress())
    progress.resume()
    thread.join(60)
    assert counts == [ListenCounts(heard=len(library.to_hear()))]


def test_copies_are_heard_once_and_both_get_facts(indexer: Indexer, library: Library, folder: Path) -> None:
    one = files(folder)[0]
    shutil.copy(one, folder / f"copy-of-{one.name}")
    indexer.scan(Progress())
    assert indexer.listen((MODEL,), Pass.QUICK, Progress()).heard == 12
    ids = library.all_ids()
    assert len(ids) == 13
    assert set(library.facts(ids)) == set(ids)


def test_a_copy_that_comes_later_gets_its_facts_too(indexer: Indexer, library: Library, folder: Path) -> None:
    indexer.listen((MODEL,), Pass.QUICK, Progress())
    one = files(folder)[0]
    shutil.copy(one, folder / f"copy-of-{one.name}")
    indexer.scan(Progress())
    assert indexer.listen((MODEL,), Pass.QUICK, Progress()).heard == 0
    assert set(library.facts(library.all_ids())) == set(library.all_ids())


def test_cancelling_keeps_what_was_heard(indexer: Indexer, store: AnalysisStore, library: Library) -> None:
    progress = Progress()

    def cancel_after_some() -> None:
        while progress.snapshot().done < 2:
            time.sleep(0.005)
        progress.cancel()

    thread = threading.Thread(target=cancel_after_some)
    thread.start()
    with pytest.raises(Cancelled):
        indexer.listen((MODEL,), Pass.FULL, progress)
    thread.join()
    kept = len(store.passes(MODEL))
    assert kept >= 2
    assert indexer.listen((MODEL,), Pass.FULL, Progress()).heard == 12 - kept
    assert len(library.facts(library.all_ids())) == 12


def test_tracks_somebody_waits_for_are_heard_first(indexer: Indexer, library: Library) -> None:
    ids = library.all_ids()
    wanted = [ids[-1], ids[-3]]
    indexer.hear_first(wanted)
    order: list[AudioId] = []
    put = indexer._store.put

    def noting(*heard: object, keep_windows: bool) -> None:
        order.extend(h.audio_id for h in heard)  # type: ignore[attr-defined]
        put(*heard, keep_windows=keep_windows)  # type: ignore[arg-type]

    indexer._store.put = noting  # type: ignore[method-assign]
    indexer.listen((MODEL,), Pass.FULL, Progress())
    first = {track.audio_id for track in library.tracks(wanted)}
    assert first <= set(order[:6]), "they were among the first in the process"


def test_windows_are_left_out_when_the_user_does_not_want_them(
    indexer: Indexer, store: AnalysisStore, places: Places
) -> None:
    from core.settings import Settings

    Settings(keep_windows=False).save(places.settings_file)
    indexer.listen((MODEL,), Pass.QUICK, Progress())
    assert store.size().windows == 0
    assert len(store.passes(MODEL)) == 12


def test_an_indexer_with_its_own_store_closes_it(library: Library, places: Places) -> None:
    with Indexer.open(library, places) as indexer:
        assert indexer.failures() == []


def test_the_surest_tags_come_first_and_faint_ones_not_at_all() -> None:
    means = np.array([0.05, 0.5, 0.2, 0.9], np.float32)
    assert top_tags(["a", "b", "c", "d"], means) == (("d", 0.9), ("b", 0.5), ("c", 0.2))


def test_the_parts_of_a_cut_file_have_trajectories_and_facts_of_their_own(
    indexer: Indexer, library: Library, store: AnalysisStore, folder: Path, places: Places
) -> None:
    file = next(path for path in files(folder) if path.suffix == ".flac")
    sheet = f'FILE "{file.name}" WAVE\nTRACK 01 AUDIO\nINDEX 01 00:00:00\nTRACK 02 AUDIO\nINDEX 01 00:02:00\n'
    file.with_suffix(".cue").write_text(sheet, "utf-8")
    indexer.scan(Progress())
    parts = library.at_path(file)
    assert indexer.listen((MODEL,), Pass.FULL, Progress()) == ListenCounts(heard=13)
    found = store.trajectories(MODEL)
    first, second = (found.songlets[found.audio_ids.index(part.audio_id)] for part in parts if part.audio_id)
    assert not np.allclose(first, second, atol=1e-3)
    assert library.facts([part.id for part in parts]).keys() == {part.id for part in parts}
    assert all_heard(places, [MODEL])
    assert {row.id for row in library.radio_rows()} >= {part.id for part in parts}


def test_a_part_cut_elsewhere_since_the_scan_is_not_taken_for_the_old_one(
    indexer: Indexer, library: Library, store: AnalysisStore, folder: Path
) -> None:
    file, other = [path for path in files(folder) if path.suffix == ".flac"][:2]
    sheet = f'FILE "{file.name}" WAVE\nTRACK 01 AUDIO\nINDEX 01 00:00:00\nTRACK 02 AUDIO\nINDEX 01 00:02:00\n'
    file.with_suffix(".cue").write_text(sheet, "utf-8")
    indexer.scan(Progress())
    gone = {part.audio_id for part in library.at_path(file)}
    shutil.copy(other, file)
    assert indexer.listen((MODEL,), Pass.QUICK, Progress()) == ListenCounts(heard=11)
    assert not gone & set(store.passes(MODEL))
