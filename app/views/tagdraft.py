"""What a tag editor is about to do: what files said, and what is to be different. Knows no widgets."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

from core.domain import Track, TrackId
from core.library.fields import Fields
from core.library.form import Values, numbers
from core.library.tags import Said
from core.library.writing import Edit

T = TypeVar("T")

MULTIPLE = ("artist", "albumartist", "genre", "composer")
"""Fields that hold several values."""
FIELDS = (
    *("title", "artist", "albumartist", "album", "composer", "genre", "date", "bpm"),
    *("track", "tracktotal", "disc", "disctotal", "compilation", "comment", "lyrics"),
    *("titlesort", "artistsort", "albumartistsort", "albumsort", "composersort"),
    *("rg_track_gain", "rg_track_peak", "rg_album_gain", "rg_album_peak"),
)
"""Canonical names, in the order in which people read them."""


class Mixed:
    """Tracks that do not say the same."""


MIXED: Final = Mixed()
Scope = Sequence[TrackId]


@dataclass(frozen=True, slots=True)
class Changed:
    """One field, or "cover", that will be written. before, after: what was and will be; MIXED for various."""

    name: str
    before: Values | Mixed
    after: Values | Mixed
    tracks: int


class Draft:
    """Tracks in order, with what is typed so far. A value typed as it was is no change."""

    def __init__(self, tracks: Sequence[Track], said: Mapping[TrackId, Said]) -> None:
        self.tracks = [track for track in tracks if track.id in said]
        self.ids = [track.id for track in self.tracks]
        self._was = {id: {name: _values(said[id].fields, name) for name in FIELDS} for id in self.ids}
        self._had = {id: said[id].cover or b"" for id in self.ids}
        self._new: dict[TrackId, dict[str, Values]] = {id: {} for id in self.ids}
        self._covers: dict[TrackId, bytes] = {}

    # Fields --------------------------------------------------------------------------------------------

    def values(self, scope: Scope, name: str) -> Values | Mixed:
        """What these tracks would say."""
        return _common([self._now(id, name) for id in scope])

    def choices(self, scope: Scope, name: str) -> list[str]:
        """All that these tracks say now, the most frequent first, in the form of one text each."""
        counts: dict[str, int] = {}
        for id in scope:
            if text := "; ".join(self._now(id, name)):
                counts[text] = counts.get(text, 0) + 1
        return sorted(counts, key=lambda text: -counts[text])

    def set(self, scope: Scope, name: str, values: Values) -> None:
        for id in scope:
            if values == self._was[id][name]:
                self._new[id].pop(name, None)
            else:
                self._new[id][name] = values

    def revert(self, scope: Scope, name: str) -> None:
        for id in scope:
            self._new[id].pop(name, None)

    def is_changed(self, scope: Scope, name: str) -> bool:
        return any(name in self._new[id] for id in scope)

    def _now(self, id: TrackId, name: str) -> Values:
        return self._new[id].get(name, self._was[id][name])

    # Cover ---------------------------------------------------------------------------------------------

    def cover(self, scope: Scope) -> bytes | Mixed:
        """Empty where there is none."""
        return _common([self._covers.get(id, self._had[id]) for id in scope])

    def set_cover(self, scope: Scope, data: bytes) -> None:
        """data: an image file's bytes; empty to take it away."""
        for id in scope:
            if data == self._had[id]:
                self._covers.pop(id, None)
            else:
                self._covers[id] = data

    def revert_cover(self, scope: Scope) -> None:
        for id in scope:
            self._covers.pop(id, None)

    def cover_changed(self, scope: Scope) -> bool:
        return any(id in self._covers for id in scope)

    # Many at once ----------------------------------------------------------------------------------------

    def number(self, scope: Scope, first: int, *, per_disc: bool, totals: bool) -> None:
        """Counts the tracks in their order from `first`; per_disc: anew where the disc is another."""
        groups: dict[Values, list[TrackId]] = {}
        for id in scope:
            groups.setdefault(self._now(id, "disc") if per_disc else (), []).append(id)
        for ids in groups.values():
            for number, id in enumerate(ids, first):
                self.set([id], "track", (str(number),))
                if totals:
                    self.set([id], "tracktotal", (str(first + len(ids) - 1),))

    def rewrite(self, scope: Scope, names: Sequence[str], change: Callable[[str], str]) -> None:
        """Each text of these fields becomes what `change` makes of it; an empty one goes."""
        for id in scope:
            for name in names:
                texts = (change(text) for text in self._now(id, name))
                self.set([id], name, tuple(text for text in texts if text))

    def swap(self, scope: Scope, one: str, other: str) -> None:
        for id in scope:
            first, second = self._now(id, one), self._now(id, other)
            self.set([id], one, second)
            self.set([id], other, first)

    # What will be ------------------------------------------------------------------------------------------

    def changes(self) -> list[Changed]:
        found = []
        for name in FIELDS:
            ids = [id for id in self.ids if name in self._new[id]]
            if ids:
                before = _common([self._was[id][name] for id in ids])
                found.append(Changed(name, before, _common([self._new[id][name] for id in ids]), len(ids)))
        if self._covers:
            had = all(self._had[id] for id in self._covers)
            after: Values = ("cover",) if all(self._covers.values()) else ()
            found.append(Changed("cover", ("cover",) if had else (), after, len(self._covers)))
        return found

    def edits(self) -> dict[TrackId, Edit]:
        """Of the tracks that change, in their order."""
        return {
            id: Edit(dict(self._new[id]), self._covers.get(id))
            for id in self.ids
            if self._new[id] or id in self._covers
        }


def _common(values: Sequence[T]) -> T | Mixed:
    return values[0] if values and all(value == values[0] for value in values) else MIXED


def _values(fields: Fields, name: str) -> Values:
    """As an editor shows it: a number without its total, genres one by one, one comment."""
    if name in ("track", "disc"):
        return tuple(filter(None, numbers(fields, name)[:1]))
    if name in ("tracktotal", "disctotal"):
        return tuple(filter(None, numbers(fields, name.removesuffix("total"))[1:]))
    texts = [text.strip() for text in fields.get(name, ())]
    if name == "comment" and not texts:
        texts = fields.get("description", [])
    if name == "compilation":
        return ("1",) if any(text.lower() in ("1", "true", "yes") for text in texts) else ()
    if name == "date" and not texts:
        texts = fields.get("originaldate", [])
    if name not in MULTIPLE:
        return tuple(texts[:1]) if texts and texts[0] else ()
    parts = [part for text in texts for part in text.split("\0")]
    if name == "genre":
        parts = [part for text in parts for part in text.split(";")]
    return tuple(dict.fromkeys(filter(None, map(str.strip, parts))))
