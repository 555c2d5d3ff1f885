"""What the listener touches to change the sound: the bar's shape, the panel, the equaliser, the settings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from app import theme
from app.choices import Choices
from app.covers import Covers
from app.player.fake import FakePlayer
from app.player.playback import Playback
from app.player.sleep import End
from app.player.wishes import sound_of
from app.shapes import Shapes
from app.sounddesk import SoundDesk
from app.views.settings.sound import SoundSection
from app.widgets.equaliser import BandSlider, EqualiserDialog, preset_words
from app.widgets.player_bar import PlayerBar
from app.widgets.slider import FigureSlider
from app.widgets.sound_panel import SoundPanel
from app.widgets.waveform import WaveformBar, heights
from core.domain import Seconds, TrackId
from core.library.scan import scan
from core.library.tracks import Library
from core.progress import Progress
from core.settings import Places, Settings
from core.sound.equaliser import PRESETS
from core.sound.waveform import STRETCHES, Waveform
from core.sound.wishes import GainMode, Sound
from tests.app.shelf import fill, paths


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> None:
    theme.apply(qapp, "dark")


@pytest.fixture
def library(places: Places) -> Iterator[Library]:
    library = Library.open(places)
    fill(library, 3)
    yield library
    library.close()


@pytest.fixture
def player(library: Library) -> FakePlayer:
    return FakePlayer(paths(library))


@pytest.fixture
def desk(library: Library, player: FakePlayer, tmp_path: Path, qtbot: QtBot) -> Iterator[SoundDesk]:
    playback = Playback(player, library)
    choices = Choices(tmp_path / "settings.toml", Settings())
    desk = SoundDesk(playback, library, choices)
    yield desk
    desk.sleep.cancel()
    playback.close()


def shape(*levels: float) -> Waveform:
    """Equal stretches of these amplitudes."""
    stored = np.repeat(np.rint(255 * np.sqrt(levels)).astype(np.uint8), STRETCHES // len(levels))
    return Waveform(Seconds(100.0), stored, stored)


# -- from the settings to the player


def test_every_setting_of_the_sound_reaches_the_player(desk: SoundDesk, player: FakePlayer) -> None:
    assert player.sound == sound_of(Settings())

    desk.choices.change(
        replay_gain="album", preamp=2.0, untagged_gain=-3.0, prevent_clipping=False, mono=True, balance=0.5,
        crossfade=4.0, fade=False, equaliser_on=True, equaliser=PRESETS["Rock"],
    )  # fmt: skip
    desk.set_speed(1.5)

    assert player.sound == Sound(
        GainMode.ALBUM, 2.0, -3.0, prevent_clipping=False, equaliser=PRESETS["Rock"], mono=True, balance=0.5,
        speed=1.5, crossfade=4.0, fade=0.0,
    )  # fmt: skip


def test_a_flat_equaliser_is_left_out() -> None:
    assert sound_of(Settings(equaliser_on=True)).equaliser is None


def test_a_mode_that_nobody_knows_is_automatic() -> None:
    assert sound_of(Settings(replay_gain="louder")).gain_mode is GainMode.AUTO


def test_the_chosen_output_is_used_from_the_start(
    library: Library, player: FakePlayer, tmp_path: Path, qtbot: QtBot
) -> None:
    choices = Choices(tmp_path / "settings.toml", Settings(device="speakers"))
    playback = Playback(player, library)

    SoundDesk(playback, library, choices, playback)

    assert player.device == "speakers"
    playback.close()


# -- the shape in the seek bar


@pytest.fixture
def bar(qtbot: QtBot) -> WaveformBar:
    bar = WaveformBar()
    qtbot.addWidget(bar)
    bar.resize(416, 24)
    bar.set_duration(100.0)
    return bar


def test_bars_are_as_high_as_the_song_is_loud() -> None:
    tall = heights(shape(0.1, 0.4, 0.0, 0.4), 8)

    assert tall[2] == tall[3] == tall[6] == 1.0
    assert 0.2 < tall[0] < 0.5
    assert tall[4] == 0.0


def test_silence_has_the_lowest_bars() -> None:
    assert not heights(shape(0.0), 100).any()


def test_what_has_played_is_in_the_accent(bar: WaveformBar) -> None:
    bar.set_waveform(shape(0.5))
    bar.set_position(50.0)

    picture = bar.grab().toImage()
    colours = {
        side: {QColor(picture.pixel(x, 12)).name() for x in range(*span)}
        for side, span in (("played", (20, 180)), ("ahead", (230, 390)))
    }

    assert theme.current().accent.lower() in colours["played"]
    assert theme.current().accent.lower() not in colours["ahead"]


def test_a_shape_changes_nothing_about_seeking(bar: WaveformBar, qtbot: QtBot) -> None:
    bar.set_waveform(shape(0.5, 0.1))

    with qtbot.waitSignal(bar.sought) as sought:
        qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=QPoint(8 + 100, 12))
    assert sought.args == [pytest.approx(25.0, abs=0.2)]
    with qtbot.waitSignal(bar.sought) as sought:
        qtbot.keyClick(bar, Qt.Key.Key_Right)
    assert sought.args == [pytest.approx(30.0, abs=0.2)]


@pytest.fixture
def player_bar(desk: SoundDesk, tmp_path: Path, qtbot: QtBot) -> Iterator[PlayerBar]:
    covers = Covers(tmp_path / "covers")
    made = PlayerBar(covers)
    qtbot.addWidget(made)
    made.furnish(desk)
    yield made
    covers.close()


def test_a_shape_that_comes_too_late_is_not_shown(player_bar: PlayerBar, library: Library) -> None:
    first, second = library.tracks(library.all_ids()[:2])
    player_bar.show_track(first)
    player_bar.show_waveform(first.id, shape(0.5))
    assert player_bar.seek_bar.waveform is not None

    player_bar.show_track(second)
    player_bar.show_waveform(first.id, shape(0.5))

    assert player_bar.seek_bar.waveform is None


def test_all_of_the_bar_fits_the_smallest_window(
    player_bar: PlayerBar, library: Library, qtbot: QtBot
) -> None:
    player_bar.show_track(library.tracks(library.all_ids()[:1])[0])
    player_bar.resize(1024, theme.PLAYER_BAR)
    player_bar.show()

    assert player_bar.minimumSizeHint().width() <= 1024
    right = player_bar.queue_button.geometry().right()
    assert player_bar.sound_button.geometry().right() < right < 1024
    assert player_bar.seek_bar.width() > 250


def test_the_button_is_lit_while_something_unusual_is_set(player_bar: PlayerBar, desk: SoundDesk) -> None:
    assert not player_bar.sound_button.isChecked()
    for change, back in (
        (lambda: desk.set_speed(1.25), lambda: desk.set_speed(1.0)),
        (lambda: desk.sleep.set_minutes(15), desk.sleep.cancel),
        (lambda: desk.playback.set_stop_after(True), lambda: desk.playback.set_stop_after(False)),
    ):
        change()
        assert player_bar.sound_button.isChecked()
        assert player_bar.sound_button.toolTip().startswith("Sound: ")
        back()
        assert not player_bar.sound_button.isChecked()


# -- the panel


@pytest.fixture
def panel(desk: SoundDesk, qtbot: QtBot) -> Iterator[SoundPanel]:
    holder = QPushButton()
    qtbot.addWidget(holder)
    yield SoundPanel(desk, holder)


def chip(panel: SoundPanel, text: str) -> QPushButton:
    return next(each for each in panel.findChildren(QPushButton) if each.text() == text)


def test_the_panel_sets_speed_and_leads_back(panel: SoundPanel, desk: SoundDesk, qtbot: QtBot) -> None:
    panel.speed.setFocus()
    for _ in range(5):
        qtbot.keyClick(panel.speed, Qt.Key.Key_Right)
    assert desk.speed == pytest.approx(1.25)

    qtbot.mouseDClick(panel.speed, Qt.MouseButton.LeftButton)
    assert desk.speed == 1.0


def test_the_panel_sets_the_sleep_timer(panel: SoundPanel, desk: SoundDesk) -> None:
    chip(panel, "30").click()
    assert desk.sleep.minutes == 30
    chip(panel, "End of album").click()
    assert desk.sleep.end is End.ALBUM
    chip(panel, "Off").click()
    assert not desk.sleep.on


def test_the_panel_lists_outputs_and_the_one_that_is_gone(panel: SoundPanel, desk: SoundDesk) -> None:
    desk.choices.change(device="headphones")
    panel.open_above(panel.parentWidget())  # type: ignore[arg-type]
    names = [panel.device.itemText(at) for at in range(panel.device.count())]

    assert names == ["The system's choice", "Speakers", "headphones (not there now)"]
    assert panel.device.currentIndex() == 2
    panel.hide()


def test_escape_closes_the_panel(panel: SoundPanel, qtbot: QtBot) -> None:
    panel.open_above(panel.parentWidget())  # type: ignore[arg-type]
    assert panel.isVisible()

    qtbot.keyClick(panel.speed, Qt.Key.Key_Escape)

    assert not panel.isVisible()


def test_the_panel_stops_after_the_track(panel: SoundPanel, desk: SoundDesk) -> None:
    panel.stop_after.click()
    assert desk.playback.stop_after_current

    desk.playback.set_stop_after(False)
    assert not panel.stop_after.isChecked()


# -- the equaliser


@pytest.fixture
def equaliser(desk: SoundDesk, qtbot: QtBot) -> EqualiserDialog:
    dialog = EqualiserDialog(desk.choices, None)
    qtbot.addWidget(dialog)
    return dialog


def test_moving_a_slider_switches_the_equaliser_on(
    equaliser: EqualiserDialog, desk: SoundDesk, player: FakePlayer, qtbot: QtBot
) -> None:
    slider = equaliser.findChildren(BandSlider)[0]
    for _ in range(4):
        qtbot.keyClick(slider, Qt.Key.Key_Up)

    qtbot.waitUntil(lambda: player.sound.equaliser is not None)
    assert player.sound.equaliser == (2.0, *(0.0,) * 9)
    assert equaliser.switch.isChecked()
    assert equaliser.presets.currentText() == "Your own"
    assert slider.accessibleName() == "31 Hz"
    assert slider.accessibleDescription() == "+2 dB"


def test_a_preset_sets_all_sliders(equaliser: EqualiserDialog, desk: SoundDesk) -> None:
    at = equaliser.presets.findData("Rock")
    equaliser.presets.setCurrentIndex(at)
    equaliser.presets.activated.emit(at)

    assert desk.choices.now.equaliser == PRESETS["Rock"]
    assert equaliser.bands.gains == PRESETS["Rock"]
    equaliser.reset()
    assert equaliser.presets.currentText() == "Flat"


def test_every_preset_has_words_and_can_be_set_by_the_sliders() -> None:
    assert set(preset_words()) == set(PRESETS)
    assert all(len(gains) == 10 and all((gain * 2) % 1 == 0 for gain in gains) for gains in PRESETS.values())


# -- the settings


def test_the_settings_follow_what_is_changed_elsewhere(desk: SoundDesk, qtbot: QtBot) -> None:
    section = SoundSection(desk)
    qtbot.addWidget(section)
    sliders = {each.accessibleName(): each for each in section.findChildren(FigureSlider)}

    desk.choices.change(crossfade=6.5, preamp=-3.0)

    assert sliders["Crossfade"].figure == 6.5
    assert sliders["Preamplifier"].figure == -3.0
    sliders["Balance"].setValue(-10)
    assert desk.choices.now.balance == -0.5
    assert sliders["Balance"].accessibleDescription() == "50 % left"


# -- where shapes come from


def test_the_shape_of_a_track_is_measured_once_and_kept(places: Places, music: Path, qtbot: QtBot) -> None:
    library = Library.open(places)
    library.add_root(music)
    scan(library, Progress())
    track = library.tracks(library.all_ids()[:1])[0]
    shapes = Shapes(library, places)
    with qtbot.waitSignal(shapes.drawn, timeout=30_000) as first:
        shapes.want(track)
    shapes.close()

    again = Shapes(library, places)
    with qtbot.waitSignal(again.drawn) as second:
        again.want(track)
    again.close()
    library.close()

    assert first.args is not None and second.args is not None
    assert first.args[0] == second.args[0] == TrackId(track.id)
    assert np.array_equal(first.args[1].peaks, second.args[1].peaks)
