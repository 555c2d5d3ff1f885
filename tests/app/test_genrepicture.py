"""The picture of one's genres: what is pointed at is told, what is clicked can be played and gone into."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton

from app import tasks, theme
from app.choices import Choices
from app.covers import Covers
from app.hearing import Listened
from app.views.commands import TrackCommands
from app.views.genrepicture import GenrePictureView
from app.views.genres import GenresView
from app.views.ways import Address, Ways
from app.widgets.chord import NONE, Chord, Pair, hue
from app.widgets.matrix import Matrix
from core.database import Database
from core.domain import TrackId
from core.library.browse import Browse
from core.library.radios import Seed, SeedKind
from core.library.tracks import SQL, Kind, Library
from core.settings import Settings
from tests.app.shelf import fill, hearing, until

GENRES = ("Ambient", "Blues", "Chant", "Dub")
TRACKS = 96
SPREAD = 12
"""How far a colour may be from what was meant, where it is painted over edges."""


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    theme.apply(qapp, "dark")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    made = Library(Database(tmp_path / "library.db", SQL))
    fill(made, TRACKS)
    name(made, {number: GENRES[number % 8 // 2] for number in range(1, TRACKS + 1)})
    yield made
    tasks.drain()
    made.close()


def name(library: Library, genres: dict[int, str]) -> None:
    with library.database.write() as db:
        db.executemany(
            "UPDATE tracks SET genre = ?1, genres = json_array(?1) WHERE id = ?2",
            [(genre, id) for id, genre in genres.items()],
        )


class Stage:
    """The view, the ways it went, and what it asked for."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.ways, self.went = Ways(), list[Address]()
        self.ways.went.connect(self.went.append)
        self.commands = TrackCommands(library)
        self.asked: list[tuple[str, object]] = []
        for asked in ("radio", "path_asked", "enqueue"):
            getattr(self.commands, asked).connect(lambda what, asked=asked: self.asked.append((asked, what)))
        self.loads = 0
        self.listened = Listened(self._hearing)
        self.view = GenrePictureView(library, Browse(library), self.listened, self.commands, self.ways)

    def _hearing(self) -> object:
        self.loads += 1
        return hearing(self.library)

    def show(self) -> GenrePictureView:
        self.view.resize(1100, 760)
        self.view.show()
        until(lambda: self.view.told is not None)
        QApplication.processEvents()
        return self.view

    def place(self, genre: str) -> int:
        assert self.view.told is not None
        return list(self.view.told.names).index(genre)


@pytest.fixture
def stage(library: Library, qapp: QApplication) -> Iterator[Stage]:
    made = Stage(library)
    yield made
    made.view.close_down()
    made.view.close()
    made.view.deleteLater()
    tasks.drain()


def point_at(picture: Matrix | Chord, pair: Pair) -> None:
    QTest.mouseMove(picture, QPoint(1, 1))
    QTest.mouseMove(picture, picture.place_of(*pair).toPoint())


def click(picture: Matrix | Chord, pair: Pair) -> None:
    QTest.mouseClick(
        picture, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, picture.place_of(*pair).toPoint()
    )


def menu_of(view: GenrePictureView) -> QMenu:
    until(lambda: any(menu.isVisible() for menu in view.findChildren(QMenu)))
    return next(menu for menu in view.findChildren(QMenu) if menu.isVisible())


def choose(view: GenrePictureView, text: str) -> None:
    menu = menu_of(view)
    next(action for action in menu.actions() if action.text() == text).trigger()
    menu.close()


def colour_at(widget: Matrix | Chord, at: QPointF) -> QColor:
    picture = widget.grab()
    scale = picture.devicePixelRatio()
    return picture.toImage().pixelColor((at * scale).toPoint())


def alike(one: QColor, other: QColor) -> bool:
    parts = zip(one.getRgb()[:3], other.getRgb()[:3], strict=True)  # type: ignore[arg-type,index]
    return all(abs(a - b) <= SPREAD for a, b in parts)


# -- what is looked at


def test_pointing_at_a_cell_tells_how_far_and_brings_the_pair_forward_in_both(stage: Stage) -> None:
    view = stage.show()
    told = view.told
    assert told is not None
    taste, songs = stage.place("Blues"), stage.place("Dub")
    point_at(view.matrix, (taste, songs))
    said = view.detail.text()
    assert said.startswith(f"Dub from Blues: {told.matrix[taste][songs]:.2f}")
    assert "pair" in said
    assert view.circle.marked == (taste, songs)
    QTest.mouseMove(view.matrix, QPoint(1, 1))
    assert view.circle.marked == NONE
    assert view.detail.text().startswith("Point at a genre")


def test_a_rank_is_the_share_of_pairs_that_lie_further_apart(stage: Stage) -> None:
    view = stage.show()
    told = view.told
    assert told is not None
    pairs = [(a, b) for a in range(4) for b in range(4) if a != b]
    pairs.sort(key=lambda pair: told.matrix[pair[0]][pair[1]])
    for place, words in (
        (0, "the closest pair"),
        (3, "closer than 73 % of pairs"),
        (11, "the furthest pair"),
    ):
        point_at(view.matrix, pairs[place])
        assert view.detail.text().endswith(words)


def test_pointing_at_a_name_tells_of_the_genre_alone(stage: Stage) -> None:
    view = stage.show()
    place = stage.place("Chant")
    first, second = view.matrix.place_of(place, 0), view.matrix.place_of(place, 1)
    left = QPointF(first.x() - (second.x() - first.x()) / 2 - 30, first.y())
    assert view.matrix.at(left) == (place, place)
    QTest.mouseMove(view.matrix, left.toPoint())
    assert view.detail.text().startswith("Chant: 24 songs, 0.")


def test_pointing_at_a_ribbon_tells_of_the_pair_both_ways(stage: Stage) -> None:
    view = stage.show()
    told = view.told
    assert told is not None
    pair = view.circle.joined[-1]
    point_at(view.circle, pair)
    one, other = pair
    assert view.detail.text().startswith(
        f"{told.names[one]} and {told.names[other]}: {told.both_ways[one][other]:.2f}"
    )
    assert view.matrix.marked == pair


def test_cells_are_coloured_from_far_to_near(stage: Stage) -> None:
    view = stage.show()
    told = view.told
    assert told is not None
    cells = sorted((told.matrix[a][b], (a, b)) for a in range(4) for b in range(4))
    now = theme.current()

    def ground(cell: Pair) -> QColor:
        return colour_at(view.matrix, view.matrix.place_of(*cell) + QPointF(0, 16))  # below its figure

    assert alike(ground(cells[0][1]), QColor(now.accent))
    assert alike(ground(cells[-1][1]), QColor(now.raised))
    for value, cell in cells:
        assert alike(ground(cell), view.matrix.colour(value))


def test_arcs_have_their_genres_colours_and_ribbons_join_them(stage: Stage) -> None:
    view = stage.show()
    for place in range(4):
        assert alike(colour_at(view.circle, view.circle.place_of(place, place)), hue(place, 4))
    pair = view.circle.joined[-1]
    ground = QColor(theme.current().panel)
    assert not alike(colour_at(view.circle, view.circle.place_of(*pair)), ground)
    before = colour_at(view.circle, view.circle.place_of(*pair))
    other = next(place for place in range(4) if place not in pair)
    view.circle.mark(other, other)  # the rest steps back
    after = colour_at(view.circle, view.circle.place_of(*pair))
    assert _apart(after, ground) < _apart(before, ground)


def _apart(one: QColor, other: QColor) -> int:
    return sum(abs(a - b) for a, b in zip(one.getRgb(), other.getRgb(), strict=True))  # type: ignore[arg-type]


def test_it_follows_the_theme(stage: Stage, qapp: QApplication) -> None:
    view = stage.show()
    theme.apply(qapp, "light")
    for place in range(4):
        assert alike(colour_at(view.circle, view.circle.place_of(place, place)), hue(place, 4))
    assert QColor(theme.current().panel) == QColor("#FFFFFF")
    assert alike(colour_at(view.matrix, QPointF(3, 3)), QColor("#FFFFFF"))


# -- what is done with it


def test_a_click_on_a_genre_offers_its_tracks(stage: Stage) -> None:
    view = stage.show()
    place = stage.place("Blues")
    click(view.matrix, (place, place))
    choose(view, "Show tracks")
    click(view.circle, (place, place))
    choose(view, "Add to queue")
    assert stage.went == [Address("genres", "Blues")]
    (asked, ids), *_ = stage.asked
    assert asked == "enqueue"
    assert sorted(ids) == [id for id in range(1, TRACKS + 1) if id % 8 in (2, 3)]  # type: ignore[call-overload]


def test_a_click_on_a_pair_offers_radio_from_both(stage: Stage) -> None:
    view = stage.show()
    click(view.matrix, (stage.place("Ambient"), stage.place("Dub")))
    choose(view, "Radio from both")
    until(lambda: stage.asked)
    (asked, seeds), *_ = stage.asked
    assert asked == "radio"
    assert isinstance(seeds, tuple)
    assert all(isinstance(seed, Seed) and seed.kind is SeedKind.GENRE for seed in seeds)
    assert [seed.label for seed in seeds] == ["Ambient", "Dub"]
    assert [len(seed.tracks) for seed in seeds] == [24, 24]


def test_a_click_on_a_ribbon_offers_a_path_between_typical_songs(stage: Stage) -> None:
    view = stage.show()
    pair = view.circle.joined[-1]
    click(view.circle, pair)
    choose(view, "Song path between them")
    assert view.told is not None
    ((asked, ids),) = stage.asked
    assert asked == "path_asked"
    assert isinstance(ids, list)
    genres = [GENRES[int(id) % 8 // 2] for id in ids]
    assert genres == [view.told.names[place] for place in pair]


def test_a_pair_leads_to_either_genre(stage: Stage) -> None:
    view = stage.show()
    pair = stage.place("Ambient"), stage.place("Dub")
    point_at(view.matrix, pair)
    click(view.matrix, pair)
    menu = menu_of(view)
    QApplication.sendEvent(view.matrix, QEvent(QEvent.Type.Leave))
    assert view.circle.marked == pair  # what the menu is about stays marked
    assert [action.text() for action in menu.actions() if not action.isSeparator()] == [
        "Ambient and Dub",
        "Radio from both",
        "Song path between them",
        "Show Ambient",
        "Show Dub",
    ]
    choose(view, "Show Dub")
    assert stage.went == [Address("genres", "Dub")]


# -- by keyboard


def test_arrow_keys_go_from_cell_to_cell_and_return_chooses(stage: Stage) -> None:
    view = stage.show()
    view.matrix.setFocus(Qt.FocusReason.TabFocusReason)
    assert view.matrix.marked == (0, 0)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Up):
        QTest.keyClick(view.matrix, key)
    assert view.matrix.marked == (0, 2)
    assert view.told is not None
    said = f"{view.told.names[2]} from {view.told.names[0]}"
    assert said in view.detail.text()
    assert said in view.matrix.accessibleName()
    QTest.keyClick(view.matrix, Qt.Key.Key_Return)
    choose(view, "Show " + view.told.names[2])
    assert stage.went == [Address("genres", view.told.names[2])]
    QTest.keyClick(view.matrix, Qt.Key.Key_Escape)
    assert view.matrix.marked == NONE


def test_arrow_keys_go_round_the_circle_and_along_its_ribbons(stage: Stage) -> None:
    view = stage.show()
    circle = view.circle
    circle.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(circle, Qt.Key.Key_Left)
    assert circle.marked == (3, 3)
    QTest.keyClick(circle, Qt.Key.Key_Down)
    assert view.told is not None
    nearest = max((place for place in range(3)), key=lambda place: view.told.nearness[3][place])  # type: ignore[union-attr]
    assert circle.marked == (3, nearest)
    QTest.keyClick(circle, Qt.Key.Key_Up)
    assert circle.marked == (3, 3)
    QTest.keyClick(circle, Qt.Key.Key_Right)
    assert circle.marked == (0, 0)
    QTest.keyClick(circle, Qt.Key.Key_Enter)
    choose(view, "Show tracks")
    assert stage.went == [Address("genres", view.told.names[0])]


# -- as a place of the window


def test_a_narrow_window_shows_one_picture_at_a_time(stage: Stage) -> None:
    view = stage.show()
    assert view.matrix.isVisible()
    assert view.circle.isVisible()
    view.resize(760, 560)
    QApplication.processEvents()
    assert view.matrix.isVisible()
    assert not view.circle.isVisible()
    assert not view.chips["both"].isVisible()
    view.chips["circle"].click()
    assert view.circle.isVisible()
    assert not view.matrix.isVisible()
    assert view.kept() == {"shape": "circle"}
    view.restore({"shape": "both"})
    view.resize(1100, 760)
    assert view.matrix.isVisible()
    assert view.circle.isVisible()
    view.restore({"shape": "sideways"})
    assert view.kept() == {"shape": "both"}


def test_fewer_than_two_genres_say_what_will_be_here(stage: Stage, library: Library) -> None:
    name(library, dict.fromkeys(range(1, TRACKS + 1), "Ambient"))
    view = stage.show()
    assert view.empty.isVisible()
    assert not view.matrix.isVisible()
    assert not view.save.isVisible()


def test_other_tags_make_another_picture(stage: Stage, library: Library) -> None:
    view = stage.show()
    before = view.told
    name(library, {number: "Else" for number in range(1, TRACKS + 1) if number % 8 < 2})
    stage.listened.outdate_stock()
    library.announce(Kind.CHANGED, [TrackId(1)])
    until(lambda: view.told is not before)
    assert view.told is not None
    assert set(view.told.names) == {"Else", "Blues", "Chant", "Dub"}


def test_it_is_worked_out_once_for_an_ear(stage: Stage) -> None:
    first = stage.show().told
    (kept,) = (value for key, value in stage.listened.now().ear.learnt.items() if "genres" in str(key))
    stage.view.told = None
    stage.view.refresh()
    until(lambda: stage.view.told is not None)
    assert stage.loads == 1
    assert str(stage.view.told) == str(first)
    assert any(value is kept for value in stage.listened.now().ear.learnt.values())


def test_what_cannot_be_worked_out_is_told(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    from core.errors import UserError

    def fails() -> object:
        raise UserError("The disk is full.")

    monkeypatch.setattr(stage.listened, "now", fails)
    told: list[str] = []
    stage.view.failed.connect(told.append)
    stage.view.show()
    until(lambda: told)
    assert told == ["The disk is full."]
    assert stage.view.empty.isVisible()


def test_the_picture_can_be_saved(stage: Stage, tmp_path: Path) -> None:
    view = stage.show()
    said: list[str] = []
    view.said.connect(lambda text, _do, _act: said.append(text))
    view.save_picture(tmp_path / "genres.png")
    saved = QImage(str(tmp_path / "genres.png"))
    assert saved.size() == QSize(3360, 1920)
    assert said == ["The picture is in genres.png."]
    accent = QColor(theme.current().accent)
    found = {saved.pixelColor(x, y).rgb() for x in range(0, 1680, 6) for y in range(0, 1920, 6)}
    assert any(alike(QColor.fromRgb(rgb), accent) for rgb in found)
    right = {saved.pixelColor(x, y).rgb() for x in range(1680, 3360, 6) for y in range(0, 1920, 6)}
    assert all(any(alike(QColor.fromRgb(rgb), hue(place, 4)) for rgb in right) for place in range(4))


def test_a_picture_that_cannot_be_written_is_told(stage: Stage, tmp_path: Path) -> None:
    view = stage.show()
    failed: list[str] = []
    view.failed.connect(failed.append)
    view.save_picture(tmp_path / "nowhere" / "genres.png")
    assert failed == ["genres.png cannot be written."]


def test_the_genres_lead_there(stage: Stage, library: Library, tmp_path: Path) -> None:
    choices, covers = Choices(tmp_path / "settings.toml", Settings()), Covers(tmp_path / "cache")
    view = GenresView(library, Browse(library), covers, stage.commands, stage.ways, choices)
    (leads,) = (made for made in view.findChildren(QPushButton) if made.text() == "How they sound")
    leads.click()
    assert stage.went == [Address("genrepicture")]
    view.close_down()
    covers.close()
    view.deleteLater()


# -- the pictures alone


@pytest.mark.parametrize("count", [2, 3, 8, 20])
@pytest.mark.parametrize("size", [QSize(300, 300), QSize(700, 330), QSize(520, 620)])
def test_everything_is_inside_and_can_be_hit(qapp: QApplication, count: int, size: QSize) -> None:
    names = [f"A genre called {number}" for number in range(count)]
    apart = [[0.3 if a == b else 0.5 + abs(a - b) / 99 for b in range(count)] for a in range(count)]
    near = [[0.0 if a == b else 1 - abs(a - b) / count for b in range(count)] for a in range(count)]
    matrix, circle = Matrix("Matrix", "near", "far"), Chord("Circle")
    matrix.show_table(names, apart, lambda a, b: f"{a} {b}")
    circle.show_ring(names, near, lambda a, b: f"{a} {b}")
    for picture in (matrix, circle):
        picture.resize(size)
        picture.grab()
    for row in range(count):
        assert circle.at(circle.place_of(row, row)) == (row, row)
        assert matrix.rect().contains(matrix.place_of(row, row).toPoint())
        assert circle.rect().contains(circle.place_of(row, row).toPoint())
        for column in range(count):
            assert matrix.at(matrix.place_of(row, column)) == (row, column)
    # Ribbons cross: one that lies below others is hit elsewhere along it, or from the keyboard.
    assert circle.at(circle.place_of(*circle.joined[-1])) == circle.joined[-1]
    assert {place for pair in circle.joined for place in pair} == set(range(count))
    for picture in (matrix, circle):
        picture.close()
        picture.deleteLater()


def test_nothing_is_drawn_of_nothing(qapp: QApplication) -> None:
    for picture in (Matrix("Matrix", "near", "far"), Chord("Circle")):
        picture.resize(300, 300)
        picture.grab()
        assert picture.at(QPointF(150, 150)) == NONE
        QTest.keyClick(picture, Qt.Key.Key_Down)
        picture.deleteLater()
