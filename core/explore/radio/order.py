"""In what order tracks sound well after one another: the end of one meets the beginning of the next.

`Transitions` prices a step from one track to the next; `beam` mixes that with how near each track is, for a
radio that plays on. Rows are those of the `Ear`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from core.explore.radio.rules import artist_keys
from core.explore.stock import RadioTrack

if TYPE_CHECKING:
    from core.explore.ear.ear import Ear

Costs = NDArray[np.float32]

TEMPO_WEIGHT = 0.2
LOUDNESS_WEIGHT = 0.2
ARTIST_WEIGHT = 0.5
LOUDNESS_SCALE = 12.0
"""A step of so many dB or more is as bad as can be."""
USUAL_TEMPO, USUAL_LOUDNESS = 0.5, 1 / 3
"""What the terms are between two unrelated tracks (measured loudness differs by 4 dB on average): so much
counts where one of the two is not known, so that it is neither a virtue nor a fault."""

WIDTH, AHEAD, FADE = 16, 3, 0.8
"""Of the steps looked ahead each counts so much of the one before: what comes next matters most."""
SMOOTHNESS = 0.5
"""One unit of transition cost weighs as much as this many standard deviations of nearness."""

Allowed = Callable[[tuple[int, ...]], NDArray[np.bool_]]
"""(places chosen so far, in order) -> (c,) which candidates may come next."""


class Transitions:
    """What it costs to play one track right after another. Asymmetric.

        cost(a, b) = (1 - end(a) . start(b))  +  0.2 tempo  +  0.2 loudness  +  0.5 if an artist is on both

    end and start are the last and first songlets that sound, centred and of unit length: [0, 2], 1 where a
    track is silent. tempo = 2 |x - round(x)| with x = log2(tempo of b / of a): half and double time are the
    same pulse: [0, 1]. loudness = min(1, |difference| / 12 dB): [0, 1]. In all [0, 2.9], typically 1.2.
    """

    def __init__(self, ear: Ear, stock: Iterable[RadioTrack]) -> None:
        """stock: of copies of one recording, which share a row, the last one speaks for the row."""
        self._ear = ear
        self._tracks = {ear.row(track.id): track for track in stock if track.id in ear}

    def cost(self, rows_a: Sequence[int], rows_b: Sequence[int]) -> Costs:
        """(a, b) cost of going from each of rows_a to each of rows_b; at most some hundred of either."""
        ends, starts = self._edge(rows_a, last=-1), self._edge(rows_b, last=0)
        total = 1.0 - ends @ starts.T
        total += TEMPO_WEIGHT * _filled(_tempo_steps(*self._facts("tempo", rows_a, rows_b)), USUAL_TEMPO)
        steps = _loudness_steps(*self._facts("loudness", rows_a, rows_b))
        total += LOUDNESS_WEIGHT * _filled(steps, USUAL_LOUDNESS)
        total += ARTIST_WEIGHT * self._same_artist(rows_a, rows_b)
        return np.asarray(total, np.float32)

    def matrix(self, rows: Sequence[int]) -> Costs:
        """(n, n) of each to each."""
        return self.cost(rows, rows)

    def _edge(self, rows: Sequence[int], *, last: int) -> NDArray[np.float32]:
        """(m, d) the first (0) or last (-1) songlet of each row that sounds; zero for silence."""
        asked = np.asarray(rows, np.int64)
        sounding = self._ear.sounding(asked)
        count = sounding.shape[1]
        place = count - 1 - sounding[:, ::-1].argmax(axis=1) if last else sounding.argmax(axis=1)
        edge: NDArray[np.float32] = self._ear.songlets(asked)[np.arange(len(asked)), place]
        return edge

    def _facts(
        self, name: str, rows_a: Sequence[int], rows_b: Sequence[int]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """A fact of each row, NaN where unknown: columns (a, 1) and (1, b)."""
        a, b = (
            np.array([getattr(self._tracks.get(int(row)), name, None) for row in rows], np.float64)
            for rows in (rows_a, rows_b)
        )
        return a[:, None], b[None, :]

    def _same_artist(self, rows_a: Sequence[int], rows_b: Sequence[int]) -> NDArray[np.float32]:
        names: dict[str, int] = {}
        bears = [
            [
                [names.setdefault(key, len(names)) for key in artist_keys(track.artist)]
                if (track := self._tracks.get(int(row)))
                else []
                for row in rows
            ]
            for rows in (rows_a, rows_b)
        ]
        a, b = (np.zeros((len(side), len(names)), np.float32) for side in bears)
        for table, side in zip((a, b), bears, strict=True):
            for place, keys in enumerate(side):
                table[place, keys] = 1.0
        return np.asarray(np.minimum(1.0, a @ b.T), np.float32)


def _tempo_steps(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    with np.errstate(divide="ignore", invalid="ignore"):
        octaves = np.log2(b) - np.log2(a)
        return np.asarray(2.0 * np.abs(octaves - np.round(octaves)))


def _loudness_steps(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.minimum(1.0, np.abs(b - a) / LOUDNESS_SCALE)


def _filled(values: NDArray[np.float64], usual: float) -> NDArray[np.float64]:
    return np.where(np.isfinite(values), values, usual)


def beam(
    first: int | None,
    candidates: Sequence[int],
    scores: NDArray[np.floating],
    n: int,
    transitions: Transitions,
    allowed: Allowed | None = None,
    *,
    smoothness: float = SMOOTHNESS,
) -> list[int]:
    """Places (0 .. c-1) of up to n candidates, each once, in the order in which they should play.

    first: the row that plays before, if any. candidates: (c,) rows. scores: (c,), lower is nearer; inf bars.
    allowed: radio's rules, see `Allowed`; a branch in which nothing may follow ends there.

    Each place is decided by a beam search (width 16) over it and the next two, for the least sum of 0.8^k
    (nearness + smoothness * transition cost), k = 0, 1, 2; nearness is the score in standard deviations of
    the finite ones. A decision depends on those before it alone, so that a plan keeps its beginning however
    long it is asked for.
    Fewer than n where no more is allowed.
    """
    rows = [int(row) for row in candidates]
    if not rows or n < 1:
        return []
    nearness = _in_spreads(np.asarray(scores, np.float64))
    step = nearness + smoothness * transitions.matrix(rows)
    opening = nearness if first is None else nearness + smoothness * transitions.cost([first], rows)[0]
    rules = _Rules(allowed, len(rows))
    chosen: tuple[int, ...] = ()
    while len(chosen) < n:
        best = _look_ahead(chosen, opening, step, rules)
        if best is None:
            break
        chosen = (*chosen, best)
    return list(chosen)


def _in_spreads(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    finite = scores[np.isfinite(scores)]
    spread = float(finite.std()) if len(finite) else 0.0
    return (scores - finite.min(initial=np.inf)) / (spread or 1.0) if len(finite) else scores


class _Rules:
    """What may come after a beginning, asked once for each; what has been chosen never."""

    def __init__(self, allowed: Allowed | None, count: int) -> None:
        self._allowed, self._count = allowed, count
        self._known: dict[tuple[int, ...], NDArray[np.float64]] = {}

    def bars(self, branches: Sequence[tuple[int, ...]]) -> NDArray[np.float64]:
        """(b, c) 0 where a candidate may come next, else inf."""
        bars = np.zeros((len(branches), self._count))
        if self._allowed is not None:
            for place, branch in enumerate(branches):
                bars[place] = self._ask(branch)
        deep = np.array(branches, np.int64)
        bars[np.arange(len(branches))[:, None], deep] = np.inf
        return bars

    def _ask(self, branch: tuple[int, ...]) -> NDArray[np.float64]:
        assert self._allowed is not None
        if branch not in self._known:
            self._known[branch] = np.where(self._allowed(branch), 0.0, np.inf)
        return self._known[branch]


def _look_ahead(
    chosen: tuple[int, ...],
    opening: NDArray[np.float64],
    step: NDArray[np.float64],
    rules: _Rules,
) -> int | None:
    """The next place, by a beam search a few steps deep; longer branches win over dead ends."""
    branches, costs, best = [chosen], (step[chosen[-1]] if chosen else opening)[None], None
    for level in range(AHEAD):
        costs = costs + rules.bars(branches)
        flat = costs.ravel()
        kept = np.argpartition(flat, WIDTH)[:WIDTH] if len(flat) > WIDTH else np.arange(len(flat))
        # By place too: equal sums must not depend on how a partition happens to fall.
        kept = kept[np.lexsort((kept, flat[kept]))]
        kept = kept[np.isfinite(flat[kept])]
        if not len(kept):
            break
        parents, places = np.divmod(kept, len(opening))
        branches = [
            (*branches[parent], place)
            for parent, place in zip(parents.tolist(), places.tolist(), strict=True)
        ]
        best = branches[0][len(chosen)]
        costs = FADE ** (level + 1) * step[places] + flat[kept][:, None]
    return best
