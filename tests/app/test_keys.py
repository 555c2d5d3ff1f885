"""Keys that can be chosen, the section of the settings for them, and the small window that hears them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app import theme
from app.choices import Choices
from app.keys import OF_LISTS, Deeds, Keys, Place, key_of_place
from app.player.base import State
from app.player.fake import FakePlayer
from app.player.playback import Playback
from app.views.settings.keys import KeysSection
from app.widgets.controls import IconButton
from core.domain import TrackId
from core.library.tracks import Library
from core.settings import Places, Settings
from tests.app.shelf import fill, paths

CTRL = Qt.KeyboardModifier.ControlModifier


class Window(QWidget):
    """A window with a button, and notes of what was asked of it."""

    def __init__(self) -> None:
        super().__init__()
        self.done: list[str] = []
        self.button = IconButton("heart", "Love", key="Ctrl+L")
        self.button.setParent(self)

    def deeds(self) -> Deeds:
        def note(name: str) -> None:
            self.done.append(name)

        return Deeds(
            *(lambda name=name: note(name) for name in ("love", "repeat", "search", "queue")),
            note,
            *(lambda name=name: note(name) for name in ("back", "forward", "quit")),
        )


@pytest.fixture
def playback(qapp: QApplication, places: Places) -> Iterator[Playback]:
    library = Library.open(places)
    fill(library, 3)
    made = Playback(FakePlayer(paths(library)), library)
    yield made
    made.close()
    library.close()


@pytest.fixture
def window(qapp: QApplication) -> Iterator[Window]:
    theme.apply(qapp, "dark")
    made = Window()
    made.show()
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def keys(window: Window, playback: Playback) -> Keys:
    listed = [Place("tracks", "music", "Tracks", "Library", QWidget), Place("x", "music", "X", "", QWidget)]
    return Keys(window, window.deeds(), playback, listed)


@pytest.fixture
def choices(qapp: QApplication, tmp_path: Path) -> Choices:
    return Choices(tmp_path / "settings.toml", Settings())


@pytest.fixture
def section(keys: Keys, choices: Choices) -> Iterator[KeysSection]:
    made = KeysSection(choices, keys)
    made.show()
    yield made
    made.close()
    made.deleteLater()


# -- the keys themselves


def test_every_deed_has_a_name_of_its_own_and_no_two_share_a_key(keys: Keys) -> None:
    deeds = [deed for _, deeds in keys.groups for deed in deeds]
    assert len({deed.name for deed in deeds}) == len(deeds)
    used = [QKeySequence(deed.key).toString() for deed in deeds if deed.key]
    assert len(set(used)) == len(used)
    assert not set(used) & OF_LISTS


def test_another_key_does_the_deed_and_the_old_one_no_longer(
    keys: Keys, window: Window, qtbot: QtBot
) -> None:
    keys.adopt({"love": "Ctrl+J", "search": ""})
    qtbot.keyClick(window, Qt.Key.Key_L, CTRL)
    qtbot.keyClick(window, Qt.Key.Key_F, CTRL)
    assert window.done == []
    qtbot.keyClick(window, Qt.Key.Key_J, CTRL)
    assert window.done == ["love"]
    keys.adopt({})
    qtbot.keyClick(window, Qt.Key.Key_L, CTRL)
    assert window.done == ["love", "love"]


def test_tips_name_the_key_of_now(keys: Keys, window: Window) -> None:
    assert window.button.toolTip() == "Love  (Ctrl+L)"
    keys.adopt({"love": "Ctrl+J"})
    assert window.button.toolTip() == "Love  (Ctrl+J)"


def test_keys_with_pictures_work_where_no_desktop_takes_them(
    keys: Keys, window: Window, playback: Playback, qtbot: QtBot
) -> None:
    playback.play_tracks([TrackId(1), TrackId(2)])
    qtbot.keyClick(window, Qt.Key.Key_MediaNext)
    assert playback.track == 2
    qtbot.keyClick(window, Qt.Key.Key_MediaPlay)
    assert playback.state is State.PAUSED


def test_another_window_hears_the_deeds_it_is_given(keys: Keys, playback: Playback, qtbot: QtBot) -> None:
    other = QWidget()
    keys.hear_in(other, {"Playing"})
    other.show()
    playback.play_tracks([TrackId(1), TrackId(2)])
    qtbot.keyClick(other, Qt.Key.Key_Right, CTRL)
    assert playback.track == 2
    keys.adopt({"next": "N"})
    qtbot.keyClick(other, Qt.Key.Key_N)
    assert playback.track is not None
    other.close()
    other.deleteLater()


def test_there_are_nine_digits_for_places() -> None:
    many = [Place(str(at), "music", str(at), "Library", QWidget) for at in range(12)]
    assert [key_of_place(many, place) for place in many[7:10]] == ["Ctrl+8", "Ctrl+9", ""]


# -- choosing them


def test_a_new_key_is_taken_on_and_kept(
    section: KeysSection, choices: Choices, keys: Keys, window: Window, qtbot: QtBot
) -> None:
    row = section._rows["love"]
    row.key.click()
    assert row.key.text() == "Press a key…"
    qtbot.keyClick(row.key, Qt.Key.Key_J, CTRL)
    assert choices.now.shortcuts == {"love": "Ctrl+J"}
    assert (keys.key_of("love"), row.key.text()) == ("Ctrl+J", "Ctrl+J")
    row._back.click()
    assert choices.now.shortcuts == {}
    assert row._back.isHidden()


def test_a_key_that_is_taken_is_said_and_can_be_taken_over(
    section: KeysSection, choices: Choices, keys: Keys, qtbot: QtBot
) -> None:
    row = section._rows["love"]
    row.key.click()
    qtbot.keyClick(row.key, Qt.Key.Key_F, CTRL)
    assert choices.now.shortcuts == {}
    assert row._text.text() == "Ctrl+F is the key of “Search”."
    row._anyway.click()
    assert choices.now.shortcuts == {"search": "", "love": "Ctrl+F"}
    assert keys.key_of("search") == ""
    section._all.click()
    assert (choices.now.shortcuts, keys.key_of("search")) == ({}, "Ctrl+F")


def test_what_lists_need_stays_theirs(section: KeysSection, choices: Choices, qtbot: QtBot) -> None:
    row = section._rows["love"]
    row.key.click()
    qtbot.keyClick(row.key, Qt.Key.Key_Down)
    assert "needed in lists" in row._text.text()
    assert row._anyway.isHidden()
    assert choices.now.shortcuts == {}


def test_escape_leaves_a_key_and_delete_takes_it_away(
    section: KeysSection, choices: Choices, qtbot: QtBot
) -> None:
    row = section._rows["mute"]
    row.key.click()
    qtbot.keyClick(row.key, Qt.Key.Key_Escape)
    assert (choices.now.shortcuts, row.key.text()) == ({}, "M")
    row.key.click()
    qtbot.keyClick(row.key, Qt.Key.Key_Delete)
    assert (choices.now.shortcuts, row.key.text()) == ({"mute": ""}, "–")
