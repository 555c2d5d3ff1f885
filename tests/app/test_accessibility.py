"""Everything in the window can be reached, named and seen without a mouse.

Each view and each dialog is walked through with the Tab key, on a real library.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QDeadlineTimer,
    QEventLoop,
    QModelIndex,
    QPoint,
    QPropertyAnimation,
    QRect,
    Qt,
)
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QDialog,
    QScrollArea,
    QScrollBar,
    QStackedWidget,
    QWidget,
)

from app import tasks, theme
from app.main import Program
from app.player.fake import FakePlayer
from app.views.playlistfiles import ask_export
from app.widgets.player_bar import PlayerBar
from app.widgets.side_panel import SidePanel
from app.widgets.sidebar import NavItem, Sidebar
from core.domain import TrackId
from core.library.playlists import Playlists
from core.library.scan import scan
from core.library.smart import Smart
from core.library.tracks import Library
from core.progress import Progress
from core.settings import Places, Settings

AROUND = 4
"""Pixels around a widget where its focus may be seen too."""
MOST_MS = 4_000


@dataclass
class Walk:
    """What was found wrong in one view or dialog."""

    nameless: list[str] = field(default_factory=list)
    unreached: list[str] = field(default_factory=list)
    trapped: str = ""
    one_way: str = ""
    torn: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)


# What there is to walk through ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Stop:
    """show: leads there; what it gives back is walked through instead of the window."""

    name: str
    show: Callable[[Program], QWidget | None]


def at(place: str, what: Any = None) -> Callable[[Program], None]:
    return lambda program: program.ways.to(place, what)


def first(program: Program) -> TrackId:
    return TrackId(next(iter(program.library.order())))


def album(program: Program) -> None:
    program.ways.to("albums", first(program))


def artist(program: Program) -> None:
    program.ways.to("artists", program.library.tracks([first(program)])[0].artist)


def columns(program: Program) -> None:
    view: Any = program.window.go("tracks")
    button(view, "Column browser").click()


def search_help(program: Program) -> QWidget:
    view: Any = program.window.go("tracks")
    view.search.open_help()
    return popup()


def playlist(program: Program) -> None:
    node = next(node for node in program.playlists.tree() if node.name == "Mine")
    program.ways.to("playlist", node.id)


def rules(program: Program) -> None:
    node = next(node for node in program.playlists.tree() if node.name == "Ours")
    program.ways.to("playlist", node.id)
    program.shelf.edit_rules(node.id)


def export(program: Program) -> QWidget:
    node = next(node for node in program.playlists.tree() if node.name == "Mine")
    ask_export(program.window, program.shelf, node)
    return dialog()


def tags(program: Program) -> QWidget:
    program.ways.to("tracks")
    program.tagdesk.edit([first(program)], program.window)
    return dialog()


def queue(program: Program) -> None:
    program.ways.to("albums")
    program.window.bar.queue_button.click()


def sound(program: Program) -> QWidget:
    program.window.bar.open_sound()
    return popup()


def equaliser(program: Program) -> QWidget:
    program.window.bar.open_equaliser()
    return dialog()


def keys(program: Program) -> QWidget:
    program.window.keys.show()
    return dialog()


def mini(program: Program) -> QWidget | None:
    program.mini.toggle()
    return program.mini.mini


SECTIONS = ["library", "sound", "look", "keys", "desktop", "listening", "scrobbling", "data", "trouble"]
STOPS = [
    Stop("tracks", at("tracks")),
    Stop("column browser", columns),
    Stop("albums", at("albums")),
    Stop("album", album),
    Stop("artists", at("artists")),
    Stop("artist", artist),
    Stop("genres", at("genres")),
    Stop("folders", at("folders")),
    Stop("playlist", playlist),
    Stop("rules", rules),
    Stop("now playing", at("nowplaying")),
    Stop("radio", at("radio")),
    Stop("queue", queue),
    *(Stop(f"settings: {name}", at("settings", name)) for name in SECTIONS),
    Stop("welcome", at("welcome")),
    Stop("search help", search_help),
    Stop("export", export),
    Stop("tag editor", tags),
    Stop("sound panel", sound),
    Stop("equaliser", equaliser),
    Stop("keys", keys),
    Stop("small window", mini),
]


def button(inside: QWidget, name: str) -> QAbstractButton:
    return next(each for each in inside.findChildren(QAbstractButton) if each.accessibleName() == name)


def dialog() -> QWidget:
    return settled(lambda: next((d for d in top() if isinstance(d, QDialog)), None))


def popup() -> QWidget:
    return settled(lambda: next((w for w in top() if w.parentWidget() is not None), None))


def top() -> list[QWidget]:
    return [each for each in QApplication.topLevelWidgets() if each.isVisible()]


def settled(found: Callable[[], QWidget | None]) -> QWidget:
    wait(lambda: found() is not None)
    widget = found()
    assert widget is not None
    return widget


def wait(condition: Callable[[], bool]) -> None:
    late = QDeadlineTimer(MOST_MS)
    while not condition():
        assert not late.hasExpired()
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)


# The walk -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def walks(
    qapp: QApplication, music: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Walk]]:
    folder = tmp_path_factory.mktemp("walked")
    places = Places(folder / "data", folder / "models")
    Settings(listen=False, watch=False, theme="dark", keep_windows=False).save(places.settings_file)
    theme.apply(qapp, "dark")
    library = Library.open(places)
    library.add_root(music)
    scan(library, Progress())
    lists = Playlists(library)
    ids = [TrackId(id) for id in library.order()]
    lists.create("Mine", None, ids[:5])
    lists.create_smart("Ours", Smart("length:>0"))
    lists.close()
    lengths = {track.path: float(track.duration) for track in library.tracks(library.all_ids())}
    library.close()
    program = Program(places, Settings.load(places.settings_file), FakePlayer(lengths))
    program.window.show()
    program.window.activateWindow()
    program.shelf.start()
    program.playback.play_tracks(ids, 0)
    found: dict[str, Walk] = {}
    seen: set[QWidget] = set()
    found["arrows"] = Walk(unreached=arrows(program))
    for stop in STOPS:
        settle()
        where = stop.show(program)
        settle()
        wait(lambda: program.window.side._move.state() is QPropertyAnimation.State.Stopped)
        found[stop.name] = walk(where or program.window, seen)
        tidy(program)
    program.window.close()
    program.close()
    program.window.deleteLater()
    settle()
    yield found


def settle() -> None:
    for _ in range(3):
        tasks.drain(2.0)
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 30)
        QCoreApplication.sendPostedEvents(None, 0)


def arrows(program: Program) -> list[str]:
    """Places that the arrow keys do not lead to, from the one that Tab comes to."""
    program.ways.to("tracks")
    item = next(each for each in program.window.sidebar.findChildren(NavItem) if each.isChecked())
    wait(program.window.isActiveWindow)
    item.setFocus()
    QTest.keyClick(item, Qt.Key.Key_Down)
    return [] if program.window.here == "albums" else [program.window.here]


def tidy(program: Program) -> None:
    for each in top():
        if each is not program.window:
            each.close()
    program.mini.leave()
    if program.window.bar.queue_button.isChecked():
        program.window.bar.queue_button.click()
    program.window.activateWindow()


def walk(root: QWidget, seen: set[QWidget]) -> Walk:
    """seen: those whose look is known from another walk."""
    root.activateWindow()
    wait(root.isActiveWindow)
    found = Walk()
    wanted = stations(root)
    found.nameless = [called(each) for each in wanted if not is_named(each)]
    way = round_trip(root, Qt.Key.Key_Tab)
    if len(way) == 1 and len(wanted) > 1:
        found.trapped = called(way[0])
    found.unreached = [called(each) for each in wanted if each not in way]
    back = round_trip(root, Qt.Key.Key_Backtab)
    back = [*back[back.index(way[0]) :], *back[: back.index(way[0])]] if way[0] in back else back
    if [called(each) for each in [*back[1:], back[0]]] != [called(each) for each in reversed(way)]:
        found.one_way = f"{[called(e) for e in way]} but back {[called(e) for e in back]}"
    found.torn = torn(root, way)
    found.unseen = [called(each) for each in way if each not in {*seen, root} and not shows_focus(root, each)]
    seen.update(way)
    return found


def stations(root: QWidget) -> list[QWidget]:
    """Where Tab should stop; of buttons that exclude each other, only the one that is on."""
    found = []
    for each in root.findChildren(QWidget):
        inside = each.window() is root.window() and each.isVisible() and each.isEnabled()
        if not inside or not each.focusPolicy() & Qt.FocusPolicy.TabFocus or each.focusProxy():
            continue
        if isinstance(each, QScrollBar | QScrollArea):
            continue
        if not is_overruled(each):
            found.append(each)
    return found


def is_overruled(widget: QWidget) -> bool:
    """By another button of its group, which is on: from that the arrow keys lead to it."""
    group = widget.group() if isinstance(widget, QAbstractButton) else None
    if group is None or not group.exclusive():
        return False
    return group.checkedButton() not in (None, widget)


def is_named(widget: QWidget) -> bool:
    """For screen readers; the rows of lists as well."""
    interface = QAccessible.queryAccessibleInterface(widget)
    if not interface.text(QAccessible.Text.Name).strip():
        return False
    model = widget.model() if isinstance(widget, QAbstractItemView) else None
    if model is None or not model.rowCount(QModelIndex()):
        return True
    roles = Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.DisplayRole
    columns = range(model.columnCount(QModelIndex()) if isinstance(model, QAbstractTableModel) else 1)
    return any(model.index(0, column).data(role) for column in columns for role in roles)


def round_trip(root: QWidget, key: Qt.Key) -> list[QWidget]:
    """Where the key leads, from the first that it comes back to."""
    way: list[QWidget] = []
    if root.window().focusWidget() is None:
        root.focusNextChild()
    now: QWidget | None = root.window().focusWidget()
    while now is not None and now not in way:
        way.append(now)
        QTest.keyClick(now, key)
        now = root.window().focusWidget()
    assert now is not None, "nothing can be reached at all"
    return way[way.index(now) :]


def torn(root: QWidget, way: list[QWidget]) -> list[str]:
    """Parts of the big window that one comes back to after having left."""
    parts = [
        *root.findChildren(Sidebar),
        *(stack for stack in root.findChildren(QStackedWidget) if stack.property("kind") == "views"),
        *root.findChildren(SidePanel),
        *root.findChildren(PlayerBar),
    ]
    names = [next((type(part).__name__ for part in parts if part.isAncestorOf(each)), "") for each in way]
    visits = [name for at, name in enumerate(names) if name != names[at - 1]]
    return sorted({name for name in visits if visits.count(name) > 1})


def shows_focus(root: QWidget, widget: QWidget) -> bool:
    """Whether it looks different with the keyboard on it."""
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(widget)
        above = above.parentWidget()
    root.setFocus(Qt.FocusReason.OtherFocusReason)
    before = picture(root, widget)
    widget.setFocus(Qt.FocusReason.TabFocusReason)
    if root.focusWidget() is not widget:
        return True  # it hands the keyboard on
    return bool(picture(root, widget) != before)


def picture(root: QWidget, widget: QWidget) -> Any:
    QCoreApplication.sendPostedEvents(None, 0)
    spot = QRect(widget.mapTo(root, QPoint(0, 0)), widget.size()).adjusted(-AROUND, -AROUND, AROUND, AROUND)
    return root.grab(spot & root.rect()).toImage()


def called(widget: QWidget) -> str:
    interface = QAccessible.queryAccessibleInterface(widget)
    name = interface.text(QAccessible.Text.Name) if interface else ""
    return f"{type(widget).__name__} “{name}” in {type(widget.parentWidget()).__name__}"


# What must hold -------------------------------------------------------------------------------------------


def wrong(walks: dict[str, Walk], what: str) -> dict[str, Any]:
    return {name: found for name, each in walks.items() if (found := getattr(each, what))}


def test_everything_that_can_be_operated_has_a_name(walks: dict[str, Walk]) -> None:
    assert wrong(walks, "nameless") == {}


def test_tab_reaches_everything_and_arrows_the_places(walks: dict[str, Walk]) -> None:
    assert wrong(walks, "unreached") == {}


def test_tab_goes_round_without_a_trap(walks: dict[str, Walk]) -> None:
    assert wrong(walks, "trapped") == {}


def test_the_way_back_is_the_way_there(walks: dict[str, Walk]) -> None:
    assert wrong(walks, "one_way") == {}


def test_tab_leaves_a_part_of_the_window_only_when_it_is_done(walks: dict[str, Walk]) -> None:
    assert wrong(walks, "torn") == {}


def test_one_sees_where_the_keyboard_is(walks: dict[str, Walk]) -> None:
    assert wrong(walks, "unseen") == {}
