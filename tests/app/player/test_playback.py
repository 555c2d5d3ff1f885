"""Playback over a real library: what follows, what is remembered, what bad files lead to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.player.base import State
from app.player.fake import FakePlayer
from app.player.playback import REFILL_BELOW, Playback
from app.player.queue import Repeat
from core.domain import Decibel, Ended, PlayEvent, ReplayGain, Source, TrackId
from core.errors import UserError
from core.library.tracks import Library
from core.settings import Places
from tests.app.shelf import fill, paths

SECONDS = 180.0


@pytest.fixture
def library(places: Places) -> Iterator[Library]:
    library = Library.open(places)
    fill(library, 40)
    yield library
    library.close()


@pytest.fixture
def ids(library: Library) -> list[TrackId]:
    return library.all_ids()


class Stage:
    """A playback with a player whose time is in the test's hand, and what it said."""

    def __init__(self, library: Library, qtbot: QtBot) -> None:
        self.library, self._qtbot = library, qtbot
        self.start()

    def start(self) -> None:
        self.player = FakePlayer(paths(self.library))
        self.playback = Playback(self.player, self.library)
        self.notices: list[str] = []
        self.states: list[State] = []
        self.tracks: list[TrackId | None] = []
        self.playback.notice.connect(self.notices.append)
        self.playback.state_changed.connect(self.states.append)
        self.playback.track_changed.connect(self.tracks.append)

    def wait(self, seconds: float) -> None:
        self.player.advance(seconds)
        self._qtbot.wait(5)
        self.player.advance(0)

    def break_files(self, broken: Sequence[TrackId]) -> None:
        for track in self.library.tracks(broken):
            self.player.lengths[track.path] = 0.0

    def plays(self) -> list[PlayEvent]:
        """All plays so far, oldest first, once they are written."""
        self.playback._diary.drain()
        return sorted(self.library.plays(), key=lambda play: play.started_at)

    def how(self) -> list[tuple[TrackId, Ended]]:
        return [(play.track_id, play.ended) for play in self.plays()]

    def restart(self) -> None:
        self.playback.close()
        self.start()
        self.playback.restore()


@pytest.fixture
def stage(library: Library, qtbot: QtBot) -> Iterator[Stage]:
    stage = Stage(library, qtbot)
    yield stage
    stage.playback.close()


def test_one_track_follows_the_other_without_a_stop(stage: Stage, ids: list[TrackId]) -> None:
    stage.playback.play_tracks(ids[:3])
    stage.wait(2.5 * SECONDS)
    assert stage.tracks == ids[:3]
    assert stage.states == [State.PLAYING]
    stage.wait(SECONDS)
    assert stage.states == [State.PLAYING, State.STOPPED]
    assert stage.how() == [(id, Ended.FINISHED) for id in ids[:3]]


def test_a_play_remembers_what_was_heard_and_from_where(stage: Stage, ids: list[TrackId]) -> None:
    stage.playback.play_tracks(ids[:2], source=Source.RADIO)
    stage.wait(10)
    stage.playback.pause()
    stage.wait(60)
    stage.playback.resume()
    stage.playback.seek(100)
    stage.wait(5)
    stage.playback.next()
    (play,) = stage.plays()
    assert play.heard == pytest.approx(15, abs=0.2)
    assert (play.ended, play.source) == (Ended.SKIPPED, Source.RADIO)


def test_each_way_to_leave_a_track_is_told_apart(stage: Stage, ids: list[TrackId]) -> None:
    stage.playback.play_tracks(ids[:5])
    stage.wait(5)
    stage.playback.next()
    stage.wait(2)
    stage.playback.previous()
    stage.wait(5)
    stage.playback.play_row(3)
    stage.wait(5)
    stage.playback.stop()
    skipped, stopped = Ended.SKIPPED, Ended.STOPPED
    assert stage.how() == [(ids[0], skipped), (ids[1], skipped), (ids[0], skipped), (ids[3], stopped)]


def test_a_track_that_nobody_heard_leaves_no_trace(stage: Stage, ids: list[TrackId]) -> None:
    stage.playback.play_tracks(ids[:5])
    stage.playback.next()
    stage.playback.next()
    stage.wait(5)
    stage.playback.stop()
    assert stage.how() == [(ids[2], Ended.STOPPED)]


def test_played_is_told_before_more_is_asked_for(stage: Stage, ids: list[TrackId]) -> None:
    order: list[str] = []
    stage.playback.played.connect(lambda _: order.append("played"))

    def refill() -> list[TrackId]:
        order.append("refill")
        return ids[10:12]

    stage.playback.play_tracks(ids[:1], source=Source.RADIO, refill=refill)
    order.clear()
    stage.wait(5)
    stage.playback.next()
    assert order[:2] == ["played", "refill"]


def test_previous_is_the_beginning_after_three_seconds(stage: Stage, ids: list[TrackId]) -> None:
    stage.playback.play_tracks(ids[:3], 1)
    stage.wait(10)
    stage.playback.previous()
    stage.wait(1)
    assert stage.playback.track == ids[1]
    assert stage.playback.position() == pytest.approx(1.0, abs=0.1)
    stage.playback.previous()
    assert stage.playback.track == ids[0]


def test_repeat_one_plays_it_again_and_next_still_leads_on(stage: Stage, ids: list[TrackId]) -> None:
    stage.playback.play_tracks(ids[:2])
    stage.playback.queue.set_repeat(Repeat.ONE)
    stage.wait(2.5 * SECONDS)
    assert stage.how() == [(ids[0], Ended.FINISHED)] * 2
    stage.playback.next()
    assert stage.playback.track == ids[1]


def test_a_bad_file_is_skipped_with_one_notice(stage: Stage, ids: list[TrackId]) -> None:
    stage.break_files(ids[1:2])
    stage.playback.play_tracks(ids[:3], 1)
    stage.wait(1)
    assert stage.playback.track == ids[2]
    assert stage.playback.state is State.PLAYING
    assert stage.states == [State.PLAYING]
    assert stage.notices == ["00001.flac holds no sound that can be played."]
    assert stage.how() == [(ids[1], Ended.ERROR)]


def test_three_bad_files_in_a_row_stop_it_and_say_why(stage: Stage, ids: list[TrackId]) -> None:
    stage.break_files(ids[:5])
    stage.playback.play_tracks(ids)
    for _ in range(5):
        stage.wait(0.1)
    assert stage.playback.state is State.STOPPED
    assert stage.playback.track == ids[2]
    assert "3 tracks in a row" in stage.playback.trouble
    assert stage.notices[-1] == stage.playback.trouble
    assert len(stage.notices) == 3


def test_good_tracks_between_bad_ones_keep_it_going(stage: Stage, ids: list[TrackId]) -> None:
    stage.break_files([ids[number] for number in (0, 1, 3, 4, 6)])
    stage.playback.play_tracks(ids[:8])
    for _ in range(12):
        stage.wait(SECONDS / 3)
    assert stage.playback.trouble == ""
    finished = [track for track, ended in stage.how() if ended is Ended.FINISHED]
    assert finished == [ids[2], ids[5], ids[7]]


def test_a_single_broken_track_on_repeat_does_not_spin(stage: Stage, ids: list[TrackId]) -> None:
    stage.break_files(ids[:1])
    stage.playback.queue.set_repeat(Repeat.ALL)
    stage.playback.play_tracks(ids[:1])
    for _ in range(6):
        stage.wait(0.1)
    assert stage.playback.state is State.STOPPED
    assert len(stage.plays()) == 3


def test_a_file_that_vanishes_while_it_plays_is_left_for_the_next(stage: Stage, ids: list[TrackId]) -> None:
    stage.playback.play_tracks(ids[:2])
    stage.wait(20)
    stage.player.vanish(stage.library.track(ids[0]).path)
    stage.wait(1)
    assert stage.playback.track == ids[1]
    assert stage.how() == [(ids[0], Ended.ERROR)]


def test_a_track_that_left_the_library_is_skipped(stage: Stage, ids: list[TrackId]) -> None:
    stage.playback.play_tracks([TrackId(99_999), ids[0]])
    stage.wait(1)
    assert stage.playback.track == ids[0]
    assert stage.playback.state is State.PLAYING


def test_without_libvlc_it_says_so_and_does_not_try_each_track(stage: Stage, ids: list[TrackId]) -> None:
    def missing() -> None:
        raise UserError("libVLC was not found. Install it.")

    stage.player.prepare = missing  # type: ignore[method-assign]
    stage.playback.play_tracks(ids)
    stage.wait(1)
    assert stage.notices == ["libVLC was not found. Install it."]
    assert stage.playback.state is State.STOPPED


def test_radio_is_asked_for_more_before_the_queue_ends(stage: Stage, ids: list[TrackId]) -> None:
    asked = 0

    def refill() -> Sequence[TrackId]:
        nonlocal asked
        asked += 1
        return ids[asked * 3 : asked * 3 + 3]

    stage.playback.play_tracks(ids[:1], source=Source.RADIO, refill=refill)
    for _ in range(12):
        stage.wait(1)
        stage.playback.next()
        assert stage.playback.queue.ahead >= REFILL_BELOW - 2
    assert stage.playback.state is State.PLAYING
    assert stage.playback.queue[5].source is Source.RADIO


def test_another_choice_ends_the_radio(stage: Stage, ids: list[TrackId]) -> None:
    stage.playback.play_tracks(ids[:1], source=Source.RADIO, refill=lambda: ids[5:8])
    stage.playback.play_tracks(ids[20:22])
    stage.wait(1)
    assert stage.playback.queue.tracks() == ids[20:22]


def test_taking_the_playing_track_out_of_the_queue_plays_the_next(stage: Stage, ids: list[TrackId]) -> None:
    stage.playback.play_tracks(ids[:3])
    stage.wait(5)
    stage.playback.queue.remove([0])
    stage.wait(1)
    assert stage.playback.track == ids[1]
    assert stage.playback.state is State.PLAYING
    assert stage.how() == [(ids[0], Ended.SKIPPED)]


def test_clearing_the_queue_is_silence(stage: Stage, ids: list[TrackId]) -> None:
    stage.playback.play_tracks(ids[:3])
    stage.wait(5)
    stage.playback.queue.clear()
    assert stage.playback.state is State.STOPPED
    assert stage.playback.track is None
    assert not stage.player.audible


def test_moving_the_playing_track_does_not_disturb_it(stage: Stage, ids: list[TrackId]) -> None:
    stage.playback.play_tracks(ids[:5])
    stage.wait(5)
    stage.playback.queue.move([0], 4)
    stage.wait(5)
    assert stage.playback.position() == pytest.approx(10, abs=0.2)
    assert stage.plays() == []


def test_pause_while_loading_shows_at_once(stage: Stage, ids: list[TrackId]) -> None:
    stage.playback.play_tracks(ids[:2])
    stage.playback.toggle()
    assert stage.playback.state is State.PAUSED
    stage.wait(1)
    assert stage.playback.state is State.PAUSED
    stage.playback.toggle()
    assert stage.playback.state is State.PLAYING


def test_a_restart_brings_back_queue_and_place_in_silence(stage: Stage, ids: list[TrackId]) -> None:
    stage.playback.play_tracks(ids[:5], 2)
    stage.wait(42)
    stage.restart()
    assert stage.tracks == [ids[2]]
    assert stage.playback.state is State.STOPPED
    assert stage.playback.position() == pytest.approx(42, abs=0.2)
    assert stage.how() == [(ids[2], Ended.STOPPED)]
    stage.playback.toggle()
    stage.wait(1)
    assert stage.player.position() == pytest.approx(43, abs=0.2)


def test_the_place_can_be_moved_before_a_restored_track_plays(stage: Stage, ids: list[TrackId]) -> None:
    stage.playback.play_tracks(ids[:2])
    stage.wait(10)
    stage.restart()
    stage.playback.seek(90)
    stage.playback.toggle()
    stage.wait(1)
    assert stage.player.position() == pytest.approx(91, abs=0.2)


def test_the_place_of_a_restored_track_goes_with_it(stage: Stage, ids: list[TrackId]) -> None:
    stage.playback.play_tracks(ids[:2])
    stage.wait(90)
    stage.restart()
    stage.playback.queue.remove([0])
    stage.playback.toggle()
    stage.wait(1)
    assert stage.playback.track == ids[1]
    assert stage.player.position() == pytest.approx(1, abs=0.2)


def test_a_crash_loses_no_more_than_the_last_seconds(
    stage: Stage, ids: list[TrackId], library: Library, qtbot: QtBot
) -> None:
    stage.playback.play_tracks(ids[:3])
    stage.wait(42)
    stage.playback._save_place()  # what its timer does
    stage.playback._kept_queue._save()
    stage.playback._diary.drain()
    crashed = stage.playback, stage.player
    stage.start()
    stage.playback.restore()
    assert stage.how() == [(ids[0], Ended.STOPPED)]
    assert stage.plays()[0].heard == pytest.approx(42, abs=0.2)
    assert stage.playback.position() == pytest.approx(42, abs=0.2)
    stage.restart()
    assert len(stage.plays()) == 1
    crashed[0]._started_at = None
    crashed[0].close()


def test_the_place_is_saved_while_it_plays(stage: Stage, ids: list[TrackId], qtbot: QtBot) -> None:
    stage.playback._saver.setInterval(20)
    stage.playback.play_tracks(ids[:3])
    stage.wait(30)
    qtbot.waitUntil(lambda: stage.library.session("playback", {}).get("position", 0) > 29, timeout=3000)


@pytest.mark.parametrize(
    "rubbish", [None, 5, "x", {"position": "far"}, {"position": 3, "play": {"track": "?"}}]
)
def test_a_session_that_makes_no_sense_is_a_fresh_start(stage: Stage, rubbish: object) -> None:
    stage.library.set_session("playback", rubbish)
    stage.library.set_session("queue", rubbish)
    stage.playback.restore()
    assert stage.playback.track is None
    assert stage.playback.state is State.STOPPED


def test_plays_are_written_in_their_order_and_off_the_main_thread(
    stage: Stage, ids: list[TrackId], monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    threads: list[threading.Thread] = []
    record = stage.library.record_play

    def watched(event: PlayEvent) -> None:
        threads.append(threading.current_thread())
        record(event)

    monkeypatch.setattr(stage.library, "record_play", watched)
    stage.playback.play_tracks(ids[:20])
    for _ in range(15):
        stage.wait(1)
        stage.playback.next()
    assert [play.track_id for play in stage.plays()] == ids[:15]
    assert threading.main_thread() not in threads


def test_paths_come_from_the_library_each_time(stage: Stage, ids: list[TrackId], tmp_path: Path) -> None:
    """A file that was moved while it waited in the queue is found where it is now."""
    import os

    stage.playback.play_tracks(ids[:2])
    moved = tmp_path / "moved.flac"
    with stage.library.database.write() as db:
        db.execute("UPDATE tracks SET path = ? WHERE id = ?", (os.fsencode(moved), ids[1]))
    stage.player.lengths[moved] = 50.0
    stage.playback.next()
    stage.wait(1)
    assert stage.player.path == moved


def followed(stage: Stage) -> Path | None:
    """The file that is lined up, once the queue has settled."""
    stage._qtbot.wait(1)
    piece = stage.player.followed
    return piece.path if piece else None


def path_of(stage: Stage, id: TrackId) -> Path:
    return stage.library.track(id).path


def test_the_next_track_is_lined_up_and_taken_over_without_a_load(stage: Stage, ids: list[TrackId]) -> None:
    states: list[State] = []
    stage.playback.play_tracks(ids[:2])
    stage.wait(1)
    assert followed(stage) == path_of(stage, ids[1])
    stage.player.state_changed.connect(states.append)
    stage.wait(SECONDS)
    assert (stage.playback.track, stage.player.path) == (ids[1], path_of(stage, ids[1]))
    assert states == []
    assert followed(stage) is None


def test_a_gapless_advance_counts_both_plays_as_they_were_heard(stage: Stage, ids: list[TrackId]) -> None:
    stage.playback.play_tracks(ids[:2])
    stage.wait(SECONDS + 30)
    stage.playback.stop()
    first, second = stage.plays()
    assert (first.ended, second.ended) == (Ended.FINISHED, Ended.STOPPED)
    assert first.heard == pytest.approx(SECONDS, abs=0.2)
    assert second.heard == pytest.approx(30, abs=0.2)
    assert second.started_at > first.started_at


def test_what_is_lined_up_follows_the_queue(stage: Stage, ids: list[TrackId]) -> None:
    stage.playback.play_tracks(ids[:3])
    stage.wait(5)
    stage.playback.play_next([ids[9]])
    assert followed(stage) == path_of(stage, ids[9])
    stage.playback.queue.remove([1])
    assert followed(stage) == path_of(stage, ids[1])
    stage.playback.queue.move([2], 1)
    assert followed(stage) == path_of(stage, ids[2])
    stage.playback.queue.set_repeat(Repeat.ONE)
    assert followed(stage) == path_of(stage, ids[0])
    stage.playback.queue.set_repeat(Repeat.OFF)
    stage.playback.queue.clear_ahead()
    assert followed(stage) is None


def test_the_last_track_is_followed_by_the_first_when_all_repeats(stage: Stage, ids: list[TrackId]) -> None:
    stage.playback.queue.set_repeat(Repeat.ALL)
    stage.playback.play_tracks(ids[:2], 1)
    stage.wait(SECONDS + 1)
    assert (stage.playback.track, stage.playback.queue.index) == (ids[0], 0)


def test_a_broken_track_ahead_is_passed_over_with_one_notice(stage: Stage, ids: list[TrackId]) -> None:
    stage.break_files(ids[1:2])
    stage.playback.play_tracks(ids[:3])
    stage.wait(1)
    assert stage.notices == []
    stage.wait(SECONDS - 2)
    assert stage.playback.track == ids[0]
    assert stage.notices == ["00001.flac holds no sound that can be played."]
    stage.wait(2)
    assert stage.playback.track == ids[2]
    assert stage.notices == ["00001.flac holds no sound that can be played."]
    assert sorted(stage.how()) == [(ids[0], Ended.FINISHED), (ids[1], Ended.ERROR)]


def test_three_broken_tracks_ahead_stop_it_after_the_good_one(stage: Stage, ids: list[TrackId]) -> None:
    stage.break_files(ids[1:6])
    stage.playback.play_tracks(ids[:7])
    stage.wait(SECONDS - 1)
    assert stage.playback.state is State.PLAYING
    assert len(stage.notices) == 3
    stage.wait(2)
    assert stage.playback.state is State.STOPPED
    assert "3 tracks in a row" in stage.playback.trouble


def test_a_track_ahead_that_left_the_library_is_passed_over(stage: Stage, ids: list[TrackId]) -> None:
    stage.playback.play_tracks([ids[0], TrackId(99_999), ids[1]])
    stage.wait(SECONDS + 1)
    assert stage.playback.track == ids[1]
    assert len(stage.notices) == 1


def test_it_stops_after_the_track_and_goes_on_with_the_next(stage: Stage, ids: list[TrackId]) -> None:
    told: list[bool] = []
    stage.playback.stop_after_changed.connect(told.append)
    stage.playback.play_tracks(ids[:3])
    stage.wait(10)
    stage.playback.set_stop_after(True)
    assert followed(stage) is None
    stage.wait(SECONDS)
    assert (stage.playback.state, stage.playback.track) == (State.STOPPED, ids[1])
    assert (told, stage.playback.stop_after_current) == ([True, False], False)
    assert stage.how() == [(ids[0], Ended.FINISHED)]
    stage.playback.toggle()
    stage.wait(1)
    assert stage.playback.state is State.PLAYING
    assert stage.player.position() == pytest.approx(1, abs=0.2)


def test_choosing_another_track_forgets_to_stop_after_this_one(stage: Stage, ids: list[TrackId]) -> None:
    stage.playback.play_tracks(ids[:3])
    stage.playback.set_stop_after(True)
    stage.playback.next()
    assert not stage.playback.stop_after_current
    assert followed(stage) == path_of(stage, ids[2])


def test_a_repeated_track_runs_into_itself(stage: Stage, ids: list[TrackId]) -> None:
    states: list[State] = []
    stage.playback.queue.set_repeat(Repeat.ONE)
    stage.playback.play_tracks(ids[:2])
    stage.wait(1)
    stage.player.state_changed.connect(states.append)
    stage.wait(2 * SECONDS)
    assert states == []
    assert stage.how() == [(ids[0], Ended.FINISHED)] * 2


def test_a_track_taken_out_just_before_it_is_heard_does_not_stay(stage: Stage, ids: list[TrackId]) -> None:
    stage.playback.play_tracks(ids[:3])
    stage.wait(SECONDS - 0.2)
    stage.playback.queue.remove([1])
    stage.player.advance(0.4)  # before the queue's change was told on
    stage.wait(1)
    assert stage.playback.track == ids[2]
    assert stage.player.path == path_of(stage, ids[2])


def test_the_gain_of_a_track_goes_with_it(library: Library, ids: list[TrackId], qtbot: QtBot) -> None:
    player = FakePlayer(paths(library))
    gain = ReplayGain(track_gain=Decibel(-7.0))
    playback = Playback(player, library, gains=lambda asked: {id: gain for id in asked if id == ids[1]})
    playback.play_tracks(ids[:2])
    assert player.piece is not None and player.followed is not None
    assert (player.piece.gain, player.followed.gain) == (ReplayGain(), gain)
    playback.close()


def test_an_album_in_order_is_played_as_one(stage: Stage, ids: list[TrackId]) -> None:
    with stage.library.database.write() as db:
        for number, id in enumerate(ids[:3], 1):
            db.execute(
                "UPDATE tracks SET album = 'A', album_artist = 'B', track_no = ? WHERE id = ?", (number, id)
            )
    stage.playback.play_tracks([*ids[:3], ids[5]])
    first, second = stage.player.piece, stage.player.followed
    assert first is not None and second is not None
    assert (first.in_album, first.runs_on, second.in_album, second.runs_on) == (True, False, True, True)
    stage.playback.play_row(2)
    last, other = stage.player.piece, stage.player.followed
    assert last is not None and other is not None
    assert (last.in_album, last.runs_on, other.in_album, other.runs_on) == (True, True, False, False)


def test_a_notice_of_the_player_reaches_the_listener(stage: Stage) -> None:
    stage.player.notice.emit("USB is gone: playing through another output.")
    assert stage.notices == ["USB is gone: playing through another output."]
