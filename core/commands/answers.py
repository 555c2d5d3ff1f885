"""What all subcommands share: their answer, the databases they open, and tracks as JSON and as lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from core.domain import Presence, Track, TrackId
from core.library.tracks import Library
from core.settings import Places

if TYPE_CHECKING:
    from core.analysis.store import AnalysisStore

PAGE = 1000
"""Tracks read from the library at a time."""


class UsageError(Exception):
    """A wrong argument that only the program's own knowledge can tell (exit code 2)."""


@dataclass(frozen=True, slots=True)
class Answer:
    """document: what --json prints. lines: the same for a person. warnings: what to say beside it."""

    document: Any
    lines: Sequence[str] | Iterator[str]
    warnings: Sequence[str] = ()


def version() -> str:
    try:
        return metadata.version("meander")
    except metadata.PackageNotFoundError:  # run from a checkout that was never installed
        return "0"


@contextmanager
def open_library(places: Places) -> Iterator[Library]:
    library = Library.open(places)
    try:
        yield library
    finally:
        library.close()


@contextmanager
def open_store(places: Places) -> Iterator[AnalysisStore]:
    from core.analysis.store import AnalysisStore

    store = AnalysisStore.open(places)
    try:
        yield store
    finally:
        store.close()


def at_home(path: Path) -> Path:
    """`~` taken for what it means; a name that only looks so (`~nobody`) stays as it is."""
    try:
        return path.expanduser()
    except RuntimeError:
        return path


def holds(test: Callable[[Path], bool], path: Path) -> bool:
    """False for what cannot be asked: a search may be longer than any file's name."""
    try:
        return test(path)
    except OSError:
        return False


def all_tracks(library: Library, ids: Sequence[int]) -> list[Track]:
    pages = (ids[start : start + PAGE] for start in range(0, len(ids), PAGE))
    return [track for page in pages for track in library.tracks([TrackId(id) for id in page])]


def row_of(track: Track) -> dict[str, Any]:
    """A track as JSON values; its path as text, odd bytes escaped."""
    return {**asdict(track), "path": str(track.path), "presence": str(track.presence)}


def listed(track: Track) -> str:
    album = f"  ({', '.join(str(part) for part in (track.album, track.year) if part)})" if track.album else ""
    away = "" if track.presence is Presence.PRESENT else f"  [{track.presence}]"
    return f"{track.id:>6}  {clock(track.duration):>7}  {track.artist or '?'} – {track.title}{album}{away}"


def clock(seconds: float) -> str:
    """250.4 -> "4:10"; 3725 -> "1:02:05"."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
