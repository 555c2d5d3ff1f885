"""Searching and ordering a real database."""

from __future__ import annotations

import random
import string
from collections.abc import Sequence
from typing import Any

import pytest

from core.domain import Seconds, Stream, Tags
from core.library import ledger, search
from core.library.reader import row_of
from core.library.tracks import Library

SONGS = [
    Tags("Paranoid Android", ("Radiohead",), (), "OK Computer", ("Rock",), year=1997, track_no=2),
    Tags("Airbag", ("Radiohead",), (), "OK Computer", ("Rock",), year=1997, track_no=1),
    Tags("Idioteque", ("Radiohead",), (), "Kid A", ("Electronic",), year=2000, track_no=8),
    Tags("Come Together", ("The Beatles",), (), "Abbey Road", ("Rock",), year=1969, track_no=1),
    Tags("Désenchantée", ("Mylène Farmer",), (), "L'autre...", ("Pop",), year=1991, track_no=2),
    Tags("Thunderstruck", ("AC/DC",), (), "The Razors Edge", ("Hard Rock",), year=1990, track_no=1),
    Tags("Me and Giuliani", ("!!!",), (), "Louden Up Now", ("Dance",), year=2004),
    Tags("Guest Song", ("Somebody",), ("Radiohead",), "Rarities", (), ("J. S. Bach",)),
]


def fill(library: Library, songs: Sequence[Tags]) -> list[int]:
    rows = [
        (
            b"/m/%d.mp3" % number,
            1_000,
            number,
            row_of(said, Stream(Seconds(100 + number)), b"/m/x", 2, 1),
        )
        for number, said in enumerate(songs)
    ]
    with library.database.write() as db:
        return list(ledger.insert(db, rows))


@pytest.fixture
def songs(library: Library) -> Library:
    fill(library, SONGS)
    return library


def titles(library: Library, query: str = "", sort: Sequence[tuple[str, bool]] = ()) -> list[str]:
    return [track.title for track in library.tracks(library.order(query, sort))]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("airbag", ["Airbag"]),
        ("AIR", ["Airbag"]),
        ("desenchantee", ["Désenchantée"]),
        ("mylène dés", ["Désenchantée"]),
        ("radiohead kid", ["Idioteque"]),
        ('"come together"', ["Come Together"]),
        ('"together come"', []),
        ("artist:beatles", ["Come Together"]),
        ("artist:radiohead guest", ["Guest Song"]),
        ("albumartist:radiohead title:guest", ["Guest Song"]),
        ('album:"ok computer" para', ["Paranoid Android"]),
        ("genre:electronic", ["Idioteque"]),
        ("composer:bach", ["Guest Song"]),
        ("bach", ["Guest Song"]),
        ("title:radiohead", []),
        ("year:1990..1991", ["Thunderstruck", "Désenchantée"]),
        ("year:..1970", ["Come Together"]),
        ("year:2000..", ["Me and Giuliani", "Idioteque"]),
        ("year:1969", ["Come Together"]),
        ("year:>=2000 rock", []),
        ("year:>1999 radiohead", ["Idioteque"]),
        ("year:<1970", ["Come Together"]),
        ("ac/dc", ["Thunderstruck"]),
        ("acdc", []),
        ("!!!", ["Me and Giuliani"]),
        ("come - together", ["Come Together"]),
        ("YEAR:1969", ["Come Together"]),
        ("plays:0 idio", ["Idioteque"]),
    ],
)
def test_a_query_finds(songs: Library, query: str, found: list[str]) -> None:
    assert titles(songs, query) == found


@pytest.mark.parametrize(
    "query",
    [
        *(
            '"',
            '""',
            "*",
            "(",
            ")",
            "-",
            "AND",
            "OR",
            "NOT",
            "NEAR(",
            "a AND",
            "^",
            ":",
            "::",
            "'",
            "%",
            "_",
            ";",
        ),
        *("artist:", 'artist:"', "artist:(", "title:*", "year:", "year:abc", "year:..", "year:1990...1999"),
        *("nofield:radiohead", "{a b}: c", "a + b", '"unclosed', "-radiohead", "\\", "--", "/*", "é*", "🎵"),
        *("\0", "a\0b", "\ud800", "a" * 10_000),
    ],
)
def test_no_query_is_wrong(songs: Library, query: str) -> None:
    assert len(songs.order(query)) <= len(SONGS)


def test_random_queries_do_no_harm(songs: Library) -> None:
    draw = random.Random(0)
    signs = string.punctuation * 2 + " aé0\t" + "year:artist:"
    for _ in range(500):
        songs.order("".join(draw.choices(signs, k=draw.randrange(12))))


def test_an_unknown_field_is_searched_as_words(songs: Library) -> None:
    assert titles(songs, "kid:a") == ["Idioteque"]


def test_only_blanks_ask_for_everything(songs: Library) -> None:
    assert len(songs.order("  ")) == len(SONGS)


def test_the_usual_order_is_by_artist_album_and_number(songs: Library) -> None:
    assert titles(songs) == [
        "Me and Giuliani",
        "Thunderstruck",
        "Come Together",
        "Désenchantée",
        "Idioteque",
        "Airbag",
        "Paranoid Android",
        "Guest Song",
    ]


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("name", search.SORTS)
def test_every_column_can_be_sorted_by(songs: Library, name: str, descending: bool) -> None:
    assert len(songs.order(sort=[(name, descending)])) == len(SONGS)


def test_what_is_unknown_comes_last_either_way(songs: Library) -> None:
    assert titles(songs, sort=[("year", False)])[-1] == "Guest Song"
    assert titles(songs, sort=[("year", True)])[-1] == "Guest Song"
    assert titles(songs, sort=[("year", True)])[0] == "Me and Giuliani"


def test_sorting_by_two_columns(songs: Library) -> None:
    sort: list[tuple[str, bool]] = [("artist", False), ("year", True)]
    assert titles(songs, "artist:radiohead", sort)[:3] == ["Idioteque", "Airbag", "Paranoid Android"]


def test_an_unknown_column_is_a_mistake(songs: Library) -> None:
    with pytest.raises(KeyError):
        songs.order(sort=[("nonsense", False)])


def test_changed_tags_are_found_and_old_ones_are_not(songs: Library) -> None:
    (id,) = songs.order("airbag")
    changed: Any = (b"/m/1.mp3", 1, 1, row_of(Tags("Balloon", ("R",)), Stream(), b"/m/x", 2, 1))
    with songs.database.write() as db:
        ledger.update(db, [(id, changed, None)])
    assert list(songs.order("balloon")) == [id]
    assert not songs.order("airbag")
    with songs.database.write() as db:
        db.execute("INSERT INTO tracks_fts (tracks_fts) VALUES ('integrity-check')")
