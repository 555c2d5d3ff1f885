"""Many songs as small curves: how they are arranged, turned, chosen and played."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from app import theme
from app.figures import Room
from app.views.gallery import GalleryView, gathered
from app.views.library import LibraryView
from app.views.meanwhile import Meanwhile
from app.views.radiowaiting import RadioWaiting
from app.widgets.curve3d.strip import Spin
from app.widgets.gallery import LEAST, MOST, Gallery, columns_for
from core.domain import TrackId
from core.settings import Places
from tests.app.curveroom import HEARD, SECONDS, CurveRoom, click, coloured
from tests.app.shelf import until


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    theme.apply(qapp, "dark")


class Hall(CurveRoom):
    def __init__(self, places: Places, tmp_path: Path) -> None:
        super().__init__(places, tmp_path)
        self.view = GalleryView(self.figures, self.library, self.playback, self.commands, self.choices)
        self.gallery = self.view.gallery
        self.view.resize(900, 640)
        self.view.show()

    def open(self, count: int, name: str = "") -> None:
        self.view.open_at(gathered(self.ids[:count], name))
        until(lambda: len(self.gallery.cards) == min(count, MOST))
        until(lambda: all(figure is not None for figure in self.gallery._strip.figures))

    def on_curve(self, row: int, share: float) -> QPoint:
        figure = self.gallery._strip.figures[row]
        assert figure is not None
        xy = self.gallery._strip.project(row, self.gallery.curve_box(row))
        return QPoint(*(round(each) for each in xy[round(figure.sample(share))].tolist()))

    def beside_curve(self, row: int) -> QPoint:
        return self.gallery.box(row).bottomLeft().toPoint() + QPoint(12, -12)


@pytest.fixture
def hall(places: Places, tmp_path: Path) -> Iterator[Hall]:
    made = Hall(places, tmp_path)
    yield made
    made.view.close_down()
    made.close(made.view)


def test_each_song_is_drawn_in_its_card(hall: Hall) -> None:
    hall.open(12)
    picture = hall.gallery.grab().toImage()
    for row in range(12):
        box = hall.gallery.curve_box(row).toAlignedRect()
        assert coloured(picture.copy(box), set(theme.DARK.time), near=90) > 5, row


def test_of_many_the_first_thirty_are_shown_and_that_is_said(hall: Hall) -> None:
    hall.open(HEARD, "An album")
    assert [card.id for card in hall.gallery.cards] == hall.ids[:MOST]
    assert hall.view._fact.accessibleName() == "An album · the first 30 of 40"


def test_a_song_that_was_not_heard_says_so_in_its_card(hall: Hall) -> None:
    hall.view.open_at(gathered(hall.ids[HEARD - 1 : HEARD + 1]))
    until(lambda: any(hall.gallery._why_none))
    assert [figure is not None for figure in hall.gallery._strip.figures] == [True, False]
    assert hall.gallery._why_none[1] == "Not heard yet"


def test_a_click_plays_the_song_and_those_after_it(hall: Hall) -> None:
    hall.open(6)
    click(hall.gallery, hall.beside_curve(2))
    assert hall.playback.track == hall.ids[2]
    assert hall.playback.queue.tracks() == hall.ids[:6]
    assert hall.playback.position() < 0.5


def test_a_click_on_the_curve_plays_from_that_moment(hall: Hall) -> None:
    hall.open(6)
    at = hall.on_curve(3, 0.5)
    QTest.mouseMove(hall.gallery, at)
    told = hall.gallery._at
    assert told is not None
    click(hall.gallery, at)
    assert hall.playback.track == hall.ids[3]
    assert abs(hall.playback.position() - told * SECONDS) < 1.0


def test_cards_are_chosen_with_ctrl_and_shift_and_compared(hall: Hall) -> None:
    hall.open(8)
    asked: list[object] = []
    hall.commands.compare_asked.connect(asked.append)
    for row, held in ((1, Qt.KeyboardModifier.ControlModifier), (4, Qt.KeyboardModifier.ShiftModifier)):
        click(hall.gallery, hall.beside_curve(row), held)
    assert hall.gallery.chosen == [1, 2, 3, 4]
    assert hall.playback.track is None
    hall.view._compare.click()
    assert asked == [hall.ids[1:5]]


def test_more_than_eight_cannot_be_compared(hall: Hall) -> None:
    hall.open(9)
    assert not hall.view._compare.isEnabled()
    hall.gallery.choose([0, 1])
    assert hall.view._compare.isEnabled()


def test_the_keyboard_goes_from_card_to_card_chooses_and_plays(hall: Hall) -> None:
    hall.open(6)
    QTest.keyClick(hall.gallery, Qt.Key.Key_Home)
    QTest.keyClick(hall.gallery, Qt.Key.Key_Right)
    assert hall.gallery.accessibleDescription() == "Title 00001 by Artist 1, 2 of 6"
    QTest.keyClick(hall.gallery, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert hall.gallery.chosen == [1, 2]
    QTest.keyClick(hall.gallery, Qt.Key.Key_Return)
    assert hall.playback.track == hall.ids[2]
    QTest.keyClick(hall.gallery, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(hall.gallery.chosen) == 6
    QTest.keyClick(hall.gallery, Qt.Key.Key_Escape)
    assert hall.gallery.chosen == []


def test_the_menu_is_that_of_tracks(hall: Hall) -> None:
    hall.open(4)
    hall.gallery.choose([0, 1])
    hall.view._open_menu(1, QPoint(0, 0))
    menu = next(menu for menu in hall.view.findChildren(QMenu) if menu.isVisible())
    queued: list[object] = []
    hall.commands.enqueue.connect(queued.append)
    next(action for action in menu.actions() if action.text() == "Add to queue").trigger()
    assert queued == [hall.ids[:2]]
    menu.close()


def test_the_song_that_plays_has_a_playhead(hall: Hall) -> None:
    hall.open(4)
    hall.playback.play_tracks(hall.ids, 1)
    hall.player.advance(60.0)
    assert hall.gallery._playing == hall.ids[1]
    assert hall.gallery._head is not None
    assert abs(hall.gallery._head - 1 / 3) < 0.01


def test_all_turn_together_while_that_is_wished_for_and_they_are_seen(hall: Hall) -> None:
    spin = Spin.shared()
    hall.open(4)
    assert not spin.turning
    hall.view._rotate.click()
    if theme.motion():
        before = spin.camera
        until(lambda: spin.camera != before)
    hall.view.hide()
    assert not spin.turning
    hall.view._rotate.click()


def test_other_axes_are_remembered_with_the_songs(hall: Hall) -> None:
    hall.open(3, "Some")
    hall.view._library_axes.click()
    kept = hall.view.kept()
    hall.open(5)
    hall.view.restore(kept)
    until(lambda: len(hall.gallery.cards) == 3)
    assert hall.view.fill.room is Room.LIBRARY


@pytest.mark.parametrize("count", [1, 2, 7, 30])
@pytest.mark.parametrize(("width", "height"), [(752, 430), (1048, 700), (300, 200)])
def test_cards_never_overlap_nor_leave_their_place(
    qapp: QApplication, count: int, width: int, height: int
) -> None:
    from app.widgets.gallery import Card

    gallery = Gallery("Some")
    gallery.resize(width, height)
    gallery.show_cards([Card(TrackId(at), f"Song {at}", "", 60.0) for at in range(count)])
    gallery.resize(width, max(height, gallery.minimumHeight()))
    boxes = [gallery.box(row) for row in range(count)]
    inside = QRectF(gallery.rect()).adjusted(-0.5, -0.5, 0.5, 0.5)
    assert all(inside.contains(box) for box in boxes)
    assert all(box.height() >= LEAST.height() - 1 for box in boxes)
    assert not any(a.intersects(b) for i, a in enumerate(boxes) for b in boxes[:i])
    gallery.deleteLater()


def test_thirty_fit_a_usual_window_without_scrolling() -> None:
    columns = columns_for(30, 1048, 680)
    assert columns in (6, 7, 8)


def test_meanwhile_shows_what_has_been_heard(hall: Hall) -> None:
    meanwhile = Meanwhile(hall.figures, hall.library, hall.choices)
    meanwhile.say("Finding what comes next", "")
    meanwhile.resize(700, 500)
    meanwhile.show()
    until(lambda: any(figure is not None for figure in meanwhile.gallery._strip.figures))
    assert meanwhile.gallery.isVisible()
    asked: list[tuple[object, float]] = []
    meanwhile.play_asked.connect(lambda id, share: asked.append((id, share)))
    meanwhile.gallery.play_asked.emit(0, 0.25)
    assert asked == [(meanwhile.gallery.cards[0].id, 0.25)]
    meanwhile.close_down()
    meanwhile.close()
    meanwhile.deleteLater()


def test_radio_at_work_shows_words_first_and_curves_when_it_takes_a_while(hall: Hall) -> None:
    waiting = RadioWaiting()
    waiting.offer(lambda: Meanwhile(hall.figures, hall.library, hall.choices))
    waiting.say("Finding what comes next", "", hall.ids[:3])
    waiting.resize(700, 500)
    waiting.show()
    assert waiting.words.isVisible()
    waiting._soon.setInterval(1)
    until(lambda: waiting.meanwhile is not None and waiting.meanwhile.isVisible())
    assert waiting.meanwhile is not None
    assert [card.id for card in waiting.meanwhile.gallery.cards] == hall.ids[:3]
    waiting.close_down()
    waiting.close()
    waiting.deleteLater()


def test_what_a_search_finds_is_shown_as_curves(hall: Hall) -> None:
    tracks = LibraryView(hall.library, hall.covers, hall.commands)
    tracks.resize(900, 500)
    tracks.show()
    until(lambda: tracks.model.rowCount() == HEARD + 2)
    assert tracks._curves.isHidden()
    asked: list[tuple[list[TrackId], str]] = []
    hall.commands.curves_asked.connect(lambda ids, name: asked.append((list(ids), name)))
    tracks.search.setText("artist:3")
    until(lambda: not tracks._curves.isHidden())
    tracks._curves.click()
    assert asked[0][1] == "artist:3"
    assert len(asked[0][0]) == tracks.model.rowCount() < HEARD
    tracks.close_down()
    tracks.close()
    tracks.deleteLater()
