"""Simulated listeners: their bookkeeping by hand, and what the real radio makes of them."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from core.domain import Seconds, TrackId
from core.explore.ear.ear import Ear
from core.explore.evaluation import company, listeners
from core.explore.evaluation.corpus import Corpus
from core.explore.evaluation.listeners import DRIFT, ByLot, Listener, MeanVector, Player, RealRadio
from core.explore.stock import RadioTrack
from tests.core.explore.synthetic_songs import D, clustered, unit
from tests.core.explore.test_evaluation import clusters, ear_of

CLUSTERS, SONGS = 6, 240


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    """240 recordings; folder "/3" holds those of cluster 3."""
    return clusters(SONGS, CLUSTERS)


@pytest.fixture(scope="module")
def ear() -> Ear:
    return ear_of(clustered(SONGS, CLUSTERS))


def stock() -> list[RadioTrack]:
    return [
        RadioTrack(TrackId(i + 1), title=f"Song {i}", duration=Seconds(200.0 + 2 * i)) for i in range(SONGS)
    ]


def mask(*places: int, size: int = 6) -> NDArray[np.bool_]:
    found = np.zeros(size, np.bool_)
    found[list(places)] = True
    return found


class Scripted:
    """Plays what it is told to, and remembers what became of it."""

    def __init__(self, rows: list[int]) -> None:
        self.rows, self.heard = iter(rows), list[tuple[int, bool, bool, bool]]()

    def next(self) -> int | None:
        return next(self.rows, None)

    def told(self, row: int, *, pleased: bool, heart: bool, refused: bool) -> None:
        self.heard.append((row, pleased, heart, refused))


# -- bookkeeping ---------------------------------------------------------------------------------------


def test_an_oracle_pleases_while_there_is_anything_left() -> None:
    listener = Listener([0], lambda step: mask(0, 1, 2), (mask(0, 1, 2),))
    assert listeners.oracle(listener, 4).tolist() == [True, True, False, False]


def test_an_oracle_knows_when_a_taste_changes() -> None:
    listener = Listener([0], lambda step: mask(0, 1) if step < 1 else mask(2, 3), ())
    assert listeners.oracle(listener, 4).tolist() == [True, True, True, False]


def test_a_listener_gives_a_heart_to_every_third_that_pleases_and_refuses_a_trait_five_times() -> None:
    liked, refused = mask(0, 1, 2, 3, size=12), mask(*range(4, 12), size=12)
    player = Scripted(list(range(12)))
    came = listeners.listen(Listener([], lambda step: liked, (liked,), refused=refused), player, 12)
    assert came == list(range(12))
    assert [row for row, pleased, *_ in player.heard if pleased] == [0, 1, 2, 3]
    assert [row for row, _, heart, _ in player.heard if heart] == [0, 3]
    assert [row for *_, row, _, _, refused in player.heard if refused] == [4, 5, 6, 7, 8]


def test_listening_ends_when_nothing_is_left() -> None:
    liked = mask(0)
    assert listeners.listen(Listener([], lambda step: liked, (liked,)), Scripted([2, 1]), 100) == [2, 1]


def test_a_drift_is_followed_once_half_of_ten_please_again() -> None:
    never, at_once = np.zeros(100, np.bool_), np.ones(100, np.bool_)
    slowly = np.arange(100) >= DRIFT + 10
    assert listeners.recovery(never) == 50
    assert listeners.recovery(at_once) == 10
    assert listeners.recovery(slowly) == 15


def test_one_who_dislikes_a_trait_likes_the_rest_of_the_group(corpus: Corpus) -> None:
    energy = np.linspace(0.0, 1.0, SONGS)
    listener = listeners.without_trait(corpus.folders, "folder /1", energy, SONGS, np.random.default_rng(0))
    assert listener is not None and listener.refused is not None
    liked, borne = listener.centres
    assert liked.sum() == borne.sum() == SONGS // CLUSTERS // 2
    assert energy[liked].max() < energy[borne].min()
    unknown = np.full(SONGS, np.nan)
    nobody = listeners.without_trait(corpus.folders, "folder /1", unknown, SONGS, np.random.default_rng(0))
    assert nobody is None


def test_the_tables_of_listeners_by_hand(corpus: Corpus) -> None:
    """Twenty of the first taste, then misses: what each column makes of it."""
    kinds = {kind.key: kind for kind in company.kinds(corpus.folders, np.full(SONGS, np.nan), SONGS)}
    two = kinds["two"].make(np.random.default_rng(0))
    assert two is not None
    first, second = (np.flatnonzero(centre).tolist() for centre in two.centres)
    others = [row for row in range(SONGS) if row not in {*first, *second}]
    came = [row for row in first if row not in two.seeds][:20] + others[:70] + second[:10]
    found = [of(two, came) for _, of in kinds["two"].measures]
    assert found[:3] == [1.0, 0.0, 0.2]
    assert found[3] == 78 - 30  # an oracle has 2 x 40 songs less the seeds
    assert found[4] == pytest.approx(10 / 39)
    drift = kinds["drift"].make(np.random.default_rng(0))
    assert drift is not None
    assert (
        kinds["drift"].measures[-1][1](
            drift, [row for row in range(SONGS) if not drift.pleases(99)[row]][:100]
        )
        == 50.0
    )
    assert kinds["trait"].make(np.random.default_rng(0)) is None  # nothing is known of their energy


# -- the real radio ------------------------------------------------------------------------------------


def hits(listener: Listener, player: Player, steps: int = 30) -> NDArray[np.bool_]:
    return listeners.hits(listener, listeners.listen(listener, player, steps))


def test_radio_learns_from_skips_alone(corpus: Corpus, ear: Ear) -> None:
    rng = np.random.default_rng(2)
    listener = listeners.constant(corpus.folders, ["folder /2"], SONGS, rng, hearts=False)
    ours = hits(listener, RealRadio(corpus, ear, stock(), listener.seeds))
    lot = hits(listener, ByLot(SONGS, listener.seeds))
    assert ours.mean() > 0.9 > 0.4 > lot.mean()


def test_radio_follows_a_listener_who_changes_over(corpus: Corpus, ear: Ear) -> None:
    rng = np.random.default_rng(3)
    listener = listeners.drifting(corpus.folders, "folder /0", "folder /5", SONGS, rng)
    pleased = hits(listener, RealRadio(corpus, ear, stock(), listener.seeds), DRIFT + 35)
    assert pleased[:30].mean() > 0.9
    assert listeners.recovery(pleased) < 35


def test_a_disliked_trait_goes_and_what_it_was_shared_with_stays() -> None:
    """Half of each cluster bears a trait, one more direction; refusing it must not cost the cluster."""
    rng = np.random.default_rng(4)
    trait = unit(rng.standard_normal(D))
    bears = np.arange(SONGS) // CLUSTERS % 2 == 1
    corpus, ear = (
        clusters(SONGS, CLUSTERS),
        ear_of(clustered(SONGS, CLUSTERS) + 0.8 * bears[:, None, None] * trait),
    )
    inside = np.arange(SONGS) % CLUSTERS == 3
    liked = inside & ~bears
    seeds = np.flatnonzero(liked)[:2].tolist()
    listener = Listener(seeds, lambda step: liked, (liked, inside & bears), refused=bears)
    came = listeners.listen(listener, RealRadio(corpus, ear, stock(), seeds), 30)
    assert liked[came].sum() >= 14  # of 18 that are left
    assert listeners.hits(listener, came)[:15].mean() > 0.75


def test_the_mean_vector_and_the_lot_never_play_twice(corpus: Corpus, ear: Ear) -> None:
    rng = np.random.default_rng(5)
    listener = listeners.constant(corpus.folders, ["folder /1"], SONGS, rng)
    for player in (MeanVector(ear, listener.seeds), ByLot(SONGS, listener.seeds)):
        came = listeners.listen(listener, player, SONGS)
        assert sorted(came + listener.seeds) == list(range(SONGS))


def test_radio_finds_two_tastes_and_keeps_both(corpus: Corpus, ear: Ear) -> None:
    rng = np.random.default_rng(1)
    listener = listeners.constant(corpus.folders, ["folder /1", "folder /4"], SONGS, rng)
    came = listeners.listen(listener, RealRadio(corpus, ear, stock(), listener.seeds), 40)
    assert len(came) == len(set(came)) == 40
    assert listeners.hits(listener, came).mean() > 0.9
    for centre in listener.centres:  # 39 songs of each are left to be found
        assert centre[came].sum() >= 10
