"""Sound files made for tests, with what their encoders know about gaps, and readers that need no thread."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from core.sound.piece import Piece
from core.sound.source import Samples, Source

RATE = 44_100
CODECS = {
    ".wav": "pcm_s16le",
    ".flac": "flac",
    ".mp3": "libmp3lame",  # writes LAME's gapless data
    ".ogg": "vorbis",
    ".opus": "libopus",
    ".m4a": "aac",  # writes an edit list
}
STEREO_ONLY = {".ogg"}
"""FFmpeg's own Vorbis encoder."""


def write(path: Path, sound: Samples, rate: int = RATE, layout: str = "stereo", **options: str) -> Path:
    """sound: (n, channels). options: of the container. Opus is resampled to its 48 kHz."""
    with av.open(str(path), "w", options=options) as container:
        target = 48_000 if path.suffix == ".opus" else rate
        stream: Any = container.add_stream(CODECS[path.suffix], rate=target, options={"strict": "-2"})
        stream.layout = layout
        if path.suffix not in {".wav", ".flac"}:
            stream.bit_rate = 192_000
        frame = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(sound, np.float32).reshape(1, -1), format="flt", layout=layout
        )
        frame.rate = rate
        resampler = av.AudioResampler(format=stream.format.name, layout=layout, rate=target)
        fifo = av.AudioFifo()
        for piece in [*resampler.resample(frame), *resampler.resample(None)]:
            piece.pts = None
            fifo.write(piece)
        written = 0
        while (packed := fifo.read(stream.codec_context.frame_size or 4096, partial=True)) is not None:
            # Without stamps no encoder could tell the muxer of its delay.
            packed.pts, packed.time_base = written, Fraction(1, target)
            written += packed.samples
            container.mux(stream.encode(packed))
        container.mux(stream.encode(None))
    if path.suffix == ".ogg":
        _tell_true_length(path, len(sound))
    return path


def _tell_true_length(path: Path, samples: int) -> None:
    """Into the last page of an Ogg file: libvorbis does so, FFmpeg's own encoder rounds up to packets."""
    data = bytearray(path.read_bytes())
    page = data.rindex(b"OggS")
    data[page + 6 : page + 14] = samples.to_bytes(8, "little")
    data[page + 22 : page + 26] = bytes(4)
    crc = 0
    for byte in data[page:]:  # the checksum of RFC 3533
        crc ^= byte << 24
        for _ in range(8):
            crc = (crc << 1 ^ (0x04C11DB7 if crc & 0x80000000 else 0)) & 0xFFFFFFFF
    data[page + 22 : page + 26] = crc.to_bytes(4, "little")
    path.write_bytes(data)


def noise(seconds: float, seed: int = 1, level: float = 0.3) -> Samples:
    """Stereo, below 4 kHz so that lossy encoders keep it, on the grid of 16 bits so that FLAC keeps it bit by
    bit. Any piece of it is found to the sample."""
    dice = np.random.default_rng(seed)
    white = dice.uniform(-1, 1, (round(seconds * RATE) + 64, 2))
    window = np.hanning(24)
    soft = np.stack([np.convolve(white[:, side], window / window.sum(), "same") for side in (0, 1)], axis=1)
    scaled = level * soft / np.abs(soft).max()
    rounded = np.round(scaled[: round(seconds * RATE)] * 32768) / 32768
    return np.asarray(rounded, np.float32)


def tone(hertz: float, seconds: float, level: float = 0.4, rate: int = RATE) -> Samples:
    wave = level * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate)
    return np.asarray(np.repeat(wave[:, None], 2, axis=1), np.float32)


def offset(piece: NDArray[Any], whole: NDArray[Any]) -> int:
    """Where in `whole` the samples of `piece` lie, by cross-correlation. Both mono."""
    size = 1 << (len(whole) + len(piece)).bit_length()
    product = np.fft.irfft(np.fft.rfft(whole, size) * np.conj(np.fft.rfft(piece, size)), size)
    return int(np.argmax(product[: len(whole)]))


class Direct:
    """A reader that decodes when it is asked."""

    broken_off = False

    def __init__(self, piece: Piece, at: float = 0.0) -> None:
        self.piece, self.at = piece, at
        self._source = Source(piece, at)
        self.rate = self._source.rate

    @property
    def length(self) -> int | None:
        return self._source.length

    @property
    def over(self) -> bool:
        return self._source.over

    @property
    def left(self) -> int | None:
        return 0 if self.over else None

    def read(self, most: int) -> Samples:
        return self._source.read(most)

    def close(self) -> None:
        self._source.close()


class Given:
    """A reader of samples that are there already, or come when the test lets them."""

    broken_off = False

    def __init__(self, sound: Samples, rate: int = RATE, piece: Piece | None = None, at: float = 0.0) -> None:
        self.piece, self.at = piece or Piece(Path("given")), at
        self.rate = rate
        self.length: int | None = len(sound)
        self._sound = sound
        self.allowed: int | None = None
        """Samples that may be read from now on; None: all."""

    @property
    def over(self) -> bool:
        return not len(self._sound)

    @property
    def left(self) -> int | None:
        return len(self._sound) if self.length is not None else None

    def read(self, most: int) -> Samples:
        if self.allowed is not None:
            most = min(most, self.allowed)
            self.allowed -= most
        block, self._sound = self._sound[:most], self._sound[most:]
        return block
