"""Quiet notices above the player bar, with at most one thing to do about them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEasingCurve, QEvent, QObject, QPropertyAnimation, QTimer
from PySide6.QtWidgets import QFrame, QGraphicsOpacityEffect, QHBoxLayout, QWidget

from app import theme
from app.widgets.controls import IconButton, button, label
from app.words import tr

STAYS_MS, STAYS_WITH_ACTION_MS = 5_000, 10_000
FOOT, WIDEST = 20, 560
"""Room below it, and its greatest width, in pixels."""


class Toast(QFrame):
    """One notice at a time at the foot of `over`; a newer one takes its place."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setProperty("kind", "toast")
        self._over = over
        self._act: Callable[[], object] | None = None
        self._text = label("", "secondary", wrap=True)
        self._text.setProperty("kind", "strong")
        self._action = button("", self._do, kind="quiet")
        self._action.setProperty("kind", "chip-on")
        self._action.setAccessibleName(tr("Act on this notice"))
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 8, 10)
        row.setSpacing(8)
        row.addWidget(self._text, 1)
        row.addWidget(self._action)
        row.addWidget(IconButton("x", tr("Close this notice"), self.dismiss, size=16))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.dismiss)
        self._opacity = QGraphicsOpacityEffect(self)
        self._fade = QPropertyAnimation(self._opacity, b"opacity", self)
        self._fade.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._fade.finished.connect(self._faded)
        over.installEventFilter(self)
        self.hide()

    def say(self, text: str, action: str = "", act: Callable[[], object] | None = None) -> None:
        """Shows `text`; with `action` a button that calls `act` once."""
        self._act = act
        self._text.setText(text)
        self._action.setText(action)
        self._action.setAccessibleName(action)
        self._action.setVisible(bool(action))
        self.setAccessibleName(text)
        self._place()
        self.show()
        self.raise_()
        self._move_to(1.0)
        self._timer.start(STAYS_WITH_ACTION_MS if action else STAYS_MS)

    def dismiss(self) -> None:
        self._timer.stop()
        self._act = None
        self._move_to(0.0)

    def _do(self) -> None:
        act, self._act = self._act, None
        self.dismiss()
        if act is not None:
            act()

    def _move_to(self, opacity: float) -> None:
        self._fade.stop()
        if not theme.motion():
            self._opacity.setOpacity(opacity)
            self._faded()
            return
        self.setGraphicsEffect(self._opacity)
        self._fade.setDuration(theme.motion())
        self._fade.setStartValue(self._opacity.opacity() if opacity == 0.0 else 0.0)
        self._fade.setEndValue(opacity)
        self._fade.start()

    def _faded(self) -> None:
        if self._opacity.opacity() < 0.01:
            self.hide()

    def _place(self) -> None:
        self.ensurePolished()
        widest = min(WIDEST, self._over.width() - 32)
        one_line = self._text.fontMetrics().horizontalAdvance(self._text.text()) + 8
        around = self.sizeHint().width() - self._text.sizeHint().width()
        self.setFixedWidth(min(widest, one_line + around))
        self.adjustSize()
        self.setFixedHeight(max(44, self.heightForWidth(self.width())))
        self.move((self._over.width() - self.width()) // 2, self._over.height() - self.height() - FOOT)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return False
