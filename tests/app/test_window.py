"""The window as a whole, on a real library with a player that makes no sound."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QApplication, QDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app import main as composition
from app import theme
from app.integration.request import Request
from app.main import Program
from app.player.base import State
from app.player.fake import FakePlayer
from app.player.queue import Repeat
from app.views.library import LibraryView
from app.views.rediscover import RediscoverView
from app.views.welcome import WelcomeView
from core.database import sole_writer
from core.domain import Ended, TrackId
from core.errors import UserError
from core.library.bans import Ban
from core.library.scan import scan
from core.library.tracks import Library
from core.progress import Progress
from core.settings import Places, Settings

QUIET = Settings(listen=False, theme="dark")
Opening = Callable[[], Program]


@pytest.fixture
def opening(qapp: QApplication, places: Places) -> Iterator[Opening]:
    """Opens the program on the library in `places`; closes what is left open."""
    theme.apply(qapp, "dark")
    opened: list[Program] = []

    def open_() -> Program:
        library = Library.open(places)
        lengths = {track.path: float(track.duration) for track in library.tracks(library.all_ids())}
        library.close()
        program = Program(places, Settings.load(places.settings_file), FakePlayer(lengths))
        program.window.show()
        opened.append(program)
        return program

    QUIET.save(places.settings_file)
    yield open_
    for program in opened:
        shut(program)


def shut(program: Program) -> None:
    if program.window.isVisible():
        program.window.close()
        program.close()
        program.window.deleteLater()


@pytest.fixture
def library_of_music(places: Places, music: Path) -> None:
    library = Library.open(places)
    library.add_root(music)
    scan(library, Progress())
    library.close()


@pytest.fixture
def program(opening: Opening, library_of_music: None, qtbot: QtBot) -> Program:
    program = opening()
    view = program.window.view("tracks")
    assert isinstance(view, LibraryView)
    qtbot.waitUntil(lambda: view.model.rowCount() == 12)
    return program


def play_all(program: Program, start: int = 0) -> list[TrackId]:
    view = program.window.view("tracks")
    assert isinstance(view, LibraryView)
    view.table.play_row.emit(start)
    return view.model.ids()


# -- first start


def test_an_empty_library_asks_where_the_music_is(opening: Opening) -> None:
    program = opening()
    assert program.window.here == "welcome"
    assert isinstance(program.window.view("welcome"), WelcomeView)


def test_a_chosen_folder_fills_the_library_while_one_can_play(
    opening: Opening, music: Path, qtbot: QtBot
) -> None:
    program = opening()
    welcome = program.window.view("welcome")
    assert isinstance(welcome, WelcomeView)
    welcome.folder_chosen.emit(music)
    qtbot.waitUntil(lambda: program.library.counts().tracks == 12, timeout=20_000)
    assert program.window.here == "tracks"
    qtbot.waitUntil(lambda: not program.lister.running, timeout=20_000)


def test_a_second_start_on_the_same_library_says_so_and_fails(
    qapp: QApplication, places: Places, capsys: pytest.CaptureFixture[str]
) -> None:
    said: list[str] = []

    def read_and_close() -> None:
        dialog = qapp.activeModalWidget()
        assert isinstance(dialog, QDialog)
        said.append(dialog.windowTitle())
        dialog.reject()

    with sole_writer(places.lock_file):
        QTimer.singleShot(0, read_and_close)
        assert composition.run(places) == 1
    assert said == ["Meander cannot open this library"]
    assert "already open" in capsys.readouterr().err


# -- playing


def test_playing_a_row_shows_it_in_the_player_bar(program: Program) -> None:
    ids = play_all(program, 3)
    assert program.window.bar.track == program.library.track(ids[3])
    assert program.playback.state is State.PLAYING
    assert program.window.windowTitle() != "Meander"


def test_space_plays_and_pauses(program: Program, qtbot: QtBot) -> None:
    play_all(program)
    view = program.window.view("tracks")
    assert isinstance(view, LibraryView)
    view.table.setFocus()
    qtbot.keyClick(view.table, Qt.Key.Key_Space)
    assert program.playback.state is State.PAUSED
    qtbot.keyClick(view.table, Qt.Key.Key_Space)
    assert program.playback.state is State.PLAYING


def test_space_in_the_search_field_is_a_space(program: Program, qtbot: QtBot) -> None:
    play_all(program)
    program.window.search()
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    qtbot.keyClicks(field, "a b")
    assert field.text() == "a b"
    assert program.playback.state is State.PLAYING


def test_space_presses_the_button_that_has_the_keyboard(program: Program, qtbot: QtBot) -> None:
    play_all(program)
    button = program.window.bar.queue_button
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: program.window.side.page is program.window.queue)
    assert program.playback.state is State.PLAYING


def test_keys_go_through_the_queue_and_through_the_track(program: Program, qtbot: QtBot) -> None:
    ids = play_all(program)
    window = program.window
    window.setFocus()
    qtbot.keyClick(window, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert program.playback.track == ids[1]
    qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert program.playback.track == ids[0]
    program.playback.seek(1.0)
    qtbot.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert program.playback.position() == 0.0


def test_keys_change_volume_and_mute(program: Program, qtbot: QtBot) -> None:
    window = program.window
    before = program.player.volume
    qtbot.keyClick(window, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert program.player.volume == before - 5 == window.bar.volume.value()
    qtbot.keyClick(window, Qt.Key.Key_M)
    assert program.player.muted


def test_loving_what_plays_is_kept_in_the_library(program: Program, qtbot: QtBot) -> None:
    ids = play_all(program)
    qtbot.keyClick(program.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: program.library.track(ids[0]).loved)
    qtbot.waitUntil(program.window.bar._love.isChecked)


def test_repeat_goes_round_its_three_ways(program: Program) -> None:
    queue = program.playback.queue
    seen = []
    for _ in range(3):
        program.window.bar._repeat.click()
        seen.append(queue.repeat)
    assert seen == [Repeat.ALL, Repeat.ONE, Repeat.OFF]


def test_closing_records_the_play_under_way(opening: Opening, program: Program, places: Places) -> None:
    ids = play_all(program)
    assert isinstance(program.player, FakePlayer)
    program.player.advance(2.0)
    shut(program)
    library = Library.open(places)
    plays = library.plays(ids[0])
    library.close()
    assert [(play.ended, round(play.heard)) for play in plays] == [(Ended.STOPPED, 2)]


# -- places, panel, session


def test_a_full_disk_does_not_keep_the_window_open(
    program: Program, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(_key: str, _value: object) -> None:
        raise UserError("The disk is full.")

    monkeypatch.setattr(program.library, "set_session", full)
    view = program.window.view("tracks")
    assert isinstance(view, LibraryView)
    followed = len(program.library._subscribers)
    assert program.window.close()
    assert "The disk is full." in caplog.text
    assert len(program.library._subscribers) == followed - 3  # the window, its list, the columns over it
    monkeypatch.undo()
    program.close()
    program.window.deleteLater()


def test_it_begins_even_when_the_list_cannot_be_had(
    opening: Opening, library_of_music: None, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    def damaged(*_asked: object) -> NoReturn:
        raise UserError("It is damaged.")

    monkeypatch.setattr(Library, "order", damaged)
    program, begun = opening(), list[str]()
    program.when_filled(lambda: begun.append("begun"))
    qtbot.waitUntil(lambda: begun == ["begun"])


def test_the_next_session_looks_as_the_last_was_left(opening: Opening, program: Program) -> None:
    ids = play_all(program, 2)
    program.window.bar.queue_button.click()
    program.window.go("settings")
    program.player.set_volume(35)
    shut(program)
    again = opening()
    assert again.window.here == "settings"
    assert again.window.side.page is again.window.queue
    assert again.playback.track == ids[2]
    assert again.window.bar.track == again.library.track(ids[2])
    assert again.window.bar.volume.value() == 35


def test_the_right_panel_can_be_closed(program: Program) -> None:
    window = program.window
    window.bar.queue_button.click()
    assert window.side.page is window.queue
    window.side.closed.emit()
    assert window.side.page is None
    assert not window.bar.queue_button.isChecked()


def test_radio_brings_its_panel_along(program: Program) -> None:
    view = program.window.go("radio")
    assert program.window.side.page is view.panel  # type: ignore[attr-defined]
    program.window.go("tracks")
    assert program.window.side.page is None


def test_what_is_never_to_come_leaves_the_shelves(program: Program, qtbot: QtBot) -> None:
    view = program.window.go("rediscover")
    assert isinstance(view, RediscoverView)

    def shown() -> set[TrackId]:
        picture = view.desk.picture
        shelves = picture.shelves if picture is not None and picture.whole else ()
        return {row.track.id for shelf in shelves for row in shelf.rows}

    qtbot.waitUntil(lambda: bool(shown()))
    gone = next(iter(shown()))
    program.desk.ban(Ban.track(gone))
    qtbot.waitUntil(lambda: gone not in shown())


def test_the_theme_follows_the_choice_at_once(program: Program) -> None:
    program.choices.change(theme="light")
    assert theme.current() is theme.LIGHT
    program.choices.change(theme="dark")
    assert Settings.load(program.places.settings_file).theme == "dark"


def test_files_from_outside_are_played(program: Program, qtbot: QtBot) -> None:
    track = program.library.tracks(program.library.all_ids())[5]
    drop(program.window, [track.path])
    qtbot.waitUntil(lambda: program.playback.track == track.id)


def test_files_from_elsewhere_are_played_and_their_folder_is_offered(
    program: Program, music: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    song = program.library.tracks(program.library.all_ids())[0]
    stranger = Path(shutil.copy(song.path, tmp_path / f"a stranger{song.path.suffix}"))
    assert isinstance(program.player, FakePlayer)
    program.player.lengths[stranger] = 5.0
    drop(program.window, [stranger])
    qtbot.waitUntil(lambda: program.player.path == stranger)
    assert program.window.windowTitle().startswith(song.title)
    assert program.window.toast._action.text() == f"Add {tmp_path.name}"
    assert program.library.counts().tracks == 12


def test_what_is_no_music_is_said_to_be_none(program: Program, tmp_path: Path, qtbot: QtBot) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear")
    drop(program.window, [letter])
    qtbot.waitUntil(lambda: "letter.txt cannot be played." in program.window.toast._text.text())


def test_a_later_start_plays_its_files_here(program: Program, qtbot: QtBot) -> None:
    tracks = program.library.tracks(program.library.all_ids())[3:5]
    program.desktop.obey(Request.of([track.path for track in tracks]))
    qtbot.waitUntil(lambda: program.playback.track == tracks[0].id)
    program.desktop.obey(Request.of([tracks[1].path], "enqueue"))
    qtbot.waitUntil(lambda: len(program.playback.queue) == 3)
    program.desktop.obey(Request("pause"))
    assert program.playback.state is State.PAUSED
    program.desktop.obey(Request("next"))
    assert program.playback.track == tracks[1].id


def test_closing_to_the_tray_hides_the_window_and_quitting_ends_it(program: Program) -> None:
    program.window.stays = lambda: True
    program.window.close()
    assert not program.window.isVisible()
    program.desktop.raise_window()
    assert program.window.isVisible()
    program.window.quit()
    assert not program.window.isVisible()
    program.close()
    program.window.deleteLater()


def test_without_a_tray_closing_closes(program: Program) -> None:
    program.choices.change(tray=True, close_to_tray=True)
    assert not program.window.stays()  # there is none on this screen


def drop(window: QWidget, paths: list[Path]) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    event = QDropEvent(
        QPointF(500, 300),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(event)


def test_a_folder_is_taken_out_when_asked_twice_and_comes_back_whole(
    program: Program, music: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    loved = program.library.all_ids()[0]
    program.library.set_loved(loved, loved=True)
    view = program.window.go("settings")
    out = f"Take out {music.name}"
    qtbot.waitUntil(lambda: find(view, out) is not None)

    def agree() -> None:
        dialog = qapp.activeModalWidget()
        assert isinstance(dialog, QDialog)
        dialog.accept()

    QTimer.singleShot(0, agree)
    remove = find(view, out)
    assert remove is not None
    remove.click()
    qtbot.waitUntil(lambda: program.library.counts().tracks == 0)
    undo = program.window.toast._action
    qtbot.waitUntil(lambda: undo.text() == "Undo")
    undo.click()
    qtbot.waitUntil(lambda: program.library.counts().tracks == 12)
    assert program.library.track(loved).loved
    qtbot.waitUntil(lambda: not program.lister.running, timeout=20_000)


def find(view: QWidget, name: str) -> QAbstractButton | None:
    found = (each for each in view.findChildren(QAbstractButton) if each.accessibleName() == name)
    return next(found, None)


# -- for everybody


def test_everything_that_can_be_operated_has_a_name(program: Program) -> None:
    for place in ("tracks", "radio", "settings"):
        program.window.go(place)
    program.window.bar.queue_button.click()
    nameless = [
        f"{type(widget).__name__} in {type(widget.parent()).__name__}"
        for widget in program.window.findChildren(QWidget)
        if isinstance(widget, QAbstractButton | QLineEdit | QAbstractSlider)
        and widget.focusPolicy() is not Qt.FocusPolicy.NoFocus
        and not (widget.accessibleName() or getattr(widget, "text", str)())
    ]
    assert nameless == []


def test_the_tab_key_reaches_the_player_bar(program: Program, qtbot: QtBot) -> None:
    reached = set()
    for _ in range(60):
        program.window.focusNextChild()
        focused = QApplication.focusWidget()
        reached.add(focused.accessibleName() if focused else "")
    assert {"Play", "Next", "Previous", "Volume", "Queue"} <= reached


@pytest.mark.parametrize("key", [Qt.Key.Key_F1, Qt.Key.Key_Question])
def test_the_list_of_keys_is_one_key_away(program: Program, qtbot: QtBot, key: Qt.Key) -> None:
    shift = (
        Qt.KeyboardModifier.ShiftModifier if key is Qt.Key.Key_Question else Qt.KeyboardModifier.NoModifier
    )
    qtbot.keyClick(program.window, key, shift)
    dialogs = [dialog for dialog in program.window.findChildren(QDialog) if dialog.isVisible()]
    assert [dialog.windowTitle() for dialog in dialogs] == ["Keyboard"]
    dialogs[0].reject()


def test_nothing_heavy_is_imported_before_the_window_is_filled(
    library_of_music: None, places: Places
) -> None:
    code = """
import sys
from pathlib import Path
from app import main
from core.settings import Places, Settings
def look(self, files):
    heavy = {"torch", "faiss", "pyqtgraph", "numpy", "av", "vlc", "scipy", "sklearn", "transformers"}
    print(sorted(heavy & sys.modules.keys()), flush=True)
    main.QApplication.quit()
main.Program.begin = look
sys.exit(main.run(Places(Path(sys.argv[1]), Path(sys.argv[2]))))
"""
    QUIET.save(places.settings_file)
    done = subprocess.run(
        [sys.executable, "-c", code, str(places.data), str(places.models)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout.strip()) == (0, "[]"), done.stderr


def test_a_cleared_queue_comes_back(program: Program, qtbot: QtBot) -> None:
    ids = play_all(program, 2)
    queue = program.playback.queue
    program.window.queue._clear.click()
    assert len(queue) == 3
    undo = next(b for b in program.window.toast.findChildren(QAbstractButton) if b.text() == "Undo")
    undo.click()
    assert queue.tracks() == ids
    assert queue.index == 2
