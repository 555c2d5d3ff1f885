"""The search language: what each field finds, what is not finished yet, and logic against a slow reading."""

from __future__ import annotations

import json
import random
import re
import string
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any as Anything

import pytest

from core.database import Database
from core.domain import Seconds, Stream, Tags, TrackId
from core.library import ledger, query, search
from core.library.query import All, Any, Narrowed, Not, Term, Words
from core.library.query_fields import known
from core.library.reader import row_of
from core.library.tracks import SQL, Library

NOW = datetime(2024, 6, 15, 12).timestamp()
DAY = 86_400.0


def put(
    library: Library, path: str | bytes, said: Tags, stream: Stream | None = None, **user: Anything
) -> int:
    """A listed track, as a scan and its user leave it."""
    path = path.encode() if isinstance(path, str) else path
    row = row_of(said, stream or Stream(Seconds(200.0)), path, 1, 5_000_000)
    with library.database.write() as db:
        (id,) = ledger.insert(db, [(path, 5_000_000, int(NOW * 1e9), row)])
        for name, value in {"added_at": NOW - 100 * DAY, **user}.items():
            db.execute(f"UPDATE tracks SET {name} = ? WHERE id = ?", (value, id))
    return id


def hear(library: Library, id: int, tags: list[tuple[str, float]], **facts: float) -> None:
    with library.database.write() as db:
        db.execute("INSERT INTO track_facts (track_id, tags) VALUES (?, ?)", (id, json.dumps(tags)))
        for name, value in facts.items():
            db.execute(f"UPDATE track_facts SET {name} = ? WHERE track_id = ?", (value, id))


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Read only: one for all."""
    library = Library(Database(tmp_path_factory.mktemp("shelf") / "library.db", SQL))
    put(
        library,
        "/m/Low/Secret Name/01 Starfire.flac",
        Tags(
            *("Starfire", ("Low",), (), "Secret Name", ("Slowcore", "Rock")),
            *(("Alan Sparhawk",), "a quiet one", "1999-03-23", 1999, 1, 12),
            has_cover=True,
        ),
        Stream(Seconds(192.6), 44_100, 2, 921_000, "flac"),
        rating=4.5,
        loved=1,
        play_count=7,
        last_played=NOW - 10 * DAY,
        added_at=NOW - 2 * 365.25 * DAY,
    )
    put(
        library,
        "/m/The Lows/Lowlands/02 Below.mp3",
        Tags("Below", ("The Lows", "Björk"), ("Various",), "Lowlands", ("Pop",), year=1985, bpm=119.8),
        Stream(Seconds(245.0), 48_000, 1, 320_000, "mp3"),
        skip_count=2,
        added_at=NOW - 5 * DAY,
    )
    put(
        library,
        "/m/Größe/Live/03 Straße.ogg",
        Tags("Straße", ("Größe",), (), "Live", (), date="2007", year=2007, compilation=True, disc_no=2),
        Stream(Seconds(901.0), 96_000, 6, 500_000, "vorbis"),
        rating=2.0,
        play_count=1,
        last_played=datetime(2022, 5, 1).timestamp(),
    )
    put(library, b"/m/odd \xff name/untitled.opus", Tags("Untitled", ("Nobody",)), presence="offline")
    first, second, *_ = library.all_ids()
    hear(library, first, [("guitar", 0.9), ("female vocals", 0.4)], tempo=92.4, loudness=-18.0, energy=0.2)
    hear(library, second, [("male vocals", 0.8)], tempo=140.0, brightness=2500.0)
    yield library
    library.close()


def found(library: Library, text: str) -> set[str]:
    wanted = search.parse(text, NOW)
    rows = library.database.read().execute(f"SELECT title FROM tracks WHERE {wanted.sql}", wanted.values)
    return {row[0] for row in rows}


S, B, G, U = "Starfire", "Below", "Straße", "Untitled"


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        # words and names
        ("low", {S, B}),
        ("artist:low", {S, B}),
        ("artist:lows", {B}),
        ('artist:="Low"', {S}),
        ("artist:=low", {S}),
        ("artist=low", {S}),
        ('artist:="bjork"', {B}),
        ("artist:=BJÖRK", {B}),
        ("artist:=the", set()),
        ('artist:!="Low"', {B, G, U}),
        ("genre:=rock", {S}),
        ("albumartist:various", {B}),
        ("albumartist:low", {S}),
        ("albumartist:bjork", set()),
        ("title:(star OR below)", {S, B}),
        ("composer:alan", {S}),
        ("title:strasse", set()),
        ("comment:QUIET", {S}),
        ('comment:="a quiet one"', {S}),
        # places and files
        ("path:secret", {S}),
        ("path:grosse", {G}),
        ("path:GRÖSSE/live", {G}),
        ("folder:live", {G}),
        ("folder:below", set()),
        ("path:below", {B}),
        ("path:%", set()),
        ("folder:odd", {U}),
        ("codec:flac", {S}),
        ("format:ogg", {G}),
        ("codec:vorb", {G}),
        ("codec:=vorb", set()),
        ("bitrate:320", {B}),
        ("bitrate:>=320", {S, B, G}),
        ("bitrate:<400k", {B, U}),
        ("samplerate:44.1", {S}),
        ("samplerate:>=48000", {B, G}),
        ("channels:1", {B}),
        ("channels:>2", {G}),
        # numbers
        ("year:1999", {S}),
        ("year:1980..1999", {S, B}),
        ("year>1999", {G}),
        ("year:≥1999", {S, G}),
        ("year:1990s", {S}),
        ("decade:80s", {B}),
        ("decade:1980..90s", {S, B}),
        ("decade:00s", {G}),
        ("-year:1980..1999", {G, U}),
        ("year:none", {U}),
        ("track:1", {S}),
        ("disc:2", {G}),
        ("bpm:120", {B}),
        ("bpm:<100", {S}),
        ("rating:>=4", {S}),
        ("rating:4.5", {S}),
        ("rating:4", set()),
        ("rating:0", {B, U}),
        ("stars:2..4,5", {S, G}),
        ("plays:>0", {S, G}),
        ("plays:0", {B, U}),
        ("skips:2", {B}),
        ("length:3:13", {S}),
        ("length:3m", {S, U}),
        ("length:>10m", {G}),
        ("length:3:00..4:30", {S, B, U}),
        ("length:<200", {S}),
        ("length:15m..", {G}),
        # dates and ages
        ("date:1999-03", {S}),
        ("date:1999..2007", {S, G}),
        ("date:>1999-03", {G}),
        ("added:30d", {B}),
        ("added:<30d", {B}),
        ("added:>1y", {S}),
        ("added:1w..5m", {G, U}),
        ("added:2024-06", {B}),
        ("added:2024-06-10", {B}),
        ("added:<2023", {S}),
        ("played:<2024", {G}),
        ("played:2022", {G}),
        ("played:2w", {S}),
        ("played:>1y", {G}),
        ("-played:1y", {B, G, U}),
        ("played:never", {B, U}),
        ("played:2022..", {S, G}),
        ("modified:today", {S, B, G, U}),
        ("modified:yesterday", set()),
        # yes and no
        ("is:loved", {S}),
        ("loved:no", {B, G, U}),
        ("is:offline", {U}),
        ("is:compilation", {G}),
        ("is:lossless", {S}),
        ("is:played", {S, G}),
        ("is:heard", {S, B}),
        ("has:cover", {S}),
        ("no:genre", {G, U}),
        ("no:rating", {B, U}),
        ("-no:genre", {S, B}),
        # what was heard
        ("tag:guitar", {S}),
        ("tag:vocal", {S, B}),
        ("tag:male", {B}),
        ('tag:"female vocals"', {S}),
        ("tag:vocal>0.5", {B}),
        ("tempo:<100", {S}),
        ("tempo:92", {S}),
        ("loudness:-20..-10", {S}),
        ("loudness:-18", {S}),
        ("brightness:>2000", {B}),
        ("energy:<.5", {S}),
        ("energy:<0.5", {S}),
        # logic
        ("low -secret", {B}),
        ("low NOT secret", {B}),
        ("-low", {G, U}),
        ("-low -untitled", {G}),
        ("starfire OR straße", {S, G}),
        ("starfire | rating:2", {S, G}),
        ("starfire OR untitled is:offline", {S, U}),
        ("(starfire OR untitled) is:offline", {U}),
        ("-(low OR untitled)", {G}),
        ("-(year:1999 OR is:offline)", {B, G}),
        ("NOT -low", {S, B}),
        ("low AND secret", {S}),
        ("-genre:pop -rating:>4", {G, U}),
        ("year: 1999", {S}),
        ("rating: >= 4", {S}),
    ],
)
def test_a_query_means(shelf: Library, text: str, titles: set[str]) -> None:
    assert found(shelf, text) == titles
    assert search.problems(text) == []


@pytest.mark.parametrize(
    ("typed", "as_if"),
    [
        ("low (", "low"),
        ("(low", "low"),
        ("low)", "low"),
        (") low (", "low"),
        ("low OR", "low"),
        ("OR low", "low"),
        ("low OR OR below", "low OR below"),
        ("low AND", "low"),
        ("low NOT", "low"),
        ("low -", "low"),
        ("low -(", "low"),
        ("low ()", "low"),
        ("low -artist:", "low"),
        ("low artist:", "low"),
        ('low artist:"', "low"),
        ("low artist:(", "low"),
        ("low rating:", "low"),
        ("low rating:>", "low"),
        ("low rating:>=", "low"),
        ("low is:", "low"),
        ("low is:lov", "low"),
        ("low added:3", "low"),
        ("low length:>10:", "low"),
        ("low played:yes", "low"),
        ("low year:199x", "low"),
        ('"low', '"low"'),
        ("low year:1999..", "low year:>=1999"),
        ("low year:..", "low"),
    ],
)
def test_what_is_not_finished_is_not_said(shelf: Library, typed: str, as_if: str) -> None:
    assert found(shelf, typed) == found(shelf, as_if)


@pytest.mark.parametrize(
    "text",
    ["low artist:", "is:lov", "added:3", "low (", 'low "', "low OR", "played:yest", "nofield:low", "!!!"],
)
def test_what_is_not_finished_is_no_problem(text: str) -> None:
    assert search.problems(text) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("year:abc", "“abc” says nothing to year:."),
        ("is:lov low", "“lov” says nothing to is:."),
        ("rating:>= artist:low", "“rating:>=” stands without a value."),
        ("length:long low", "“long” says nothing to length:."),
    ],
)
def test_what_is_not_understood_is_told(text: str, said: str) -> None:
    assert search.problems(text) == [said]


def test_prose_with_a_colon_is_words(library: Library) -> None:
    put(library, "/m/a.mp3", Tags("Track: by Track", ("Date: Unknown",)))
    assert found(library, "Track: by") == {"Track: by Track"}
    assert found(library, "mission: impossible") == set()


def test_a_query_tells_what_may_change_its_answer() -> None:
    assert search.kinds("low year:1999") == set()
    assert search.kinds("rating:4 -plays:0") == {"rated", "played"}
    assert search.kinds("is:loved OR (no:rating tag:guitar)") == {"rated", "facts"}


SAID = r"-?[a-z]+:[^\s;,)]*[^\s;,.)]"


@pytest.mark.parametrize(
    "example", [said for row in search.SYNTAX for said in (row[0], *re.findall(SAID, row[1]))]
)
def test_every_example_of_the_help_is_understood(shelf: Library, example: str) -> None:
    assert search.problems(f"{example} low") == []
    assert search.parse(example).sql != "1"
    found(shelf, example)


# -- anything goes -----------------------------------------------------------------------------------------

PIECES = [
    *("low", "below", "e*", '"secret name"', '"', "OR", "AND", "NOT", "-", "(", ")", " ", "  ", "|", "&"),
    *("artist:", "artist:=", "year:", ">=", "..", "1999", "rating:>", "is:loved", "no:", "tag:", "added:30d"),
    *("path:%", "comment:_", "length:", "3:00", "played:>1y", "!!!", "é", "ß", "\0", "\ud800", "🎵", "''"),
    *("date:1999", "codec:", "loudness:-", "{", "}", "^", "+", "NEAR(", "folder:", "title:(", "energy:1e9"),
]


def test_no_text_at_all_is_an_error(shelf: Library) -> None:
    draw = random.Random(1)
    for _ in range(1_500):
        glue = draw.choice(["", " ", " "])
        text = glue.join(draw.choices(PIECES, k=draw.randrange(12)))
        found(shelf, text)
        search.problems(text)
    for _ in range(500):
        found(shelf, "".join(draw.choices(string.printable, k=draw.randrange(20))))


@pytest.mark.parametrize(
    "text",
    [
        "(" * 20_000,
        ")" * 20_000,
        "(a " * 5_000,
        "-(" * 5_000 + "a",
        "NOT " * 5_000 + "a",
        "a OR " * 5_000,
        "-a " * 5_000,
        "year:1 OR " * 2_000,
        "artist:(" * 3_000,
        "path:" + "a" * 100_000,
        '"' * 20_001,
        "tag:" + "%" * 15_000,
        "artist:=a " * 2_000,
        "(" * 12 + "a OR -b" + ")" * 12,
        "(a -(b OR -(c " * 4 + ")" * 12,
        "length:" + "9" * 5_000 + ":00",
        "length:" + "9" * 400 + ":00:00",
        "folder:" + "中" * 19_000,
    ],
    ids=range(18),
)
def test_no_length_or_depth_is_too_much(shelf: Library, text: str) -> None:
    started = time.monotonic()
    found(shelf, text)
    assert time.monotonic() - started < 5


# -- against a slow reading --------------------------------------------------------------------------------

Row = dict[str, Anything]
LEAVES: list[tuple[str, Callable[[Row], bool]]] = [
    *(
        (word, lambda row, word=word: _has(row, word, "title", "artist", "album", "genre"))
        for word in ("amber", "b", "cin", "drift", "e", "zz")
    ),
    ('"amber birch"', lambda row: "amber birch" in row["title"].lower()),
    ("artist:amber", lambda row: _has(row, "amber", "artist")),
    ("title:=amber", lambda row: row["title"].lower() == "amber"),
    ("genre:folk", lambda row: _has(row, "folk", "genre")),
    ("year:1990..1999", lambda row: row["year"] is not None and 1990 <= row["year"] <= 1999),
    ("year:<1995", lambda row: row["year"] is not None and row["year"] < 1995),
    ("rating:>=3", lambda row: row["rating"] is not None and row["rating"] >= 3),
    ("no:rating", lambda row: row["rating"] is None),
    ("plays:0", lambda row: row["play_count"] == 0),
    ("is:loved", lambda row: bool(row["loved"])),
    ("path:drift", lambda row: b"drift" in row["path"].lower()),
    ("played:never", lambda row: row["last_played"] is None),
    ("played:30d", lambda row: row["last_played"] is not None and row["last_played"] >= NOW - 30 * DAY),
]


def _has(row: Row, word: str, *columns: str) -> bool:
    return any(part.startswith(word) for column in columns for part in row[column].lower().split())


def meant(term: Term, row: Row) -> bool:
    """What a tree says of a row, leaf by leaf."""
    match term:
        case All(terms):
            return all(meant(each, row) for each in terms)
        case Any(terms):
            return any(meant(each, row) for each in terms)
        case Not(inner):
            return not meant(inner, row)
        case Words(text, whole):
            return dict(LEAVES)[f'"{text}"' if whole else text](row)
        case Narrowed():
            return dict(LEAVES)[term.text](row)


def written(draw: random.Random, depth: int) -> str:
    """A random query whose leaves are in LEAVES."""
    if depth == 0 or draw.random() < 0.2:
        return draw.choice(LEAVES)[0]
    parts = [written(draw, depth - 1) for _ in range(draw.randrange(1, 4))]
    parts = [f"{draw.choice(['-', 'NOT '])}({part})" if draw.random() < 0.3 else part for part in parts]
    joined = draw.choice([" ", " ", " OR ", " AND "]).join(parts)
    return f"({joined})" if draw.random() < 0.7 else joined


@pytest.fixture
def many(library: Library) -> Iterator[tuple[Library, list[Row]]]:
    draw = random.Random(7)
    words = ("amber", "birch", "cinder", "drift", "echo", "fern")
    for number in range(150):
        title, artist, album = (" ".join(draw.choices(words, k=draw.randrange(1, 3))) for _ in range(3))
        put(
            library,
            f"/m/{number} {artist}/{title}.mp3".replace(" ", draw.choice("_ ")),
            Tags(title.title(), (artist,), (), album, draw.choice([("Folk",), ("Rock", "Folk"), ()])),
            year=draw.choice([None, *range(1985, 2005)]),
            rating=draw.choice([None, 1, 3, 5]),
            loved=draw.randrange(2),
            play_count=draw.randrange(3),
            last_played=draw.choice([None, NOW - DAY, NOW - 300 * DAY]),
        )
    rows = library.database.read().execute("SELECT * FROM tracks").fetchall()
    yield library, [dict(row) for row in rows]


def test_logic_means_what_a_slow_reading_finds(many: tuple[Library, list[Row]]) -> None:
    library, rows = many
    draw = random.Random(11)
    for _ in range(250):
        text = written(draw, 3)
        tree = query.parse(text, known)
        wanted = search.parse(text, NOW)
        ids = library.database.read().execute(f"SELECT id FROM tracks WHERE {wanted.sql}", wanted.values)
        assert {id for (id,) in ids} == {row["id"] for row in rows if meant(tree, row)}, text


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a b OR c", Any((All((Words("a"), Words("b"))), Words("c")))),
        ("a (b OR c)", All((Words("a"), Any((Words("b"), Words("c")))))),
        ("-a b", All((Not(Words("a")), Words("b")))),
        ("NOT a OR b", Any((Not(Words("a")), Words("b")))),
        ('-"a b"', Not(Words("a b", whole=True))),
        ("-(a b)", Not(All((Words("a"), Words("b"))))),
        ("a-b", Words("a-b")),
        ("rock and roll or not", All(tuple(map(Words, ("rock", "and", "roll", "or", "not"))))),
        ("", All(())),
    ],
)
def test_the_tree_of_a_query(text: str, tree: Term) -> None:
    assert query.parse(text, known) == tree


# -- orders ------------------------------------------------------------------------------------------------


def test_a_random_order_is_even_and_stays_with_its_seed(many: tuple[Library, list[Row]]) -> None:
    library, _ = many

    def order(seed: int) -> list[int]:
        by = search.order_by([("random", False)], seed=seed)
        return [id for (id,) in library.database.read().execute(f"SELECT id FROM tracks ORDER BY {by}")]

    assert order(1) == order(1)
    assert order(1) != order(2) != sorted(order(2))
    firsts = [order(seed)[0] for seed in range(300)]
    assert len(set(firsts)) > 100


@pytest.mark.parametrize(
    ("name", "unknown"),
    [("bpm", {G, U}), ("last_played", {B, U}), ("rating", {B, U}), ("samplerate", {U}), ("track", {B, G, U})],
)
def test_unknown_values_come_last_both_ways(shelf: Library, name: str, unknown: set[str]) -> None:
    for descending in (False, True):
        titles = [
            track.title for track in shelf.tracks(list(map(TrackId, shelf.order(sort=[(name, descending)]))))
        ]
        assert set(titles[-len(unknown) :]) == unknown
