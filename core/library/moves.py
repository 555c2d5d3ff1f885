"""Which new file is an old track: matching by audio identity, one to one."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from core.database import Database
from core.library.ledger import batches
from core.library.walk import is_inside


@dataclass(frozen=True, slots=True)
class Place:
    """A file, and whose it is or was: of a new file the fresh track's id, of a lost track its own."""

    id: int
    path: bytes
    size: int
    audio_id: str


def pair(files: Iterable[Place], lost: Iterable[Place]) -> list[tuple[Place, Place]]:
    """(file, lost track) pairs of the same audio. Each is used once; the same name and size are preferred."""
    by_audio = defaultdict(list)
    for track in lost:
        by_audio[track.audio_id].append(track)
    groups = defaultdict(list)
    for file in files:
        if file.audio_id in by_audio:
            groups[file.audio_id].append(file)
    pairs = []
    for audio, found in groups.items():
        options = sorted(
            ((_likeness(f, t), f.path, t.id, f, t) for f in found for t in by_audio[audio] if f.id != t.id),
            key=lambda option: (-option[0], option[1], option[2]),
        )
        used: set[tuple[str, int | bytes]] = set()
        for _, path, id, file, track in options:
            if ("file", path) not in used and ("track", id) not in used:
                used |= {("file", path), ("track", id)}
                pairs.append((file, track))
    return pairs


def _likeness(file: Place, track: Place) -> int:
    return 2 * (os.path.basename(file.path) == os.path.basename(track.path)) + (file.size == track.size)


def lost_tracks(
    database: Database, audio_ids: Iterable[str], vacated: Collection[int], offline: Collection[bytes]
) -> list[Place]:
    """Tracks with one of these identities that have no file: missing, `vacated`, or gone unnoticed so far.

    offline: folders that cannot be reached; what should lie there is not gone.
    """
    lost = []
    for some in batches(dict.fromkeys(audio_ids)):
        rows = database.read().execute(
            f"""SELECT id, path, size, audio_id, presence FROM tracks
                WHERE part = 0 AND audio_id IN ({", ".join("?" * len(some))})""",
            some,
        )
        for id, path, size, audio_id, presence in rows.fetchall():
            if presence == "missing" or id in vacated or (presence != "offline" and _is_gone(path, offline)):
                lost.append(Place(id, path, size, audio_id))
    return lost


def _is_gone(path: bytes, offline: Collection[bytes]) -> bool:
    try:
        os.lstat(path)
    except FileNotFoundError:
        return not any(is_inside(path, folder) for folder in offline)
    except OSError:
        return False
    return False


def late_copies(database: Database, gone: Iterable[int]) -> list[tuple[Place, Place]]:
    """(copy, lost track) pairs: a file moved to another drive while a scan looked was a copy at first.

    Of the tracks in `gone`, those that have a present copy of the same name, listed after them and never
    played, rated or loved: it is all that is left of them, and nothing is lost when it becomes them again.
    """
    copies, lost = [], []
    for some in batches(gone):
        rows = database.read().execute(
            f"""SELECT copy.id, copy.path, copy.size, copy.audio_id, lost.id, lost.path, lost.size
                FROM tracks AS lost JOIN tracks AS copy ON copy.audio_id = lost.audio_id AND copy.id > lost.id
                WHERE lost.id IN ({", ".join("?" * len(some))}) AND NOT lost.part
                    AND lost.presence = 'missing' AND copy.presence = 'present' AND NOT copy.part
                    AND copy.rating IS NULL AND copy.loved = 0
                    AND NOT EXISTS (SELECT 1 FROM plays WHERE track_id = copy.id)""",
            some,
        )
        for id, path, size, audio_id, lost_id, lost_path, lost_size in rows.fetchall():
            if os.path.basename(path) == os.path.basename(lost_path):
                copies.append(Place(id, path, size, audio_id))
                lost.append(Place(lost_id, lost_path, lost_size, audio_id))
    return pair(dict.fromkeys(copies), dict.fromkeys(lost))
