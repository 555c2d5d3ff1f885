"""Reading what other players and services know, each from a file as it writes it."""

from __future__ import annotations

import json
import os
import pickle
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from core.errors import UserError
from core.library import foreign
from core.library.foreign import Song
from tests.core.library import foreign_files as made
from tests.core.library.foreign_files import AIRBAG


def only(file: Path, origin: str) -> Song:
    export = foreign.read(file)
    assert export.origin == origin
    return export.songs[0]


def test_rhythmbox_tells_ratings_and_counts(tmp_path: Path) -> None:
    file = made.rhythmbox(
        tmp_path / "rhythmdb.xml", rating=4, play_count=7, last_played=1_600_000_000, first_seen=1_5
    )
    song = only(file, "rhythmbox")
    assert (song.path, song.title, song.artist, song.album) == (AIRBAG, "Airbag", "Radiohead", "OK Computer")
    assert (song.rating, song.plays, song.last_played, song.added, song.duration) == (
        4.0,
        7,
        1.6e9,
        15.0,
        284.0,
    )


def test_rhythmbox_lists_stations_too_and_they_are_left_out(tmp_path: Path) -> None:
    assert len(foreign.read(made.rhythmbox(tmp_path / "r.xml")).songs) == 1


@pytest.mark.parametrize("clementine", [False, True])
def test_strawberry_and_clementine_keep_a_database(tmp_path: Path, clementine: bool) -> None:
    file = made.strawberry(tmp_path / "songs.db", clementine=clementine)
    before = file.read_bytes()
    song = only(file, "clementine" if clementine else "strawberry")
    assert (song.path, song.rating, song.plays, song.skips, song.duration) == (AIRBAG, 4.5, 12, 3, 284.0)
    assert file.read_bytes() == before
    nobody = foreign.read(file).songs[1]
    assert (nobody.rating, nobody.last_played, nobody.duration) == (None, None, None)


def test_quod_libet_keeps_a_pickle(tmp_path: Path) -> None:
    song = only(made.quodlibet(tmp_path / "songs"), "quodlibet")
    assert (song.path, song.artist, song.rating, song.plays) == (AIRBAG, "Radiohead, Friends", 4.0, 5)
    assert (song.skips, song.last_played, song.added) == (1, 1.5e9, 1.4e9)


class Trap:
    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, ("sprung",)


def test_a_pickle_that_wants_to_do_something_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "songs"
    file.write_bytes(pickle.dumps(["quodlibet", Trap()], 2))
    with pytest.raises(UserError, match="not readable as a file of Quod Libet"):
        foreign.read(file)
    assert not (tmp_path / "sprung").exists()


def test_itunes_tells_ratings_of_a_hundred(tmp_path: Path) -> None:
    song = only(made.itunes(tmp_path / "Library.xml", Loved=True), "itunes")
    assert (song.path, song.rating, song.plays, song.skips, song.loved) == (AIRBAG, 3.5, 9, 2, True)


def test_a_rating_that_itunes_made_up_is_not_taken(tmp_path: Path) -> None:
    assert only(made.itunes(tmp_path / "L.xml", **{"Rating Computed": True}), "itunes").rating is None


def test_the_zip_of_listenbrainz_holds_listens_and_loves(tmp_path: Path) -> None:
    export = foreign.read(made.listenbrainz_zip(tmp_path / "export.zip", 1_600_000_000, 1_600_001_000))
    assert export.origin == "listenbrainz"
    heard, loved = export.songs
    assert (heard.plays, heard.played_at, heard.last_played) == (2, [1.6e9, 1.600001e9], 1.600001e9)
    assert loved.loved


def test_older_exports_of_listenbrainz_are_one_list(tmp_path: Path) -> None:
    file = tmp_path / "listens.json"
    file.write_text(json.dumps([made.listen(100), made.listen(200, "Lucky")]))
    assert [song.title for song in foreign.read(file).songs] == ["Airbag", "Lucky"]


LASTFM = {
    "without a heading": "Radiohead,OK Computer,Airbag,13 Sep 2020 12:26\n",
    "with a heading": "uts,utc_time,artist,artist_mbid,album,album_mbid,track,track_mbid\n"
    '"1600000000","x","Radiohead","","OK Computer","","Airbag",""\n',
    "with semicolons and milliseconds": "Artist;Album;AlbumId;Track;Date#me\n"
    "Radiohead;OK Computer;;Airbag;1600000000000\n",
    "as pages of the service": json.dumps(
        [
            {
                "track": [
                    {
                        "artist": {"#text": "Radiohead"},
                        "name": "Airbag",
                        "album": {"#text": "OK Computer"},
                        "date": {"uts": "1600000000"},
                    }
                ]
            }
        ]
    ),
    "as the statistics site writes": json.dumps(
        {
            "username": "me",
            "scrobbles": [
                {"track": "Airbag", "artist": "Radiohead", "album": "OK Computer", "date": 1600000000000}
            ],
        }
    ),
}


@pytest.mark.parametrize("form", LASTFM)
def test_last_fm_comes_in_many_forms(tmp_path: Path, form: str) -> None:
    file = tmp_path / "scrobbles"
    file.write_text(LASTFM[form], "utf-8")
    song = only(file, "lastfm")
    assert (song.artist, song.title, song.album, song.plays) == ("Radiohead", "Airbag", "OK Computer", 1)
    assert abs(song.played_at[0] - 1_600_000_000) < 60


@pytest.mark.parametrize(
    "content",
    [b"", b"hello", b"\x00\xff" * 50, b"<rhythmdb", b"<plist", b"{", b"PK\x03\x04", b"SQLite format 3\0"],
)
def test_a_file_of_nobody_is_refused_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "what"
    file.write_bytes(content)
    with pytest.raises(UserError, match="what"):
        foreign.read(file)


@pytest.mark.parametrize("content", [b"[" * 100_000, b'{"a":' * 100_000], ids=["lists", "objects"])
def test_json_without_end_is_refused_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "deep.json").write_bytes(content)
    with pytest.raises(UserError, match="cannot be read"):
        foreign.read(tmp_path / "deep.json")


def test_a_zip_that_is_damaged_inside_is_refused_in_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "listens.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("listens/2024/1.jsonl", json.dumps({"listened_at": 5}) * 1000)
    raw = bytearray(file.read_bytes())
    raw[60:70] = b"\xff" * 10
    file.write_bytes(raw)
    with pytest.raises(UserError, match="read"):
        foreign.read(file)


def test_values_of_another_kind_say_nothing(tmp_path: Path) -> None:
    file = made.strawberry(tmp_path / "strawberry.db")
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("UPDATE songs SET rating = 'x', lastplayed = 'y', artist = x'ff', playcount = 1e300")
    song = foreign.read(file).songs[0]
    assert (song.rating, song.last_played, song.plays) == (None, None, foreign.MOST)


def test_a_place_that_is_no_address_is_none(tmp_path: Path) -> None:
    file = tmp_path / "rhythmdb.xml"
    made.rhythmbox(file)
    file.write_text(file.read_text("utf-8").replace("file:///music", "file://[x"), "utf-8")
    assert foreign.read(file).songs[0].path == b""


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be read"):
        foreign.read(tmp_path / "none")
