""" "Why not X?": an answer for any track, of several reasons the one that stands first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.domain import Seconds, TrackId
from core.explore.ear.ear import Ear
from core.explore.radio.explain import Explainer, Liked
from core.explore.radio.whynot import Standing, Verdict, WhyNot, why_not
from core.explore.stock import RadioTrack
from core.library.bans import Ban
from tests.core.explore.synthetic_songs import clustered, trajectories

SAYS = RadioTrack(TrackId(1), title="Says", duration=Seconds(500.0))
ASKED = RadioTrack(TrackId(2), title="Marion", duration=Seconds(400.0))
AHEAD = [RadioTrack(TrackId(id), title=f"Song {id}", duration=Seconds(300.0)) for id in (5, 9, 13)]


@pytest.fixture(scope="module")
def explainer() -> Explainer:
    """Song 2 is far from song 1, and 5, 9 and 13 are near it."""
    heard = trajectories(clustered(60, 4))
    ear = Ear.build([heard], {}, [(TrackId(i + 1), audio) for i, audio in enumerate(heard.audio_ids)])
    return Explainer(ear, [])


def asked(explainer: Explainer, **known: object) -> WhyNot:
    standing = replace(Standing(ASKED, place=412, of=9300), **known)  # type: ignore[arg-type]
    return why_not(explainer, standing, [Liked(SAYS)], AHEAD)


@pytest.mark.parametrize(
    ("known", "verdict", "words"),
    [
        ({"track": None}, Verdict.AWAY, "Its file is not there now, or cannot be read."),
        ({"heard": False}, Verdict.UNHEARD, "It has not been listened to yet."),
        ({"silent": True}, Verdict.SILENT, "It is silent."),
        ({"coming": 1}, Verdict.COMING, "It plays next."),
        ({"coming": 3}, Verdict.COMING, "It comes, after 2 others."),
        ({"seed": True}, Verdict.SEED, "This radio began with it."),
        ({"refused": 1}, Verdict.REFUSED, "You told this radio: not this."),
        ({"refused": 2}, Verdict.REFUSED, "You said that you do not like it."),
        ({"skipped": True}, Verdict.SKIPPED, "You skipped it soon after it began."),
        ({"removed": True}, Verdict.REMOVED, "You took it out of this radio."),
        ({"ban": Ban.artist("Low")}, Verdict.BANNED, "You never want to hear Low here."),
        (
            {"ban": Ban.album("Spaces", "Nils")},
            Verdict.BANNED,
            "You never want to hear the album “Spaces” here.",
        ),
        ({"ban": Ban.track(TrackId(2))}, Verdict.BANNED, "You never want to hear it here."),
        ({"played_ago": 1}, Verdict.PLAYED, "It has just played."),
        ({"played_ago": 7}, Verdict.PLAYED, "It played 7 tracks ago."),
        (
            {"spoken": True},
            Verdict.SPOKEN,
            "It is taken for spoken word, which this radio leaves out.",
        ),
        (
            {"christmas": True},
            Verdict.CHRISTMAS,
            "It is taken for Christmas music, which plays in December alone.",
        ),
        ({"only": "genre:jazz"}, Verdict.OUTSIDE, "It is not among what “genre:jazz” finds."),
        ({"version": SAYS}, Verdict.VERSION, "Another version of it plays: “Says”."),
        (
            {"artist_wait": 3, "place": 4},
            Verdict.ARTIST,
            "Its artist plays too near: it may come after 3 tracks.",
        ),
        (
            {"album_wait": 1, "place": 4},
            Verdict.ALBUM,
            "Its album plays too near: it may come after 1 track.",
        ),
        ({}, Verdict.FURTHER, "Others are nearer: it is number 412 of 9,300."),
        ({"place": None}, Verdict.FURTHER, "Others are nearer."),
    ],
    ids=lambda value: "",
)
def test_any_track_gets_an_answer(
    explainer: Explainer, known: dict[str, object], verdict: Verdict, words: str
) -> None:
    answer = asked(explainer, **known)
    assert (answer.verdict, answer.text) == (verdict, words)


def test_of_several_reasons_the_one_that_stands_first_is_told(explainer: Explainer) -> None:
    answer = asked(explainer, ban=Ban.genre("Talk"), spoken=True, artist_wait=2, place=3)
    assert (answer.verdict, answer.ban) == (Verdict.BANNED, Ban.genre("Talk"))
    assert asked(explainer, spoken=True).ban is None


def test_a_rule_is_no_reason_where_the_track_is_far_away(explainer: Explainer) -> None:
    assert asked(explainer, artist_wait=4).verdict is Verdict.FURTHER


def test_what_is_further_away_tells_what_it_lacks_and_what_it_is_nearest_to(explainer: Explainer) -> None:
    answer = asked(explainer)
    assert answer.lacks == ("tags",)
    assert answer.lines[0] == "What plays is nearer in style."
    assert answer.lines[-1].startswith("Of what you like it is nearest to ")
    assert answer.reason is not None and answer.reason.liked == 1
    assert (answer.place, answer.of) == (412, 9300)


def test_what_was_steered_against_it_is_told(explainer: Explainer) -> None:
    assert "You asked for what you know, and it is new to you." in asked(explainer, familiar=-1).lines
    assert "You asked for calmer music, and it is livelier." in asked(explainer, energy=-1).lines


def test_a_near_one_lacks_nothing(explainer: Explainer) -> None:
    near = Standing(RadioTrack(TrackId(17), duration=Seconds(300.0)), place=40, of=50)
    assert why_not(explainer, near, [Liked(SAYS)], AHEAD).lacks == ()


def test_without_likes_or_a_hearing_there_is_nothing_to_compare(explainer: Explainer) -> None:
    answer = why_not(explainer, Standing(ASKED, place=2, of=9), [])
    assert answer.reason is None and answer.lines == ()
    unheard = why_not(explainer, Standing(RadioTrack(TrackId(999)), heard=False), [Liked(SAYS)])
    assert unheard.reason is None and unheard.lines == ()
