"""The equaliser: ten upright sliders, presets, and what they make of the sound at once."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QSlider, QWidget

from app import theme, words
from app.choices import Choices
from app.widgets.controls import button, chooser_box, label
from app.widgets.dialogs import Dialog
from app.widgets.switch import Switch
from app.words import tr
from core.sound.equaliser import PRESETS
from core.sound.wishes import BANDS

MOST = 12.0
"""dB, up and down."""
GRAIN = 2
"""Steps of a slider per dB."""
SETTLE_MS = 40
"""Between two changes of the sound while a slider is dragged."""
TALL, LINE, HANDLE, MARGIN = 176, 4, 7, 10
OWN = "own"


def preset_words() -> dict[str, str]:
    """Name of a preset -> in the listener's words."""
    return {
        "Flat": tr("Flat"),
        "Bass": tr("More bass"),
        "Less bass": tr("Less bass"),
        "Treble": tr("More treble"),
        "Less treble": tr("Less treble"),
        "Voices": tr("Voices"),
        "Loudness": tr("Quiet listening (loudness)"),
        "Rock": tr("Rock"),
        "Pop": tr("Pop"),
        "Electronic": tr("Electronic"),
        "Jazz": tr("Jazz"),
        "Classical": tr("Classical"),
        "Small speakers": tr("Small speakers"),
        "Headphones": tr("Headphones"),
        "Late at night": tr("Late at night"),
    }


def preset_of(bands: Sequence[float]) -> str:
    """The preset with these gains; OWN where there is none."""
    return next((name for name, gains in PRESETS.items() if tuple(gains) == tuple(bands)), OWN)


def decibels(value: float) -> str:
    """ "+3", "-1.5", "0"."""
    return words.decimal(value, signed=True)


def hertz(band: float) -> str:
    """ "31", "63", "1k": as they are called, by ISO 266."""
    return f"{band / 1000:.0f}k" if band >= 1000 else f"{int(band + 0.5)}"


class BandSlider(QSlider):
    """An upright line, filled from its middle; a double click leads back there."""

    def __init__(self, name: str) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self.setAccessibleName(name)
        self.setRange(round(-MOST * GRAIN), round(MOST * GRAIN))
        self.setPageStep(2 * GRAIN)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(TALL)

    @property
    def decibels(self) -> float:
        return self.value() / GRAIN

    def sizeHint(self) -> QSize:
        return QSize(44, TALL)

    def minimumSizeHint(self) -> QSize:
        return QSize(28, TALL)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._move_to(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._move_to(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(False)
            self.update()

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        self.setValue(0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.setValue(self.value() + (1 if event.angleDelta().y() > 0 else -1))
        event.accept()

    def _move_to(self, event: QMouseEvent) -> None:
        share = 1.0 - (event.position().y() - MARGIN) / (self.height() - 2 * MARGIN)
        value = (2 * min(1.0, max(0.0, share)) - 1) * MOST * GRAIN
        self.setSliderPosition(0 if abs(value) < 0.6 else round(value))
        event.accept()

    def paintEvent(self, _event: QPaintEvent) -> None:
        now, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.isEnabled():
            painter.setOpacity(0.5)
        painter.setPen(Qt.PenStyle.NoPen)
        line = QRectF((self.width() - LINE) / 2, MARGIN, LINE, self.height() - 2 * MARGIN)
        painter.setBrush(QColor(now.selected))
        painter.drawRoundedRect(line, LINE / 2, LINE / 2)
        middle = line.center()
        y = middle.y() - self.sliderPosition() / (MOST * GRAIN) * line.height() / 2
        painter.setBrush(QColor(now.accent))
        painter.drawRoundedRect(QRectF(line.left(), min(y, middle.y()), LINE, abs(y - middle.y())), 2, 2)
        at = QPointF(middle.x(), y)
        over = self.underMouse() or self.isSliderDown()
        painter.setBrush(QColor(now.text))
        painter.drawEllipse(at, HANDLE + over, HANDLE + over)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(now.accent), 2))
            painter.drawEllipse(at, HANDLE + 2.5, HANDLE + 2.5)


class Bands(QWidget):
    """Ten sliders with their gains above and their frequencies below."""

    moved = Signal()
    """By the listener."""

    def __init__(self) -> None:
        super().__init__()
        self._sliders: list[BandSlider] = []
        self._gains: list[QLabel] = []
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(0)
        grid.setVerticalSpacing(4)
        for row, text in ((0, "dB"), (2, "Hz")):
            unit = label(text, "quiet")
            unit.setAlignment(Qt.AlignmentFlag.AlignRight)
            grid.addWidget(unit, row, 0)
        for column, band in enumerate(BANDS, 1):
            name = tr("{hertz} Hz").format(hertz=words.number(round(band)))
            slider, gain, middle = (
                BandSlider(name),
                label("0", "fact", tabular=True),
                label(hertz(band), "quiet"),
            )
            slider.valueChanged.connect(self._show_gains)
            slider.valueChanged.connect(self.moved)
            for row, widget in enumerate((gain, slider, middle)):
                grid.addWidget(widget, row, column)
            for figure in (gain, middle):
                figure.setAlignment(Qt.AlignmentFlag.AlignHCenter)
                figure.setMinimumWidth(40)
            self._sliders.append(slider)
            self._gains.append(gain)

    @property
    def gains(self) -> tuple[float, ...]:
        return tuple(slider.decibels for slider in self._sliders)

    def show_gains(self, gains: Sequence[float]) -> None:
        for slider, gain in zip(self._sliders, gains, strict=True):
            slider.blockSignals(True)
            slider.setValue(round(gain * GRAIN))
            slider.blockSignals(False)
            slider.update()
        self._show_gains()

    def _show_gains(self) -> None:
        for slider, said in zip(self._sliders, self._gains, strict=True):
            said.setText(decibels(slider.decibels))
            slider.setAccessibleDescription(f"{decibels(slider.decibels)} dB")


class EqualiserDialog(Dialog):
    """Changes the settings, and through them the sound, while it is open; the window stays free to use."""

    def __init__(self, choices: Choices, parent: QWidget | None) -> None:
        super().__init__(parent, tr("Equaliser"), 560)
        self._choices = choices
        self.switch = Switch(tr("Equaliser"))
        self.presets = chooser_box()
        self.bands = Bands()
        self._soon = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._soon.timeout.connect(self._apply)
        self._build()
        self.switch.toggled.connect(lambda on: choices.change(equaliser_on=on))
        self.presets.activated.connect(self._take_preset)
        self.bands.moved.connect(self._moved)
        choices.changed.connect(self._follow)
        self._show()

    def _build(self) -> None:
        self.presets.setFont(theme.font(13))
        self.presets.setAccessibleName(tr("Preset"))
        self.presets.setMinimumWidth(220)
        for name, text in preset_words().items():
            self.presets.addItem(text, name)
        self.presets.addItem(tr("Your own"), OWN)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.switch)
        head.addWidget(label(tr("On"), "secondary"))
        head.addStretch(1)
        head.addWidget(self.presets)
        self.body.addLayout(head)
        self.body.addSpacing(10)
        self.body.addWidget(self.bands)
        self.body.addSpacing(6)
        fact = tr(
            "What you raise is made up for by turning all of it down a little, so that nothing distorts."
        )
        self.body.addWidget(label(fact, "quiet", wrap=True))
        self.buttons.addWidget(button(tr("Reset"), self.reset))
        self.buttons.addWidget(button(tr("Close"), self.accept, kind="primary"))

    def reset(self) -> None:
        """All sliders to the middle."""
        self._choices.change(equaliser=PRESETS["Flat"])

    def done(self, result: int) -> None:
        if self._soon.isActive():
            self._soon.stop()
            self._apply()
        super().done(result)

    def _moved(self) -> None:
        self._show_preset(self.bands.gains)
        if not self._soon.isActive():
            self._soon.start()

    def _apply(self) -> None:
        # Whoever moves a slider wants to hear it.
        self._choices.change(equaliser=self.bands.gains, equaliser_on=True)

    def _take_preset(self, at: int) -> None:
        gains = PRESETS.get(self.presets.itemData(at))
        if gains is not None:
            self._choices.change(equaliser=gains, equaliser_on=True)

    def _follow(self, names: set[str]) -> None:
        if names & {"equaliser", "equaliser_on"}:
            self._show()

    def _show(self) -> None:
        now = self._choices.now
        self.switch.setChecked(now.equaliser_on)
        if not self._soon.isActive():
            self.bands.show_gains(now.equaliser)
            self._show_preset(now.equaliser)

    def _show_preset(self, gains: Sequence[float]) -> None:
        self.presets.setCurrentIndex(self.presets.findData(preset_of(gains)))
