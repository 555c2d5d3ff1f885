"""What is really heard: libVLC plays into a null sink of our own, and the recording is measured.

The recording's clock is good to about 20 ms, and the machine may be busy; the bounds allow for both.
docs/quality.md has the figures of a quiet machine.
"""

from __future__ import annotations

import ctypes
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.player.base import Piece, State
from app.player.engine import VlcPlayer
from app.player.libvlc import load_vlc
from app.player.playback import Playback
from core.domain import Ended
from core.errors import UserError
from core.library.scan import scan
from core.library.tracks import Library
from core.progress import Progress
from core.settings import Places
from core.sound.wishes import GainMode
from core.sound.wishes import Sound as WishedSound
from tests.app.sound import (
    CODECS,
    NoSound,
    NullSink,
    Sound,
    begins,
    falls_silent,
    level,
    noise,
    null_sink,
    pitch,
    place_of,
    silences,
    tone,
    turns,
    write_sound,
)
from tests.core.sound import files as core_sounds

pytestmark = [pytest.mark.sound, pytest.mark.timeout(180)]

FORMATS = list(CODECS)
AS_IT_IS = WishedSound(gain_mode=GainMode.OFF)
LONG = 20.0
NOISE = noise(LONG)


@pytest.fixture(scope="module")
def sink() -> Iterator[NullSink]:
    try:
        load_vlc()
    except UserError as problem:
        pytest.skip(str(problem))
    try:
        with null_sink() as sink, pytest.MonkeyPatch.context() as patch:
            for name in ("PULSE_SERVER", "PULSE_COOKIE", "XDG_RUNTIME_DIR"):
                patch.setenv(name, sink.environment[name])
            yield sink
    except NoSound as why:
        pytest.skip(str(why))


@pytest.fixture(scope="module")
def songs(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Twenty seconds of noise in any format; each is made once."""
    folder = tmp_path_factory.mktemp("songs")

    def song(suffix: str) -> Path:
        path = folder / f"noise{suffix}"
        return path if path.exists() else write_sound(path, NOISE)

    return song


@pytest.fixture
def player(sink: NullSink, qtbot: QtBot) -> Iterator[VlcPlayer]:
    player = VlcPlayer(["--aout=pulse"])
    player.set_volume(100)
    player.set_sound(AS_IT_IS)
    player.prepare()
    yield player
    player.close()


def start(player: VlcPlayer, path: Path, qtbot: QtBot, at: float = 0.0) -> float:
    """Plays, waits until it does, and gives the moment it was asked."""
    asked = time.monotonic()
    player.play(Piece(path), at)
    qtbot.waitUntil(lambda: player.state is State.PLAYING)
    return asked


@pytest.mark.parametrize("suffix", FORMATS)
def test_play_is_heard_at_once_from_the_beginning(
    sink: NullSink, player: VlcPlayer, qtbot: QtBot, songs: Callable[[str], Path], suffix: str
) -> None:
    with sink.recording() as recordings:
        asked = start(player, songs(suffix), qtbot)
        qtbot.wait(1500)
    heard = recordings[0].after(asked)
    delay = begins(heard)
    assert delay is not None
    assert delay < 0.3
    first = round(delay * 44_100)
    assert place_of(heard[first + 22_050 : first + 33_075], NOISE) == pytest.approx(0.5, abs=0.06)


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_seek_lands_within_60_ms_and_the_position_tells_the_truth(
    sink: NullSink, player: VlcPlayer, qtbot: QtBot, songs: Callable[[str], Path], suffix: str
) -> None:
    marks: list[tuple[float, float, float]] = []
    with sink.recording() as recordings:
        start(player, songs(suffix), qtbot)
        for target in (11.3, 4.72, 15.05):
            qtbot.wait(300)
            player.seek(target)
            asked = time.monotonic()
            qtbot.wait(900)
            marks.append((asked, target, player.position() - (time.monotonic() - asked)))
    landed, untrue = [], []
    for asked, target, told in marks:
        # Half a second on, what is heard must be half a second on, less the moment of silence at the seek.
        heard = place_of(recordings[0].after(asked + 0.5, 0.2), NOISE) - 0.5
        quiet = sum(length for _, length in silences(recordings[0].after(asked - 0.1, 0.6)))
        assert quiet < 0.3
        landed.append(abs(heard + quiet - target))
        untrue.append(abs(told - heard))
    assert np.median(landed) < 0.06
    assert max(landed) < 0.12  # on a busy machine; libVLC's own seek is seconds off
    assert max(untrue) < 0.12


def test_a_start_position_is_heard_without_a_bit_of_the_beginning(
    sink: NullSink, player: VlcPlayer, qtbot: QtBot, songs: Callable[[str], Path]
) -> None:
    with sink.recording() as recordings:
        asked = start(player, songs(".mp3"), qtbot, at=8.0)
        qtbot.wait(700)
    heard = recordings[0].after(asked)
    first = round((begins(heard) or 0.0) * 44_100)
    assert place_of(heard[first : first + 4410], NOISE) == pytest.approx(8.0, abs=0.06)


def test_pause_is_silent_and_resume_goes_on_without_a_loss(
    sink: NullSink, player: VlcPlayer, qtbot: QtBot, songs: Callable[[str], Path]
) -> None:
    with sink.recording() as recordings:
        start(player, songs(".flac"), qtbot)
        qtbot.wait(800)
        player.pause()
        paused = time.monotonic()
        qtbot.wait(700)
        player.resume()
        resumed = time.monotonic()
        qtbot.wait(900)
    sound = recordings[0]
    assert level(sound.after(paused + 0.3, 0.35)) < 0.001  # after its fade
    before = place_of(sound.after(paused - 0.3, 0.2), NOISE) + 0.3
    again = resumed + (begins(sound.after(resumed)) or 0.0)
    assert again - resumed < 0.25
    # What sounded in the fade is not heard twice.
    assert place_of(sound.after(again + 0.3, 0.2), NOISE) - 0.3 == pytest.approx(before + 0.2, abs=0.1)


def test_a_seek_while_paused_leaks_no_sound_of_the_old_place(
    sink: NullSink, player: VlcPlayer, qtbot: QtBot, songs: Callable[[str], Path]
) -> None:
    with sink.recording() as recordings:
        start(player, songs(".mp3"), qtbot)
        qtbot.wait(600)
        player.pause()
        qtbot.wait(300)
        player.seek(12.0)
        moved = time.monotonic()
        qtbot.wait(500)
        player.resume()
        resumed = time.monotonic()
        qtbot.wait(700)
    sound = recordings[0]
    assert level(sound.after(moved, 0.4)) < 0.001
    again = resumed + (begins(sound.after(resumed)) or 0.0)
    assert place_of(sound.after(again, 0.1), NOISE) == pytest.approx(12.0, abs=0.06)


def test_volume_and_mute_change_what_is_heard(
    sink: NullSink, player: VlcPlayer, qtbot: QtBot, songs: Callable[[str], Path]
) -> None:
    moments: list[float] = []
    with sink.recording() as recordings:
        start(player, songs(".flac"), qtbot)
        for change in (
            lambda: None,
            lambda: player.set_volume(50),
            lambda: player.set_muted(True),
            lambda: player.set_muted(False),
        ):
            change()
            qtbot.wait(400)
            moments.append(time.monotonic())
            qtbot.wait(400)
    full, half, muted, back = (level(recordings[0].after(moment, 0.3)) for moment in moments)
    # libVLC's volume is cubic, as the ear is: half way is 18 dB less.
    assert half / full == pytest.approx(0.125, rel=0.1)
    assert muted < 0.001
    assert back == pytest.approx(half, rel=0.1)


def test_the_volume_holds_from_the_first_sample_and_over_tracks(
    sink: NullSink, player: VlcPlayer, qtbot: QtBot, songs: Callable[[str], Path]
) -> None:
    player.set_volume(50)
    with sink.recording() as recordings:
        start(player, songs(".flac"), qtbot)
        qtbot.wait(600)
        start(player, songs(".mp3"), qtbot)
        qtbot.wait(600)
    loudest = float(np.max(np.abs(recordings[0].samples)))
    assert loudest < 0.3 * 0.125 * 1.5  # the noise peaks at 0.3


def test_skipping_changes_the_sound_at_once(
    sink: NullSink, player: VlcPlayer, qtbot: QtBot, tmp_path: Path
) -> None:
    low = write_sound(tmp_path / "low.flac", tone(440, 6))
    high = write_sound(tmp_path / "high.mp3", tone(880, 6))
    with sink.recording() as recordings:
        start(player, low, qtbot)
        qtbot.wait(700)
        skipped = start(player, high, qtbot)
        qtbot.wait(700)
    sound = recordings[0]
    assert pitch(sound.after(skipped - 0.3, 0.2)) == pytest.approx(440, abs=5)
    assert pitch(sound.after(skipped + 0.3, 0.2)) == pytest.approx(880, abs=5)


@pytest.mark.parametrize("suffix", FORMATS)
def test_a_whole_track_is_heard_to_its_real_end(
    sink: NullSink, player: VlcPlayer, qtbot: QtBot, tmp_path: Path, suffix: str
) -> None:
    whole = noise(3.0, seed=7)
    path = write_sound(tmp_path / f"short{suffix}", whole)
    with sink.recording() as recordings:
        with qtbot.waitSignal(player.ended, timeout=8000):
            start(player, path, qtbot)
        ended = time.monotonic()
        qtbot.wait(500)
    sound = recordings[0].samples
    loud = np.flatnonzero(np.abs(sound) > 0.02)
    assert len(loud) / len(whole) > 0.5
    assert (loud[-1] - loud[0]) / 44_100 == pytest.approx(3.0, abs=0.1)
    # The end is told when it is heard, neither a second early nor late.
    assert ended - (recordings[0].began + loud[-1] / 44_100) == pytest.approx(0.0, abs=0.3)
    assert player.heard == pytest.approx(3.0, abs=0.25)


def test_a_queue_of_tracks_sounds_whole_and_in_order(
    sink: NullSink, player: VlcPlayer, qtbot: QtBot, tmp_path: Path, places: Places
) -> None:
    """The whole way: files, a scan, the library, the queue, libVLC, PulseAudio, the history."""
    folder = tmp_path / "music"
    folder.mkdir()
    notes = {"1.flac": 440.0, "2.mp3": 660.0, "3.wav": 880.0}
    for name, hertz in notes.items():
        write_sound(folder / name, tone(hertz, 2.0))
    library = Library.open(places)
    library.add_root(folder)
    scan(library, Progress())
    ids = [track.id for name in notes if (track := library.by_path(folder / name)) is not None]
    playback = Playback(player, library)
    with sink.recording() as recordings:
        playback.play_tracks(ids)
        qtbot.waitUntil(lambda: playback.state is State.STOPPED, timeout=15_000)
    playback.close()
    sound = recordings[0]
    first = sound.began + (begins(sound.samples) or 0.0)
    assert silences(sound.samples, shortest=0.005) == []
    heard = [pitch(sound.after(first + 2.0 * number + 1.0, 0.3)) for number in range(3)]
    assert heard == pytest.approx(list(notes.values()), abs=5)
    plays = library.plays()
    library.close()
    assert [(play.track_id, play.ended) for play in plays] == [(id, Ended.FINISHED) for id in ids]
    assert [play.heard for play in plays] == pytest.approx([2.0] * 3, abs=0.25)


def test_a_track_cut_in_the_middle_plays_what_there_is_and_ends(
    sink: NullSink, player: VlcPlayer, qtbot: QtBot, songs: Callable[[str], Path], tmp_path: Path
) -> None:
    whole = songs(".mp3").read_bytes()
    cut = tmp_path / "cut.mp3"
    cut.write_bytes(whole[: len(whole) // 10])
    with qtbot.waitSignal(player.ended, timeout=8000):
        start(player, cut, qtbot)
    assert player.heard == pytest.approx(LONG / 10, abs=0.3)


def test_two_halves_of_a_recording_are_heard_as_one_in_every_format(
    sink: NullSink, player: VlcPlayer, qtbot: QtBot, tmp_path: Path
) -> None:
    """FLAC, MP3, Vorbis, Opus and AAC in one go: ten files of 0.9 seconds without a gap anywhere."""
    seconds = 0.9
    pieces: list[tuple[Path, Sound]] = []
    for number, suffix in enumerate((".flac", ".mp3", ".ogg", ".opus", ".m4a")):
        whole = core_sounds.noise(2 * seconds, seed=number)
        cut = len(whole) // 2
        for half, sound in enumerate((whole[:cut], whole[cut:])):
            path = core_sounds.write(tmp_path / f"{number}{half}{suffix}", sound)
            pieces.append((path, whole.mean(axis=1)))
    ahead = [Piece(path) for path, _ in pieces[1:]]

    def follow() -> None:
        player.follow(ahead.pop(0) if ahead else None)

    player.advanced.connect(follow)
    with sink.recording() as recordings:
        start(player, pieces[0][0], qtbot)
        follow()
        qtbot.waitUntil(lambda: player.state is State.STOPPED, timeout=20_000)
    sound = recordings[0].samples
    assert silences(sound, threshold=0.002, shortest=0.005) == []
    first = round((begins(sound) or 0.0) * 44_100)
    for number, (_, whole) in enumerate(pieces[::2]):
        joint = first + round((2 * number + 1) * seconds * 44_100)
        before, after = (
            place_of(sound[joint + shift : joint + shift + 8820], whole) * 44_100 for shift in (-17_640, 8820)
        )
        assert after - before == pytest.approx(26_460, abs=0.005 * 44_100), pieces[2 * number][0].suffix


def test_seek_skip_and_pause_are_heard_at_once(
    sink: NullSink, player: VlcPlayer, qtbot: QtBot, tmp_path: Path
) -> None:
    both = write_sound(tmp_path / "both.flac", np.concatenate([tone(440, 20), tone(880, 20)]))
    high = write_sound(tmp_path / "high.mp3", tone(880, 20))
    low = write_sound(tmp_path / "low.mp3", tone(440, 20))
    deeds: list[tuple[str, float]] = []

    def do(name: str, deed: Callable[[], object], wait: int = 350) -> None:
        deeds.append((name, time.monotonic()))
        deed()
        qtbot.wait(wait)

    with sink.recording() as recordings:
        start(player, both, qtbot)
        qtbot.wait(500)
        for _ in range(3):
            do("880", lambda: player.seek(25.0))
            do("440", lambda: player.seek(5.0))
            do("880", lambda: player.play(Piece(high)))
            do("440", lambda: player.play(Piece(low)))
            do("pause", player.pause, 300)
            do("440", player.resume)
            do("440", lambda: player.play(Piece(both)))
    delays = []
    for name, asked in deeds:
        heard = recordings[0].after(asked, 0.3)
        delays.append(falls_silent(heard, 0.2) if name == "pause" else turns(heard, float(name)))
    known = [delay for delay in delays if delay is not None]
    assert len(known) >= len(deeds) - 2  # on a busy machine one or the other may come later
    assert np.median(known) < 0.15


def test_a_python_that_stands_still_for_a_third_of_a_second_is_not_heard(
    sink: NullSink, player: VlcPlayer, qtbot: QtBot, tmp_path: Path
) -> None:
    path = write_sound(tmp_path / "long.flac", tone(440, 10))
    hold = ctypes.PyDLL(None).usleep  # keeps the interpreter's lock while it sleeps
    with sink.recording() as recordings:
        start(player, path, qtbot)
        qtbot.wait(800)
        for _ in range(3):
            hold(300_000)
            qtbot.wait(400)
        heard_to = time.monotonic()
    sound = recordings[0]
    assert silences(sound.after(heard_to - 2.1, 2.1)) == []


def test_an_output_that_is_unplugged_is_replaced_and_taken_up_again(
    sink: NullSink, player: VlcPlayer, qtbot: QtBot, songs: Callable[[str], Path]
) -> None:
    said: list[str] = []
    player.notice.connect(said.append)

    def plug_in() -> str:
        return sink.pactl(
            "load-module", "module-null-sink", "sink_name=usb", "sink_properties=device.description=USB"
        )

    def sounding() -> str:
        """The output that our stream goes to."""
        names = {
            line.split()[0]: line.split()[1] for line in sink.pactl("list", "short", "sinks").splitlines()
        }
        return names.get((sink.pactl("list", "short", "sink-inputs").split() or ["", ""])[1], "")

    module = plug_in()
    qtbot.waitUntil(lambda: "usb" in [device.id for device in player.devices()], timeout=3000)
    player.set_device("usb")
    start(player, songs(".flac"), qtbot)
    qtbot.waitUntil(lambda: sounding() == "usb", timeout=3000)
    sink.pactl("unload-module", module)
    qtbot.waitUntil(lambda: sounding() == "meander", timeout=4000)
    qtbot.waitUntil(lambda: len(said) == 1, timeout=3000)
    assert said == ["USB is gone: playing through another output."]
    assert (player.state, player.device) == (State.PLAYING, "")
    module = plug_in()
    qtbot.waitUntil(lambda: sounding() == "usb", timeout=4000)
    assert said[1:] == ["Playing through USB again."]
    player.stop()
    sink.pactl("unload-module", module)


def test_a_preview_is_heard_above_what_plays_which_grows_quieter(
    sink: NullSink, player: VlcPlayer, qtbot: QtBot, tmp_path: Path
) -> None:
    low = write_sound(tmp_path / "low.flac", tone(440, 10))
    high = write_sound(tmp_path / "high.flac", tone(880, 10))
    with sink.recording() as recordings:
        start(player, low, qtbot)
        qtbot.wait(500)
        asked = time.monotonic()
        player.preview(Piece(high), 2.0, 1.2)
        qtbot.wait(2600)

    def strength(at: float, hertz: float) -> float:
        piece = recordings[0].after(asked + at, 0.2)
        return float(2 * abs(np.mean(piece * np.exp(-2j * np.pi * hertz * np.arange(len(piece)) / 44_100))))

    assert strength(-0.3, 440) == pytest.approx(0.4, rel=0.1)
    assert strength(0.5, 440) == pytest.approx(0.12, rel=0.3)
    assert strength(0.5, 880) == pytest.approx(0.4, rel=0.2)
    assert strength(2.3, 440) == pytest.approx(0.4, rel=0.1)
    assert strength(2.3, 880) < 0.01


def test_pause_and_stop_fade_where_that_is_wished_for(
    sink: NullSink, player: VlcPlayer, qtbot: QtBot, tmp_path: Path
) -> None:
    path = write_sound(tmp_path / "long.flac", tone(440, 10))
    player.set_sound(replace(AS_IT_IS, fade=0.4))
    with sink.recording() as recordings:
        start(player, path, qtbot)
        qtbot.wait(500)
        paused = time.monotonic()
        player.pause()
        qtbot.wait(700)
        player.resume()
        qtbot.wait(700)
        stopped = time.monotonic()
        player.stop()
        qtbot.wait(700)
    for moment in (paused, stopped):
        levels = [level(recordings[0].after(moment + at, 0.05)) for at in (-0.1, 0.12, 0.25, 0.5)]
        assert levels[0] > levels[1] > levels[2] > levels[3]
        assert levels[3] < 0.001
