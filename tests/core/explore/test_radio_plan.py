"""What comes is kept until something changes, can be edited by hand, and is planned anew around that."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

import pytest

from core.domain import Ended, PlayEvent, Seconds, Source, Timestamp, TrackId
from core.explore.ear.ear import Ear
from core.explore.radio.catalogue import Catalogue
from core.explore.radio.radio import HELD, Pick, Radio
from core.explore.radio.whynot import Verdict
from core.library.bans import Ban
from core.library.radios import Seed, Steering
from tests.core.explore.synthetic_songs import clustered, make_ear, make_tracks


@pytest.fixture(scope="module")
def ear() -> Ear:
    return make_ear(clustered(240, 6, noise=1.0))


@pytest.fixture(scope="module")
def catalogue(ear: Ear) -> Catalogue:
    """240 heard tracks, and 241 that has not been heard."""
    return Catalogue(ear, make_tracks(241, artists=60, albums=120))


@pytest.fixture
def radio(catalogue: Catalogue) -> Radio:
    return Radio(catalogue.ear, catalogue, [Seed.track(TrackId(1))])


def ids(picks: Sequence[Pick]) -> list[int]:
    return [pick.track_id for pick in picks]


def played(track: int, ended: Ended, heard: float = 5.0) -> PlayEvent:
    return PlayEvent(TrackId(track), Timestamp(0.0), Seconds(heard), ended, Source.RADIO)


def test_what_comes_goes_on_as_announced_while_it_plays(radio: Radio) -> None:
    coming = ids(radio.upcoming(20))
    for track in coming[:6]:
        radio.heard(played(track, Ended.STOPPED))
    assert ids(radio.upcoming(20))[:14] == coming[6:]


def test_a_finished_play_leaves_the_next_few_and_plans_the_rest_anew(radio: Radio) -> None:
    coming = ids(radio.upcoming(20))
    radio.heard(played(2, Ended.FINISHED, 202.0))
    after = ids(radio.upcoming(20))
    assert after[:HELD] == ids(radio.upcoming(20))[:HELD]
    assert after != coming


@pytest.mark.parametrize("say", [Radio.like, Radio.dislike, Radio.remove])
def test_what_is_said_changes_the_rest_at_once(radio: Radio, say: Callable[[Radio, TrackId], None]) -> None:
    coming = ids(radio.upcoming(20))
    say(radio, TrackId(coming[2]))
    assert ids(radio.upcoming(20)) != coming


def test_a_skip_changes_the_rest_at_once(radio: Radio) -> None:
    first, *rest = ids(radio.upcoming(20))
    radio.heard(played(first, Ended.SKIPPED, 5.0))
    assert ids(radio.upcoming(19)) != rest


def test_a_removed_pick_makes_room_for_another(radio: Radio) -> None:
    coming = ids(radio.upcoming(20))
    radio.remove(TrackId(coming[3]))
    after = ids(radio.upcoming(20))
    assert len(after) == 20
    assert coming[3] not in after


def test_a_track_put_at_a_place_stays_there_whatever_is_said(radio: Radio) -> None:
    coming = ids(radio.upcoming(20))
    radio.insert(TrackId(150), 4)
    radio.like(TrackId(coming[0]))
    radio.steer(Steering(adventure=0.5))
    picks = radio.upcoming(20)
    assert picks[4].track_id == 150
    assert [pick.placed for pick in picks].count(True) == 1
    assert ids(picks).count(150) == 1


def test_putting_a_track_first_leaves_the_order_before_it_untouched(radio: Radio) -> None:
    coming = ids(radio.upcoming(20))
    radio.insert(TrackId(150), 4)
    assert ids(radio.upcoming(20))[:5] == [*coming[:4], 150]


def test_a_moved_pick_leaves_its_old_place(radio: Radio) -> None:
    coming = ids(radio.upcoming(20))
    radio.move(TrackId(coming[10]), 0)
    after = ids(radio.upcoming(20))
    assert after[0] == coming[10]
    assert after.count(coming[10]) == 1


def test_a_pinned_pick_stays_where_it_is_until_it_is_let_go(radio: Radio) -> None:
    coming = ids(radio.upcoming(20))
    radio.pin(TrackId(coming[7]))
    radio.like(TrackId(150))
    assert ids(radio.upcoming(20))[7] == coming[7]
    radio.unpin(TrackId(coming[7]))
    assert not any(pick.placed for pick in radio.upcoming(20))


def test_what_is_placed_moves_up_as_tracks_play(radio: Radio) -> None:
    radio.insert(TrackId(150), 6)
    given = ids(radio.next(3))
    assert 150 not in given
    assert ids(radio.upcoming(10))[3] == 150


def test_any_track_may_be_put_in_even_one_that_was_not_heard(radio: Radio) -> None:
    radio.insert(TrackId(241), 2)
    pick = radio.upcoming(5)[2]
    assert (pick.track_id, pick.difference, pick.placed) == (241, 10.0, True)
    radio.insert(TrackId(999), 0)
    assert 999 not in ids(radio.upcoming(5))
    assert ids(radio.next(4))[2] == 241


def test_a_track_that_has_played_may_be_put_in_again(radio: Radio) -> None:
    (first,) = radio.next(1)
    radio.insert(first.track_id, 1)
    assert ids(radio.upcoming(3))[1] == first.track_id


def test_the_rules_hold_around_what_is_placed(catalogue: Catalogue) -> None:
    radio = Radio(catalogue.ear, catalogue, [Seed.track(TrackId(1))])
    usual = ids(radio.upcoming(20))
    place = 6
    same_artist = next(t for t in catalogue.tracks if t.artist == catalogue.stock[TrackId(usual[3])].artist)
    radio.insert(same_artist.id, place)
    picks = radio.upcoming(20)
    around = [catalogue.stock[p.track_id].artist for p in picks[place - 2 : place + 5] if not p.placed]
    assert same_artist.artist not in around
    assert not picks[place].reason.relaxed, "the listener put it there: no rule is said to be broken"


def test_a_disliked_or_banned_track_leaves_the_plan_even_where_it_was_placed(radio: Radio) -> None:
    radio.insert(TrackId(150), 3)
    radio.insert(TrackId(151), 5)
    radio.dislike(TrackId(150))
    radio.bar([Ban.track(TrackId(151))])
    assert not {150, 151} & set(ids(radio.upcoming(20)))


def test_an_edited_plan_is_kept_with_the_radio(radio: Radio, catalogue: Catalogue) -> None:
    radio.next(3)
    radio.insert(TrackId(150), 4)
    coming = radio.upcoming(20)
    kept = json.loads(json.dumps(radio.state()))
    restored = Radio.restore(catalogue.ear, catalogue, kept)
    assert restored.upcoming(20) == coming
    assert restored.state() == radio.state()


def test_a_radio_of_the_first_version_is_taken_up(catalogue: Catalogue) -> None:
    state = {
        **{"version": 1, "seeds": [1, 7], "variety": 5, "likes": [13], "dislikes": [2], "removed": [3]},
        **{"history": [19, 25], "finished": [19], "skipped": [[25, 0.25]]},
    }
    radio = Radio.restore(catalogue.ear, catalogue, state)
    assert radio.seeds == (Seed.track(TrackId(1)), Seed.track(TrackId(7)))
    assert (radio.likes, radio.dislikes, radio.history) == ((13,), (2,), (19, 25))
    assert radio.state()["version"] == 2
    assert not {1, 2, 3, 7, 19, 25} & set(ids(radio.upcoming(20)))


def test_a_plan_survives_tracks_that_have_gone(radio: Radio, ear: Ear) -> None:
    coming = ids(radio.upcoming(20))
    radio.insert(TrackId(150), 2)
    fewer = [track for track in make_tracks(240, artists=60) if track.id not in (150, coming[0])]
    radio.adopt(ear, fewer)
    after = ids(radio.upcoming(20))
    assert not {150, coming[0]} & set(after)
    assert after[0] == coming[1]


def test_the_last_of_a_small_library_is_reached_without_a_hole(ear: Ear) -> None:
    radio = Radio(ear, make_tracks(8, artists=8), [Seed.track(TrackId(1))])
    radio.insert(TrackId(5), 30)
    assert len(radio.upcoming(7)) == 7


@pytest.mark.parametrize(
    ("do", "verdict"),
    [
        (lambda radio: None, Verdict.FURTHER),
        (lambda radio: radio.dislike(TrackId(150)), Verdict.REFUSED),
        (lambda radio: radio.remove(TrackId(150)), Verdict.REMOVED),
        (lambda radio: radio.heard(played(150, Ended.SKIPPED, 3.0)), Verdict.SKIPPED),
        (lambda radio: radio.heard(played(150, Ended.STOPPED, 3.0)), Verdict.PLAYED),
        (lambda radio: radio.bar([Ban.track(TrackId(150))]), Verdict.BANNED),
        (lambda radio: radio.insert(TrackId(150), 3), Verdict.COMING),
        (lambda radio: radio.add_seed(Seed.track(TrackId(150))), Verdict.SEED),
        (lambda radio: radio.steer(Steering(only="genre:polka")), Verdict.OUTSIDE),
    ],
)
def test_why_a_track_does_not_come(
    catalogue: Catalogue, do: Callable[[Radio], None], verdict: Verdict
) -> None:
    radio = Radio(catalogue.ear, catalogue, [Seed.track(TrackId(1))], find=lambda query: range(1, 100))
    radio.upcoming(20)
    do(radio)
    answer = radio.why_not(TrackId(150))
    assert answer.verdict is verdict
    assert radio.why_not(TrackId(999)).verdict is Verdict.AWAY
    assert radio.why_not(TrackId(241)).verdict is Verdict.UNHEARD


def test_a_track_that_came_can_be_explained_later_and_no_other(radio: Radio) -> None:
    (given,) = radio.next(1)
    told = radio.why(given.track_id)
    assert told is not None
    assert told.reason.liked == given.reason.liked
    assert radio.why(radio.upcoming(1)[0].track_id) is None


def test_why_not_knows_the_place_of_what_comes_before_anybody_has_looked(radio: Radio) -> None:
    radio.insert(TrackId(150), 9)
    radio.like(TrackId(7))
    told = radio.why_not(TrackId(150))
    assert (told.verdict, str(told.text)) == (Verdict.COMING, "It comes, after 9 others.")
    for track in ids(radio.upcoming(20)):
        assert radio.why_not(TrackId(track)).verdict is Verdict.COMING


def test_of_a_track_given_twice_the_last_time_is_given_back(radio: Radio) -> None:
    first, second, _ = given = ids(radio.next(3))
    radio.insert(TrackId(first), 0)
    radio.next()
    radio.give_back(TrackId(first))
    assert radio.history == tuple(given)
    radio.give_back(TrackId(second))
    assert second in ids(radio.upcoming(5))


@pytest.mark.parametrize("say", [Radio.dislike, Radio.remove])
def test_a_track_that_a_small_library_brings_again_goes_from_all_its_places(
    say: Callable[[Radio, TrackId], None],
) -> None:
    ear = make_ear(clustered(5, 1))
    radio = Radio(ear, make_tracks(5), [Seed.track(TrackId(1))])
    coming = ids(radio.upcoming(12))
    again = TrackId(coming[0])
    radio.pin(again)
    assert coming.count(again) == ids(radio.upcoming(12)).count(again) > 1
    say(radio, again)
    assert again not in ids(radio.upcoming(12))
