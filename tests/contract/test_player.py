"""What every player must do: one suite, run against libVLC and against the fake."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest
from pytestqt.qtbot import QtBot

from app import tasks
from app.player.base import Piece, Player, State
from app.player.engine import VlcPlayer
from app.player.fake import FakePlayer
from core.errors import UserError
from core.sound.wishes import GainMode, Sound
from tests.app.sound import tone, write_sound


class Stage(Protocol):
    """A player, files for it, and time."""

    player: Any

    def good(self, seconds: float, name: str = "good.flac") -> Path: ...
    def broken(self) -> Path: ...
    def silent(self) -> Path:
        """A file that opens and never answers."""

    def wait(self, seconds: float) -> None: ...


class VlcStage:
    def __init__(self, folder: Path, qtbot: QtBot) -> None:
        # No sound card is needed.
        self.player = VlcPlayer(["--aout=dummy"])
        self.player.set_sound(Sound(fade=0.0))  # a fade has tests of its own
        self._folder, self._qtbot = folder, qtbot
        self._pipes: list[int] = []

    def good(self, seconds: float, name: str = "good.flac") -> Path:
        path = self._folder / "being written.flac"
        write_sound(path, tone(440, seconds))
        return path.rename(self._folder / name)

    def broken(self) -> Path:
        path = self._folder / "text.mp3"
        path.write_text("This is no music.\n" * 100)
        return path

    def silent(self) -> Path:
        path = self._folder / "pipe.mp3"
        os.mkfifo(path)
        self._pipes.append(os.open(path, os.O_RDWR))
        return path

    def wait(self, seconds: float) -> None:
        self._qtbot.wait(round(seconds * 1000))

    def close(self) -> None:
        self.player.close()
        for pipe in self._pipes:
            os.close(pipe)


class FakeStage:
    def __init__(self, folder: Path, qtbot: QtBot) -> None:
        self.player = FakePlayer({})
        self._folder, self._qtbot = folder, qtbot

    def good(self, seconds: float, name: str = "good.flac") -> Path:
        return self._file(name, seconds)

    def broken(self) -> Path:
        return self._file("text.mp3", 0.0)

    def silent(self) -> Path:
        return self._file("pipe.mp3", float("inf"))

    def _file(self, name: str, seconds: float) -> Path:
        path = self._folder / name
        self.player.lengths[path] = seconds
        return path

    def wait(self, seconds: float) -> None:
        self.player.advance(seconds)
        self._qtbot.wait(1)

    def close(self) -> None:
        self.player.close()


@pytest.fixture(scope="session")
def libvlc() -> None:
    from app.player.libvlc import load_vlc

    try:
        load_vlc()
    except UserError as problem:
        pytest.skip(str(problem))


@pytest.fixture(params=["vlc", "fake"])
def stage(request: pytest.FixtureRequest, tmp_path: Path, qtbot: QtBot) -> Iterator[Stage]:
    if request.param == "vlc":
        request.getfixturevalue("libvlc")
    made = VlcStage(tmp_path, qtbot) if request.param == "vlc" else FakeStage(tmp_path, qtbot)
    yield made
    made.close()


class Log:
    """What a player said, in order."""

    def __init__(self, player: Player) -> None:
        self.states: list[State] = []
        self.positions: list[float] = []
        self.ends: list[str] = []
        player.state_changed.connect(self.states.append)
        player.position_changed.connect(self.positions.append)
        self.advances: list[float] = []
        self.refusals: list[str] = []
        player.ended.connect(lambda: self.ends.append("ended"))
        player.failed.connect(self.ends.append)
        player.advanced.connect(self.advances.append)
        player.cannot_follow.connect(self.refusals.append)


@pytest.fixture
def said(stage: Stage) -> Log:
    return Log(stage.player)


def until(stage: Stage, holds: Callable[[], bool], seconds: float = 8.0) -> None:
    while not holds():
        assert seconds > 0, "it never happened"
        stage.wait(0.05)
        seconds -= 0.05


def playing(stage: Stage, seconds: float = 6.0, start: float = 0.0) -> Path:
    path = stage.good(seconds)
    stage.player.play(Piece(path), start)
    until(stage, lambda: stage.player.state is State.PLAYING)
    return path


def test_play_loads_then_plays(stage: Stage, said: Log) -> None:
    playing(stage)
    assert said.states == [State.LOADING, State.PLAYING]


def test_it_plays_while_it_still_warms_up(stage: Stage, said: Log) -> None:
    stage.player.warm_up()
    playing(stage)
    assert said.states == [State.LOADING, State.PLAYING]


def test_it_starts_by_itself_when_the_pool_has_no_time_for_it(stage: Stage, said: Log) -> None:
    begin = threading.Event()
    for _ in range(tasks.POOL_SIZE):
        tasks.run(begin.wait)
    try:
        stage.player.warm_up()
        playing(stage)
    finally:
        begin.set()
    assert said.states == [State.LOADING, State.PLAYING]


def test_the_duration_is_told_once_known(stage: Stage) -> None:
    told: list[float] = []
    stage.player.duration_changed.connect(told.append)
    playing(stage, seconds=3.0)
    until(stage, lambda: bool(told))
    assert told[-1] == pytest.approx(3.0, abs=0.05)
    assert stage.player.duration == told[-1]


def test_the_position_comes_twenty_times_a_second_and_never_steps_back(stage: Stage, said: Log) -> None:
    playing(stage)
    said.positions.clear()
    stage.wait(1.0)
    assert 14 <= len(said.positions) <= 22
    assert said.positions == sorted(said.positions)
    assert said.positions[-1] - said.positions[0] == pytest.approx(0.95, abs=0.2)


def test_a_start_position_is_where_it_begins(stage: Stage, said: Log) -> None:
    playing(stage, start=3.0)
    assert said.positions[0] == pytest.approx(3.0)
    stage.wait(0.5)
    assert stage.player.position() == pytest.approx(3.5, abs=0.2)


def test_pause_keeps_the_place_and_resume_goes_on_from_it(stage: Stage, said: Log) -> None:
    playing(stage)
    stage.wait(0.4)
    stage.player.pause()
    assert stage.player.state is State.PAUSED
    place = stage.player.position()
    stage.wait(0.4)
    assert stage.player.position() == place
    stage.player.resume()
    stage.wait(0.4)
    assert stage.player.position() == pytest.approx(place + 0.4, abs=0.15)
    assert said.states == [State.LOADING, State.PLAYING, State.PAUSED, State.PLAYING]


def test_pause_while_it_loads_is_kept_in_mind(stage: Stage, said: Log) -> None:
    stage.player.play(Piece(stage.good(4.0)))
    stage.player.pause()
    assert stage.player.pausing
    until(stage, lambda: stage.player.state is State.PAUSED)
    stage.wait(0.4)
    assert stage.player.position() == pytest.approx(0.0, abs=0.05)
    assert State.PLAYING not in said.states


def test_a_quick_double_press_of_pause_ends_up_playing(stage: Stage) -> None:
    playing(stage)
    stage.player.pause()
    stage.player.resume()
    stage.wait(0.6)
    assert stage.player.state is State.PLAYING
    assert stage.player.position() > 0.4


def test_seek_jumps_at_once_and_goes_on(stage: Stage, said: Log) -> None:
    playing(stage)
    stage.player.seek(3.0)
    assert said.positions[-1] == pytest.approx(3.0, abs=0.02)
    stage.wait(0.5)
    assert stage.player.position() == pytest.approx(3.5, abs=0.2)
    assert stage.player.state is State.PLAYING


def test_seek_back(stage: Stage) -> None:
    playing(stage, start=3.0)
    stage.player.seek(1.0)
    stage.wait(0.5)
    assert stage.player.position() == pytest.approx(1.5, abs=0.2)


def test_seek_before_the_start_is_the_start(stage: Stage) -> None:
    playing(stage, start=2.0)
    stage.player.seek(-5.0)
    assert stage.player.position() == pytest.approx(0.0, abs=0.05)


def test_seek_while_it_loads_is_where_it_begins(stage: Stage) -> None:
    stage.player.play(Piece(stage.good(6.0)))
    stage.player.seek(3.0)
    until(stage, lambda: stage.player.state is State.PLAYING)
    stage.wait(0.5)
    assert stage.player.position() == pytest.approx(3.5, abs=0.25)


def test_seek_while_paused_stays_paused_there(stage: Stage) -> None:
    playing(stage)
    stage.player.pause()
    stage.player.seek(3.0)
    stage.wait(0.4)
    assert stage.player.state is State.PAUSED
    assert stage.player.position() == pytest.approx(3.0)
    stage.player.resume()
    stage.wait(0.5)
    assert stage.player.position() == pytest.approx(3.5, abs=0.2)


def test_pause_right_after_a_seek_is_silent_at_the_new_place(stage: Stage) -> None:
    playing(stage)
    stage.player.seek(3.0)
    stage.player.pause()
    stage.wait(0.5)
    assert stage.player.state is State.PAUSED
    assert stage.player.position() == pytest.approx(3.0, abs=0.05)
    stage.player.resume()
    stage.wait(0.5)
    assert stage.player.position() == pytest.approx(3.5, abs=0.25)


def test_seek_past_the_end_ends_the_track_once(stage: Stage, said: Log) -> None:
    playing(stage)
    stage.player.seek(60.0)
    stage.wait(0.5)
    assert said.ends == ["ended"]
    assert stage.player.state is State.STOPPED


def test_seek_past_the_end_while_paused_ends_on_resume(stage: Stage, said: Log) -> None:
    playing(stage)
    stage.player.pause()
    stage.player.seek(60.0)
    stage.wait(0.2)
    assert said.ends == []
    stage.player.resume()
    stage.wait(0.2)
    assert said.ends == ["ended"]


def test_a_pause_in_the_last_moment_keeps_the_end_until_resume(stage: Stage, said: Log) -> None:
    playing(stage, seconds=3.0, start=2.7)
    stage.player.pause()
    stage.wait(0.6)
    assert (said.ends, stage.player.state) == ([], State.PAUSED)
    stage.player.resume()
    until(stage, lambda: said.ends == ["ended"])


def test_a_burst_of_seeks_ends_at_the_last(stage: Stage) -> None:
    playing(stage)
    for place in (1.0, 4.0, 2.0, 3.0):
        stage.player.seek(place)
    stage.wait(0.6)
    assert stage.player.position() == pytest.approx(3.6, abs=0.25)


def test_a_track_ends_by_itself_once(stage: Stage, said: Log) -> None:
    playing(stage, seconds=2.5)
    until(stage, lambda: bool(said.ends))
    stage.wait(0.3)
    assert said.ends == ["ended"]
    assert said.states[-1] is State.STOPPED
    assert stage.player.position() == 0.0


def test_heard_counts_what_sounded_and_neither_pauses_nor_seeks(stage: Stage) -> None:
    playing(stage)
    stage.wait(0.5)
    stage.player.pause()
    stage.wait(0.5)
    stage.player.seek(3.0)
    stage.player.resume()
    stage.wait(0.5)
    assert stage.player.heard == pytest.approx(1.0, abs=0.25)
    stage.player.stop()
    assert stage.player.heard == pytest.approx(1.0, abs=0.25)


def test_stop_is_silent_and_says_nothing_of_an_end(stage: Stage, said: Log) -> None:
    playing(stage)
    stage.player.stop()
    stage.wait(0.4)
    assert said.states[-1] is State.STOPPED
    assert said.ends == []
    assert stage.player.position() == 0.0


def test_orders_to_a_stopped_player_do_nothing(stage: Stage, said: Log) -> None:
    stage.player.pause()
    stage.player.resume()
    stage.player.seek(3.0)
    stage.player.stop()
    stage.wait(0.1)
    assert said.states == []
    assert said.ends == []


def test_another_track_replaces_the_first_without_an_end(stage: Stage, said: Log) -> None:
    playing(stage)
    other = stage.good(4.0, "other.flac")
    stage.player.play(Piece(other))
    until(stage, lambda: stage.player.state is State.PLAYING)
    stage.wait(0.4)
    assert stage.player.path == other
    assert said.ends == []
    assert said.states == [State.LOADING, State.PLAYING, State.LOADING, State.PLAYING]
    assert stage.player.duration == pytest.approx(4.0, abs=0.05)
    assert stage.player.position() == pytest.approx(0.4, abs=0.2)


def test_the_next_track_may_be_started_from_the_end_of_the_last(stage: Stage, said: Log) -> None:
    other = stage.good(4.0, "other.flac")
    stage.player.ended.connect(lambda: stage.player.play(Piece(other)))
    playing(stage, seconds=2.0)
    until(stage, lambda: stage.player.path == other and stage.player.state is State.PLAYING)
    assert State.STOPPED not in said.states


def test_many_quick_skips_end_on_the_last(stage: Stage, said: Log) -> None:
    paths = [stage.good(3.0, f"{number}.flac") for number in range(8)]
    for path in paths:
        stage.player.play(Piece(path))
    until(stage, lambda: stage.player.state is State.PLAYING)
    stage.wait(0.3)
    assert stage.player.path == paths[-1]
    assert said.ends == []


def test_a_missing_file_fails_with_its_reason(stage: Stage, said: Log, tmp_path: Path) -> None:
    stage.player.play(Piece(tmp_path / "nowhere.flac"))
    until(stage, lambda: bool(said.ends))
    assert said.ends == ["nowhere.flac is missing."]
    assert stage.player.state is State.STOPPED


def test_a_text_file_named_mp3_fails_with_its_reason(stage: Stage, said: Log) -> None:
    stage.player.play(Piece(stage.broken()))
    until(stage, lambda: bool(said.ends))
    assert said.ends == ["text.mp3 holds no sound that can be played."]


def test_a_file_that_never_answers_is_given_up(
    stage: Stage, said: Log, caplog: pytest.LogCaptureFixture
) -> None:
    stage.player.patience = 2.2
    stage.player.play(Piece(stage.silent()))
    until(stage, lambda: bool(said.ends))
    assert "does not answer" in said.ends[0]
    assert stage.player.state is State.STOPPED
    playing(stage)


def test_a_piece_ahead_that_never_answers_is_given_up_while_the_music_goes_on(
    stage: Stage, said: Log
) -> None:
    stage.player.patience = 0.5
    playing(stage, seconds=2.5)
    stage.player.follow(Piece(stage.silent()))
    until(stage, lambda: bool(said.refusals))
    assert "does not answer" in said.refusals[0]
    assert stage.player.state is State.PLAYING
    until(stage, lambda: bool(said.ends))
    assert said.ends == ["ended"]


def test_volume_and_mute_are_kept_within_bounds_and_told(stage: Stage) -> None:
    volumes: list[int] = []
    mutes: list[bool] = []
    stage.player.volume_changed.connect(volumes.append)
    stage.player.muted_changed.connect(mutes.append)
    stage.player.set_volume(30)
    stage.player.set_volume(30)
    stage.player.set_volume(130)
    stage.player.set_volume(-1)
    stage.player.set_muted(True)
    stage.player.set_muted(True)
    assert volumes == [30, 100, 0]
    assert mutes == [True]
    playing(stage)
    assert (stage.player.volume, stage.player.muted) == (0, True)


def test_a_name_with_awkward_characters_plays(stage: Stage) -> None:
    stage.player.play(Piece(stage.good(3.0, "50% #1? “ü” & 'x'.flac")))
    until(stage, lambda: stage.player.state is State.PLAYING)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has file names that are no text")
def test_a_name_that_is_not_utf_8_plays(stage: Stage) -> None:
    stage.player.play(Piece(stage.good(3.0, os.fsdecode(b"caf\xe9.flac"))))
    until(stage, lambda: stage.player.state is State.PLAYING)


def test_a_closed_player_is_silent(stage: Stage, said: Log) -> None:
    playing(stage)
    stage.player.close()
    assert stage.player.state is State.STOPPED
    assert said.ends == []


def test_what_follows_is_advanced_to_without_a_stop(stage: Stage, said: Log) -> None:
    first, second = stage.good(1.2, "first.flac"), stage.good(1.0, "second.flac")
    told: list[tuple[Path | None, float]] = []
    stage.player.advanced.connect(lambda: told.append((stage.player.path, stage.player.position())))
    stage.player.play(Piece(first))
    stage.player.follow(Piece(second))
    until(stage, lambda: bool(said.advances))
    assert said.advances == [pytest.approx(1.2, abs=0.25)]
    assert told == [(second, pytest.approx(0.0, abs=0.1))]
    stage.wait(0.5)
    assert stage.player.position() == pytest.approx(0.5, abs=0.25)
    assert stage.player.duration == pytest.approx(1.0, abs=0.05)
    assert stage.player.heard == pytest.approx(0.5, abs=0.25)
    until(stage, lambda: bool(said.ends))
    assert said.ends == ["ended"]
    assert said.states == [State.LOADING, State.PLAYING, State.STOPPED]


def test_one_piece_after_the_other_may_follow(stage: Stage, said: Log) -> None:
    paths = [stage.good(0.6, f"{number}.flac") for number in range(4)]
    left = [Piece(path) for path in paths[1:]]

    def follow() -> None:
        if left:
            stage.player.follow(left.pop(0))

    stage.player.advanced.connect(follow)
    stage.player.play(Piece(paths[0]))
    follow()
    until(stage, lambda: bool(said.ends), 12.0)
    assert len(said.advances) == 3
    assert said.ends == ["ended"]


def test_a_piece_may_follow_itself(stage: Stage, said: Log) -> None:
    piece = Piece(stage.good(0.8))
    stage.player.advanced.connect(lambda: stage.player.follow(piece) if len(said.advances) < 2 else None)
    stage.player.play(piece)
    stage.player.follow(piece)
    until(stage, lambda: bool(said.ends), 10.0)
    assert len(said.advances) == 2


def test_what_follows_may_change_and_be_taken_back(stage: Stage, said: Log) -> None:
    playing(stage, seconds=1.8)
    stage.player.follow(Piece(stage.good(2.0, "other.flac")))
    stage.wait(0.2)
    stage.player.follow(Piece(stage.good(2.0, "third.flac")))
    stage.wait(0.2)
    stage.player.follow(None)
    until(stage, lambda: bool(said.ends))
    assert (said.advances, said.ends) == ([], ["ended"])


def test_what_follows_may_be_taken_back_in_the_last_moment(stage: Stage, said: Log) -> None:
    playing(stage, seconds=1.5)
    stage.player.follow(Piece(stage.good(2.0, "other.flac")))
    until(stage, lambda: stage.player.position() > 1.15)
    stage.player.follow(None)
    until(stage, lambda: bool(said.ends))
    assert (said.advances, said.ends) == ([], ["ended"])


def test_a_piece_that_cannot_follow_is_told_while_the_music_goes_on(stage: Stage, said: Log) -> None:
    playing(stage, seconds=2.0)
    stage.player.follow(Piece(stage.broken()))
    until(stage, lambda: bool(said.refusals))
    assert said.refusals == ["text.mp3 holds no sound that can be played."]
    assert (stage.player.state, stage.player.followed) == (State.PLAYING, None)
    other = stage.good(2.0, "other.flac")
    stage.player.follow(Piece(other))
    until(stage, lambda: stage.player.path == other)
    assert said.ends == []


def test_a_seek_and_a_pause_keep_what_follows(stage: Stage, said: Log) -> None:
    playing(stage, seconds=5.0)
    stage.player.follow(Piece(stage.good(2.0, "other.flac")))
    stage.player.seek(3.8)
    stage.wait(0.2)
    stage.player.pause()
    stage.wait(0.3)
    stage.player.resume()
    until(stage, lambda: bool(said.advances))
    assert said.ends == []


def test_another_play_forgets_what_was_to_follow(stage: Stage, said: Log) -> None:
    playing(stage, seconds=1.0)
    stage.player.follow(Piece(stage.good(2.0, "other.flac")))
    stage.player.play(Piece(stage.good(1.2, "third.flac")))
    until(stage, lambda: bool(said.ends))
    assert said.advances == []


def test_a_part_of_a_file_is_a_piece_of_its_own(stage: Stage, said: Log) -> None:
    path = stage.good(8.0)
    stage.player.play(Piece(path, 3.0, 2.0), 0.5)
    until(stage, lambda: stage.player.state is State.PLAYING)
    assert stage.player.position() == pytest.approx(0.5, abs=0.15)
    until(stage, lambda: stage.player.duration > 0)
    assert stage.player.duration == pytest.approx(2.0, abs=0.02)
    until(stage, lambda: bool(said.ends))
    assert stage.player.heard == pytest.approx(1.5, abs=0.25)


def test_another_sound_does_not_interrupt(stage: Stage, said: Log) -> None:
    playing(stage)
    for mode in (GainMode.TRACK, GainMode.OFF, GainMode.AUTO):
        stage.player.set_sound(Sound(gain_mode=mode, equaliser=(3.0,) * 10, mono=True, fade=0.0))
        stage.wait(0.2)
    assert said.states == [State.LOADING, State.PLAYING]
    assert stage.player.position() == pytest.approx(0.6, abs=0.25)


def test_at_double_speed_the_position_runs_twice_as_fast(stage: Stage) -> None:
    stage.player.set_sound(Sound(speed=2.0, fade=0.0))
    playing(stage, seconds=8.0)
    stage.wait(1.5)
    assert stage.player.position() == pytest.approx(3.0, abs=0.4)
    assert stage.player.heard == pytest.approx(3.0, abs=0.4)


def test_the_first_of_the_outputs_is_whatever_the_system_likes(stage: Stage) -> None:
    stage.player.prepare()
    assert stage.player.devices()[0].id == ""
    assert stage.player.device == ""


def test_a_preview_leaves_what_plays_alone(stage: Stage, said: Log) -> None:
    playing(stage)
    stage.player.preview(Piece(stage.good(4.0, "other.flac")), 1.0, 0.5)
    stage.wait(0.4)
    stage.player.preview(Piece(stage.broken()), 0.0, 0.5)
    stage.wait(0.8)
    stage.player.end_preview()
    assert said.states == [State.LOADING, State.PLAYING]
    assert stage.player.position() == pytest.approx(1.2, abs=0.3)
    assert said.ends == []
