"""What the map's colours mean: the legend, and colours themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app import theme
from app.widgets.map import colouring as colours
from app.widgets.map.floats import Corner, Floats
from app.widgets.map.legend import ROW, Legend
from core.explore.map.colours import Colouring, Entry
from core.texts import marked
from tests.app.map.charts import LEFT

NONE, ALT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    theme.apply(qapp, "dark")


def groups(names: Sequence[str], codes: Sequence[int], other: int | None = None) -> Colouring:
    found = np.array(codes, np.int16)
    shown = [(name, code) for code, name in enumerate(names)] + [("Not known", -1)] * (-1 in codes)
    legend = tuple(Entry(marked("{n}", n=n), int((found == c).sum()), n.lower(), c) for n, c in shown)
    return Colouring("genre", found, legend, other=other)


GENRES = groups(["Ambient", "Soul", "Jazz"], [0, 0, 1, 2, -1])
SCALE = Colouring(
    "tag:piano",
    np.array([0, 1, 1, -1], np.int16),
    (Entry(marked("Little"), 1, "0", 0), Entry(marked("Much"), 2, "1", 1), Entry(marked("?"), 1, "u", -1)),
    np.array([0.1, 0.8, 1.0, np.nan], np.float32),
    marked("Nothing"),
    marked("All"),
)


@pytest.fixture
def room(qapp: QApplication) -> Iterator[QWidget]:
    made = QWidget()
    made.resize(900, 600)
    made.show()
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def legend(room: QWidget) -> Legend:
    made = Legend()
    Floats(room).put(made, Corner.TOP_RIGHT)
    made.show_colouring(GENRES, "Genre")
    QApplication.processEvents()
    return made


def told(legend: Legend) -> list[frozenset[int] | None]:
    said: list[frozenset[int] | None] = []
    legend.shown.connect(said.append)
    return said


def row(at: int) -> QPoint:
    return QPoint(40, at * ROW + ROW // 2)


def test_a_click_hides_a_group_and_another_shows_it_again(legend: Legend) -> None:
    said = told(legend)
    QTest.mouseClick(legend.rows, LEFT, NONE, row(1))
    QTest.mouseClick(legend.rows, LEFT, NONE, row(1))
    assert said == [frozenset({0, 2, -1}), None]


def test_a_double_click_shows_a_group_alone_and_another_all(legend: Legend) -> None:
    said = told(legend)
    for _ in range(2):
        QTest.mouseClick(legend.rows, LEFT, NONE, row(1))
        QTest.mouseDClick(legend.rows, LEFT, NONE, row(1))
    assert said[1] == frozenset({1})
    assert said[-1] is None


def test_alt_and_a_click_shows_a_group_alone(legend: Legend) -> None:
    said = told(legend)
    QTest.mouseClick(legend.rows, LEFT, ALT, row(2))
    assert said == [frozenset({2})]


def test_hiding_the_last_one_brings_all_back(legend: Legend) -> None:
    said = told(legend)
    QTest.mouseClick(legend.rows, LEFT, ALT, row(2))
    QTest.mouseClick(legend.rows, LEFT, NONE, row(2))
    assert said[-1] is None


def test_all_is_offered_while_some_are_hidden(legend: Legend) -> None:
    said = told(legend)
    assert legend._all.isHidden()
    QTest.mouseClick(legend.rows, LEFT, NONE, row(0))
    QTest.mouseClick(legend._all, LEFT)
    assert said[-1] is None
    assert legend._all.isHidden()


def test_the_keyboard_goes_down_the_legend_and_hides_and_shows_alone(legend: Legend) -> None:
    said = told(legend)
    legend.rows.setFocus()
    QTest.keyClick(legend.rows, Qt.Key.Key_Down)
    assert legend.rows.accessibleDescription() == "Soul, 1 track, shown"
    QTest.keyClick(legend.rows, Qt.Key.Key_Space)
    assert legend.rows.accessibleDescription() == "Soul, 1 track, hidden"
    QTest.keyClick(legend.rows, Qt.Key.Key_Up)
    QTest.keyClick(legend.rows, Qt.Key.Key_Return)
    assert said == [frozenset({0, 2, -1}), frozenset({0})]


def test_the_choice_outlives_a_growing_library_by_its_name(legend: Legend) -> None:
    QTest.mouseClick(legend.rows, LEFT, ALT, row(1))
    legend.show_colouring(groups(["Soul", "Ambient"], [0, 0, 0, 1]), "Genre")
    assert legend.chosen() == frozenset({0})
    legend.show_colouring(SCALE, "Piano")
    assert legend.chosen() is None


def test_points_of_hidden_groups_are_dimmed() -> None:
    lit = colours.lit(GENRES, frozenset({0, -1}))
    assert lit is not None
    assert lit.tolist() == [True, True, False, False, True]
    assert colours.lit(GENRES, None) is None


def test_hidden_groups_are_hollow_in_the_legend(legend: Legend) -> None:
    def filled(at: int) -> bool:
        image = legend.rows.grab().toImage()
        return image.pixelColor(14, at * ROW + ROW // 2) == QColor(colours.of_entry(GENRES, at, theme.DARK))

    assert filled(1)
    QTest.mouseClick(legend.rows, LEFT, NONE, row(1))
    assert not filled(1)
    assert filled(0)


def test_a_scale_shows_its_ends_from_little_to_much(legend: Legend) -> None:
    legend.show_colouring(SCALE, "Piano")
    QApplication.processEvents()
    assert (legend._low.text(), legend._high.text()) == ("Nothing", "All")
    bar = legend._scale.grab().toImage()
    left, right = (bar.pixelColor(x, 5).lightness() for x in (6, bar.width() - 7))
    assert right > left + 60


def test_a_long_legend_scrolls_and_follows_the_keyboard(room: QWidget, legend: Legend) -> None:
    room.resize(900, 300)
    legend.show_colouring(groups([f"Genre {n}" for n in range(13)], list(range(13)), 12), "Genre")
    QApplication.processEvents()
    assert legend.height() < 0.7 * room.height()
    legend.rows.setFocus()
    for _ in range(12):
        QTest.keyClick(legend.rows, Qt.Key.Key_Down)
    visible = legend.rows.visibleRegion().boundingRect()
    assert visible.contains(row(12))


def test_it_begins_folded_where_the_map_is_narrow(room: QWidget, legend: Legend) -> None:
    tall = legend.sizeHint().height()
    room.resize(420, 600)
    QApplication.processEvents()
    assert legend.folded
    assert legend.sizeHint().height() < tall / 2
    QTest.mouseClick(legend._fold, LEFT)
    room.resize(400, 600)
    QApplication.processEvents()
    assert not legend.folded, "who has unfolded it keeps it so"


# -- colours


def test_points_have_the_colours_of_their_groups() -> None:
    coloured = groups(["Ambient", "Other"], [0, 1, -1], other=1)
    made = ["#{:02X}{:02X}{:02X}".format(*one) for one in colours.colours(coloured, theme.DARK).tolist()]
    assert made == [colours.palette(theme.DARK)[0], colours.other(theme.DARK), colours.unknown(theme.DARK)]
    assert made == [colours.of_entry(coloured, code, theme.DARK) for code in (0, 1, -1)]


def test_values_are_shades_and_the_unknown_is_none_of_them() -> None:
    made = colours.colours(SCALE, theme.DARK)
    assert made.shape == (4, 3)
    assert made[2].tolist() == colours.ramp(theme.DARK)[-1].tolist()
    assert not (colours.ramp(theme.DARK) == made[3]).all(axis=1).any()


@pytest.mark.parametrize("now", [theme.DARK, theme.LIGHT])
def test_scales_go_away_from_the_ground_step_by_step(now: theme.Theme) -> None:
    shades = ["#{:02X}{:02X}{:02X}".format(*one) for one in colours.ramp(now).tolist()]
    against = [theme.contrast(shade, now.window) for shade in shades]
    assert all(later >= earlier - 0.01 for earlier, later in zip(against, against[8:], strict=False))
    assert against[-1] > 4 * against[0]


CONES = {
    "usual": np.eye(3),
    "protan": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deutan": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.01182, 0.04294, 0.968881],
    ],
    "tritan": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.3039],
    ],
}
"""Machado, Oliveira and Fernandes, 2009, severity 1, on linear light."""


def oklab(linear: np.ndarray) -> np.ndarray:
    to_cones = [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
    to_lab = [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
    return np.cbrt(np.clip(linear, 0, 1) @ np.array(to_cones).T) @ np.array(to_lab).T


@pytest.mark.parametrize("eyes", CONES)
@pytest.mark.parametrize("now", [theme.DARK, theme.LIGHT])
def test_any_two_of_the_twelve_colours_can_be_told_apart(now: theme.Theme, eyes: str) -> None:
    rgb = np.array([QColor(one).getRgbF()[:3] for one in colours.palette(now)])
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    seen = oklab(linear @ np.array(CONES[eyes]).T)
    apart = np.linalg.norm(seen[:, None] - seen[None], axis=-1) + np.eye(12)
    assert apart.min() > (0.115 if eyes == "usual" else 0.073)


@pytest.mark.parametrize("now", [theme.DARK, theme.LIGHT])
def test_every_colour_stands_out_from_the_map(now: theme.Theme) -> None:
    ground = now.window if now.dark else now.panel
    assert min(theme.contrast(one, ground) for one in colours.palette(now)) > 2.9
