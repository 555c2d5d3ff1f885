"""What listening found, in analysis.db: by audio identity, model and version; each pass replaces the last.

Size per 1,000 songs of four minutes (118 windows of 200 numbers and 50 tags): 71 MB; 9 MB without windows.
"""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.analysis import models
from core.analysis.measured import LOUDNESS, MEASURED
from core.analysis.models.summary import Summary
from core.analysis.records import Failure, Floats, Listened, Trajectories, Windows
from core.database import Database
from core.domain import SONGLETS, AudioId, Pass, Seconds
from core.settings import Places
from core.sound.waveform import Waveform

MIGRATIONS = Path(__file__).parent / "sql"
_CHUNK = 500
_SONGS = 50
"""Whose windows are read at once: 3 MB of songs heard in full."""


class StoreSize(NamedTuple):
    """Bytes on disk."""

    total: int
    windows: int
    """The part that `drop_windows` would give back."""


def _version_of(name: str) -> int:
    return MEASURED if name == LOUDNESS else models.spec(name).version


class AnalysisStore:
    """Thread-safe as far as Database is: many readers, one writer at a time."""

    def __init__(self, database: Database, version_of: Callable[[str], int] = _version_of) -> None:
        self._database = database
        self._version_of = version_of

    @classmethod
    def open(cls, places: Places) -> AnalysisStore:
        """Raises UserError when the database cannot be opened or is a newer one."""
        return cls(Database(places.analysis_db, MIGRATIONS))

    def close(self) -> None:
        self._database.close()

    # -- writing ---------------------------------------------------------------------------------------------

    def put(self, *heard: Listened, keep_windows: bool = True) -> None:
        """Stores what was heard, all or nothing. A pass never replaces a higher one.

        Raises UserError when the disk is full; what was there before stays.
        """
        with self._database.write() as connection:
            for one in heard:
                if _put_trajectory(connection, one):
                    _put_windows(connection, one, keep=keep_windows)
                    _put_sound(connection, one)
                connection.execute(
                    "DELETE FROM failures WHERE audio_id = ? AND model = ?", (one.audio_id, one.model)
                )

    def fail(self, failure: Failure) -> None:
        """Remembers that a file could not be heard by its models' present versions."""
        with self._database.write() as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO failures (audio_id, model, version, path, reason, crashes, at)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                [
                    (
                        failure.audio_id,
                        model,
                        self._version_of(model),
                        os.fsencode(failure.path),
                        failure.reason,
                        failure.crashes,
                        time.time(),
                    )
                    for model in failure.models
                ],
            )

    def put_waveforms(self, waveforms: Iterable[tuple[AudioId, Waveform]]) -> None:
        """Stores them, and forgets that these songs could not be measured. Raises UserError."""
        rows = [(audio, MEASURED, w.duration, w.peaks.tobytes(), w.body.tobytes()) for audio, w in waveforms]
        with self._database.write() as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO waveforms (audio_id, version, duration, peaks, body)"
                " VALUES (?, ?, ?, ?, ?)",
                rows,
            )
            connection.executemany(
                "DELETE FROM failures WHERE audio_id = ? AND model = ?", [(row[0], LOUDNESS) for row in rows]
            )

    def clear_failures(self, audio_ids: Iterable[AudioId] | None = None) -> None:
        """Lets these files (all, when left out) be tried again."""
        with self._database.write() as connection:
            if audio_ids is None:
                connection.execute("DELETE FROM failures")
            else:
                connection.executemany("DELETE FROM failures WHERE audio_id = ?", [(a,) for a in audio_ids])

    def drop_windows(self) -> None:
        """Gives back the space that windows take; songlets and means stay."""
        with self._database.write() as connection:
            connection.execute("DELETE FROM windows")
        self._database.read().execute("VACUUM")

    # -- reading ---------------------------------------------------------------------------------------------

    @contextmanager
    def one_moment(self) -> Iterator[None]:
        """What is read within it fits together, though songs are heard meanwhile."""
        with self._database.one_moment():
            yield

    def passes(self, model: str) -> dict[AudioId, Pass]:
        """How much of each song the model's present version has heard."""
        rows = self._database.read().execute(
            "SELECT audio_id, pass FROM trajectories WHERE model = ? AND version = ?", self._key(model)
        )
        return {AudioId(row[0]): Pass(row[1]) for row in rows}

    def trajectories(self, model: str, audio_ids: Sequence[AudioId] | None = None) -> Trajectories:
        """All songs the model has heard, or those of `audio_ids` in that order; unheard ones are left out."""
        rows = list(self._rows(model, audio_ids))
        count, dim = len(rows), len(rows[0][3]) // 4 if rows else self._dim(model)
        songlets = np.empty((count, SONGLETS, dim), np.float32)
        pooled = np.empty((count, dim), np.float32)
        passes = np.empty(count, np.int8)
        for i, (_, level, blob, mean) in enumerate(rows):
            songlets[i] = np.frombuffer(blob, np.float32).reshape(SONGLETS, dim)
            pooled[i] = np.frombuffer(mean, np.float32)
            passes[i] = level
        ids = [AudioId(row[0]) for row in rows]
        return Trajectories(model, self._version_of(model), ids, songlets, pooled, passes)

    def _rows(self, model: str, audio_ids: Sequence[AudioId] | None) -> Iterator[sqlite3.Row]:
        query = "SELECT audio_id, pass, songlets, pooled FROM trajectories WHERE model = ? AND version = ?"
        connection = self._database.read()
        if audio_ids is None:
            yield from connection.execute(query, self._key(model))
            return
        for wanted in _chunks(audio_ids):
            marks = ",".join("?" * len(wanted))
            found = connection.execute(f"{query} AND audio_id IN ({marks})", (*self._key(model), *wanted))
            by_id = {row[0]: row for row in found}
            yield from (by_id[a] for a in wanted if a in by_id)

    def pooled(self, model: str, audio_ids: Sequence[AudioId]) -> tuple[list[AudioId], Floats]:
        """Those of the songs that the model has heard, in that order, and (n, d) their windows' means."""
        found: dict[str, bytes] = {}
        for wanted in _chunks(audio_ids):
            found |= self._database.read().execute(
                "SELECT audio_id, pooled FROM trajectories WHERE model = ? AND version = ?"
                f" AND audio_id IN ({','.join('?' * len(wanted))})",
                (*self._key(model), *wanted),
            )
        ids = [audio for audio in audio_ids if audio in found]
        joined = b"".join(found[audio] for audio in ids)
        return ids, np.frombuffer(joined, np.float32).reshape(len(ids), -1 if ids else self._dim(model))

    def windows(self, audio_id: AudioId, model: str) -> Windows | None:
        """The windows kept of a song; None when it was not heard or they were not kept."""
        row = (
            self._database.read()
            .execute(
                "SELECT starts, features, tags FROM windows WHERE audio_id = ? AND model = ? AND version = ?",
                (audio_id, *self._key(model)),
            )
            .fetchone()
        )
        return None if row is None else self._windows(model, row)

    def _windows(self, model: str, row: sqlite3.Row) -> Windows:
        starts = np.frombuffer(row["starts"], np.float32)
        features, tags = row["features"], row["tags"]
        names = models.spec(model).tag_names if tags else ()
        return Windows(
            starts, _half(features, len(starts)), _half(tags, len(starts)) if tags else None, names
        )

    def moments(self, model: str) -> dict[AudioId, int]:
        """How many windows were kept of each song that the model's present version has heard."""
        rows = self._database.read().execute(
            "SELECT audio_id, length(starts) / 4 FROM windows WHERE model = ? AND version = ?",
            self._key(model),
        )
        return {AudioId(row[0]): int(row[1]) for row in rows}

    def each_windows(self, model: str, audio_ids: Sequence[AudioId]) -> Iterator[tuple[AudioId, Windows]]:
        """The windows kept of many songs, one song after the other, in the order asked for; songs of which
        none were kept are left out. Only some songs are in memory at a time.
        """
        for wanted in _chunks(audio_ids, _SONGS):
            rows = self._database.read().execute(
                "SELECT audio_id, starts, features, tags FROM windows WHERE model = ? AND version = ?"
                f" AND audio_id IN ({','.join('?' * len(wanted))})",
                (*self._key(model), *wanted),
            )
            found = {row[0]: row for row in rows}
            yield from ((a, self._windows(model, found[a])) for a in wanted if a in found)

    def version_of(self, model: str) -> int:
        """The model's present version: what `Listened.version` is of what it hears now."""
        return self._version_of(model)

    def mean_tags(self, model: str, audio_ids: Sequence[AudioId]) -> dict[AudioId, NDArray[np.float32]]:
        """(t,) mean activation of each tag over a song's heard windows, for the songs the model has heard."""
        found: dict[AudioId, NDArray[np.float32]] = {}
        for wanted in _chunks(audio_ids):
            rows = self._database.read().execute(
                "SELECT audio_id, tags FROM trajectories WHERE model = ? AND version = ?"
                f" AND length(tags) > 0 AND audio_id IN ({','.join('?' * len(wanted))})",
                (*self._key(model), *wanted),
            )
            found.update((AudioId(r[0]), np.frombuffer(r[1], np.float16).astype(np.float32)) for r in rows)
        return found

    def sounds(self, audio_ids: Sequence[AudioId]) -> dict[AudioId, Summary]:
        """Timbre Gaussians and facts of those songs that `spectral` has heard."""
        found: dict[AudioId, Summary] = {}
        for wanted in _chunks(audio_ids):
            rows = self._database.read().execute(
                "SELECT audio_id, mfcc_mean, mfcc_cov, tempo, loudness, brightness, energy FROM sounds"
                f" WHERE audio_id IN ({','.join('?' * len(wanted))})",
                tuple(wanted),
            )
            found.update((AudioId(row[0]), _sound(row)) for row in rows)
        return found

    def waveform(self, audio_id: AudioId) -> Waveform | None:
        """None while the song was not measured."""
        row = (
            self._database.read()
            .execute(
                "SELECT duration, peaks, body FROM waveforms WHERE audio_id = ? AND version = ?",
                (audio_id, MEASURED),
            )
            .fetchone()
        )
        if row is None:
            return None
        return Waveform(Seconds(row[0]), np.frombuffer(row[1], np.uint8), np.frombuffer(row[2], np.uint8))

    def drawn(self) -> set[AudioId]:
        """The songs of which there is a waveform."""
        rows = self._database.read().execute("SELECT audio_id FROM waveforms WHERE version = ?", (MEASURED,))
        return {AudioId(row[0]) for row in rows}

    def failures(self, model: str | None = None) -> list[Failure]:
        """What could not be heard, latest first; of one model's present version, or of all."""
        where, key = ("", ()) if model is None else ("WHERE model = ? AND version = ?", self._key(model))
        rows = self._database.read().execute(
            "SELECT audio_id, path, model, reason, crashes, at FROM failures"
            f" {where} ORDER BY at DESC, audio_id",
            key,
        )
        grouped: dict[AudioId, Failure] = {}
        for row in rows:
            one = Failure(AudioId(row[0]), Path(os.fsdecode(row[1])), (row[2],), row[3], row[4], row[5])
            before = grouped.get(one.audio_id)
            if before is not None:
                one = replace(before, models=(*before.models, row[2]))
            grouped[one.audio_id] = one
        return list(grouped.values())

    def size(self) -> StoreSize:
        """Bytes in the database file, and how many of them are windows."""
        connection = self._database.read()
        pages, page = (
            int(connection.execute(f"PRAGMA {pragma}").fetchone()[0])
            for pragma in ("page_count", "page_size")
        )
        windows = connection.execute(
            "SELECT coalesce(sum(length(starts) + length(features) + length(tags)), 0) FROM windows"
        ).fetchone()[0]
        return StoreSize(pages * page, int(windows))

    def _key(self, model: str) -> tuple[str, int]:
        return model, self._version_of(model)

    def _dim(self, model: str) -> int:
        return models.spec(model).dim


def _put_trajectory(connection: sqlite3.Connection, one: Listened) -> bool:
    """False when a higher pass was there already."""
    connection.execute(
        "DELETE FROM trajectories WHERE audio_id = ? AND model = ? AND version < ?",
        (one.audio_id, one.model, one.version),
    )
    tags = b"" if one.tags is None else one.tags.mean(0).astype(np.float16).tobytes()
    cursor = connection.execute(
        "INSERT INTO trajectories (audio_id, model, version, pass, duration, windows, songlets, pooled, tags)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET pass = excluded.pass, duration = excluded.duration,"
        " windows = excluded.windows, songlets = excluded.songlets, pooled = excluded.pooled,"
        " tags = excluded.tags WHERE excluded.pass >= pass",
        (
            one.audio_id,
            one.model,
            one.version,
            int(one.pass_),
            one.duration,
            one.windows,
            _single(one.songlets),
            _single(one.pooled),
            tags,
        ),
    )
    return cursor.rowcount > 0


def _put_windows(connection: sqlite3.Connection, one: Listened, *, keep: bool) -> None:
    key = (one.audio_id, one.model, one.version)
    if not keep:
        connection.execute("DELETE FROM windows WHERE audio_id = ? AND model = ? AND version = ?", key)
        return
    tags = b"" if one.tags is None else one.tags.astype(np.float16).tobytes()
    connection.execute(
        "INSERT OR REPLACE INTO windows (audio_id, model, version, starts, features, tags)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (*key, _single(one.starts), _to_half(one.features).tobytes(), tags),
    )


def _put_sound(connection: sqlite3.Connection, one: Listened) -> None:
    if one.sound is None:
        return
    sound = one.sound
    connection.execute(
        "INSERT OR REPLACE INTO sounds"
        " (audio_id, version, pass, mfcc_mean, mfcc_cov, tempo, loudness, brightness, energy)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            one.audio_id,
            one.version,
            int(one.pass_),
            _single(sound.mfcc_mean),
            _single(sound.mfcc_cov),
            sound.tempo,
            sound.loudness,
            sound.brightness,
            sound.energy,
        ),
    )


def _sound(row: sqlite3.Row) -> Summary:
    mean = np.frombuffer(row[1], np.float32)
    cov = np.frombuffer(row[2], np.float32).reshape(len(mean), len(mean))
    return Summary(mean, cov, row[3], row[4], row[5], row[6])


def _single(array: NDArray[np.floating]) -> bytes:
    return np.ascontiguousarray(array, np.float32).tobytes()


def _to_half(array: NDArray[np.float32]) -> NDArray[np.float16]:
    """Clipped to what float16 holds: a huge feature stays huge rather than become infinite."""
    largest = float(np.finfo(np.float16).max)
    return np.clip(array, -largest, largest).astype(np.float16)


def _half(blob: bytes, rows: int) -> NDArray[np.float32]:
    return np.frombuffer(blob, np.float16).reshape(rows, -1).astype(np.float32)


def _chunks(audio_ids: Sequence[AudioId], size: int = _CHUNK) -> Iterator[Sequence[AudioId]]:
    return (audio_ids[i : i + size] for i in range(0, len(audio_ids), size))
