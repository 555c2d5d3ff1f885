"""What is played as one: a file, or a stretch of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from core.domain import ReplayGain


@dataclass(frozen=True, slots=True)
class Piece:
    """One track as the player takes it. Times handed to and told by a player count from `start`."""

    path: Path
    start: float = 0.0
    """Seconds; where in the file it begins: above 0 for the parts that a cue sheet makes of one file."""
    length: float | None = None
    """Seconds; None: to the end of the file."""
    gain: ReplayGain = field(default_factory=ReplayGain)
    in_album: bool = False
    """It plays within its album, in order: GainMode.AUTO then takes the album's gain."""
    runs_on: bool = False
    """The piece before it is the one before it on its album: nothing is faded into it."""

    @property
    def stretch(self) -> tuple[Path, float, float | None]:
        """What sounds, whatever is known of its loudness."""
        return self.path, self.start, self.length

    @property
    def name(self) -> str:
        """For a notice; a file name need not be text."""
        return self.path.name.encode("utf-8", "replace").decode()
