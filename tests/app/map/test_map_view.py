"""The map in the window: what is heard, selected, drawn round, searched for and kept."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from app import theme
from app.player.base import State
from app.views import maphearing
from app.views.mapchosen import name_of
from app.views.mapcontrols import MenuButton
from app.views.mappane import Look, MapPane
from app.views.trackmenu import track_menu
from app.widgets.map.tools import Tool
from core.domain import Ended, PlayEvent, Seconds, Source, Timestamp, TrackId
from core.explore.map.atlas import Atlas
from core.explore.map.chart import Kind, Mode, Projection, Sight
from core.library.radios import Seed, SeedKind
from core.settings import Places
from tests.app.map.mapstage import FLAT, LONG, MOMENTS, NONE, SECONDS, Stage, add, draw
from tests.app.shelf import until
from tests.core.explore.map.heard_music import MODEL, Music

GROUP = [1, 5, 9, 13, 17, 21]
"""Tracks that sound alike: every fourth."""


@pytest.fixture(autouse=True)
def quick(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    theme.apply(qapp, "dark")
    monkeypatch.setattr(theme, "motion", lambda: 0)


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with two dozen songs that were listened to, and laid out."""
    folder = tmp_path_factory.mktemp("heard")
    music = Music(Places(folder, folder / "models"))
    add(music, range(24))
    atlas = Atlas(music.library, music.places)
    for sight in (FLAT, MOMENTS):
        atlas.chart(sight)
    atlas.close()
    music.library.close()
    return folder


@pytest.fixture
def stage(places: Places, heard: Path, tmp_path: Path, qapp: QApplication) -> Iterator[Stage]:
    shutil.copytree(heard, places.data)
    made = Stage(places, tmp_path)
    yield made
    made.close()


@pytest.fixture
def pane(stage: Stage) -> MapPane:
    return stage.show()


def chosen(pane: MapPane) -> list[int]:
    return [int(id) for id in pane.chosen]


def shown(pane: MapPane) -> int:
    """Points that are there to be seen."""
    return int(pane.canvas._scene.kept.sum())


# -- hearing


def test_resting_on_a_point_lets_it_be_heard_and_leaving_it_ends_that(stage: Stage, pane: MapPane) -> None:
    stage.hover(pane, 3)
    assert not stage.player.previews and pane.card.isVisible()
    until(lambda: stage.player.previews)
    piece, at, seconds = stage.player.previews[0]
    assert piece.path.name == "3.flac" and seconds == 10.0 and 0 <= at <= SECONDS - 10
    until(lambda: stage.moments.now == (3, at))
    QTest.mouseMove(pane.canvas, QPoint(2, 2))
    assert not stage.moments.now
    assert not pane.card.isVisible()


def test_a_moment_is_heard_from_where_it_is(stage: Stage) -> None:
    pane = stage.show(sight=MOMENTS)
    chart = pane.chart
    assert chart is not None
    point = int(np.flatnonzero(chart.tracks == 2)[7])
    pane.canvas.hovered.emit(point)
    until(lambda: stage.player.previews)
    assert stage.player.previews[0][1] == float(chart.starts[point]) == 14.0


def test_passing_over_a_point_is_silent(stage: Stage, pane: MapPane) -> None:
    stage.hover(pane, 3)
    QTest.mouseMove(pane.canvas, QPoint(2, 2))
    QTest.qWait(maphearing.REST_MS + 50)
    assert not stage.player.previews


def test_hovering_is_silent_once_it_was_turned_off(stage: Stage, pane: MapPane) -> None:
    action = next(a for a in stage.view.more_menu().actions() if "pointer" in a.text())
    action.trigger()
    assert not stage.choices.now.hear_hover
    stage.hover(pane, 3)
    QTest.qWait(maphearing.REST_MS + 50)
    assert not stage.player.previews and pane.card.isVisible()


def test_hiding_the_map_ends_what_is_heard(stage: Stage, pane: MapPane) -> None:
    stage.hover(pane, 3)
    until(lambda: stage.moments.now)
    stage.view.hide()
    assert stage.moments.now is None


def test_a_double_click_on_a_moment_plays_the_track_from_there(stage: Stage) -> None:
    pane = stage.show(sight=MOMENTS)
    pane.opened.emit(pane._spot_at(20))
    chart = pane.chart
    assert chart is not None
    assert stage.playback.track == chart.tracks[20] and stage.playback.state is State.PLAYING
    assert stage.playback.position() == pytest.approx(float(chart.starts[20]), abs=0.3)


def test_what_is_in_the_queue_goes_on_after_what_the_map_plays(stage: Stage, pane: MapPane) -> None:
    stage.playback.play_tracks([TrackId(1), TrackId(2)])
    QTest.mouseDClick(pane.canvas, Qt.MouseButton.LeftButton, NONE, stage.at(pane, 7))
    assert stage.playback.track == 7
    assert [int(id) for id in stage.playback.queue.tracks()] == [1, 7, 2]


# -- selecting


def test_a_click_selects_and_tells_what_truly_sounds_nearest(stage: Stage, pane: MapPane) -> None:
    stage.click(pane, 5)
    panel = stage.view.panel
    until(lambda: panel.rows)
    assert panel.track is not None and panel.track.id == 5
    near = [int(row.spot.track) for row in panel.rows]
    assert len(near) == 8 and set(near[:5]) == set(GROUP) - {5}
    assert "likeness 0." in panel.rows[0].accessibleName()


def test_a_neighbour_can_be_played_and_selected_from_the_panel(stage: Stage, pane: MapPane) -> None:
    stage.click(pane, 5)
    panel = stage.view.panel
    until(lambda: panel.rows)
    other = panel.rows[0].spot.track
    panel.rows[0].play.click()
    assert stage.playback.track == other
    panel.rows[0].click()
    assert panel.track is not None and panel.track.id == other
    until(lambda: panel.rows and panel.rows[0].spot.track != other)


def test_the_panel_plays_from_the_moment_that_is_selected(stage: Stage) -> None:
    pane = stage.show(sight=MOMENTS)
    pane.picked.emit(pane._spot_at(3))
    panel = stage.view.panel
    assert panel.play.text() == "From 0:06"
    panel.play.click()
    assert stage.playback.position() == pytest.approx(6.0, abs=0.3)


def test_radio_starts_from_what_is_selected(stage: Stage, pane: MapPane) -> None:
    asked: list[tuple[Seed, ...]] = []
    stage.commands.radio.connect(asked.append)
    stage.click(pane, 5)
    stage.view.panel.radio.click()
    assert [seed.tracks for seed in asked[0]] == [(5,)]


def test_a_right_click_offers_what_any_list_offers(stage: Stage, pane: MapPane) -> None:
    pane.canvas.context_asked.emit(2, QPoint(0, 0))
    menu = stage.view.findChild(QMenu)
    assert menu is not None
    texts = [action.text() for action in menu.actions()]
    assert "Play next" in texts and "Edit tags…" in texts
    menu.close()


def test_every_list_leads_to_the_map(stage: Stage) -> None:
    asked: list[list[int]] = []
    stage.commands.map_asked.connect(asked.append)
    (track,) = stage.library.tracks([TrackId(3)])
    menu = track_menu(stage.view, stage.commands, [TrackId(3), TrackId(4)], track, lambda: None)
    next(action for action in menu.actions() if action.text() == "Show in map").trigger()
    menu.close()
    assert asked == [[3, 4]]


# -- regions


def test_what_a_lasso_holds_is_played_queued_and_tagged(stage: Stage, pane: MapPane) -> None:
    heard: dict[str, list[int]] = {}
    commands = stage.commands
    commands.play.connect(lambda ids, _at: heard.__setitem__("play", list(ids)))
    commands.enqueue.connect(lambda ids: heard.__setitem__("queue", list(ids)))
    commands.edit_tags.connect(lambda ids: heard.__setitem__("tag", list(ids)))
    stage.lasso(pane, GROUP)
    held = chosen(pane)
    assert set(GROUP) <= set(held) and pane.bar.isVisible()
    pane.bar.play.emit()
    pane.bar.queue.emit()
    pane.bar.tag.emit()
    assert heard == {"play": held, "queue": held, "tag": held}


def test_a_region_seeds_a_radio_that_bears_its_name(stage: Stage, pane: MapPane) -> None:
    asked: list[tuple[Seed, ...]] = []
    stage.commands.radio.connect(asked.append)
    until(lambda: pane.layers.names)
    stage.lasso(pane, GROUP)
    pane.bar.radio.emit()
    ((seed,),) = asked
    assert seed.kind is SeedKind.SELECTION and seed.label == name_of(pane) != ""
    assert sorted(seed.tracks) == chosen(pane)


def test_ctrl_and_a_click_add_one_and_take_it_back(stage: Stage, pane: MapPane) -> None:
    control = Qt.KeyboardModifier.ControlModifier
    stage.click(pane, 4, control)
    stage.click(pane, 6, control)
    assert chosen(pane) == [4, 6]
    stage.click(pane, 4, control)
    assert chosen(pane) == [6]


def test_escape_puts_the_tool_down_and_then_clears(stage: Stage, pane: MapPane) -> None:
    stage.lasso(pane, GROUP)
    QTest.keyClick(stage.view, Qt.Key.Key_Escape)
    assert pane.tool is Tool.PAN and pane.chosen
    QTest.keyClick(stage.view, Qt.Key.Key_Escape)
    assert not pane.chosen and not pane.bar.isVisible()


# -- paths


def test_a_drawn_path_becomes_a_playlist_that_walks_it(stage: Stage, pane: MapPane) -> None:
    played: list[list[int]] = []
    stage.commands.play_drawn.connect(lambda ids: played.append(list(ids)))
    stage.view.take(Tool.PATH)
    draw(pane, [stage.at(pane, track) for track in (1, 2, 3, 4)])
    until(lambda: stage.view.deeds._path)
    assert pane.path_bar.isVisible()
    pane.path_bar.play.emit()
    (walked,) = played
    artists = [(track - 1) % 4 for track in walked]
    assert len(walked) > 2 and len(set(walked)) == len(walked)
    assert all(one != other for one, other in pairwise(artists))


def test_a_path_through_nothing_says_so(stage: Stage, pane: MapPane) -> None:
    stage.view.search.setText("artist:nobody")
    until(lambda: pane._found is not None)
    stage.view.take(Tool.PATH)
    draw(pane, [stage.at(pane, track) for track in (1, 2, 3)])
    until(lambda: "no music" in pane.path_bar.accessibleDescription())


def test_two_points_ask_for_the_song_path_between_them(stage: Stage, pane: MapPane) -> None:
    asked: list[object] = []
    stage.commands.path_asked.connect(asked.append)
    stage.view.take(Tool.PAIR)
    stage.click(pane, 1)
    stage.click(pane, 2)
    assert asked == [[1, 2]]


# -- two pictures


def test_two_pictures_share_pointer_choice_and_selection(stage: Stage, pane: MapPane) -> None:
    stage.view.set_split(on=True)
    other = stage.view.panes[1]
    stage.until_whole(other)
    stage.look_at(other, MOMENTS)
    stage.lasso(pane, GROUP)
    assert chosen(other) == chosen(pane)
    assert len(other.canvas.chosen) == 12 * len(chosen(pane))
    pane.canvas.hovered.emit(4)
    assert other.layers._echo._place is not None and other.layers._echo._text == "Song 4"
    pane.picked.emit(pane._spot_at(4))
    assert other.layers._links._from is not None


def test_a_region_in_one_picture_of_moments_is_the_same_moments_in_the_other(stage: Stage) -> None:
    pane = stage.show(sight=MOMENTS)
    stage.view.set_split(on=True)
    other = stage.view.panes[1]
    stage.look_at(other, Sight(Mode.MOMENTS, model=MODEL, projection=Projection.STANDARD_PCA))
    pane.canvas.set_chosen([3, 40])
    pane.chosen_changed.emit()
    assert other.canvas.chosen.tolist() == [3, 40]


def test_no_words_are_cut_where_two_pictures_stand_side_by_side(stage: Stage, pane: MapPane) -> None:
    stage.view.resize(760, 700)
    stage.view.set_split(on=True)
    for each in stage.view.panes:
        stage.until_whole(each)
    for each, bar in zip(stage.view.panes, stage.view.controls, strict=True):
        assert each._foot.text().startswith("Keeps ") and "…" not in each._foot.text()
        assert "10 nearest neighbours" in each._foot.toolTip()
        buttons = [one for one in bar.findChildren(MenuButton) if one.isVisible()]
        assert buttons and not [one.text() for one in buttons if "…" in one.text()]


def test_each_picture_has_its_own_space_and_colours(stage: Stage, pane: MapPane) -> None:
    stage.view.set_split(on=True)
    other = stage.view.panes[1]
    stage.until_whole(other)
    stage.look_at(other, Sight(kind=Kind.MEASURES, x="duration", y="play_count"))
    assert pane.chart is not None and pane.chart.sight == FLAT
    stage.view.set_split(on=False)
    assert len(stage.view.panes) == 1


# -- searching and colours


def test_a_search_dims_the_others_or_leaves_them_out(stage: Stage, pane: MapPane) -> None:
    stage.view.search.setText('artist:"Artist 0"')
    until(lambda: pane._found is not None)
    assert pane._found is not None and pane._found.sum() == 6
    assert shown(pane) == 24
    stage.view._only_button.click()
    until(lambda: shown(pane) == 6)
    stage.view.search.clear()
    until(lambda: shown(pane) == 24)


def test_return_in_the_search_chooses_what_is_found(stage: Stage, pane: MapPane) -> None:
    stage.view.search.setText('artist:"Artist 2"')
    until(lambda: pane._found is not None)
    stage.view.search.returnPressed.emit()
    assert chosen(pane) == [3, 7, 11, 15, 19, 23]


def test_a_line_of_the_legend_makes_its_group_stand_out(stage: Stage, pane: MapPane) -> None:
    frame = pane.desk.frame
    assert frame is not None
    entry = frame.colouring.legend[0]
    pane.legend._solo(entry.code)
    assert pane._groups is not None and pane._groups.sum() == 6
    pane.legend.show_all()
    assert pane._groups is None


def test_colours_follow_a_rating(stage: Stage, pane: MapPane) -> None:
    bar = stage.view.controls[0]
    bar.asked.emit(Look(pane.look.sight, "rating"))
    until(lambda: pane.desk.frame is not None and pane.desk.frame.colouring.scheme == "rating")
    before = pane.desk.frame
    stage.commands.rate([TrackId(2)], 5.0)
    until(lambda: pane.desk.frame is not before)
    assert pane.desk.frame is not None and before is not None
    changed = np.flatnonzero((pane.desk.frame.rgb != before.rgb).any(axis=1))
    assert changed.tolist() == [1]


def test_a_picture_that_cannot_be_made_says_why_and_the_one_before_comes_back(
    stage: Stage, pane: MapPane
) -> None:
    bar = stage.view.controls[0]
    bar.asked.emit(Look(Sight(kind=Kind.MEASURES, x="duration", y="tempo"), "genre"))
    until(pane.waiting.isVisible)
    assert pane.waiting.problem.text.text()
    bar.asked.emit(Look(FLAT, "genre"))
    until(pane.canvas.isVisible)


def test_what_cannot_be_shown_is_said_once(stage: Stage, pane: MapPane) -> None:
    stage.click(pane, 3)
    until(lambda: stage.view.panel.rows)
    stage.view.controls[0].asked.emit(Look(Sight(Mode.MOMENTS, model="musicnn-msd"), "genre"))
    until(pane.waiting.isVisible)
    until(lambda: not stage.view.panel.rows)
    assert "musicnn-msd" in pane.waiting.problem.text.text()
    assert not stage.said and not pane._foot.text() and not stage.view.panel._note.text()


def test_a_layout_under_way_is_shown_growing_and_can_be_cancelled(stage: Stage, pane: MapPane) -> None:
    stage.view.controls[0].asked.emit(Look(Sight(model=MODEL, projection=Projection.TSNE), "genre"))
    until(lambda: pane.chart is not None and pane.chart.growing and pane.strip.working, LONG)
    assert "being laid out" in pane._foot.accessibleName()
    pane.strip.cancel.click()
    assert not pane.desk.busy and pane.strip.isVisible() and pane.strip.anew.isVisible()
    assert "stopped" in pane._foot.accessibleName()


def test_a_layout_under_way_goes_on_when_its_moments_become_paths(stage: Stage, pane: MapPane) -> None:
    sight = Sight(Mode.MOMENTS, model=MODEL, projection=Projection.TSNE)
    stage.view.controls[0].asked.emit(Look(sight, "genre"))
    until(lambda: pane.chart is not None and pane.chart.sight == sight, LONG)
    under_way = pane.desk._progress
    paths = replace(sight, mode=Mode.PATHS)
    stage.view.controls[0].asked.emit(Look(paths, "genre"))
    assert pane.desk._progress is under_way
    assert pane.chart is not None and pane.chart.sight == paths
    stage.until_whole(pane)
    assert pane.chart.sight == paths


def test_all_points_lie_beside_an_open_legend(stage: Stage, pane: MapPane) -> None:
    places = pane.canvas.camera.to_screen(pane.canvas.xy)
    assert not pane.legend.folded
    assert places[:, 0].max() < pane.legend.x()


# -- the library lives


def test_where_one_has_been_tonight_is_a_trail(stage: Stage, pane: MapPane) -> None:
    for track in (1, 2, 3):
        at = Timestamp(time.time() - 600 + track)
        stage.library.record_play(
            PlayEvent(TrackId(track), at, Seconds(SECONDS), Ended.FINISHED, Source.LIBRARY)
        )
    until(lambda: stage.desk.trail == (1, 2, 3))
    assert len(pane.layers._trail._places) == 3
    action = next(a for a in stage.view.more_menu().actions() if "tonight" in a.text())
    action.trigger()
    assert not len(pane.layers._trail._places)


def test_new_music_is_placed_and_nothing_else_moves(stage: Stage, pane: MapPane) -> None:
    assert pane.chart is not None
    before = pane.chart
    stage.tell(stage.add(range(24, 26)))
    until(lambda: pane.chart is not None and len(pane.chart) == 26)
    assert np.array_equal(pane.chart.xy[:24], before.xy) and pane.chart.placed[24:].all()
    assert not pane.strip.isVisible()


def test_a_new_layout_is_offered_after_a_quarter_of_growth(stage: Stage, pane: MapPane) -> None:
    stage.tell(stage.add(range(24, 32)))
    until(lambda: pane.strip.isVisible() and not pane.strip.working)
    assert pane.chart is not None and pane.chart.grown > 0.25
    pane.strip.anew.click()
    until(lambda: pane.chart is not None and pane.chart.grown == 0.0)
    assert not pane.strip.isVisible()


def test_show_in_map_selects_and_says_what_is_not_there(stage: Stage, pane: MapPane) -> None:
    stage.view.open_at({"tracks": [6]})
    panel = stage.view.panel
    assert panel.track is not None and panel.track.id == 6 and not stage.said
    seen = pane.canvas.camera.to_screen(
        pane.canvas.xy
    )  # with the others around it, all in this small library
    assert ((seen >= 0) & (seen <= (pane.canvas.width(), pane.canvas.height()))).all()
    (unheard,) = stage.music.own([99], first=99)
    stage.tell([unheard])
    until(lambda: stage.desk.known is not None and unheard in stage.desk.known.stock)
    stage.view.open_at({"tracks": [99]})
    until(lambda: stage.said)
    assert stage.said == ["“Song 99” is not on this map: it has not been listened to yet."]
    stage.view.open_at({"tracks": [2, 3]})
    assert chosen(pane) == [2, 3]


def test_a_map_of_one_song_says_no_more_than_that(places: Places, tmp_path: Path) -> None:
    stage = Stage(places, tmp_path)
    stage.add(range(1))
    pane = stage.show()
    stage.view.open_at({"tracks": [1]})
    until(stage.view.panel._note.text)
    assert stage.view.panel._note.text() == "Nothing else is on this map yet."
    assert "%" not in pane._foot.accessibleName()
    assert not any(pane.layers._axes.titles())
    stage.close()


def test_before_anything_was_heard_the_map_says_so(places: Places, tmp_path: Path) -> None:
    stage = Stage(places, tmp_path)
    stage.view.show()
    pane = stage.view.panes[0]
    until(pane.waiting.unheard.isVisible)
    stage.tell(stage.add(range(6)))
    until(lambda: pane.chart is not None, 20)
    stage.close()


def test_the_view_stands_as_it_stood(stage: Stage, pane: MapPane) -> None:
    view = stage.view
    stage.click(pane, 5)
    view.search.setText('artist:"Artist 1"')
    view._only_button.click()
    view.set_split(on=True)
    other = view.panes[1]
    stage.until_whole(other)
    stage.look_at(other, MOMENTS)
    other._thin.setValue(40)
    kept = view.kept()
    assert [each["sight"]["mode"] for each in kept["panes"]] == ["tracks", "moments"]
    assert kept["panes"][1]["shown"] == 40
    assert kept["query"] == 'artist:"Artist 1"' and kept["only"] and kept["spot"] == [5, None]


def test_a_session_is_taken_up_again(stage: Stage) -> None:
    kept = {
        "panes": [
            {"sight": FLAT.to_json(), "scheme": "artist", "view": [0.2, 0.1, 3.0], "shown": 100},
            {"sight": MOMENTS.to_json(), "scheme": "genre", "view": None, "shown": 40},
        ],
        "query": 'artist:"Artist 1"',
        "only": True,
        "spot": [5, None],
    }
    pane = stage.show(kept)
    other = stage.view.panes[1]
    stage.until_whole(other)
    assert pane.look.scheme == "artist" and other.chart is not None and other.chart.sight == MOMENTS
    assert pane.canvas.camera.zoom == pytest.approx(3.0)
    until(lambda: stage.view.panel.track is not None)
    assert stage.view.panel.track is not None and stage.view.panel.track.id == 5
    until(lambda: shown(pane) == 6)
    again = stage.view.kept()
    assert again["panes"][1]["shown"] == 40 and again["query"] == kept["query"] and again["only"]


@pytest.mark.parametrize("kept", [None, 3, [], {"panes": 3}, {"panes": [{"sight": {"mode": "x"}}]}], ids=str)
def test_a_session_that_others_wrote_is_passed_over(stage: Stage, kept: object) -> None:
    stage.view.restore(kept)
    assert len(stage.view.panes) == 1
