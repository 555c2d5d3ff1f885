"""A player without sound: the same contract, with time in the hand of whoever uses it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from app.player.base import TICK_MS, Device, Piece, Player, State


class FakePlayer(Player):
    """Pretends to play the files it is told about.

    lengths: seconds of each file; 0 is a file that holds no sound, infinity one that never answers.
    A file it was not told about is missing. Time passes by `advance` alone. A followed piece is opened
    `READY` seconds before the end, as a real player does.
    """

    READY = 10.0

    def __init__(self, lengths: Mapping[Path, float], *, parent: QObject | None = None) -> None:
        self._time = 0.0
        super().__init__(now=lambda: self._time, parent=parent)
        self.lengths = dict(lengths)
        self._at = 0.0
        self._sounding = False
        self._generation = 0
        self.outputs = [Device("", "As the system likes"), Device("speakers", "Speakers")]
        self.previews: list[tuple[Piece, float, float]] = []
        """What was asked for by `preview`."""
        self._device = ""

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
        if self.path == path and self._sounding:
            self._sounding = False
            self._fail(f"{path.name} is missing.")

    @property
    def device(self) -> str:
        return self._device

    def devices(self) -> Sequence[Device]:
        return self.outputs

    def set_device(self, id: str) -> None:
        if id != self._device:
            self._device = id
            self.devices_changed.emit()

    def preview(self, piece: Piece, at: float, seconds: float) -> None:
        self.previews.append((piece, at, seconds))

    def _pass(self, step: float) -> None:
        if not self._sounding:
            return
        self._at += step * self._sound.speed
        if self._followed is not None and self._at > self._duration - self.READY:
            self._check(self._followed)
        if self._at < self._duration:
            self._on_time(self._at)
        elif self._followed is not None:
            self._at -= self._duration
            self._on_advance(self._length(self._followed))
        else:
            self._sounding = False
            self._on_end()

    def _check(self, piece: Piece) -> None:
        length = self._length(piece)
        if length == float("inf"):
            self._on_cannot_follow(self._no_answer(piece))
        elif length <= 0:
            self._on_cannot_follow(self._trouble(piece))

    def _length(self, piece: Piece) -> float:
        """Seconds; 0 when it cannot be played."""
        whole = self.lengths.get(piece.path, 0.0)
        return max(0.0, min(whole - piece.start, whole if piece.length is None else piece.length))

    def _trouble(self, piece: Piece) -> str:
        missing = piece.path not in self.lengths
        return f"{piece.name} is missing." if missing else f"{piece.name} holds no sound that can be played."

    def _open(self, piece: Piece, at: float) -> None:
        self._generation += 1
        self._sounding = False
        self._at = at
        generation = self._generation
        QTimer.singleShot(0, self, lambda: self._loaded(generation))

    def _line_up(self, piece: Piece | None) -> None:
        pass

    def _loaded(self, generation: int) -> None:
        if generation != self._generation or self._state is not State.LOADING or self._piece is None:
            return
        length = self._length(self._piece)
        if length == 0:
            self._fail(self._trouble(self._piece))
        elif length != float("inf"):
            self._set_duration(length)
            self._sounding = True
            self._on_open()

    def _hold(self) -> float:
        self._sounding = False
        return 0.0

    def _release_hold(self) -> None:
        self._sounding = True

    def _halt(self) -> None:
        self._generation += 1
        self._sounding = False

    def _move(self, seconds: float) -> None:
        self._at = seconds

    def _apply_volume(self) -> None:
        pass

    def _apply_sound(self) -> None:
        self._clock.speed = self._sound.speed

    def close(self) -> None:
        super().close()
        self._halt()
