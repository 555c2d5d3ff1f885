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
