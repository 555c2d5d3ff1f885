"""Where one has been tonight."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from core.domain import Ended, Timestamp
from core.explore.map.tonight import tonight
from core.library.tracks import Library
from core.settings import Places
from tests.core.explore.listener import LENGTH, NOW, Listener

HOUR = 3600.0


@pytest.fixture
def library(places: Places) -> Iterator[Library]:
    library = Library.open(places)
    yield library
    library.close()


@pytest.fixture
def listener(library: Library) -> Listener:
    return Listener(library)


def test_it_begins_after_the_last_pause_of_four_hours(library: Library, listener: Listener) -> None:
    ids = listener.tracks(4)
    for id, hours in zip(ids, (9.0, 4.5, 2.0, 0.5), strict=True):
        listener.plays(id, hours * HOUR)
    assert tonight(library, NOW) == [
        (id, NOW - age * HOUR) for id, age in zip(ids[1:], (4.5, 2, 0.5), strict=True)
    ]


def test_a_pause_begins_when_the_music_ends(library: Library, listener: Listener) -> None:
    long, short = listener.tracks(2)
    listener.plays(long, 5.5 * HOUR, heard=2 * HOUR)
    listener.plays(short, 1.0)
    assert [id for id, _ in tonight(library, NOW)] == [long, short]


def test_the_night_is_over_once_the_pause_has_lasted(library: Library, listener: Listener) -> None:
    (id,) = listener.tracks(1)
    listener.plays(id, 1.0)
    assert tonight(library, Timestamp(NOW + 4 * HOUR + LENGTH)) == []
    assert tonight(library, Timestamp(NOW + 3 * HOUR)) != []


def test_what_was_skipped_at_once_is_no_place_one_has_been_nor_a_pause(
    library: Library, listener: Listener
) -> None:
    first, skipped, broken, last = listener.tracks(4)
    listener.plays(first, 6 * HOUR)
    listener.skips(skipped, 3 * HOUR)
    listener.plays(broken, 2 * HOUR, heard=0.0, ended=Ended.ERROR)
    listener.plays(last, 60.0, heard=40.0, ended=Ended.STOPPED)
    assert [id for id, _ in tonight(library, NOW)] == [first, last]


def test_what_was_heard_twice_is_there_twice(library: Library, listener: Listener) -> None:
    (id,) = listener.tracks(1)
    listener.plays(id, 2 * HOUR, 1 * HOUR)
    assert [at for _, at in tonight(library, NOW)] == [NOW - 2 * HOUR, NOW - HOUR]


def test_without_plays_there_is_no_trail(library: Library) -> None:
    assert tonight(library, NOW) == []
