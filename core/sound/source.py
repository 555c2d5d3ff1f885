"""A file, or a stretch of it, decoded for listening: stereo float32 at the file's own rate, to the sample."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import av
import numpy as np
from numpy.typing import NDArray

from core.domain import Seconds
from core.sound.frames import DecodeError, Frames, Placed
from core.sound.piece import Piece

Samples = NDArray[np.float32]
"""(n, 2): left and right, 1 is full scale."""

CUT_SHORT: Seconds = Seconds(2.0)
"""A file that ends more than this early, and is gone, did not end by itself."""
_HALF = 0.5**0.5
DOWN_MIX = {
    "FL": (1.0, 0.0),
    "FR": (0.0, 1.0),
    "FC": (_HALF, _HALF),
    "LFE": (0.0, 0.0),
    "BL": (_HALF, 0.0),
    "BR": (0.0, _HALF),
    "SL": (_HALF, 0.0),
    "SR": (0.0, _HALF),
    "BC": (0.5, 0.5),
    "FLC": (1.0, 0.0),
    "FRC": (0.0, 1.0),
}
"""What each channel gives to left and right (ITU-R BS.775-4, annex 4). Sums beyond full scale are the
limiter's business: turning every such file down would make most of them too quiet."""


class Source:
    """A piece, open. Cheap to open; for one thread; close it, or use it in a `with`.

    Raises DecodeError, with a text for the user, when there is no sound to be had.
    """

    def __init__(self, piece: Piece, at: float = 0.0) -> None:
        """at: seconds from the piece's start where reading begins."""
        self.piece = piece
        try:
            self._frames = Frames(piece.path, trim=True)
        except DecodeError as problem:
            raise diagnosed(piece) from problem
        self.rate = self._frames.rate
        """Hz of what `read` gives."""
        self._begin = round(piece.start * self.rate)
        self._end = None if piece.length is None else round((piece.start + piece.length) * self.rate)
        self._position = self._begin + round(at * self.rate)
        self._counted: int | None = None
        self._blocks = self._decoded()
        self._left_over = np.empty((0, 2), np.float32)
        self.over = False
        """Whether all has been read."""

    @property
    def length(self) -> int | None:
        """Samples of the whole piece; as the file claims until its end has been seen. None: unknown."""
        last = self._counted if self._counted is not None else self._frames.claimed
        if last is None or (self._end is not None and self._end < last):
            last = self._end
        return None if last is None else max(0, last - self._begin)

    @property
    def broken_off(self) -> bool:
        """Whether its end came early because the file went away. Looks at the disk."""
        claimed = self._frames.claimed
        if self._end is not None:
            claimed = min(self._end, self._end if claimed is None else claimed)
        if not self.over or self._counted is None or claimed is None:
            return False
        return claimed - self._counted > CUT_SHORT * self.rate and not self.piece.path.exists()

    def read(self, most: int) -> Samples:
        """The next samples, `most` at most; fewer only before the end."""
        parts, have = [self._left_over], len(self._left_over)
        while have < most and (block := next(self._blocks, None)) is not None:
            parts.append(block)
            have += len(block)
        whole = np.concatenate(parts) if len(parts) > 1 else parts[0]
        self._left_over = whole[most:]
        self.over = have < most
        return whole[:most]

    def _decoded(self) -> Iterator[Samples]:
        """Stereo from `_position` to the end; a hole is silence."""
        convert: _Stereo | None = None
        position = self._position
        for placed in self._frames.at(position):
            end = placed.position + placed.samples
            if end <= position:
                continue
            if self._end is not None and position >= self._end:
                return
            if convert is None or not convert.fits(placed):
                convert = _Stereo(placed, self.rate)
            if placed.position > position:
                yield from self._silence(placed.position - position)
                position = placed.position
            block = convert(placed)[position - placed.position :]
            yield block if self._end is None else block[: max(0, self._end - position)]
            position += len(block)
        self._counted = position

    def _silence(self, samples: int) -> Iterator[Samples]:
        while samples > 0:
            some = min(samples, self.rate)
            yield np.zeros((some, 2), np.float32)
            samples -= some

    def close(self) -> None:
        self._blocks.close()  # type: ignore[attr-defined]
        self._frames.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class _Stereo:
    """Frames of one format to stereo float32."""

    def __init__(self, like: Placed, rate: int) -> None:
        frame = like.frame
        self._key = _format(frame)
        self._channels = frame.layout.nb_channels
        self._mix = _matrix(frame.layout)
        # A chained stream may change its rate in the middle; FFmpeg's resampler sees to that.
        self._resampler = av.AudioResampler(format="flt", layout=frame.layout, rate=rate)

    def fits(self, placed: Placed) -> bool:
        return _format(placed.frame) == self._key

    def __call__(self, placed: Placed) -> Samples:
        frame = placed.frame
        frame.pts = None
        parts: list[Samples] = [
            np.asarray(out.to_ndarray(), np.float32).reshape(-1, self._channels)
            for out in self._resampler.resample(frame)
        ]
        packed = (np.concatenate(parts) if len(parts) != 1 else parts[0])[: placed.samples]
        if self._mix is None:
            return packed
        stereo: Samples = packed @ self._mix
        return stereo


def _matrix(layout: av.AudioLayout) -> Samples | None:
    """(channels, 2); None where it is stereo already."""
    if layout.nb_channels == 1:
        return np.ones((1, 2), np.float32)
    names = [channel.name for channel in layout.channels]
    if names == ["FL", "FR"]:
        return None
    rows = [DOWN_MIX.get(name) for name in names]
    if None in rows or len(names) == 2:
        # Nobody knows where these belong: the first two are taken for left and right, further ones for both.
        rows = [(1.0, 0.0), (0.0, 1.0), *[(0.5, 0.5)] * (len(names) - 2)]
    return np.array(rows, np.float32)


def _format(frame: av.AudioFrame) -> tuple[str, str, int]:
    return frame.format.name, frame.layout.name, frame.sample_rate


def diagnosed(piece: Piece) -> DecodeError:
    """Why it cannot be played, in words for the user."""
    path: Path = piece.path
    try:
        size = path.stat().st_size
        with path.open("rb"):
            pass
    except FileNotFoundError:
        return DecodeError("{file} is missing.", file=piece.name)
    except OSError as problem:
        return DecodeError("{file} cannot be read ({why}).", file=piece.name, why=problem.strerror or "?")
    if size == 0:
        return DecodeError("{file} is empty.", file=piece.name)
    return DecodeError("{file} holds no sound that can be played.", file=piece.name)
