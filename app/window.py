"""The shell: sidebar, views, right panel, player bar, and what the keys do. Wiring only."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from PySide6.QtCore import QByteArray, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QMouseEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from app import icons, tasks, words
from app.covers import Covers
from app.keys import Deeds, Keys, Place, key_of_place
from app.lister import Lister
from app.player.base import State
from app.player.playback import Playback
from app.player.queue import Entry, Repeat
from app.views.commands import TrackCommands
from app.views.ways import Address, Trail, Ways
from app.widgets import taborder
from app.widgets.player_bar import PlayerBar
from app.widgets.queue_drawer import QueueDrawer
from app.widgets.side_panel import SidePanel
from app.widgets.sidebar import Sidebar
from app.widgets.toast import Toast
from app.words import tr
from core.domain import TrackId
from core.errors import UserError
from core.library.tracks import Change, Counts, Kind, Library

log = logging.getLogger(__name__)

SMALLEST, USUAL = (1024, 640), (1320, 860)
RECOUNT_MS = 250
"""The number in the sidebar follows a library that is scanned this often; the first time, after the list."""
SESSION_KEY = "window"
KEEP_MS = 10_000
MOVING = frozenset({Kind.ADDED, Kind.REMOVED, Kind.CHANGED})
ROUND_OF_REPEAT = {Repeat.OFF: Repeat.ALL, Repeat.ALL: Repeat.ONE, Repeat.ONE: Repeat.OFF}


@runtime_checkable
class Searchable(Protocol):
    def focus_search(self) -> None: ...


@runtime_checkable
class ShowsPlaying(Protocol):
    def set_playing(self, id: TrackId | None) -> None: ...


@runtime_checkable
class ClosesDown(Protocol):
    def close_down(self) -> None: ...


@runtime_checkable
class Opens(Protocol):
    def open_at(self, what: Any) -> None:
        """what: of an Address that leads here."""
        ...


@runtime_checkable
class Keeps(Protocol):
    """A view that stands after a restart as it stood before."""

    def kept(self) -> Any:
        """Anything that JSON can hold."""
        ...

    def restore(self, kept: Any) -> None:
        """kept: what `kept` said, or anything at all from a file that others wrote."""
        ...


class MainWindow(QMainWindow):
    """Shows the places it is given; asks `playback`, `commands` and `lister` for everything else."""

    files_dropped = Signal(list)
    """Paths of files and folders dropped from outside."""
    quitting = Signal()
    """It closes for good, even if it is hidden now."""

    def __init__(
        self,
        library: Library,
        covers: Covers,
        playback: Playback,
        commands: TrackCommands,
        ways: Ways,
        lister: Lister,
        places: list[Place],
    ) -> None:
        super().__init__()
        self._library, self._playback, self._commands = library, playback, commands
        self._trail = Trail()
        self._kept_views: dict[str, Any] = {}
        self._places = {place.key: place for place in places}
        self._views: dict[str, QWidget] = {}
        self._here = ""
        self._queue_open = False
        self._panel_wanted = True
        self._leaving = False
        self.stays: Callable[[], bool] = lambda: False
        """Whether closing hides the window only: the tray has a way back to it."""
        self.setWindowTitle("Meander")
        self.setWindowIcon(icons.app_icon())
        free = self.screen().availableSize()  # at 200 %, a usual screen has less room than that
        self.setMinimumSize(QSize(*SMALLEST).boundedTo(free))
        self.resize(QSize(*USUAL).boundedTo(free))
        self.setAcceptDrops(True)
        self.sidebar = Sidebar()
        self.bar = PlayerBar(covers)
        self.side = SidePanel()
        self.queue = QueueDrawer(playback.queue, library.tracks, covers)
        self._stack = QStackedWidget()
        self._stack.setProperty("kind", "views")
        self._build()
        self.toast = Toast(self._stack)
        self._wire_places(lister, ways)
        self._wire_player()
        self._wire_library()
        self.keys = Keys(self, self._deeds(), playback, places)

    # -- what others ask of it

    def say(self, text: str, action: str = "", act: Callable[[], object] | None = None) -> None:
        """A quiet notice, with at most one thing to do about it."""
        self.toast.say(text, action, act)

    def go(self, key: str) -> QWidget:
        """Shows a place, building it at the first visit; what is unknown leads to the first place."""
        return self.visit(Address(key))

    def visit(self, address: Address) -> QWidget:
        """Shows a place and what is to be seen there; `back` leads to where one was."""
        self._trail.note(address)
        again = address.what is not None or address.place == self._here
        return self._show(address, opening=again)

    def back(self) -> None:
        """To where one was before."""
        if address := self._trail.back():
            self._show(address, opening=True)

    def forward(self) -> None:
        """To where one was before `back`."""
        if address := self._trail.forward():
            self._show(address, opening=True)

    def _show(self, address: Address, *, opening: bool) -> QWidget:
        """opening: what the address says; else the view stays as it was left."""
        key = address.place if address.place in self._places else next(iter(self._places))
        view = self._views.get(key) or self._build_view(key)
        if opening and isinstance(view, Opens):
            view.open_at(address.what)
        self._here = key
        # Hiding what has the keyboard would hand it to the next button, whichever that is.
        self._stack.setFocus()
        self._stack.setCurrentWidget(view)
        view.setFocus()
        self.toast.raise_()
        self.sidebar.choose(key)
        self._show_side()
        return view

    def _build_view(self, key: str) -> QWidget:
        view = self._views[key] = self._places[key].build()
        self._stack.addWidget(view)
        self._tell_playing(view)
        if isinstance(view, Keeps) and key in self._kept_views:
            view.restore(self._kept_views[key])
        return view

    @property
    def here(self) -> str:
        return self._here

    def view(self, key: str) -> QWidget | None:
        """A place's widget; None before its first visit."""
        return self._views.get(key)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: FBT001 - as Qt has it
        parts = (*self.sidebar.parts(), self._stack, self.side, self.bar)
        stop = taborder.next_stop(parts, self.focusWidget(), back=not next)
        if stop is not None:
            taborder.give_focus(stop, back=not next)
        return stop is not None

    # -- how it is put together

    def _build(self) -> None:
        upper = QHBoxLayout()
        upper.setSpacing(0)
        upper.addWidget(self.sidebar)
        upper.addWidget(self._stack, 1)
        upper.addWidget(self.side)
        self.side.keep(self.queue)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(upper, 1)
        column.addWidget(self.bar)
        self.setCentralWidget(whole)
        group = ""
        places = list(self._places.values())
        for place in places:
            if place.group and place.group != group:
                group = place.group
                self.sidebar.add_group(group)
            if place.group:
                self.sidebar.add(place.key, place.icon, place.name, key_of_place(places, place))

    def _wire_places(self, lister: Lister, ways: Ways) -> None:
        self.sidebar.went.connect(self.go)
        ways.went.connect(self.visit)
        self.sidebar.card.pause_toggled.connect(lister.toggle_pause)
        lister.progressed.connect(self.sidebar.card.show_progress)
        lister.failed.connect(self.say)
        self.side.closed.connect(self._close_side)
        self.bar.queue_toggled.connect(self._open_queue)

    def _wire_player(self) -> None:
        bar, play = self.bar, self._playback
        bar.toggled.connect(play.toggle)
        bar.next_asked.connect(play.next)
        bar.previous_asked.connect(play.previous)
        bar.sought.connect(play.seek)
        bar.shuffle_asked.connect(play.queue.set_shuffled)
        bar.repeat_asked.connect(self.turn_repeat)
        bar.volume_asked.connect(play.player.set_volume)
        bar.mute_asked.connect(play.player.set_muted)
        bar.love_asked.connect(lambda id, loved: self._commands.love([id], loved=loved))
        bar.track_asked.connect(self._show_current)
        play.player.volume_changed.connect(bar.show_volume)
        play.player.muted_changed.connect(lambda muted: bar.show_muted(muted=muted))
        play.track_changed.connect(self._show_track)
        play.state_changed.connect(lambda state: bar.show_playing(playing=state is State.PLAYING))
        play.position_changed.connect(bar.show_position)
        play.duration_changed.connect(bar.show_duration)
        play.queue.modes_changed.connect(self._show_modes)
        play.notice.connect(self.say)
        self.queue.play_row.connect(play.play_row)
        self.queue.cleared.connect(self._offer_queue)
        self._commands.play.connect(play.play_tracks)
        self._commands.play_next.connect(self._add_next)
        self._commands.enqueue.connect(self._enqueue)
        self._commands.failed.connect(self.say)
        self._show_modes()
        bar.show_volume(play.player.volume)
        bar.show_muted(muted=play.player.muted)

    def _wire_library(self) -> None:
        self._changes.connect(self._renew_tracks, Qt.ConnectionType.QueuedConnection)
        self._unsubscribe = self._library.subscribe(self._changes.emit)
        self._recount = QTimer(self, singleShot=True, interval=RECOUNT_MS)
        self._recount.timeout.connect(lambda: tasks.run(self._library.counts, on_done=self._show_counts))
        self._recount.start()
        self._last_kept: dict[str, Any] = {}
        self._keeper = QTimer(self, interval=KEEP_MS)
        self._keeper.timeout.connect(self._keep)

    _changes = Signal(object)

    # -- following the player

    def _show_track(self, id: TrackId | None) -> None:
        track = next(iter(self._library.tracks([id])), None) if id is not None else None
        self.bar.show_track(track)
        self.bar.show_position(self._playback.position())
        self.setWindowTitle(words.window_title(track))
        for view in self._views.values():
            self._tell_playing(view)

    def _tell_playing(self, view: QWidget) -> None:
        if isinstance(view, ShowsPlaying):
            view.set_playing(self._playback.track)

    def _show_modes(self) -> None:
        self.bar.show_shuffle(on=self._playback.queue.shuffled)
        self.bar.show_repeat(self._playback.queue.repeat)

    def _add_next(self, ids: list[TrackId]) -> None:
        self._playback.play_next(ids)
        self.say(tr("%Ln track(s) will play next.", count=len(ids)))

    def _enqueue(self, ids: list[TrackId]) -> None:
        self._playback.add(ids)
        self.say(tr("%Ln track(s) added to the queue.", count=len(ids)))

    def _offer_queue(self, taken: list[Entry]) -> None:
        text = tr("%Ln track(s) taken out of the queue.", count=len(taken))
        self.say(text, tr("Undo"), lambda: self.queue.put_back(taken))

    def _show_current(self) -> None:
        id = self._playback.track
        if id is not None:
            show: Any = getattr(self.go("tracks"), "show_track", None)
            if show is not None:
                show(id)

    # -- following the library

    def _renew_tracks(self, change: Change) -> None:
        touched = set(change.ids)
        playing = self.bar.track
        if playing is not None and playing.id in touched:
            fresh = self._library.tracks([playing.id])
            if fresh and fresh[0].loved != playing.loved:
                self.bar.show_loved(loved=fresh[0].loved)
        self.queue.model.renew(touched)
        if change.kind in MOVING and not self._recount.isActive():
            self._recount.start()

    def _show_counts(self, counts: Counts) -> None:
        self.sidebar.say("tracks", words.number(counts.tracks) if counts.tracks else "")

    # -- the right panel

    def _show_side(self) -> None:
        # A view with something to say there has it as its `panel`.
        panel: QWidget | None = getattr(self._views.get(self._here), "panel", None)
        page = self.queue if self._queue_open else panel if self._panel_wanted else None
        self.side.show_page(page)
        self.bar.queue_button.setChecked(self._queue_open)

    def _open_queue(self, open_: bool) -> None:  # noqa: FBT001 - a Qt slot, connected to a toggle
        self._queue_open = open_
        self._show_side()

    def _close_side(self) -> None:
        if self._queue_open:
            self._queue_open = False
        else:
            self._panel_wanted = False
        self._show_side()

    def show_panel(self) -> None:
        """Opens what the view has to say, after the listener had closed it."""
        self._panel_wanted, self._queue_open = True, False
        self._show_side()

    # -- what the keys ask, beside what the bar does

    def _deeds(self) -> Deeds:
        return Deeds(
            self.love_current,
            self.turn_repeat,
            self.search,
            self.bar.queue_button.click,
            self.go,
            self.back,
            self.forward,
            self.quit,
        )

    def search(self) -> None:
        """Into the search field of this view, or else of the tracks."""
        view = self._views.get(self._here)
        if not isinstance(view, Searchable):
            view = self.go("tracks")
        if isinstance(view, Searchable):
            view.focus_search()

    def turn_repeat(self) -> None:
        """Off, all, one, and round again."""
        queue = self._playback.queue
        queue.set_repeat(ROUND_OF_REPEAT[queue.repeat])

    def love_current(self) -> None:
        track = self.bar.track
        if track is not None:
            now = next(iter(self._library.tracks([track.id])), track)
            self._commands.love([track.id], loved=not now.loved)

    # -- coming and going

    def restore(self, fallback: str) -> None:
        """As the last session left it. fallback: the place to show when it left none."""
        kept = self._library.session(SESSION_KEY, {})
        kept = kept if isinstance(kept, dict) else {}
        if isinstance(kept.get("geometry"), str):
            self.restoreGeometry(QByteArray.fromBase64(kept["geometry"].encode()))
        self._queue_open = kept.get("queue") is True
        self._panel_wanted = kept.get("panel") is not False
        views = kept.get("views")
        self._kept_views = views if isinstance(views, dict) else {}
        self.go(str(kept.get("here") or fallback))
        self._keeper.start()

    def _kept(self) -> dict[str, Any]:
        views = {key: view.kept() for key, view in self._views.items() if isinstance(view, Keeps)}
        return {
            "views": self._kept_views | views,
            "geometry": bytes(self.saveGeometry().toBase64().data()).decode(),
            "queue": self._queue_open,
            "panel": self._panel_wanted,
            "here": self._here,
        }

    def _keep(self) -> None:
        """Now and then, so that a crash costs no more than seconds of it."""
        kept = self._kept()
        if kept != self._last_kept:
            self._last_kept = kept
            tasks.run(partial(self._library.set_session, SESSION_KEY, kept))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()) and event.source() is None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        self.files_dropped.emit([path for path in paths if path.exists()])
        event.acceptProposedAction()

    def quit(self) -> None:
        """Closes, whatever closing usually means."""
        self._leaving = True
        self.quitting.emit()
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.stays() and not self._leaving:
            event.ignore()
            self._keep()
            self.hide()
            return
        event.accept()
        self._unsubscribe()
        self._recount.stop()
        self._keeper.stop()
        leave: list[Callable[[], object]] = [lambda: self._library.set_session(SESSION_KEY, self._kept())]
        leave += [view.close_down for view in self._views.values() if isinstance(view, ClosesDown)]
        for each in leave:
            try:
                each()
            except UserError as problem:  # a full disk must not keep the window, nor what comes after
                log.warning("How the window stood could not be kept: %s", problem)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The side buttons of a mouse, where nothing under it wants them."""
        deeds = {Qt.MouseButton.BackButton: self.back, Qt.MouseButton.ForwardButton: self.forward}
        if event.button() in deeds:
            deeds[event.button()]()
        else:
            super().mousePressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._stack.setFocus()
