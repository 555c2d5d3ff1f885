"""Many songs as small curves that turn together: an album, a playlist, a radio's way, what was found."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedLayout, QVBoxLayout, QWidget

from app import words
from app.choices import Choices
from app.figures import Figures, Room
from app.player.playback import Playback
from app.views.commands import COMPARED, TrackCommands
from app.views.galleryfill import GalleryFill
from app.views.nowhead import Head
from app.views.trackmenu import track_menu
from app.widgets.controls import ElidedLabel, IconButton, button
from app.widgets.curve3d.strip import Spin
from app.widgets.empty_state import EmptyState
from app.widgets.gallery import MOST, Gallery
from app.words import tr
from core.domain import TrackId
from core.library.tracks import Library

MARGIN, TOP = 28, 20


def gathered(ids: Sequence[TrackId], name: str = "") -> dict[str, Any]:
    """What `open_at` takes: these tracks, and what they are together. Of many, the first; it says how many
    there are."""
    return {"tracks": [int(id) for id in ids[:MOST]], "name": name, "total": len(ids)}


class GalleryView(QWidget):
    """The place "gallery"."""

    failed = Signal(str)
    """A sentence to show."""
    said = Signal(str, str, object)
    """A sentence, and what can be done about it: its words and a callable."""

    def __init__(
        self,
        figures: Figures,
        library: Library,
        playback: Playback,
        commands: TrackCommands,
        choices: Choices,
    ) -> None:
        super().__init__()
        self._playback, self._commands, self._choices = playback, commands, choices
        self._name, self._total = "", 0
        self.gallery = Gallery(tr("Curves"))
        self.fill = GalleryFill(self.gallery, figures, library, self)
        self.fill.filled.connect(self._say)
        self._build()
        self.gallery.carry = lambda ids: commands.mime(ids) if ids else None
        self.gallery.play_asked.connect(self._play)
        self.gallery.menu_asked.connect(self._open_menu)
        self.gallery.chosen_changed.connect(self._say)
        playback.position_changed.connect(self._follow)
        choices.follow("turn_curves", self._turn)
        self._turn()
        self.setFocusProxy(self.gallery)
        self._say()

    def _build(self) -> None:
        self._library_axes = button(tr("Library axes"), partial(self._choose, Room.LIBRARY), kind="chip",
            tip=tr("All in the same directions: curves of one shape move alike"))  # fmt: skip
        self._song_axes = button(tr("Song axes"), partial(self._choose, Room.SONG), kind="chip",
            tip=tr("Each in the directions in which it moves most"))  # fmt: skip
        self._compare = button(tr("Compare…"), self._ask_compare, kind="chip")
        self._rotate = button(tr("Auto-rotate"), kind="chip")
        self._rotate.toggled.connect(lambda on: self._choices.change(turn_curves=on))
        for chip in (self._library_axes, self._song_axes, self._rotate):
            chip.setCheckable(True)
        self._all = IconButton("play", tr("Play them all"), self._play_all, size=20)
        chips = (self._library_axes, self._song_axes, self._compare, self._rotate)
        self.head = Head(tr("Curves"), chips, (self._all,))
        self._fact = ElidedLabel("", "fact")
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setProperty("kind", "page")
        within = QVBoxLayout(inside)
        within.setContentsMargins(0, 0, 0, 0)
        within.addWidget(self.gallery)
        area.setWidget(inside)
        shown = QWidget()
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._fact)
        column.addWidget(area, 1)
        nothing = EmptyState(
            "spline",
            tr("Songs as curves"),
            tr("Choose “Show as curves” in the menu of an album, a playlist, or any tracks."),
            tr("Browse your music"),
            self._browse,
        )
        self._pages = QStackedLayout()
        for page in (nothing, shown):
            page.setMinimumSize(1, 1)
            self._pages.addWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(MARGIN, TOP, MARGIN, TOP)
        whole.setSpacing(10)
        whole.addWidget(self.head)
        whole.addLayout(self._pages, 1)
        self._choose(Room.SONG)

    # -- what the window asks

    def open_at(self, what: object) -> None:
        """what: of `gathered`; anything else leaves it as it is."""
        if not isinstance(what, dict) or not isinstance(what.get("tracks"), list):
            return
        ids = [TrackId(id) for id in what["tracks"] if isinstance(id, int)]
        name, total = what.get("name"), what.get("total")
        self._name = name if isinstance(name, str) else ""
        self._total = max(len(ids), total) if isinstance(total, int) else len(ids)
        self.fill.show_tracks(ids)
        self._say()

    def set_playing(self, _id: TrackId | None) -> None:
        self._follow(self._playback.position())

    def kept(self) -> Any:
        return {
            "tracks": [int(id) for id in self.fill.ids],
            "name": self._name,
            "total": self._total,
            "axes": self.fill.room.value,
        }

    def restore(self, kept: Any) -> None:
        self.open_at(kept)
        if isinstance(kept, dict) and kept.get("axes") == Room.LIBRARY.value:
            self._choose(Room.LIBRARY)

    def close_down(self) -> None:
        self.fill.close()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._follow(self._playback.position())

    # -- what it says

    def _say(self) -> None:
        shown, chosen = len(self.gallery.cards), len(self.gallery.chosen)
        self._pages.setCurrentIndex(1 if self.fill.ids else 0)
        for part in (self._library_axes, self._song_axes, self._compare, self._rotate, self._all):
            part.setVisible(bool(self.fill.ids))
        if self._total > shown > 0:
            count = tr("the first {count} of {total}").format(
                count=words.number(shown), total=words.number(self._total)
            )
        else:
            count = tr("%Ln song(s)", count=shown)
        picked = tr("%Ln chosen", count=chosen) if chosen else ""
        self._fact.say(" · ".join(filter(None, (self._name, count if self.fill.ids else "", picked))))
        few = 2 <= (chosen or shown) <= COMPARED
        self._compare.setEnabled(few)
        hint = tr("Choose up to {count} with Ctrl and a click").format(count=COMPARED)
        self._compare.setToolTip(tr("These in one space") if few else hint)
        self.head.fit()

    def _follow(self, seconds: float) -> None:
        if self.isVisible():
            row = self.gallery.row_of(self._playback.track)
            long = self._playback.duration or (self.gallery.cards[row].seconds if row >= 0 else 0.0)
            share = min(1.0, seconds / long) if long > 0 else None
            self.gallery.show_playing(self._playback.track, share)

    # -- what the listener does

    def _choose(self, room: Room) -> None:
        self._library_axes.setChecked(room is Room.LIBRARY)
        self._song_axes.setChecked(room is Room.SONG)
        self.fill.choose(room)

    def _turn(self) -> None:
        on = self._choices.now.turn_curves
        self._rotate.setChecked(on)
        Spin.shared().allow(on=on)

    def _play(self, row: int, share: float) -> None:
        """That song, and the others after it."""
        card = self.gallery.cards[row]
        self._commands.play.emit([each.id for each in self.gallery.cards], row)
        if share > 0 and card.seconds > 0:
            self._playback.seek(share * card.seconds)

    def _play_all(self) -> None:
        if self.gallery.cards:
            self._play(0, 0.0)

    def _ask_compare(self) -> None:
        rows = self.gallery.chosen or range(len(self.gallery.cards))
        self._commands.compare_asked.emit([self.gallery.cards[row].id for row in rows][:COMPARED])

    def _open_menu(self, row: int, at: QPoint) -> None:
        track = self.fill.track(row)
        if track is not None:
            ids = [self.gallery.cards[each].id for each in self.gallery.chosen]
            track_menu(self, self._commands, ids, track, lambda: self._play(row, 0.0)).popup(at)

    def _browse(self) -> None:
        if self._commands.ways is not None:
            self._commands.ways.to("tracks")
