"""A player without sound: the same contract, with time in the hand of whoever uses it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from app.player.base import TICK_MS, Player, State


class FakePlayer(Player):
    """Pretends to play the files it is told about.

    lengths: seconds of each file; 0 is a file that holds no sound, infinity one that never answers.
    A file it was not told about is missing. Time passes by `advance` alone.
    """

    def __init__(self, lengths: Mapping[Path, float], *, parent: QObject | None = None) -> None:
        self._time = 0.0
        super().__init__(now=lambda: self._time, parent=parent)
        self.lengths = dict(lengths)
        self._at = 0.0
        self._sounding = False
        self._generation = 0

    @property
    def audible(self) -> bool:
        """Whether a listener would hear something now."""
        return self._sounding and not self._muted and self._volume > 0

    def advance(self, seconds: float) -> None:
        """Lets `seconds` pass, in ticks."""
        self._loaded(self._generation)
        while seconds > 1e-9:
            self._loaded(self._generation)
            step = min(seconds, TICK_MS / 1000)
            seconds -= step
            self._time += step
            self._pass(step)
            self._tick()

    def vanish(self, path: Path) -> None:
        """The file is gone, even while it plays."""
        self.lengths.pop(path, None)
        if self._path == path and self._sounding:
            self._sounding = False
            self._fail(f"{path.name} is missing.")

    def _pass(self, step: float) -> None:
        if not self._sounding:
            return
        self._at += step
        if self._at >= self._duration:
            self._sounding = False
            self._on_end()
        else:
            self._on_time(self._at)

    def _open(self, path: Path, start: float) -> None:
        self._generation += 1
        self._sounding = False
        self._at = start
        generation = self._generation
        QTimer.singleShot(0, self, lambda: self._loaded(generation))

    def _loaded(self, generation: int) -> None:
        if generation != self._generation or self._state is not State.LOADING or self._path is None:
            return
        length = self.lengths.get(self._path)
        if length is None:
            self._fail(f"{self._path.name} is missing.")
        elif length == 0:
            self._fail(f"{self._path.name} holds no sound that can be played.")
        elif length != float("inf"):
            self._set_duration(length)
            self._sounding = True
            self._on_open()

    def _hold(self) -> None:
        self._sounding = False

    def _release_hold(self) -> None:
        self._sounding = True

    def _halt(self) -> None:
        self._generation += 1
        self._sounding = False

    def _move(self, seconds: float) -> None:
        self._at = seconds

    def _apply_volume(self) -> None:
        pass

    def close(self) -> None:
        super().close()
        self._halt()
