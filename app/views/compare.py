"""A few songs in one space: how they move beside each other, and where they are nearest."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from app.choices import Choices
from app.figures import Asked, Drawn, Figures, Link, Room
from app.moments import Moments
from app.player.base import State
from app.player.playback import Playback
from app.views import savepicture
from app.views.commands import COMPARED, TrackCommands
from app.views.comparepanel import ComparePanel, colour_of
from app.views.nowhead import Head
from app.views.reading import MOVING, Reader, Watch
from app.views.seedfinder import Found, SeedFinder
from app.widgets.controls import IconButton, button, frame
from app.widgets.curve3d.scene import Link as Mark
from app.widgets.curve3d.scene import Shown
from app.widgets.curve3d.view import CurveView
from app.widgets.empty_state import EmptyState
from app.words import tr
from core.domain import Track, TrackId
from core.library.browse import Browse
from core.library.tracks import Library

MARGIN, TOP = 28, 20


class CompareView(QWidget):
    """The place "compare". `panel` is a page for the window's side panel."""

    failed = Signal(str)
    """A sentence to show."""
    said = Signal(str, str, object)
    """A sentence, and what can be done about it: its words and a callable."""
    panel_wanted = Signal()
    """What the panel says is of interest now."""

    def __init__(
        self,
        figures: Figures,
        library: Library,
        browse: Browse,
        playback: Playback,
        moments: Moments,
        commands: TrackCommands,
        choices: Choices,
    ) -> None:
        super().__init__()
        self._figures, self._library, self._browse = figures, library, browse
        self._playback, self._commands, self._choices = playback, commands, choices
        self._ids: tuple[TrackId, ...] = ()
        self._tracks: tuple[Track, ...] = ()
        self._room, self._focus = Room.SHARED, 0
        self._drawn: Drawn | None = None
        self._there: list[int] = []
        """Places of the songs that have a curve."""
        self._reader = Reader(self)
        self._watch = Watch(library, self._reader, MOVING)
        self._watch.changed.connect(self._read)
        self.panel = ComparePanel(moments)
        self.curve = CurveView(tr("Songs in one space"), tr("click to play from here"))
        self._build()
        self.panel.focused.connect(self._focus_on)
        self.panel.play_asked.connect(lambda place: self._play(place, 0.0))
        self.panel.remove_asked.connect(self._remove)
        self.panel.add_asked.connect(lambda: self._find(self.panel.add))
        self.curve.clicked.connect(lambda at, share: self._play(self._there[at], share))
        figures.arrived.connect(self._look)
        playback.position_changed.connect(self._follow)
        choices.follow("turn_curves", self._turn)
        self._turn()
        self._choose(self._room)
        self.setFocusProxy(self.curve)
        self._show()

    def _build(self) -> None:
        self._shared = button(tr("Shared axes"), partial(self._choose, Room.SHARED), kind="chip",
            tip=tr("The directions in which these songs move most"))  # fmt: skip
        self._of_all = button(tr("Library axes"), partial(self._choose, Room.LIBRARY), kind="chip",
            tip=tr("The directions in which all your music differs most"))  # fmt: skip
        self._rotate = button(tr("Auto-rotate"), kind="chip")
        self._rotate.toggled.connect(lambda on: self._choices.change(turn_curves=on))
        for chip in (self._shared, self._of_all, self._rotate):
            chip.setCheckable(True)
        self._add = IconButton("plus", tr("Add a song…"), lambda: self._find(self._add), size=20)
        self._front = IconButton("rotate-ccw", tr("Look from the front again"), self.curve.reset, size=18)
        self._save = IconButton("image-down", tr("Save the picture"), self._save_picture, size=18)
        chips = (self._shared, self._of_all, self._rotate)
        self.head = Head(tr("Compare"), chips, (self._add, self._front, self._save))
        card = frame("card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self.curve)
        nothing = EmptyState(
            "blend",
            tr("Songs in one space"),
            tr("Up to eight songs side by side: how each moves, and where they are nearest."),
            tr("Add a song…"),
            lambda: self._find(self.head),
        )
        self._pages = QStackedLayout()
        for page in (nothing, card):
            page.setMinimumSize(1, 1)
            self._pages.addWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(MARGIN, TOP, MARGIN, TOP)
        whole.setSpacing(16)
        whole.addWidget(self.head)
        whole.addLayout(self._pages, 1)

    # -- what the window asks

    def open_at(self, what: object) -> None:
        """what: {"tracks": ids}; anything else leaves it as it is."""
        if isinstance(what, dict) and isinstance(what.get("tracks"), list):
            self._compare([TrackId(id) for id in what["tracks"] if isinstance(id, int)])
            self.panel_wanted.emit()

    def set_playing(self, _id: TrackId | None) -> None:
        self._follow(self._playback.position())

    def kept(self) -> Any:
        return {"tracks": [int(id) for id in self._ids], "axes": self._room.value}

    def restore(self, kept: Any) -> None:
        if isinstance(kept, dict):
            self._choose(Room.LIBRARY if kept.get("axes") == Room.LIBRARY.value else Room.SHARED)
            if isinstance(kept.get("tracks"), list):
                self._compare([TrackId(id) for id in kept["tracks"] if isinstance(id, int)])

    def close_down(self) -> None:
        self._watch.close()
        self._reader.close()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._follow(self._playback.position())

    # -- what is compared

    @property
    def tracks(self) -> Sequence[Track]:
        return self._tracks

    @property
    def links(self) -> list[Link]:
        """The nearest moments that are told: of two songs several, of more one of the song that has the focus
        with each of the others."""
        found = self._drawn.links if self._drawn is not None else ()
        if len(self._tracks) <= 2:
            return list(found)
        nearest: dict[int, Link] = {}
        for link in found:
            if self._focus in (link.one, link.other):
                nearest.setdefault(link.one + link.other - self._focus, link)
        return list(nearest.values())

    def _compare(self, ids: Sequence[TrackId]) -> None:
        ids = tuple(dict.fromkeys(ids))[:COMPARED]
        if ids != self._ids:
            self._ids, self._focus = ids, min(self._focus, max(0, len(ids) - 1))
            self._read()

    def _read(self) -> None:
        ids, library = self._ids, self._library
        self._reader.ask(lambda: library.tracks(list(ids)), self._take)

    def _take(self, tracks: Sequence[Track]) -> None:
        if tuple(tracks) != self._tracks:
            self._tracks, self._drawn = tuple(tracks), None
            self._focus = min(self._focus, max(0, len(tracks) - 1))
            self._look()
            self._show()

    def _look(self) -> None:
        """Whether the picture of these is there, or another one."""
        if not self._tracks:
            return
        drawn = self._figures.drawn(Asked(tuple(track.id for track in self._tracks), self._room))
        if drawn is not None and drawn is not self._drawn:
            self._drawn = drawn
            self._show()

    # -- what it shows

    def _show(self) -> None:
        self._pages.setCurrentIndex(1 if self._tracks else 0)
        for part in (self._shared, self._of_all, self._add, self._rotate, self._front, self._save):
            part.setVisible(bool(self._tracks))
        for adder in (self._add, self.panel.add):
            adder.setEnabled(len(self._tracks) < COMPARED)
        figures = self._drawn.figures if self._drawn is not None else (None,) * len(self._tracks)
        self._there = [place for place, figure in enumerate(figures) if figure is not None]
        self.curve.set_figures(
            [
                Shown(figure, track.title, colour_of(place))
                for place, (track, figure) in enumerate(zip(self._tracks, figures, strict=True))
                if figure is not None
            ],
            empty=tr("None of these has been heard yet.") if self._drawn is not None else "",
        )
        self.curve.set_share(self._drawn.shown if self._there and self._drawn else None, legend=False)
        heard = self._drawn.heard if self._drawn is not None else (True,) * len(self._tracks)
        short, unheard = tr("Too short for a curve"), tr("Not heard yet")
        waiting = self._drawn is None
        notes = [
            "" if waiting or figure is not None else short if known else unheard
            for figure, known in zip(figures, heard, strict=True)
        ]
        self.panel.show_songs(self._tracks, notes, self._focus if len(self._tracks) > 2 else -1)
        self._show_links()
        self._follow(self._playback.position())
        self.head.fit()

    def _show_links(self) -> None:
        links, figures = self.links, self._drawn.figures if self._drawn is not None else ()
        marks = []
        for link in links:
            one, other = figures[link.one], figures[link.other]
            if one is not None and other is not None:
                places = self._there.index(link.one), self._there.index(link.other)
                rings = one.ring(link.share_one), other.ring(link.share_other)
                marks.append(Mark(places[0], rings[0], places[1], rings[1]))
        self.curve.set_links(marks)
        text = ""
        if len(self._tracks) > 2 and links:
            text = tr("Of “{title}” and each of the others.").format(title=self._tracks[self._focus].title)
        elif len(self._tracks) == 1:
            text = tr("Add a song, and both are drawn in one space.")
        elif len(self._there) > 1 and not links:
            text = tr("No moments of these sound alike.")
        self.panel.show_pairs(links, self._tracks, text)

    def _follow(self, seconds: float) -> None:
        if not self.isVisible() or self._drawn is None:
            return
        for at, place in enumerate(self._there):
            track = self._tracks[place]
            plays = track.id == self._playback.track and self._playback.state is not State.STOPPED
            long = self._playback.duration or track.duration
            self.curve.set_playhead(at, min(1.0, seconds / long) if plays and long > 0 else None)

    # -- what the listener does

    def _choose(self, room: Room) -> None:
        self._shared.setChecked(room is Room.SHARED)
        self._of_all.setChecked(room is Room.LIBRARY)
        if room is not self._room:
            self._room = room
            self._look()

    def _turn(self) -> None:
        on = self._choices.now.turn_curves
        self._rotate.setChecked(on)
        self.curve.auto_rotate(on=on)

    def _focus_on(self, place: int) -> None:
        self._focus = place
        for at, row in enumerate(self.panel.rows):
            row.setChecked(at == place and len(self._tracks) > 2)
        self._show_links()

    def _play(self, place: int, share: float) -> None:
        track = self._tracks[place]
        if track.id != self._playback.track or self._playback.state is State.STOPPED:
            self._commands.play.emit([each.id for each in self._tracks], place)
        if track.duration > 0:
            self._playback.seek(share * track.duration)
        if self._playback.state is State.PAUSED:
            self._playback.resume()

    def _remove(self, place: int) -> None:
        away = self._tracks[place].id
        self._compare([id for id in self._ids if id != away])

    def _find(self, anchor: QWidget) -> None:
        finder = SeedFinder(self._library, self._browse, self.window(), tr("Compare with"), tracks_alone=True)
        finder.chosen.connect(self._take_found)
        finder.open_under(anchor)

    def _take_found(self, found: Found) -> None:
        self._compare([*self._ids, TrackId(int(found.key))])
        self.panel_wanted.emit()

    def _save_picture(self) -> None:
        savepicture.save_picture(self.curve, None, self.said.emit, self.failed.emit)
