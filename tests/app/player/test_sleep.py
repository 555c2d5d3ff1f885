"""The sleep timer over a real playback, with time in the test's hand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from app.player.base import State
from app.player.fake import FakePlayer
from app.player.playback import Playback
from app.player.sleep import FADE, End, SleepTimer
from core.domain import TrackId
from core.library.tracks import Library
from core.settings import Places
from tests.app.shelf import fill, paths


@pytest.fixture
def library(places: Places) -> Iterator[Library]:
    library = Library.open(places)
    fill(library, 12)
    with library.database.write() as db:  # an album of three, in order
        db.execute("UPDATE tracks SET album = 'A', album_artist = 'X', track_no = id WHERE id <= 3")
    yield library
    library.close()


class Stage:
    def __init__(self, library: Library, qtbot: QtBot) -> None:
        self._qtbot = qtbot
        self.clock = 0.0
        self.player = FakePlayer(paths(library))
        self.playback = Playback(self.player, library)
        self.sleep = SleepTimer(self.playback, library.tracks, now=lambda: self.clock)
        self.levels: list[float] = []
        self.sleep.level_changed.connect(self.levels.append)

    def play(self, *ids: int) -> None:
        self.playback.play_tracks([TrackId(id) for id in ids])
        self.listen(0.1)

    def listen(self, seconds: float) -> None:
        self.player.advance(seconds)
        self._qtbot.wait(5)
        self.player.advance(0)

    def until_silent(self) -> None:
        self._qtbot.waitUntil(lambda: self.player.state is not State.PLAYING, timeout=3000)


@pytest.fixture
def stage(library: Library, qtbot: QtBot) -> Iterator[Stage]:
    stage = Stage(library, qtbot)
    yield stage
    stage.sleep.cancel()
    stage.playback.close()


def test_after_its_time_the_music_fades_and_pauses(stage: Stage, qtbot: QtBot) -> None:
    stage.play(1, 2)
    stage.sleep.set_minutes(15)
    assert stage.sleep.left == 15 * 60

    stage.clock = 15 * 60 - FADE / 2
    qtbot.waitUntil(lambda: stage.sleep.level < 1)
    assert stage.sleep.level == pytest.approx(0.25)
    assert stage.player.state is State.PLAYING

    stage.clock = 15 * 60
    stage.until_silent()
    assert stage.levels[-1] == 0.0
    assert not stage.sleep.on
    qtbot.waitUntil(lambda: stage.sleep.level == 1.0, timeout=3000)


def test_playing_on_after_it_is_loud_at_once(stage: Stage) -> None:
    stage.play(1, 2)
    stage.sleep.set_minutes(15)
    stage.clock = 15 * 60
    stage.until_silent()

    stage.playback.resume()
    stage.listen(0.1)

    assert stage.sleep.level == 1.0


def test_calling_it_off_while_it_fades_brings_the_sound_back(stage: Stage, qtbot: QtBot) -> None:
    stage.play(1, 2)
    stage.sleep.set_minutes(15)
    stage.clock = 15 * 60 - 5
    qtbot.waitUntil(lambda: stage.sleep.level < 1)

    stage.sleep.cancel()

    assert stage.sleep.level == 1.0
    assert stage.sleep.left is None
    assert stage.player.state is State.PLAYING


def test_it_can_stop_with_the_track(stage: Stage) -> None:
    stage.play(1, 2)
    stage.sleep.set_end(End.TRACK)
    assert stage.playback.stop_after_current

    stage.listen(200)

    assert stage.player.state is State.STOPPED
    assert not stage.sleep.on


def test_it_can_stop_with_the_album(stage: Stage) -> None:
    stage.play(1, 2, 3, 4, 5)
    stage.sleep.set_end(End.ALBUM)
    assert not stage.playback.stop_after_current

    stage.listen(370)  # into the third of three minutes each
    assert stage.playback.track == 3
    assert stage.playback.stop_after_current
    assert stage.sleep.end is End.ALBUM

    stage.listen(200)
    assert stage.player.state is State.STOPPED
    assert not stage.sleep.on


def test_an_album_that_was_cut_short_in_the_queue_ends_there(stage: Stage) -> None:
    stage.play(1, 2, 3, 4)
    stage.sleep.set_end(End.ALBUM)

    stage.playback.queue.remove([1, 2])
    stage.listen(0.1)

    assert stage.playback.stop_after_current


def test_choosing_to_go_on_after_the_track_turns_it_off(stage: Stage) -> None:
    stage.play(1, 2)
    stage.sleep.set_end(End.TRACK)

    stage.playback.set_stop_after(False)

    assert not stage.sleep.on


def test_a_new_time_replaces_what_was_wished_before(stage: Stage) -> None:
    stage.play(1, 2)
    stage.sleep.set_end(End.TRACK)

    stage.sleep.set_minutes(30)

    assert not stage.playback.stop_after_current
    assert stage.sleep.end is None
    assert stage.sleep.left == 30 * 60
