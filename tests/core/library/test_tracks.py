"""The library's other promises: ratings, plays, facts, sessions, and word of what changed."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from core.domain import Decibel, Ended, PlayEvent, Seconds, Source, Timestamp, TrackId
from core.library import history
from core.library.tracks import Change, Facts, Kind, Library
from tests.core.library.conftest import Scanned
from tests.core.library.sounding_files import Folder


@pytest.fixture
def three(library: Library, folder: Folder, scanned: Scanned) -> list[TrackId]:
    for pitch in range(3):
        folder.put(f"{pitch}.mp3", pitch, title=f"Song {pitch}", artist="Somebody", album="Something")
    scanned()
    return library.all_ids()


def play(id: TrackId, heard: float, ended: Ended, at: float = 1_000.0) -> PlayEvent:
    return PlayEvent(id, Timestamp(at), Seconds(heard), ended, Source.RADIO)


def test_tracks_come_in_the_order_asked_for(library: Library, three: list[TrackId]) -> None:
    asked = [three[2], TrackId(999), three[0], three[2]]
    assert [track.id for track in library.tracks(asked)] == [three[2], three[0], three[2]]


def test_an_unknown_track_is_a_key_error(library: Library) -> None:
    with pytest.raises(KeyError):
        library.track(TrackId(1))
    with pytest.raises(KeyError):
        library.tags(TrackId(1))


def test_a_track_is_found_by_its_path(library: Library, three: list[TrackId], folder: Folder) -> None:
    track = library.by_path(folder.path / "1.mp3")
    assert track is not None
    assert track.id == three[1]
    assert library.by_path(folder.path / "none.mp3") is None


def test_ratings_and_love_are_kept_and_taken_back(library: Library, three: list[TrackId]) -> None:
    library.set_rating(three[0], 3.5)
    library.set_loved(three[0], loved=True)
    assert (library.track(three[0]).rating, library.track(three[0]).loved) == (3.5, True)
    library.set_rating(three[0], None)
    library.set_loved(three[0], loved=False)
    assert (library.track(three[0]).rating, library.track(three[0]).loved) == (None, False)
    with pytest.raises(ValueError, match=r"0\.5 to 5"):
        library.set_rating(three[0], 0)


@pytest.mark.parametrize(
    ("heard", "ended", "duration", "plays", "skips"),
    [
        (200, Ended.FINISHED, 200, 1, 0),
        (100, Ended.STOPPED, 200, 1, 0),
        (99, Ended.STOPPED, 200, 0, 0),
        (240, Ended.SKIPPED, 3_600, 1, 0),
        (120, Ended.SKIPPED, 200, 1, 0),
        (20, Ended.SKIPPED, 200, 0, 1),
        (80, Ended.SKIPPED, 200, 0, 1),
        (150, Ended.ERROR, 200, 0, 0),
        (5, Ended.SKIPPED, 0, 0, 1),
        (50, Ended.SKIPPED, 0, 0, 0),
    ],
)
def test_what_counts_as_a_play_and_as_a_skip(
    heard: float, ended: Ended, duration: float, plays: int, skips: int
) -> None:
    event = play(TrackId(1), heard, ended)
    assert (history.is_play(event, duration), history.is_skip(event, duration)) == (bool(plays), bool(skips))


def test_plays_are_kept_and_counted(library: Library, three: list[TrackId]) -> None:
    one, two, _ = three
    library.record_play(play(one, 0.5, Ended.FINISHED, at=2_000))
    library.record_play(play(one, 0.5, Ended.FINISHED, at=1_000))
    library.record_play(play(two, 0.1, Ended.SKIPPED, at=3_000))
    library.record_play(play(TrackId(999), 1, Ended.FINISHED))
    track = library.track(one)
    assert (track.play_count, track.skip_count, track.last_played) == (2, 0, 2_000)
    assert library.track(two).skip_count == 1
    assert [event.started_at for event in library.plays()] == [1_000, 2_000, 3_000]
    assert library.plays(two) == [play(two, 0.1, Ended.SKIPPED, at=3_000)]
    assert len(library.plays(since=Timestamp(2_000))) == 2
    assert len(library.plays(one, since=Timestamp(2_000))) == 1


def test_a_play_told_twice_counts_once(library: Library, three: list[TrackId]) -> None:
    """As after a crash between its writing and the note that it was written."""
    for heard in (90.0, 85.0):
        library.record_play(play(three[0], heard, Ended.FINISHED, at=1_000))
    assert library.track(three[0]).play_count == 1
    assert library.plays() == [play(three[0], 90.0, Ended.FINISHED, at=1_000)]


def test_facts_are_kept_and_replaced(library: Library, three: list[TrackId]) -> None:
    facts = Facts(three[0], 120.0, Decibel(-14.0), 2_000.0, 0.5, (("guitar", 0.9), ("slow", 0.1)))
    library.set_facts([facts, Facts(three[1], tempo=90.0)])
    assert library.facts(three) == {three[0]: facts, three[1]: Facts(three[1], tempo=90.0)}
    library.set_facts([Facts(three[1], tempo=91.0)])
    assert library.facts([three[1]])[three[1]].tempo == 91.0


def test_a_session_holds_what_json_holds(library: Library) -> None:
    assert library.session("queue", []) == []
    library.set_session("queue", {"ids": [1, 2], "position": 3.5})
    library.set_session("queue", {"ids": [1], "name": "é"})
    assert library.session("queue") == {"ids": [1], "name": "é"}


def test_counts_and_rows_for_radio(library: Library, three: list[TrackId], folder: Folder) -> None:
    counts = library.counts()
    assert counts.tracks == 3
    assert counts.seconds == pytest.approx(1.5, abs=0.3)
    row = library.radio_rows()[0]
    assert (row.id, row.artist, row.album_artist, row.album, row.title) == (
        three[0], "Somebody", "Somebody", "Something", "Song 0"
    )  # fmt: skip
    hear = library.to_hear()[0]
    assert (hear.track_id, hear.audio_id, hear.path) == (three[0], row.audio_id, folder.path / "0.mp3")


def test_everyone_who_asked_is_told_after_the_commit(library: Library, three: list[TrackId]) -> None:
    told: list[tuple[Change, float | None]] = []
    end = library.subscribe(lambda change: told.append((change, library.track(change.ids[0]).rating)))
    library.set_rating(three[1], 5)
    assert told == [(Change(Kind.RATED, [three[1]]), 5)]
    end()
    library.set_rating(three[1], 4)
    assert len(told) == 1


def test_a_library_serves_many_threads(library: Library, three: list[TrackId]) -> None:
    def use() -> None:
        for stars in range(1, 6):
            library.set_rating(three[0], stars)
            assert len(library.order("song")) == 3
        library.database.close_thread()

    threads = [threading.Thread(target=use) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert library.track(three[0]).rating == 5


def test_opening_a_library_loads_nothing_heavy() -> None:
    code = "import sys, core.library.scan; print(*sys.modules)"
    root = Path(__file__).parents[3]
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    assert not {"torch", "numpy", "av", "faiss", "PySide6", "vlc"} & set(run.stdout.split())
