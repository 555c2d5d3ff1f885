"""What floats above the player bar: speed, sleep timer, output, equaliser; quickly reached, quickly gone."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app import theme, words
from app.player.sleep import End
from app.sounddesk import SoundDesk, speed_words
from app.widgets.controls import IconButton, button, chooser_box, frame, label, rounded
from app.widgets.equaliser import preset_of, preset_words
from app.widgets.slider import FigureSlider
from app.widgets.switch import Switch
from app.words import tr
from core.domain import Track
from core.sound.wishes import FASTEST, SLOWEST

WIDTH, GAP = 344, 8
SLEEPS = (15, 30, 45, 60)
"""Minutes to choose from."""
BEAT_MS = 1000


class SoundPanel(QWidget):
    """A popup; it closes by itself when something else is clicked, or by Escape."""

    equaliser_asked = Signal()
    settings_asked = Signal()

    def __init__(self, desk: SoundDesk, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        rounded(self)
        # A click on the button that opened it closes it, and must not open it again.
        self.setAttribute(Qt.WidgetAttribute.WA_NoMouseReplay)
        self.setAccessibleName(tr("Sound"))
        self._desk = desk
        self._track: Track | None = None
        self._sleeps: dict[int | End, QPushButton] = {}
        self._build()
        self._beat = QTimer(self)
        self._beat.setInterval(BEAT_MS)
        self._beat.timeout.connect(self._show_left)
        desk.changed.connect(self.renew)
        desk.devices_changed.connect(self._show_devices)
        desk.choices.changed.connect(self._on_choice)
        self.renew()

    def show_track(self, track: Track | None) -> None:
        """The track that plays: its tempo stands beside the speed."""
        self._track = track
        self._show_speed()

    def open_above(self, anchor: QWidget) -> None:
        """With its right edges at the anchor's, within the anchor's window."""
        self.renew()
        self._show_devices()
        self.adjustSize()
        corner = anchor.mapToGlobal(QPoint(anchor.width(), 0))
        self.move(corner.x() - self.width() + GAP, corner.y() - self.height() - GAP)
        self.show()
        self.speed.setFocus(Qt.FocusReason.PopupFocusReason)

    # -- how it is put together

    def _build(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        card = frame("card")
        outer.addWidget(card)
        self.setFixedWidth(WIDTH)
        column = QVBoxLayout(card)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(8)
        self._add_speed(column)
        column.addWidget(frame("hairline"))
        self._add_sleep(column)
        column.addWidget(frame("hairline"))
        self._add_rest(column)

    def _add_speed(self, column: QVBoxLayout) -> None:
        self.speed = FigureSlider(tr("Speed"), (SLOWEST, FASTEST), 0.05, 1.0, speed_words)
        self.speed.figure_changed.connect(self._desk.set_speed)
        self._speed_said = label("", "fact", tabular=True)
        self._usual = IconButton("rotate-ccw", tr("As fast as it is"), self.speed.reset, size=16)
        kept = self._usual.sizePolicy()
        kept.setRetainSizeWhenHidden(True)
        self._usual.setSizePolicy(kept)
        column.addLayout(_line(_heading(tr("Speed")), self._speed_said, self._usual))
        column.addWidget(self.speed)

    def _add_sleep(self, column: QVBoxLayout) -> None:
        self._left = label("", "fact", tabular=True)
        column.addLayout(_line(_heading(tr("Sleep timer")), self._left))
        group = QButtonGroup(self)
        first, second = QHBoxLayout(), QHBoxLayout()
        for row in (first, second):
            row.setSpacing(6)
            column.addLayout(row)
        self._add_chip(first, group, 0, tr("Off"))
        for minutes in SLEEPS:
            chip = self._add_chip(first, group, minutes, f"{minutes}")
            chip.setAccessibleName(tr("{minutes} minutes").format(minutes=minutes))
        first.addWidget(label(tr("minutes"), "quiet"))
        first.addStretch(1)
        self._add_chip(second, group, End.TRACK, tr("End of track"))
        self._add_chip(second, group, End.ALBUM, tr("End of album"))
        second.addStretch(1)

    def _add_chip(self, row: QHBoxLayout, group: QButtonGroup, what: int | End, text: str) -> QPushButton:
        chip = button(text, lambda: self._sleep(what), kind="chip")
        chip.setFont(theme.font(12, 500))
        chip.setCheckable(True)
        chip.setAccessibleDescription(tr("Sleep timer"))
        group.addButton(chip)
        row.addWidget(chip)
        self._sleeps[what] = chip
        return chip

    def _add_rest(self, column: QVBoxLayout) -> None:
        self.stop_after = Switch(tr("Stop after this track"))
        self.stop_after.toggled.connect(self._desk.playback.set_stop_after)
        column.addLayout(_line(_words(tr("Stop after this track")), self.stop_after))
        self.equaliser = Switch(tr("Equaliser"))
        self.equaliser.toggled.connect(lambda on: self._desk.choices.change(equaliser_on=on))
        self._preset = button("", self._ask_equaliser, kind="quiet")
        self._preset.setFont(theme.font(12, 500))
        column.addLayout(_line(_words(tr("Equaliser")), self._preset, self.equaliser))
        self.device = chooser_box()
        self.device.setFont(theme.font(13))
        self.device.setAccessibleName(tr("Output"))
        self.device.setMinimumContentsLength(16)
        self.device.setSizeAdjustPolicy(self.device.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.device.activated.connect(
            lambda at: self._desk.choices.change(device=self.device.itemData(at) or "")
        )
        more = IconButton("settings", tr("All settings of the sound"), self._ask_settings, size=18)
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(_words(tr("Output")))
        line.addWidget(self.device, 1)
        line.addWidget(more)
        column.addLayout(line)

    # -- what it shows

    def renew(self) -> None:
        """As the desk has it now."""
        sleep, choices = self._desk.sleep, self._desk.choices.now
        self._show_speed()
        chosen: int | End = sleep.end or sleep.minutes
        if chosen in self._sleeps:
            self._sleeps[chosen].setChecked(True)
        self._show_left()
        for switch, on in (
            (self.stop_after, self._desk.playback.stop_after_current),
            (self.equaliser, choices.equaliser_on),
        ):
            switch.blockSignals(True)
            switch.setChecked(on)
            switch.blockSignals(False)
            switch.update()
        self._preset.setText(preset_words().get(preset_of(choices.equaliser), tr("Your own")))
        self._preset.setAccessibleName(tr("Open the equaliser"))

    def _on_choice(self, _names: set[str]) -> None:
        self.renew()

    def _show_speed(self) -> None:
        speed = self._desk.speed
        self.speed.show_figure(speed)
        said = speed_words(speed)
        if self._track is not None and self._track.bpm:
            said = tr("{speed}, {tempo} BPM").format(speed=said, tempo=round(self._track.bpm * speed))
        self._speed_said.setText(said)
        self._usual.setVisible(speed != 1.0)

    def _show_left(self) -> None:
        left = self._desk.sleep.left
        self._left.setText("" if left is None else tr("stops in {time}").format(time=words.clock(left)))

    def _show_devices(self) -> None:
        fill_devices(self.device, self._desk)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._beat.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._beat.stop()

    # -- what it asks for

    def _sleep(self, what: int | End) -> None:
        if isinstance(what, End):
            self._desk.sleep.set_end(what)
        else:
            self._desk.sleep.set_minutes(what)

    def _ask_equaliser(self) -> None:
        self.hide()
        self.equaliser_asked.emit()

    def _ask_settings(self) -> None:
        self.hide()
        self.settings_asked.emit()


def fill_devices(box: QComboBox, desk: SoundDesk) -> None:
    """Lists the outputs there are, and the chosen one even while it is not there."""
    chosen = desk.choices.now.device
    box.clear()
    for device in desk.devices():
        box.addItem(device.name if device.id else tr("The system's choice"), device.id)
    if box.findData("") < 0:
        box.insertItem(0, tr("The system's choice"), "")
    if box.findData(chosen) < 0:
        box.addItem(tr("{device} (not there now)").format(device=chosen), chosen)
    box.setCurrentIndex(box.findData(chosen))
    box.setToolTip(box.currentText())


def _heading(text: str) -> QLabel:
    return label(text, "strong")


def _words(text: str) -> QLabel:
    return label(text, "secondary")


def _line(first: QWidget, *rest: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    row.addWidget(first)
    row.addStretch(1)
    for widget in rest:
        row.addWidget(widget)
    return row
