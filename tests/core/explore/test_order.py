"""Order: what follows what, priced by ends and beginnings, tempo, loudness and artist."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from core.domain import SONGLETS, Decibel, TrackId
from core.explore.ear.ear import Ear
from core.explore.radio.order import Transitions, beam
from core.explore.stock import RadioTrack
from tests.core.explore.synthetic_songs import D, clustered, trajectories


def ear_of(songlets: NDArray[np.floating]) -> Ear:
    """Tracks 1 .. n on rows 0 .. n-1."""
    heard = trajectories(songlets)
    return Ear.build([heard], {}, [(TrackId(i + 1), audio) for i, audio in enumerate(heard.audio_ids)])


def track(
    id: int, *, tempo: float | None = None, loudness: float | None = None, artist: str = ""
) -> RadioTrack:
    level = None if loudness is None else Decibel(loudness)
    return RadioTrack(TrackId(id), tempo=tempo, loudness=level, artist=artist)


def songs(n: int) -> NDArray[np.float64]:
    """So few that nothing is centred: cosines are what they look like."""
    return np.tile(np.eye(n, D)[:, None], (1, SONGLETS, 1))


def length(rows: list[int], transitions: Transitions) -> float:
    costs = transitions.matrix(rows)
    return float(sum(costs[i, i + 1] for i in range(len(rows) - 1)))


@pytest.fixture(scope="module")
def hundred() -> Transitions:
    rng = np.random.default_rng(3)
    tracks = [track(i + 1, tempo=float(rng.uniform(60, 180)), artist=f"Artist {i % 9}") for i in range(100)]
    return Transitions(ear_of(clustered(100, 6, mean=0.0)), tracks)


def test_the_end_of_one_meets_the_beginning_of_the_next() -> None:
    vectors = songs(3)
    vectors[0, -1] = vectors[1, 0]
    costs = Transitions(ear_of(vectors), []).matrix([0, 1, 2])
    usual = Transitions(ear_of(songs(3)), []).matrix([0, 1])[0, 1]
    assert costs[0, 1] == pytest.approx(usual - 1.0)
    assert costs[1, 0] == pytest.approx(usual)  # the other way round they do not meet


def test_silence_at_the_end_is_not_what_a_track_ends_with() -> None:
    vectors = songs(2)
    vectors[0, -2] = vectors[1, 0]
    vectors[0, -1] = 0.0
    vectors[1, 3] = 0.0
    costs = Transitions(ear_of(vectors), []).matrix([0, 1])
    assert costs[0, 1] == pytest.approx(costs[1, 0] - 1.0)


@pytest.mark.parametrize(("tempo", "extra"), [(120.0, 0.0), (60.0, 0.0), (240.0, 0.0), (120 * 2**0.5, 0.2)])
def test_half_and_double_time_are_the_same_pulse(tempo: float, extra: float) -> None:
    tracks = [track(1, tempo=120.0), track(2, tempo=120.0), track(3, tempo=tempo)]
    costs = Transitions(ear_of(songs(3)), tracks).matrix([0, 1, 2])
    assert costs[0, 2] - costs[0, 1] == pytest.approx(extra, abs=1e-6)


def test_a_leap_in_loudness_costs_up_to_a_bound() -> None:
    tracks = [track(1, loudness=-20), track(2, loudness=-20), track(3, loudness=-14), track(4, loudness=-60)]
    costs = Transitions(ear_of(songs(4)), tracks).matrix([0, 1, 2, 3])[0]
    assert costs[2] - costs[1] == pytest.approx(0.1)
    assert costs[3] - costs[1] == pytest.approx(0.2)


def test_what_is_not_known_is_neither_a_virtue_nor_a_fault() -> None:
    tracks = [track(1, tempo=100.0), track(2, tempo=100.0), track(3), track(4, tempo=141.0)]
    costs = Transitions(ear_of(songs(4)), tracks).matrix([0, 1, 2, 3])[0]
    assert costs[1] < costs[2] < costs[3]


def test_an_artist_right_after_a_guest_of_theirs_is_one_artist_twice() -> None:
    tracks = [track(1, artist="Low feat. Ada"), track(2, artist="Ada"), track(3, artist="Nils")]
    costs = Transitions(ear_of(songs(3)), tracks).matrix([0, 1, 2])
    assert costs[0, 1] - costs[0, 2] == pytest.approx(0.5)


def test_without_smoothness_the_nearest_come_first(hundred: Transitions) -> None:
    scores = np.random.default_rng(0).standard_normal(60)
    assert beam(70, range(60), scores, 60, hundred, smoothness=0.0) == np.argsort(scores).tolist()


def test_transitions_get_smoother_and_the_near_still_come_first(hundred: Transitions) -> None:
    scores = np.random.default_rng(0).standard_normal(60)
    plain = beam(70, range(60), scores, 20, hundred, smoothness=0.0)
    smooth = beam(70, range(60), scores, 20, hundred)
    assert length([70, *smooth], hundred) < 0.8 * length([70, *plain], hundred)
    assert scores[smooth].mean() < np.sort(scores)[:30].mean()


def test_a_plan_keeps_its_beginning_however_long_it_is(hundred: Transitions) -> None:
    scores = np.random.default_rng(0).standard_normal(60)
    long = beam(70, range(60), scores, 20, hundred)
    assert beam(70, range(60), scores, 9, hundred) == long[:9]
    assert len(set(long)) == 20


def test_a_rule_is_kept_in_every_branch(hundred: Transitions) -> None:
    artists = np.arange(60) % 9

    def apart(chosen: tuple[int, ...]) -> NDArray[np.bool_]:
        return ~np.isin(artists, artists[list(chosen[-4:])])

    picks = beam(None, range(60), np.zeros(60), 20, hundred, apart)
    heard = artists[picks].tolist()
    assert len(picks) == 20
    assert all(heard[i] not in heard[max(0, i - 4) : i] for i in range(20))


def test_where_nothing_more_is_allowed_the_list_ends(hundred: Transitions) -> None:
    def three(chosen: tuple[int, ...]) -> NDArray[np.bool_]:
        return np.full(10, len(chosen) < 3)

    assert len(beam(None, range(10), np.zeros(10), 8, hundred, three)) == 3
    scores = np.array([0.5, np.inf, 0.1])
    assert sorted(beam(None, [4, 5, 6], scores, 8, hundred)) == [0, 2]
    assert beam(None, [], np.zeros(0), 8, hundred) == []
