"""Playlist files: M3U, M3U8, PLS and XSPF, as other players write them and can read them.

A file names others relative to where it lies itself. Lines that cannot be understood are passed over; what is
no playlist at all is told.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from xml.parsers import expat
from xml.sax.saxutils import escape

from core.domain import Presence, Track, TrackId
from core.errors import UserError
from core.library import guests
from core.library.guests import Received
from core.library.playlist_entries import Entry, Item, of_items
from core.library.playlist_paths import resolved, uri, written
from core.library.playlists import NodeKind, PlaylistId, Playlists
from core.library.tracks import Library
from core.replacing import replacing

SUFFIXES = (".m3u8", ".m3u", ".pls", ".xspf")
"""Endings that are read and written; the first is the one to offer."""
LARGEST = 64_000_000
"""Bytes; a playlist of a million tracks has as many."""
_BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_XSPF = "http://xspf.org/ns/0/"
_VLC = "http://www.videolan.org/vlc/playlist/0"


@dataclass(slots=True)
class Contents:
    """name: what the file calls itself, or how it is called. streams: how many are no files (web radios)."""

    name: str
    items: list[Item] = field(default_factory=list)
    streams: int = 0


def is_playlist(path: Path) -> bool:
    """By its ending."""
    return path.suffix.lower() in SUFFIXES


def read(file: Path) -> Contents:
    """What a playlist file names, in its order. Raises UserError where it cannot be read, or is none."""
    try:
        if file.stat().st_size > LARGEST:
            raise UserError("{file} is too large for a playlist.", file=file)
        data = file.read_bytes()
    except OSError as problem:
        raise UserError("{file} cannot be read ({why}).", file=file, why=problem.strerror) from problem
    raw, (data, encoding) = data, _unmarked(data)
    contents = Contents(file.stem)
    folder = os.fsencode(Path(os.path.abspath(file)).parent)
    head = data[:1000].lstrip()
    if head.startswith(b"<"):
        _read_xspf(raw, file, folder, contents)
    elif head[:10].lower() == b"[playlist]" or file.suffix.lower() == ".pls":
        _read_pls(_lines(data), _Names(folder, encoding or ""), contents)
    elif b"\0" in data or file.suffix.lower() == ".xspf":
        raise UserError("{file} is not a playlist that Meander knows.", file=file)
    else:
        # By its ending, an M3U8 is in UTF-8: bytes that are not are part of a file's name.
        utf8 = file.suffix.lower() == ".m3u8" or bool(encoding)
        _read_m3u(_lines(data), _Names(folder, "utf-8" if utf8 else ""), contents)
    return contents


def _unmarked(data: bytes) -> tuple[bytes, str]:
    """Without a byte order mark, and in UTF-8 if it was in UTF-16; and what the mark said."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            text = data[len(mark) :]
            if encoding != "utf-8":
                text = text.decode(encoding, "replace").encode("utf-8", "replace")
            return text, "utf-8"
    return data, ""


def _lines(data: bytes) -> list[bytes]:
    return [line for line in re.split(rb"\r\n|\n|\r", data) if line.strip()]


@dataclass(slots=True)
class _Names:
    """How the texts of one file are to be read. encoding: "" where it is not said."""

    folder: bytes
    encoding: str

    def text(self, said: bytes) -> str:
        for encoding in (self.encoding or "utf-8", "utf-8", "cp1252"):
            try:
                return " ".join(said.decode(encoding).replace("\0", " ").split())
            except (UnicodeDecodeError, LookupError):
                continue
        return " ".join(said.decode("latin-1").replace("\0", " ").split())

    def path(self, said: bytes) -> Path | None:
        """As it stands where that is UTF-8, or a file of these very bytes is there; else as Windows' text."""
        path = resolved(said, self.folder)
        if path is None or self.encoding == "utf-8" or _is_utf8(said) or os.path.lexists(path):
            return path
        for encoding in (self.encoding or "cp1252", "latin-1"):
            try:
                return resolved(said.decode(encoding).encode("utf-8"), self.folder)
            except (UnicodeError, LookupError):
                continue
        return path


def _is_utf8(said: bytes) -> bool:
    try:
        said.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


# M3U ------------------------------------------------------------------------------------------------------

_EXTINF = re.compile(
    rb"#EXTINF:\s*(-?\d+(?:\.\d+)?)?((?:\s+[\w-]+=(?:\"[^\"]*\"|[^\s,]+))*)\s*,?(.*)", re.IGNORECASE
)
_START = re.compile(rb"#EXTVLCOPT:\s*start-time=(\d+(?:\.\d+)?)", re.IGNORECASE)


def _read_m3u(lines: Iterable[bytes], names: _Names, contents: Contents) -> None:
    said = Item(Path())
    for line in lines:
        if not line.lstrip().startswith(b"#"):
            _append(contents, names.path(line), said)
            said = Item(Path())
        else:
            said = _comment(line.strip(), said, names, contents)


def _comment(line: bytes, said: Item, names: _Names, contents: Contents) -> Item:
    """What a comment adds to what is known of the next file; those of other players say nothing here."""
    if found := _EXTINF.fullmatch(line):
        artist, title = _parted(names.text(found[3]))
        return replace(said, title=title, artist=artist, duration=_seconds(found[1] or b""))
    if found := _START.match(line):
        return replace(said, start=_seconds(found[1]))
    word, _, rest = line.partition(b":")
    match word.upper():
        case b"#EXTENC":
            names.encoding = rest.strip().decode("ascii", "replace").lower()
        case b"#PLAYLIST":
            contents.name = names.text(rest) or contents.name
        case b"#EXTART":
            return replace(said, artist=names.text(rest))
    return said


def _parted(text: str) -> tuple[str, str]:
    """(artist, title) of "Artist - Title"."""
    artist, dash, title = text.partition(" - ")
    return (artist.strip(), title.strip()) if dash else ("", text)


def _append(contents: Contents, path: Path | None, said: Item) -> None:
    if path is None:
        contents.streams += 1
    else:
        contents.items.append(replace(said, path=path))


# PLS ------------------------------------------------------------------------------------------------------

_PLS = re.compile(rb"\s*(file|title|length)\s*(\d{1,9})\s*=(.*)", re.IGNORECASE)


def _read_pls(lines: Iterable[bytes], names: _Names, contents: Contents) -> None:
    found: dict[int, dict[bytes, bytes]] = {}
    for line in lines:
        if said := _PLS.fullmatch(line):
            found.setdefault(int(said[2]), {})[said[1].lower()] = said[3].strip()
        elif line.strip().lower().startswith(b"x-gnome-title="):
            contents.name = names.text(line.partition(b"=")[2]) or contents.name
    for _, each in sorted(found.items()):
        if name := each.get(b"file"):
            artist, title = _parted(names.text(each.get(b"title", b"")))
            _append(
                contents, names.path(name), Item(Path(), title, artist, _seconds(each.get(b"length", b"")))
            )


def _seconds(text: str | bytes) -> float:
    try:
        seconds = float(text)
    except ValueError:
        return 0.0
    return seconds if 0 < seconds < 1e9 else 0.0


# XSPF -----------------------------------------------------------------------------------------------------


class _Xspf:
    """Takes down what an XML parser tells. Namespaces, and what extensions add, are passed over."""

    def __init__(self) -> None:
        self.title = ""
        self.tracks: list[dict[str, list[str]]] = []
        self._inside: list[str] = []
        self._text: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self._inside.append(re.split("[}:]", name)[-1])
        if self._inside[-1] == "track":
            self.tracks.append({})
        self._text = []

    def data(self, text: str) -> None:
        self._text.append(text)

    def end(self, name: str) -> None:
        text = "".join(self._text).strip()
        own, above = self._inside.pop(), self._inside[-1:]
        if above == ["track"]:
            self.tracks[-1].setdefault(own, []).append(text)
        elif own == "option" and self.tracks and text.startswith("start-time="):
            self.tracks[-1]["start"] = [text.removeprefix("start-time=")]
        elif own == "title" and above == ["playlist"]:
            self.title = text
        self._text = []


def _read_xspf(data: bytes, file: Path, folder: bytes, contents: Contents) -> None:
    taken = _Xspf()
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = taken.start, taken.end
    parser.CharacterDataHandler = taken.data

    def refuse(*_: object) -> None:
        # Entities are what bombs are made of, and no playlist needs them.
        raise UserError("{file} declares entities; Meander reads no such file.", file=file)

    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as problem:
        raise UserError(
            "{file} is damaged: it is no well-formed XML (line {line}).", file=file, line=problem.lineno
        ) from problem
    contents.name = " ".join(taken.title.split()) or contents.name
    for track in taken.tracks:
        places = [
            resolved(place.encode("utf-8", "replace"), folder, is_uri=True)
            for place in track.get("location", ())
        ]
        title, artist = (" ".join(track.get(name, [""])[0].split()) for name in ("title", "creator"))
        start = _seconds(track["start"][0]) if "start" in track else None
        said = Item(Path(), title, artist, _seconds(track.get("duration", [""])[0]) / 1000, start)
        if places:
            _append(contents, next((place for place in places if place is not None), None), said)


# From and to the library ----------------------------------------------------------------------------------


def receive(library: Library, files: Sequence[Path]) -> Received:
    """As `guests.receive`, for playlists too: what they name is to be played, in their order.

    Raises UserError where a playlist cannot be read, or the library cannot be written.
    """
    received = Received()
    for file in files:
        if not is_playlist(file):
            _add(received, guests.receive(library, [file]))
            continue
        for content in of_items(library.database.read(), read(file).items):
            path = Path(os.fsdecode(content.path))
            known = library.tracks([TrackId(content.track_id)]) if content.track_id is not None else []
            if not known:
                _add(received, guests.receive(library, [path]))
            elif known[0].presence in (Presence.MISSING, Presence.OFFLINE):
                received.unreadable.append(path)
            else:
                received.ids.append(known[0].id)
    return received


def _add(received: Received, more: Received) -> None:
    received.ids += more.ids
    received.strangers += more.strangers
    received.unreadable += more.unreadable


def take_in(
    playlists: Playlists, file: Path, folder: PlaylistId | None = None
) -> tuple[PlaylistId, Contents]:
    """A new playlist of what a file names. Raises UserError where it cannot be read, or is none."""
    contents = read(file)
    return playlists.create_of_files(contents.name, contents.items, folder), contents


def export(playlists: Playlists, id: PlaylistId, file: Path, *, relative: bool = True) -> int:
    """Writes a playlist, missing files too; a smart one as it is now. How many tracks. Raises as `write`."""
    node, tracks = playlists.node(id), playlists.library.tracks(playlists.track_ids(id))
    is_list = node.kind is NodeKind.LIST
    items = of_entries(playlists.entries(id), tracks) if is_list else of_tracks(tracks)
    write(file, items, name=node.name, relative=relative)
    return len(items)


# Writing --------------------------------------------------------------------------------------------------


def of_tracks(tracks: Iterable[Track]) -> list[Item]:
    """What to write of tracks."""
    return [Item(t.path, t.title, t.artist, t.duration, float(t.start) if t.part else None) for t in tracks]


def of_entries(entries: Iterable[Entry], tracks: Iterable[Track]) -> list[Item]:
    """What to write of a playlist, missing files too; tracks: those of the entries, in any order."""
    starts: dict[TrackId | None, float] = {t.id: float(t.start) for t in tracks if t.part}
    return [Item(e.path, e.title, e.artist, e.duration, starts.get(e.track_id)) for e in entries]


def write(
    file: Path, items: Sequence[Item], *, name: str = "", relative: bool = True, ending: str = ""
) -> None:
    """Writes a playlist in the format of its ending. Never leaves half a file.

    relative: paths from where the file lies, so that it moves together with the music; else whole paths.
    ending: instead of the file's own.
    Raises UserError for an ending that is none of SUFFIXES, or where the file cannot be written.
    """
    form = _FORMS.get(ending or file.suffix.lower())
    if form is None:
        raise UserError(
            "{file}: the ending of a playlist is one of {endings}.", file=file, endings=", ".join(SUFFIXES)
        )
    folder = Path(os.path.abspath(file)).parent if relative else None
    with replacing(file) as out:
        out.write(form(items, name, folder))


def _m3u(items: Sequence[Item], name: str, folder: Path | None) -> bytes:
    lines = [b"#EXTM3U", *([b"#PLAYLIST:" + _line(name)] if name else [])]
    for item in items:
        told = f"{item.artist} - {item.title}" if item.artist else item.title
        lines.append(b"#EXTINF:%d,%s" % (round(item.duration) if item.duration > 0 else -1, _line(told)))
        if item.start is not None:
            lines.append(b"#EXTVLCOPT:start-time=%.3f" % item.start)
            lines.append(b"#EXTVLCOPT:stop-time=%.3f" % (item.start + item.duration))
        lines.append(written(item.path, folder))
    return b"\n".join(lines) + b"\n"


def _pls(items: Sequence[Item], name: str, folder: Path | None) -> bytes:
    lines = [b"[playlist]", *([b"X-GNOME-Title=" + _line(name)] if name else [])]
    for number, item in enumerate(items, start=1):
        told = f"{item.artist} - {item.title}" if item.artist else item.title
        lines.append(b"File%d=%s" % (number, written(item.path, folder)))
        lines.append(b"Title%d=%s" % (number, _line(told)))
        lines.append(b"Length%d=%d" % (number, round(item.duration) if item.duration > 0 else -1))
    lines += [b"NumberOfEntries=%d" % len(items), b"Version=2"]
    return b"\n".join(lines) + b"\n"


def _xspf(items: Sequence[Item], name: str, folder: Path | None) -> bytes:
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<playlist version="1" xmlns="{_XSPF}" xmlns:vlc="{_VLC}">',
        *([f"  <title>{_escaped(name)}</title>"] if name else []),
        "  <trackList>",
        *(line for item in items for line in _xspf_track(item, folder)),
        "  </trackList>",
        "</playlist>",
    ]
    return "\n".join(lines).encode() + b"\n"


def _xspf_track(item: Item, folder: Path | None) -> Iterable[str]:
    yield "    <track>"
    yield f"      <location>{escape(uri(item.path, folder))}</location>"
    if item.title:
        yield f"      <title>{_escaped(item.title)}</title>"
    if item.artist:
        yield f"      <creator>{_escaped(item.artist)}</creator>"
    if item.duration > 0:
        yield f"      <duration>{round(item.duration * 1000)}</duration>"
    if item.start is not None:
        options = f"start-time={item.start:.3f}", f"stop-time={item.start + item.duration:.3f}"
        said = "".join(f"<vlc:option>{option}</vlc:option>" for option in options)
        yield f'      <extension application="{_VLC}">{said}</extension>'
    yield "    </track>"


def _line(text: str) -> bytes:
    return " ".join(text.split()).encode("utf-8", "replace")


def _escaped(text: str) -> str:
    """XML 1.0 has no control characters, not even escaped."""
    return escape(
        re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "", " ".join(text.split()))
    )


_FORMS: dict[str, Callable[[Sequence[Item], str, Path | None], bytes]] = {
    ".m3u8": _m3u,
    ".m3u": _m3u,
    ".pls": _pls,
    ".xspf": _xspf,
}
