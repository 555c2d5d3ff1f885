"""Scrobbling while the window is open: tells the services that are on, in the background, and tries again."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from app import tasks
from app.choices import Choices
from app.integration.secrets import Secrets
from app.player.base import State
from app.player.playback import Playback
from app.words import said, tr
from core import scrobbling
from core.domain import Timestamp, TrackId
from core.errors import UserError
from core.library.tracks import Library
from core.scrobbling import LISTENBRAINZ, LastFm, Later, ListenBrainz, Refused, Service, SignedOut

log = logging.getLogger(__name__)
T = TypeVar("T")

FIRST_WAIT, LONGEST_WAIT = 30.0, 3600.0
"""Seconds until a service that could not be reached is tried again; twice as long each time."""
SETTLE_MS = 3_000
"""What is skipped at once is not said to be playing."""
NAMES = {"listenbrainz": "ListenBrainz", "last.fm": "Last.fm", "libre.fm": "Libre.fm"}


@dataclass(slots=True)
class Standing:
    """How it stands with one service."""

    waiting: int = 0
    """Plays that it was not told of yet."""
    trouble: str = ""
    """Why the last try failed; "" when it did not."""


@dataclass(frozen=True, slots=True)
class _Round:
    """What one round of telling came to."""

    standings: dict[str, Standing] = field(default_factory=dict)
    wait: float | None = None
    """Seconds until the next try; None when nothing is to be tried again."""
    signed_out: tuple[str, ...] = ()


class Scrobbler(QObject):
    """Off until the settings say so. Everything that waits is done on a lane of its own."""

    changed = Signal()
    """`standing` says something else."""
    notice = Signal(str)

    def __init__(
        self,
        library: Library,
        playback: Playback,
        choices: Choices,
        secrets: Secrets | None = None,
        *,
        roots: dict[str, str] | None = None,
        parent: QObject | None = None,
    ) -> None:
        """roots: other addresses for services than their own."""
        super().__init__(parent)
        self._library, self._playback, self._choices = library, playback, choices
        self._secrets = secrets or Secrets()
        self._roots = roots or {}
        self._lane = tasks.Pool(threads=1)
        self._busy = self._again = False
        self._wait = FIRST_WAIT
        self._standings: dict[str, Standing] = {}
        self._retry = QTimer(self, singleShot=True)
        self._retry.timeout.connect(self.wake)
        self._settle = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settle.timeout.connect(self._say_what_plays)
        playback.played.connect(lambda _event: self.wake())
        playback.track_changed.connect(lambda _id: self._settle.start())
        choices.follow("listenbrainz", self._turned)
        choices.follow("lastfm", self._turned)

    @property
    def on(self) -> tuple[str, ...]:
        """The services that are told."""
        now = self._choices.now
        return (("listenbrainz",) if now.listenbrainz else ()) + (
            (now.lastfm,) if now.lastfm in NAMES else ()
        )

    def standing(self, service: str) -> Standing:
        return self._standings.get(service, Standing())

    def wake(self) -> None:
        """Tells what waits, now."""
        if not self.on:
            return
        if self._busy:
            self._again = True
            return
        self._busy = True
        self._retry.stop()
        self._lane.run(partial(self._tell, self.on), on_done=self._take_round, on_error=self._give_up)

    def close(self) -> None:
        """What waits is told at the next start."""
        self._retry.stop()
        self._settle.stop()
        self._again = False
        self._lane.drain(0.5)

    # -- signing in; each is done on the lane, and its result comes back on the main thread

    def connect_listenbrainz(
        self, token: str, on_done: Callable[[str], object], on_error: Callable[[str], object]
    ) -> None:
        """on_done gets the user's name; the service is on from then."""

        def sign_in() -> str:
            user = _reached(ListenBrainz(token.strip(), self._root("listenbrainz")).user)
            self._secrets.set("listenbrainz", token.strip())
            return user

        def signed_in(user: str) -> None:
            self._choices.change(listenbrainz=True)
            on_done(user)

        self._lane.run(sign_in, on_done=signed_in, on_error=on_error)

    def ask_leave(
        self,
        service: str,
        key: str,
        secret: str,
        on_done: Callable[[str], object],
        on_error: Callable[[str], object],
    ) -> None:
        """Opens the service's page where the user allows Meander to tell it; on_done gets the token for it.

        service: "last.fm" or "libre.fm"; key, secret: of an API account of the user's.
        """

        def ask() -> tuple[str, str]:
            there = LastFm(service, key.strip(), secret.strip(), root=self._root(service))
            token = _reached(there.token)
            self._secrets.set(f"{service} key", key.strip())
            self._secrets.set(f"{service} secret", secret.strip())
            return token, there.page(token)

        def asked(answer: tuple[str, str]) -> None:
            token, page = answer
            QDesktopServices.openUrl(QUrl(page))
            on_done(token)

        self._lane.run(ask, on_done=asked, on_error=on_error)

    def connect_lastfm(
        self, service: str, token: str, on_done: Callable[[str], object], on_error: Callable[[str], object]
    ) -> None:
        """Once the user has allowed it; on_done gets the user's name."""

        def sign_in() -> str:
            session, user = _reached(partial(self._lastfm(service).sign_in, token))
            self._secrets.set(service, session)
            return user

        def signed_in(user: str) -> None:
            self._choices.change(lastfm=service)
            on_done(user)

        self._lane.run(sign_in, on_done=signed_in, on_error=on_error)

    def disconnect_from(self, service: str) -> None:
        """The token is forgotten, and so is what waited."""
        self._choices.change(**({"listenbrainz": False} if service == "listenbrainz" else {"lastfm": ""}))
        self._lane.run(partial(self._secrets.set, service, ""))

    # -- on the main thread

    def _turned(self) -> None:
        on, library = self.on, self._library

        def turn() -> None:
            for service in NAMES:
                if service in on:
                    scrobbling.begin(library, service)
                else:
                    scrobbling.end(library, service)

        self._lane.run(turn, on_done=lambda _: self._turned_to(), on_error=self.notice.emit)

    def _turned_to(self) -> None:
        self._standings = {service: self.standing(service) for service in self.on}
        self.changed.emit()
        self.wake()

    def _take_round(self, done: _Round) -> None:
        self._busy = False
        fresh = [name for name in done.signed_out if not self.standing(name).trouble]
        self._standings = done.standings
        self.changed.emit()
        for name in fresh:
            self.notice.emit(done.standings[name].trouble)
        if self._again:
            self._again = False
            self.wake()
        elif done.wait is None:
            self._wait = FIRST_WAIT
        else:
            self._retry.start(round(1000 * max(done.wait, self._wait)))
            self._wait = min(2 * self._wait, LONGEST_WAIT)

    def _give_up(self, reason: str) -> None:
        self._busy = False
        self.notice.emit(reason)

    def _say_what_plays(self) -> None:
        id = self._playback.track
        if self.on and id is not None and self._playback.state is State.PLAYING:
            now = Timestamp(time.time() - self._playback.position())
            self._lane.run(partial(self._say, self.on, id, now))

    # -- on the lane

    def _tell(self, services: tuple[str, ...]) -> _Round:
        standings: dict[str, Standing] = {}
        wait: float | None = None
        out = []
        for name in services:
            scrobbling.begin(self._library, name)
            trouble = ""
            try:
                scrobbling.send(self._library, self._service(name))
            except Later as problem:
                trouble = tr("{service} cannot be reached; what was played waits.").format(
                    service=NAMES[name]
                )
                log.info("%s", problem)
                wait = max(wait or 0.0, problem.wait or 0.0)
            except SignedOut as problem:
                trouble = said(problem)
                out.append(name)
            standings[name] = Standing(scrobbling.how_many_wait(self._library, name), trouble)
        return _Round(standings, wait, tuple(out))

    def _say(self, services: tuple[str, ...], id: TrackId, started: Timestamp) -> None:
        playing = scrobbling.now_playing(self._library, id, started)
        if playing is None:
            return
        for name in services:
            try:
                self._service(name).now_playing(playing)
            except (Later, Refused, SignedOut) as problem:
                log.info("What plays could not be said: %s", problem)  # the scrobble will be

    def _service(self, name: str) -> Service:
        if name != "listenbrainz":
            return self._lastfm(name)
        token = self._secrets.get(name)
        if not token:
            raise SignedOut("Sign in to ListenBrainz again: its token is no longer in the keyring.")
        return ListenBrainz(token, self._root(name))

    def _lastfm(self, name: str) -> LastFm:
        key, secret = self._secrets.get(f"{name} key"), self._secrets.get(f"{name} secret")
        return LastFm(name, key, secret, self._secrets.get(name), self._root(name))

    def _root(self, name: str) -> str:
        return self._roots.get(name, LISTENBRAINZ if name == "listenbrainz" else "")


def _reached(ask: Callable[[], T]) -> T:
    """What cannot be reached is the user's to know, when it is the user who asks."""
    try:
        return ask()
    except Later as problem:
        raise UserError("The service cannot be reached ({why}); try again later.", why=problem) from problem
    except Refused as problem:
        raise UserError("The service refused ({why}).", why=problem) from problem
