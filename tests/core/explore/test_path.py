"""Song paths: so many steps from one song to another, none larger than it must be; and bridges."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations, pairwise

import numpy as np
import pytest

from core.domain import SONGLETS, AudioId, Seconds, TrackId
from core.explore.ear.ear import Ear
from core.explore.radio.path import bridge, song_path
from core.explore.stock import RadioTrack
from tests.core.explore.synthetic_songs import D, trajectories

N = 60
FIRST, LAST = TrackId(1), TrackId(N)


@pytest.fixture(scope="module")
def arc() -> Ear:
    """Track t lies t - 1 of 59 parts along a quarter circle; the even ones a little beside it."""
    rng = np.random.default_rng(5)
    turn = np.linspace(0.0, np.pi / 2, N)
    songs = np.zeros((N, SONGLETS, D))
    songs[:, :, 0], songs[:, :, 1] = np.cos(turn)[:, None], np.sin(turn)[:, None]
    songs[1::2, :, 2:] += 0.02 * rng.standard_normal((N // 2, 1, D - 2))
    heard = trajectories(songs)
    return Ear.build([heard], {}, [(TrackId(i + 1), audio) for i, audio in enumerate(heard.audio_ids)])


def rows(ear: Ear, ids: Iterable[TrackId]) -> list[int]:
    return [ear.row(id) for id in ids]


def stock(**changed: RadioTrack) -> list[RadioTrack]:
    """Track t by artist t; `t7=` puts another in its place."""
    tracks = [RadioTrack(TrackId(i), f"Artist {i}", f"Song {_word(i)}") for i in range(1, N + 1)]
    for name, track in changed.items():
        tracks[int(name[1:]) - 1] = track
    return tracks


def _word(i: int) -> str:
    return "".join(chr(ord("a") + int(digit)) for digit in str(i))


def jumps(ear: Ear, path: list[TrackId]) -> list[float]:
    return [float(ear.between([ear.row(a)], [ear.row(b)])[0, 0]) for a, b in pairwise(path)]


@pytest.mark.parametrize("steps", [1, 2, 5, 12])
def test_a_path_has_so_many_steps_and_no_song_twice(arc: Ear, steps: int) -> None:
    path = song_path(arc, stock(), FIRST, LAST, steps)
    assert (path[0], path[-1], len(path)) == (FIRST, LAST, steps + 1)
    assert len(set(path)) == len(path)


def test_the_steps_are_even_and_lead_onward(arc: Ear) -> None:
    path = song_path(arc, stock(), FIRST, LAST, 6)
    assert path == sorted(path)
    assert max(jumps(arc, path)) - min(jumps(arc, path)) < 1.0


def test_no_path_that_leads_onward_has_a_smaller_largest_jump(arc: Ear) -> None:
    some = [TrackId(id) for id in (4, 9, 17, 22, 31, 38, 45, 53)]
    path = song_path(arc, stock(), FIRST, LAST, 4, allowed=some)
    to_first, to_last = arc.between(rows(arc, [FIRST, LAST]), rows(arc, some))
    onward = [some[place] for place in np.argsort(to_first - to_last)]
    best = min(max(jumps(arc, [FIRST, *between, LAST])) for between in combinations(onward, 3))
    assert max(jumps(arc, path)) == pytest.approx(best)


def test_the_largest_jump_is_below_that_of_waypoints_and_of_chance(arc: Ear) -> None:
    rng = np.random.default_rng(0)
    sparse = [TrackId(int(id)) for id in np.sort(rng.choice(np.arange(2, N), 20, replace=False))]
    largest = max(jumps(arc, song_path(arc, stock(), FIRST, LAST, 8, allowed=sparse)))
    a, b = arc.pooled[rows(arc, [FIRST, LAST])]
    vectors = arc.pooled[rows(arc, sparse)]
    waypoints: list[TrackId] = []
    for share in np.linspace(0, 1, 9)[1:-1]:
        near = np.argsort(-vectors @ ((1 - share) * a + share * b))
        waypoints.append(next(sparse[i] for i in near if sparse[i] not in waypoints))
    assert largest < max(jumps(arc, [FIRST, *waypoints, LAST]))
    by_chance = [TrackId(int(id)) for id in rng.choice(sparse, 7, replace=False)]
    assert largest < max(jumps(arc, [FIRST, *by_chance, LAST]))


def test_only_what_is_allowed_comes_between(arc: Ear) -> None:
    allowed = {TrackId(id) for id in range(1, N + 1, 3)}
    path = song_path(arc, stock(), FIRST, LAST, 6, allowed=allowed, without={TrackId(31)})
    assert set(path[1:-1]) <= allowed - {TrackId(31)}


def test_what_cannot_be_played_now_comes_at_the_ends_alone(arc: Ear) -> None:
    here = [track for track in stock() if track.id % 2 == 0 and track.id != LAST]
    path = song_path(arc, here, FIRST, LAST, 5)
    assert (path[0], path[-1]) == (FIRST, LAST)
    assert all(id % 2 == 0 for id in path[1:-1])


def test_of_a_songs_versions_one_comes(arc: Ear) -> None:
    tracks = stock(
        t20=RadioTrack(TrackId(20), "Low", "Hey"),
        t40=RadioTrack(TrackId(40), "Low", "Hey (Live)"),
        t30=RadioTrack(TrackId(30), "Artist 1", "Song b - Remaster"),
    )
    some = {TrackId(id) for id in (20, 30, 40, 41)}
    path = song_path(arc, tracks, FIRST, LAST, 5, allowed=some)
    assert len(path) == 4 and TrackId(30) not in path  # a version of the first, and one of two of "Hey"
    assert (TrackId(20) in path) != (TrackId(40) in path)


def test_an_artist_does_not_come_twice_in_a_row_where_others_are_as_near(arc: Ear) -> None:
    tracks = stock(**{f"t{i}": RadioTrack(TrackId(i), "Low", f"Song {_word(i)}") for i in range(2, N, 2)})
    path = song_path(arc, tracks, FIRST, LAST, 8)
    artists = [tracks[id - 1].artist for id in path]
    assert all(one != other for one, other in pairwise(artists))


def test_an_artist_comes_twice_in_a_row_rather_than_a_leap(arc: Ear) -> None:
    tracks = [RadioTrack(TrackId(i), "Low", f"Song {_word(i)}") for i in range(1, N + 1)]
    path = song_path(arc, tracks, FIRST, LAST, 6)
    assert len(path) == 7


def test_a_library_with_too_few_songs_gives_a_shorter_path(arc: Ear) -> None:
    assert song_path(arc, stock(), FIRST, LAST, 9, allowed={TrackId(30)}) == [FIRST, TrackId(30), LAST]
    assert song_path(arc, stock(), FIRST, LAST, 9, allowed=()) == [FIRST, LAST]


def test_silence_lies_on_no_path_and_hinders_none() -> None:
    songs = np.random.default_rng(1).standard_normal((12, SONGLETS, D))
    songs[[3, 7]] = 0.0
    heard = trajectories(songs)
    ear = Ear.build([heard], {}, [(TrackId(i + 1), audio) for i, audio in enumerate(heard.audio_ids)])
    path = song_path(ear, stock(), FIRST, TrackId(12), 20)
    assert sorted(path) == [1, 2, 3, 5, 6, 7, 9, 10, 11, 12]


def test_a_path_to_itself_or_from_the_unheard_is_refused(arc: Ear) -> None:
    with pytest.raises(ValueError):
        song_path(arc, stock(), FIRST, FIRST, 4)
    with pytest.raises(ValueError):
        song_path(arc, stock(), FIRST, LAST, 0)
    with pytest.raises(KeyError):
        song_path(arc, stock(), FIRST, TrackId(999), 4)


def test_a_bridge_lies_between(arc: Ear) -> None:
    found = bridge(arc, stock(), FIRST, LAST)
    assert found is not None and 24 <= found <= 37
    assert bridge(arc, stock(), FIRST, LAST, without={found}) != found
    assert bridge(arc, stock(), FIRST, LAST, allowed={TrackId(12)}) == 12
    assert bridge(arc, stock(), FIRST, LAST, allowed=()) is None


def test_a_bridge_is_no_version_of_either_side(arc: Ear) -> None:
    tracks = stock(
        t30=RadioTrack(TrackId(30), "Artist 1", "Song b (Live)"),
        t31=RadioTrack(TrackId(31), "Someone", "Else", audio_id=AudioId("x"), duration=Seconds(9.0)),
    )
    assert bridge(arc, tracks, FIRST, LAST, allowed={TrackId(30), TrackId(31)}) == 31
