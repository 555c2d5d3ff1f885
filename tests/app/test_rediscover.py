"""The Rediscover view: shelves, mood, shuffles without an end, and what it says while there is little."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from app import tasks, theme
from app.choices import Choices
from app.covers import Covers
from app.hearing import Hearing, Listened, read_stock
from app.player.fake import FakePlayer
from app.player.playback import Playback
from app.radiostock import StockWatch
from app.views.commands import TrackCommands
from app.views.playlistdesk import PlaylistDesk
from app.views.rediscover import RediscoverView, greeting
from app.views.rediscoverdesk import AHEAD
from app.views.ways import Address, Ways
from core.database import Database
from core.domain import Ended, PlayEvent, Seconds, Source, Timestamp, TrackId
from core.library.playlists import Playlists
from core.library.tracks import SQL, Facts, Kind, Library
from core.settings import Settings
from tests.app.shelf import fill, hearing, paths, until

NONE = Qt.KeyboardModifier.NoModifier
DAY = 86_400.0
FORGOTTEN, NEVER = "forgotten", "never"


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    theme.apply(qapp, "dark")


def lived(library: Library, tracks: int = 90) -> None:
    """Fifteen were played again and again two years ago, fifteen lately, the others never."""
    fill(library, tracks)
    with library.database.write() as db:
        db.execute("UPDATE tracks SET play_count = 0")
    rng, now = random.Random(3), time.time()
    for id in library.all_ids()[:30]:
        days = (600, 760) if id % 2 else (1, 40)
        for _ in range(5):
            at = Timestamp(now - rng.uniform(*days) * DAY)
            library.record_play(PlayEvent(id, at, Seconds(180.0), Ended.FINISHED, Source.LIBRARY))


class Stage:
    """The view with all it needs, and where it wanted to go."""

    def __init__(self, folder: Path, heard: bool = True) -> None:
        self.library = Library(Database(folder / "library.db", SQL))
        self.covers = Covers(folder / "covers")
        self.commands, self.ways = TrackCommands(self.library), Ways()
        self.choices = Choices(folder / "settings.toml", Settings())
        self.went: list[Address] = []
        self.ways.went.connect(self.went.append)
        self.failed: list[str] = []
        self.commands.failed.connect(self.failed.append)
        self.listened = Listened(lambda: hearing(self.library, None if heard else ()))
        self.views: list[RediscoverView] = []
        self.playback: Playback

    def show(self, kept: Any = None, *, whole: bool = True) -> RediscoverView:
        """whole: waits until the sound of the library is there too."""
        self.playback = Playback(FakePlayer(paths(self.library)), self.library)
        view = RediscoverView(
            self.library, self.playback, self.listened, self.choices, self.covers, self.commands, self.ways
        )
        self.views.append(view)
        if kept is not None:
            view.restore(kept)
        view.resize(1100, 760)
        view.show()
        until(lambda: self.failed or (view.desk.picture and (view.desk.picture.whole or not whole)))
        assert not self.failed
        return view

    def close(self) -> None:
        for view in self.views:
            view.close_down()
            view.close()
            view.deleteLater()
            self.playback.close()
        self.covers.close()
        tasks.drain()
        QApplication.processEvents()
        self.library.close()


@pytest.fixture
def stage(tmp_path: Path, qapp: QApplication) -> Iterator[Stage]:
    made = Stage(tmp_path)
    yield made
    made.close()


@pytest.fixture
def view(stage: Stage) -> RediscoverView:
    lived(stage.library)
    return stage.show()


def ids_on(view: RediscoverView, key: str) -> list[TrackId]:
    picture = view.desk.picture
    assert picture is not None
    return next([row.track.id for row in shelf.rows] for shelf in picture.shelves if shelf.key == key)


def in_time(view: RediscoverView, change: Callable[[], object]) -> None:
    """Makes a change, and waits for another picture."""
    before = view.desk.picture
    change()
    until(lambda: view.desk.picture is not before)


# -- shelves


def test_what_was_loved_long_ago_and_what_was_never_heard_are_on_their_shelves(view: RediscoverView) -> None:
    forgotten, never = ids_on(view, FORGOTTEN), ids_on(view, NEVER)
    assert forgotten
    assert all(id <= 30 and id % 2 for id in forgotten)
    assert never
    assert all(id > 30 for id in never)


def test_every_item_has_a_reason(view: RediscoverView) -> None:
    picture = view.desk.picture
    assert picture is not None
    assert all(row.reason for shelf in picture.shelves for row in shelf.rows)


def test_a_click_plays_the_shelf_from_there(view: RediscoverView, stage: Stage) -> None:
    row = view.shelves.row(FORGOTTEN)
    assert row is not None
    at = row.grid.visualRect(row.grid.tiles.index(1)).center()
    QTest.mouseClick(row.grid.viewport(), Qt.MouseButton.LeftButton, NONE, at)
    queue = stage.playback.queue
    assert [queue[n].track for n in range(len(queue))] == ids_on(view, FORGOTTEN)
    assert queue.index == 1
    assert queue[0].source is Source.REDISCOVERY


def test_a_shuffle_never_ends_and_repeats_nothing_before_all_have_come(
    view: RediscoverView, stage: Stage
) -> None:
    row = view.shelves.row(NEVER)
    assert row is not None
    row.shuffle.click()
    queue = stage.playback.queue
    until(lambda: len(queue) == AHEAD)
    while len(queue) < 130:
        stage.playback.play_row(len(queue) - 1)  # near its end it asks for more, which may still be drawn
        QApplication.processEvents()
    heard = [queue[n].track for n in range(len(queue))]
    assert len(set(heard[:60])) == 60
    assert {queue[n].source for n in range(len(queue))} == {Source.REDISCOVERY}


def test_a_play_moves_shelves_without_building_them_anew(view: RediscoverView, stage: Stage) -> None:
    row, first = view.shelves.row(NEVER), ids_on(view, NEVER)[0]
    now = Timestamp(time.time())
    in_time(
        view,
        lambda: stage.library.record_play(
            PlayEvent(first, now, Seconds(180.0), Ended.FINISHED, Source.LIBRARY)
        ),
    )
    assert first not in ids_on(view, NEVER)
    assert view.shelves.row(NEVER) is row


def test_nothing_is_read_while_nobody_looks(view: RediscoverView, stage: Stage) -> None:
    view.hide()
    before = view.desk.picture
    view.desk.outdate()
    QApplication.processEvents()
    assert view.desk.picture is before
    assert not view.desk.busy


def test_what_needs_no_sound_is_shown_before_the_sound_is_loaded(stage: Stage) -> None:
    lived(stage.library)
    may_load = threading.Event()
    load = stage.listened

    def slowly() -> Hearing:
        may_load.wait(10)
        return load.now()

    stage.listened = Listened(slowly)
    view = stage.show(whole=False)
    row = view.shelves.row(NEVER)
    assert ids_on(view, FORGOTTEN)
    assert row is not None
    assert row.waits
    view.desk.shuffle(FORGOTTEN)
    until(lambda: len(stage.playback.queue))  # does not wait for the sound either
    may_load.set()
    until(lambda: not row.waits and row.rows)


def test_a_file_that_is_gone_is_shuffled_no_more_and_the_sound_is_not_loaded_again(stage: Stage) -> None:
    lived(stage.library)
    loaded: list[Hearing] = []

    def load() -> Hearing:
        loaded.append(hearing(stage.library))
        return loaded[-1]

    stage.listened = Listened(load, lambda: read_stock(stage.library))
    watch = StockWatch(stage.library, stage.listened)
    desk = stage.show().desk
    gone, before = stage.library.all_ids()[-1], desk.picture
    with stage.library.database.write() as db:
        db.execute("UPDATE tracks SET presence = 'missing' WHERE id = ?", (gone,))
    stage.library.announce(Kind.REMOVED, [gone])
    until(lambda: desk.picture is not before and not desk.busy)
    drawn = desk._studio.endless(desk.wish, stage.choices.now, NEVER, 1)
    assert gone not in list(islice(drawn, 90))
    assert len(loaded) == 1
    watch.close()


# -- mood


def test_a_mood_changes_what_comes_first(view: RediscoverView, stage: Stage) -> None:
    never = sorted(ids_on(view, NEVER))
    stage.library.set_facts(
        Facts(id, energy=id / 200, brightness=1000.0 + id) for id in stage.library.all_ids()
    )
    stage.listened.outdate()
    view.desk.outdate()
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Right):
        for _ in range(10):
            QTest.keyClick(view.mood.pad, key)
    until(lambda: view.desk.picture is not None and view.desk.picture.wish.place.energy > 0.9)
    first = ids_on(view, NEVER)[:10]
    assert min(first) > never[len(never) // 2]


def test_like_a_track_takes_over_and_is_taken_back(view: RediscoverView) -> None:
    in_time(view, lambda: view.mood.like_picked.emit(TrackId(61)))
    assert view.desk.wish.like == 61
    picture = view.desk.picture
    assert picture is not None
    assert picture.like is not None
    in_time(view, view.mood.chip.click)
    assert view.desk.wish.like is None


def test_what_plays_is_offered_as_what_to_sound_like(view: RediscoverView, stage: Stage) -> None:
    view.set_playing(TrackId(61))
    view.mood.like.click()
    menu = next(iter(view.mood.findChildren(QMenu)))
    first = menu.actions()[0]
    assert first.text() == "What plays: Title 00060"
    in_time(view, first.trigger)
    assert view.desk.wish.like == 61
    menu.close()


def test_mood_and_dial_stay_after_a_restart(stage: Stage) -> None:
    lived(stage.library)
    view = stage.show({"mood": [0.4, -0.6], "like": None, "surprise": 0.8, "scroll": 0, "shelf": None})
    assert tuple(view.desk.wish.place) == (0.4, -0.6)
    assert view.desk.wish.surprise == 0.8
    kept = view.kept()
    assert kept["mood"] == [0.4, -0.6]
    assert kept["surprise"] == 0.8


@pytest.mark.parametrize("kept", [None, [], {"mood": "x", "like": "y", "scroll": None}, {"mood": [1]}])
def test_a_session_that_others_wrote_does_no_harm(stage: Stage, kept: Any) -> None:
    fill(stage.library, 5)
    view = stage.show(kept if kept is not None else 7)
    assert view.desk.wish.like is None


# -- one shelf whole


def test_show_all_opens_the_whole_shelf_and_keeps_it_as_playlists_of_their_own_names(
    view: RediscoverView, stage: Stage
) -> None:
    lists = Playlists(stage.library)
    stage.commands.playlists = desk = PlaylistDesk(stage.library, lists, stage.commands, stage.ways)
    view.open_at(NEVER)
    page = view.page
    assert page is not None
    until(lambda: page.model.rows)
    assert len(page.model.rows) == 60
    assert page.title.text() == "Never heard"
    page.save.click()
    until(lambda: desk.nodes)
    page.save.click()
    until(lambda: len(desk.nodes) == 2)
    assert [node.name for node in desk.nodes] == ["Never heard", "Never heard 2"]
    assert len(lists.track_ids(desk.nodes[1].id)) == len(page.model.rows)
    desk.close()
    lists.close()
    view.open_at(None)
    assert not page.isVisible()


# -- while there is little


def test_an_empty_library_offers_to_add_a_folder(stage: Stage) -> None:
    view = stage.show()
    assert view.no_music.isVisible()


def test_without_a_history_the_shelves_say_what_they_wait_for(stage: Stage) -> None:
    fill(stage.library, 60)
    with stage.library.database.write() as db:
        db.execute("UPDATE tracks SET play_count = 0")
    view = stage.show()
    row = view.shelves.row(FORGOTTEN)
    assert row is not None
    assert not row.rows
    assert row.needs
    never = view.shelves.row(NEVER)
    assert never is not None
    assert never.rows


def test_before_anything_was_listened_to_it_says_so_once(tmp_path: Path, qapp: QApplication) -> None:
    stage = Stage(tmp_path, heard=False)
    try:
        lived(stage.library)
        view = stage.show()
        assert not view.mood.pad.isEnabled()
        assert "listened to" in view.shelves.to_come
        assert view.corner.isHidden()
        assert ids_on(view, FORGOTTEN)
    finally:
        stage.close()


def test_the_search_leads_to_the_tracks(view: RediscoverView, stage: Stage) -> None:
    view.focus_search()
    view.search.setText("genre:folk")
    QTest.keyClick(view.search, Qt.Key.Key_Return)
    assert stage.went[-1] == Address("tracks", "genre:folk")


def test_the_greeting_follows_the_hour() -> None:
    assert [greeting(hour) for hour in (8, 14, 20, 2)] == [
        "Good morning",
        "Good afternoon",
        "Good evening",
        "The small hours",
    ]
