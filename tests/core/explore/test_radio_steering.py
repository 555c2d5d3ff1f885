"""Every control of a radio does what its name says, and more of it where it is turned further."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np
import pytest

from core.domain import Ended, PlayEvent, Seconds, Source, Timestamp, TrackId
from core.explore.ear.ear import Ear
from core.explore.memory.affinity import Affinity
from core.explore.radio.catalogue import Catalogue
from core.explore.radio.radio import Radio
from core.library.bans import Ban
from core.library.radios import Seed, Steering
from tests.core.explore.synthetic_songs import clustered, make_ear, make_tracks

N, CLUSTERS = 600, 12
NOW = Timestamp(1_763_200_000.0)


@pytest.fixture(scope="module")
def ear() -> Ear:
    return make_ear(clustered(N, CLUSTERS, noise=1.2))


@pytest.fixture(scope="module")
def catalogue(ear: Ear) -> Catalogue:
    """Energy is the track's place by a fixed shuffle: it has nothing to do with how near tracks are."""
    energies = np.random.default_rng(3).permutation(N) / N
    tracks = make_tracks(N, artists=150, albums=300)
    return Catalogue(
        ear,
        [t._replace(energy=float(e), duration=Seconds(200.0)) for t, e in zip(tracks, energies, strict=True)],
    )


@pytest.fixture(scope="module")
def affinities() -> Mapping[TrackId, Affinity]:
    """Every second track was played, the higher its id the more."""
    return {
        TrackId(id): Affinity(0.2, id, id, 0, NOW, float(np.log(id) - 5.0), id) for id in range(2, N + 1, 2)
    }


def planned(catalogue: Catalogue, n: int = 20, seed: int = 1, **asked: Any) -> list[int]:
    known = {name: asked.pop(name) for name in ("affinities", "bans", "find", "clock") if name in asked}
    radio = Radio(catalogue.ear, catalogue, [Seed.track(TrackId(seed))], steering=Steering(**asked), **known)
    return [pick.track_id for pick in radio.upcoming(n)]


def nearness(catalogue: Catalogue, ids: Sequence[int], seed: int = 1) -> list[int]:
    """The place of each in the order of distance to the seed."""
    ear = catalogue.ear
    far = ear.distances([ear.row(TrackId(seed))])[0]
    places = far.argsort().argsort()
    return [int(places[ear.row(TrackId(id))]) for id in ids]


@pytest.mark.parametrize("seed", [1, 44, 300])
def test_from_familiar_to_new_the_picks_are_less_and_less_known(
    catalogue: Catalogue, affinities: Mapping[TrackId, Affinity], seed: int
) -> None:
    def novelty(familiar: float) -> float:
        ids = planned(catalogue, seed=seed, familiar=familiar, affinities=affinities)
        return float(
            np.mean(
                [1.0 - (known.familiarity if (known := affinities.get(TrackId(id))) else 0.0) for id in ids]
            )
        )

    known, usual, new = (novelty(familiar) for familiar in (-1.0, 0.0, 1.0))
    assert known < usual < new
    assert known <= novelty(-0.5) <= usual <= novelty(0.5) <= new


def test_asking_for_what_is_new_still_stays_near(
    catalogue: Catalogue, affinities: Mapping[TrackId, Affinity]
) -> None:
    ids = planned(catalogue, familiar=1.0, affinities=affinities)
    assert np.median(nearness(catalogue, ids)) < N / 6


def test_from_close_to_adventurous_the_picks_come_from_further_away_and_differ_more(
    catalogue: Catalogue,
) -> None:
    ear = catalogue.ear

    def measured(adventure: float) -> tuple[float, float]:
        ids = planned(catalogue, adventure=adventure)
        rows = [ear.row(TrackId(id)) for id in ids]
        apart = ear.between(rows, rows)[np.triu_indices(len(rows), 1)]
        return float(np.mean(nearness(catalogue, ids))), float(apart.mean())

    close, middle, far = (measured(adventure) for adventure in (0.0, 0.5, 1.0))
    assert close[0] < middle[0] < far[0]
    assert close[1] < middle[1] < far[1]
    assert far[0] < N / 2 / 2, "further away, and still nearer than chance"


@pytest.fixture(scope="module")
def plain_space() -> Catalogue:
    """Songs all over a space of six dimensions: from each a way leads to any other, by small steps."""
    rng = np.random.default_rng(5)
    axes = np.linalg.qr(rng.standard_normal((32, 32)))[0][:6]
    songs = (rng.standard_normal((N, 6)) @ axes)[:, None] + 0.25 * rng.standard_normal((N, 1, 32))
    ear = make_ear(songs + 0.2 * rng.standard_normal((N, 10, 32)))
    return Catalogue(
        ear, [t._replace(duration=Seconds(200.0)) for t in make_tracks(N, artists=150, albums=300)]
    )


def listened(catalogue: Catalogue, seed: int, drift: float, n: int) -> list[int]:
    """What plays when everything is heard to its end."""
    radio = Radio(catalogue.ear, catalogue, [Seed.track(TrackId(seed))], steering=Steering(drift=drift))
    given: list[int] = []
    for _ in range(n):
        (pick,) = radio.next(1)
        given.append(pick.track_id)
        radio.heard(PlayEvent(pick.track_id, NOW, Seconds(200.0), Ended.FINISHED, Source.RADIO))
    return given


def test_a_steady_radio_stays_with_its_seed_and_a_travelling_one_leaves_it(plain_space: Catalogue) -> None:
    steady, travelling = (
        np.mean(
            [nearness(plain_space, listened(plain_space, seed, drift, 40)[20:], seed) for seed in (44, 300)]
        )
        for drift in (0.0, 1.0)
    )
    assert travelling > 1.3 * steady


def test_energy_rises_or_falls_over_the_next_hour(catalogue: Catalogue) -> None:
    def course(energy: float) -> tuple[float, float]:
        ids = planned(catalogue, 18, moderate, energy=energy)
        lively = catalogue.energy[catalogue.positions(map(TrackId, ids))]
        return float(lively[:5].mean()), float(lively[-5:].mean())

    moderate = int(catalogue.ids[np.abs(catalogue.energy - 0.5).argmin()])
    calmer, livelier = course(-1.0), course(1.0)
    assert calmer[1] < calmer[0] - 0.1
    assert livelier[1] > livelier[0] + 0.1
    assert calmer[1] < course(-0.4)[1] < course(0.4)[1] < livelier[1]


def test_energy_goes_on_from_how_lively_it_is_when_it_is_steered(catalogue: Catalogue) -> None:
    radio = Radio(catalogue.ear, catalogue, [Seed.track(TrackId(1))])
    radio.next(4)
    latest = catalogue.energy[catalogue.positions(radio.history[-3:])].mean()
    radio.steer(Steering(energy=0.5))
    radio.upcoming(5)
    assert radio.state()["level"] == pytest.approx(float(latest), abs=1e-6)
    assert radio.state()["steered_at"] == sum(catalogue.stock[id].duration for id in radio.history)


def test_only_what_the_filter_finds_comes(catalogue: Catalogue) -> None:
    asked = []

    def find(query: str) -> list[int]:
        asked.append(query)
        return list(range(100, 140))

    ids = planned(catalogue, only="genre:jazz", find=find)
    assert set(ids) <= set(range(100, 140))
    assert asked == ["genre:jazz"]
    assert set(planned(catalogue, find=find)) - set(range(100, 140))


def test_a_filter_that_finds_nothing_leaves_nothing(catalogue: Catalogue) -> None:
    assert planned(catalogue, only="genre:polka", find=lambda query: []) == []


def test_what_is_banned_does_not_come_and_comes_again_when_the_ban_is_lifted(catalogue: Catalogue) -> None:
    radio = Radio(catalogue.ear, catalogue, [Seed.track(TrackId(1))])
    before = [pick.track_id for pick in radio.upcoming(20)]
    artist = catalogue.stock[before[0]].artist
    radio.bar([Ban.artist(artist)])
    after = [pick.track_id for pick in radio.upcoming(20)]
    assert artist not in {catalogue.stock[id].artist for id in after}
    radio.bar([])
    assert [pick.track_id for pick in radio.upcoming(20)] == before


def test_christmas_music_comes_in_december_alone(ear: Ear) -> None:
    near = planned(Catalogue(ear, make_tracks(N)), 1)[0]
    tracks = [t._replace(title="Last Christmas") if t.id == near else t for t in make_tracks(N)]
    for month, comes in ((11, False), (12, True)):
        clock = datetime(2026, month, 20).timestamp()
        assert (near in planned(Catalogue(ear, tracks), clock=lambda at=clock: at)) is comes
    assert near in planned(Catalogue(ear, tracks), christmas=True, clock=lambda: NOW)


def test_spoken_word_comes_only_where_it_is_asked_for(ear: Ear) -> None:
    near = planned(Catalogue(ear, make_tracks(N)), 1)[0]
    tracks = [t._replace(genres=("Audiobook",)) if t.id == near else t for t in make_tracks(N)]
    assert near not in planned(Catalogue(ear, tracks))
    assert near in planned(Catalogue(ear, tracks), spoken=True)


@pytest.mark.parametrize("gap", [1, 3, 8])
def test_the_artist_gap_is_as_wide_as_it_is_asked_to_be(ear: Ear, gap: int) -> None:
    tracks = make_tracks(N, artists=15)
    ids = planned(Catalogue(ear, tracks), 40, artist_gap=gap)
    names = [tracks[id - 1].artist for id in (1, *ids)]
    closest = min(
        later - at
        for at, name in enumerate(names)
        for later in range(at + 1, len(names))
        if names[later] == name
    )
    assert closest >= gap
    assert closest < 15 or gap > 1


def test_steering_is_part_of_what_is_kept(catalogue: Catalogue) -> None:
    steering = Steering(familiar=0.5, adventure=0.25, drift=1.0, energy=-0.5, album_gap=3)
    radio = Radio(catalogue.ear, catalogue, [Seed.track(TrackId(1))])
    radio.steer(steering)
    coming = radio.upcoming(20)
    restored = Radio.restore(catalogue.ear, catalogue, radio.state())
    assert restored.steering == steering
    assert restored.upcoming(20) == coming
    radio.steer(Steering())
    assert radio.upcoming(20) != coming


def test_seconds_are_counted_from_where_energy_was_steered(catalogue: Catalogue) -> None:
    radio = Radio(catalogue.ear, catalogue, [Seed.track(TrackId(1))], steering=Steering(energy=1.0))
    first = radio.next(15)
    rest = radio.upcoming(5)
    lively = [float(catalogue.energy[catalogue.position[pick.track_id]]) for pick in (*first, *rest)]
    assert np.mean(lively[-5:]) > np.mean(lively[:5]), "the hour goes on although tracks have played"
    assert Seconds(0.0) == radio.state()["steered_at"]
