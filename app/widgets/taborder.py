"""Where the Tab key leads: through the parts of a window one after the other, whenever each was built."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QWidget


def next_stop(parts: Sequence[QWidget], now: QWidget | None, *, back: bool) -> QWidget | None:
    """The widget after `now`; None when nothing can be reached.

    parts: of one window, in the order of reading; inside each, Qt's own order holds. Qt alone would take them
    in the order in which they were built, and views are built when they are first visited. A view that hands
    the keyboard on (its focus proxy) is no stop itself: Qt would jump over all that comes before the proxy.
    """
    found: list[list[QWidget]] = [[] for _ in parts]
    for stop in _stops(parts[0].window()):
        at = _part_of(stop, parts)
        if at is not None:
            found[at].append(stop)
    stops = [stop for inside in found for stop in inside]
    if back:
        stops.reverse()
    if not stops:
        return None
    if now in stops:
        return stops[(stops.index(now) + 1) % len(stops)]
    # Something that can only be clicked, or nothing at all: the part it is in, or the first.
    at = _part_of(now, parts) if now is not None else None
    return found[at][0] if at is not None and found[at] else stops[0]


def give_focus(stop: QWidget, *, back: bool) -> None:
    """And brings it into view."""
    stop.setFocus(Qt.FocusReason.BacktabFocusReason if back else Qt.FocusReason.TabFocusReason)
    above = stop.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(stop)
        above = above.parentWidget()


def _part_of(widget: QWidget, parts: Sequence[QWidget]) -> int | None:
    return next((at for at, part in enumerate(parts) if part is widget or part.isAncestorOf(widget)), None)


def _stops(window: QWidget) -> Iterator[QWidget]:
    """In Qt's order."""
    each = window.nextInFocusChain()
    while each is not None and each is not window:
        wants = (each.focusPolicy() & Qt.FocusPolicy.TabFocus) == Qt.FocusPolicy.TabFocus
        if wants and each.isVisible() and each.isEnabled() and each.focusProxy() is None:
            yield each
        each = each.nextInFocusChain()
