"""The text of cue sheets: which files and tracks it names, and when they begin.

After the "CDRWIN User's Guide", appendix A, and what rippers and players made of it since. Tolerant: a line
that is not understood is passed over. Imports few, as the readers of tags do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from core.domain import Seconds

FRAMES = 75
"""A cue sheet counts time in frames of a compact disc: 75 a second."""


@dataclass(slots=True)
class CueTrack:
    """One TRACK of a sheet."""

    number: int
    start: Seconds | None = None
    """INDEX 01 in its file, or INDEX 00 where that is all there is."""
    says: dict[str, str] = field(default_factory=dict)
    """title, performer, songwriter, isrc, and the REM fields (genre, date, replaygain_track_gain, ...)."""
    gap: Seconds | None = None
    """INDEX 00: where the pause before it begins."""


@dataclass(slots=True)
class CueFile:
    """One FILE of a sheet and the tracks that begin in it."""

    name: str
    tracks: list[CueTrack] = field(default_factory=list)


@dataclass(slots=True)
class Sheet:
    files: list[CueFile] = field(default_factory=list)
    says: dict[str, str] = field(default_factory=dict)
    """Of the whole album: title, performer, songwriter, catalog, and the REM fields."""

    @property
    def total(self) -> int:
        return sum(len(file.tracks) for file in self.files)


# Reading ---------------------------------------------------------------------------------------------------

_WORD = re.compile(r"(\w+)\s*")
_FILE = re.compile(
    r'(?:"(.*)"|(.*?))(?:\s+(?:BINARY|MOTOROLA|AIFF|WAVE|MP3|FLAC|APE|\w{2,8}))?\s*$', re.IGNORECASE
)
_INDEX = re.compile(r"(\d{1,2})\s+(\d{1,5}):(\d{1,2})[:.](\d{1,3}(?:\.\d+)?)")
LONGEST = 1000
"""Characters of a file's name that are read."""
_NUMBER = re.compile(r"\d{1,4}")
_TEXTS = frozenset(("title", "performer", "songwriter", "isrc", "catalog"))


def parse(text: str) -> Sheet:
    """The sheet that a text is; an empty one where it says nothing. Never raises."""
    sheet = Sheet()
    track: CueTrack | None = None
    placed = False
    for line in text.splitlines():
        line = line.strip()
        found = _WORD.match(line)
        if found is None:
            continue
        word, rest = found[1].lower(), line[found.end() :]
        if word == "file":
            sheet.files.append(CueFile(_file_name(rest)))
        elif word == "track":
            track, placed = _track(rest), False
        elif word == "index" and track is not None:
            placed = _index(sheet, track, rest, placed=placed)
        else:
            _note(sheet.says if track is None else track.says, word, rest)
    for file in sheet.files:
        file.tracks = [each for each in file.tracks if each.number > 0]
    return sheet


def _file_name(rest: str) -> str:
    rest = rest[:LONGEST]
    found = _FILE.match(rest)
    name = (found[1] or found[2] or "") if found else rest
    return re.split(r"[\\/]", name)[-1]


def _track(rest: str) -> CueTrack:
    number, _, kind = rest.partition(" ")
    is_sound = not kind.strip() or kind.strip().upper() == "AUDIO"
    return CueTrack(int(number) if is_sound and _NUMBER.fullmatch(number) else 0)


def _index(sheet: Sheet, track: CueTrack, rest: str, *, placed: bool) -> bool:
    """Notes where a track begins; it belongs to the file in which it sounds. Whether it has its place."""
    found = _INDEX.match(rest)
    if found is None or int(found[1]) > 1:
        return placed
    at = Seconds(int(found[2]) * 60 + int(found[3]) + float(found[4]) / FRAMES)
    if not sheet.files:
        sheet.files.append(CueFile(""))
    if int(found[1]) == 0:
        track.gap = at
    if placed:  # INDEX 01 after INDEX 00, perhaps in the next file
        next(f for f in reversed(sheet.files) if f.tracks and f.tracks[-1] is track).tracks.pop()
    track.start = at
    sheet.files[-1].tracks.append(track)
    return True


def _note(says: dict[str, str], word: str, rest: str) -> None:
    if word == "rem":
        word, _, rest = rest.partition(" ")
        word, rest = word.lower(), rest.strip()
        if not re.fullmatch(r"[a-z_]+", word):
            return
    elif word not in _TEXTS:
        return
    value = rest[1:-1] if len(rest) > 1 and rest[0] == rest[-1] == '"' else rest.strip('"')
    if value.strip():
        says[word] = value.strip()


# Text ------------------------------------------------------------------------------------------------------

_RUNS = re.compile(rb"[\x80-\xff]+")
_KANA = re.compile(r"[\u3041-\u30fe]")
_KANJI = re.compile(r"[\u4e00-\u9fff]{2}")
_HALF_KANA = re.compile(r"[\uff61-\uff9f]")


def decoded(raw: bytes) -> str:
    """The text of a sheet, whose encoding nothing names.

    A byte order mark is believed; then UTF-8, which hardly anything else passes for; then what the bytes look
    like: Japanese (Shift-JIS), Chinese (GBK), Russian (Windows-1251), else Western (Windows-1252).
    """
    for mark, name in ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if raw.startswith(mark):
            return raw[len(mark) :].decode(name, "replace")
    if raw[1:40:2].count(0) > 10:
        return raw.decode("utf-16-le", "replace")
    if raw[0:40:2].count(0) > 10:
        return raw.decode("utf-16-be", "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode(_code_page(raw), "replace")


def _code_page(raw: bytes) -> str:
    runs = _RUNS.findall(raw)
    try:
        japanese = raw.decode("cp932")
    except UnicodeDecodeError:
        japanese = ""
    # Western text that happens to decode gives single half-width signs among its letters.
    if _KANA.search(japanese) or (_KANJI.search(japanese) and not _HALF_KANA.search(japanese)):
        return "cp932"
    long = [run for run in runs if len(run) > 2]
    if not long:
        return "cp1252"
    if all(len(run) % 2 == 0 and min(run[::2]) >= 0xB0 and min(run[1::2]) >= 0xA1 for run in runs):
        return "gbk"
    if all(byte >= 0xC0 or byte in (0xA8, 0xB8) for run in long for byte in run):
        return "cp1251"
    return "cp1252"


# FLAC's own block ------------------------------------------------------------------------------------------


def text_of_block(offsets: Sequence[tuple[int, int]], rate: int) -> str:
    """A cue sheet's text for (track number, first sample) pairs, exact to the sample."""
    lines = ['FILE "" WAVE']
    for number, offset in offsets:
        minutes, rest = divmod(offset / rate, 60)
        seconds = int(rest)
        frames = (rest - seconds) * FRAMES
        lines += [f"TRACK {number:02} AUDIO", f"INDEX 01 {int(minutes):02}:{seconds:02}:{frames:.6f}"]
    return "\n".join(lines)
