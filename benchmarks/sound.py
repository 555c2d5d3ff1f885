"""What is heard of joints, seeks, skips and pauses, beside plain libVLC in the same run.

    python -m benchmarks.sound [--turns 20]

Plays into a null sink of its own (PulseAudio must be installed) and measures the recording. The baseline is
what one does with libVLC alone: a media for each file, the next one set when the last one has ended, its own
seek.
Gap: how much later the second half of a recording is heard than it should be; below zero, sound was lost.
Latency: from the call to the change in the recorded sound, whose own clock is good to some 10 ms.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from PySide6.QtCore import QCoreApplication, QEventLoop, QObject, Qt, QTimer, Signal

from app.player.base import Piece, State
from app.player.engine import VlcPlayer
from app.player.libvlc import load_vlc, open_instance
from core.sound.wishes import GainMode, Sound
from tests.app.sound import (
    RATE,
    NoSound,
    NullSink,
    begins,
    falls_silent,
    null_sink,
    place_of,
    silences,
    tone,
    turns,
    write_sound,
)
from tests.core.sound import files

HALF = 1.5
"""Seconds of each half of a recording."""
AROUND = 0.3
"""Seconds beside the joint where the places of the recording are looked for."""
BUSY_SECONDS = 8.0
HOLD, HOLDS = 0.3, 5
CPU_SECONDS = 8.0
WANTED_MS = 150


class Way(Protocol):
    """A way to play."""

    name: str

    def play(self, path: Path, then: Path | None = None) -> None: ...
    def seek(self, seconds: float) -> None: ...
    def pause(self) -> None: ...
    def resume(self) -> None: ...
    def close(self) -> None: ...


class Ours:
    name = "Meander"

    def __init__(self) -> None:
        self._player = VlcPlayer(["--aout=pulse"])
        self._player.set_sound(Sound(gain_mode=GainMode.OFF))
        self._player.set_volume(100)
        self._player.prepare()
        self.seek, self.pause, self.resume = self._player.seek, self._player.pause, self._player.resume
        self.close = self._player.close

    def play(self, path: Path, then: Path | None = None) -> None:
        self._player.play(Piece(path))
        self._player.follow(Piece(then) if then else None)
        until(lambda: self._player.state is State.PLAYING)


class Plain(QObject):
    name = "libVLC"
    _ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._instance = open_instance("--aout=pulse")
        self._player: Any = self._instance.media_player_new()
        self._player.audio_set_volume(100)
        self._then: Path | None = None
        vlc = load_vlc()
        manager = self._player.event_manager()
        manager.event_attach(vlc.EventType.MediaPlayerEndReached, lambda _: self._ended.emit())
        self._ended.connect(self._go_on, Qt.ConnectionType.QueuedConnection)

    def play(self, path: Path, then: Path | None = None) -> None:
        self._then = then
        media = self._instance.media_new_path(os.fsencode(path))
        self._player.set_media(media)
        media.release()
        self._player.play()

    def _go_on(self) -> None:
        if self._then is not None:
            self.play(self._then)

    def seek(self, seconds: float) -> None:
        self._player.set_time(round(seconds * 1000))

    def pause(self) -> None:
        self._player.set_pause(1)

    def resume(self) -> None:
        self._player.set_pause(0)

    def close(self) -> None:
        self._player.stop()
        self._player.release()
        self._instance.release()


def wait(seconds: float) -> None:
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def until(holds: Callable[[], object], seconds: float = 5.0) -> None:
    end = time.monotonic() + seconds
    while not holds() and time.monotonic() < end:
        wait(0.002)


def gap(sink: NullSink, way: Way, folder: Path, suffix: str) -> float | None:
    """Milliseconds; None when the second half is not heard where it could be found."""
    whole = files.noise(2 * HALF, seed=5)
    cut = len(whole) // 2
    first = files.write(folder / f"first{suffix}", whole[:cut])
    second = files.write(folder / f"second{suffix}", whole[cut:])
    with sink.recording() as recordings:
        way.play(first, second)
        wait(2 * HALF + 1.2)
    sound, mono = recordings[0].samples, whole.mean(axis=1)
    start = begins(sound)
    if start is None:
        return None
    joint = round((start + HALF) * RATE)
    size = round(0.15 * RATE)
    before, after = joint - round((AROUND + 0.15) * RATE), joint + round(2 * AROUND * RATE)
    places = [place_of(sound[at : at + size], mono) * RATE for at in (before, after)]
    return float((after - before - (places[1] - places[0])) / RATE * 1000)


def latencies(sink: NullSink, way: Way, folder: Path, count: int) -> dict[str, list[float | None]]:
    """Seconds of each turn; None where the change did not come within 0.4 s."""
    both = write_sound(folder / "both.flac", np.concatenate([tone(440, 30), tone(880, 30)]))
    low, high = (write_sound(folder / f"{hertz}.mp3", tone(hertz, 30)) for hertz in (440, 880))
    deeds: list[tuple[str, float, float]] = []

    def do(kind: str, hertz: float, deed: Callable[[], object]) -> None:
        deeds.append((kind, hertz, time.monotonic()))
        deed()
        wait(0.45)

    with sink.recording() as recordings:
        way.play(both)
        wait(1.0)
        for turn in range(count):
            do("seek", (880, 440)[turn % 2], partial(way.seek, (40.0, 10.0)[turn % 2] + turn / 10))
        way.play(low)
        wait(0.7)
        for turn in range(count):
            do("skip", (880, 440)[turn % 2], partial(way.play, (high, low)[turn % 2]))
        way.play(low)
        wait(0.7)
        for _ in range(count):
            do("pause", 0, way.pause)
            do("resume", 440, way.resume)
    found: dict[str, list[float | None]] = {}
    for kind, hertz, asked in deeds:
        heard = recordings[0].after(asked, 0.4)
        # A pause that fades is heard once it has become 6 dB quieter.
        found.setdefault(kind, []).append(turns(heard, hertz) if hertz else falls_silent(heard, 0.14))
    return found


def dropouts(sink: NullSink, way: Way, folder: Path, trouble: Callable[[], None]) -> list[float]:
    """Milliseconds of each silence while `trouble` is going on."""
    path = write_sound(folder / "long.flac", tone(440, 30))
    way.play(path)
    wait(1.0)
    with sink.recording() as recordings:
        trouble()
    return [1000 * length for _, length in silences(recordings[0].samples)]


def busy() -> None:
    """Two threads of pure Python that never rest."""
    over = threading.Event()

    def spin() -> None:
        while not over.is_set():
            sum(range(1000))

    threads = [threading.Thread(target=spin) for _ in range(2)]
    for thread in threads:
        thread.start()
    wait(BUSY_SECONDS)
    over.set()
    for thread in threads:
        thread.join()


def holding() -> None:
    """The interpreter's lock held for a while, as a careless extension does."""
    sleep = ctypes.PyDLL(None).usleep
    for _ in range(HOLDS):
        sleep(round(HOLD * 1e6))
        wait(0.6)


def share(way: Way, folder: Path) -> float:
    """Percent of one core while a FLAC plays."""
    path = files.write(folder / "share.flac", files.noise(CPU_SECONDS + 6))
    way.play(path)
    wait(1.0)
    began, used = time.monotonic(), time.process_time()
    wait(CPU_SECONDS)
    return 100 * (time.process_time() - used) / (time.monotonic() - began)


@contextlib.contextmanager
def ways(sink: NullSink) -> Iterator[list[Way]]:
    for name in ("PULSE_SERVER", "PULSE_COOKIE", "XDG_RUNTIME_DIR"):
        os.environ[name] = sink.environment[name]
    both: list[Way] = [Ours(), Plain()]
    yield both
    for way in both:
        way.close()


def show(label: str, *cells: str) -> None:
    print(f"{label:34}" + "".join(f"{cell:>24}" for cell in cells), flush=True)


def summary(delays: list[float | None]) -> str:
    known = [1000 * delay for delay in delays if delay is not None]
    if not known:
        return "never"
    late = len(delays) - len(known)
    return f"{statistics.median(known):.0f} / {max(known):.0f} ms" + (f", {late} later" if late else "")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--turns", type=int, default=20)
    options = parser.parse_args()
    sys.setswitchinterval(0.001)  # as the program does
    QCoreApplication.instance() or QCoreApplication(sys.argv[:1])
    try:
        with null_sink() as sink, ways(sink) as both, tempfile.TemporaryDirectory() as place:
            measure(sink, both, Path(place), options.turns)
    except NoSound as why:
        sys.exit(f"no null sink: {why}")


def measure(sink: NullSink, both: list[Way], folder: Path, count: int) -> None:
    show("", *(way.name for way in both))
    for suffix in (".flac", ".mp3", ".ogg", ".opus", ".m4a", ".wav"):
        gaps = [gap(sink, way, folder, suffix) for way in both]
        show(f"gap, {suffix[1:]}", *("not found" if each is None else f"{each:+.1f} ms" for each in gaps))
    found = [latencies(sink, way, folder, count) for way in both]
    for kind in ("seek", "skip", "pause", "resume"):
        show(f"{kind}, median / worst of {count}", *(summary(each[kind]) for each in found))
    for name, trouble in (("dropouts, two busy threads", busy), (f"dropouts, {HOLDS} GIL holds", holding)):
        lists = [dropouts(sink, way, folder, trouble) for way in both]
        show(name, *(f"{len(each)}, {sum(each):.0f} ms" for each in lists))
    show("processor, one core", *(f"{share(way, folder):.1f} %" for way in both))
    medians = [statistics.median(d or 0.4 for d in found[0][kind]) for kind in ("seek", "skip", "pause")]
    verdict = "kept" if max(medians) * 1000 < WANTED_MS else "MISSED"
    print(f"\nunder {WANTED_MS} ms from the key to the sound, median: {verdict}")


if __name__ == "__main__":
    main()
