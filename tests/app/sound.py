"""What is really heard: a private PulseAudio with a null sink, a recorder of it, and sounds to play."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

Sound = NDArray[np.float32]
RATE = 44_100
SINK = "meander"
START_SECONDS = 10.0


class NoSound(Exception):
    """Why a null sink cannot be had here."""


@dataclass(frozen=True)
class Recording:
    """samples: mono, -1 to 1; began: time.monotonic() at the first of them, to about 20 ms."""

    samples: Sound
    began: float

    def after(self, moment: float, seconds: float | None = None) -> Sound:
        """What sounded from `moment` (monotonic) on."""
        first = max(0, round((moment - self.began) * RATE))
        return self.samples[first : None if seconds is None else first + round(seconds * RATE)]


class Recorder:
    """Records the sink from its making to `stop`; PulseAudio takes two seconds to begin."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._chunks: list[bytes] = []
        self._heard = 0
        self._began = float("inf")
        command = ["parec", "--device", f"{SINK}.monitor", "--format=s16le", f"--rate={RATE}"]
        command += ["--channels=1", "--latency-msec=10", "--raw"]
        self._process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, bufsize=0)
        self._thread = threading.Thread(target=self._read, name="recorder")
        self._thread.start()
        deadline = time.monotonic() + START_SECONDS
        while self._heard < RATE // 4:
            if time.monotonic() > deadline:
                self.stop()
                raise NoSound("PulseAudio's null sink records nothing")
            time.sleep(0.02)

    def _read(self) -> None:
        assert self._process.stdout is not None
        while chunk := self._process.stdout.read(4096):
            self._chunks.append(chunk)
            self._heard += len(chunk) // 2
            # A chunk arrives late or in time, never early: the earliest tells when the first sample was.
            self._began = min(self._began, time.monotonic() - self._heard / RATE)

    def cut(self, start: float, end: float) -> Recording:
        """From one monotonic moment to another, waiting for what is still on its way."""
        deadline = time.monotonic() + START_SECONDS
        while self._began + self._heard / RATE < end and time.monotonic() < deadline:
            time.sleep(0.02)
        whole = np.frombuffer(b"".join(self._chunks), np.int16)
        first, last = (max(0, round((moment - self._began) * RATE)) for moment in (start, end))
        return Recording(whole[first:last].astype(np.float32) / np.float32(32768), self._began + first / RATE)

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()
        self._thread.join()
        if self._process.stdout is not None:
            self._process.stdout.close()


class NullSink:
    """A running PulseAudio of our own that plays to nowhere."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._recorder: Recorder | None = None
        socket = folder / "socket"
        self.server = f"unix:{socket}"
        self.environment = {
            **os.environ,
            "XDG_RUNTIME_DIR": str(folder),
            "HOME": str(folder),
            "PULSE_SERVER": self.server,
            "PULSE_COOKIE": str(folder / "cookie"),
        }
        if not shutil.which("pulseaudio") or not shutil.which("parec"):
            raise NoSound("pulseaudio and pulseaudio-utils are not installed")
        command = ["pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no"]
        command += ["--disallow-exit", "--log-target=stderr", "--log-level=error"]
        command += ["-L", f"module-native-protocol-unix auth-anonymous=1 socket={socket}"]
        command += ["-L", f"module-null-sink sink_name={SINK} rate={RATE}"]
        with (folder / "log").open("wb") as log:
            self._process = subprocess.Popen(command, env=self.environment, stdout=log, stderr=log)
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.close()
                raise NoSound(f"pulseaudio did not start: {(folder / 'log').read_text()[-300:]}")
            time.sleep(0.05)
        try:
            self._recorder = Recorder(self.environment)
        except NoSound:
            self.close()
            raise

    def _answers(self) -> bool:
        if not (self._folder / "socket").exists():
            return False
        asked = subprocess.run(
            ["pactl", "info"], env=self.environment, capture_output=True, timeout=START_SECONDS, check=False
        )
        return asked.returncode == 0

    def pactl(self, *words: str) -> str:
        """What PulseAudio answers."""
        asked = subprocess.run(
            ["pactl", *words],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=START_SECONDS,
            check=True,
        )
        return asked.stdout.strip()

    @contextmanager
    def recording(self) -> Iterator[list[Recording]]:
        """The list holds the recording once the block is over."""
        result: list[Recording] = []
        start = time.monotonic()
        yield result
        assert self._recorder is not None
        result.append(self._recorder.cut(start, time.monotonic()))

    def close(self) -> None:
        if self._recorder is not None:
            self._recorder.stop()
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()


@contextmanager
def null_sink() -> Iterator[NullSink]:
    """Raises NoSound, with the reason, where it cannot be had."""
    # A unix socket's path must be short, so not under pytest's folders.
    with tempfile.TemporaryDirectory(prefix="msink-") as folder:
        sink = NullSink(Path(folder))
        try:
            yield sink
        finally:
            sink.close()


# -- sounds to play


def tone(hertz: float, seconds: float, level: float = 0.4) -> Sound:
    return (level * np.sin(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE)).astype(np.float32)


def stairs(seconds: float, step: float = 0.25, lowest: float = 300.0, ratio: float = 1.06) -> Sound:
    """A tone that rises by `ratio` every `step` seconds: any piece of it tells where it comes from."""
    pieces = [tone(lowest * ratio**number, step) for number in range(round(seconds / step))]
    return np.concatenate(pieces)


def noise(seconds: float, seed: int = 1, level: float = 0.3) -> Sound:
    """Like nothing but itself: a piece of it is found to the sample by correlation."""
    dice = np.random.default_rng(seed)
    return (level * dice.uniform(-1, 1, round(seconds * RATE))).astype(np.float32)


CODECS = {
    ".wav": "pcm_s16le",
    ".flac": "flac",
    ".mp3": "libmp3lame",
    ".ogg": "vorbis",
    ".opus": "libopus",
    ".m4a": "aac",
}


def write_sound(path: Path, sound: Sound) -> Path:
    """Encodes mono `sound` as the suffix of `path` says."""
    rate = 48_000 if path.suffix == ".opus" else RATE
    with av.open(str(path), "w") as container:
        # FFmpeg's own Vorbis encoder knows stereo alone, and calls itself experimental.
        layout = "stereo" if path.suffix == ".ogg" else "mono"
        stream: Any = container.add_stream(CODECS[path.suffix], rate=rate, options={"strict": "-2"})
        stream.layout = layout
        if path.suffix not in {".wav", ".flac"}:
            stream.bit_rate = 128_000
        frame = av.AudioFrame.from_ndarray(sound[None, :], format="fltp", layout="mono")
        frame.rate = RATE
        resampler = av.AudioResampler(format=stream.format.name, layout=layout, rate=rate)
        fifo = av.AudioFifo()
        for piece in [*resampler.resample(frame), *resampler.resample(None)]:
            piece.pts = None
            fifo.write(piece)
        size = stream.codec_context.frame_size or 4096
        while (packed := fifo.read(size, partial=True)) is not None:
            container.mux(stream.encode(packed))
        container.mux(stream.encode(None))
    return path


# -- reading a recording


def level(sound: Sound) -> float:
    """Root mean square, 0 to 1; 0 for no sound."""
    return float(np.sqrt(np.mean(np.square(sound)))) if len(sound) else 0.0


def pitch(sound: Sound) -> float:
    """The strongest frequency in hertz."""
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound)), 4 * len(sound)))
    return float(np.argmax(spectrum) * RATE / (4 * len(sound)))


def begins(sound: Sound, threshold: float = 0.02) -> float | None:
    """Seconds until something is heard; None when nothing is."""
    loud = np.flatnonzero(np.abs(sound) > threshold)
    return float(loud[0]) / RATE if len(loud) else None


def turns(sound: Sound, hertz: float, window: float = 0.01) -> float | None:
    """Seconds until a tone of `hertz` is heard; None when it is not."""
    size, step = round(window * RATE), round(window * RATE / 10)
    for at in range(0, len(sound) - size, step):
        piece = sound[at : at + size]
        crossings = np.count_nonzero(np.diff(np.signbit(piece)))
        if level(piece) > 0.05 and abs(crossings / 2 / window - hertz) < 0.15 * hertz:
            return at / RATE
    return None


def falls_silent(sound: Sound, threshold: float = 0.02) -> float | None:
    """Seconds until it has become quieter by a lot: silent, or on its way to it."""
    size = RATE // 200
    for at in range(0, len(sound) - size, size // 5):
        if level(sound[at : at + size]) < threshold:
            return at / RATE
    return None


def silences(sound: Sound, threshold: float = 0.02, shortest: float = 0.003) -> list[tuple[float, float]]:
    """(start, length) in seconds of each silence between the first and the last sound."""
    loud = np.flatnonzero(np.abs(sound) > threshold)
    gaps = np.diff(loud) / RATE
    return [(float(loud[at]) / RATE, float(gaps[at])) for at in np.flatnonzero(gaps >= shortest)]


def place_of(piece: Sound, whole: Sound) -> float:
    """Where in `whole` the recorded `piece` comes from, in seconds, by cross-correlation."""
    size = 1 << (len(whole) + len(piece)).bit_length()  # a power of two, for the transform's sake
    product = np.fft.irfft(np.fft.rfft(whole, size) * np.conj(np.fft.rfft(piece, size)), size)
    return float(np.argmax(np.abs(product[: len(whole)]))) / RATE
