"""What a tag editor reads before it can show anything. On the pool."""

from __future__ import annotations

from dataclasses import dataclass, field

from app import words
from core.domain import Track, TrackId
from core.errors import UserError
from core.library import tags
from core.library.tags import Said
from core.library.tracks import Library
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
    progress.begin("Reading tags", total=len(tracks))
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
    rows = library.database.read().execute(
        """SELECT other.id, other.path FROM tracks JOIN tracks AS other
               ON other.album = tracks.album AND other.album_artist_key = tracks.album_artist_key
           WHERE tracks.id = ? AND tracks.album <> '' AND other.presence = 'present'
           ORDER BY other.disc_no, other.track_no, other.path""",
        (id,),
    )
    found = [(TrackId(row[0]), bytes(row[1]).rpartition(b"/")[0]) for row in rows]
    folder = next((folder for other, folder in found if other == id), None)
    near = [other for other, place in found if place == folder]
    if id not in near:
        return [id]
    at = near.index(id)
    return near[max(0, at - MANY // 2) : at + MANY // 2]
