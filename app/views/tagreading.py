"""What a tag editor reads before it can show anything. On the pool."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

from app import words
from app.words import tr
from core.domain import Track, TrackId
from core.errors import UserError
from core.library import tags
from core.library.tags import Said
from core.library.tracks import Library
from core.library.walk import below
from core.progress import Progress

MANY = 30
"""Files of an album, at most, that are leafed through when one track is edited."""


@dataclass(slots=True)
class Opened:
    """What was read for an editor."""

    tracks: list[Track] = field(default_factory=list)
    said: dict[TrackId, Said] = field(default_factory=dict)
    unfit: list[str] = field(default_factory=list)
    """Why tracks cannot be edited."""
    chosen: list[TrackId] = field(default_factory=list)
    """What was asked for; there is more in `tracks` when one is leafed on from."""


def read_all(library: Library, ids: list[TrackId], progress: Progress) -> Opened:
    """Pictures that files share are kept once. Raises Cancelled."""
    found = Opened()
    wanted = _around(library, ids[0]) if len(ids) == 1 else ids
    pictures: dict[bytes, bytes] = {}
    tracks = library.tracks(wanted)
    progress.begin(tr("Reading tags"), total=len(tracks))
    for track in tracks:
        progress.advance()
        try:
            said = _read(track)
        except UserError as problem:
            if track.id in ids:
                found.unfit.append(words.said(problem))
            continue
        if said.cover:
            said = Said(said.fields, pictures.setdefault(said.cover, said.cover))
        found.tracks.append(track)
        found.said[track.id] = said
    found.chosen = [id for id in ids if id in found.said]
    return found


def _read(track: Track) -> Said:
    if track.part:
        raise UserError(
            "“{title}” is a part of {file}, as its cue sheet says; parts have no tags of their own to write.",
            title=track.title,
            file=track.path.name,
        )
    try:
        return tags.said(track.path)
    except tags.Unreadable as problem:
        raise UserError("{file} cannot be read ({why}).", file=track.path.name, why=problem) from problem


def _around(library: Library, id: TrackId) -> list[TrackId]:
    """The tracks of the same album in the same folder, in order; the one alone where it has no album."""
    db = library.database.read()
    row = db.execute("SELECT path, album FROM tracks WHERE id = ?", (id,)).fetchone()
    if row is None or not row["album"]:
        return [id]
    folder = os.path.dirname(row["path"])  # noqa: PTH120 - bytes
    low, high = below(folder)
    rows = db.execute(
        """SELECT id, path FROM tracks
           WHERE presence <> 'missing' AND path >= ? AND path < ? AND album = ? AND presence = 'present'
           ORDER BY disc_no, track_no, path""",
        (low, high, row["album"]),
    )
    near = [TrackId(each) for each, path in rows if os.path.dirname(path) == folder]  # noqa: PTH120
    if id not in near:
        return [id]
    at = near.index(id)
    return near[max(0, at - MANY // 2) : at + MANY // 2]
