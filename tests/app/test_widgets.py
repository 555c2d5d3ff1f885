"""The parts of the shell, each by itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QRect, Qt, QUrl
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app import theme
from app.covers import Covers
from app.player.queue import Entry, Queue
from app.views.commands import ids_of
from app.widgets.analysis_card import AnalysisCard, Shown, line
from app.widgets.controls import ElidedLabel, IconButton, SearchField, button, label
from app.widgets.empty_state import EmptyState
from app.widgets.queue_drawer import QueueDrawer
from app.widgets.queue_model import ROWS, QueueModel
from app.widgets.sidebar import Sidebar
from app.widgets.slider import MARGIN, SeekBar, VolumeSlider
from app.widgets.toast import Toast
from core.domain import Presence, Seconds, Timestamp, Track, TrackId
from core.progress import Snapshot


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    theme.apply(qapp, "dark")


def track(id: int, title: str = "") -> Track:
    return Track(
        TrackId(id), Path(f"/music/{id}.flac"), Presence.PRESENT, title or f"Title {id}", "Artist", "Artist",
        "Album", "", None, None, None, Seconds(100.0), None, None, False, 0, 0, None, Timestamp(0.0),
    )  # fmt: skip


# -- sliders


@pytest.fixture
def seek(qtbot: QtBot) -> SeekBar:
    bar = SeekBar()
    qtbot.addWidget(bar)
    bar.resize(200 + 2 * MARGIN, 24)
    bar.set_duration(100.0)
    return bar


def at(bar: SeekBar, share: float) -> QPoint:
    return QPoint(MARGIN + round(200 * share), 12)


def test_a_click_seeks_to_where_it_was(seek: SeekBar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(seek.sought) as sought:
        qtbot.mouseClick(seek, Qt.MouseButton.LeftButton, pos=at(seek, 0.25))
    assert sought.args == [25.0]


def test_a_drag_seeks_once_when_it_is_let_go(seek: SeekBar, qtbot: QtBot) -> None:
    sought: list[float] = []
    seek.sought.connect(sought.append)
    qtbot.mousePress(seek, Qt.MouseButton.LeftButton, pos=at(seek, 0.1))
    qtbot.mouseMove(seek, at(seek, 0.5))
    seek.set_position(11.0)
    assert (sought, seek.shown()) == ([], 50.0)
    qtbot.mouseRelease(seek, Qt.MouseButton.LeftButton, pos=at(seek, 0.5))
    assert sought == [50.0]


def test_arrow_keys_seek_by_five_seconds(seek: SeekBar, qtbot: QtBot) -> None:
    seek.set_position(50.0)
    with qtbot.waitSignal(seek.sought) as sought:
        qtbot.keyClick(seek, Qt.Key.Key_Right)
    assert sought.args == [55.0]


def test_nothing_playing_leaves_nothing_to_seek_in(seek: SeekBar) -> None:
    seek.set_duration(0.0)
    assert not seek.isEnabled()


def test_volume_stays_between_its_ends(qtbot: QtBot) -> None:
    slider = VolumeSlider()
    qtbot.addWidget(slider)
    slider.setValue(98)
    qtbot.keyClick(slider, Qt.Key.Key_Up)
    assert slider.value() == 100


# -- words and buttons


def test_a_long_name_is_shortened_and_read_out_whole(qtbot: QtBot) -> None:
    label = ElidedLabel("A very long title that cannot fit in so little room")
    qtbot.addWidget(label)
    label.resize(80, 20)
    label.show()
    assert label.text().endswith("…")
    assert label.accessibleName() == label.toolTip() == "A very long title that cannot fit in so little room"


def test_markup_in_a_name_is_shown_as_it_is(qtbot: QtBot) -> None:
    label = ElidedLabel("<b>bold</b>")
    qtbot.addWidget(label)
    label.resize(300, 20)
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert label.text() == "<b>bold</b>"


def test_a_button_calls_what_it_was_given_without_its_state(qtbot: QtBot) -> None:
    called: list[tuple[object, ...]] = []
    made = button("Go", lambda *args: called.append(args), icon="plus")
    qtbot.addWidget(made)
    made.click()
    assert called == [()]


def test_an_icon_button_has_a_name_and_tells_its_key(qtbot: QtBot) -> None:
    made = IconButton("play", "Play", key="Space")
    qtbot.addWidget(made)
    assert made.accessibleName() == "Play"
    assert "Space" in made.toolTip()


def test_escape_empties_the_search(qtbot: QtBot) -> None:
    field = SearchField()
    qtbot.addWidget(field)
    qtbot.keyClicks(field, "nina simone")
    assert field.text() == "nina simone"
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""


# -- sidebar and analysis card


def test_the_sidebar_marks_one_place_or_none(qtbot: QtBot) -> None:
    bar = Sidebar()
    qtbot.addWidget(bar)
    for key in ("radio", "tracks"):
        bar.add(key, "radio", key.title())
    went: list[str] = []
    bar.went.connect(went.append)
    item = bar._items["tracks"]
    qtbot.mouseClick(item, Qt.MouseButton.LeftButton)
    assert (went, item.isChecked()) == (["tracks"], True)
    bar.choose("somewhere else")
    assert not any(each.isChecked() for each in bar._items.values())


@pytest.mark.parametrize(
    ("snapshot", "said"),
    [
        (Snapshot("listen", 7613, 12480, 5.0, Seconds(41 * 60.0)), "7,613 of 12,480 · 41 min left"),
        (Snapshot("listen", 1, 3, 5.0, Seconds(5.0)), "1 of 3 · under a minute left"),
        (Snapshot("listen", 1, 30_000, 1.0, Seconds(4 * 3600.0)), "1 of 30,000 · 4 h left"),
        (Snapshot("scan", 312, 0), "312"),
        (Snapshot("scan"), ""),
    ],
)
def test_progress_is_said_in_few_words(snapshot: Snapshot, said: str) -> None:
    assert line(snapshot) == said


def test_the_analysis_card_tells_its_pace_on_hovering(qtbot: QtBot) -> None:
    card = AnalysisCard()
    qtbot.addWidget(card)
    working = Snapshot("Listening", 12, 60, rate=1.5)
    card.show_progress(Shown("Listening to your music", working))
    assert card.toolTip() == "90 a minute"
    card.show_progress(Shown("Listening to your music", working, paused=True))
    assert card.toolTip() == ""


def test_the_analysis_card_is_away_while_nothing_is_done(qtbot: QtBot) -> None:
    card = AnalysisCard()
    qtbot.addWidget(card)
    assert card.isHidden()
    card.show_progress(Shown("Listening to your music", Snapshot("listen", 1, 2)))
    assert not card.isHidden()
    card.show_progress(Shown())
    assert card.isHidden()


# -- notices


def test_a_notice_offers_its_action_once(qtbot: QtBot) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    over.resize(800, 400)
    toast = Toast(over)
    done: list[str] = []
    toast.say("Taken out.", "Undo", lambda: done.append("undone"))
    assert not toast.isHidden()
    toast._action.click()
    toast._action.click()
    assert done == ["undone"]
    qtbot.waitUntil(toast.isHidden)


def test_a_new_notice_takes_the_place_of_the_old(qtbot: QtBot) -> None:
    over = QWidget()
    qtbot.addWidget(over)
    over.resize(800, 400)
    toast = Toast(over)
    toast.say("First.", "Undo", lambda: None)
    toast.say("Second.")
    assert toast._text.text() == "Second."
    assert toast._action.isHidden()
    toast.dismiss()
    qtbot.waitUntil(toast.isHidden)


# -- queue


class Shelf:
    def __init__(self) -> None:
        self.asked = 0

    def fetch(self, ids: Sequence[TrackId]) -> list[Track]:
        self.asked += 1
        return [track(id) for id in ids if id < 1_000_000]


@pytest.fixture
def queue(qtbot: QtBot) -> Queue:
    made = Queue()
    made.replace([TrackId(id) for id in range(1, 6)], 0)
    return made


def said(model: QueueModel) -> list[str]:
    return [str(model.data(model.index(row))).partition(",")[0] for row in range(model.rowCount())]


def test_the_model_follows_every_change_of_the_queue(queue: Queue, qtmodeltester: object) -> None:
    model = QueueModel(queue, Shelf().fetch)
    qtmodeltester.check(model, force_py=True)  # type: ignore[attr-defined]
    queue.move([0], 3)
    queue.remove([1])
    queue.insert(1, [TrackId(9)])
    assert said(model) == ["Title 2", "Title 9", "Title 1", "Title 4", "Title 5"]
    queue.clear()
    assert model.rowCount() == 0


def test_dragged_rows_are_moved_and_not_doubled(queue: Queue) -> None:
    model = QueueModel(queue, Shelf().fetch)
    data = model.mimeData([model.index(0), model.index(1)])
    assert data.hasFormat(ROWS)
    kept = model.dropMimeData(data, Qt.DropAction.MoveAction, 4, 0, model.index(-1))
    assert kept is False
    assert queue.tracks() == [3, 4, 1, 2, 5]


def test_a_long_queue_asks_the_library_for_what_is_looked_at(qtbot: QtBot) -> None:
    queue, shelf = Queue(), Shelf()
    queue.replace([TrackId(id) for id in range(1, 100_001)], 0)
    model = QueueModel(queue, shelf.fetch)
    for row in range(50_000, 50_020):
        assert model.track(row) == track(row + 1)
    assert shelf.asked <= 2


def test_a_track_that_is_gone_is_said_to_be(qtbot: QtBot) -> None:
    queue = Queue()
    queue.replace([TrackId(2_000_000)], 0)
    model = QueueModel(queue, Shelf().fetch)
    assert model.track(0) is None
    assert "gone" in str(model.data(model.index(0)))


def test_the_drawer_opens_at_what_plays(qtbot: QtBot, tmp_path: Path) -> None:
    queue = Queue()
    queue.replace([TrackId(id) for id in range(1, 61)], 40)
    covers = Covers(tmp_path)
    drawer = QueueDrawer(queue, Shelf().fetch, covers)
    qtbot.addWidget(drawer)
    drawer.resize(320, 500)
    drawer.show()
    seen = drawer.list.visualRect(drawer.model.index(40))
    assert drawer.list.viewport().rect().contains(seen)
    covers.close()
    qtbot.waitUntil(lambda: not covers._running)


def test_a_paragraph_is_plain_words_with_room_between_the_lines(qtbot: QtBot) -> None:
    made = label("<b>R&B</b> from 0:12", wrap=True)
    qtbot.addWidget(made)
    assert made.text() == made.accessibleName() == "<b>R&B</b> from 0:12"
    assert "&lt;b&gt;" in QLabel.text(made)


@pytest.fixture
def drawer(queue: Queue, qtbot: QtBot, tmp_path: Path) -> Iterator[QueueDrawer]:
    covers = Covers(tmp_path)
    made = QueueDrawer(queue, Shelf().fetch, covers)
    qtbot.addWidget(made)
    made.resize(320, 500)
    made.show()
    yield made
    covers.close()
    qtbot.waitUntil(lambda: not covers._running)


def test_what_was_taken_out_of_the_queue_comes_back_where_it_stood(drawer: QueueDrawer, queue: Queue) -> None:
    taken: list[list[Entry]] = []
    drawer.cleared.connect(taken.append)
    drawer.take([1, 2, 4])
    assert queue.tracks() == [1, 4]
    drawer.put_back(taken[0])
    assert queue.tracks() == [1, 2, 3, 4, 5]


def test_what_was_taken_out_earlier_comes_back_at_the_end(drawer: QueueDrawer, queue: Queue) -> None:
    taken: list[list[Entry]] = []
    drawer.cleared.connect(taken.append)
    drawer.take([1])
    drawer.take([1])
    drawer.put_back(taken[0])
    assert queue.tracks() == [1, 4, 5, 2]


def test_alt_and_an_arrow_move_rows_of_the_queue(drawer: QueueDrawer, queue: Queue, qtbot: QtBot) -> None:
    drawer.list.setCurrentIndex(drawer.model.index(1))
    qtbot.keyClick(drawer.list, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert queue.tracks() == [1, 3, 2, 4, 5]
    qtbot.keyClick(drawer.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert queue.tracks() == [1, 2, 3, 4, 5]


def test_the_queue_is_saved_as_a_playlist_with_all_that_is_in_it(drawer: QueueDrawer) -> None:
    asked: list[list[int]] = []
    drawer.save_asked.connect(asked.append)
    drawer._save.click()
    assert asked == [[1, 2, 3, 4, 5]]


def test_stopping_after_a_track_is_marked_once_the_player_agrees(drawer: QueueDrawer) -> None:
    asked: list[bool] = []
    drawer.stop_after_asked.connect(asked.append)
    drawer._stop.click()
    assert asked == [True] and not drawer._stop.isChecked()
    drawer.show_stop_after(True)
    assert drawer._stop.isChecked()
    assert "stops after it" in str(drawer.model.data(drawer.model.index(0)))


def test_rows_of_the_queue_are_dragged_to_other_lists_and_programs(queue: Queue) -> None:
    model = QueueModel(queue, Shelf().fetch)
    data = model.mimeData([model.index(1), model.index(3)])
    assert ids_of(data) == [2, 4]
    assert [url.toLocalFile() for url in data.urls()] == ["/music/2.flac", "/music/4.flac"]


def test_files_from_outside_are_asked_about_with_their_place(queue: Queue) -> None:
    model = QueueModel(queue, Shelf().fetch)
    asked: list[tuple[list[Path], int]] = []
    model.files_dropped.connect(lambda paths, row: asked.append((paths, row)))
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/music/new.flac")])
    model.dropMimeData(data, Qt.DropAction.CopyAction, 2, 0, model.index(-1))
    assert asked == [([Path("/music/new.flac")], 2)]


def test_a_sidebar_with_many_places_keeps_its_foot_in_sight(qtbot: QtBot) -> None:
    bar = Sidebar()
    qtbot.addWidget(bar)
    for number in range(40):
        bar.add(str(number), "music", f"Place {number}")
    bar.resize(bar.width(), 500)
    bar.show()
    foot = bar._items["settings"]
    assert bar.rect().contains(QRect(foot.mapTo(bar, QPoint(0, 0)), foot.size()))
    bar.choose("39")
    last = bar._items["39"]
    assert bar._area.viewport().rect().contains(last.mapTo(bar._area.viewport(), QPoint(5, 5)))


def test_an_empty_state_has_room_for_all_its_words(qtbot: QtBot) -> None:
    text = "From a track, an album, an artist, a moment in a song, or from what you have listened to. " * 2
    empty = EmptyState("radio", "Heading", text)
    qtbot.addWidget(empty)
    empty.resize(1200, 600)
    empty.show()
    assert empty.text.height() >= empty.text.heightForWidth(empty.text.width())
