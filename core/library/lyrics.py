"""Lyrics: in a file's tags or in an .lrc file beside it, with the times of their lines where there are any.

LRC has no standard, only habits: "[01:23.45]" before a line, several of them for a line that comes back,
"[offset:+500]" for all (positive: earlier), "<01:23.45>" before words. What does not fit is taken as words.
"""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from dataclasses import dataclass
from pathlib import Path

from core.domain import Seconds
from core.library import tags

LARGEST = 1 << 20
"""Bytes of a file that may still be lyrics."""
_STAMP = r"(?:(\d{1,2}):(?=\d+:\d+[.,]))?(\d{1,3}):(\d{1,2}(?:[.:,]\d{1,3})?)"
"""Hours only before a fraction: "[00:12:34]" is what some programs make of 12.34 seconds."""
_LINE_STAMP = re.compile(rf"\s*\[{_STAMP}\]")
_WORD_STAMP = re.compile(rf"\s?<{_STAMP}>\s?")
_ABOUT = re.compile(r"\s*\[([A-Za-z#]+):(.*)\]\s*")
"""Who sings, who typed: not sung. "[Chorus]" is."""


@dataclass(frozen=True, slots=True)
class Line:
    """Empty text is a pause. at: when it begins, None where no times are known."""

    text: str
    at: Seconds | None = None


@dataclass(frozen=True, slots=True)
class Lyrics:
    """Never without words."""

    lines: tuple[Line, ...]
    timed: bool
    """Each line has its time, and they rise."""

    def line_at(self, seconds: float) -> int:
        """The index of the line that is sung; -1 before the first, and always where no times are known."""
        if not self.timed:
            return -1
        return bisect_right(self.lines, seconds, key=lambda line: line.at or 0.0) - 1

    @property
    def text(self) -> str:
        return "\n".join(line.text for line in self.lines)


def find(path: Path) -> Lyrics | None:
    """The best lyrics for a music file: those with times first, then those lying beside it.

    Blocks for some milliseconds. What cannot be read is not there.
    """
    beside = _beside(path)
    if beside is not None and beside.timed:
        return beside
    try:
        said = tags.said(path)
    except tags.Unreadable:
        return beside
    texts = said.fields.get("lyrics", ())
    inside = [each for each in (from_pieces(said.timed), *map(parse, texts)) if each is not None]
    timed = [each for each in inside if each.timed]
    return next(iter([*timed, *([beside] if beside else []), *inside]), None)


def parse(text: str) -> Lyrics | None:
    """LRC or plain text; None where there are no words. Never raises."""
    offset = 0.0
    timed: list[Line] = []
    plain: list[Line] = []
    for raw in text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff").split("\n"):
        stamps, words = _stamped(raw)
        about = None if stamps else _ABOUT.fullmatch(raw)
        if about is not None:
            offset = _offset(about) if about[1].lower() == "offset" else offset
        elif stamps:
            timed += [Line(words, at) for at in stamps]
        else:
            plain.append(Line(words))
    if timed and any(line.text for line in timed):
        moved = (Line(line.text, Seconds(max(0.0, (line.at or 0.0) - offset))) for line in timed)
        return Lyrics(tuple(sorted(moved, key=lambda line: line.at or 0.0)), timed=True)
    return _plain(plain)


def from_pieces(pieces: tuple[tuple[Seconds, str], ...]) -> Lyrics | None:
    """Of ID3's SYLT: pieces are lines, or syllables where some begin with a line break."""
    syllables = any(text.startswith(("\n", "\r")) for _, text in pieces[1:])
    lines: list[Line] = []
    for at, text in pieces:
        if syllables and lines and not text.startswith(("\n", "\r")):
            lines[-1] = Line(lines[-1].text + text, lines[-1].at)
        else:
            lines.append(Line(text.strip("\r\n"), at))
    lines = sorted((Line(line.text.strip(), line.at) for line in lines), key=lambda line: line.at or 0.0)
    return Lyrics(tuple(lines), timed=True) if any(line.text for line in lines) else None


def decoded(raw: bytes) -> str:
    """By its mark, else UTF-8, UTF-16 by its zeros, or what Windows wrote."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if raw.startswith(mark):
            return raw.decode(name, "replace")
    if b"\0" in raw[:64]:
        return raw.decode("utf-16-be" if raw[:1] == b"\0" else "utf-16-le", "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _stamped(raw: str) -> tuple[list[Seconds], str]:
    stamps, at = [], 0
    while found := _LINE_STAMP.match(raw, at):
        stamps.append(_seconds(found))
        at = found.end()
    return stamps, " ".join(_WORD_STAMP.sub(" ", raw[at:]).split())


def _seconds(found: re.Match[str]) -> Seconds:
    hours, minutes, seconds = found.groups()
    return Seconds(int(hours or 0) * 3600 + int(minutes) * 60 + float(re.sub("[:,]", ".", seconds)))


def _offset(about: re.Match[str]) -> float:
    try:
        return float(about[2].strip()) / 1000
    except ValueError:
        return 0.0


def _plain(lines: list[Line]) -> Lyrics | None:
    while lines and not lines[0].text:
        del lines[0]
    while lines and not lines[-1].text:
        del lines[-1]
    return Lyrics(tuple(lines), timed=False) if lines else None


def _beside(path: Path) -> Lyrics | None:
    """A file of the same name that ends in .lrc, in whatever case."""
    for name in (path.with_suffix(".lrc"), path.with_suffix(".LRC"), path.with_suffix(".Lrc")):
        try:
            if 0 < name.stat().st_size <= LARGEST:
                return parse(decoded(name.read_bytes()))
        except (OSError, ValueError):
            continue
    return None
