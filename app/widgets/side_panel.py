"""The right edge: what belongs to what plays or is selected. Opens and closes with a short movement."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QPropertyAnimation, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app import theme
from app.widgets.controls import ElidedLabel, IconButton
from app.words import tr


class SidePanel(QFrame):
    """Shows one page at a time, headed by the page's window title."""

    closed = Signal()
    """The listener closed it."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "side")
        self.setAccessibleName(tr("Side panel"))
        self._title = ElidedLabel("", "strong")
        self._pages = QStackedWidget()
        # Of fixed width, so that nothing inside is laid out anew at each step of the movement.
        self._inner = QWidget()
        self._inner.setFixedWidth(theme.RIGHT_PANEL - 1)
        head = QHBoxLayout()
        head.setContentsMargins(20, 16, 12, 8)
        head.addWidget(self._title, 1)
        head.addWidget(IconButton("x", tr("Close this panel"), self.closed.emit, size=18))
        column = QVBoxLayout(self._inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._pages, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 0, 0, 0)
        row.addWidget(self._inner)
        self._move = QPropertyAnimation(self, b"maximumWidth", self)
        self._move.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._move.finished.connect(self._arrived)
        self._open = False
        self.setMinimumWidth(0)
        self.setMaximumWidth(0)
        self.hide()

    @property
    def page(self) -> QWidget | None:
        """What is shown; None while closed."""
        return self._pages.currentWidget() if self._open else None

    def keep(self, page: QWidget) -> None:
        """Takes a page in without showing it; it then lives as long as the panel."""
        if self._pages.indexOf(page) < 0:
            self._pages.addWidget(page)
            page.windowTitleChanged.connect(lambda _title: self._name())

    def show_page(self, page: QWidget | None, *, at_once: bool = False) -> None:
        """page: None closes the panel."""
        if page is not None:
            self.keep(page)
            self._pages.setCurrentWidget(page)
            self._name()
        if (page is not None) != self._open:
            self._open = page is not None
            self._start(0 if at_once else theme.motion())

    def _name(self) -> None:
        page = self._pages.currentWidget()
        self._title.say(page.windowTitle() if page is not None else "")

    def _start(self, duration: int) -> None:
        goal = theme.RIGHT_PANEL if self._open else 0
        self.setMinimumWidth(0)
        self._move.stop()
        self.setVisible(True)
        if not duration or not self.window().isVisible():
            self.setMaximumWidth(goal)
            self._arrived()
            return
        self._move.setDuration(duration)
        self._move.setStartValue(self.width() if self.maximumWidth() else 0)
        self._move.setEndValue(goal)
        self._move.start()

    def _arrived(self) -> None:
        if self._open:
            self.setFixedWidth(theme.RIGHT_PANEL)
        else:
            self.hide()
