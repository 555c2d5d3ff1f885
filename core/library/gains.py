"""How loud the tracks of the library are: what their tags say, else what was measured of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from core.domain import AudioId, Decibel, ReplayGain, TrackId
from core.gating import Loudness, album
from core.library.tracks import Library

ENOUGH = 0.5
"""Share of an album's tracks that must be measured before they stand for it."""
_CHUNK = 500

_OfAlbum = tuple[Decibel | None, float | None]


def gains(library: Library, ids: Sequence[TrackId]) -> dict[TrackId, ReplayGain]:
    """What is known of these tracks' loudness; all None where nothing is. Unknown ids are left out.

    Tags go first, field by field: a track that has a gain of its own but none for its album gets the album's
    as measured. A peak is only taken from where its gain is from.
    """
    return dict(_gains(library, ids, tags=True))


def measured_gains(library: Library, ids: Sequence[TrackId]) -> dict[TrackId, ReplayGain]:
    """What was measured of these tracks, whatever their tags say: for writing it into them."""
    return {id: gain for id, gain in _gains(library, ids, tags=False) if gain.track_gain is not None}


def put(library: Library, rows: Iterable[tuple[AudioId, int, Loudness]]) -> None:
    """Stores what was measured: audio id, version of the way of measuring, result."""
    with library.database.write() as connection:
        connection.executemany(
            "INSERT OR REPLACE INTO loudness (audio_id, version, integrated, peak, blocks)"
            " VALUES (?, ?, ?, ?, ?)",
            [(audio, version, one.integrated, one.peak, one.packed()) for audio, version, one in rows],
        )


def measured(library: Library, version: int) -> set[AudioId]:
    """What has been measured in this version's way."""
    rows = library.database.read().execute("SELECT audio_id FROM loudness WHERE version = ?", (version,))
    return {AudioId(row[0]) for row in rows}


def loudnesses(library: Library, audio_ids: Sequence[AudioId]) -> dict[AudioId, Loudness]:
    found: dict[AudioId, Loudness] = {}
    for part in _chunks(audio_ids):
        rows = library.database.read().execute(
            f"SELECT audio_id, integrated, peak, blocks FROM loudness WHERE audio_id IN ({_marks(part)})",
            tuple(part),
        )
        found.update((AudioId(row[0]), Loudness.unpacked(row[1], row[2], row[3])) for row in rows)
    return found


def _gains(library: Library, ids: Sequence[TrackId], *, tags: bool) -> Iterator[tuple[TrackId, ReplayGain]]:
    albums: dict[str, _OfAlbum] = {}
    for part in _chunks(ids):
        rows = (
            library.database.read()
            .execute(
                "SELECT id, audio_id, coalesce(album_id, ''), track_gain, track_peak, album_gain, album_peak"
                f" FROM tracks WHERE id IN ({_marks(part)})",
                tuple(part),
            )
            .fetchall()
        )
        known = loudnesses(library, [row[1] for row in rows if row[1] is not None])
        for id, audio_id, album_id, *said in rows:
            tagged = ReplayGain(*said) if tags else ReplayGain()
            if tagged.track_gain is None or tagged.album_gain is None:
                tagged = _filled(library, tagged, known.get(audio_id), album_id, albums)
            yield TrackId(id), tagged


def _filled(
    library: Library, tagged: ReplayGain, own: Loudness | None, album_id: str, albums: dict[str, _OfAlbum]
) -> ReplayGain:
    """With what was measured where the tags are silent."""
    if tagged.track_gain is None and own is not None:
        tagged = replace(tagged, track_gain=own.gain, track_peak=own.peak)
    if tagged.album_gain is None and album_id:
        if album_id not in albums:
            albums[album_id] = _of_album(library, album_id)
        gain, peak = albums[album_id]
        tagged = replace(tagged, album_gain=gain, album_peak=peak)
    return tagged


def _of_album(library: Library, album_id: str) -> _OfAlbum:
    rows = library.database.read().execute(
        "SELECT DISTINCT audio_id FROM tracks WHERE album_id = ? AND NOT cut AND audio_id IS NOT NULL"
        " AND presence IN ('present', 'offline')",
        (album_id,),
    )
    wanted = [AudioId(row[0]) for row in rows]
    known: Mapping[AudioId, Loudness] = loudnesses(library, wanted)
    if not known or len(known) < ENOUGH * len(wanted):
        return None, None
    return album(known.values())


def _chunks(wanted: Sequence[str] | Sequence[int]) -> Iterator[Sequence[str] | Sequence[int]]:
    return (wanted[i : i + _CHUNK] for i in range(0, len(wanted), _CHUNK))


def _marks(values: Sequence[object]) -> str:
    return ",".join("?" * len(values))
