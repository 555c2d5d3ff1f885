"""A layout in memory: where the points of a ground lie, as it was kept and as it is kept again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from core.domain import Timestamp
from core.explore.map.chart import Axis
from core.explore.map.points import Ground, Ints
from core.explore.map.space import Floats
from core.library.maps import KeptLayout, LayoutKey

NEVER = Timestamp(0.0)


@dataclass(frozen=True, eq=False)
class Layout:
    """n points of u songs with their places. Fields as in `Ground`, `Chart` and `KeptLayout`.

    Points of songs that are not here now stay in it: what comes back comes back to its place.
    """

    audios: Sequence[str]
    counts: Ints
    starts: Floats
    xy: Floats
    placed: NDArray[np.bool_]
    laid: int
    seed: int = 0
    keeps: Mapping[int, float] = field(default_factory=dict)
    axes: tuple[Axis, ...] = ()
    made_at: Timestamp = NEVER

    @classmethod
    def of(cls, ground: Ground, xy: Floats, **more: object) -> Layout:
        """Of a ground that was laid out whole."""
        nobody = np.zeros(len(ground), np.bool_)
        made = cls(ground.audios, ground.counts, ground.starts, xy, nobody, len(ground))
        return replace(made, **more)  # type: ignore[arg-type]

    @classmethod
    def read(cls, kept: KeptLayout) -> Layout:
        counts = np.frombuffer(kept.counts, np.int32).astype(np.int64)
        starts = np.frombuffer(kept.starts, np.float32)
        xy = np.frombuffer(kept.xy, np.float32).reshape(-1, 2)
        return cls(
            kept.audios,
            counts,
            starts if len(starts) else np.full(len(xy), np.nan, np.float32),
            xy,
            np.frombuffer(kept.placed, np.bool_),
            kept.laid,
            kept.seed,
            kept.keeps,
            tuple(Axis(share=share) for share in kept.axes),
            kept.made_at,
        )

    def written(self, key: LayoutKey) -> KeptLayout:
        return KeptLayout(
            key,
            self.seed,
            self.laid,
            dict(self.keeps),
            tuple(axis.share for axis in self.axes),
            self.made_at,
            tuple(self.audios),
            self.counts.astype(np.int32).tobytes(),
            b"" if np.isnan(self.starts).any() else self.starts.tobytes(),
            np.ascontiguousarray(self.xy, np.float32).tobytes(),
            self.placed.tobytes(),
        )

    @property
    def grown(self) -> float:
        """Placed points as a share of those laid out."""
        return int(self.placed.sum()) / max(1, self.laid)

    def places(self, ground: Ground) -> tuple[Floats, NDArray[np.bool_]]:
        """(n, 2) where the points of a ground lie, NaN where not known; (n,) whether they were placed."""
        xy = np.full((len(ground), 2), np.nan, np.float32)
        placed = np.zeros(len(ground), np.bool_)
        mine, theirs = _keys(self.audios, self.counts, self.starts, ground)
        order = np.argsort(mine)
        at = np.searchsorted(mine, theirs, sorter=order)
        row = order[np.minimum(at, len(order) - 1)] if len(order) else np.zeros(len(theirs), np.int64)
        same = (mine[row] == theirs) if len(order) else np.zeros(len(theirs), np.bool_)
        xy[same], placed[same] = self.xy[row[same]], self.placed[row[same]]
        return xy, placed

    def grow(self, ground: Ground, new: NDArray[np.bool_], xy: Floats) -> Layout:
        """With the points `new` (n,) of a ground put at xy (m, 2)."""
        known = {audio: row for row, audio in enumerate(self.audios)}
        songs = ground.songs[new]
        audios = [
            *self.audios,
            *(ground.audios[s] for s in np.unique(songs).tolist() if ground.audios[s] not in known),
        ]
        row_of = {audio: row for row, audio in enumerate(audios)}
        rows = np.concatenate(
            [
                np.repeat(np.arange(len(self.audios)), self.counts),
                np.array([row_of[ground.audios[s]] for s in songs.tolist()], np.int64),
            ]
        )
        starts = np.concatenate([self.starts, ground.starts[new]])
        order = np.lexsort((starts, rows))
        return replace(
            self,
            audios=audios,
            counts=np.bincount(rows, minlength=len(audios)).astype(np.int64),
            starts=starts[order],
            xy=np.concatenate([self.xy, xy])[order],
            placed=np.concatenate([self.placed, np.ones(len(xy), np.bool_)])[order],
        )


def _keys(audios: Sequence[str], counts: Ints, starts: Floats, ground: Ground) -> tuple[Ints, Ints]:
    """A number for each point of a layout and of a ground; equal where they are the same moment of a song."""
    row_of = ground.row_of
    # A song that the ground has not gets a number that none of its songs has.
    songs = np.array([row_of.get(audio, -1) for audio in audios], np.int64)  # type: ignore[call-overload]
    return _key(np.repeat(songs, counts), starts), _key(ground.songs, ground.starts)


def _key(songs: Ints, starts: Floats) -> Ints:
    """Whole songs begin nowhere. Float32 from 0 up are in the order of their bits."""
    bits = np.where(np.isnan(starts), np.float32(0.0), starts).astype(np.float32).view(np.int32)
    return (songs << 32) | bits.astype(np.int64)
