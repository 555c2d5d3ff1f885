"""A block of tags in an open file, as its format holds it: what every format's writing has in common.

`put` takes canonical names and texts to the format's own fields: to the spelling found in the file where
there is one, so that "ALBUM ARTIST" does not become a second field beside it. What it is not asked about
stays as it is. `entries` is all of a block, by which one can tell what changed, and put it back exactly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO

from core.library import pictures
from core.library.fields import Fields, canonical

Values = tuple[str, ...]
Entries = dict[str, Any]
"""A format's own key -> its own value, not to be changed in place."""

EDITABLE = (
    *("title", "artist", "albumartist", "album", "genre", "composer", "date", "comment", "lyrics"),
    *("track", "tracktotal", "disc", "disctotal", "bpm", "compilation"),
    *("titlesort", "artistsort", "albumsort", "albumartistsort", "composersort"),
    *("rg_track_gain", "rg_track_peak", "rg_album_gain", "rg_album_peak"),
    *("rating", "rating_scale", "rating_wm"),
)
"""Canonical names that can be written."""
COUNTED = ("track", "disc")


class Form:
    """One block of tags. `keys`: canonical name -> the format's usual key; names it lacks are not carried."""

    keys: Mapping[str, str]
    combined = True
    """Numbers with their totals in one field, "3/12"."""

    def __init__(self, tags: Any) -> None:
        self.tags = tags

    def put(self, changes: Mapping[str, Values], now: Fields) -> None:
        """now: what the file says, to change one of "3/12" alone. Raises UserError for what has no place."""
        for name, values in self._counted(dict(changes), now).items():
            found = self._found(name)
            if not values:
                self._drop(name, found)
            elif found or name in self.keys:
                self._set(found[0] if found else self.keys[name], name, values)
                self._drop(name, found[1:])

    def put_cover(self, data: bytes) -> None:
        """The front cover becomes this picture; empty bytes take the one that is shown away."""
        raise NotImplementedError

    def entries(self) -> Entries:
        return {key: self.tags[key] for key in self.tags.keys()}  # noqa: SIM118 (some are lists)

    def put_entry(self, key: str, value: Any) -> None:
        """What `entries` gave, or None to take it out."""
        if value is not None:
            self.tags[key] = value
        elif key in self.tags:
            del self.tags[key]

    def save(self, file: BinaryIO) -> None:
        file.seek(0)
        self.tags.save(file)

    # How a format does it ------------------------------------------------------------------------------

    def _found(self, name: str) -> list[str]:
        """The keys in the file that mean `name`, the usual one first."""
        usual = self.keys.get(name, "").lower()
        found = [key for key in self.tags.keys() if self._name_of(key) == name]  # noqa: SIM118
        return sorted(found, key=lambda key: key.lower() != usual)

    def _name_of(self, key: str) -> str | None:
        return canonical(key)

    def _set(self, key: str, name: str, values: Values) -> None:
        self.tags[key] = list(values)

    def _drop(self, name: str, found: Sequence[str]) -> None:
        for key in found:
            del self.tags[key]

    def _counted(self, changes: dict[str, Values], now: Fields) -> dict[str, Values]:
        for name in COUNTED:
            if name in changes or f"{name}total" in changes:
                number, total = numbers(now, name)
                number = "".join(changes.pop(name, (number,)))
                total = "".join(changes.pop(f"{name}total", (total,)))
                changes |= self._pair(name, number, total)
        return changes

    def _pair(self, name: str, number: str, total: str) -> dict[str, Values]:
        if not self.combined:
            return {name: _text(number), f"{name}total": _text(total)}
        return {name: (f"{number or 0}/{total}",) if total else _text(number), f"{name}total": ()}


def numbers(now: Fields, name: str) -> tuple[str, str]:
    """(n, m) of "n/m", or of two fields; empty where not said, or said as 0."""
    number, _, total = next(iter(now.get(name, ())), "").partition("/")
    total = total or next(iter(now.get(f"{name}total", ())), "")
    return tuple("" if part.strip().strip("0") == "" else part.strip() for part in (number, total))  # type: ignore[return-value]


def _text(text: str) -> Values:
    return (text,) if text else ()


def without_front(told: Sequence[tuple[int, Any]]) -> list[Any]:
    """All but the front cover; where there is none, all but those of no type, one of which was shown."""
    gone = pictures.FRONT if any(kind == pictures.FRONT for kind, _ in told) else pictures.OTHER
    return [picture for kind, picture in told if kind != gone]


# Telling whether two are the same --------------------------------------------------------------------------


def same(one: Entries, other: Entries) -> bool:
    """Whether two blocks say the same, however their texts are encoded."""
    return bool(plain(one) == plain(other))


def changed(before: Entries, after: Entries) -> Entries:
    """The entries of `before` that are others in `after`, None for those that were not there."""
    keys = before.keys() | after.keys()
    return {key: before.get(key) for key in keys if plain(before.get(key)) != plain(after.get(key))}


def plain(value: Any) -> Any:
    """mutagen's values as Python's own, to be compared."""
    if isinstance(value, str | bytes | int | None):
        return bytes(value) if isinstance(value, bytes) else value
    if isinstance(value, Mapping) or hasattr(value, "getall"):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if hasattr(value, "_framespec"):
        specs = (*value._framespec, *value._optionalspec)
        return [type(value).__name__] + [
            plain(getattr(value, spec.name, None)) for spec in specs if spec.name != "encoding"
        ]
    return (str(type(value).__name__), plain(value.value)) if hasattr(value, "value") else str(value)
