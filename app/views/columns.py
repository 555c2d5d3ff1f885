"""How the track table shares out its width: which columns fit, how wide they are, and what is remembered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self

from app.cells import EXTRA, Column


@dataclass(frozen=True, slots=True)
class Shape:
    """width, least: pixels; grows: takes a share of what is left over.

    yields: columns with a higher number leave first when the window is narrow; 0 never leaves. Those that
    are off by default stay longer than most: whoever turned one on wants to see it.
    """

    width: int
    least: int
    grows: bool = False
    yields: float = 0


SHAPES: dict[Column, Shape] = {
    Column.NUMBER: Shape(48, 48),
    Column.TITLE: Shape(255, 200, grows=True),
    Column.ARTIST: Shape(165, 140, grows=True),
    Column.ALBUM: Shape(195, 140, grows=True, yields=1),
    Column.YEAR: Shape(54, 52, yields=4),
    Column.GENRE: Shape(160, 104, grows=True, yields=6),
    Column.RATING: Shape(92, 92, yields=2),
    Column.PLAYS: Shape(66, 66, yields=5),
    Column.LAST_PLAYED: Shape(116, 114, yields=3),
    Column.LENGTH: Shape(66, 64),
    Column.ALBUM_ARTIST: Shape(165, 120, grows=True, yields=1.5),
    Column.COMPOSER: Shape(150, 110, grows=True, yields=1.6),
    Column.TRACK: Shape(70, 66, yields=1.4),
    Column.LOVED: Shape(60, 58, yields=1.4),
    Column.SKIPS: Shape(54, 54, yields=1.4),
    Column.ADDED: Shape(106, 104, yields=1.4),
    Column.BPM: Shape(54, 50, yields=1.4),
    Column.CODEC: Shape(74, 66, yields=1.7),
    Column.BITRATE: Shape(84, 80, yields=1.8),
    Column.PATH: Shape(240, 140, grows=True, yields=1.9),
}
"""Least widths hold a usual name whole ("Brother Amos Kettle"): a narrow window shows fewer columns."""
NARROWEST = 60
ALWAYS = frozenset({Column.NUMBER, Column.TITLE})
"""Columns that cannot be taken out."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What the user made of the columns. order: as seen from left to right, the hidden ones too."""

    order: tuple[Column, ...] = tuple(Column)
    hidden: frozenset[Column] = EXTRA
    widths: Mapping[Column, int] = field(default_factory=dict)
    sort: tuple[tuple[str, bool], ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "order": [column.name for column in self.order],
            "hidden": sorted(column.name for column in self.hidden),
            "widths": {column.name: width for column, width in self.widths.items()},
            "sort": [list(key) for key in self.sort],
        }

    @classmethod
    def from_json(cls, raw: object) -> Self:
        """What `to_json` gave; what is not understood keeps its default."""
        if not isinstance(raw, dict):
            return cls()
        order = _columns(raw.get("order"))
        unheard = [column for column in Column if column not in order]  # of an older version, or none at all
        widths = raw.get("widths")
        pairs = widths.items() if isinstance(widths, dict) else ()
        return cls(
            (Column.NUMBER, *(column for column in (*order, *unheard) if column is not Column.NUMBER)),
            (frozenset(_columns(raw.get("hidden"))) | (EXTRA & set(unheard))) - ALWAYS,
            {Column[name]: width for name, width in pairs if name in Column.__members__ and width_ok(width)},
            tuple(_sort_keys(raw.get("sort"))),
        )

    def shown(self) -> list[Column]:
        return [column for column in self.order if column not in self.hidden]

    def with_width(self, column: Column, width: int) -> Self:
        return replace(self, widths={**self.widths, column: width})


def width_ok(width: object) -> bool:
    return isinstance(width, int) and 16 <= width <= 4000


def _columns(names: object) -> list[Column]:
    known = [name for name in names if name in Column.__members__] if isinstance(names, list) else []
    return [Column[name] for name in dict.fromkeys(known)]


def _sort_keys(raw: object) -> Iterable[tuple[str, bool]]:
    for key in raw if isinstance(raw, list) else ():
        if isinstance(key, list) and len(key) == 2 and isinstance(key[0], str):
            yield key[0], bool(key[1])


def fit(
    total: int, shown: Sequence[Column], widths: Mapping[Column, int], pinned: Iterable[Column] = ()
) -> dict[Column, int]:
    """Widths that fill exactly `total` pixels, for the columns there is room for.

    pinned: keep the width they have in `widths` (those left of an edge that is being dragged).
    Where even the columns that never leave have no room for their least widths, they are squeezed.
    """
    fitting = _that_fit(total, shown)
    held = {c: max(widths.get(c, SHAPES[c].width), SHAPES[c].least) for c in fitting}
    stay = [c for c in fitting if not SHAPES[c].grows or c in set(pinned)]
    growing = [c for c in fitting if c not in stay]
    if not growing:  # everything was pinned: the last one that may takes what is left
        growing = [c for c in fitting if SHAPES[c].grows][-1:]
        stay = [c for c in stay if c not in growing]
    shares = _share(total - sum(held[c] for c in stay), {c: held[c] for c in growing})
    return {c: shares.get(c, held[c]) for c in fitting}


def _that_fit(total: int, shown: Sequence[Column]) -> list[Column]:
    kept = list(shown)
    for column in sorted(shown, key=lambda c: -SHAPES[c].yields):
        if not SHAPES[column].yields or sum(SHAPES[c].least for c in kept) <= total:
            break
        kept.remove(column)
    return kept


def _share(room: int, weights: dict[Column, int]) -> dict[Column, int]:
    """Splits `room` in proportion to the weights, none below its least width while there is room for that."""
    leasts = sum(SHAPES[c].least for c in weights)
    if room < leasts:
        return {c: max(room * SHAPES[c].least // leasts, NARROWEST) for c in weights}
    given: dict[Column, int] = {}
    left = dict(weights)
    while left:
        space = room - sum(given.values())
        unit = space / sum(left.values())
        small = [c for c in left if left[c] * unit < SHAPES[c].least]
        if not small:
            break
        for c in small:
            given[c] = SHAPES[c].least
            del left[c]
    space = room - sum(given.values())
    for c in list(left):
        given[c] = round(space * left[c] / sum(left.values()))
        space -= given[c]
        del left[c]
    return given
