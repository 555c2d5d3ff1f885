"""One picture of the map: its chart as it is laid out, with colours, names, and what a search lights up."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from app import tasks, theme
from app.mapdesk import Known, MapDesk
from app.mapdeskpoints import mask_of
from app.views.reading import Reader
from core.explore.map.chart import Chart, Mode, Sight
from core.progress import Progress

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from core.explore.map.atlas import Atlas
    from core.explore.map.colours import Colouring
    from core.explore.map.labels import Label

POLL_MS = 100


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """A chart and the colours of its points, so that none is ever seen without them. rgb: (n, 3) uint8."""

    chart: Chart
    colouring: Colouring
    rgb: NDArray[np.uint8]


class PaneDesk(QObject):
    """Asks for what one pane shows; of what is asked in haste, the last is answered. Main thread."""

    drawn = Signal(object)
    """Frame: of a layout that grows, or the whole."""
    coloured = Signal(object)
    """Colouring: the chart is the same."""
    named = Signal(object)
    """Labels of the chart there is."""
    lit_up = Signal(object)
    """(n,) bool of the chart there is, or None: what the search finds."""
    working = Signal(object)
    """Snapshot of a layout under way, None once it is over."""
    failed = Signal(str)
    _grew = Signal(object)

    def __init__(self, desk: MapDesk, scheme: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._scheme = desk, scheme
        self.frame: Frame | None = None
        self.stopped = False
        """What is shown is the unfinished layout that the listener has cancelled."""
        self._sight: Sight | None = None
        self._progress: Progress | None = None
        self._task: tasks.Task[Frame] | None = None
        self._found: NDArray[np.int64] | None = None
        self._colours, self._names, self._lights = (Reader(self, desk.beside) for _ in range(3))
        for reader in (self._colours, self._names, self._lights):
            reader.failed.connect(self.failed)
        self._poll = QTimer(self, interval=POLL_MS)
        self._poll.timeout.connect(self._tell)
        self._grew.connect(self._take_growth, Qt.ConnectionType.QueuedConnection)
        desk.renewed.connect(self._renew)
        desk.moved.connect(self.again)

    @property
    def chart(self) -> Chart | None:
        return self.frame.chart if self.frame is not None else None

    @property
    def scheme(self) -> str:
        return self._scheme

    @property
    def busy(self) -> bool:
        """A chart is on its way."""
        return self._task is not None

    # -- asking

    def show(self, sight: Sight) -> None:
        """Another picture; as it was laid out before, where it was."""
        if sight == self._sight:
            return
        before, self._sight = self._sight, sight
        if before is None or self._task is None or not _laid_alike(before, sight):
            self._ask()
        elif self.frame is not None and _laid_alike(self.frame.chart.sight, sight):
            self._show(self.frame)

    def again(self) -> None:
        """The same with what has come since. A layout under way goes on: it would begin from nothing."""
        if self._sight is not None and self._task is None and not self.stopped:
            self._ask()

    def lay_out_anew(self) -> None:
        if self._sight is not None:
            self._ask(anew=True)

    def cancel(self) -> None:
        """Ends the layout under way; what has grown so far stays to be seen."""
        if self._task is not None:
            self._end()
            self.stopped = self.frame is None or self.frame.chart.growing
            self.working.emit(None)

    def colour(self, scheme: str) -> None:
        if scheme != self._scheme:
            self._scheme = scheme
            self.recolour()

    def light(self, found: NDArray[np.int64] | None) -> None:
        """found: ids of tracks; None: nothing is sought."""
        self._found = found
        self._relight()

    def close(self) -> None:
        self._end()
        for reader in (self._colours, self._names, self._lights):
            reader.close()

    # -- charts

    def _ask(self, *, anew: bool = False) -> None:
        sight, known = self._sight, self._desk.known
        if sight is None or known is None:
            return  # asked again once the library is known
        self._end()
        self.stopped = False
        progress = self._progress = Progress()
        atlas, paint, before = (
            self._desk.atlas,
            _Paint(known, self._scheme, theme.current(), self._desk.atlas),
            self.frame,
        )
        grow = partial(self._grow, progress, paint)

        def work() -> Frame:
            return paint.framed(atlas().chart(sight, progress, grow, anew=anew), before)

        self._task = self._desk.charting.run(
            work, on_done=partial(self._take, progress), on_error=partial(self._fail, progress)
        )
        self._poll.start()

    def _grow(self, progress: Progress, paint: _Paint, chart: Chart) -> None:
        """On the lane."""
        self._grew.emit((progress, paint.framed(chart, self.frame)))

    def _take_growth(self, grown: tuple[Progress, Frame]) -> None:
        progress, frame = grown
        if progress is self._progress and self._task is not None:
            self._show(frame)

    def _take(self, progress: Progress, frame: Frame) -> None:
        if progress is self._progress:
            self._end()
            self.working.emit(None)
            self._show(frame)
            self._name()

    def _fail(self, progress: Progress, problem: str) -> None:
        if progress is self._progress:
            self._end()
            self.working.emit(None)
            self.failed.emit(problem)

    def _show(self, frame: Frame) -> None:
        sight = self._sight
        if sight is not None and sight != frame.chart.sight:  # chosen while this was laid out
            frame = replace(frame, chart=replace(frame.chart, sight=sight))
        same = self.frame is not None and _same_points(self.frame.chart, frame.chart)
        self.frame = frame
        self.drawn.emit(frame)
        if not same:
            self._relight()

    def _end(self) -> None:
        self._poll.stop()
        if self._progress is not None:
            self._progress.cancel()
            self._progress = None
        if self._task is not None:
            self._task.forget()
            self._task = None

    def _tell(self) -> None:
        if self._progress is not None:
            self.working.emit(self._progress.snapshot())

    # -- what belongs to the chart there is

    def _renew(self) -> None:
        """The library says something else, or something at last."""
        if self.frame is None:
            self._ask()
        else:
            self.recolour()

    def recolour(self) -> None:
        """The library says something else, or the window's colours are others."""
        frame, known = self.frame, self._desk.known
        if frame is None or known is None:
            return
        chart, paint = frame.chart, _Paint(known, self._scheme, theme.current(), self._desk.atlas)

        def take(made: Frame) -> None:
            if self.chart is chart:
                self.frame = made
                self.coloured.emit(made.colouring)
            else:
                self.recolour()

        self._colours.ask(lambda: paint.framed(chart), take)

    def _name(self) -> None:
        chart, known = self.chart, self._desk.known
        if chart is None or known is None or chart.growing:
            return

        def read() -> tuple[Label, ...]:
            from core.explore.map.labels import labels

            return labels(chart, known.stock)

        def take(found: tuple[Label, ...]) -> None:
            if self.chart is not None and self.chart.version == chart.version:
                self.named.emit(found)

        self._names.ask(read, take)

    def _relight(self) -> None:
        chart, found = self.chart, self._found
        if chart is None or found is None:
            self._lights.close()
            self.lit_up.emit(None)
            return

        def take(mask: NDArray[np.bool_]) -> None:
            if self._found is found and self.chart is not None and len(self.chart) == len(mask):
                self.lit_up.emit(mask)

        self._lights.ask(lambda: mask_of(chart, found), take)


@dataclass(frozen=True, slots=True)
class _Paint:
    """What charts are coloured by. Used on lanes."""

    known: Known
    scheme: str
    look: theme.Theme
    atlas: Callable[[], Atlas]

    def framed(self, chart: Chart, before: Frame | None = None) -> Frame:
        """Frames of one layout share their points, and with them their colours."""
        if before is not None and chart.growing and _same_points(before.chart, chart):
            return Frame(chart, before.colouring, before.rgb)
        from app.widgets.map.colouring import colours

        colouring = self._colouring(chart)
        return Frame(chart, colouring, colours(colouring, self.look))

    def _colouring(self, chart: Chart) -> Colouring:
        from core.explore.map.colours import colour

        now, stock = time.time(), self.known.stock
        try:
            told = self.atlas().of_moments(chart, self.scheme, stock)
            return colour(self.scheme, chart.tracks, stock, now=now, at_points=told)
        except KeyError:  # a tag of a model that is gone
            return colour(self.known.usual, chart.tracks, stock, now=now)


def _laid_alike(one: Sight, other: Sight) -> bool:
    """Paths join the moments of a track where these lie."""
    return Mode.TRACKS not in (one.mode, other.mode) and replace(one, mode=other.mode) == other


def _same_points(one: Chart, other: Chart) -> bool:
    if one.tracks is other.tracks and one.starts is other.starts:
        return True
    return np.array_equal(one.tracks, other.tracks) and np.array_equal(
        one.starts, other.starts, equal_nan=True
    )
