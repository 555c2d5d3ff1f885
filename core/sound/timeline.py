"""Which moment of which piece a sample of the stream comes from."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple


class Place(NamedTuple):
    number: int
    """Of the piece: 0 for the first of the stream."""
    seconds: float
    """Within the piece."""
    speed: float
    """Seconds of the piece that pass in one second."""
    starved: bool
    """Silence, because the piece was not decoded in time."""


class _Stretch(NamedTuple):
    mixed: int
    """The first sample, of what was mixed."""
    number: int
    seconds: float
    moving: bool


class _Passage(NamedTuple):
    given: int
    """The first sample, of what was given out."""
    mixed: float
    speed: float


class Timeline:
    """Two steps, because effects may change the speed: given out -> mixed -> piece.

    Writing goes on in order; what lies before the latest place that was asked for is forgotten.
    """

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._stretches: list[_Stretch] = []
        self._passages: list[_Passage] = []

    def mix(self, mixed: int, number: int, seconds: float, *, moving: bool = True) -> None:
        """From sample `mixed` on, piece `number` sounds from `seconds` on; not moving: silence stands in."""
        if self._stretches:
            last = self._stretches[-1]
            forecast = last.seconds + (mixed - last.mixed) / self._rate * last.moving
            if (last.number, last.moving) == (number, moving) and abs(forecast - seconds) < 1e-3:
                return
        self._stretches.append(_Stretch(mixed, number, seconds, moving))

    def give(self, given: int, mixed: float, speed: float) -> None:
        """Sample `given` of the stream was sample `mixed`, and from it on it goes at `speed`."""
        if self._passages:
            last = self._passages[-1]
            forecast = last.mixed + (given - last.given) * last.speed
            if last.speed == speed and abs(forecast - mixed) < 0.002 * self._rate:
                return
        self._passages.append(_Passage(given, mixed, speed))

    def at(self, seconds: float) -> Place | None:
        """What is heard so many seconds into the stream; None before anything was mixed."""
        if not self._stretches or not self._passages:
            return None
        given = seconds * self._rate
        index = max(0, bisect_right(self._passages, given, key=lambda each: each.given) - 1)
        passage = self._passages[index]
        mixed = passage.mixed + (given - passage.given) * passage.speed
        del self._passages[:index]
        index = max(0, bisect_right(self._stretches, mixed, key=lambda each: each.mixed) - 1)
        stretch = self._stretches[index]
        del self._stretches[:index]
        passed = max(0.0, mixed - stretch.mixed) / self._rate * stretch.moving
        return Place(stretch.number, stretch.seconds + passed, passage.speed, not stretch.moving)
