"""A library with a listener: tracks without files, and a past made to order."""

from __future__ import annotations

from collections.abc import Sequence

from core.domain import Ended, PlayEvent, Seconds, Source, Timestamp, TrackId
from core.library.tracks import Library

NOW = Timestamp(1_793_620_800.0)
"""2 November 2026, 12:00 UTC."""
DAY = 86_400.0
YEAR = 365.25 * DAY
LENGTH = 200.0
"""Seconds that each track lasts."""


class Listener:
    """Adds tracks and plays to a library. Ages are seconds before NOW."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._places = 0

    def track(
        self,
        title: str = "",
        artist: str = "Somebody",
        album: str = "",
        *,
        genre: str = "",
        year: int | None = None,
        added: float = 10 * YEAR,
        length: float = LENGTH,
    ) -> TrackId:
        self._places += 1
        place = self._places
        with self.library.database.write() as db:
            cursor = db.execute(
                """INSERT INTO tracks (path, size, mtime_ns, audio_id, title, artist, artists, album_artist,
                       album, album_id, genre, genres, year, track_no, duration, added_at, artist_key)
                   VALUES (?, 1, 1, ?, ?, ?, json_array(?), ?, ?, ?, ?, json_array(?), ?, ?, ?, ?, ?)""",
                (
                    *(f"/music/{place}.mp3".encode(), f"a{place - 1}", title or f"Song {_word(place)}"),
                    *(artist, artist, artist, album, album and f"{artist}|{album}"),
                    *(genre, genre, year, place, length, NOW - added, artist.lower()),
                ),
            )
            self._keep_album(db, artist, album)
        return TrackId(cursor.lastrowid or 0)

    def _keep_album(self, db: object, artist: str, album: str) -> None:
        if album:
            db.execute(  # type: ignore[attr-defined]
                """INSERT OR REPLACE INTO albums (id, title, artist, artists, title_key, artist_key,
                       compilation, discs, cover_id, tracks, stale)
                   SELECT album_id, album, artist, artists, album, artist_key, 0, 1, min(id), count(*), 0
                   FROM tracks WHERE album_id = ?""",
                (f"{artist}|{album}",),
            )

    def tracks(self, count: int, artist: str = "", **more: object) -> list[TrackId]:
        """Each of an artist of its own unless one is named."""
        names = (artist or f"Artist {_word(self._places + 1 + n)}" for n in range(count))
        return [self.track("", name, **more) for name in names]  # type: ignore[arg-type]

    def plays(
        self,
        id: TrackId,
        *ages: float,
        heard: float = LENGTH,
        ended: Ended = Ended.FINISHED,
        source: Source = Source.LIBRARY,
    ) -> None:
        for age in ages:
            at = Timestamp(NOW - age)
            self.library.record_play(PlayEvent(id, at, Seconds(heard), ended, source))

    def skips(self, id: TrackId, *ages: float) -> None:
        self.plays(id, *ages, heard=5.0, ended=Ended.SKIPPED)

    def played_elsewhere(self, id: TrackId, *ages: float, told_twice: float = 0.0) -> None:
        """Plays that a service told of, with their times; by another service too, so many seconds later."""
        self._counted(id, len(ages), min(ages))
        with self.library.database.write() as db:
            rows = [(id, NOW - age, "service") for age in ages]
            rows += [(id, NOW - age + told_twice, "another") for age in ages if told_twice]
            db.executemany("INSERT INTO imported_plays VALUES (?, ?, ?)", rows)

    def counted_elsewhere(self, id: TrackId, plays: int, last: float) -> None:
        """Plays that another player counted; `last`: the age of the last one."""
        self._counted(id, plays, last)

    def _counted(self, id: TrackId, plays: int, last: float) -> None:
        with self.library.database.write() as db:
            db.execute("INSERT INTO imported_counts VALUES (?, 'other', ?, 0)", (id, plays))
            db.execute(
                """UPDATE tracks SET play_count = play_count + ?,
                       last_played = max(ifnull(last_played, 0), ?) WHERE id = ?""",
                (plays, NOW - last, id),
            )

    def facts(self, ids: Sequence[TrackId], energies: Sequence[float], brightnesses: Sequence[float]) -> None:
        """What listening found."""
        with self.library.database.write() as db:
            db.executemany(
                "INSERT OR REPLACE INTO track_facts VALUES (?, 120, -14, ?, ?, '[]')",
                list(zip(ids, brightnesses, energies, strict=True)),
            )


def _word(number: int) -> str:
    """Letters: titles with numbers alone say nothing."""
    return "".join(chr(ord("a") + int(digit)) for digit in str(number))
