"""Above a picture of the map: what its points are, of what, how they are laid flat, and their colours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenu, QPushButton, QSizePolicy, QWidget

from app import icons
from app.mapdesk import Known
from app.views.mapmenus import (
    colour_menu,
    mode_menu,
    mode_words,
    projection_menu,
    projection_words,
    scheme_name,
    space_menu,
    space_name,
)
from app.views.mappane import Look
from app.widgets.controls import button
from app.words import tr
from core.explore.map.chart import Kind, Mode

ROOMY, TINY = 560, 320
"""Width from which the modes stand side by side, else they are in a menu; and below which colours are in one
with what the picture is of."""
ROUND, TIGHT = 48, 37
"""Pixels of a button around its words: usually, and where there is little room."""


class PaneControls(QWidget):
    """Shows a Look; asks for another."""

    asked = Signal(object)
    """A Look."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._known: Known | None = None
        self._modes = {mode: button(text, kind="chip", tip=tip) for mode, (text, tip) in mode_words().items()}
        self._group = QButtonGroup(self)
        self._mode = MenuButton(tr("What the points are"), self._open_modes)
        self._space = MenuButton(tr("What lies together"), self._open_space)
        self._projection = MenuButton(tr("How it is laid flat"), self._open_projection)
        self._both = MenuButton(tr("What lies together, and how it is laid flat"), self._open_both)
        self._colour = MenuButton(tr("Colours"), self._open_colours)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for mode, chip in self._modes.items():
            chip.setCheckable(True)
            chip.clicked.connect(lambda _on=False, mode=mode: self._set_mode(mode))
            self._group.addButton(chip)
            row.addWidget(chip)
        row.addWidget(self._mode)
        row.addStretch(1)
        for each in (self._colour, self._space, self._projection, self._both):
            row.addWidget(each)
        self.show_look(look, None)

    def show_look(self, look: Look, known: Known | None) -> None:
        self._look, self._known = look, known
        sight = look.sight
        self._modes[sight.mode].setChecked(True)
        for mode, chip in self._modes.items():
            chip.setEnabled(sight.kind is not Kind.MEASURES or mode is Mode.TRACKS)
        self._mode.say(mode_words()[sight.mode][0])
        self._space.say(space_name(sight, known))
        self._projection.say(projection_words()[sight.projection][0])
        flat = "" if sight.kind is Kind.MEASURES else projection_words()[sight.projection][0]
        self._both.say(" · ".join(filter(None, (space_name(sight, known), flat))))
        self._colour.say(scheme_name(look.scheme, known))
        self.setEnabled(known is not None and bool(known.models))
        self._fold()

    def _set_mode(self, mode: Mode) -> None:
        self._ask(replace(self._look, sight=replace(self._look.sight, mode=mode)))

    def _ask(self, look: Look) -> None:
        if look != self._look:
            self.asked.emit(look)

    def _open_modes(self) -> QMenu:
        return mode_menu(self, self._look.sight, self._set_sight)

    def _open_space(self) -> QMenu | None:
        return space_menu(self, self._known, self._look.sight, self._set_sight) if self._known else None

    def _open_projection(self) -> QMenu:
        return projection_menu(self, self._look.sight, self._set_sight)

    def _open_both(self) -> QMenu | None:
        menu = self._open_space()
        if menu is not None and self._look.sight.kind is not Kind.MEASURES:
            flat = projection_menu(menu, self._look.sight, self._set_sight)
            flat.setTitle(tr("How it is laid flat"))
            menu.addSeparator()
            menu.addMenu(flat)
        if menu is not None and self._known is not None and self._colour.isHidden():
            colours = colour_menu(menu, self._known, self._look.scheme, self._set_scheme)
            colours.setTitle(tr("Colours"))
            menu.addMenu(colours)
        return menu

    def _open_colours(self) -> QMenu | None:
        known, look = self._known, self._look
        if known is None:
            return None
        return colour_menu(self, known, look.scheme, self._set_scheme)

    def _set_scheme(self, scheme: str) -> None:
        self._ask(replace(self._look, scheme=scheme))

    def _set_sight(self, sight: object) -> None:
        self._ask(replace(self._look, sight=sight))  # type: ignore[arg-type]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        roomy = self.width() >= ROOMY
        for chip in self._modes.values():
            chip.setVisible(roomy)
        self._space.setVisible(roomy)
        self._projection.setVisible(roomy and self._look.sight.kind is not Kind.MEASURES)
        for each in (self._mode, self._both):
            each.setVisible(not roomy)
        for each in (self._mode, self._both, self._colour):
            each.set_tight(tight=not roomy)
        self._mode.setMinimumWidth(0 if roomy else self._mode.sizeHint().width())
        self._colour.setVisible(self.width() >= TINY)

    def minimumSizeHint(self) -> QSize:
        return QSize(180, 30)


class MenuButton(QPushButton):
    """A pill that opens a menu; it shortens its words where there is little room."""

    def __init__(self, name: str, make: Callable[[], QMenu | None]) -> None:
        super().__init__()
        self._name, self._make, self._whole = name, make, ""
        self._round = ROUND
        self.setFixedHeight(30)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setLayoutDirection(Qt.LayoutDirection.RightToLeft)  # the arrow stands behind the words
        self.setIcon(icons.icon("chevron-down", "secondary", 14))
        self.setIconSize(QSize(14, 14))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda _on=False: self._open())

    def say(self, text: str) -> None:
        self._whole = text
        self.setAccessibleName(f"{self._name}: {text}")
        self.setToolTip(self._name)
        self._fit()
        self.updateGeometry()

    def set_tight(self, *, tight: bool) -> None:
        """Less room around its words."""
        self._round = TIGHT if tight else ROUND
        self.setStyleSheet("padding: 0 9px;" if tight else "")
        self._fit()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(min(220, self.fontMetrics().horizontalAdvance(self._whole) + self._round), 30)

    def minimumSizeHint(self) -> QSize:
        return QSize(54, 30)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)

    def _fit(self) -> None:
        room = self.width() - self._round + 2
        short = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, room)
        self.setText(short.replace("&", "&&"))

    def _open(self) -> None:
        menu = self._make()
        if menu is not None:
            menu.popup(self.mapToGlobal(QPoint(0, self.height() + 6)))
