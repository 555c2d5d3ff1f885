"""The published formula against an independent reference, and each trap that a naive version falls into."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from core.domain import SONGLETS
from core.explore.ear import taste as taste_module
from core.explore.ear.ear import Ear
from core.explore.ear.subspace import MAX_RANK, liked_subspace, plain_difference, taste_scores
from core.explore.ear.taste import Like, Taste, centres, score
from tests.core.explore.synthetic_songs import clustered, make_ear, unit


def reference(songlets: NDArray[np.floating], likes: NDArray[np.floating]) -> NDArray[np.float64]:
    """D(C) = sum over s of || V V^+ C - C ||, one candidate and one songlet at a time."""
    total = np.zeros(len(songlets))
    for s in range(likes.shape[1]):
        V = likes[:, s].astype(np.float64).T
        P = V @ np.linalg.pinv(V, rcond=1e-10)
        for i, candidate in enumerate(songlets[:, s].astype(np.float64)):
            total[i] += np.linalg.norm(P @ candidate - candidate)
    return total


@pytest.mark.parametrize("M", [1, 2, 5, 10, 40])
def test_plain_difference_is_the_published_formula(M: int) -> None:
    songs = unit(clustered(700, 6))
    likes = songs[np.random.default_rng(M).integers(0, len(songs), M)]
    assert plain_difference(songs, likes) == pytest.approx(reference(songs, likes), abs=1e-5)


def test_plain_difference_allows_the_same_like_twice() -> None:
    songs = unit(clustered(50, 5))
    likes = songs[[3, 3, 7, 3]]
    assert plain_difference(songs, likes) == pytest.approx(reference(songs, likes), abs=1e-5)
    assert plain_difference(songs, likes) == pytest.approx(plain_difference(songs, songs[[3, 7]]), abs=1e-9)


def test_plain_difference_keeps_its_digits_inside_the_subspace() -> None:
    songs = unit(clustered(20, 4))
    assert plain_difference(songs, songs[[1, 2]])[1] < 1e-12


def test_plain_difference_of_near_copies_among_the_likes_matches_the_reference() -> None:
    songs = unit(clustered(60, 5)).astype(np.float64)
    likes = songs[[3, 3, 9]] + 1e-6 * np.random.default_rng(0).standard_normal((3, *songs.shape[1:]))
    assert plain_difference(songs, likes) == pytest.approx(reference(songs, likes), abs=1e-5)


def test_silence_adds_nothing_to_plain_difference_and_spans_nothing() -> None:
    songs = unit(clustered(10, 2))
    songs[0] = 0.0
    songs[1, 4] = 0.0
    assert plain_difference(songs, songs[2:3])[0] == 0.0
    to_silence = plain_difference(songs, songs[1:2])
    assert to_silence == pytest.approx(reference(songs, songs[1:2]), abs=1e-5)
    assert to_silence[1] < 1e-9


def test_plain_difference_without_likes_is_refused() -> None:
    songs = unit(clustered(4, 2))
    with pytest.raises(ValueError, match="at least one like"):
        plain_difference(songs, songs[:0])


def of_cluster(ear: Ear, cluster: int, clusters: int = 6) -> NDArray[np.bool_]:
    return np.arange(len(ear)) % clusters == cluster


def precision(scores: NDArray[np.floating], likes: list[int], right: NDArray[np.bool_]) -> float:
    """Share of right ones among the ten best that are not liked."""
    order = [row for row in np.argsort(scores, kind="stable") if row not in likes]
    return float(np.mean(right[order[:10]]))


def subspace_scores(ear: Ear, rows: list[int]) -> NDArray[np.float32]:
    """The part of the score that the subspace has."""
    cosines = ear.nearness(rows).cosine
    space = liked_subspace(cosines[None][:, :, rows], np.ones(len(rows)))
    return taste_scores(cosines[None], space, np.ones((1, ear.size), np.bool_))


def test_rank_deficiency_the_same_song_liked_thrice_counts_once(library: Ear) -> None:
    once, thrice = subspace_scores(library, [0, 6]), subspace_scores(library, [0, 0, 0, 6, 6, 6])
    assert np.isfinite(thrice).all()
    assert thrice == pytest.approx(once, abs=1e-3)


def test_rank_deficiency_more_likes_than_dimensions_are_an_ordinary_taste() -> None:
    ear = make_ear(clustered(200, 4))
    rows = list(range(0, 160, 4))  # 40 likes in 32 dimensions, and as many of change
    cosines = ear.nearness(rows).cosine
    space = liked_subspace(cosines[None][:, :, rows], np.ones(len(rows)))
    assert space.projection.shape[1] <= MAX_RANK
    basis = ear.sources[0].vectors[rows].T @ space.projection[0].T
    gram = basis.T @ basis
    assert gram == pytest.approx(np.eye(len(gram)), abs=1e-3)
    assert precision(score(ear, Taste.of(rows)), rows, of_cluster(ear, 0, 4)) == 1.0


def test_anisotropy_a_large_common_mean_hides_no_difference() -> None:
    songs = clustered(120, 6, noise=1.0, mean=40.0)
    ear, likes = make_ear(songs), [0]
    naive = plain_difference(ear.raw(range(120)), ear.raw(likes))
    others = np.delete(naive, likes)
    assert others.max() < 0.1 * SONGLETS, "every plain D is tiny"
    scores = np.delete(subspace_scores(ear, likes), likes)
    assert scores.std() > 5 * others.std() / SONGLETS
    assert np.abs(np.vstack(ear.songlets(range(120))).mean(axis=0)).max() < 0.1


def test_sign_blindness_the_opposite_of_a_like_does_not_win() -> None:
    songs = clustered(60, 6, mean=0.0)
    songs[1] = -songs[0] + 0.01 * songs[2]
    ear = make_ear(songs)
    sound = ear.pooled @ ear.pooled[0]
    naive = np.sqrt(np.maximum(0, 1 - sound**2))
    assert naive[1:].argmin() == 0, "without a guard the opposite comes first"
    space = liked_subspace(np.ones((1, 1, 1)), np.ones(1))
    guarded = taste_scores(sound[None, None], space, np.ones((1, 60), np.bool_))
    assert guarded.argmax() == 1
    for likes in ([0], [0, 6], [0, 6, 12]):
        scores = score(ear, Taste.of(likes))
        assert scores.argsort().tolist().index(1) >= 40


def test_saturation_hundreds_of_likes_still_tell_songs_apart() -> None:
    rng = np.random.default_rng(3)
    ear = make_ear(clustered(600, 6, noise=1.5))
    likes = rng.permutation(np.arange(0, 480, 6))[:80].tolist() + np.arange(1, 480, 6)[:80].tolist()
    naive = plain_difference(ear.raw(range(600)), ear.raw(likes))
    assert naive.max() < 1e-6, "the plain subspace of 160 likes holds everything"
    right = of_cluster(ear, 0) | of_cluster(ear, 1)
    assert precision(score(ear, Taste.of(likes)), likes, right) == 1.0


def two_centred() -> Ear:
    """30 songs each of two kinds, 10 halfway between the two, 50 of no kind."""
    rng = np.random.default_rng(5)
    one, other = unit(rng.standard_normal((2, 1, 32)))
    between = unit(one + other)
    songs = np.concatenate(
        [
            one + 0.3 * unit(rng.standard_normal((30, 1, 32))),
            other + 0.3 * unit(rng.standard_normal((30, 1, 32))),
            between + 0.05 * unit(rng.standard_normal((10, 1, 32))),
            unit(rng.standard_normal((50, 1, 32))),
        ]
    )
    return make_ear(songs + 0.1 * unit(rng.standard_normal((len(songs), SONGLETS, 32))))


def test_two_centres_are_two_tastes_and_what_lies_between_does_not_win() -> None:
    ear = two_centred()
    likes = [0, 1, 2, 3, 4, 30, 31, 32, 33, 34]
    right = np.zeros(ear.size, bool)
    right[:60] = True
    assert len(centres(ear, [Like(row) for row in likes])) == 2
    mean = ear.pooled[likes].mean(axis=0)
    assert precision(-(ear.pooled @ mean), likes, right) < 0.5, "the mean vector lands between the centres"
    assert precision(score(ear, Taste.of(likes)), likes, right) == 1.0


def test_the_smaller_of_two_centres_keeps_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    ear = two_centred()
    likes = [0, *range(30, 38)]

    def best_of_the_smaller() -> int:
        order = [row for row in np.argsort(score(ear, Taste.of(likes))) if row not in likes]
        return sum(row < 30 for row in order[:20])

    kept = best_of_the_smaller()
    monkeypatch.setattr(taste_module, "_two_centres", lambda *_: False)
    assert best_of_the_smaller() == 0, "in one subspace the larger drowns it"
    assert kept >= 2


def test_a_taste_with_one_centre_is_not_split(library: Ear) -> None:
    assert len(centres(library, [Like(row) for row in range(0, 60, 6)])) == 1


def hub_library() -> Ear:
    """Song 0 lies between clusters 0 and 1: nearer to the songs of either than they are to each other."""
    rng = np.random.default_rng(1)
    axes = np.linalg.qr(rng.standard_normal((128, 128)))[0][:6]
    own = np.repeat(axes[np.arange(240) % 6][:, None], SONGLETS, axis=1)
    alone = 1.5 * unit(rng.standard_normal((240, 1, 128)))
    songs = own + alone + unit(rng.standard_normal((240, SONGLETS, 128)))
    songs[0] = axes[0] + axes[1] + 0.1 * unit(rng.standard_normal((SONGLETS, 128)))
    return make_ear(songs)


def hub_share(scoring: Callable[[list[int]], NDArray[np.floating]]) -> float:
    """How often the hub is among the ten best, over tastes of three from the two clusters."""
    rng = np.random.default_rng(7)
    hits = 0
    for taste in range(40):
        likes = (6 * rng.choice(np.arange(1, 40), 3, replace=False) + taste % 2).tolist()
        ranked = np.argsort(scoring(likes))
        hits += 0 in [row for row in ranked if row not in likes][:10]
    return hits / 40


def test_hubs_a_song_near_everything_is_not_recommended_to_everyone() -> None:
    ear = hub_library()
    naive = hub_share(lambda likes: -(ear.pooled @ ear.pooled[likes].mean(axis=0)))
    assert naive > 0.5, "uncorrected, nearly every taste gets it"
    assert hub_share(lambda likes: score(ear, Taste.of(likes))) < 0.25


def test_a_hubs_scores_are_known_to_swing_most_and_weigh_less_for_it() -> None:
    ear = hub_library()
    norm = taste_module.known_hubs(ear)
    assert norm.spread.argmax() == 0


def test_one_like_is_taken_at_its_word(library: Ear, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(taste_module, "known_hubs", lambda *_: pytest.fail("asked for them"))
    assert np.array_equal(score(library, Taste.of([3])), library.distances([3])[0])
    assert precision(score(library, Taste.of([3])), [3], of_cluster(library, 3)) == 1.0


def test_a_silent_song_never_wins_and_a_silent_songlet_takes_no_part() -> None:
    songs = clustered(60, 6)
    songs[7] = 0.0
    songs[6, 3:] = 0.0
    ear = make_ear(songs)
    for likes in ([0], [0, 12, 18]):
        scores = score(ear, Taste.of(likes))
        assert scores[7] == np.inf
        assert np.isfinite(np.delete(scores, 7)).all()
        order = [row for row in np.argsort(scores) if row not in likes]
        assert order.index(6) < 12, "its sounding part is judged alone"


def test_dislikes_leave_what_is_shared_with_the_likes_alone() -> None:
    rng = np.random.default_rng(2)
    axes = np.linalg.qr(rng.standard_normal((32, 32)))[0]
    piano, strings, drums = axes[:3]
    kinds = {"piano": piano, "piano+strings": piano + strings, "piano+drums": piano + drums, "other": axes[9]}
    songs = np.concatenate(
        [
            np.repeat((kind + 0.3 * unit(rng.standard_normal((20, 32))))[:, None], SONGLETS, axis=1)
            for kind in kinds.values()
        ]
    )
    ear = make_ear(songs)
    disliked = tuple(range(41, 47))  # piano+drums; what is refused is the drums
    before = score(ear, Taste.of([20, 0]))
    for dislikes in (disliked[:1], disliked):
        change = score(ear, Taste.of([20, 0], dislikes)) - before
        assert change[50:60].mean() > 0.5, "more of the disliked trait is pushed away"
        assert change[1:20].mean() < 0.2 * change[50:60].mean(), "plain piano, shared with the likes, hardly"


def test_a_skip_weighs_less_than_a_dislike(library: Ear) -> None:
    likes = (Like(0),)
    base = score(library, Taste(likes))
    skipped = score(library, Taste(likes, skips=((1, 0.25),))) - base
    disliked = score(library, Taste(likes, (Like(1),))) - base
    assert 0 < skipped[7] < disliked[7]


def test_the_same_taste_scores_alike_however_often_it_is_asked(library: Ear) -> None:
    fresh = make_ear(clustered(120, 6))
    score(library, Taste.of([5, 9, 100, 60]))
    again, first = (score(ear, Taste.of([0, 6, 12, 18])) for ear in (library, fresh))
    # Of two ears, BLAS may round the last digit otherwise, by where their arrays lie.
    assert np.allclose(again, first, atol=1e-4)
