"""A reader: reads tags or identities of files, in a process of its own, and answers with finished rows.

Run by `readers`. It must start at once, so it imports little. Questions come on standard input, answers go to
standard output; each is a length (4 bytes) and a marshalled value. When the other side is gone, it ends.
"""

from __future__ import annotations

import gc
import marshal
import os
import queue
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from json.encoder import encode_basestring
from typing import IO, Any

from core.domain import Stream, Tags
from core.library import cue, identity, names, tags

READY = "ready"
"""Said once, before the first answer."""

TAGS, IDENTITY, BOTH = 1, 2, 3
"""What a question asks for, bit by bit."""

COLUMNS = (
    *("error", "title", "artists", "artist", "album_artists", "album_artist", "album", "genres", "genre"),
    *("composers", "composer", "comment", "date", "year", "track_no", "track_total", "disc_no", "disc_total"),
    *("bpm", "compilation", "musicbrainz", "track_gain", "track_peak", "album_gain", "album_peak"),
    *("has_cover", "title_key", "artist_key", "album_artist_key", "album_key", "composer_key"),
    *("duration", "sample_rate", "channels", "bitrate", "codec"),
)
"""What a file says: the columns of `tracks` that a scan writes besides path, size and mtime, in order."""

Row = tuple[Any, ...]
PartRow = tuple[int, float, Row]
"""Of a track in a file: its number there, 1 and up; where it begins, in seconds; the row."""
Item = tuple[bytes, int, int, tuple[cue.Listed, ...]]
"""Path, length of its library folder's path, size in bytes, cue sheets in its folder."""
Answer = tuple[Row | None, str | None, bool, list[PartRow]]
"""The row, the audio_id, whether the file could be opened at all, and the tracks it is cut into."""


def answer(item: Item, ask: int) -> Answer:
    """What is asked of one file. A bad file is an answer too: a row with its error."""
    row, audio, reachable = None, None, True
    parts: list[PartRow] = []
    if ask & TAGS:
        row, reachable, parts = _rows(item)
    if ask & IDENTITY:
        try:
            audio = str(identity.audio_id(item[0]))
        except (OSError, ValueError, IndexError, ArithmeticError):
            audio = None
    return row, audio, reachable, parts


def _rows(item: Item) -> tuple[Row, bool, list[PartRow]]:
    path, root_length, size, sheets = item
    try:
        found, stream, embedded = tags.read_with_sheet(path)
    except tags.Unreadable as problem:
        return failed(item, str(problem)), not isinstance(problem.__cause__, OSError), []
    row = row_of(found, stream, path, root_length, size)
    if not sheets and not embedded:
        return row, True, []
    cuts = cue.cuts_of(path, stream.duration, sheets, embedded)
    guess = names.from_path(_below(path, root_length)) if cuts else None
    parts = []
    for cut in cuts:
        assert guess is not None
        said = cue.tags_of(cut, found, guess)
        own = replace(stream, duration=cut.length, bitrate=row[COLUMNS.index("bitrate")])
        parts.append((cut.part, float(cut.start), row_of(said, own, path, root_length, size)))
    return row, True, parts


def _below(path: bytes, root_length: int) -> str:
    return path[root_length:].decode("utf-8", "replace").replace(os.sep, "/").strip("/")


def row_of(said: Tags, stream: Stream, path: bytes, root_length: int, size: int, error: str = "") -> Row:
    """The values of COLUMNS."""
    title, album, year = said.title, said.album, said.year
    artist = ", ".join(said.artists)
    track_no, disc_no = said.track_no, said.disc_no
    if not title or not artist:
        guess = names.from_path(_below(path, root_length))
        if not title and not artist:
            # A file that says nothing; one that says half is not mixed with guesses.
            artist, album, year = guess.artist, album or guess.album, year or guess.year
            track_no, disc_no = track_no or guess.track_no, disc_no or guess.disc_no
        title = title or guess.title
    album_artist = ", ".join(said.album_artists)
    owner = said.album_artist_sort or album_artist or ("various artists" if said.compilation else "")
    gain, key = said.replay_gain, names.sort_key
    bitrate = stream.bitrate or (int(size * 8 / stream.duration) if stream.duration else 0)
    artist_key = key(said.artist_sort or artist)
    return (
        error,
        title,
        _json(said.artists),
        artist,
        _json(said.album_artists),
        album_artist,
        album,
        _json(said.genres),
        ", ".join(said.genres),
        _json(said.composers),
        ", ".join(said.composers),
        said.comment,
        said.date,
        year,
        track_no,
        said.track_total,
        disc_no,
        said.disc_total,
        said.bpm,
        int(said.compilation),
        _json_object(said.musicbrainz),
        gain.track_gain,
        gain.track_peak,
        gain.album_gain,
        gain.album_peak,
        int(said.has_cover),
        key(said.title_sort or title),
        artist_key,
        key(owner) if owner else artist_key,
        key(said.album_sort or album),
        key(said.composer_sort or ", ".join(said.composers)),
        stream.duration,
        stream.sample_rate,
        stream.channels,
        bitrate,
        stream.codec,
    )


def failed(item: Item, error: str) -> Row:
    """The row of a file that could not be read."""
    path, root_length, size, _ = item
    return row_of(Tags(), Stream(), path, root_length, size, error)


def _json(texts: tuple[str, ...]) -> str:
    # json.dumps builds an encoder each time; this is the same for a list of texts, at a tenth of the cost.
    return f"[{', '.join(map(encode_basestring, texts))}]" if texts else "[]"


def _json_object(pairs: dict[str, str]) -> str:
    inner = ", ".join(f"{encode_basestring(k)}: {encode_basestring(v)}" for k, v in pairs.items())
    return f"{{{inner}}}"


# The process -----------------------------------------------------------------------------------------


def send(stream: IO[bytes], value: Any) -> None:
    data = marshal.dumps(value)
    stream.write(len(data).to_bytes(4, "little") + data)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """The next value, or None when the other side is gone."""
    head = stream.read(4)
    if len(head) < 4:
        return None
    data = stream.read(int.from_bytes(head, "little"))
    return marshal.loads(data)


def _listen(put: Callable[[Any], None]) -> None:
    """Takes questions while others are answered, so that neither side ever waits for a full pipe."""
    while (question := receive(sys.stdin.buffer)) is not None:
        put(question)
    os._exit(0)


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the library's own process decides when to stop
    questions: queue.SimpleQueue[tuple[int, list[Item]]] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(questions.put,), daemon=True).start()
    if hasattr(os, "nice"):
        os.nice(5)  # the window and the music come first
    gc.set_threshold(20_000)  # mutagen makes few circles, and many short-lived objects
    out = sys.stdout.buffer
    sys.stdout = sys.stderr
    send(out, READY)
    while True:
        ask, items = questions.get()
        send(out, [answer(item, ask) for item in items])
