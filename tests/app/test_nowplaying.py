"""The view of what plays: cover, lyrics that follow, what comes next, and the whole screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from app import tasks, theme
from app.choices import Choices
from app.covers import Covers
from app.figures import Figures
from app.hearing import Listened
from app.player.fake import FakePlayer
from app.player.playback import Playback
from app.views.nowpanel import NextButton
from app.views.nowplaying import NowPlayingView
from app.views.ways import Address, Ways
from app.widgets.lyrics import REST, WIDE, LyricsView
from core.library import lyrics
from core.library.browse import Browse
from core.library.scan import scan
from core.library.tracks import Facts, Kind, Library
from core.progress import Progress
from core.settings import Places, Settings
from tests.app.shelf import hearing, paths, until
from tests.core.library.sounding_files import Folder

WORDS = "[00:00.05]One\n[00:00.15]Two\n[00:00.30]Three"


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    theme.apply(qapp, "dark")


class Room:
    """A library of three songs of which the first has lyrics, and the view over it."""

    def __init__(self, places: Places, tmp_path: Path) -> None:
        folder = Folder(tmp_path / "music")
        for number in range(3):
            folder.put(f"{number}.flac", number, title=f"Song {number}", artist="Somebody", album="An Album")
        (folder.path / "0.lrc").write_text(WORDS)
        self.library = Library.open(places)
        self.library.add_root(folder.path)
        scan(self.library, Progress())
        self.ids = sorted(self.library.all_ids(), key=lambda id: self.library.track(id).path)
        self.player = FakePlayer(paths(self.library))
        self.playback = Playback(self.player, self.library)
        self.covers = Covers(tmp_path / "covers")
        self.ways = Ways()
        self.went: list[Address] = []
        self.ways.went.connect(self.went.append)
        choices = Choices(places.settings_file, Settings())
        self.listened = Listened(lambda: hearing(self.library, self.heard))
        self.heard: list[int] | None = []
        self.figures = Figures(self.listened)
        self.view = NowPlayingView(
            self.library, self.covers, self.playback, self.ways, choices, self.figures, Browse(self.library)
        )
        self.playback.track_changed.connect(self.view.set_playing)
        self.view.resize(1000, 700)
        self.view.show()

    def play(self, row: int = 0) -> None:
        self.playback.play_tracks(self.ids, row)
        until(lambda: self.view._reading is None)

    def words(self) -> list[str]:
        return [label.text() for label in self.view.panel.findChildren(QLabel) if not label.isHidden()]

    def close(self) -> None:
        self.view.close_down()
        self.view.close()
        self.view.deleteLater()
        self.view.panel.deleteLater()
        self.figures.close()
        self.playback.close()
        self.covers.close()
        tasks.drain()
        QApplication.processEvents()
        self.library.close()


@pytest.fixture
def room(places: Places, tmp_path: Path) -> Iterator[Room]:
    made = Room(places, tmp_path)
    yield made
    made.close()


def test_lyrics_follow_the_music_and_a_click_goes_to_their_line(room: Room) -> None:
    room.play()
    view = room.view.scene.lyrics
    assert view.isVisible()
    room.playback.position_changed.emit(0.2)
    assert view.line == 1
    sought: list[float] = []
    view.sought.connect(sought.append)
    rect = view.visualRect(view.model().index(2, 0))
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert sought == [0.3]


def test_a_track_without_lyrics_has_its_cover_alone(room: Room) -> None:
    room.play(1)
    assert not room.view.scene.lyrics.isVisible()
    assert room.view._lyrics_chip.isHidden()
    room.play(0)
    assert room.view.scene.lyrics.isVisible()
    room.view._lyrics_chip.setChecked(False)
    assert not room.view.scene.lyrics.isVisible()


def test_lyrics_of_any_size_come_to_rest(qapp: QApplication) -> None:
    view = LyricsView()
    said = "\n".join(f"[00:{at:02}.00]A line that is neither short nor very long {at}" for at in range(14))
    view.show_lyrics(lyrics.parse(said))
    view.show_position(6.0)
    view.show()
    for width in (WIDE - 1, WIDE + 3, WIDE + 9):
        for height in range(300, 800, 25):
            view.resize(width, height)
            qapp.processEvents()
    view.close()
    view.deleteLater()


def test_lyrics_scrolled_by_hand_stay_for_a_while() -> None:
    clock = [0.0]
    view = LyricsView(lambda: clock[0])
    view.resize(300, 100)
    view.show()
    view.show_lyrics(lyrics.parse("\n".join(f"[00:{second:02}]Line {second}" for second in range(40))))
    view.show_position(20.0)
    bar = view.verticalScrollBar()
    until(lambda: bar.value() > 0)
    until(lambda: not view._glide.state().value)
    view._left_alone = clock[0] + REST
    bar.setValue(0)
    view.show_position(21.0)
    assert (view.line, bar.value(), view._glide.state().value) == (21, 0, 0)
    clock[0] += REST + 1
    view.show_position(22.0)
    until(lambda: bar.value() > 0)
    until(lambda: not view._glide.state().value)
    view.close()
    view.deleteLater()


def test_what_comes_next_is_listed_and_plays_when_pressed(room: Room) -> None:
    room.play()
    following = room.view.panel.findChildren(NextButton)
    assert [button.accessibleName() for button in following] == [
        "Play Song 1 by Somebody", "Play Song 2 by Somebody",
    ]  # fmt: skip
    following[1].click()
    assert room.playback.track == room.ids[2]


def test_facts_tell_tempo_format_and_how_it_sounds(room: Room) -> None:
    room.play()
    room.library.set_facts([Facts(room.ids[0], tempo=119.6, tags=(("folk", 0.5), ("weak", 0.01)))])
    until(lambda: "120 BPM" in room.words())
    assert "folk" in room.words()
    assert "weak" not in room.words()
    assert any(text.startswith("FLAC · 44.1 kHz") for text in room.words())


def test_a_track_whose_tags_changed_is_shown_anew(room: Room) -> None:
    room.play()
    with room.library.database.write() as db:
        db.execute("UPDATE tracks SET title = 'New' WHERE id = ?", (room.ids[0],))
    room.library.announce(Kind.CHANGED, [room.ids[0]])
    until(lambda: room.view.scene.titles._title.accessibleName() == "New")


def test_album_and_artist_lead_to_their_pages(room: Room) -> None:
    room.play()
    titles = room.view.scene.titles
    titles._artist.setFocus()
    QTest.keyClick(titles._artist, Qt.Key.Key_Return)
    QTest.mouseClick(titles._above, Qt.MouseButton.LeftButton)
    assert room.went == [Address("artists", "Somebody"), Address("albums", int(room.ids[0]))]


def test_the_whole_screen_is_left_by_escape(room: Room) -> None:
    room.play()
    room.view.toggle_full_screen()
    full = room.view._full
    assert full is not None
    assert full.isFullScreen()
    assert full.scene.lyrics.lyrics is not None
    full.activateWindow()
    until(full.isActiveWindow)
    QTest.keyClick(full, Qt.Key.Key_Escape)
    assert room.view._full is None


def test_nothing_playing_says_so(room: Room) -> None:
    assert room.view._pages.currentIndex() == 1
    room.play()
    assert room.view._pages.currentIndex() == 0


@pytest.mark.parametrize(("width", "height"), [(420, 420), (760, 520), (1000, 700), (1900, 1000)])
def test_nothing_is_cut_off_at_any_size(room: Room, width: int, height: int) -> None:
    room.play()
    scene = room.view.scene
    for wanted in (True, False):
        scene.want_lyrics(on=wanted)
        room.view.resize(width, height)
        QApplication.processEvents()
        stage = scene._stage.rect()
        for part in (scene.picture, scene.titles, *([scene.lyrics] if wanted else [])):
            assert stage.contains(part.geometry()), part
        assert not scene.picture.geometry().intersects(scene.titles.geometry())
