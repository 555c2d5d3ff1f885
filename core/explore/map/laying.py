"""What a map needs before it can be shown: nothing, newcomers placed, or a layout."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from core.domain import Timestamp
from core.explore.map import pca
from core.explore.map.aligning import framed
from core.explore.map.chart import Projection
from core.explore.map.client import MapProcess
from core.explore.map.kept import Layout, Shelf
from core.explore.map.points import Ground
from core.explore.map.projecting import choose_landmarks
from core.explore.map.sharing import turn
from core.explore.map.space import Floats, Rows
from core.explore.map.task import FLAT, Done, Task
from core.library.maps import LayoutKey
from core.progress import Progress
from core.texts import marked

SEED = 0
"""The same library gives the same map."""
LAYING = marked("Laying out the map")
PLACING = marked("Placing what is new on the map")
HUNDRED = 100


def _alone() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Watch:
    """Who waits for a layout. show: gets rows of the ground and where they are by now. meanwhile: see
    `MapProcess.run`.
    """

    progress: Progress
    show: Callable[[Rows, Floats], None]
    meanwhile: Callable[[], bool] = _alone


class Laying:
    """Lays out one map at a time. Any thread."""

    def __init__(self, shelf: Shelf, process: MapProcess) -> None:
        self._shelf, self._process = shelf, process
        self._drawing = threading.RLock()

    def layout(
        self,
        key: LayoutKey,
        ground: Ground,
        watch: Watch,
        hint: Callable[[], Floats | None] = lambda: None,
        *,
        anew: bool = False,
    ) -> Layout:
        """Where every point of the ground lies; kept. What was laid out or placed before has not moved, but
        `anew`, which begins from where everything lies and turns the result to lie as before.

        hint: asked for a first layout, gives (n, 2) where points roughly belong, NaN for any.
        Raises Cancelled and UserError.
        """
        kept = self._shelf.get(key)
        if kept is not None and not anew and not len(_new(kept, ground)):
            return kept
        with turn(self._drawing, watch.progress.check):
            kept = self._shelf.get(key)  # another may have laid it out meanwhile
            if kept is None:
                layout = self._first(key, ground, watch, hint)
            else:
                layout = self._grown(key, kept, ground, watch, hint)
                if anew:
                    layout = self._laid(key, ground, watch, start=layout.places(ground))
            if layout is not kept:
                self._shelf.put(key, layout)
            return layout

    def _first(
        self, key: LayoutKey, ground: Ground, watch: Watch, hint: Callable[[], Floats | None]
    ) -> Layout:
        earlier = self._shelf.before(key)
        guess = None if earlier is None else earlier.places(ground)
        if guess is None or np.isnan(guess[:, 0]).mean() > 0.5:
            guess = hint()
        if guess is not None:
            known = ~np.isnan(guess[:, 0])
            guess = np.where(known[:, None], guess, guess[known].mean(axis=0)) if known.any() else None
        return self._laid(key, ground, watch, hint=guess)

    def _laid(
        self,
        key: LayoutKey,
        ground: Ground,
        watch: Watch,
        *,
        start: Floats | None = None,
        hint: Floats | None = None,
    ) -> Layout:
        watch.progress.begin(LAYING, HUNDRED)
        projection, space = Projection(key.projection), ground.space
        flat = projection in FLAT
        rows = choose_landmarks(len(ground), SEED)
        if start is None and not flat:
            # At once, while the process is only starting.
            part = space if len(rows) == len(ground) else space.part(rows)
            xy, _ = pca.project(part, standard=False, start=None if hint is None else hint[rows])
            watch.show(rows, framed(xy))
        task = Task(projection, SEED, space.stored, space.mean)
        task = replace(task, start=hint if flat and start is None else start, hint=None if flat else hint)
        done = self._run(replace(task, landmarks=rows), rows, watch)
        more = {"seed": SEED, "keeps": done.keeps, "axes": done.axes, "made_at": Timestamp(time.time())}
        return Layout.of(ground, done.xy, rows, **more)

    def _grown(
        self,
        key: LayoutKey,
        kept: Layout,
        ground: Ground,
        watch: Watch,
        hint: Callable[[], Floats | None],
    ) -> Layout:
        """With what is new put among the landmarks; it itself where nothing is."""
        new = _new(kept, ground)
        if not len(new):
            return kept
        at = kept.at(ground)
        anchors = np.flatnonzero((at >= 0) & kept.landmarks[at])
        if not len(anchors):  # nothing of what was laid out is here any more
            return self._first(key, ground, watch, hint)
        watch.progress.begin(PLACING, HUNDRED)
        space = ground.space
        task = Task(Projection(key.projection), SEED, space.stored, space.mean)
        done = self._run(replace(task, stand=kept.places(ground), anchors=anchors), anchors, watch)
        return replace(kept.grow(ground, new, done.xy[new]), keeps=done.keeps or kept.keeps)

    def _run(self, task: Task, rows: Rows, watch: Watch) -> Done:
        said = 0

        def grown(xy: Floats | None, share: float) -> None:
            nonlocal said
            watch.progress.advance(max(0, int(HUNDRED * share) - said), HUNDRED)
            said = max(said, int(HUNDRED * share))
            if xy is not None:
                watch.show(rows, xy)

        return self._process.run(task, grown, watch.progress.check, watch.meanwhile)


def _new(kept: Layout, ground: Ground) -> Rows:
    return np.flatnonzero(kept.at(ground) < 0)
