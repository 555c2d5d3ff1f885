"""A few songs in one space: colours, nearest moments that can be heard, songs that come and go."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app import theme
from app.figures import Room
from app.views.compare import CompareView
from app.views.comparepanel import COLOURS, MomentPill, colour_of
from app.views.seedfinder import Found, SeedFinder
from app.views.trackmenu import track_menu
from core.domain import TrackId
from core.library.radios import SeedKind
from core.settings import Places
from tests.app.curveroom import HEARD, SECONDS, CurveRoom, click, coloured, on_curve
from tests.app.shelf import until

LIKE = (TrackId(1), TrackId(9), TrackId(17))
"""Of one group: they sound alike."""


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    theme.apply(qapp, "dark")


class Hall(CurveRoom):
    def __init__(self, places: Places, tmp_path: Path) -> None:
        super().__init__(places, tmp_path)
        self.view = CompareView(
            self.figures, self.library, self.browse, self.playback, self.moments, self.commands, self.choices
        )
        self.view.resize(820, 640)
        self.view.panel.resize(320, 640)
        self.view.show()
        self.view.panel.show()

    def compare(self, *ids: int) -> None:
        self.view.open_at({"tracks": list(ids)})
        until(lambda: [track.id for track in self.view.tracks] == list(ids))
        until(lambda: self.view._drawn is not None)

    def pills(self) -> list[MomentPill]:
        return [pill for row in self.view.panel.pairs for pill in row.findChildren(MomentPill)]


@pytest.fixture
def hall(places: Places, tmp_path: Path) -> Iterator[Hall]:
    made = Hall(places, tmp_path)
    yield made
    made.view.close_down()
    made.close(made.view, made.view.panel)


def test_each_song_has_a_colour_of_its_own_in_one_space(hall: Hall) -> None:
    hall.compare(*LIKE)
    shown = hall.view.curve.figures
    assert [one.colour for one in shown] == [colour_of(place) for place in range(3)]
    assert [one.label for one in shown] == ["Title 00000", "Title 00008", "Title 00016"]
    picture = hall.view.curve.grab().toImage()
    for place in range(3):
        assert coloured(picture, {colour_of(place)}, near=90) > 10, place


def test_the_nearest_moments_of_two_songs_are_marked_and_both_can_be_heard(hall: Hall) -> None:
    hall.compare(*LIKE[:2])
    links = hall.view.links
    assert 1 <= len(links) <= 3
    assert len(hall.view.curve.picture().links) == len(links)
    one, other = hall.pills()[:2]
    one.click()
    assert hall.moments.now == (LIKE[0], links[0].share_one * SECONDS)
    assert one.isChecked()
    other.click()
    assert hall.moments.now == (LIKE[1], links[0].share_other * SECONDS)
    assert not one.isChecked()
    assert [round(at, 3) for _, at, _ in hall.player.previews] == [
        round(links[0].share_one * SECONDS, 3),
        round(links[0].share_other * SECONDS, 3),
    ]
    other.click()
    assert hall.moments.now is None


def test_of_several_songs_those_of_the_chosen_one_are_told(hall: Hall) -> None:
    hall.compare(*LIKE)
    assert all(0 in (link.one, link.other) for link in hall.view.links)
    hall.view.panel.rows[2].click()
    assert hall.view.panel.rows[2].isChecked()
    assert hall.view.links
    assert all(2 in (link.one, link.other) for link in hall.view.links)
    assert len(hall.view.panel.pairs) == len(hall.view.links)


def test_a_click_on_a_curve_plays_that_song_from_there(hall: Hall) -> None:
    hall.compare(*LIKE)
    told: list[tuple[int, float]] = []
    hall.view.curve.clicked.connect(lambda index, share: told.append((index, share)))
    click(hall.view.curve, on_curve(hall.view.curve, 0.7, index=1))
    index, share = told[0]
    assert hall.playback.track == LIKE[index]
    assert abs(hall.playback.position() - share * SECONDS) < 1.0
    assert hall.playback.queue.tracks() == list(LIKE)


def test_the_song_that_plays_has_a_playhead(hall: Hall) -> None:
    hall.compare(*LIKE)
    hall.view.panel.play_asked.emit(1)
    hall.player.advance(45.0)
    heads = hall.view.curve.picture().heads
    assert list(heads) == [1]
    assert abs(heads[1] - 0.25) < 0.01


def test_songs_come_and_go(hall: Hall) -> None:
    hall.compare(*LIKE[:2])
    hall.view._take_found(Found(SeedKind.TRACK, "", "", "3"))
    until(lambda: len(hall.view.panel.rows) == 3)
    hall.view.panel.remove_asked.emit(0)
    until(lambda: [track.id for track in hall.view.tracks] == [LIKE[1], TrackId(3)])
    until(lambda: len(hall.view.curve.figures) == 2)


def test_a_song_is_found_by_its_name_to_be_added(hall: Hall) -> None:
    hall.compare(LIKE[0])
    hall.view.panel.add.click()
    finder = next(iter(hall.view.window().findChildren(SeedFinder)))
    finder.field.setText("00004")
    until(lambda: finder._rows)
    QTest.keyClick(finder.field, Qt.Key.Key_Return)
    until(lambda: len(hall.view.tracks) == 2)
    assert hall.view.tracks[1].title == "Title 00004"


def test_eight_are_the_most(hall: Hall) -> None:
    hall.view.open_at({"tracks": list(range(1, 12))})
    until(lambda: len(hall.view.tracks) == 8)
    assert not hall.view._add.isEnabled()
    assert len({colour_of(place) for place in range(8)}) == len(COLOURS) == 8


def test_a_song_that_was_not_heard_is_listed_without_a_curve(hall: Hall) -> None:
    hall.compare(HEARD + 1, *LIKE[:2])
    assert len(hall.view.curve.figures) == 2
    assert len(hall.view.panel.rows) == 3
    click(hall.view.curve, on_curve(hall.view.curve, 0.5, index=0))
    assert hall.playback.track in LIKE[:2]


def test_other_axes_are_remembered_with_the_songs(hall: Hall) -> None:
    hall.compare(*LIKE)
    hall.view._of_all.click()
    kept = hall.view.kept()
    hall.compare(*LIKE[:2])
    hall.view.restore(kept)
    until(lambda: len(hall.view.tracks) == 3)
    assert hall.view._room is Room.LIBRARY


def test_menus_of_tracks_offer_curves_and_comparing(hall: Hall) -> None:
    curves: list[tuple[object, str]] = []
    compared: list[object] = []
    hall.commands.curves_asked.connect(lambda ids, name: curves.append((ids, name)))
    hall.commands.compare_asked.connect(compared.append)
    track = hall.library.track(LIKE[0])
    for count in (3, 9):
        ids = hall.ids[:count]
        menu = track_menu(hall.view, hall.commands, ids, track, lambda: None)
        entries = {action.text(): action for action in menu.actions()}
        entries["Show as curves"].trigger()
        assert ("Compare…" in entries) is (count == 3)
        if count == 3:
            entries["Compare…"].trigger()
        menu.deleteLater()
    assert curves == [(hall.ids[:3], ""), (hall.ids[:9], "")]
    assert compared == [hall.ids[:3]]
