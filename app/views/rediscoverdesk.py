"""What Rediscover shows and plays: shelves as core fills them, read and shuffled on a lane of its own."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Qt, Signal

from app import tasks
from app.cells import listed
from app.choices import Choices
from app.hearing import Hearing, Listened
from app.player.playback import Playback
from app.views.reading import MOVING, Reader, Watch
from app.widgets.cornermap import Point
from app.widgets.moodpad import MIDDLE, Place
from app.words import said
from core.domain import Source, Timestamp, Track, TrackId
from core.library.tracks import Kind, Library
from core.settings import Settings
from core.texts import Text

if TYPE_CHECKING:
    from core.explore.rediscovery.mood import Feeling
    from core.explore.rediscovery.rediscovery import Rediscovery, Shelf

CORNER = "corner"
"""The shelf that has a card of its own."""
BY_SOUND = frozenset({"never", "between", "surprise"})
"""Shelves that are in order only by how music sounds."""
AHEAD, MORE = 20, 10
"""Tracks of a shuffle put into the queue at first, and whenever they run short."""
ON_A_ROW, ON_A_PAGE = 40, 400
"""Items of a shelf that the view holds, and that its own page shows."""
RENEW_S = 120.0
"""While more and more is heard, it is taken in this often; the first of it at once."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the listener is in the mood for. like: sounding as this track does, which goes before the place.

    surprise: how far a surprise may lead from what is liked, 0 (hardly) to 1 (anywhere).
    """

    place: Place = MIDDLE
    like: TrackId | None = None
    surprise: float = 0.3


class Found(NamedTuple):
    """A track on a shelf, and why."""

    track: Track
    reason: str


class Shown(NamedTuple):
    """A shelf in the listener's words. needs: what would fill it, while nothing is on it; waits: it is known
    once the sound of the library has been loaded."""

    key: str
    title: str
    subtitle: str
    rows: tuple[Found, ...]
    needs: str = ""
    waits: bool = False


class Corner(NamedTuple):
    """name: as "near “Says”". around, lit: of the small map."""

    name: str
    tracks: tuple[TrackId, ...]
    around: tuple[Point, ...]
    lit: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """All that the view shows at a time."""

    shelves: tuple[Shown, ...] = ()
    corner: Corner | None = None
    like: Track | None = None
    tracks: int = 0
    """In the library ..."""
    heard: int = 0
    """... of which so many have been listened to."""
    played: bool = True
    """Whether there is any history."""
    whole: bool = True
    """Not while the sound of the library is still being loaded."""
    wish: Wish = field(default_factory=Wish)


class Endless:
    """A shuffle that never ends, drawn ahead on the lane: the queue asks for more on the main thread."""

    def __init__(self, lane: tasks.Pool, drawn: Iterator[TrackId], ready: list[TrackId]) -> None:
        """ready: drawn already, and not handed out."""
        self._lane, self._drawn, self._ready = lane, drawn, ready
        self._drawing = False

    def take(self) -> Sequence[TrackId]:
        """Some more; none when they are still being drawn, which is asked again with the next track."""
        taken, self._ready = self._ready[:MORE], self._ready[MORE:]
        if not self._drawing:
            self._drawing = True
            self._lane.run(lambda: list(islice(self._drawn, MORE)), on_done=self._keep, on_error=self._end)
        return taken

    def _keep(self, more: list[TrackId]) -> None:
        self._ready += more
        self._drawing = False

    def _end(self, _problem: str) -> None:
        """Nothing more comes, and nothing more is asked for; the pool has logged why."""


class _Studio:
    """Lives on the lane. From elsewhere `outdate` is called, and once it is `ready`, what is `at_hand`."""

    def __init__(self, library: Library, listened: Listened) -> None:
        self._library, self._listened = library, listened
        self._base: Rediscovery | None = None
        self._hearing: Hearing | None = None
        self._played = False
        self._stale = threading.Event()

    def outdate(self) -> None:
        """The library has changed, or more has been listened to."""
        self._stale.set()

    def read(self, wish: Wish, rules: Settings, early: Callable[[Picture], object]) -> Picture:
        """early: given at first what is there before the sound of the library has been loaded."""
        if self._base is None and self._listened.known is None:
            early(self._picture(self._found(wish, rules, with_sound=False), wish, whole=False))
        return self._picture(self._found(wish, rules), wish, whole=True)

    @property
    def ready(self) -> bool:
        """Something was read."""
        return self._base is not None

    def at_hand(self, wish: Wish, rules: Settings) -> Rediscovery:
        """What was read last, though it be outdated: nobody who asks to play waits for another reading."""
        base = self._base
        return self._found(wish, rules) if base is None else base.steered(_feeling(wish), wish.surprise)

    def whole(self, wish: Wish, rules: Settings, key: str) -> Shown | None:
        try:
            shelf = self.at_hand(wish, rules).shelf(key, ON_A_PAGE)
        except KeyError:  # of another version of the program
            return None
        return self._shown([shelf])[0]

    def endless(self, wish: Wish, rules: Settings, key: str, seed: int) -> Iterator[TrackId]:
        return self.at_hand(wish, rules).endless(key, seed)

    # -- inside

    def _found(self, wish: Wish, rules: Settings, *, with_sound: bool = True) -> Rediscovery:
        if self._base is None or self._stale.is_set() or (with_sound and self._hearing is None):
            self._stale.clear()
            self._base = self._look(rules, with_sound=with_sound)
        return self._base.steered(_feeling(wish), wish.surprise)

    def _look(self, rules: Settings, *, with_sound: bool) -> Rediscovery:
        """Imports numpy."""
        from core.explore.memory.affinity import affinities
        from core.explore.radio.steering import Steering
        from core.explore.rediscovery.rediscovery import Rediscovery
        from core.explore.stock import load_stock

        library, now = self._library, Timestamp(time.time())
        known = affinities(library, now)
        self._played = any(each.plays for each in known.values())
        if with_sound:
            self._hearing = self._listened.now()
            ear, stock = self._hearing.ear, self._hearing.stock
        else:
            ear, stock = None, load_stock(library)
        steering = Steering(spoken=rules.spoken, christmas=rules.christmas)
        return Rediscovery(library, ear, stock, known, now, steering=steering)

    def _picture(self, found: Rediscovery, wish: Wish, *, whole: bool) -> Picture:
        shelves = self._shown([shelf for shelf in found.shelves(ON_A_ROW) if shelf.key != CORNER])
        if not whole:
            shelves = [_waiting(shelf) if shelf.key in BY_SOUND else shelf for shelf in shelves]
        # What has nothing yet comes last: it says what it needs, and is not in the way.
        shelves.sort(key=lambda shelf: not shelf.rows and not shelf.waits)
        corner = found.corner() if whole else None
        hearing = self._hearing
        return Picture(
            tuple(shelves),
            Corner(said(corner.name), corner.tracks, corner.around, corner.lit) if corner else None,
            next(iter(self._library.tracks([wish.like])), None) if wish.like is not None else None,
            self._library.counts().tracks,
            len(hearing.ear) if hearing is not None else 0,
            self._played,
            whole,
            wish,
        )

    def _shown(self, shelves: Sequence[Shelf]) -> list[Shown]:
        ids = dict.fromkeys(item.track_id for shelf in shelves for item in shelf.items)
        tracks = {track.id: track for track in self._library.tracks(list(ids)) if listed(track)}
        return [
            Shown(
                shelf.key,
                _in_words(shelf.title),
                _in_words(shelf.subtitle),
                tuple(
                    Found(tracks[item.track_id], _in_words(item.reason))
                    for item in shelf.items
                    if item.track_id in tracks
                ),
                _in_words(shelf.needs),
            )
            for shelf in shelves
        ]


def _waiting(shelf: Shown) -> Shown:
    return shelf._replace(rows=(), needs="", waits=True)


def _feeling(wish: Wish) -> Feeling:
    from core.explore.rediscovery.mood import Alike, Mood

    if wish.like is not None:
        return Alike(wish.like)
    return None if wish.place == MIDDLE else Mood(wish.place.energy, wish.place.brightness)


def _in_words(text: Text | None) -> str:
    return said(text) if text is not None else ""


class RediscoverDesk(QObject):
    """Reads while it is looked at, and again when the library has changed since."""

    changed = Signal()
    """`picture` is another."""
    failed = Signal(str)
    _early = Signal(object)

    def __init__(
        self,
        library: Library,
        playback: Playback,
        listened: Listened,
        choices: Choices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._playback, self._choices = playback, choices
        self._lane, self._beside = tasks.Pool(1), tasks.Pool(1)
        self._studio = _Studio(library, listened)
        self._reader = Reader(self, self._lane)
        self._reader.failed.connect(self.failed)
        self._watch = Watch(library, self._reader, MOVING | {Kind.PLAYED, Kind.RATED})
        self._watch.changed.connect(self.outdate)
        self._early.connect(self._take, Qt.ConnectionType.QueuedConnection)
        for name in ("spoken", "christmas"):
            choices.follow(name, self.outdate)
        self.picture: Picture | None = None
        """None before the first reading."""
        self._wish = Wish()
        self._awake, self._behind = False, True
        self._renewed = 0.0

    @property
    def wish(self) -> Wish:
        return self._wish

    @property
    def busy(self) -> bool:
        """It reads."""
        return self._reader.busy

    def ask(self, wish: Wish) -> None:
        """The listener is in another mood."""
        if wish != self._wish:
            self._wish = wish
            self._want()

    def wake(self) -> None:
        """Somebody looks."""
        self._awake = True
        if self._behind:
            self._read()

    def rest(self) -> None:
        """Nobody looks: what changes is read when somebody does."""
        self._awake = False

    def outdate(self) -> None:
        """What is shown is no longer right."""
        self._studio.outdate()
        self._want()

    def refresh(self) -> None:
        """More has been listened to."""
        early = self.picture is None or 2 * self.picture.heard < self.picture.tracks
        if early or time.monotonic() - self._renewed > RENEW_S:
            self._renewed = time.monotonic()
            self.outdate()

    def close(self) -> None:
        self._watch.close()
        self._reader.close()
        for lane in (self._lane, self._beside):
            lane.drain(5.0)

    # -- playing

    @property
    def _free(self) -> tasks.Pool:
        """Where nobody waits for a reading that is under way, unless it is the first."""
        return self._beside if self._studio.ready else self._lane

    def play(self, ids: Sequence[TrackId], at: int = 0) -> None:
        """A shelf as the queue, from one of its tracks on."""
        self._playback.play_tracks(ids, at, Source.REDISCOVERY)

    def shuffle(self, key: str) -> None:
        """The shelf of this key without an end."""
        studio, wish, rules, seed = self._studio, self._wish, self._choices.now, secrets.randbits(31)

        def begin() -> tuple[Iterator[TrackId], list[TrackId]]:
            drawn = studio.endless(wish, rules, key, seed)
            return drawn, list(islice(drawn, AHEAD + MORE))

        lane = self._free
        done = partial(self._play_endless, lane)
        lane.run(begin, on_done=done, on_error=self.failed.emit)

    def _play_endless(self, lane: tasks.Pool, begun: tuple[Iterator[TrackId], list[TrackId]]) -> None:
        drawn, first = begun
        if first:
            endless = Endless(lane, drawn, first[AHEAD:])
            self._playback.play_tracks(first[:AHEAD], 0, Source.REDISCOVERY, refill=endless.take)

    def whole(self, key: str, take: Callable[[Shown | None], object]) -> None:
        """All of a shelf, for its own page; None when there is no such shelf any more."""
        studio, wish, rules = self._studio, self._wish, self._choices.now
        self._free.run(lambda: studio.whole(wish, rules, key), on_done=take, on_error=self.failed.emit)

    # -- inside

    def _want(self) -> None:
        self._behind = True
        if self._awake:
            self._read()

    def _read(self) -> None:
        self._behind = False
        studio, early = self._studio, self._early.emit
        self._reader.ask(partial(studio.read, self._wish, self._choices.now, early), self._take)

    def _take(self, picture: Picture) -> None:
        late = not picture.whole and self.picture is not None
        if picture != self.picture and not late:
            self.picture = picture
            self.changed.emit()
