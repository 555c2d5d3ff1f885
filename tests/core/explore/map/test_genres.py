"""How far genres lie apart, by the published difference."""

from __future__ import annotations

import numpy as np
import pytest

from core.domain import TrackId
from core.errors import Cancelled
from core.explore.ear.ear import Ear
from core.explore.ear.subspace import plain_difference
from core.explore.map.genres import DRAWS, FEWEST, MOST, _Bases, differences, kept_differences, seriation
from core.explore.stock import RadioTrack
from core.progress import Progress
from tests.core.explore.synthetic_songs import clustered, make_ear

NAMES = ("Ambient", "Blues", "Chant", "Dub", "Emo", "Folk")


def stock_of(genre_of: object = None, count: int = 120) -> list[RadioTrack]:
    names = genre_of if callable(genre_of) else (lambda n: (NAMES[n % 6],))
    return [RadioTrack(TrackId(n + 1), genres=names(n)) for n in range(count)]


def test_a_genre_is_nearest_to_itself(library: Ear) -> None:
    found = differences(library, stock_of())
    assert sorted(found.names) == sorted(NAMES)
    assert found.counts == (20,) * 6
    assert found.matrix.argmin(axis=1).tolist() == list(range(6))
    assert ((found.matrix >= 0) & (found.matrix <= 1)).all()
    assert (found.error > 0).all()


def test_many_tastes_at_once_are_scored_as_the_published_difference_has_it(library: Ear) -> None:
    rows = np.arange(library.size)
    tastes = [rows[0:10], rows[30:36], np.array([3, 3, 4])]
    scored = _Bases(library, tastes).differences(library.raw(rows))
    for place, taste in enumerate(tastes):
        wanted = plain_difference(library.raw(rows), library.raw(taste))
        assert scored[:, place] == pytest.approx(wanted, abs=1e-6)


def test_the_mean_is_that_of_the_published_difference_without_the_likes(library: Ear) -> None:
    """Of a genre of just twelve songs, two are left to be compared with the ten."""
    stock = [track for track in stock_of(lambda n: ("A",) if n % 6 == 0 else ("B",)) if track.id <= 72]
    found = differences(library, stock)
    a = found.names.index("A")
    own = np.arange(0, 72, 6)
    each = []
    for out in range(12):
        for other in range(out):
            likes = np.delete(own, [other, out])
            each.append(plain_difference(library.raw(own[[other, out]]), library.raw(likes)).mean() / 10)
    assert min(each) <= found.matrix[a, a] <= max(each)
    assert found.matrix[a, a] == pytest.approx(np.mean(each), abs=3 * np.std(each) / np.sqrt(DRAWS))


def test_it_is_the_same_each_time_and_another_for_another_seed(library: Ear) -> None:
    one, again, other = (differences(library, stock_of(), seed) for seed in (0, 0, 1))
    assert np.array_equal(one.matrix, again.matrix)
    assert not np.array_equal(one.matrix, other.matrix)
    assert np.abs(one.both_ways - other.both_ways).max() < 0.1 or one.names != other.names


def test_a_genre_needs_twelve_heard_songs(library: Ear) -> None:
    def genre(n: int) -> tuple[str, ...]:
        return ("Enough",) if n < FEWEST else ("Few",) if n < 2 * FEWEST - 1 else ()

    stock = [*stock_of(genre), RadioTrack(TrackId(999), genres=("Few",))]  # one that was not heard
    assert differences(library, stock).names == ("Enough",)


def test_spellings_are_one_genre_and_a_track_may_have_several(library: Ear) -> None:
    def genre(n: int) -> tuple[str, ...]:
        return ("Hip-Hop", "Live") if n < 20 else ("hip hop",) if n < 30 else ()

    found = differences(library, stock_of(genre))
    assert dict(zip(found.names, found.counts, strict=True)) == {"Hip-Hop": 30, "Live": 20}


def test_the_largest_genres_are_shown() -> None:
    genres = MOST + 3
    ear = make_ear(clustered(genres * 15, 5))
    found = differences(ear, stock_of(lambda n: (f"Genre {n % genres:02}",), genres * 15))
    assert len(found) == MOST


def test_without_genres_there_is_an_empty_picture(library: Ear) -> None:
    found = differences(library, stock_of(lambda _n: ()))
    assert len(found) == 0
    assert found.closeness().shape == (0, 0)


def test_like_genres_stand_together() -> None:
    """Each cluster is cut into two genres: its halves are neighbours."""
    found = differences(make_ear(clustered(120, 3)), stock_of(lambda n: (f"{NAMES[n % 3]} {n // 3 % 2}",)))
    halves = {name: at for at, name in enumerate(found.names)}
    for name in NAMES[:3]:
        assert abs(halves[f"{name} 0"] - halves[f"{name} 1"]) == 1


def test_ranks_and_nearness_go_by_other_pairs_alone(library: Ear) -> None:
    found = differences(library, stock_of())
    off = ~np.eye(6, dtype=bool)
    closer, nearness = found.closer_than(), found.closeness()
    assert np.isnan(np.diag(closer)).all()
    assert (closer[off].min(), closer[off].max()) == (0.0, 1.0)
    assert closer[off].argmax() == found.matrix[off].argmin()
    assert np.array_equal(nearness, nearness.T)
    assert (nearness[off].min(), nearness[off].max()) == (0.0, 1.0)


def test_the_typical_song_is_one_of_the_genre(library: Ear) -> None:
    found = differences(library, stock_of())
    assert all(id in members for id, members in zip(found.typical, found.members, strict=True))


def test_what_was_worked_out_is_kept_until_tags_change() -> None:
    ear, stock = make_ear(clustered(60, 2)), stock_of(lambda n: (NAMES[n % 2],), 60)
    first = kept_differences(ear, stock)
    assert kept_differences(ear, stock) is first
    renamed = [track._replace(genres=("Else",)) if track.id % 2 else track for track in stock]
    assert "Else" in kept_differences(ear, renamed).names
    assert sum(key.startswith("genres") for key in ear.learnt) == 1


def test_it_can_be_cancelled_and_tells_how_far_it_is(library: Ear) -> None:
    progress = Progress()
    differences(library, stock_of(), progress=progress)
    assert progress.snapshot().done == progress.snapshot().total == 120
    progress.cancel()
    with pytest.raises(Cancelled):
        differences(library, stock_of(), progress=progress)


@pytest.mark.parametrize("count", [1, 2, 9])
def test_things_on_a_line_are_put_in_its_order(count: int) -> None:
    at = np.random.default_rng(count).permutation(count).astype(float)
    order = seriation(np.abs(at[:, None] - at[None, :]))
    assert [at[place] for place in order] in (list(range(count)), list(range(count))[::-1])
