"""What is one album, and what are two."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from itertools import count
from typing import Any

import pytest

from core.domain import TrackId
from core.library.albums import MARK, VARIOUS, Candidate, Decided, decide, mark, split_disc
from core.library.names import sort_key

_numbers = count(1)


def song(path: str, album: str, artist: str = "", **said: Any) -> Candidate:
    """A track as the library has it; said: other columns, release: the MusicBrainz release."""
    owner, release = said.pop("album_artist", ""), said.pop("release", "")
    title, names = path.rpartition("/")[2], said.pop("artists", ())
    values: dict[str, Any] = {
        "id": TrackId(next(_numbers)),
        "path": os.fsencode(f"/music/{path}"),
        "title_key": sort_key(title),
        "artists": json.dumps(names) if names else "[]",
        "artist": artist or ", ".join(names),
        "artist_key": sort_key(artist or ", ".join(names)),
        "album_artists": json.dumps([owner]) if owner else "[]",
        "album_artist": owner,
        "album_artist_key": sort_key(owner or artist),
        "album": album,
        "album_key": sort_key(album),
        "compilation": 0,
        "musicbrainz": json.dumps({"release": release}) if release else "{}",
        "disc_no": None,
        "track_no": None,
        "year": None,
        "has_cover": 0,
    }
    return Candidate(**(values | said))


def albums(*songs: Candidate) -> list[Decided]:
    return sorted(decide(songs), key=lambda album: (album.artist_key, album.title_key, album.year or 0))


def sizes(found: Iterable[Decided]) -> list[int]:
    return [len(album.tracks) for album in found]


def numbered(folder: str, album: str, artist: str, tracks: int, **said: Any) -> list[Candidate]:
    return [
        song(f"{folder}/{number:02} {artist} {number}", album, artist, track_no=number, **said)
        for number in range(1, tracks + 1)
    ]


def test_tracks_of_one_artist_and_title_are_one_album() -> None:
    (album,) = albums(*numbered("a", "Spaces", "Nils Frahm", 5, year=2013))
    assert (album.title, album.artist, album.year, album.compilation) == ("Spaces", "Nils Frahm", 2013, False)
    assert len(album.tracks) == 5


def test_greatest_hits_of_two_bands_stay_apart() -> None:
    found = albums(
        *numbered("queen", "Greatest Hits", "Queen", 4), *numbered("abba", "Greatest Hits", "ABBA", 3)
    )
    assert [(album.artist, len(album.tracks)) for album in found] == [("ABBA", 3), ("Queen", 4)]


def test_they_stay_apart_in_one_folder_too() -> None:
    found = albums(
        *numbered("all", "Greatest Hits", "Queen", 6), *numbered("all", "Greatest Hits", "ABBA", 6)
    )
    assert [album.artist for album in found] == ["ABBA", "Queen"]


def test_a_folder_of_many_artists_is_one_compilation() -> None:
    songs = [song(f"mix/{n:02}", "Late Night Tales", f"Artist {n}", track_no=n) for n in range(1, 13)]
    (album,) = albums(*songs)
    assert (album.artist, album.compilation, len(album.tracks)) == (VARIOUS, True, 12)


def test_so_is_one_without_track_numbers() -> None:
    (album,) = albums(*(song(f"mix/{n}", "Mixtape", f"Artist {n}") for n in range(8)))
    assert album.compilation


def test_flagged_compilations_hold_together_over_folders_of_artists() -> None:
    songs = [
        song(f"Artist {n}/Hits/{n:02}", "Hits", f"Artist {n}", track_no=n, compilation=1) for n in range(1, 9)
    ]
    (album,) = albums(*songs)
    assert album.artist == VARIOUS


@pytest.mark.parametrize("name", ["Various Artists", "VA", "Diverse", "V.A."])
def test_what_compilations_are_by_has_many_names(name: str) -> None:
    songs = [song(f"mix/{n}", "Hits", f"Artist {n}", track_no=n, album_artist=name) for n in range(1, 4)]
    (album,) = albums(*songs)
    assert (album.artist, album.compilation) == (VARIOUS, True)


def test_guests_do_not_make_a_compilation() -> None:
    songs = [
        song("a/1", "Post", "Björk", track_no=1),
        song("a/2", "Post", "Björk feat. Skunk Anansie", track_no=2),
        song("a/3", "Post", artists=("Björk", "Tricky"), track_no=3),
    ]
    (album,) = albums(*songs)
    assert (album.artist, len(album.tracks)) == ("Björk", 3)


def test_who_does_not_say_joins_who_does_in_the_folder() -> None:
    songs = [
        *numbered("a", "Post", "Björk", 3, album_artist="Björk"),
        song("a/04", "Post", "Tricky", track_no=4),
    ]
    (album,) = albums(*songs)
    assert (album.artist, len(album.tracks)) == ("Björk", 4)


@pytest.mark.parametrize(
    ("folders", "titles"),
    [
        (("Album/CD1", "Album/CD2"), ("Album", "Album")),
        (("Album CD1", "Album CD2"), ("Album", "Album")),
        (("one", "two"), ("Album CD 1", "Album CD 2")),
        (("same", "same"), ("Album (Disc 1)", "Album (Disc 2)")),
        (("Album/Disc 1 - Day", "Album/Disc 2 - Night"), ("Album", "Album")),
    ],
)
def test_discs_are_one_album_however_they_are_told(folders: tuple[str, str], titles: tuple[str, str]) -> None:
    songs = [
        each
        for folder, title in zip(folders, titles, strict=True)
        for each in numbered(folder, title, "Talk Talk", 4)
    ]
    if folders[0] == folders[1]:
        songs = [each._replace(path=each.path + str(n).encode()) for n, each in enumerate(songs)]
    (album,) = albums(*songs)
    assert (album.title, album.discs, len(album.tracks)) == ("Album", 2, 8)
    assert album.tracks == tuple(each.id for each in songs)


def test_discs_by_tag_alone_are_in_order() -> None:
    second = numbered("a", "Album", "Talk Talk", 2, disc_no=2)
    first = [
        each._replace(path=each.path + b"b") for each in numbered("a", "Album", "Talk Talk", 2, disc_no=1)
    ]
    (album,) = albums(*second, *first)
    assert album.discs == 2
    assert album.tracks == tuple(each.id for each in (*first, *second))


def test_reissues_are_apart_by_folder_and_year() -> None:
    found = albums(
        *numbered("1971", "Hunky Dory", "David Bowie", 4, year=1971),
        *numbered("2015", "Hunky Dory", "David Bowie", 4, year=2015),
    )
    assert [album.year for album in found] == [1971, 2015]
    assert found[0].id != found[1].id


def test_releases_are_apart_in_one_folder() -> None:
    found = albums(
        *numbered("a", "Blue", "Joni", 3, release="one"), *numbered("a", "Blue", "Joni", 3, release="two")
    )
    assert sizes(found) == [3, 3]


def test_one_release_holds_together_over_folders() -> None:
    songs = numbered("a", "Blue", "Joni", 6, release="one")
    moved = [each._replace(path=each.path.replace(b"/a/", b"/b/")) for each in songs[3:]]
    (album,) = albums(*songs[:3], *moved)
    assert len(album.tracks) == 6


def test_two_copies_of_an_album_are_two() -> None:
    found = albums(*numbered("flac", "Blue", "Joni", 3), *numbered("mp3", "Blue", "Joni", 3))
    assert sizes(found) == [3, 3]


def test_an_id_stays_while_the_order_of_tracks_changes() -> None:
    songs = numbered("a", "Blue", "Joni", 3)
    assert albums(*songs)[0].id == albums(*reversed(songs))[0].id
    assert albums(*songs)[0].id[:MARK] == mark("Blue") == mark("Blue (Disc 2)")


def test_the_cover_is_of_a_track_that_has_one() -> None:
    songs = numbered("a", "Blue", "Joni", 3)
    songs[1] = songs[1]._replace(has_cover=1)
    assert albums(*songs)[0].cover == songs[1].id


@pytest.mark.parametrize(
    ("album", "split"),
    [
        ("Mellon Collie (Disc 2: Twilight)", ("Mellon Collie", 2, "Twilight")),
        ("The Wall [CD1]", ("The Wall", 1, "")),
        ("The Wall, Disc 2", ("The Wall", 2, "")),
        ("The Wall - CD 2", ("The Wall", 2, "")),
        ("Live Disc 1: Berlin", ("Live", 1, "Berlin")),
        ("Discovery", ("Discovery", None, "")),
        ("Greatest Hits Vol. 2", ("Greatest Hits Vol. 2", None, "")),
        ("CD 1", ("CD 1", None, "")),
        ("The Marshall Mathers LP 2", ("The Marshall Mathers LP 2", None, "")),
        ("Quadrophenia (LP 2)", ("Quadrophenia", 2, "")),
        ("Quadrophenia - LP 2", ("Quadrophenia", 2, "")),
        ("1984", ("1984", None, "")),
    ],
)
def test_discs_are_told_by_titles(album: str, split: tuple[str, int | None, str]) -> None:
    assert split_disc(album) == split
