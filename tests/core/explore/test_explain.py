"""Reasons in the listener's words: which song, which part of it, and what was given up."""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from core.domain import SONGLETS, Seconds, Timestamp, TrackId
from core.explore.ear.ear import Ear
from core.explore.ear.spans import songlet_spans
from core.explore.memory.affinity import Affinity
from core.explore.radio.explain import (
    Explainer,
    Known,
    Liked,
    Origin,
    Reason,
    clock,
    relaxations,
    shared_tags,
)
from core.explore.radio.rules import Broken
from core.explore.stock import RadioTrack
from tests.core.explore.synthetic_songs import clustered, trajectories

YEAR = 365 * 86_400.0


def song(id: int, title: str = "", tags: tuple[tuple[str, float], ...] = ()) -> RadioTrack:
    return RadioTrack(TrackId(id), title=title, duration=Seconds(500.0), tags=tags)


def ear_of(songlets: NDArray[np.floating]) -> Ear:
    heard = trajectories(songlets)
    return Ear.build([heard], {}, [(TrackId(i + 1), audio) for i, audio in enumerate(heard.audio_ids)])


def reason_of(
    songlets: NDArray[np.floating], pick: RadioTrack, *likes: RadioTrack | Liked, known: Known | None = None
) -> Reason:
    told = [like if isinstance(like, Liked) else Liked(like) for like in likes]
    explainer = Explainer(ear_of(songlets), [])
    (reason,) = explainer.explain([pick], told, [known] if known else ())
    return reason


@pytest.fixture(scope="module")
def twins() -> NDArray[np.float64]:
    """40 songs; song 2 sounds as song 1 does, and 21 as 22."""
    vectors = clustered(40, 4, noise=2.0)
    vectors[1], vectors[21] = vectors[0], vectors[20]
    return vectors


@pytest.mark.parametrize(
    ("songlet", "words"),
    [(5, "like “Says” from 4:10"), (0, "like the opening of “Says”"), (9, "like the end of “Says”")],
)
def test_a_reason_names_the_liked_song_and_the_part_that_is_nearest(songlet: int, words: str) -> None:
    vectors = clustered(40, 4, noise=2.0)
    vectors[1, 7] = vectors[0, songlet]
    reason = reason_of(vectors, song(2, "Pick"), song(1, "Says"))
    assert (reason.liked, reason.songlet_liked) == (1, songlet)
    # Songlets are centred place by place in the song, so an equal part elsewhere is near, not equal.
    assert reason.songlet_pick == 7
    assert reason.like.endswith(words)
    assert (reason.liked_start, reason.liked_end) == (50.0 * songlet, 50.0 * (songlet + 1))
    assert (reason.pick_start, reason.pick_end) == (350.0, 400.0)
    assert 0.8 < reason.likeness <= 1.0


def test_a_part_is_told_when_it_sounds() -> None:
    """Windows do not fall into ten equal parts: the last songlet takes the rest."""
    vectors = clustered(40, 4, noise=2.0)
    vectors[1, 7] = vectors[0, 8]
    heard = replace(trajectories(vectors), model="musicnn-mtt")
    ear = Ear.build([heard], {}, [(TrackId(i + 1), audio) for i, audio in enumerate(heard.audio_ids)])
    like, pick = (each._replace(duration=Seconds(237.0)) for each in (song(1, "Says"), song(2, "Pick")))
    (reason,) = Explainer(ear, []).explain([pick], [Liked(like)])
    spans = songlet_spans("musicnn-mtt", Seconds(237.0)) * 237.0
    assert (reason.liked_start, reason.liked_end) == pytest.approx(tuple(spans[8]))
    assert (reason.pick_start, reason.pick_end) == pytest.approx(tuple(spans[7]))
    assert reason.like.endswith(f"from {clock(spans[8, 0])}") and reason.liked_start < 0.78 * 237.0


def test_of_many_likes_the_nearest_is_named(twins: NDArray[np.float64]) -> None:
    likes = [song(id, f"Song {id}") for id in (5, 1, 22, 9)]
    assert reason_of(twins, song(2), *likes).liked == 1
    assert reason_of(twins, song(21), *likes).liked == 22


def test_how_near_a_pick_is_is_said_honestly(twins: NDArray[np.float64]) -> None:
    assert reason_of(twins, song(2), song(1, "Says")).like.startswith("almost like ")
    far = twins.copy()
    far[1] = -far[0]
    reason = reason_of(far, song(2), song(1, "Says"))
    assert reason.text == "a step away from “Says”: nothing nearer is left"


def test_a_pick_between_two_likes_says_so() -> None:
    vectors = clustered(41, 4, noise=2.0, mean=0.0)
    vectors[2] = vectors[0] / np.linalg.norm(vectors[0]) + vectors[1] / np.linalg.norm(vectors[1])
    one = song(1, "Says")._replace(album="Spaces")
    reason = reason_of(vectors, song(3), one, song(2, "Marion")._replace(album="Ambre"))
    assert reason.like in ("between “Says” and “Marion”", "between “Marion” and “Says”")
    assert {reason.liked, reason.beside} == {1, 2}
    album = song(2, "Marion")._replace(album="Spaces")
    assert reason_of(vectors, song(3), one, album).beside is None


def test_a_liked_moment_is_heard_whole_and_only_its_part_is_compared(twins: NDArray[np.float64]) -> None:
    like = Liked(song(1, "Says"), start=Seconds(160.0), end=Seconds(190.0))
    reason = reason_of(twins, song(2), like)
    assert (reason.liked_start, reason.liked_end, reason.songlet_liked) == (160.0, 190.0, 3)
    assert reason.like.endswith("like your moment in “Says”")


@pytest.mark.parametrize(
    ("origin", "words"),
    [
        (Origin.FINISHED, ", which you heard to the end"),
        (Origin.HISTORY, ", which you love"),
        (Origin.PLAYED, "going on from "),
    ],
)
def test_how_something_came_to_be_liked_is_told(
    twins: NDArray[np.float64], origin: Origin, words: str
) -> None:
    like = Liked(song(1, "Says")._replace(loved=True), origin)
    assert words in reason_of(twins, song(2), like).like


def test_tags_that_both_bear_are_named_strongest_first(twins: NDArray[np.float64]) -> None:
    liked = song(1, "Says", (("slow", 0.9), ("piano", 0.6), ("loud", 0.1)))
    pick = song(5, "Pick", (("piano", 0.5), ("loud", 0.9), ("slow", 0.3)))
    assert shared_tags(pick, liked) == ("piano", "slow")
    assert "; both piano, slow" in reason_of(twins, pick, liked).text


def test_a_tag_that_everything_bears_says_nothing(twins: NDArray[np.float64]) -> None:
    bears = (("techno", 0.4),)
    stock = [song(id, tags=bears) for id in range(1, 41)]
    stock[0] = song(1, "Says", (("piano", 0.5), *bears))
    stock[1] = song(2, "Pick", (("piano", 0.3), *bears))
    (reason,) = Explainer(ear_of(twins), stock).explain([stock[1]], [Liked(stock[0])])
    assert reason.shared == ("piano",)


def test_what_differs_is_told_where_it_is_plain_to_hear(twins: NDArray[np.float64]) -> None:
    liked = song(1, "Says")._replace(tempo=120.0, energy=0.8)
    said = reason_of(twins, song(2)._replace(tempo=90.0, energy=0.4), liked).notes
    assert said == ("but slower and calmer",)
    # Half the tempo is as likely the same pulse, counted in twos.
    assert reason_of(twins, song(2)._replace(tempo=60.0, energy=0.75), liked).notes == ()
    assert reason_of(twins, song(2), liked).notes == ()


def test_memory_and_steering_are_told(twins: NDArray[np.float64]) -> None:
    last = Timestamp(time.time() - 4 * YEAR)
    year = time.localtime(last).tm_year
    fond = Affinity(0.7, 12, 9, 0, last, -3.0)
    for known, track, words in [
        (Known(affinity=fond), song(2), f"you liked it in {year}, and have not heard it since"),
        (
            Known(affinity=fond),
            song(2)._replace(loved=True),
            f"you loved it, and have not heard it since {year}",
        ),
        (Known(familiar=1), song(2), "new to you"),
        (
            Known(affinity=fond._replace(last=Timestamp(time.time())), familiar=-1),
            song(2),
            "one that you know well",
        ),
        (Known(energy=-1), song(2), "calmer, as you asked"),
    ]:
        assert reason_of(twins, track, song(1, "Says"), known=known).notes == (words,)
    assert reason_of(twins, song(2)._replace(play_count=3), song(1), known=Known(familiar=1)).notes == ()


def test_how_long_ago_a_pick_was_heard_goes_by_the_time_of_the_radio(twins: NDArray[np.float64]) -> None:
    last = Timestamp(time.time() - 4 * YEAR)
    then = Known(affinity=Affinity(0.7, 12, 9, 0, last, -3.0), now=last)
    assert reason_of(twins, song(2), song(1), known=then).notes == ()


def test_only_what_lies_further_out_is_told_to(twins: NDArray[np.float64]) -> None:
    asked = Known(further=True)
    assert reason_of(twins, song(9), song(1, "Says"), known=asked).like.startswith("a step further out from ")
    assert "further" not in reason_of(twins, song(2), song(1, "Says"), known=asked).like


def test_a_pick_that_is_liked_itself_is_told_by_another_like(twins: NDArray[np.float64]) -> None:
    pick = song(5, "Pick")
    assert reason_of(twins, pick, pick, song(1, "Says")).liked == 1


def test_likes_that_were_not_heard_are_passed_over(twins: NDArray[np.float64]) -> None:
    assert reason_of(twins, song(2), song(99, "Unheard"), song(1, "Says")).liked == 1
    assert reason_of(twins, song(2), song(99, "Unheard")).liked is None


def test_many_picks_are_explained_as_each_alone(twins: NDArray[np.float64]) -> None:
    explainer, likes = Explainer(ear_of(twins), []), [Liked(song(id, f"Song {id}")) for id in (1, 3, 22)]
    picks = [song(id) for id in (2, 8, 21, 30)]
    alone = [explainer.explain([pick], likes)[0] for pick in picks]
    for one, other in zip(explainer.explain(picks, likes), alone, strict=True):
        assert (one.liked, one.text) == (other.liked, other.text)


def test_what_the_library_was_too_small_for_is_said() -> None:
    assert relaxations(Broken()) == ()
    assert relaxations(Broken(album=1)) == ("same album again: your library has few others near here",)
    said = "same artist again after 2 tracks: your library has few others near here"
    assert relaxations(Broken(album=2, artist=2)) == (said,)
    assert len(relaxations(Broken(version=True, artist=1))) == 2


def test_without_likes_the_reason_says_so(twins: NDArray[np.float64]) -> None:
    reason = reason_of(twins, song(2))
    assert reason.liked is None
    assert reason.text == "nothing is liked yet"


def test_clock_reads_like_a_player() -> None:
    assert [clock(s) for s in (0, 250.4, 59.9, 3725)] == ["0:00", "4:10", "0:59", "1:02:05"]
    assert SONGLETS == 10
