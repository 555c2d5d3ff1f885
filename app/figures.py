"""Curves in three dimensions for whoever shows them: worked out beside the window, and kept for a while.

`Curves` makes the small flat ones of lists; these are for turning and looking at. Nothing here imports numpy
before it is asked for.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from app import tasks
from app.hearing import Hearing, Listened
from core.domain import Seconds, TrackId

if TYPE_CHECKING:
    from core.explore.picture.axes import Axes
    from core.explore.picture.course import Course
    from core.explore.picture.entrances import Entrance
    from core.explore.picture.figure import Figure

KEPT, SONGS = 96, 64
"""Pictures, and songs in the full space, that are kept at most."""
SMALL = 120
"""About so many samples of a small curve."""
AT_ONCE = 6
"""Pictures that are worked out before the first of them is handed out: many small ones come one by one."""
PAIRS = 3
"""Moments of two songs that are marked as nearest."""


class Room(StrEnum):
    """Whose axes: all music's, so that any pictures can be compared; each song's own; those of these few."""

    LIBRARY = "library"
    SONG = "song"
    SHARED = "shared"


@dataclass(frozen=True, slots=True)
class Asked:
    """small: for a picture among many. With Room.SONG, or small, there is nothing between several songs."""

    ids: tuple[TrackId, ...]
    room: Room
    small: bool = False

    @property
    def by_itself(self) -> bool:
        """Nothing but the song has a say in how it looks."""
        return self.room is Room.SONG and len(self.ids) == 1 and not self.small


@dataclass(frozen=True, slots=True)
class Link:
    """Two moments that are near in the full space. one, other: places in `Asked.ids`; the shares of those
    songs at which they are; likeness: -1 to 1."""

    one: int
    other: int
    share_one: float
    share_other: float
    likeness: float


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """figures: None for a song that has not been heard, or has hardly a sound. heard: which have been.

    shown: the share of the songs' movement that the three axes show, 0 to 1. links: the nearest moments of
    each two of the songs, nearest first. entrances: per song, what comes in where.
    """

    figures: tuple[Figure | None, ...]
    heard: tuple[bool, ...]
    shown: float
    links: tuple[Link, ...] = ()
    entrances: tuple[tuple[Entrance, ...], ...] = ()


@dataclass(slots=True)
class _Made:
    """version: of what was heard of all music; "" where that was not looked at."""

    version: str
    drawn: dict[Asked, Drawn] = field(default_factory=dict)


class Figures(QObject):
    """Hands out what is at hand, and says when more has come. Main thread."""

    arrived = Signal()

    def __init__(self, listened: Listened, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._listened = listened
        self._studio = _Studio()
        self._version = ""
        self._kept: OrderedDict[Asked, Drawn] = OrderedDict()
        self._wanted: dict[Asked, None] = {}
        self._making: frozenset[Asked] = frozenset()
        self._task: tasks.Task[_Made] | None = None
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._serve)

    def drawn(self, asked: Asked) -> Drawn | None:
        """None while it is not known; then it is on its way."""
        known = self._kept.get(asked)
        if known is not None:
            self._kept.move_to_end(asked)
            return known
        if asked not in self._making:
            self._wanted[asked] = None
            self._start()
        return None

    def renew(self) -> None:
        """More may have been heard: what is shown stays until something else has come."""
        if self._kept:
            self._wanted.update(dict.fromkeys(self._kept))
            self._start()

    def some_heard(self, most: int, take: Callable[[list[TrackId]], object]) -> None:
        """Hands over up to so many tracks that have been heard, from all over the library."""
        listened = self._listened

        def find() -> list[TrackId]:
            ids = listened.now().ear.track_ids
            step = max(1, len(ids) // most)
            return [TrackId(int(id)) for id in ids[::step][:most]]

        tasks.run(find, on_done=take, on_error=lambda _text: None)

    def nearest(self, id: TrackId, most: int, take: Callable[[list[TrackId]], object]) -> None:
        """Hands over up to so many tracks that sound most like this one, best first; none when it has not
        been heard."""
        listened = self._listened

        def find() -> list[TrackId]:
            ear = listened.now().ear
            return [other for other, _ in ear.neighbours(id, most)] if id in ear else []

        tasks.run(find, on_done=take, on_error=lambda _text: None)

    def close(self) -> None:
        self._soon.stop()
        if self._task is not None:
            self._task.forget()

    def _start(self) -> None:
        if self._task is None and not self._soon.isActive():
            self._soon.start()

    def _serve(self) -> None:
        alone = next((each for each in self._wanted if each.by_itself), None)
        asked = [alone] if alone is not None else list(self._wanted)[:AT_ONCE]
        for each in asked:
            del self._wanted[each]
        if not asked:
            return
        self._making = frozenset(asked)
        listened, studio = self._listened, self._studio

        def make() -> _Made:
            glimpse = listened.glimpse(alone.ids[0]) if alone is not None else None
            if glimpse is not None:
                return _Made("", _Studio().make(glimpse, asked).drawn)
            return studio.make(listened.now(), asked)

        self._task = tasks.run(make, on_done=self._take, on_error=self._fail)

    def _take(self, made: _Made) -> None:
        self._task, self._making = None, frozenset()
        if made.version and made.version != self._version:
            self._version = made.version
            self._kept.clear()
        self._kept.update(made.drawn)
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        self.arrived.emit()
        if self._wanted:
            self._start()

    def _fail(self, _problem: str) -> None:
        """Logged already; the view does without."""
        self._task, self._making = None, frozenset()


class _Studio:
    """On the pool; one job at a time."""

    def __init__(self) -> None:
        self._version = ""
        self._axes: Axes | None = None
        self._songs: OrderedDict[TrackId, tuple[Course, tuple[Entrance, ...]] | None] = OrderedDict()

    def make(self, hearing: Hearing, asked: Sequence[Asked]) -> _Made:
        version = hearing.ear.lead.version
        if version != self._version:
            self._version, self._axes = version, None
            self._songs.clear()
        return _Made(version, {each: self._draw(hearing, each) for each in asked})

    def _draw(self, hearing: Hearing, asked: Asked) -> Drawn:
        from core.explore.picture.course import SMOOTH, drawn
        from core.explore.picture.figure import own_axes, share_shown, shared_axes

        songs = [self._song(hearing, id) for id in asked.ids]
        heard = tuple(id in hearing.ear.lead for id in asked.ids)
        courses = [song[0] for song in songs if song is not None]
        if not courses:
            return Drawn((None,) * len(songs), heard, 0.0)
        parts = [course.parts for course in courses]
        match asked.room:
            case Room.LIBRARY:
                axes = self._library_axes(hearing)
            case Room.SONG:
                axes = own_axes(parts[0])
            case Room.SHARED:
                axes = shared_axes(parts)
        most = SMALL if asked.small else SMOOTH
        links = () if asked.small else _links([song and song[0] for song in songs])
        return Drawn(
            tuple(
                None if song is None else drawn(song[0], axes, most, _marked(links, place))
                for place, song in enumerate(songs)
            ),  # of several, only the moments that are near to others' are ringed
            heard,
            share_shown(axes, parts),
            links,
            tuple(() if song is None else song[1] for song in songs),
        )

    def _library_axes(self, hearing: Hearing) -> Axes:
        from core.explore.picture.figure import library_axes

        if self._axes is None:
            self._axes = library_axes(hearing.ear.lead)
        return self._axes

    def _song(self, hearing: Hearing, id: TrackId) -> tuple[Course, tuple[Entrance, ...]] | None:
        if id not in self._songs:
            self._songs[id] = _heard(hearing, id)
            while len(self._songs) > SONGS:
                self._songs.popitem(last=False)
        return self._songs[id]


def _heard(hearing: Hearing, id: TrackId) -> tuple[Course, tuple[Entrance, ...]] | None:
    """None for a song that has not been heard, or of which fewer than two songlets sound."""
    from core.explore.picture.course import course
    from core.explore.picture.entrances import entrances
    from core.explore.picture.figure import songlet_parts, window_parts

    index, track = hearing.ear.lead, hearing.track(id)
    if id not in index:
        return None
    row = index.row(id)
    duration = track.duration if track is not None else Seconds(0.0)
    songlets = songlet_parts(index, row, duration)
    if songlets is None:
        return None
    windows = None
    if track is not None and track.audio_id is not None and duration > 0:
        windows = hearing.windows(track.audio_id, index.model)
    fine = window_parts(index, row, windows, duration) if windows is not None else None
    return course(songlets, fine), entrances(windows)


def _links(songs: Sequence[Course | None]) -> tuple[Link, ...]:
    """Of two songs several, of more one for each two; none where they do not sound alike at all."""
    from core.explore.picture.figure import nearest_moments

    found = []
    for i, one in enumerate(songs):
        for j, other in enumerate(songs[:i]):
            if one is None or other is None:
                continue
            for pair in nearest_moments(other.parts, one.parts, PAIRS if len(songs) == 2 else 1):
                shares = float(other.parts.middles[pair.one]), float(one.parts.middles[pair.other])
                if pair.likeness > 0:
                    found.append(Link(j, i, *shares, pair.likeness))
    return tuple(sorted(found, key=lambda link: -link.likeness))


def _marked(links: Sequence[Link], place: int) -> list[float]:
    """Where the song at this place has moments that are near to others'."""
    ones = [link.share_one for link in links if link.one == place]
    return ones + [link.share_other for link in links if link.other == place]
