"""Radio beside a player without sound, for tests of the desk and of its view."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QApplication

from app.hearing import Hearing, Listened, read_stock
from app.player.fake import FakePlayer
from app.player.playback import Playback
from app.radiodesk import RadioDesk, Stage
from core.domain import TrackId
from core.library.radios import Seed
from core.library.tracks import Library
from tests.app.shelf import hearing, paths, until


class Room:
    """heard: ids of those that were listened to; None: all."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.heard: list[int] | None = None
        self.player = FakePlayer(paths(library))
        self.playback = Playback(self.player, library)
        self.loads = 0
        """How often all that was heard was read."""
        self.listened = Listened(self._load, lambda: read_stock(library))
        self.desk = RadioDesk(library, self.playback, self.listened, variety=lambda: 0)
        self.notices: list[str] = []
        self.offers: list[tuple[str, object]] = []
        self.desk.notice.connect(self.notices.append)
        self.desk.said.connect(lambda text, _action, act: self.offers.append((text, act)))

    def _load(self) -> Hearing:
        self.loads += 1
        return hearing(self.library, self.heard)

    def start(self, *seeds: int) -> None:
        """From each of these as a seed of its own."""
        self.begin([Seed.track(TrackId(seed)) for seed in seeds])

    def begin(self, seeds: Sequence[Seed]) -> None:
        self.desk.start(seeds)
        until(lambda: self.desk.stage is Stage.ON)

    def settle(self) -> None:
        """Until the lane has nothing more to say."""
        for _ in range(3):  # what it said may have led to another job
            self.desk._lane.drain()
            QApplication.processEvents()

    def ids(self) -> list[TrackId]:
        return [pick.track_id for pick in self.desk.picks]

    def undo(self) -> None:
        """What the last sentence offered."""
        act = self.offers[-1][1]
        assert callable(act)
        act()
        self.settle()

    def close(self) -> None:
        self.desk.close()
        self.playback.close()
