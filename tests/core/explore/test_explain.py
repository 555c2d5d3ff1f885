"""Reasons in the listener's words: which song, which part of it, and what was given up."""

from __future__ import annotations

import pytest

from core.domain import SONGLETS, Seconds, TrackId
from core.explore.explain import clock, explain, relaxations, shared_tags
from core.explore.rules import Broken, RadioTrack
from tests.core.explore.synthetic_songs import clustered, make_index


def song(id: int, title: str = "", tags: tuple[tuple[str, float], ...] = ()) -> RadioTrack:
    return RadioTrack(TrackId(id), title=title, duration=Seconds(500.0), tags=tags)


@pytest.mark.parametrize(
    ("songlet", "words"),
    [(5, "like “Says” from 4:10"), (0, "like the opening of “Says”"), (9, "like the end of “Says”")],
)
def test_a_reason_names_the_liked_song_and_the_part_that_is_nearest(songlet: int, words: str) -> None:
    vectors = clustered(40, 4, noise=2.0)
    vectors[1, 7] = vectors[0, songlet]
    index = make_index(vectors)
    reason = explain(index, song(2, "Pick"), [song(5, "Other"), song(1, "Says")])
    assert (reason.liked, reason.songlet_liked) == (1, songlet)
    # Songlets are centred place by place in the song, so an equal part elsewhere is near, not equal.
    assert reason.songlet_pick == 7
    assert reason.text == words
    assert (reason.liked_start, reason.liked_end) == (50.0 * songlet, 50.0 * (songlet + 1))
    assert (reason.pick_start, reason.pick_end) == (350.0, 400.0)
    assert 0.8 < reason.likeness <= 1.0


def test_tags_that_both_bear_are_named_strongest_first() -> None:
    index = make_index(clustered(40, 4))
    liked = song(1, "Says", (("slow", 0.9), ("piano", 0.6), ("loud", 0.1)))
    pick = song(5, "Pick", (("piano", 0.5), ("loud", 0.9), ("slow", 0.3)))
    assert shared_tags(pick, liked) == ("piano", "slow")
    assert explain(index, pick, [liked]).text.endswith("; both piano, slow")


def test_a_pick_that_is_liked_itself_is_told_by_another_like() -> None:
    index = make_index(clustered(40, 4))
    pick = song(5, "Pick")
    assert explain(index, pick, [pick, song(1, "Says")]).liked == 1


def test_a_pick_far_from_every_like_does_not_pretend() -> None:
    vectors = clustered(40, 4, mean=0.0)
    vectors[1] = -vectors[0]
    reason = explain(make_index(vectors), song(2), [song(1, "Says")])
    assert reason.text == "a step away from “Says”: nothing nearer is left"


def test_what_the_library_was_too_small_for_is_said() -> None:
    assert relaxations(Broken()) == ()
    assert relaxations(Broken(album=1)) == ("same album again: your library has few others near here",)
    said = "same artist again after 2 tracks: your library has few others near here"
    assert relaxations(Broken(album=2, artist=2)) == (said,)
    assert len(relaxations(Broken(version=True, artist=1))) == 2


def test_without_likes_the_reason_says_so() -> None:
    reason = explain(make_index(clustered(30, 3)), song(2), [])
    assert reason.liked is None
    assert reason.text == "nothing is liked yet"


def test_clock_reads_like_a_player() -> None:
    assert [clock(s) for s in (0, 250.4, 59.9, 3725)] == ["0:00", "4:10", "0:59", "1:02:05"]
    assert SONGLETS == 10
