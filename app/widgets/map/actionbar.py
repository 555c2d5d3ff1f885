"""What can be done with the tracks chosen on the map."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from app import icons
from app.widgets.controls import IconButton, button, label, menu
from app.widgets.map.floats import edge_of, only_where_it_is
from app.words import number, tr

HEIGHT = 46
COMPARED = (2, 8)
"""So many songs can be compared."""


class Bar(QFrame):
    """One row of buttons that floats; in a narrow place those that matter less go into the menu."""

    play = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setProperty("kind", "toast")
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName(name)
        only_where_it_is(self)
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.row = QHBoxLayout(self)
        self._room: QWidget | None = None
        self.play_button = button(tr("Play"), self.play.emit, kind="chip-on", icon="play")
        self.play_button.setAccessibleName(tr("Play"))
        self._space(close=False)
        self.giving_way: Sequence[QWidget] = ()
        """Hidden from the last to the first where there is no room for all."""

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ParentChange:
            self._watch(self.parentWidget())

    def _watch(self, room: QWidget | None) -> None:
        if self._room is not None:
            self._room.removeEventFilter(self)
        self._room = room
        if room is not None:
            room.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._room and event.type() == QEvent.Type.Resize:
            self.fit()
        return super().eventFilter(watched, event)

    def fit(self) -> None:
        """Hides what there is no room for."""
        if self._room is None:
            return
        room = self._room.width() - 2 * edge_of(self._room)
        shown = list(self.giving_way)
        while shown and self._wide(shown) > room:
            shown.pop()
        for widget in self.giving_way:
            if widget.isHidden() != (widget not in shown):
                widget.setVisible(widget in shown)
        self._shorten(room)
        self.updateGeometry()

    def _shorten(self, room: int) -> None:
        """Where even the rest has no room, Play is its icon alone, and all stand closer."""
        shown = [widget for widget in self.giving_way if not widget.isHidden()]
        self._space(close=False)
        if self._wide(shown) > room:
            self._space(close=True)

    def _space(self, *, close: bool) -> None:
        self.play_button.setText("" if close else self.play_button.accessibleName())
        self.row.setSpacing(4 if close else 8)
        self.row.setContentsMargins(10 if close else 14, 7, 4 if close else 8, 7)

    def _wide(self, shown: Sequence[QWidget]) -> int:
        """With only these of those that give way."""
        hidden = set(self.giving_way) - set(shown)
        widgets = [
            item.widget() for at in range(self.row.count()) if (item := self.row.itemAt(at)) is not None
        ]
        there = [w for w in widgets if w is not None and w not in hidden and (w in shown or not w.isHidden())]
        margins = self.row.contentsMargins() + self.contentsMargins()
        gaps = self.row.spacing() * max(0, len(there) - 1)
        return (
            sum(min(w.sizeHint().width(), w.maximumWidth()) for w in there)
            + gaps
            + margins.left()
            + margins.right()
        )

    def sizeHint(self) -> QSize:
        return QSize(self._wide([w for w in self.giving_way if not w.isHidden()]), HEIGHT)


class ActionBar(Bar):
    """Hidden while nothing is chosen. Escape, with the keyboard on it, clears the choice."""

    play_next = Signal()
    queue = Signal()
    radio = Signal()
    playlist = Signal()
    tag = Signal()
    compare = Signal()
    curves = Signal()
    cleared = Signal()

    def __init__(self) -> None:
        super().__init__(tr("What is chosen on the map"))
        self._tracks = 0
        self._count = label("", "strong", tabular=True)
        self._queue = button(tr("Queue"), self.queue.emit, tip=tr("Add to the end of the queue"))
        self._radio = button(
            tr("Radio from here"), self.radio.emit, tip=tr("An endless radio from this region")
        )
        self._playlist = button(tr("Playlist"), self.playlist.emit, tip=tr("Keep as a playlist"))
        self._more = IconButton("ellipsis", tr("More"), self._open_menu)
        self._clear = IconButton("x", tr("Clear the choice"), self.cleared.emit)
        parts = (
            self._count,
            self.play_button,
            self._queue,
            self._radio,
            self._playlist,
            self._more,
            self._clear,
        )
        for part in parts:
            self.row.addWidget(part)
        self.giving_way = (self._radio, self._playlist, self._queue)
        self.hide()

    def show_count(self, tracks: int, moments: int | None = None) -> None:
        """How many are chosen; 0 hides the bar. moments: where moments are chosen, how many."""
        self._tracks = tracks
        text = tr("%Ln track(s)", count=tracks)
        if moments is not None:
            text = tr("{moments} in {tracks}").format(moments=tr("%Ln moment(s)", count=moments), tracks=text)
        self._count.setText(text)
        self.setAccessibleDescription(text)
        if tracks == 0 and self.isAncestorOf(self.window().focusWidget() or self):
            self._leave()
        self.setVisible(tracks > 0)
        self.fit()

    def focus_first(self) -> None:
        """The keyboard goes to Play."""
        self.play_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave(self) -> None:
        room = self.parentWidget()
        if room is not None:
            room.setFocus()

    def _open_menu(self) -> None:
        """Also what the bar has no room for."""
        made = menu(self)
        squeezed: dict[QPushButton, tuple[str, SignalInstance]] = {
            self._radio: ("radio", self.radio),
            self._playlist: ("list-music", self.playlist),
            self._queue: ("list-end", self.queue),
        }
        for part, (icon, signal) in squeezed.items():
            if part.isHidden():
                made.addAction(icons.icon(icon), part.text(), signal.emit)
        made.addAction(icons.icon("list-start"), tr("Play next"), self.play_next.emit)
        made.addAction(icons.icon("tags"), tr("Tag…"), self.tag.emit)
        made.addSeparator()
        curves = made.addAction(icons.icon("spline"), tr("Show as curves"), self.curves.emit)
        curves.setEnabled(self._tracks > 0)
        compare = made.addAction(icons.icon("columns-3"), tr("Compare"), self.compare.emit)
        least, most = COMPARED
        compare.setEnabled(least <= self._tracks <= most)
        if self._tracks > most:
            compare.setText(tr("Compare (up to {count})").format(count=number(most)))
        above = self._more.mapToGlobal(QPoint(0, -made.sizeHint().height() - 4))
        made.popup(above)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cleared.emit()
        else:
            super().keyPressEvent(event)
