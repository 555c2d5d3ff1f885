"""Corners never visited: owned, unknown, one a day, and drawn in a small picture."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from core.domain import Timestamp, TrackId
from core.explore.ear.ear import Ear
from core.explore.memory.affinity import affinities
from core.explore.rediscovery.corners import Corner, corner_of_the_day
from core.explore.rediscovery.shelves import Collection
from core.explore.stock import RadioTrack, load_stock
from core.library.tracks import Library
from core.settings import Places
from tests.core.explore.listener import DAY, NOW, Listener
from tests.core.explore.synthetic_songs import clustered, trajectories

CLUSTERS, TRACKS = 5, 150


@pytest.fixture
def library(places: Places) -> Iterator[Library]:
    library = Library.open(places)
    yield library
    library.close()


@pytest.fixture
def listener(library: Library) -> Listener:
    return Listener(library)


@pytest.fixture
def ids(listener: Listener) -> list[TrackId]:
    return listener.tracks(TRACKS)


@pytest.fixture
def ear(ids: list[TrackId]) -> Ear:
    """Track number i sounds of cluster i % CLUSTERS."""
    songs = trajectories(clustered(TRACKS, CLUSTERS))
    return Ear.build([songs], {}, list(zip(ids, songs.audio_ids, strict=True)))


def corner(
    library: Library, ear: Ear | None, later: float = 0.0, barred: TrackId | None = None
) -> Corner | None:
    def bars(track: RadioTrack) -> bool:
        return track.id == barred

    now = Timestamp(NOW + later)
    return corner_of_the_day(Collection(load_stock(library), affinities(library, now), ear, now, bars))


def visit(listener: Listener, ids: list[TrackId], clusters: range) -> None:
    for number, id in enumerate(ids):
        if number % CLUSTERS in clusters:
            listener.plays(id, (5 + number) * DAY)


def test_the_corner_lies_where_nothing_was_heard(
    library: Library, listener: Listener, ids: list[TrackId], ear: Ear
) -> None:
    visit(listener, ids, range(4))
    found = corner(library, ear)
    assert found is not None
    assert len(found.tracks) >= 10
    assert {ids.index(id) % CLUSTERS for id in found.tracks} == {4}
    assert len(set(found.tracks)) == len(found.tracks)


def test_it_is_called_after_the_nearest_track_that_one_knows(
    library: Library, listener: Listener, ids: list[TrackId], ear: Ear
) -> None:
    visit(listener, ids, range(4))
    listener.plays(ids[4], 50 * DAY)  # the one known track of the unknown cluster
    found = corner(library, ear)
    assert found is not None
    assert found.anchor == ids[4]
    assert str(found.name) == f"near “{library.track(ids[4]).title}”"
    assert ids[4] not in found.tracks


def test_without_any_history_it_is_called_after_its_middle(
    library: Library, ids: list[TrackId], ear: Ear
) -> None:
    found = corner(library, ear)
    assert found is not None
    assert found.anchor == found.tracks[0]


def test_the_same_corner_stays_all_day_though_one_plays_it(
    library: Library, listener: Listener, ids: list[TrackId], ear: Ear
) -> None:
    visit(listener, ids, range(3))
    morning = corner(library, ear)
    assert morning is not None
    listener.plays(morning.tracks[0], 60.0)
    listener.plays(morning.tracks[1], 120.0)
    assert corner(library, ear, later=2 * 3600) == morning


def test_other_days_bring_other_corners(library: Library, ids: list[TrackId], ear: Ear) -> None:
    found = [corner(library, ear, later=day * DAY) for day in range(8)]
    assert len({one.tracks for one in found if one is not None}) > 2


def test_no_artist_fills_a_corner_and_what_is_barred_is_not_in_it(
    library: Library, listener: Listener, ear: Ear, ids: list[TrackId]
) -> None:
    with library.database.write() as db:
        db.execute("UPDATE tracks SET artist = 'One' WHERE id % 2")
    found = corner(library, ear)
    assert found is not None
    assert sum(library.track(id).artist == "One" for id in found.tracks) <= 5
    without = corner(library, ear, barred=found.tracks[0])
    assert without is not None
    assert found.tracks[0] not in without.tracks


def test_the_picture_shows_the_corner_among_all_music(
    library: Library, listener: Listener, ids: list[TrackId], ear: Ear
) -> None:
    visit(listener, ids, range(4))
    found = corner(library, ear)
    assert found is not None
    assert len(found.around) == TRACKS
    assert len(found.lit) == len(found.tracks)
    points = (*found.around, *found.lit)
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in points)
    spread = [max(p[axis] for p in found.around) - min(p[axis] for p in found.around) for axis in (0, 1)]
    assert min(spread) > 0.9


def test_there_is_none_where_nothing_was_listened_to_or_all_is_known(
    library: Library, listener: Listener, ids: list[TrackId], ear: Ear
) -> None:
    assert corner(library, None) is None
    visit(listener, ids, range(CLUSTERS))
    assert corner(library, ear) is None
