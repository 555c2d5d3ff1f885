"""What plays as a curve: its playhead goes with the sound; a place on it tells its time and plays there."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from app import theme
from app.figures import Room
from app.player.base import State
from app.views import savepicture
from app.views.nowcurve import Face
from app.views.nowplaying import NowPlayingView
from app.views.nowscene import Scene
from app.views.ways import Address
from app.widgets.controls import IconButton
from core.domain import TrackId
from core.errors import UserError
from core.settings import Places
from tests.app.curveroom import HEARD, SECONDS, CurveRoom, click, coloured, on_curve
from tests.app.shelf import until


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    theme.apply(qapp, "dark")


class Hall(CurveRoom):
    def __init__(self, places: Places, tmp_path: Path) -> None:
        super().__init__(places, tmp_path)
        self.view = NowPlayingView(
            self.library, self.covers, self.playback, self.ways, self.choices, self.figures, self.browse
        )
        self.playback.track_changed.connect(self.view.set_playing)
        self.view.resize(1000, 720)
        self.view.show()
        self.curve = self.view.scene.curve

    def play(self, row: int = 0) -> None:
        self.playback.play_tracks(self.ids, row)
        self.player.advance(0.2)
        until(lambda: self.view.curve.face not in (Face.COMING, Face.NOTHING))
        until(lambda: self.view._reading is None)

    def head(self, scene: Scene | None = None) -> float:
        return (scene or self.view.scene).curve.picture().heads[0]


@pytest.fixture
def room(places: Places, tmp_path: Path) -> Iterator[Hall]:
    made = Hall(places, tmp_path)
    yield made
    made.view.close_down()
    made.close(made.view, made.view.panel)


def test_a_heard_song_is_a_curve_and_the_card_is_full_of_its_colours(room: Hall) -> None:
    room.play()
    scene = room.view.scene
    assert room.curve.isVisible()
    assert room.curve.geometry() == scene._stage.rect()
    assert room.curve.share_text.startswith("3 axes show ")
    seen = scene.grab().toImage()
    room.view._cover.setChecked(True)
    covered = scene.grab().toImage()
    times = set(theme.DARK.time)
    assert coloured(seen, times) > coloured(covered, times) + 30


def test_the_playhead_goes_with_the_sound(room: Hall) -> None:
    room.play()
    room.player.advance(45.0)
    assert abs(room.head() - 45.2 / SECONDS) < 0.01
    room.playback.seek(90.0)
    assert abs(room.head() - 0.5) < 0.01
    room.playback.pause()
    room.player.advance(5.0)
    before = room.head()
    room.player.advance(5.0)
    assert room.head() == before
    assert not room.view.curve._clock.isActive()
    room.playback.resume()
    assert room.view.curve._clock.isActive()


def test_in_a_minimised_window_nothing_moves(room: Hall) -> None:
    room.play()
    window = room.view.window()
    window.showMinimized()
    until(lambda: not room.view.curve._clock.isActive())
    window.showNormal()
    until(room.view.curve._clock.isActive)


def test_between_two_words_of_the_player_the_playhead_goes_on(room: Hall) -> None:
    room.play()
    before = room.head()
    room.player._time += 0.5  # the clock runs on, nothing is told
    room.view.curve.follow()
    assert abs(room.head() - before - 0.5 / SECONDS) < 1e-3


def test_the_playhead_keeps_pace_at_another_speed(room: Hall) -> None:
    room.play()
    before = room.head()
    room.player._clock.speed = 2.0
    room.player._time += 0.5
    room.view.curve.follow()
    assert abs(room.head() - before - 1.0 / SECONDS) < 1e-3


def test_a_place_on_the_curve_tells_its_time_and_plays_from_there(room: Hall) -> None:
    room.play()
    told: list[float] = []
    room.curve.hovered.connect(lambda _index, share: told.append(share))
    at = on_curve(room.curve, 0.6)
    QTest.mouseMove(room.curve, at)
    until(lambda: told)
    click(room.curve, at)
    assert abs(room.playback.position() - told[-1] * SECONDS) < 1.0


def test_whoever_points_into_a_paused_song_wants_to_hear_it(room: Hall) -> None:
    room.play()
    room.playback.pause()
    room.player.advance(1.0)
    click(room.curve, on_curve(room.curve, 0.4))
    assert room.playback.state is State.PLAYING


def test_what_enters_is_said_where_it_enters(room: Hall) -> None:
    from core.domain import Seconds
    from core.explore.picture.entrances import Entrance

    room.play()
    drawn = room.view.curve._drawn
    assert drawn is not None
    object.__setattr__(drawn, "entrances", ((Entrance(Seconds(100.0), "drums"),),))
    assert room.view.curve._describe(0, 101 / SECONDS) == "drums enter"
    assert room.view.curve._describe(0, 120 / SECONDS) == ""


def test_a_song_that_was_not_heard_shows_its_cover_and_when_the_curve_comes(room: Hall) -> None:
    wanted: list[object] = []
    room.view.hear_first.connect(wanted.append)
    room.play(HEARD)
    id = room.ids[HEARD]
    assert not room.curve.isVisible()
    assert room.view.scene.picture.width() > 300
    assert "as soon as Meander has heard it" in room.view.scene.titles.note
    assert wanted[-1] == (id,)
    room.heard.add(id)
    room.listened.outdate()
    room.figures.renew()
    until(lambda: room.view.curve.face is Face.CURVE)
    assert room.curve.isVisible()
    assert room.view.scene.titles.note == ""


def test_cover_or_curve_and_the_axes_are_remembered(room: Hall) -> None:
    room.play()
    room.view._cover.setChecked(True)
    room.view._library_axes.click()
    kept = room.view.kept()
    room.view._cover.setChecked(False)
    room.view._song_axes.click()
    assert room.curve.isVisible()
    room.view.restore(kept)
    assert not room.curve.isVisible()
    assert room.view.curve.room is Room.LIBRARY


def test_other_axes_bring_another_picture(room: Hall) -> None:
    room.play()
    own = room.curve.figures[0].figure
    room.view._library_axes.click()
    until(lambda: room.curve.figures and room.curve.figures[0].figure is not own)
    assert not room.view._song_axes.isChecked()


def test_turning_by_itself_is_a_setting_that_the_chip_shows(room: Hall) -> None:
    room.play()
    assert not room.view._rotate.isChecked()
    room.view._rotate.click()
    assert room.choices.now.turn_curves
    room.choices.change(turn_curves=False)
    assert not room.view._rotate.isChecked()
    assert not room.curve.turning


def test_the_whole_screen_shows_the_curve_and_its_playhead(room: Hall) -> None:
    room.play()
    room.playback.seek(60.0)
    room.view.toggle_full_screen()
    full = room.view._full
    assert full is not None
    until(lambda: 0 in full.scene.curve.picture().heads)
    assert full.scene.curve.isVisible()
    assert abs(room.head(full.scene) - 60.0 / SECONDS) < 0.01
    room.view.toggle_full_screen()


def test_another_song_brings_another_curve(room: Hall) -> None:
    room.play()
    first = room.curve.figures[0]
    room.playback.next()
    until(lambda: room.curve.figures and room.curve.figures[0] is not first)
    assert room.curve.figures[0].label == "Title 00001"


def test_it_is_compared_with_what_comes_next_from_the_menu(room: Hall) -> None:
    room.play(3)
    room.view._compare.click()
    menu = next(menu for menu in room.view.findChildren(QMenu) if menu.isVisible())
    next(action for action in menu.actions() if action.text() == "With what comes next").trigger()
    menu.close()
    assert room.went == [Address("compare", {"tracks": room.ids[3:7]})]


def test_what_sounds_most_like_it_is_found_for_comparing(room: Hall) -> None:
    room.play()
    room.view._compare.click()
    menu = next(menu for menu in room.view.findChildren(QMenu) if menu.isVisible())
    next(action for action in menu.actions() if action.text() == "With what sounds most like it").trigger()
    menu.close()
    until(lambda: room.went)
    what = room.went[0].what
    assert isinstance(what, dict)
    assert what["tracks"][0] == room.ids[0]
    assert len(what["tracks"]) == 4


@pytest.mark.parametrize("ending", [".png", ".svg"])
def test_the_picture_is_saved(room: Hall, tmp_path: Path, ending: str) -> None:
    room.play()
    said: list[str] = []
    file = tmp_path / f"curve{ending}"
    savepicture.write_picture(room.curve, file, lambda text, _do, _act: said.append(text), said.append)
    assert file.stat().st_size > 1000
    assert said == [f"The picture is in curve{ending}."]


def test_a_picture_that_cannot_be_saved_is_explained(room: Hall, tmp_path: Path) -> None:
    room.play()
    failed: list[str] = []
    savepicture.write_picture(room.curve, tmp_path / "no" / "where.png", lambda *_: None, failed.append)
    assert failed
    with pytest.raises(UserError):
        room.curve.save(tmp_path / "no" / "where.png")


@pytest.mark.parametrize(("width", "height"), [(420, 420), (488, 470), (760, 520), (1000, 700), (1900, 1000)])
def test_the_titles_stay_clear_of_the_edges_and_of_each_other(room: Hall, width: int, height: int) -> None:
    room.play()
    room.view.resize(width, height)
    QApplication.processEvents()
    scene = room.view.scene
    stage = scene._stage.rect()
    for part in (scene.picture, scene.titles, *scene._tools):
        assert stage.contains(part.geometry()), part
    assert not scene.picture.geometry().intersects(scene.titles.geometry())
    assert not any(scene.titles.geometry().intersects(tool.geometry()) for tool in scene._tools)
    for chip in (room.view._library_axes, room.view._rotate, room.view._full_button):
        corner = chip.mapTo(room.view, QPoint(chip.width(), chip.height()))
        assert corner.x() <= room.view.width()


def test_the_keyboard_plays_from_a_part(room: Hall) -> None:
    room.play()
    room.curve.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(5):
        QTest.keyClick(room.curve, Qt.Key.Key_PageDown)
    QTest.keyClick(room.curve, Qt.Key.Key_Return)
    assert abs(room.playback.position() - 0.45 * SECONDS) < 2.0
    assert TrackId(room.ids[0]) == room.playback.track


def test_what_plays_is_shown_in_the_map_when_asked(room: Hall) -> None:
    room.play(1)
    tools = room.view.scene.findChildren(IconButton)
    button = next(tool for tool in tools if tool.accessibleName() == "Show in map")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert room.went[-1] == Address("map", {"tracks": [room.ids[1]]})
