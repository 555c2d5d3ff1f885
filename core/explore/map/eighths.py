"""A large space in an eighth of the room: unit vectors in eight bits a number, in a file of the cache.

A million moments of 200 numbers are 800 MB as they are compared; here they are 204 MB, of which the system
keeps in memory what it has room for. What one is likest to is found in 0.04 s for a million, and then told
exactly from the windows themselves: rounding moves a cosine by about 0.0007, less than a hundredth at most.
"""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from core.analysis.records import Windows
from core.analysis.store import AnalysisStore
from core.domain import AudioId
from core.explore.map import files
from core.explore.map.space import Floats, Rows, Space, moment_space

LARGE = 20_000_000
"""Numbers from which on a space is kept so: a hundred thousand moments."""
ROOM = 500_000_000
"""Bytes that have to stay free on the disk; else it is kept in memory."""
BLOCK = 2048
"""Rows at a time that fit the processor's cache."""
SONGS = 50
SAMPLE = 1000
"""Songs whose moments tell the mean."""
FULL = 127

Codes = NDArray[np.int8]
Numbers = Callable[[Windows], Floats]


class Eighths:
    """(n, d) vectors as codes times a scale each, 0 where silent; read like an array, in single precision."""

    def __init__(self, kept: Path | Codes, scales: Floats, size: int) -> None:
        """kept: (n, d) codes, or the file that holds them row after row. scales: (n,). Raises OSError."""
        self._scales, self._kept = scales, kept
        self.shape = len(scales), size
        # Open from now on: the file may be replaced meanwhile.
        self.codes = np.memmap(kept, np.int8, "r", shape=self.shape) if isinstance(kept, Path) else kept

    @property
    def size(self) -> int:
        return self.shape[0] * self.shape[1]

    def __len__(self) -> int:
        return self.shape[0]

    def __getitem__(self, rows: Rows | slice) -> Floats:
        return self.codes[rows] * self._scales[rows][:, None]

    def __reduce__(self) -> tuple[object, ...]:
        """To the map's process goes the file's name, unless another file has taken its place meanwhile."""
        there = not isinstance(self._kept, Path) or self._kept.exists()
        return Eighths, (self._kept if there else np.array(self.codes), self._scales, self.shape[1])

    def dots(self, vector: Floats) -> Floats:
        """(n,) products with one (d,)."""
        found = np.empty(len(self), np.float32)
        room = np.empty((min(BLOCK, len(self)), self.shape[1]), np.float32)
        for first in range(0, len(self), BLOCK):
            codes = self.codes[first : first + BLOCK]
            part = room[: len(codes)]
            np.copyto(part, codes)
            found[first : first + BLOCK] = part @ vector
        return np.asarray(found * self._scales, np.float32)


class LargeSpace(Space):
    """Points whose prepared vectors are Eighths; `near` and `neighbours` are right to a hundredth."""

    @cached_property
    def _kept(self) -> Floats | None:
        return None

    def roughly(self, vector: Floats, k: int) -> Rows:
        """(k,) rows of those that are likest to a prepared vector (d,), in no order."""
        dots = cast("Eighths", self.stored).dots(vector)
        return np.asarray(np.argpartition(-dots, min(k, len(dots)) - 1)[:k], np.int64)


def space_of(stored: NDArray[np.floating], mean: Floats) -> Space:
    """What another process was told of a space."""
    return (LargeSpace if isinstance(stored, Eighths) else Space)(stored, mean)


def large_space(
    store: AnalysisStore,
    model: str,
    audios: Sequence[AudioId],
    counts: NDArray[np.int64],
    numbers: Numbers,
    folder: Path,
    check: Callable[[], None],
) -> tuple[LargeSpace, Floats, Floats]:
    """The space of the moments of these songs; (n,) where they begin; (d,) the mean that was taken off them.

    numbers: what is taken of a song's windows. Read from the cache where they are the same songs; of songs
    that were there, nothing is read again. folder: the files of this model and kind alone.
    """
    stamp = {"model": model, "version": store.version_of(model)}
    found = _Found.read(folder, stamp)
    if found is not None and found.holds(audios, counts):
        return found.space(), found.starts, found.mean
    making = _Making(store, model, audios, counts, numbers, found, check)
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        size = int(counts.sum()) * len(making.mean)
        if shutil.disk_usage(folder).free > size + ROOM:
            made = making.write(folder / f"{uuid.uuid4().hex}.i8")
            made.keep(folder, stamp)
            return made.space(), made.starts, made.mean
    made = making.hold()
    return made.space(), made.starts, made.mean


class _Found:
    """One space as it lies in its folder."""

    def __init__(self, kept: Path | Codes, arrays: files.Arrays) -> None:
        self._kept, self._arrays = kept, arrays
        self.audios: list[str] = arrays["audios"].tolist()
        self.counts, self.starts, self.mean = arrays["counts"], arrays["starts"], arrays["mean"]
        self.codes = Eighths(kept, arrays["scales"], len(self.mean))

    @classmethod
    def read(cls, folder: Path, stamp: dict[str, Any]) -> _Found | None:
        arrays = files.read(folder / "index.npz", stamp)
        if arrays is None:
            return None
        try:
            file = folder / str(arrays["codes"])
            count = int(arrays["counts"].sum())
            fits = all(len(arrays[name]) == count for name in ("starts", "scales"))
            # Looked at before it is mapped: beyond the end of a file that was cut short there is no reading.
            if not fits or file.stat().st_size != count * len(arrays["mean"]):
                return None
            return cls(file, arrays)
        except (OSError, KeyError, ValueError):
            return None

    def holds(self, audios: Sequence[AudioId], counts: NDArray[np.int64]) -> bool:
        return self.audios == list(audios) and np.array_equal(self.counts, counts)

    def space(self) -> LargeSpace:
        return LargeSpace(cast("NDArray[np.floating]", self.codes), np.zeros(len(self.mean), np.float32))

    def keep(self, folder: Path, stamp: dict[str, Any]) -> None:
        """Whoever reads the file that was there before has it open, and may go on."""
        assert isinstance(self._kept, Path)
        files.write(folder / "index.npz", stamp, self._arrays | {"codes": np.array(self._kept.name)})
        for file in folder.glob("*.i8"):
            if file != self._kept:
                with suppress(OSError):
                    file.unlink()


class _Making:
    """Codes for songs: of those known before copied, of others made from their windows."""

    def __init__(
        self,
        store: AnalysisStore,
        model: str,
        audios: Sequence[AudioId],
        counts: NDArray[np.int64],
        numbers: Numbers,
        before: _Found | None,
        check: Callable[[], None],
    ) -> None:
        self._store, self._model, self._numbers, self._check = store, model, numbers, check
        self._audios, self._counts = audios, counts
        self._before: dict[str, tuple[int, int]] = {}
        self._old = before
        if before is not None and 2 * len(before.audios) > len(audios):  # else the mean may be another by now
            first = np.cumsum(before.counts) - before.counts
            spans = zip(first.tolist(), before.counts.tolist(), strict=True)
            self._before = dict(zip(before.audios, spans, strict=True))
        self.mean = before.mean if before is not None and self._before else self._mean()

    def _mean(self) -> Floats:
        sample = self._audios[:: max(1, len(self._audios) // SAMPLE)]
        means = []
        for _, windows in self._store.each_windows(self._model, sample):
            self._check()
            means.append(self._numbers(windows).mean(axis=0, dtype=np.float64))
        return moment_space(np.array(means, np.float32)).mean

    def write(self, file: Path) -> _Found:
        """Raises OSError, with nothing left behind."""
        try:
            with file.open("wb") as out:
                arrays = self._gathered(lambda codes: out.write(codes.tobytes()))
        except BaseException:
            file.unlink(missing_ok=True)
            raise
        return _Found(file, arrays)

    def hold(self) -> _Found:
        parts: list[Codes] = []
        arrays = self._gathered(parts.append)
        return _Found(np.concatenate(parts), arrays)

    def _gathered(self, take: Callable[[Codes], object]) -> files.Arrays:
        starts, scales = [], []
        for codes, scale, start in self._batches():
            self._check()
            take(codes)
            scales.append(scale)
            starts.append(start)
        return {
            "audios": np.array(self._audios),
            "counts": self._counts,
            "starts": np.concatenate(starts),
            "scales": np.concatenate(scales),
            "mean": self.mean,
        }

    def _batches(self) -> Iterator[tuple[Codes, Floats, Floats]]:
        for at in range(0, len(self._audios), SONGS):
            some = list(
                zip(self._audios[at : at + SONGS], self._counts[at : at + SONGS].tolist(), strict=True)
            )
            new = [audio for audio, count in some if self._before.get(audio, (0, -1))[1] != count]
            made = {
                audio: self._coded(windows) for audio, windows in self._store.each_windows(self._model, new)
            }
            for audio, _ in some:
                yield made[audio] if audio in made else self._copied(audio)

    def _coded(self, windows: Windows) -> tuple[Codes, Floats, Floats]:
        vectors = Space(self._numbers(windows), self.mean).vectors
        scales = np.abs(vectors).max(axis=1) / np.float32(FULL)
        codes = np.rint(vectors / np.where(scales > 0.0, scales, np.float32(1.0))[:, None])
        return codes.astype(np.int8), scales, windows.starts

    def _copied(self, audio: AudioId) -> tuple[Codes, Floats, Floats]:
        assert self._old is not None
        first, count = self._before[audio]
        part = slice(first, first + count)
        return self._old.codes.codes[part], self._old._arrays["scales"][part], self._old.starts[part]
