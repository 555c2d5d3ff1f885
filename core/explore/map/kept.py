"""Where points came to lie: a layout in memory, and how it is kept from one day to the next.

The library keeps where every song lies; of moments, of which there may be a million, it keeps the
*landmarks*, those that were laid out. The others were put among them, and would be put there again: the
cache has them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from core.domain import Timestamp
from core.explore.map import files
from core.explore.map.chart import Axis, Mode
from core.explore.map.points import Ground, Ints
from core.explore.map.space import Floats
from core.library import maps
from core.library.maps import KeptLayout, LayoutKey
from core.library.tracks import Library

Flags = NDArray[np.bool_]

NEVER = Timestamp(0.0)


@dataclass(frozen=True, eq=False)
class Layout:
    """n points of u songs with their places. Fields as in `Ground`, `Chart` and `KeptLayout`.

    landmarks: (n,) bool, the points that others are put among. Points of songs that are not here now stay in
    it, and songs of which no moment is a landmark: what comes back comes back to its place.
    """

    audios: Sequence[str]
    counts: Ints
    starts: Floats
    xy: Floats
    placed: Flags
    landmarks: Flags
    laid: int
    seed: int = 0
    keeps: Mapping[int, float] = field(default_factory=dict)
    axes: tuple[Axis, ...] = ()
    made_at: Timestamp = NEVER

    @classmethod
    def of(cls, ground: Ground, xy: Floats, landmarks: Ints, **more: Any) -> Self:
        """Of a ground that was laid out whole. landmarks: rows."""
        flags = np.zeros(len(ground), np.bool_)
        flags[landmarks] = True
        nobody = np.zeros(len(ground), np.bool_)
        numbers = (ground.audios, ground.counts, ground.starts, xy, nobody, flags, len(ground))
        return cls(*numbers, **more)

    @property
    def grown(self) -> float:
        """Placed points as a share of those laid out."""
        return int(self.placed.sum()) / max(1, self.laid)

    def at(self, ground: Ground) -> Ints:
        """(n,) which of these points each point of a ground is; -1 where it is none."""
        mine, theirs = _keys(self, ground)
        order = np.argsort(mine, kind="stable")
        if not len(order):
            return np.full(len(theirs), -1, np.int64)
        row = order[np.minimum(np.searchsorted(mine, theirs, sorter=order), len(order) - 1)]
        return np.where(mine[row] == theirs, row, -1)

    def places(self, ground: Ground) -> Floats:
        """(n, 2) where the points of a ground lie, NaN where not known."""
        at = self.at(ground)
        xy = self.xy[at] if len(self.xy) else np.zeros((len(at), 2), np.float32)
        return np.where(at[:, None] >= 0, xy, np.float32(np.nan))

    def grow(self, ground: Ground, new: Ints, xy: Floats) -> Self:
        """With the points `new` (rows of a ground) put at xy (m, 2)."""
        row_of = {audio: row for row, audio in enumerate(self.audios)}
        known = len(row_of)
        songs = [ground.audios[song] for song in ground.songs[new].tolist()]
        for audio in songs:
            row_of.setdefault(audio, len(row_of))
        theirs = np.array([row_of[audio] for audio in songs], np.int64)
        rows = np.concatenate([np.repeat(np.arange(known), self.counts), theirs])
        starts = np.concatenate([self.starts, ground.starts[new]])
        order = np.lexsort((starts, rows))
        # Of a layout whose cache was lost, moments of songs it knew were laid out with it.
        since = (theirs >= known) if self._lacks_others else np.ones(len(theirs), np.bool_)
        return replace(
            self,
            audios=list(row_of),
            counts=np.bincount(rows, minlength=len(row_of)).astype(np.int64),
            starts=starts[order],
            xy=np.concatenate([self.xy, xy])[order],
            placed=np.concatenate([self.placed, since])[order],
            landmarks=np.concatenate([self.landmarks, np.zeros(len(theirs), np.bool_)])[order],
        )

    @property
    def _lacks_others(self) -> bool:
        return bool(self.landmarks.all()) and len(self.xy) < self.laid

    def only_landmarks(self) -> Self:
        songs = np.repeat(np.arange(len(self.audios)), self.counts)[self.landmarks]
        counts = np.bincount(songs, minlength=len(self.audios)).astype(np.int64)
        parts = {
            name: getattr(self, name)[self.landmarks] for name in ("starts", "xy", "placed", "landmarks")
        }
        return replace(self, counts=counts, **parts)


class Shelf:
    """The layouts of a library. Any thread."""

    def __init__(self, library: Library, folder: Path) -> None:
        """folder: of the cache."""
        self._library, self._folder = library, folder

    def get(self, key: LayoutKey) -> Layout | None:
        """None where nothing is kept that could be used."""
        kept = maps.kept_layout(self._library, key)
        layout = None if kept is None else _read(kept)
        if layout is None or not np.isfinite(layout.xy).all():  # an export can be written to by hand
            return None
        if key.mode != Mode.MOMENTS:
            return replace(layout, landmarks=~layout.placed)
        return self._with_others(key, layout)

    def put(self, key: LayoutKey, layout: Layout) -> None:
        """Raises UserError (a full disk)."""
        if key.mode == Mode.MOMENTS:
            self._put_others(key, layout)
            before = maps.kept_layout(self._library, key)
            if before is not None and before.made_at == layout.made_at:
                return  # its landmarks do not change
            layout = layout.only_landmarks()
        maps.keep_layout(self._library, _written(layout, key))

    def before(self, key: LayoutKey) -> Layout | None:
        """That of an earlier version of the model."""
        kept = maps.earlier_layout(self._library, key)
        return None if kept is None else _read(kept)

    def _file(self, key: LayoutKey) -> Path:
        return self._folder / f"{key.mode}-{key.kind}-{key.model}-{key.projection}.npz"

    def _put_others(self, key: LayoutKey, layout: Layout) -> None:
        arrays = {name: np.asarray(getattr(layout, name)) for name in _ARRAYS}
        keeps = np.array(sorted(layout.keeps.items()), np.float64).reshape(-1, 2)
        files.write(self._file(key), _stamp(key, layout), arrays | {"keeps": keeps})

    def _with_others(self, key: LayoutKey, layout: Layout) -> Layout:
        found = files.read(self._file(key), _stamp(key, layout))
        if found is None:
            return layout
        try:
            keeps = {int(n): float(share) for n, share in found["keeps"]}
            arrays = {name: found[name] for name in _ARRAYS}
            return replace(layout, **arrays | {"audios": arrays["audios"].tolist(), "keeps": keeps})  # type: ignore[arg-type]
        except (KeyError, ValueError):
            return layout


_ARRAYS = ("audios", "counts", "starts", "xy", "placed", "landmarks")


def _stamp(key: LayoutKey, layout: Layout) -> dict[str, Any]:
    return {"key": list(key), "made_at": layout.made_at, "laid": layout.laid}


def _read(kept: KeptLayout) -> Layout:
    starts = np.frombuffer(kept.starts, np.float32)
    xy = np.frombuffer(kept.xy, np.float32).reshape(-1, 2)
    placed = np.frombuffer(kept.placed, np.bool_)
    return Layout(
        kept.audios,
        np.frombuffer(kept.counts, np.int32).astype(np.int64),
        starts if len(starts) == len(xy) else np.full(len(xy), np.nan, np.float32),
        xy,
        placed,
        np.ones(len(xy), np.bool_),
        kept.laid,
        kept.seed,
        kept.keeps,
        tuple(Axis(share=share) for share in kept.axes),
        kept.made_at,
    )


def _written(layout: Layout, key: LayoutKey) -> KeptLayout:
    return KeptLayout(
        key,
        layout.seed,
        layout.laid,
        dict(layout.keeps),
        tuple(axis.share for axis in layout.axes),
        layout.made_at,
        tuple(layout.audios),
        layout.counts.astype(np.int32).tobytes(),
        b"" if key.mode != Mode.MOMENTS else np.asarray(layout.starts, np.float32).tobytes(),
        np.ascontiguousarray(layout.xy, np.float32).tobytes(),
        layout.placed.tobytes(),
    )


def _keys(layout: Layout, ground: Ground) -> tuple[Ints, Ints]:
    """A number for each point of either; equal where they are the same moment of a song."""
    row_of: Mapping[Any, int] = ground.row_of
    # A song that the ground has not gets a number that none of its songs has.
    songs = np.array([row_of.get(audio, -1) for audio in layout.audios], np.int64)
    return _key(np.repeat(songs, layout.counts), layout.starts), _key(ground.songs, ground.starts)


def _key(songs: Ints, starts: Floats) -> Ints:
    """Whole songs begin nowhere. The bits of a float32 tell it from any other."""
    bits = np.where(np.isnan(starts), np.float32(0.0), starts).astype(np.float32).view(np.int32)
    return (songs << 32) | bits.astype(np.int64)
