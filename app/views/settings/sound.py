"""How it sounds: loudness, what is between tracks, the output, the equaliser."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from app import theme, words
from app.sounddesk import SoundDesk
from app.views.settings.parts import Page, Row, drop_down, switch
from app.widgets.controls import IconButton, button, chooser_box, label
from app.widgets.equaliser import decibels, preset_of, preset_words
from app.widgets.slider import FigureSlider
from app.widgets.sound_panel import fill_devices
from app.words import tr

SLIDER, FIGURE = 168, 64
"""Widths of a slider and of the figure beside it, in pixels."""


class Figure(QWidget):
    """A slider with its figure, for one number of the settings."""

    def __init__(
        self,
        desk: SoundDesk,
        name: str,
        text: str,
        span: tuple[float, float],
        step: float,
        usual: float,
        said: Callable[[float], str],
    ) -> None:
        super().__init__()
        self._choices, self._name, self._said = desk.choices, name, said
        self.slider = FigureSlider(text, span, step, usual, said)
        self.slider.setFixedWidth(SLIDER)
        self._figure: QLabel = label("", "fact", tabular=True)
        self._figure.setFixedWidth(FIGURE)
        self._figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.slider)
        row.addWidget(self._figure)
        self.slider.figure_changed.connect(lambda figure: self._choices.change(**{name: figure}))
        self._choices.changed.connect(self._follow)
        self._show()

    def _follow(self, names: set[str]) -> None:
        if self._name in names:
            self._show()

    def _show(self) -> None:
        figure = getattr(self._choices.now, self._name)
        self.slider.show_figure(figure)
        self._figure.setText(self._said(figure))


class SoundSection(Page):
    equaliser_asked = Signal()

    def __init__(self, desk: SoundDesk) -> None:
        super().__init__()
        self._desk = desk
        self._add_loudness()
        self._add_between()
        self._add_output()
        self._add_equaliser()
        desk.choices.changed.connect(self._follow)

    def _add_loudness(self) -> None:
        fact = tr(
            "Songs differ in loudness. What their tags say of it (ReplayGain, R128) is used, else what was "
            "measured in the background. Files are not changed."
        )
        card, desk = self.add_part(tr("Loudness"), fact), self._desk
        modes = [
            ("auto", tr("Automatic")),
            ("album", tr("Album by album")),
            ("track", tr("Track by track")),
            ("off", tr("As recorded")),
        ]
        line = tr("Automatic keeps an album as it was mixed while it plays in order.")
        card.add(drop_down(desk.choices, "replay_gain", tr("Even out"), line, modes))
        line = tr("On top of that, for tracks whose loudness is known.")
        figure = Figure(desk, "preamp", tr("Preamplifier"), (-15, 15), 0.5, 0.0, _decibels)
        card.add(Row(tr("Preamplifier"), line, figure))
        line = tr("While the loudness of a track is not known yet.")
        figure = Figure(desk, "untagged_gain", tr("Unknown tracks"), (-15, 6), 0.5, -6.0, _decibels)
        card.add(Row(tr("Unknown tracks"), line, figure))
        line = tr("Plays a track less loud where its loudest moment would distort.")
        card.add(switch(desk.choices, "prevent_clipping", tr("Prevent clipping"), line))

    def _add_between(self) -> None:
        card, desk = self.add_part(tr("Between tracks")), self._desk
        line = tr("Tracks of an album that run into each other are never mixed.")
        figure = Figure(desk, "crossfade", tr("Crossfade"), (0, 12), 0.5, 0.0, _seconds)
        card.add(Row(tr("Crossfade"), line, figure))
        line = tr("A fifth of a second, instead of a hard cut.")
        card.add(switch(desk.choices, "fade", tr("Fade on pause and stop"), line))

    def _add_output(self) -> None:
        card, desk = self.add_part(tr("Output")), self._desk
        self.device = chooser_box()
        self.device.setFont(theme.font(13))
        self.device.setAccessibleName(tr("Device"))
        self.device.setFixedWidth(SLIDER + FIGURE - 30)
        self.device.activated.connect(lambda at: desk.choices.change(device=self.device.itemData(at) or ""))
        desk.devices_changed.connect(self._show_devices)
        again = IconButton("rotate-ccw", tr("Look for devices again"), self._show_devices, size=18)
        chooser = QWidget()
        row = QHBoxLayout(chooser)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.device)
        row.addWidget(again)
        line = tr("When it is unplugged, the music goes on through the system's choice, and comes back.")
        card.add(Row(tr("Device"), line, chooser))
        line = tr("Both sides from both loudspeakers, for one ear or one box.")
        card.add(switch(desk.choices, "mono", tr("Mono"), line))
        figure = Figure(desk, "balance", tr("Balance"), (-1, 1), 0.05, 0.0, _balance)
        card.add(Row(tr("Balance"), "", figure))
        self._show_devices()

    def _add_equaliser(self) -> None:
        card, desk = self.add_part(tr("Equaliser")), self._desk
        card.add(switch(desk.choices, "equaliser_on", tr("Equaliser"), tr("Ten bands, each of an octave.")))
        self._preset = Row(tr("Preset"), "", button(tr("Open the equaliser"), self.equaliser_asked.emit))
        card.add(self._preset)
        self._show_preset()

    # -- keeping up

    def _follow(self, names: set[str]) -> None:
        if "device" in names:
            self._show_devices()
        if "equaliser" in names:
            self._show_preset()

    def _show_devices(self) -> None:
        fill_devices(self.device, self._desk)

    def _show_preset(self) -> None:
        gains = self._desk.choices.now.equaliser
        self._preset.explain(preset_words().get(preset_of(gains), tr("Your own")))


def _decibels(value: float) -> str:
    return tr("{decibels} dB").format(decibels=decibels(value))


def _seconds(value: float) -> str:
    return tr("{seconds} s").format(seconds=words.decimal(value)) if value else tr("off")


def _balance(value: float) -> str:
    if not value:
        return tr("middle")
    percent = round(abs(value) * 100)
    return (tr("{percent} % left") if value < 0 else tr("{percent} % right")).format(percent=percent)
