"""The small window, the settings as a whole, and a session that a kill does not cost."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from app import theme, words
from app.main import Program
from app.player.base import State
from app.player.fake import FakePlayer
from app.views.albums import AlbumsView
from app.views.artists import ArtistsView
from app.views.settings import Section, SettingsView
from app.views.settings.look import Accents
from app.widgets.switch import Switch
from core.library.scan import scan
from core.library.tracks import Library
from core.progress import Progress
from core.settings import Places, Settings
from tests.app.shelf import until


@pytest.fixture
def program(qapp: QApplication, places: Places, music: Path) -> Iterator[Program]:
    theme.apply(qapp, "dark")
    library = Library.open(places)
    library.add_root(music)
    scan(library, Progress())
    lengths = {track.path: float(track.duration) for track in library.tracks(library.all_ids())}
    library.close()
    settings = Settings(listen=False, theme="dark", watch=False)
    settings.save(places.settings_file)
    made = Program(places, settings, FakePlayer(lengths))
    made.window.show()
    yield made
    made.window.quit()
    made.close()
    made.window.deleteLater()
    theme.apply(qapp, "dark")


# -- the small window


def test_the_titles_of_windows_say_no_more_than_is_known(program: Program) -> None:
    track = program.library.track(program.library.all_ids()[0])
    assert words.window_title(None) == "Meander"
    assert words.window_title(track) == f"{track.title} · {track.artist}"
    assert words.window_title(replace(track, artist="")) == track.title


@pytest.mark.parametrize("place", ["albums", "artists"])
def test_letters_typed_right_after_the_first_visit_are_for_what_is_listed(
    program: Program, qtbot: QtBot, place: str
) -> None:
    qtbot.waitUntil(program.window.isActiveWindow)
    program.window.go(place)
    view = program.window.view(place)
    assert isinstance(view, AlbumsView | ArtistsView)
    until(lambda: view.shelf.grid.model().rowCount())
    assert program.window.focusWidget() is view.shelf.grid


def test_one_window_is_there_the_small_or_the_big(program: Program, qtbot: QtBot) -> None:
    program.playback.play_tracks(program.library.all_ids())
    qtbot.keyClick(program.window, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    mini = program.mini.mini
    assert mini is not None
    assert (mini.isVisible(), program.window.isVisible()) == (True, False)
    title = program.library.track(program.library.all_ids()[0]).title
    assert mini.windowTitle().startswith(title)
    qtbot.waitUntil(mini.isActiveWindow)
    qtbot.keyClick(mini, Qt.Key.Key_Space)
    assert program.playback.state is State.PAUSED
    qtbot.keyClick(mini, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert program.playback.track == program.library.all_ids()[1]
    qtbot.keyClick(mini, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    assert (mini.isVisible(), program.window.isVisible()) == (False, True)


def test_closing_the_small_window_brings_the_big_one_back(program: Program) -> None:
    program.mini.enter()
    assert program.mini.mini is not None
    program.mini.mini.close()
    assert program.window.isVisible()
    assert not program.mini.is_open


def test_love_in_the_small_window_is_kept(program: Program) -> None:
    program.playback.play_tracks(program.library.all_ids())
    program.mini.enter()
    mini = program.mini.mini
    assert mini is not None
    heart = next(b for b in mini.findChildren(QAbstractButton) if b.accessibleName() == "Love this track")
    heart.click()
    until(lambda: program.library.track(program.library.all_ids()[0]).loved)


def test_everything_in_the_small_window_has_a_name(program: Program) -> None:
    program.mini.enter()
    mini = program.mini.mini
    assert mini is not None
    assert [b for b in mini.findChildren(QAbstractButton) if not b.accessibleName()] == []


def test_the_small_window_comes_back_where_it_was(program: Program) -> None:
    program.mini.enter()
    mini = program.mini.mini
    assert mini is not None
    mini.move(120, 80)
    mini.keep_on_top(on=True)
    kept = program.mini.kept()
    assert (kept["x"], kept["y"], kept["top"], kept["open"]) == (120, 80, True, True)
    mini.restore({"x": 90_000, "y": 0, "top": "nonsense"})
    free = mini.screen().availableGeometry()  # no screen is where it was: the lower right corner
    assert free.contains(mini.geometry())
    assert mini.geometry().center().x() > free.center().x()
    assert mini.geometry().center().y() > free.center().y()
    assert not mini.on_top


# -- settings


def test_every_section_of_the_settings_opens_and_its_controls_have_names(program: Program) -> None:
    view = program.window.go("settings")
    assert isinstance(view, SettingsView)
    for key in list(view._sections):
        view.open_at(key)
        section = view.section(key)
        assert section is not None
        nameless = [
            type(each).__name__
            for each in section.findChildren(QAbstractButton)
            if each.focusPolicy() is not Qt.FocusPolicy.NoFocus and not (each.accessibleName() or each.text())
        ]
        assert nameless == [], key
        unexplained = [
            each.accessibleName() for each in section.findChildren(Switch) if not each.accessibleDescription()
        ]
        assert unexplained == [], key


def test_the_settings_come_back_at_the_section_they_were_left_at(qapp: QApplication) -> None:
    view = SettingsView([Section(key, "music", key, QWidget) for key in ("a", "b")])
    view.open_at("b")
    again = SettingsView([Section(key, "music", key, QWidget) for key in ("a", "b")])
    again.restore(view.kept())
    assert again.kept() == "b"
    again.restore({"no": "sense"})
    assert again.kept() == "b"
    for each in (view, again):
        each.deleteLater()


def test_an_accent_is_chosen_with_a_click(program: Program) -> None:
    view = program.window.go("settings")
    assert isinstance(view, SettingsView)
    view.open_at("look")
    accents = view.findChild(Accents)
    assert accents is not None
    accents._dots["violet"].click()
    assert program.choices.now.accent == "violet"
    assert theme.current() == theme.tinted(theme.DARK, theme.ACCENTS["violet"])
    program.choices.change(accent="")
    assert accents._dots[""].isChecked()


# -- the session

PLAY_AND_WAIT = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from app import main, window
from app.player.fake import FakePlayer
from app.player.queue import Repeat
from core.library.tracks import Library
from core.settings import Places
window.KEEP_MS = 200
places = Places(Path(sys.argv[1]), Path(sys.argv[2]))
library = Library.open(places)
lengths = {t.path: float(t.duration) for t in library.tracks(library.all_ids())}
library.close()
main.VlcPlayer = lambda parent: FakePlayer(lengths, parent=parent)
def begin(self, asked):
    self.playback.play_tracks(self.library.all_ids(), 4)
    self.player.advance(1.5)
    self.playback.pause()
    self.playback.queue.set_repeat(Repeat.ALL)
    view = self.window.go("settings")
    view.open_at("keys")
    self.window.bar.queue_button.click()
    print("there", flush=True)
main.Program.begin = begin
sys.exit(main.run(places))
"""


def test_a_kill_costs_no_more_than_seconds_of_the_session(
    qapp: QApplication, places: Places, music: Path
) -> None:
    library = Library.open(places)
    library.add_root(music)
    scan(library, Progress())
    ids = library.all_ids()
    lengths = {track.path: float(track.duration) for track in library.tracks(ids)}
    library.close()
    Settings(listen=False, theme="dark", watch=False).save(places.settings_file)
    process = subprocess.Popen(
        [sys.executable, "-c", PLAY_AND_WAIT, str(places.data), str(places.models)],
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"XDG_RUNTIME_DIR": str(places.data)},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "there\n"
    try:
        _wait_for_session(places)
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
    theme.apply(qapp, "dark")
    again = Program(places, Settings.load(places.settings_file), FakePlayer(lengths))
    again.window.show()
    assert again.window.here == "settings"
    view = again.window.view("settings")
    assert isinstance(view, SettingsView)
    assert view.kept() == "keys"
    assert again.window.side.page is again.window.queue
    assert (again.playback.track, len(again.playback.queue)) == (ids[4], 12)
    assert again.playback.queue.repeat == "all"
    assert again.playback.position() == pytest.approx(1.5, abs=0.2)
    again.window.quit()
    again.close()
    again.window.deleteLater()


def _wait_for_session(places: Places) -> None:
    """Until all of it is on the disk."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        database = sqlite3.connect(places.library_db)
        kept = {key: json.loads(value) for key, value in database.execute("SELECT key, value FROM session")}
        database.close()
        window, queue, place = (kept.get(key, {}) for key in ("window", "queue", "playback"))
        if window.get("here") == "settings" and queue.get("repeat") == "all" and place.get("position"):
            return
        time.sleep(0.05)
    raise AssertionError(f"not kept: {kept}")
