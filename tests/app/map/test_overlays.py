"""Layers above the map's points, by their pixels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from app import tasks, theme
from app.widgets.map.axiscaptions import AxisCaptions, figures
from app.widgets.map.labels import AT_ONCE, Labels
from app.widgets.map.overlays import Echo, Links, Playing, Trail
from core.explore.map.chart import Axis
from core.texts import marked
from tests.app.map.charts import Pane, Still, chart_of, opacity
from tests.app.shelf import until


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    theme.apply(qapp, "dark")


class Count:
    """How often a new picture was asked for."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> None:
        self.times += 1


def beside(image: QImage, x: float, y: float) -> int:
    """The strongest within five pixels."""
    return opacity(image, (x, y), 5)


# -- links


def test_the_more_alike_the_clearer_the_link() -> None:
    links = Links()
    links.show((0, 0), np.array([[0.8, 0.0], [0.0, 0.8], [-0.8, 0.0]]), np.array([0.9, 0.5, -0.2]))
    image = Pane().picture(links)
    alike, less, hardly = opacity(image, (280, 200)), opacity(image, (200, 120)), opacity(image, (120, 200))
    assert alike > 1.4 * less > 2 * hardly > 0
    assert opacity(image, (200, 280)) == 0, "nothing where no neighbour is"
    assert opacity(image, (200, 200)) == 255, "the point itself"


def test_a_link_to_what_lies_outside_fades_at_the_edge() -> None:
    links = Links()
    links.show((0, 0), np.array([[3.0, 0.0]]), np.array([0.9]))
    image = Pane().picture(links)
    assert opacity(image, (300, 200)) > 140
    assert 0 < opacity(image, (396, 200), 2) < 60


def test_links_from_outside_to_outside_across_the_view_are_seen_passing() -> None:
    links = Links()
    links.show((-3, 0), np.array([[3.0, 0.0]]), np.array([0.9]))
    assert opacity(Pane().picture(links), (200, 200)) > 140
    links.clear()
    assert opacity(Pane().picture(links), (200, 200)) == 0


# -- the trail, and what plays


def test_the_trail_fades_into_the_past() -> None:
    trail = Trail()
    trail.show(np.array([[-0.8, 0.5], [0.0, 0.5], [0.8, 0.5]]))
    image = Pane().picture(trail)
    past, present = opacity(image, (120, 100)), opacity(image, (280, 100))
    assert 0 < past < present
    assert opacity(image, (360, 100)) == 255, "where one is now"


def test_one_place_alone_is_marked_and_none_is_nothing() -> None:
    trail = Trail()
    trail.show(np.array([[0.0, 0.0]]))
    assert opacity(Pane().picture(trail), (200, 200)) == 255
    trail.show(np.empty((0, 2)))
    assert opacity(Pane().picture(trail), (200, 200)) == 0


def test_what_plays_travels_from_moment_to_moment_in_time_with_the_sound() -> None:
    redraw = Count()
    playing = Playing(redraw)
    playing.show(np.array([[-0.5, 0.0], [0.5, 0.0], [0.5, 0.5]]), np.array([1.5, 3.5, 5.5]))
    playing.set_position(2.5)
    assert playing.place() == pytest.approx((0.0, 0.0))
    playing.set_position(4.5)
    assert playing.place() == pytest.approx((0.5, 0.25))
    assert opacity(Pane().picture(playing), (300, 150)) == 255
    playing.set_position(0.0)
    assert playing.place() == pytest.approx((-0.5, 0.0)), "the first moment before its middle"
    assert redraw.times == 4


def test_what_plays_rests_on_its_track_and_asks_for_no_picture() -> None:
    redraw = Count()
    playing = Playing(redraw)
    playing.show(np.array([[0.2, 0.2]]))
    before = redraw.times
    for seconds in range(5):
        playing.set_position(seconds)
    assert redraw.times == before
    playing.show(np.empty((0, 2)))
    assert playing.place() is None


# -- the same track over there


def test_an_echo_rings_the_point_and_names_it() -> None:
    echo = Echo()
    echo.show((0, 0), "Teardrop")
    image = Pane().picture(echo)
    assert opacity(image, (210, 200)) == 255
    assert opacity(image, (240, 200), 8) > 150
    echo.show(None)
    assert opacity(Pane().picture(echo), (210, 200)) == 0


def test_a_wedge_at_the_edge_points_to_an_echo_outside() -> None:
    echo = Echo()
    echo.show((4, 0), "Teardrop")
    image = Pane().picture(echo)
    assert opacity(image, (384, 200), 6) == 255
    assert opacity(image, (200, 200), 6) == 0


# -- words


@dataclass
class Word:
    level: int
    x: float
    y: float
    text: str
    weight: float = 1.0


def settled(labels: Labels, pane: Pane, monkeypatch: pytest.MonkeyPatch) -> QImage:
    """The picture after words have come and gone."""
    monkeypatch.setattr(theme, "motion", lambda: 0)
    return pane.picture(labels)


REGIONS = [Word(0, -0.5, 0.5, "Ambient"), Word(0, 0.5, -0.5, "Soul")]


def test_regions_are_named_far_out_and_titles_near(monkeypatch: pytest.MonkeyPatch) -> None:
    labels = Labels()
    artists = [Word(1, x / 10, y / 10, f"Artist {x} {y}") for x in range(-8, 8, 2) for y in range(-8, 8, 2)]
    titles = [Word(3, x / 20, y / 20, f"Title {x} {y}") for x in range(-18, 18) for y in range(-18, 18)]
    labels.show([*REGIONS, *artists, *titles])
    settled(labels, Pane(), monkeypatch)
    assert set(labels.shown()) == {"Ambient", "Soul"}
    settled(labels, Pane(Still(zoom=10.0, middle=(-0.5, 0.5))), monkeypatch)
    assert any(text.startswith("Title") for text in labels.shown())
    assert "Ambient" not in labels.shown()


def test_very_many_words_are_made_ready_beside_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    labels, pane = Labels(), Pane()
    labels.show([Word(0, 0.0, 0.0, "Ambient"), *(Word(3, 0.5, 0.5, f"Title {n}") for n in range(AT_ONCE))])
    assert not labels.shown()

    def there() -> bool:
        settled(labels, pane, monkeypatch)
        return labels.shown() == ["Ambient"]

    until(there)
    labels.show([Word(3, 0.5, 0.5, f"Title {n}") for n in range(AT_ONCE + 1)])
    labels.show(REGIONS)
    tasks.drain()
    QApplication.processEvents()
    settled(labels, pane, monkeypatch)
    assert set(labels.shown()) == {"Ambient", "Soul"}, "not those that came late"


def test_words_stand_on_their_place_with_a_halo_of_the_ground(monkeypatch: pytest.MonkeyPatch) -> None:
    labels = Labels()
    labels.show([Word(0, 0.0, 0.0, "Ambient")])
    image = settled(labels, Pane(), monkeypatch)
    shades = [image.pixelColor(x, y) for x in range(165, 235) for y in range(190, 210)]
    assert max(shade.lightness() for shade in shades if shade.alpha() > 200) > 200
    assert any(shade.alpha() > 150 and shade.lightness() < 40 for shade in shades)
    assert opacity(image, (200, 250), 10) == 0


def test_words_of_a_track_stand_clear_of_its_disc(monkeypatch: pytest.MonkeyPatch) -> None:
    labels, pane = Labels(), Pane(Still(zoom=8.0))
    monkeypatch.setattr(pane, "radius_of", lambda _point: 20.0)
    labels.show([Word(0, -1, -1, "Ambient"), Word(3, 0.0, 0.0, "Teardrop")])
    image = settled(labels, pane, monkeypatch)
    assert labels.shown() == ["Teardrop"]
    assert opacity(image, (200, 200), 22) == 0
    assert opacity(image, (200, 161), 8) > 0


def test_no_words_stand_under_what_floats(monkeypatch: pytest.MonkeyPatch) -> None:
    labels = Labels()
    labels.keep_free = [QRectF(0, 0, 200, 200)]
    labels.show(REGIONS)
    settled(labels, Pane(), monkeypatch)
    assert labels.shown() == ["Soul"]


def test_words_come_softly_and_ask_for_pictures_until_they_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(theme, "motion", lambda: 160)
    redraw = Count()
    labels, pane = Labels(redraw), Pane()
    labels.show(REGIONS)
    redraw.times = 0
    first = beside(pane.picture(labels), 100, 100)
    pictures = 1
    while redraw.times == pictures and pictures < 10_000:
        last = beside(pane.picture(labels), 100, 100)
        pictures += 1
    assert 0 < first < last
    assert last == beside(settled(labels, pane, monkeypatch), 100, 100)


def test_texts_of_core_are_said_in_the_windows_language(monkeypatch: pytest.MonkeyPatch) -> None:
    labels = Labels()
    labels.show([Word(0, 0, 0, marked("%Ln track(s)", count=3))])
    settled(labels, Pane(), monkeypatch)
    assert labels.shown() == ["3 tracks"]


# -- axes


def test_measures_are_captioned_with_their_unit_and_pca_with_its_share() -> None:
    axes = AxisCaptions()
    axes.show(chart_of([(0, 0)], (Axis("tempo", 0, 60, 180), Axis("duration", 0, 60, 600))))
    assert axes.titles() == ["Tempo, bpm", "Length"]
    axes.show(chart_of([(0, 0)], (Axis("", 0.41), Axis("", 0.12))))
    assert axes.titles() == ["41 % of the differences", "12 % of the differences"]
    axes.show(chart_of([(0, 0)]))
    assert axes.titles() == []


def test_figures_stand_where_their_values_lie() -> None:
    axes = AxisCaptions()
    axes.show(chart_of([(0, 0)], (Axis("year", 0, 1960, 2020), Axis("rating", 0, 1, 5))))
    image = Pane().picture(axes)
    # 1990 is in the middle; years are ten or twenty apart, so that nothing is at 1985.
    assert opacity(image, (200, 300)) > 0
    assert opacity(image, (183, 310), 3) == 0


def test_figures_are_said_in_their_unit() -> None:
    assert figures(Axis("duration"), [60.0, 200.0]) == ["1:00", "3:20"]
    assert figures(Axis("tag:piano"), [0.0, 0.25]) == ["0 %", "25 %"]
    assert figures(Axis("year"), [1990.0]) == ["1990"]
    assert figures(Axis("added"), [17_000.0, 18_000.0]) == ["2016", "2019"]
    assert figures(Axis("added"), [17_000.0, 17_100.0]) == ["Jul 2016", "Oct 2016"]
