"""Cue sheets beside and inside music: which tracks lie in a file, and where.

Which file a sheet means is told by name; a sheet whose tracks cannot be told apart is refused.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import TypeVar

from core.domain import ReplayGain, Seconds, Tags
from core.library.cuetext import CueFile, Sheet, decoded, parse
from core.library.fields import build
from core.library.names import Guess
from core.library.walk import is_music
from core.texts import marked

T = TypeVar("T")

LARGEST = 1 << 20
"""Bytes; what is longer is no cue sheet."""

MOST = 999
"""Tracks in a file. A compact disc has 99 at most; some books have more."""

Listed = tuple[bytes, int, int]
"""A sheet's path, size in bytes and mtime in ns."""


class Broken(Exception):
    """A sheet that cannot be used; the text says why, fit to show."""


@dataclass(frozen=True, slots=True)
class Cut:
    """One track to be: where it lies, and what the sheet says of it."""

    part: int
    """1 and up, in the order of the file."""
    number: int
    total: int
    """Tracks in the whole sheet."""
    start: Seconds
    length: Seconds
    says: dict[str, str]
    album: dict[str, str]


# Sheets and files ------------------------------------------------------------------------------------------


@lru_cache(maxsize=1024)
def _read(sheet: Listed) -> Sheet:
    """One sheet on disk; size and mtime are what makes the memory of it a fresh one. Raises Broken."""
    path, size, _ = sheet
    if size > LARGEST:
        raise Broken(marked("it is too long for a cue sheet"))
    try:
        with open(path, "rb") as file:
            return parse(decoded(file.read(LARGEST)))
    except OSError as problem:
        raise Broken(problem.strerror or str(problem)) from None


def note(sheet: Listed) -> str:
    """Why a sheet on disk says nothing that can be used; empty where it can be, or names one file a track."""
    try:
        said = _read(sheet)
        if not said.total:
            raise Broken(marked("it names no tracks"))
        for file in said.files:
            _starts(file)
    except Broken as problem:
        return str(problem)
    return ""


def cuts_of(path: bytes, length: Seconds, beside: Sequence[Listed], embedded: str) -> list[Cut]:
    """The tracks in a file, by the first sheet that cuts it: one beside it, else the one inside it.

    beside: the sheets in the file's folder. embedded: the text of the one in its tags. Empty where no usable
    sheet names at least two tracks in the file.
    """
    for sheet in _likely_first(path, beside):
        try:
            said = _read(sheet)
            file = _entry_for(path, sheet[0], said)
            if file is not None and (cuts := cut(said, file, length)):
                return cuts
        except (Broken, OSError):  # or its folder is gone meanwhile
            continue
    said = parse(embedded[:LARGEST])
    try:
        return cut(said, said.files[0], length) if len(said.files) == 1 else []
    except Broken:
        return []


def cut(sheet: Sheet, file: CueFile, length: Seconds) -> list[Cut]:
    """The tracks in one of a sheet's files, which lasts `length`. None for a file that is one track.

    Each ends where the next begins: the pause before a track belongs to the one before it. Raises Broken
    where the times make no sense.
    """
    starts = _starts(file)
    if len(starts) < 2:
        return []
    if starts[-1] >= length:
        raise Broken(marked("it names tracks after the end of the file"))
    ends = [*starts[1:], length]
    return [
        Cut(at + 1, track.number, sheet.total, start, Seconds(end - start), track.says, sheet.says)
        for at, (track, start, end) in enumerate(zip(file.tracks, starts, ends, strict=True))
    ]


def tags_of(cut: Cut, said: Tags, guess: Guess) -> Tags:
    """What a track in a file says: its sheet first, then the file. guess: from the path, for the album."""
    own, album = cut.says, cut.album
    performer = own.get("performer") or album.get("performer")
    owner = album.get("performer")
    genre, date = own.get("genre") or album.get("genre"), own.get("date") or album.get("date")
    songwriter = own.get("songwriter") or album.get("songwriter")
    artists = (performer,) if performer else said.artists or said.album_artists
    return replace(
        said,
        title=own.get("title") or f"Track {cut.number:02}",
        title_sort="",
        artists=artists or ((guess.artist,) if guess.artist else ()),
        artist_sort=said.artist_sort if artists == said.artists else "",
        album_artists=(owner,) if owner else said.album_artists or said.artists,
        album_artist_sort=said.album_artist_sort if not owner or (owner,) == said.album_artists else "",
        album=album.get("title") or said.album or said.title or guess.album or guess.title,
        genres=(genre,) if genre else said.genres,
        composers=(songwriter,) if songwriter else said.composers,
        date=date or said.date,
        year=build({"date": [date]}).year if date else said.year,
        track_no=cut.number,
        track_total=cut.total,
        disc_no=_whole(album.get("discnumber")) or said.disc_no,
        disc_total=_whole(album.get("totaldiscs")) or said.disc_total,
        musicbrainz={k: v for k, v in said.musicbrainz.items() if k not in ("recording", "track")},
        replay_gain=_gains(cut, said.replay_gain),
    )


def _gains(cut: Cut, whole: ReplayGain) -> ReplayGain:
    """A gain measured for the whole file is that of the album."""
    fields = {
        f"rg_{which}_{what}": [value]
        for says in (cut.album, cut.says)
        for which in ("track", "album")
        for what in ("gain", "peak")
        if (value := says.get(f"replaygain_{which}_{what}"))
    }
    named = build(fields).replay_gain
    return ReplayGain(
        named.track_gain,
        named.track_peak,
        _first(named.album_gain, whole.album_gain, whole.track_gain),
        _first(named.album_peak, whole.album_peak, whole.track_peak),
    )


def _first(*values: T | None) -> T | None:
    return next((value for value in values if value is not None), None)


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 4 and int(text) else None


def _starts(file: CueFile) -> list[Seconds]:
    starts = [track.start for track in file.tracks if track.start is not None]
    if len(starts) > MOST:
        raise Broken("it names too many tracks")
    if any(after <= before for before, after in pairwise(starts)):
        raise Broken(marked("its times do not rise from track to track"))
    return starts


def _likely_first(path: bytes, sheets: Iterable[Listed]) -> list[Listed]:
    """The sheet that bears the file's own name first, then by name: which one counts must not change."""
    own = _stem(os.path.basename(path))
    return sorted(sheets, key=lambda sheet: (_stem_of_sheet(sheet[0]) != own, sheet[0]))


def _entry_for(path: bytes, sheet_path: bytes, sheet: Sheet) -> CueFile | None:
    """What a sheet says of a file: by its name, whatever the ending said and the case; a sheet of one file
    also by its own name."""
    folder, name = os.path.split(path)
    names = _names_in(folder, os.stat(folder).st_mtime_ns)
    for file in sheet.files:
        if names.meant_by(file.name) == name:
            return file
    alone = len(sheet.files) == 1 and names.meant_by(sheet.files[0].name) is None
    return sheet.files[0] if alone and names.by_stem.get(_stem_of_sheet(sheet_path)) == name else None


@dataclass(frozen=True, slots=True)
class _Names:
    """The music in a folder, by the ways in which a sheet may name it."""

    exact: dict[str, bytes]
    plain: dict[str, bytes]
    by_stem: dict[str, bytes]

    def meant_by(self, said: str) -> bytes | None:
        wanted = _plain(said)
        stem = wanted.rpartition(".")[0] or wanted
        return self.exact.get(said) or self.plain.get(wanted) or self.by_stem.get(stem)


@lru_cache(maxsize=64)
def _names_in(folder: bytes, _mtime: int) -> _Names:
    # Backwards, so that of several the first by name stays.
    names = sorted(filter(is_music, os.listdir(folder)), reverse=True)
    texts = {os.fsdecode(name): name for name in names}
    return _Names(texts, {_plain(text): name for text, name in texts.items()}, {_stem(n): n for n in names})


@lru_cache(maxsize=4096)
def _plain(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _stem(name: bytes) -> str:
    return _plain(os.fsdecode(name.rpartition(b".")[0]))


def _stem_of_sheet(path: bytes) -> str:
    """ "Album.cue" and "Album.flac.cue" are both of "Album.flac"."""
    stem = os.path.basename(path).rpartition(b".")[0]
    head, dot, ending = stem.rpartition(b".")
    return _plain(os.fsdecode(head if dot and ending.lower() in _TYPES else stem))


_TYPES = frozenset((b"flac", b"ape", b"wv", b"wav", b"mp3", b"m4a", b"ogg", b"opus", b"tta", b"tak", b"aiff"))
