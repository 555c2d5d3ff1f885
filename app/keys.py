"""What the keys do in the main window, and the list of them. Every deed has a name; its key can be chosen."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from app import words
from app.player.playback import Playback
from app.words import tr

STEP, FAR_STEP, LOUDER = 5.0, 10.0, 5
"""Seconds that one press goes, and farther, and how much louder one press makes it."""
MOST_PLACES = 9
"""Of which one can go to by Ctrl and a digit."""
ALSO: dict[str, tuple[Qt.Key, ...]] = {
    "play": (Qt.Key.Key_MediaPlay, Qt.Key.Key_MediaPause, Qt.Key.Key_MediaTogglePlayPause),
    "next": (Qt.Key.Key_MediaNext,),
    "previous": (Qt.Key.Key_MediaPrevious,),
    "stop": (Qt.Key.Key_MediaStop,),
    "back": (Qt.Key.Key_Back,),
    "forward": (Qt.Key.Key_Forward,),
    "search": (Qt.Key.Key_Search,),
}
"""Keys with that picture on them. They work beside the chosen one, where no desktop takes them first."""
OF_LISTS = frozenset(
    QKeySequence(key).toString()
    for key in (
        *("Return", "Enter", "Escape", "Tab", "Shift+Tab", "Up", "Down", "Left", "Right", "Delete"),
        *("Home", "End", "PgUp", "PgDown", "Shift+Up", "Shift+Down", "Ctrl+A", "Ctrl+C", "Ctrl+V", "Ctrl+X"),
        *("Ctrl+Z", "Ctrl+Shift+Z", "Menu", "Shift+F10", "L", *map(str, range(10))),
    )
)
"""What lists, fields and dialogs need for themselves."""


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that a key does.

    name: stable, as the settings keep it; words: what it does, in the listener's language; key: the usual
    one in Qt's portable notation, "" for none.
    """

    name: str
    words: str
    key: str
    act: Callable[[], object]


@runtime_checkable
class TellsKey(Protocol):
    """A button whose tip names the key that does the same."""

    usual_key: str

    def show_key(self, key: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Deeds:
    """What the window itself does for a key."""

    love: Callable[[], object]
    repeat: Callable[[], object]
    search: Callable[[], object]
    queue: Callable[[], object]
    go: Callable[[str], object]
    """Leads to the place with this key."""
    back: Callable[[], object]
    forward: Callable[[], object]
    quit: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere one can go.

    group: its heading in the sidebar, "" for none; build: called once, at the first visit.
    """

    key: str
    icon: str
    name: str
    group: str
    build: Callable[[], QWidget]


def key_of_place(places: Sequence[Place], place: Place) -> str:
    """Ctrl+1 for the first place in the sidebar, and so on; "" after the ninth."""
    number = [each for each in places if each.group].index(place) + 1
    return f"Ctrl+{number}" if number <= MOST_PLACES else ""


class Keys(QObject):
    """Text fields keep the keys they need: Qt asks them first."""

    changed = Signal()
    """Other keys, or other deeds."""

    def __init__(self, window: QWidget, deeds: Deeds, playback: Playback, places: Sequence[Place]) -> None:
        """window: where they are heard."""
        super().__init__(window)
        self._window, self._does, self._playback = window, deeds, playback
        self._groups: dict[str, list[Deed]] = {}
        self._chosen: dict[str, str] = {}
        self._others: list[tuple[QWidget, frozenset[str]]] = []
        self._bound: dict[str, list[QShortcut]] = {}
        for key in ("?", "Shift+?"):  # keyboards differ in what it takes
            self._listen(key, window).activated.connect(self.show)
        self.add(tr("Playing"), *self._for_playing())
        self.add(tr("Going about"), *self._for_going(places))
        self.add(tr("Windows"), Deed("quit", tr("Quit"), "Ctrl+Q", deeds.quit))
        self.dress(window)

    # -- which there are

    @property
    def groups(self) -> list[tuple[str, list[Deed]]]:
        """Headings with their deeds."""
        return [(heading, list(deeds)) for heading, deeds in self._groups.items()]

    def add(self, heading: str, *deeds: Deed) -> None:
        """More deeds under a heading, which may be a new one."""
        for deed in deeds:
            self._groups.setdefault(heading, []).append(deed)
            for window in (self._window, *(other for other, asked in self._others if heading in asked)):
                self._bind(deed, window)
        self.changed.emit()

    def key_of(self, name: str) -> str:
        """The key of a deed now; "" when it has none."""
        return self._chosen.get(name, next((deed.key for deed in self._all() if deed.name == name), ""))

    def taken_by(self, key: str, name: str) -> Deed | None:
        """The deed other than `name` that has this key already."""
        asked = QKeySequence(key)
        others = (deed for deed in self._all() if deed.name != name)
        return next((deed for deed in others if QKeySequence(self.key_of(deed.name)) == asked), None)

    def adopt(self, chosen: Mapping[str, str]) -> None:
        """chosen: name of a deed -> its key, for those that differ from the usual."""
        self._chosen = dict(chosen)
        for deed in self._all():
            for shortcut in self._bound[deed.name]:
                shortcut.setKey(QKeySequence(self.key_of(deed.name)))
        for window in (self._window, *(other for other, _ in self._others)):
            self.dress(window)
        self.changed.emit()

    def hear_in(self, window: QWidget, headings: Collection[str]) -> None:
        """The deeds under these headings are done in another window of ours too."""
        self._others.append((window, frozenset(headings)))
        for heading, deeds in self._groups.items():
            for deed in deeds if heading in headings else ():
                self._bind(deed, window)
        self.dress(window)

    def dress(self, widget: QWidget) -> None:
        """Lets the tips of the buttons in `widget` say the keys of now."""
        now = {deed.key: self.key_of(deed.name) for deed in self._all() if deed.key}
        for each in widget.findChildren(QAbstractButton):
            if isinstance(each, TellsKey) and each.usual_key in now:
                each.show_key(now[each.usual_key])

    def show(self) -> None:
        """The list, as a dialog."""
        from app.widgets import dialogs

        listed = []
        for heading, deeds in self._groups.items():
            with_key = [(words.key(key), deed.words) for deed in deeds if (key := self.key_of(deed.name))]
            listed.append((heading, with_key))
        dialogs.shortcuts(self._window, listed).open()

    # -- binding

    def _all(self) -> list[Deed]:
        return [deed for deeds in self._groups.values() for deed in deeds]

    def _bind(self, deed: Deed, window: QWidget) -> None:
        shortcut = self._listen(self._chosen.get(deed.name, deed.key), window)
        shortcut.activated.connect(partial(self._do, deed))
        self._bound.setdefault(deed.name, []).append(shortcut)
        for key in ALSO.get(deed.name, ()):
            self._listen(key, window).activated.connect(lambda: deed.act())  # noqa: PLW0108 - no arguments

    def _listen(self, key: str | Qt.Key, window: QWidget) -> QShortcut:
        return QShortcut(QKeySequence(key), window)

    def _do(self, deed: Deed) -> None:
        """Space presses the button that has the keyboard; everywhere else it does what it was given to."""
        focused = QApplication.focusWidget()
        if isinstance(focused, QAbstractButton) and self.key_of(deed.name) == "Space":
            focused.animateClick()
        else:
            deed.act()

    # -- the deeds

    def _for_playing(self) -> list[Deed]:
        play, player, does = self._playback, self._playback.player, self._does
        return [
            Deed("play", tr("Play or pause"), "Space", play.toggle),
            Deed("stop", tr("Stop"), "Ctrl+.", play.stop),
            Deed("next", tr("Next track"), "Ctrl+Right", play.next),
            Deed("previous", tr("Previous track"), "Ctrl+Left", play.previous),
            Deed("on", tr("5 seconds on"), "Shift+Right", partial(self._seek, STEP)),
            Deed("back-a-bit", tr("5 seconds back"), "Shift+Left", partial(self._seek, -STEP)),
            Deed("far-on", tr("10 seconds on"), "Ctrl+Shift+Right", partial(self._seek, FAR_STEP)),
            Deed("far-back", tr("10 seconds back"), "Ctrl+Shift+Left", partial(self._seek, -FAR_STEP)),
            Deed("louder", tr("Louder"), "Ctrl+Up", lambda: player.set_volume(player.volume + LOUDER)),
            Deed("quieter", tr("Quieter"), "Ctrl+Down", lambda: player.set_volume(player.volume - LOUDER)),
            Deed("mute", tr("Mute"), "M", lambda: player.set_muted(not player.muted)),
            Deed("love", tr("Love what plays"), "Ctrl+L", does.love),
            Deed(
                "shuffle", tr("Shuffle"), "Ctrl+S", lambda: play.queue.set_shuffled(not play.queue.shuffled)
            ),
            Deed("repeat", tr("Repeat"), "Ctrl+R", does.repeat),
        ]

    def _for_going(self, places: Sequence[Place]) -> list[Deed]:
        does = self._does
        to_places = [
            Deed(f"go-{place.key}", place.name, key_of_place(places, place), partial(does.go, place.key))
            for place in places
            if place.group
        ]
        return [
            Deed("search", tr("Search"), "Ctrl+F", does.search),
            Deed("back", tr("Back"), "Alt+Left", does.back),
            Deed("forward", tr("Forward"), "Alt+Right", does.forward),
            *to_places,
            Deed("queue", tr("Queue"), "Ctrl+U", does.queue),
            Deed("settings", tr("Settings"), "Ctrl+,", partial(does.go, "settings")),
            Deed("keys", tr("This list"), "F1", self.show),
        ]

    def _seek(self, by: float) -> None:
        self._playback.seek(max(0.0, self._playback.position() + by))
