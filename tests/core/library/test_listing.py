"""Orders within lists, sums of selections, and marks for many tracks at once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.database import Database
from core.domain import TrackId
from core.library import listing
from core.library.search import Condition
from core.library.tracks import SQL, Change, Kind, Library


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    made = Library(Database(tmp_path / "library.db", SQL))
    with made.database.write() as db:
        db.executemany(
            """INSERT INTO tracks (path, size, mtime_ns, title, title_key, artist, artist_key, duration, year,
                   added_at) VALUES (?, 1, 1, ?, ?, ?, ?, ?, ?, 0)""",
            [
                (f"/m/{name}".encode(), name, name, artist, artist, 10.0 * number, 1990 + number)
                for number, (name, artist) in enumerate(
                    (("a", "x"), ("b", "y"), ("c", "x"), ("d", "z")), start=1
                )
            ],
        )
    yield made
    made.close()


def test_a_condition_narrows_what_a_query_finds(library: Library) -> None:
    narrowed = Condition("artist_key = ? OR artist_key = ?", ("x", "z"))
    assert list(listing.order(library, "year:>=1993", [("title", True)], narrowed)) == [4, 3]


def test_a_list_keeps_its_order_and_its_doubles(library: Library) -> None:
    assert list(listing.places(library, [3, 1, 3, 2])) == [0, 1, 2, 3]


def test_a_list_is_searched_and_sorted_by_position(library: Library) -> None:
    ids = [3, 1, 3, 2]
    assert list(listing.places(library, ids, "artist:x")) == [0, 1, 2]
    assert list(listing.places(library, ids, "", [("title", False)])) == [1, 3, 0, 2]


def test_what_is_no_track_is_not_found_in_a_list(library: Library) -> None:
    assert list(listing.places(library, [-7, 2])) == [1]


def test_a_track_that_is_there_twice_counts_twice(library: Library) -> None:
    assert listing.seconds(library, [TrackId(1), TrackId(1), TrackId(4)]) == 60.0


def test_many_are_rated_with_few_words_of_it(library: Library) -> None:
    told: list[Change] = []
    library.subscribe(told.append)
    listing.rate(library, [TrackId(i) for i in (1, 2, 3)], 4.5)
    assert [(change.kind, list(change.ids)) for change in told] == [(Kind.RATED, [1, 2, 3])]
    assert [track.rating for track in library.tracks(library.all_ids())] == [4.5, 4.5, 4.5, None]


def test_many_are_loved_and_loved_no_more(library: Library) -> None:
    ids = library.all_ids()
    listing.love(library, ids, loved=True)
    assert all(track.loved for track in library.tracks(ids))
    listing.love(library, ids[:1], loved=False)
    assert not library.track(ids[0]).loved


def test_six_stars_are_refused(library: Library) -> None:
    with pytest.raises(ValueError, match="stars"):
        listing.rate(library, [TrackId(1)], 6)
