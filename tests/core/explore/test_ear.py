"""What several models and the timbre Gaussian hear, fused: what is usual, what is missing, moments."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from core.analysis.models import spectral
from core.analysis.models.summary import Summary
from core.analysis.records import Trajectories, Windows
from core.domain import SONGLETS, AudioId, Pass, Seconds, TrackId
from core.explore.ear import index as index_module
from core.explore.ear import sources, timbre
from core.explore.ear import taste as taste_module
from core.explore.ear.calibration import REFERENCES, references
from core.explore.ear.components import component_distances
from core.explore.ear.ear import ASPECTS, Ear
from core.explore.ear.taste import Like, Taste, score
from tests.core.explore.synthetic_songs import D, clustered, make_ear, unit

SONGS, CLUSTERS = 120, 6


def heard_by(
    model: str, songlets: NDArray[np.floating], ids: list[AudioId] | None = None, length: float = 1.0
) -> Trajectories:
    raw = unit(songlets)
    pooled = np.asarray(length * raw.mean(axis=1), np.float32)
    audios = ids or [AudioId(f"a{i}") for i in range(len(raw))]
    return Trajectories(model, 1, audios, raw, pooled, np.full(len(raw), Pass.FULL, np.int8))


def gaussian(mean: NDArray[np.floating], covariance: NDArray[np.floating]) -> Summary:
    return Summary(np.asarray(mean, np.float32), np.asarray(covariance, np.float32), None, None, None, None)


def gaussians(count: int, size: int = 20, seed: int = 0) -> list[Summary]:
    """Song i is of kind i % 6."""
    rng = np.random.default_rng(seed)
    kinds = 6.0 * rng.standard_normal((CLUSTERS, size))
    found = []
    for i in range(count):
        turn = rng.standard_normal((size, size))
        found.append(
            gaussian(kinds[i % CLUSTERS] + rng.standard_normal(size), turn @ turn.T / size + np.eye(size))
        )
    return found


def tracks_of(audios: list[AudioId]) -> list[tuple[TrackId, AudioId | None]]:
    return [(TrackId(i + 1), audio) for i, audio in enumerate(audios)]


def full_ear() -> Ear:
    """Two models and timbre; every song is heard by all."""
    heard = [heard_by("one", clustered(SONGS, CLUSTERS)), heard_by("two", clustered(SONGS, CLUSTERS, seed=9))]
    sounds = dict(zip(heard[0].audio_ids, gaussians(SONGS), strict=True))
    return Ear.build(heard, sounds, tracks_of(heard[0].audio_ids))


@pytest.fixture(scope="module")
def ear() -> Ear:
    return full_ear()


def same_kind() -> NDArray[np.bool_]:
    kind = np.arange(SONGS) % CLUSTERS
    return kind[:, None] == kind


# -- timbre ------------------------------------------------------------------------------------------------


def divergence(a: Summary, b: Summary) -> float:
    """The symmetric Kullback-Leibler divergence, term by term."""
    size = timbre.MFCC
    m, s = a.mfcc_mean[:size].astype(float), a.mfcc_cov[:size, :size].astype(float)
    n, t = b.mfcc_mean[:size].astype(float), b.mfcc_cov[:size, :size].astype(float)
    p, q = np.linalg.inv(s), np.linalg.inv(t)
    return float((np.trace(q @ s) + np.trace(p @ t) + (m - n) @ (p + q) @ (m - n)) / 2 - size)


def test_timbre_as_an_inner_product_is_the_divergence() -> None:
    sounds = gaussians(30)
    found = timbre.Space.of(sounds).features(sounds)
    assert timbre.dimensions(found.shape[1]) == timbre.MFCC
    product = found @ timbre.answering(found).T - timbre.MFCC
    expected = np.array([[divergence(a, b) for b in sounds] for a in sounds])
    assert product == pytest.approx(expected, rel=1e-3, abs=0.02)


def test_a_gaussian_without_spread_is_far_from_others_and_not_infinitely_so() -> None:
    sounds = gaussians(30)
    sounds[3] = gaussian(sounds[3].mfcc_mean, np.zeros((20, 20)))
    found = timbre.Space.of(sounds).features(sounds)
    product = found @ timbre.answering(found).T - timbre.MFCC
    assert np.isfinite(product).all()
    assert product[3, 4:].min() > np.median(np.delete(product, 3, axis=0))


# -- calibration -------------------------------------------------------------------------------------------


def test_fused_distances_have_mean_0_and_spread_1(ear: Ear) -> None:
    assert ear.names == ("one", "two", "timbre")
    distances = ear.distances(range(SONGS))
    others = distances[~np.eye(SONGS, dtype=bool)]
    assert others.mean() == pytest.approx(0.0, abs=0.05)
    assert others.std() == pytest.approx(1.0, abs=0.1)
    assert distances == pytest.approx(distances.T, abs=1e-3)


def test_every_source_counts_alike_whatever_its_unit() -> None:
    heard = [heard_by("one", clustered(SONGS, CLUSTERS)), heard_by("two", clustered(SONGS, CLUSTERS, seed=9))]
    longer = heard_by("two", clustered(SONGS, CLUSTERS, seed=9), length=1000.0)
    one, other = (Ear.build([heard[0], two], {}, tracks_of(two.audio_ids)) for two in (heard[1], longer))
    assert one.distances([7]) == pytest.approx(other.distances([7]), abs=1e-3)


def test_without_calibration_a_song_in_the_midst_is_near_to_all() -> None:
    """A wide Gaussian amid narrow ones is a hub: beside their own kind it is what most have nearest."""
    rng = np.random.default_rng(3)
    kinds = 6.0 * rng.standard_normal((20, 20))
    sounds = [gaussian(kinds[i % 20] + rng.standard_normal(20), np.eye(20)) for i in range(80)]
    sounds[0] = gaussian(kinds.mean(axis=0), 25.0 * np.eye(20))
    audios = [AudioId(f"a{i}") for i in range(80)]
    heard = heard_by("one", np.zeros((0, SONGLETS, D)), [])
    source = Ear.build([heard], dict(zip(audios, sounds, strict=True)), tracks_of(audios)).sources[-1]
    everyone = np.arange(80)
    raw = source.distances(everyone)

    def company(distances: NDArray[np.floating]) -> int:
        """How many have the hub among their ten nearest."""
        return int((np.argsort(distances, axis=1)[:, :11] == 0).any(axis=1).sum())

    assert company(raw) > 70
    assert company(source.usual.calibrated(raw, everyone, everyone)) < 65


def test_references_are_few_and_stay_when_a_library_grows() -> None:
    audios = [AudioId(f"{i:08x}") for i in range(3000)]
    before = references(np.ones(2900, np.bool_), audios[:2900])
    after = references(np.ones(3000, np.bool_), audios)
    assert len(before) == len(after) == REFERENCES
    kept = {audios[row] for row in before} & {audios[row] for row in after}
    assert len(kept) > 0.9 * REFERENCES


def test_what_changes_within_songs_does_not_tell_them_apart() -> None:
    """Directions that every song wanders in hide what they have in common, until it is divided out."""
    songs = clustered(SONGS, CLUSTERS, noise=0.3)
    rng = np.random.default_rng(1)
    songs[:, :, :12] += 3.0 * rng.standard_normal((SONGS, SONGLETS, 12))
    ear = make_ear(songs)

    def found(distances: NDArray[np.floating]) -> float:
        np.fill_diagonal(distances, np.inf)
        return float(np.mean(np.take_along_axis(same_kind(), np.argsort(distances, axis=1)[:, :5], axis=1)))

    assert found(-(ear.pooled @ ear.pooled.T)) < 0.6
    assert found(ear.distances(range(SONGS)).copy()) > 0.9


# -- what is missing -----------------------------------------------------------------------------------------


def test_a_song_that_some_sources_heard_is_compared_by_those() -> None:
    both = full_ear()
    one = heard_by("one", clustered(SONGS, CLUSTERS))
    songs = clustered(SONGS, CLUSTERS, seed=9)[: SONGS // 2]
    two = heard_by("two", songs)
    ear = Ear.build([one, two], {}, tracks_of(one.audio_ids))
    assert ear.size == len(ear) == SONGS
    late = ear.distances([SONGS - 1])[0]
    assert np.isfinite(late).all()
    assert ear.neighbours(SONGS, 3)[0][0] % CLUSTERS == 0
    assert late.std() == pytest.approx(both.distances([SONGS - 1])[0].std(), rel=0.4)


def test_a_song_that_the_leading_model_has_not_heard_is_silent_in_it_and_found_by_the_others() -> None:
    lead = heard_by("one", clustered(SONGS, CLUSTERS)[:-1])
    other = heard_by("two", clustered(SONGS, CLUSTERS, seed=9))
    ear = Ear.build([lead, other], {}, tracks_of(other.audio_ids))
    row = ear.row(TrackId(SONGS))
    assert not ear.sounding([row]).any()
    assert not ear.songlets([row]).any()
    scores = score(ear, Taste.of([5, 11, 17]))  # songs of its kind
    assert np.isfinite(scores[row])
    assert scores[row] < np.median(scores)


def test_timbre_alone_is_an_ear_too() -> None:
    audios = [AudioId(f"a{i}") for i in range(SONGS)]
    nothing = heard_by("one", np.zeros((0, SONGLETS, D)), [])
    ear = Ear.build([nothing], dict(zip(audios, gaussians(SONGS), strict=True)), tracks_of(audios))
    distances = ear.distances(range(SONGS))
    assert distances[same_kind() & ~np.eye(SONGS, dtype=bool)].mean() < -1.0
    assert np.isfinite(score(ear, Taste.of([0, 6, 12, 18]))).all()


def test_songs_without_a_source_in_common_are_infinitely_far() -> None:
    one = heard_by("one", clustered(40, 4), [AudioId(f"a{i}") for i in range(40)])
    two = heard_by("two", clustered(40, 4), [AudioId(f"b{i}") for i in range(40)])
    ear = Ear.build([one, two], {}, tracks_of([*one.audio_ids, *two.audio_ids]))
    assert np.isinf(ear.between([0], range(40, 80))).all()
    assert np.isinf(score(ear, Taste.of([0]))[40:]).all()


def test_an_ear_of_nothing_answers() -> None:
    ear = Ear.build([heard_by("one", np.zeros((0, SONGLETS, D)), [])], {}, [(TrackId(1), AudioId("x"))])
    assert len(ear) == ear.size == 0
    assert ear.distances([]).shape == (0, 0)


def test_an_ear_of_spectral_that_has_heard_nothing_answers() -> None:
    ear = Ear.build([heard_by("spectral", np.zeros((0, SONGLETS, D)), [])], {}, tracks_of([]))
    assert len(ear) == 0


def test_rows_follow_the_tracks_and_copies_share_one() -> None:
    heard = heard_by("one", clustered(30, 3), [AudioId(f"{99 - i}") for i in range(30)])
    tracks = [*tracks_of(heard.audio_ids), (TrackId(50), heard.audio_ids[4]), (TrackId(51), None)]
    ear = Ear.build([heard], {}, tracks)
    assert [ear.row(TrackId(id)) for id in (1, 5, 30, 50)] == [0, 4, 29, 4]
    assert TrackId(51) not in ear


# -- aspects -------------------------------------------------------------------------------------------------


def test_aspects_lie_where_spectral_puts_them() -> None:
    places, start = {}, 0
    for name, size, _ in spectral.GROUPS:
        places[name], start = slice(start, start + size), start + size
    assert ASPECTS["rhythm"] == slice(places["fluctuation"].start, places["pulse"].stop)
    assert ASPECTS["harmony"] == slice(places["harmony"].start, places["harmony spread"].stop)


def test_components_tell_rhythm_from_harmony_and_what_was_not_heard() -> None:
    rng = np.random.default_rng(0)
    songs = rng.standard_normal((60, 1, spectral.DIM)) + 0.1 * rng.standard_normal(
        (60, SONGLETS, spectral.DIM)
    )
    songs[1, :, ASPECTS["rhythm"]] = songs[0, :, ASPECTS["rhythm"]]
    songs[2, :, ASPECTS["harmony"]] = songs[0, :, ASPECTS["harmony"]]
    heard = heard_by("spectral", songs)
    ear = Ear.build([heard], {}, tracks_of(heard.audio_ids))
    found = component_distances(ear, [0], [1, 2])
    rhythm, harmony = found["rhythm"], found["harmony"]
    assert rhythm is not None
    assert harmony is not None
    assert rhythm[0, 0] < -3 < rhythm[0, 1]
    assert harmony[0, 1] < -3 < harmony[0, 0]
    assert found["tags"] is None
    assert found["timbre"] is None


# -- moments -------------------------------------------------------------------------------------------------


def with_a_solo() -> NDArray[np.float64]:
    """Songs 100 to 109 hold a part like that of song 0's seventh tenth, each somewhere else."""
    songs = clustered(SONGS, CLUSTERS)
    solo = 2.0 * unit(np.random.default_rng(4).standard_normal(D))
    songs[0, 6] = solo + songs[:, 0].mean(axis=0)
    for place, row in enumerate(range(100, 110)):
        songs[row, place] = solo + songs[:, 0].mean(axis=0) + 0.1 * songs[row, place]
    return songs


def test_a_liked_moment_finds_songs_that_hold_its_like_wherever_in_them() -> None:
    ear = make_ear(with_a_solo())
    moment = ear.moment(0, {}, Seconds(60.0), Seconds(70.0), duration=Seconds(100.0))
    order = np.argsort(score(ear, Taste((Like(0, 1.0, moment),))), kind="stable")
    found = [row for row in order.tolist() if row != 0][:10]
    assert sum(100 <= row < 110 for row in found) >= 8
    whole = np.argsort(score(ear, Taste.of([0])), kind="stable")
    assert sum(100 <= row < 110 for row in whole[:11].tolist()) <= 4, "the whole song is another thing"


def test_windows_say_more_of_a_moment_than_songlets() -> None:
    songs = with_a_solo()
    ear = make_ear(songs)
    features = np.repeat(unit(songs[0]), 3, axis=0)
    windows = Windows(np.arange(30, dtype=np.float32) * 10, features, None)
    moment = ear.moment(0, {"test": windows}, Seconds(180.0), Seconds(210.0))
    tenths = ear.moment(0, {}, Seconds(180.0), Seconds(210.0), duration=Seconds(300.0))
    for name in moment.vectors:
        assert moment.vectors[name] @ tenths.vectors[name] > 0.95 * np.square(tenths.vectors[name]).sum()
    whole = ear.moment(0, {}, Seconds(180.0), Seconds(210.0))
    assert whole.songlet is None
    assert whole.vectors["test"] == pytest.approx(ear.sources[0].vectors[[0]][0])


# -- large libraries -----------------------------------------------------------------------------------------


def test_narrowing_a_large_library_keeps_the_first_hundred(monkeypatch: pytest.MonkeyPatch) -> None:
    """Vectors whose numbers fall off as those of the real models do, cut harder than in a large library."""
    rng = np.random.default_rng(0)
    dim, count = 100, 1500
    falling = np.arange(1, dim + 1) ** -0.5
    styles = 1.5 * rng.standard_normal((30, dim))
    songs = (styles[np.arange(count) % 30] + rng.standard_normal((count, dim)))[:, None] * falling
    songs = songs + 0.2 * rng.standard_normal((count, SONGLETS, dim))
    exact = make_ear(songs)
    for module in (sources, index_module):
        monkeypatch.setattr(module, "LARGE", 1000)
    monkeypatch.setattr(sources, "WIDTH", 64)
    monkeypatch.setattr(taste_module, "SHORTLIST", 400)
    narrow = make_ear(songs)
    assert narrow.narrow
    assert not exact.narrow
    assert narrow.nbytes() < 0.6 * exact.nbytes()

    def first(ear: Ear, taste: Taste) -> list[int]:
        return np.argsort(score(ear, taste), kind="stable")[:100].tolist()

    for size in (1, 3, 8):
        taste = Taste.of(range(5, 5 + 30 * size, 30), [7])
        assert len(set(first(narrow, taste)) & set(first(exact, taste))) >= 98
    monkeypatch.setattr(taste_module, "SHORTLIST", 0)
    assert len(set(first(narrow, taste)) & set(first(exact, taste))) < 98, "the leading numbers alone do not"


def test_many_rows_are_kept_for_the_next_question_within_bounds(
    ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.explore.ear.ear.CACHE_BYTES", 8 * SONGS * 10)
    before = ear.distances([3])
    ear.distances(range(40))
    assert ear.distances([3]) == pytest.approx(before, abs=1e-5)
    assert len(ear._cached) <= 10
