"""Files as other players and services write them, made small."""

from __future__ import annotations

import json
import pickle
import plistlib
import sqlite3
import sys
import types
import zipfile
from contextlib import closing
from pathlib import Path
from urllib.parse import quote_from_bytes
from xml.sax.saxutils import escape

AIRBAG = b"/music/Radiohead/OK Computer/01 Airbag.mp3"


def url(path: bytes) -> str:
    return "file://" + quote_from_bytes(path)


def rhythmbox(file: Path, path: bytes = AIRBAG, **said: object) -> Path:
    fields = {"title": "Airbag", "artist": "Radiohead", "album": "OK Computer", "duration": 284, **said}
    inner = "".join(
        f"<{name.replace('_', '-')}>{escape(str(value))}</{name.replace('_', '-')}>"
        for name, value in fields.items()
    )
    file.write_text(
        '<?xml version="1.0" standalone="yes"?>\n<rhythmdb version="2.0">'
        f'<entry type="iradio"><title>A station</title><location>http://x/</location></entry>'
        f'<entry type="song">{inner}<location>{url(path)}</location></entry></rhythmdb>',
        "utf-8",
    )
    return file


def strawberry(file: Path, path: bytes = AIRBAG, *, clementine: bool = False) -> Path:
    place, length = ("filename", "length") if clementine else ("url", "length_nanosec")
    with closing(sqlite3.connect(file)) as db:
        db.execute(
            f"""CREATE TABLE songs (title TEXT, artist TEXT, album TEXT, {place} BLOB, playcount INTEGER,
                skipcount INTEGER, lastplayed INTEGER, rating REAL, {length} INTEGER)"""
        )
        said = (
            "Airbag",
            "Radiohead",
            "OK Computer",
            url(path).encode(),
            12,
            3,
            1_600_000_000,
            0.9,
            284_000_000_000,
        )
        db.execute(f"INSERT INTO songs VALUES ({', '.join('?' * 9)})", said)
        db.execute(
            f"INSERT INTO songs VALUES ({', '.join('?' * 9)})", ("No", "One", "", b"", 0, 0, -1, -1.0, -1)
        )
        db.commit()
    return file


def quodlibet(file: Path, path: bytes = AIRBAG) -> Path:
    """Pickled as Quod Libet does: dicts of a class of its own."""
    module = types.ModuleType("quodlibet.formats.mp3")
    kind = type("MP3File", (dict,), {"__module__": module.__name__})
    module.MP3File = kind  # type: ignore[attr-defined]
    parents = {name: types.ModuleType(name) for name in ("quodlibet", "quodlibet.formats")}
    sys.modules.update({**parents, module.__name__: module})
    try:
        song = kind(
            {
                "~filename": path,
                "title": "Airbag",
                "artist": "Radiohead\nFriends",
                "album": "OK Computer",
                "~#rating": 0.75,
                "~#playcount": 5,
                "~#skipcount": 1,
                "~#lastplayed": 1_500_000_000,
                "~#added": 1_400_000_000,
                "~#length": 284.2,
            }
        )
        file.write_bytes(pickle.dumps([song], 2))
    finally:
        for name in (*parents, module.__name__):
            del sys.modules[name]
    return file


def itunes(file: Path, path: bytes = AIRBAG, **said: object) -> Path:
    track = {
        "Name": "Airbag",
        "Artist": "Radiohead",
        "Album": "OK Computer",
        "Total Time": 284_000,
        "Location": "file://localhost" + quote_from_bytes(path),
        "Rating": 70,
        "Play Count": 9,
        "Skip Count": 2,
        **said,
    }
    file.write_bytes(plistlib.dumps({"Major Version": 1, "Tracks": {"101": track}}))
    return file


def listen(at: int, title: str = "Airbag", artist: str = "Radiohead") -> dict[str, object]:
    return {
        "listened_at": at,
        "track_metadata": {"artist_name": artist, "track_name": title, "release_name": "OK Computer"},
    }


def listenbrainz_zip(file: Path, *times: int) -> Path:
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("user.json", json.dumps({"user_id": 1, "username": "me"}))
        archive.writestr("listens/2020/9.jsonl", "\n".join(json.dumps(listen(at)) for at in times))
        loved = {"score": 1, "track_metadata": listen(0)["track_metadata"]}
        archive.writestr("feedback.jsonl", json.dumps(loved))
    return file
