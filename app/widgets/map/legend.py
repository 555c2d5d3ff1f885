"""What the map's colours mean, and which of them are to be seen."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QLinearGradient,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QToolTip, QVBoxLayout, QWidget

from app import theme
from app.widgets.controls import ElidedLabel, IconButton, button, label
from app.widgets.map import colouring as colours
from app.widgets.map.floats import only_where_it_is
from app.words import number, said, tr
from core.explore.map.colours import Colouring, Entry

WIDTH = 190
ROW = 24
DOT = 4.6
NARROW = 560
"""Pixels of the map below which the legend begins folded."""
SHARE = 0.6
"""Of the map's height that a long legend takes at most; then it scrolls."""


class _Rows(QWidget):
    """Lines of the legend. Up and Down choose one, Space shows or hides it, Return shows it alone."""

    toggled = Signal(int)
    """An entry's code."""
    taken_back = Signal()
    """What the last `toggled` did was meant otherwise."""
    soloed = Signal(int)
    reached = Signal(int)
    """The keyboard is at this line now."""

    def __init__(self) -> None:
        super().__init__()
        self._colouring: Colouring | None = None
        self._shown: frozenset[int] | None = None
        self._at, self._hovered = 0, -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(tr("Colours"))

    @property
    def entries(self) -> tuple[Entry, ...]:
        return self._colouring.legend if self._colouring is not None else ()

    def show_entries(self, colouring: Colouring | None, shown: frozenset[int] | None) -> None:
        if colouring is not self._colouring:
            self._at, self._hovered = 0, -1
        self._colouring, self._shown = colouring, shown
        self.setFixedHeight(max(1, ROW * len(self.entries)))
        self._describe()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, ROW * len(self.entries))

    def is_shown(self, code: int) -> bool:
        return self._shown is None or code in self._shown

    def _describe(self) -> None:
        if not self.entries:
            return
        entry = self.entries[self._at]
        state = tr("shown") if self.is_shown(entry.code) else tr("hidden")
        parts = said(entry.label), tr("%Ln track(s)", count=entry.count), state
        self.setAccessibleDescription(", ".join(parts))

    # -- being seen

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._colouring is None:
            return
        now = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at, entry in enumerate(self.entries):
            self._paint_row(painter, now, at, entry)
        painter.end()

    def _paint_row(self, painter: QPainter, now: theme.Theme, at: int, entry: Entry) -> None:
        assert self._colouring is not None
        row = QRectF(0, at * ROW, self.width(), ROW)
        if at == self._hovered or (at == self._at and self.hasFocus()):
            painter.setPen(
                QPen(QColor(now.accent), 2) if self.hasFocus() and at == self._at else Qt.PenStyle.NoPen
            )
            painter.setBrush(QColor(now.selected))
            painter.drawRoundedRect(row.adjusted(1, 1, -1, -1), 6, 6)
        shown, colour = self.is_shown(entry.code), QColor(colours.of_entry(self._colouring, entry.code, now))
        painter.setPen(QPen(colour, 1.6))
        painter.setBrush(colour if shown else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QPointF(14, row.center().y()), DOT, DOT)
        count = number(entry.count)
        painter.setFont(theme.font(12, tabular=True))
        metrics = QFontMetrics(painter.font())
        painter.setPen(QColor(now.quiet))
        painter.drawText(
            row.adjusted(0, 0, -8, 0), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, count
        )
        room = row.adjusted(28, 0, -16 - metrics.horizontalAdvance(count), 0)
        text = metrics.elidedText(said(entry.label), Qt.TextElideMode.ElideRight, int(room.width()))
        painter.setPen(QColor(now.text if shown else now.quiet))
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    # -- being touched

    def _row_at(self, at: QPointF) -> int:
        row = int(at.y() // ROW)
        return row if 0 <= row < len(self.entries) and 0 <= at.x() < self.width() else -1

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        row = self._row_at(event.position())
        if row != self._hovered:
            self._hovered = row
            self.update()
            if row >= 0:
                QToolTip.showText(event.globalPosition().toPoint(), self._tip(row), self)

    def _tip(self, row: int) -> str:
        use = tr("Click shows or hides it, a double click shows it alone")
        return f"{said(self.entries[row].label)}\n{use}"

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = -1
        self.update()
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        row = self._row_at(event.position())
        if event.button() != Qt.MouseButton.LeftButton or row < 0:
            return
        alone = event.modifiers() & Qt.KeyboardModifier.AltModifier
        self._go(row)
        (self.soloed if alone else self.toggled).emit(self.entries[row].code)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        row = self._row_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and row >= 0:
            self.taken_back.emit()
            self.soloed.emit(self.entries[row].code)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if not self.entries:
            super().keyPressEvent(event)
        elif step:
            self._go(min(len(self.entries) - 1, max(0, self._at + step)))
        elif event.key() == Qt.Key.Key_Space:
            self.toggled.emit(self.entries[self._at].code)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.soloed.emit(self.entries[self._at].code)
        else:
            super().keyPressEvent(event)

    def _go(self, row: int) -> None:
        self._at = row
        self._describe()
        self.reached.emit(row)
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.reached.emit(self._at)


class _Scale(QWidget):
    """From little to much."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(10)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bar = QRectF(self.rect()).adjusted(0, 1, 0, -1)
        shades = colours.ramp(theme.current())
        gradient = QLinearGradient(bar.topLeft(), bar.topRight())
        for place in range(0, len(shades), 15):
            gradient.setColorAt(place / (len(shades) - 1), QColor(*shades[place].tolist()))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(gradient)
        painter.drawRoundedRect(bar, 4, 4)
        painter.end()


class Legend(QFrame):
    """Groups with their colours and counts; for a scale its ends too.

    A click shows or hides a group, a double click or Alt with a click shows it alone, or all again.
    """

    shown = Signal(object)
    """frozenset of the codes to be seen, or None for all."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "popover")
        self.setAccessibleName(tr("What the colours mean"))
        self.setCursor(Qt.CursorShape.ArrowCursor)
        only_where_it_is(self)
        self._colouring: Colouring | None = None
        self._shown: frozenset[int] | None = None
        self._before: frozenset[int] | None = None
        self._room: QWidget | None = None
        self._title = label("", "strong")
        self._all = button(tr("All"), self.show_all, kind="link", tip=tr("Show all"))
        self._fold = IconButton("chevron-up", tr("Fold the legend"), self._turn, size=16)
        self._fold.setFixedSize(24, 24)
        self.folded = self._turned = False
        self._scale, self._low, self._high = _Scale(), ElidedLabel("", "fact"), ElidedLabel("", "fact")
        self._high.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.rows = _Rows()
        self._area = _Area(self.rows)
        self._lay_out()
        self.rows.toggled.connect(self._toggle)
        self.rows.taken_back.connect(self._take_back)
        self.rows.soloed.connect(self._solo)
        self.rows.reached.connect(lambda row: self._area.ensureVisible(0, row * ROW + ROW // 2, 0, ROW))
        self.hide()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 8, 6, 8)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.setContentsMargins(8, 0, 2, 0)
        head.addWidget(self._title, 1)
        head.addWidget(self._all)
        head.addWidget(self._fold)
        head.setSpacing(4)
        column.addLayout(head)
        self._ends = QWidget()
        ends = QVBoxLayout(self._ends)
        ends.setContentsMargins(8, 0, 8, 4)
        ends.setSpacing(2)
        ends.addWidget(self._scale)
        words = QHBoxLayout()
        words.addWidget(self._low, 1)
        words.addWidget(self._high, 1)
        ends.addLayout(words)
        column.addWidget(self._ends)
        column.addWidget(self._area)

    # -- what it tells

    def show_colouring(self, colouring: Colouring | None, title: str = "") -> None:
        """None hides it. All groups are seen, without `shown`, unless the scheme is the same as before: then
        the same groups."""
        same = (
            colouring is not None
            and self._colouring is not None
            and colouring.scheme == self._colouring.scheme
        )
        before = self._keys() if same else None
        self._colouring = colouring
        self._shown = self._codes(before)
        self._title.setText(title or tr("Colours"))
        if colouring is not None and colouring.low is not None and colouring.high is not None:
            self._low.say(said(colouring.low))
            self._high.say(said(colouring.high))
        self._renew()
        self.setVisible(colouring is not None and bool(colouring.legend))

    def _turn(self) -> None:
        self._turned = True
        self.fold(not self.folded)

    def fold(self, folded: bool) -> None:  # noqa: FBT001 - as Qt's own setters
        """Only its title, or all of it."""
        if folded != self.folded:
            self.folded = folded
            name = tr("Unfold the legend") if folded else tr("Fold the legend")
            self._fold.show_as("chevron-down" if folded else "chevron-up", name)
            self._renew()

    def chosen(self) -> frozenset[int] | None:
        """As `shown` said last."""
        return self._shown

    def _keys(self) -> frozenset[str] | None:
        """Groups have the same key from day to day, but not the same code."""
        if self._shown is None or self._colouring is None:
            return None
        return frozenset(entry.key for entry in self._colouring.legend if entry.code in self._shown)

    def _codes(self, keys: frozenset[str] | None) -> frozenset[int] | None:
        if keys is None or self._colouring is None:
            return None
        return frozenset(entry.code for entry in self._colouring.legend if entry.key in keys) or None

    def show_all(self) -> None:
        self._show(None)

    def _everything(self) -> frozenset[int]:
        return frozenset(entry.code for entry in self.rows.entries)

    def _toggle(self, code: int) -> None:
        self._before = self._shown
        shown = self._everything() if self._shown is None else self._shown
        self._show(shown ^ {code})

    def _take_back(self) -> None:
        self._shown = self._before

    def _solo(self, code: int) -> None:
        """Once more shows all again."""
        self._show(None if self._shown == (alone := frozenset({code})) else alone)

    def _show(self, shown: frozenset[int] | None) -> None:
        # With the last one hidden there would be no map: all are back.
        self._shown = None if not shown or shown == self._everything() else shown
        self._renew()
        self.shown.emit(self._shown)

    def _renew(self) -> None:
        self.rows.show_entries(self._colouring, self._shown)
        self._area.setVisible(not self.folded)
        scale = self._colouring is not None and self._colouring.values is not None
        self._ends.setVisible(scale and not self.folded)
        had_focus = self._all.hasFocus()
        self._all.setVisible(self._shown is not None)
        if had_focus and self._shown is None:
            self.rows.setFocus()
        self.updateGeometry()

    # -- its room

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ParentChange:
            if self._room is not None:
                self._room.removeEventFilter(self)
            self._room = self.parentWidget()
            if self._room is not None:
                self._room.installEventFilter(self)
                self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._room and event.type() == QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        """Where the map is narrow, the legend is folded until somebody wants it."""
        if self._room is not None and not self._turned:
            self.fold(self._room.width() < NARROW)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        column = self.layout()
        assert column is not None
        rest = column.totalMinimumSize().height()
        if self.folded:
            return QSize(min(WIDTH + 12, self.minimumSizeHint().width()), rest)
        wanted = rest + self.rows.sizeHint().height()
        most = int(self._room.height() * SHARE) if self._room is not None else wanted
        return QSize(WIDTH + 12, min(wanted, max(most, rest + 2 * ROW)))


class _Area(QScrollArea):
    """Scrolls what is too long, and asks for no more than there is."""

    def __init__(self, rows: QWidget) -> None:
        super().__init__()
        self.setWidget(rows)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMinimumHeight(0)
        self.viewport().setAutoFillBackground(False)
        rows.setAutoFillBackground(False)

    def minimumSizeHint(self) -> QSize:
        return QSize(WIDTH, 0)
