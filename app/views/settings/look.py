"""How the window looks: colours, size, language."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QColorDialog, QGridLayout, QWidget

from app import language, theme
from app.choices import Choices
from app.views.settings.parts import Page, Row, chips, drop_down, switch
from app.words import tr

SCALES = (100, 110, 125, 150, 175, 200)
DOT, RING = 22, 30
OWN = "own"
"""A colour that the listener picks; kept as "#rrggbb"."""


class LookSection(Page):
    def __init__(self, choices: Choices) -> None:
        super().__init__()
        self._choices = choices
        self._colours()
        self._lists()
        self._size_and_language()

    def _colours(self) -> None:
        card = self.add_part(tr("Colours"))
        themes = [("system", tr("As the system")), ("dark", tr("Dark")), ("light", tr("Light"))]
        line = tr("Follows the system at once when that changes between day and night.")
        card.add(chips(self._choices, "theme", tr("Theme"), line, themes))
        line = tr("For what is chosen, plays or can be pressed. Made lighter or darker until it can be read.")
        card.add(Row(tr("Accent"), line, Accents(self._choices)))

    def _lists(self) -> None:
        card = self.add_part(tr("Lists"))
        line = tr("More tracks at a time, without covers.")
        card.add(switch(self._choices, "compact_rows", tr("Compact rows"), line))

    def _size_and_language(self) -> None:
        card = self.add_part(tr("Size and language"), tr("Both change when Meander is started again."))
        line = tr("Everything larger, on top of what the system does for this screen.")
        scales = [(each, f"{each} %") for each in SCALES]
        card.add(drop_down(self._choices, "scale", tr("Size of everything"), line, scales))
        languages = [(code, language.name_of(code)) for code in language.available()]
        line = tr("Where a text has no translation it is in English.")
        card.add(
            drop_down(
                self._choices, "language", tr("Language"), line, [("", tr("As the system")), *languages]
            )
        )


class Accents(QWidget):
    """Dots to choose from, and any other colour."""

    def __init__(self, choices: Choices) -> None:
        super().__init__()
        self._choices = choices
        self._group = QButtonGroup(self)
        self._dots: dict[str, Dot] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(2)
        names = accent_names()
        for at, (key, name) in enumerate(names.items()):
            dot = self._dots[key] = Dot(key, name)
            dot.clicked.connect(lambda _checked=False, key=key: self._choose(key))
            self._group.addButton(dot)
            grid.addWidget(dot, 0, at)
        choices.changed.connect(self._follow)
        self._show()

    def _choose(self, key: str) -> None:
        if key != OWN:
            self._choices.change(accent=key)
            return
        picked = QColorDialog.getColor(QColor(theme.current().accent), self, tr("Accent"))
        if picked.isValid():
            self._choices.change(accent=picked.name())
        self._show()

    def _follow(self, names: set[str]) -> None:
        if "accent" in names:
            self._show()

    def _show(self) -> None:
        accent = self._choices.now.accent
        key = accent if accent in self._dots else OWN
        self._dots[OWN].colour = accent if key == OWN else ""
        self._dots[key].setChecked(True)
        for dot in self._dots.values():
            dot.update()


def accent_names() -> dict[str, str]:
    return {
        "": tr("Sea green"),
        "blue": tr("Blue"),
        "violet": tr("Violet"),
        "rose": tr("Rose"),
        "amber": tr("Amber"),
        "green": tr("Green"),
        "graphite": tr("Graphite"),
        theme.FROM_SYSTEM: tr("The accent of the system"),
        OWN: tr("Another colour"),
    }


class Dot(QAbstractButton):
    """One colour; with a ring when it is chosen."""

    def __init__(self, key: str, name: str) -> None:
        super().__init__()
        self._key, self.colour = key, ""
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        return QSize(RING, RING)

    def paintEvent(self, _event: QPaintEvent) -> None:
        now, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.rect().toRectF().center()
        colour = self._shown(now)
        painter.setPen(Qt.PenStyle.NoPen if colour else QPen(QColor(now.quiet), 1.4))
        painter.setBrush(QColor(colour) if colour else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(middle, DOT / 2 - 2, DOT / 2 - 2)
        if not colour:
            self._write(painter, "+" if self._key == OWN else "A", now.secondary)
        if self.isChecked() or self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            ring = now.text if self.isChecked() else now.accent
            painter.setPen(QPen(QColor(ring), 2 if self.isChecked() and not self.hasFocus() else 2.6))
            painter.drawEllipse(middle, RING / 2 - 2, RING / 2 - 2)

    def _shown(self, now: theme.Theme) -> str:
        """The colour as it would look; "" where there is none to show."""
        base = theme.DARK if now.dark else theme.LIGHT
        if self._key == "":
            return base.accent
        asked = theme.ACCENTS.get(self._key, self.colour)
        if self._key == theme.FROM_SYSTEM:
            asked = theme.look().system.accent
        return theme.tinted(base, asked).accent if asked else ""

    def _write(self, painter: QPainter, text: str, colour: str) -> None:
        painter.setFont(theme.font(11, 600))
        painter.setPen(QColor(colour))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, text)
