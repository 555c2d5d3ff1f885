"""What was heard, loaded once for all who compare songs."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.hearing import Hearing, Listened, load_hearing
from core.domain import AudioId, TrackId
from core.explore.stock import RadioTrack
from core.library.tracks import Library
from core.settings import Places
from tests.app.shelf import fill


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path / "data", tmp_path / "models")


@pytest.fixture
def library(places: Places) -> Iterator[Library]:
    made = Library.open(places)
    fill(made, 5)
    yield made
    made.close()


def test_before_anything_was_heard_there_is_an_ear_that_knows_nothing(
    library: Library, places: Places
) -> None:
    found = load_hearing(library, places, ["musicnn-mtt", "musicnn-msd"])
    assert (len(found.ear), found.total) == (0, 5)
    assert len(found.catalogue) == 0


def test_windows_of_what_is_no_model_are_none(library: Library, places: Places) -> None:
    found = load_hearing(library, places, ["musicnn-mtt"])
    assert found.windows(AudioId("0" * 32), "timbre") is None
    assert found.windows(AudioId("0" * 32), "musicnn-mtt") is None


def hearing(name: str) -> Hearing:
    unused: Any = name
    return Hearing(unused, (), 0)


def test_two_who_ask_at_once_get_the_same_and_it_is_loaded_once() -> None:
    begun, go_on = threading.Event(), threading.Event()
    loaded: list[Hearing] = []

    def load() -> Hearing:
        begun.set()
        assert go_on.wait(10)
        loaded.append(hearing("one"))
        return loaded[-1]

    listened = Listened(load)
    got: list[Hearing] = []
    asking = [threading.Thread(target=lambda: got.append(listened.now())) for _ in range(3)]
    for thread in asking:
        thread.start()
    assert begun.wait(10)
    assert listened.known is None
    go_on.set()
    for thread in asking:
        thread.join(10)
    assert len(loaded) == 1
    assert got == loaded * 3


def test_outdated_it_is_loaded_anew_when_it_is_next_asked_for() -> None:
    names = iter(("first", "second"))
    listened = Listened(lambda: hearing(next(names)))
    first = listened.now()
    listened.outdate()
    assert listened.known is first
    assert listened.now() is not first
    assert listened.now() is listened.known


def test_with_another_stock_the_ear_is_kept_and_the_old_hearing_serves_on() -> None:
    stock = [RadioTrack(TrackId(1), title="Old")]
    listened = Listened(lambda: hearing("one"), lambda: list(stock))
    first = listened.now()
    stock[0] = RadioTrack(TrackId(1), title="New")
    assert listened.now() is first
    listened.outdate_stock()
    now = listened.now()
    assert now.ear is first.ear
    assert ([track.title for track in now.stock], now.total, first.stock) == (["New"], 1, ())
    assert listened.now() is now


def test_a_stock_that_is_the_same_keeps_the_catalogue_made_of_it() -> None:
    first = Listened(lambda: Hearing(None, [], 0), list)  # type: ignore[arg-type]
    before = first.now()
    first.outdate_stock()
    assert first.now() is before


def test_what_is_loaded_whole_has_the_newest_stock_already() -> None:
    asked: list[str] = []
    listened = Listened(lambda: hearing("one"), lambda: asked.append("stock") or ())  # type: ignore[func-returns-value]
    listened.outdate_stock()
    listened.now()
    listened.outdate_stock()
    listened.outdate()
    assert listened.now() is listened.now()
    assert not asked
