"""Where a name leads: the album, the artist, the genre behind a word that one clicks, from any view."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal


@dataclass(frozen=True, slots=True)
class Address:
    """A place of the window, and what to show there: "albums" and an album's id, "tracks" and a search.

    place: the key of a `keys.Place`. what: understood by the `open_at` of that place's view; None: as it is.
    """

    place: str
    what: object = None


class Ways(QObject):
    """Handed to every view that has something to lead to; the window follows, and remembers the way back."""

    went = Signal(object)
    """Address."""

    def to(self, place: str, what: object = None) -> None:
        self.went.emit(Address(place, what))


class Trail:
    """Where one has been, as a browser keeps it."""

    LONGEST = 100

    def __init__(self) -> None:
        self._been: list[Address] = []
        self._at = -1

    def note(self, address: Address) -> None:
        """One goes somewhere new; where one had come back from is forgotten."""
        if self._at >= 0 and self._been[self._at] == address:
            return
        self._been = [*self._been[: self._at + 1], address][-self.LONGEST :]
        self._at = len(self._been) - 1

    def back(self) -> Address | None:
        return self._step(-1)

    def forward(self) -> Address | None:
        return self._step(1)

    def _step(self, by: int) -> Address | None:
        if not 0 <= self._at + by < len(self._been):
            return None
        self._at += by
        return self._been[self._at]
