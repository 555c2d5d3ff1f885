"""What is asked of the map, and what comes of it: records that all who make or show maps share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from core.errors import UserError


class Mode(StrEnum):
    """What a point is: a track, a moment of one; or the moments of a track joined to its path."""

    TRACKS = "tracks"
    MOMENTS = "moments"
    PATHS = "paths"


class Kind(StrEnum):
    """Of which space the map is a picture."""

    SOUND = "sound"
    """A model's embeddings."""
    TAGS = "tags"
    """A model's tag activations."""
    MEASURES = "measures"
    """Two measures as axes; nothing is projected."""


class Projection(StrEnum):
    """How a space becomes flat."""

    PCA = "pca"
    STANDARD_PCA = "standard-pca"
    TSNE = "tsne"
    UMAP = "umap"
    PACMAP = "pacmap"


@dataclass(frozen=True, slots=True)
class Sight:
    """What is asked to be seen.

    model: a model's name; "" for measures. x, y: keys of measures, for Kind.MEASURES alone.
    """

    mode: Mode = Mode.TRACKS
    kind: Kind = Kind.SOUND
    model: str = ""
    projection: Projection = Projection.TSNE
    x: str = ""
    y: str = ""

    def to_json(self) -> dict[str, str]:
        return {name: str(value) for name, value in asdict(self).items()}

    @classmethod
    def from_json(cls, written: Any) -> Self:
        """Raises UserError for what no Sight wrote."""
        try:
            return cls(
                Mode(written["mode"]),
                Kind(written["kind"]),
                str(written["model"]),
                Projection(written["projection"]),
                str(written["x"]),
                str(written["y"]),
            )
        except (KeyError, TypeError, ValueError) as problem:
            raise UserError("This is not a view of the map ({why}).", why=problem) from problem


@dataclass(frozen=True, slots=True)
class Axis:
    """One of the two directions of a chart that mean something.

    key: of a measure; "" for a principal component. share: of the variance, 0 to 1 (principal components).
    low, high: the measure's values at the coordinates -1 and 1.
    """

    key: str = ""
    share: float = 0.0
    low: float = 0.0
    high: float = 0.0


@dataclass(frozen=True, slots=True, eq=False)
class Chart:
    """A map as it is drawn: n points, of which a track may have many.

    tracks: (n,) int64 TrackId of each point, rising; starts: (n,) float32 seconds where a moment begins,
    rising within a track, NaN for tracks. length: seconds of a moment. xy: (n, 2) float32, about -1 to 1, up
    is up; kept where it is while the library grows. spread: (n,) float32, 0 to 1, how far a track's moments
    lie apart in the full space; 0 for moments. placed: (n,) bool, put among its neighbours since the layout.
    keeps: n -> S_n, the share of the n nearest of the full space that are among the n nearest here; empty
    until it is measured. grown: placed points as a share of those laid out; from GROWN on a new layout is
    worth offering. growing: a frame of a layout under way. axes: empty where they mean nothing.
    version: differs when any of it does.
    """

    sight: Sight
    version: str
    tracks: NDArray[np.int64]
    starts: NDArray[np.float32]
    xy: NDArray[np.float32]
    spread: NDArray[np.float32]
    placed: NDArray[np.bool_]
    length: float = 0.0
    keeps: Mapping[int, float] = field(default_factory=dict)
    grown: float = 0.0
    growing: bool = False
    axes: tuple[Axis, ...] = ()

    def __len__(self) -> int:
        """Points, n."""
        return len(self.tracks)


GROWN = 0.25
"""Growth of the library after which the map is worth laying out anew."""
