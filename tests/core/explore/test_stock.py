"""The stock is every track that can be played, with what the library and listening know about it."""

from __future__ import annotations

from pathlib import Path

from core.domain import Decibel, TrackId
from core.explore.stock import load_stock
from core.library.tracks import Facts, Library
from core.settings import Places


def insert(library: Library, id: int, **said: object) -> None:
    columns = {"id": id, "path": f"/music/{id}.flac".encode(), "size": 0, "mtime_ns": 0, "title": "t"}
    columns |= {"added_at": 9.0} | said
    with library.database.write() as db:
        marks = ", ".join("?" * len(columns))
        db.execute(f"INSERT INTO tracks ({', '.join(columns)}) VALUES ({marks})", tuple(columns.values()))


def test_the_stock_knows_what_the_library_and_listening_know(tmp_path: Path) -> None:
    library = Library.open(Places(tmp_path, tmp_path))
    insert(
        library,
        1,
        path=b"/music/Nils Frahm/Spaces/02 Says.flac",
        **{"title": "Says", "artist": "Nils Frahm", "album": "Spaces", "duration": 498.0, "audio_id": "a1"},
        **{"genre": "Ambient, Piano", "genres": '["Ambient", "Piano"]', "composer": "N. F.", "year": 2013},
        **{"loved": 1, "rating": 4.5, "play_count": 7, "skip_count": 1, "last_played": 50.0},
    )
    library.set_facts([Facts(TrackId(1), 120.0, Decibel(-14.0), 1500.0, 0.4, (("piano", 0.9),))])
    (track,) = load_stock(library)
    assert track._asdict() == {
        **{"id": 1, "artist": "Nils Frahm", "title": "Says", "album": "Spaces", "duration": 498.0},
        **{"audio_id": "a1", "tags": (("piano", 0.9),), "album_artist": "Nils Frahm"},
        **{"genre": "Ambient, Piano", "genres": ("Ambient", "Piano"), "folder": "/music/Nils Frahm/Spaces"},
        **{"composer": "N. F.", "year": 2013, "tempo": 120.0, "loudness": -14.0, "brightness": 1500.0},
        **{"energy": 0.4, "loved": True, "rating": 4.5, "play_count": 7, "skip_count": 1},
        **{"last_played": 50.0, "added_at": 9.0},
    }


def test_what_cannot_be_played_is_not_in_stock(tmp_path: Path) -> None:
    library = Library.open(Places(tmp_path, tmp_path))
    insert(library, 1, artist="", album_artist="Various")
    insert(library, 2, presence="missing")
    insert(library, 3, presence="offline")
    insert(library, 4, error="it is damaged")
    insert(library, 5, cut=1)
    stock = load_stock(library)
    assert [track.id for track in stock] == [1]
    assert stock[0].artist == "Various"
