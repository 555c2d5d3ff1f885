"""A popover to find one track: what plays now, or by searching."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from app import theme, words
from app.views.reading import Reader
from app.widgets.controls import SearchField, button, frame, label, rounded
from app.words import tr
from core.domain import Track, TrackId
from core.errors import UserError
from core.library.tracks import Library

WIDTH, ROW = 340, 32
MOST = 8
"""Results shown: a better word finds better than a longer list."""
SEARCH_MS = 120


class TrackPicker(QWidget):
    """Closes once a track is picked, or with Escape."""

    picked = Signal(object)
    """TrackId."""

    def __init__(self, library: Library, playing: TrackId | None, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        rounded(self)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(tr("Find a track"))
        self.setFixedWidth(WIDTH)
        self._library, self._playing = library, playing
        self._reader = Reader(self)
        self._field = SearchField(tr("Find a track"), self)
        self._rows: list[QPushButton] = []
        self._nothing = label(tr("Nothing found"), "quiet")
        self._nothing.setContentsMargins(8, 6, 8, 6)
        self._nothing.hide()
        card = frame("popover")
        self._column = QVBoxLayout(card)
        self._column.setContentsMargins(10, 10, 10, 10)
        self._column.setSpacing(2)
        self._column.addWidget(self._field)
        self._column.addWidget(self._nothing)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(card)
        self._typing = QTimer(self, singleShot=True, interval=SEARCH_MS)
        self._typing.timeout.connect(self._search)
        self._field.textChanged.connect(lambda _text: self._typing.start())
        self._field.returnPressed.connect(self._take_first)
        self._search()

    def open_under(self, over: QWidget) -> None:
        """Below `over`, inside its window."""
        corner = over.mapToGlobal(QPoint(0, over.height() + 4))
        window = over.window()
        most = window.mapToGlobal(QPoint(window.width() - WIDTH - 8, 0)).x()
        self.adjustSize()
        self.move(min(corner.x(), max(most, window.mapToGlobal(QPoint(8, 0)).x())), corner.y())
        self.show()
        self._field.setFocus(Qt.FocusReason.PopupFocusReason)

    def _search(self) -> None:
        query, library, playing = self._field.text().strip(), self._library, self._playing

        def read() -> list[Track]:
            if query:
                return library.tracks([TrackId(id) for id in library.order(query)[:MOST]])
            return library.tracks([playing]) if playing is not None else []

        self._reader.ask(read, partial(self._show, searched=bool(query)))

    def _show(self, tracks: Sequence[Track], *, searched: bool) -> None:
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [self._row(track, playing=not searched) for track in tracks]
        for row in self._rows:
            self._column.addWidget(row)
        self._nothing.setVisible(searched and not tracks)
        self.adjustSize()

    def _row(self, track: Track, *, playing: bool) -> QPushButton:
        said = " · ".join(filter(None, (track.title, track.artist)))
        if playing:
            said = tr("What plays: {title}").format(title=said)
        made = button("", partial(self._pick, track.id), kind="row")
        made.setFont(theme.font(13, 500))
        made.setFixedHeight(ROW)
        room = WIDTH - 48
        short = made.fontMetrics().elidedText(said, Qt.TextElideMode.ElideRight, room)
        made.setText(short.replace("&", "&&"))
        made.setAccessibleName(words.titled(track))
        made.setToolTip("" if short == said else said)
        return made

    def _take_first(self) -> None:
        """Return right after typing means what was typed, not what is listed still."""
        if not self._typing.isActive():
            if self._rows:
                self._rows[0].click()
            return
        self._typing.stop()
        query = self._field.text().strip()
        try:
            found = self._library.order(query)[:1] if query else []
        except UserError:
            return
        if len(found):
            self._pick(TrackId(found[0]))

    def _pick(self, id: TrackId) -> None:
        self.picked.emit(id)
        self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    @property
    def offered(self) -> list[QPushButton]:
        """What can be picked."""
        return self._rows

    @property
    def field(self) -> QLineEdit:
        return self._field
