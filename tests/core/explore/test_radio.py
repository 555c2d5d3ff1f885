"""Radio as it is used: it keeps its rules, learns, forgets when told to, and can be put away."""

from __future__ import annotations

import itertools
import json
import threading
from collections.abc import Sequence
from datetime import datetime

import numpy as np
import pytest

from core.domain import AudioId, Ended, PlayEvent, Seconds, Source, Timestamp, TrackId
from core.errors import UserError
from core.explore.ear.ear import Ear
from core.explore.ear.subspace import plain_difference
from core.explore.radio.plain import plain_picks
from core.explore.radio.radio import HELD, Pick, Radio
from core.explore.radio.rules import ALBUM_GAP, ARTIST_GAP
from core.explore.stock import RadioTrack
from core.library.radios import Seed
from tests.core.explore.synthetic_songs import clustered, make_ear, make_tracks, trajectories


def ids(picks: Sequence[Pick]) -> list[int]:
    return [pick.track_id for pick in picks]


def played(track: int, ended: Ended, heard: float) -> PlayEvent:
    return PlayEvent(TrackId(track), Timestamp(0.0), Seconds(heard), ended, Source.RADIO)


@pytest.fixture(scope="module")
def library() -> Ear:
    """120 songs in 6 clusters: track t belongs to cluster (t - 1) % 6."""
    return make_ear(clustered(120, 6))


def seed(track: int) -> Seed:
    return Seed.track(TrackId(track))


def cluster(track: int) -> int:
    return (track - 1) % 6


def radio_of(library: Ear, *seeds: int, artists: int = 40, albums: int = 60) -> Radio:
    return Radio(library, make_tracks(120, artists, albums), [seed(id) for id in seeds])


def test_radio_plays_what_sounds_like_the_seed(library: Ear) -> None:
    picks = radio_of(library, 1).next(8)
    assert {cluster(id) for id in ids(picks)} == {0}


def test_nothing_is_repeated_and_the_seed_never_comes(library: Ear) -> None:
    heard = ids(radio_of(library, 1, 2).next(118))
    assert len(set(heard)) == 118
    assert not {1, 2} & set(heard)


def test_an_artist_comes_once_in_five_and_an_album_once_in_ten(library: Ear) -> None:
    tracks = make_tracks(120, artists=20, albums=40)
    by_id = {track.id: track for track in tracks}
    picks = Radio(library, tracks, [seed(1)]).next(60)
    order = [by_id[TrackId(1)], *(by_id[pick.track_id] for pick in picks)]
    for field, gap in (("artist", ARTIST_GAP), ("album", ALBUM_GAP)):
        for start in range(len(order) - gap + 1):
            names = [getattr(track, field) for track in order[start : start + gap]]
            assert len(set(names)) == gap, f"{field} at {start}"
    assert not any(pick.reason.relaxed for pick in picks)


def test_a_guest_counts_as_an_artist(library: Ear) -> None:
    tracks = make_tracks(120, artists=40)
    tracks[6] = RadioTrack(TrackId(7), artist="Somebody feat. Artist 0", title="With a guest")
    assert 7 not in ids(Radio(library, tracks, [seed(1)]).next(4))


def test_unknown_artists_and_albums_keep_no_gaps(library: Ear) -> None:
    picks = Radio(library, make_tracks(120), [seed(1)]).next(15)
    assert {cluster(id) for id in ids(picks)} == {0}
    assert not any(pick.reason.relaxed for pick in picks)


def test_a_library_of_one_artist_plays_on_and_says_so(library: Ear) -> None:
    picks = radio_of(library, 1, artists=1).next(20)
    assert len(picks) == 20
    assert all("same artist again" in pick.reason.text for pick in picks)


def test_in_a_library_of_few_artists_and_albums_none_plays_twice_in_a_row(library: Ear) -> None:
    tracks = make_tracks(120, artists=4, albums=6)
    by_id = {track.id: track for track in tracks}
    order = [by_id[pick.track_id] for pick in Radio(library, tracks, [seed(1)]).next(40)]
    for one, other in itertools.pairwise(order):
        assert one.artist != other.artist
        assert one.album != other.album


def test_a_silent_track_is_never_played() -> None:
    vectors = clustered(30, 3)
    vectors[9] = 0.0
    order = ids(Radio(make_ear(vectors), make_tracks(30, artists=2), [seed(1)]).next(40))
    assert len(order) == 40
    assert 10 not in order


def test_when_all_has_been_heard_the_longest_ago_comes_again(library: Ear) -> None:
    tracks = make_tracks(12, artists=12)
    radio = Radio(library, tracks, [seed(1)])
    picks = radio.next(22)
    assert ids(picks)[:11] == ids(picks)[11:]
    assert all("played before" in pick.reason.text for pick in picks[11:])
    assert not any(pick.reason.relaxed for pick in picks[:11])


def test_a_library_of_the_seed_alone_has_nothing_to_play(library: Ear) -> None:
    assert Radio(library, make_tracks(1), [seed(1)]).next(3) == []


def test_of_copies_and_versions_one_plays_until_nothing_else_is_left() -> None:
    vectors = clustered(30, 6)
    heard = trajectories(vectors)
    pairs = [(TrackId(i + 1), a) for i, a in enumerate(heard.audio_ids)]
    index = Ear.build([heard], {}, [*pairs, (TrackId(31), AudioId("a6"))])
    tracks = make_tracks(31)
    tracks[12] = RadioTrack(TrackId(13), artist="A", title="Numb")
    tracks[18] = RadioTrack(TrackId(19), artist="A", title="Numb (Live)")
    order = ids(Radio(index, tracks, [seed(1)]).next(30))
    first, late = order[:28], order[28:]
    assert len({7, 31} & set(first)) == 1
    assert len({13, 19} & set(first)) == 1
    assert len({7, 31} & set(late)) == 1
    for one, other in ((7, 31), (13, 19)):
        assert abs(order.index(one) - order.index(other)) > 1


def test_what_comes_is_what_next_then_gives(library: Ear) -> None:
    radio = radio_of(library, 3)
    coming = radio.upcoming(12)
    assert radio.history == ()
    assert radio.upcoming(12) == coming
    assert [*radio.next(1), *radio.next(4), *radio.next(7)] == coming


def test_the_same_start_gives_the_same_radio_and_variety_another_reproducible_one(library: Ear) -> None:
    tracks = make_tracks(120, artists=40)

    def start(variety: int) -> list[int]:
        return ids(Radio(library, tracks, [seed(5)], variety=variety).next(20))

    assert start(0) == start(0)
    assert start(1) == start(1)
    assert len({tuple(start(variety)) for variety in range(4)}) == 4


def test_a_like_turns_what_comes_towards_it(library: Ear) -> None:
    radio = radio_of(library, 1)
    assert all(cluster(id) == 0 for id in ids(radio.upcoming(6)))
    radio.like(TrackId(2))
    assert sum(cluster(id) == 1 for id in ids(radio.upcoming(12))) >= 4


def test_a_dislike_turns_what_comes_away_and_the_track_never_returns() -> None:
    index = make_ear(_two_flavours())
    radio = Radio(index, make_tracks(60), [seed(1)])
    flavour = [id for id in ids(radio.upcoming(10)) if id > 20]
    assert flavour, "before, both flavours of the seed's kind come"
    radio.dislike(TrackId(flavour[0]))
    after = ids(radio.upcoming(59))
    assert flavour[0] not in after
    assert sum(20 < id <= 40 for id in after[:10]) < len(flavour)


def _two_flavours() -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """1-20 and 21-40 share the seed's kind and differ in flavour; 41-60 are something else."""
    rng = np.random.default_rng(4)
    kind, one, other, else_ = np.linalg.qr(rng.standard_normal((32, 32)))[0][:4]
    centre = np.stack([2 * kind + 0.5 * one] * 20 + [2 * kind + 0.5 * other] * 20 + [2 * else_] * 20)
    centre[0] = 2 * kind
    noise = 0.15 * rng.standard_normal((60, 10, 32)) + 0.1 * rng.standard_normal((60, 1, 32))
    return np.asarray(centre[:, None] + noise)


def test_an_early_skip_counts_against_more_than_a_late_one() -> None:
    index = make_ear(_two_flavours())
    places = {}
    for heard in (5.0, 60.0):
        radio = Radio(index, make_tracks(60), [seed(1)])
        radio.heard(played(25, Ended.SKIPPED, heard))
        order = ids(radio.upcoming(55))
        places[heard] = np.mean([order.index(id) for id in range(26, 41)])
    assert places[5.0] > places[60.0]


def test_a_finished_play_draws_the_radio_after_it(library: Ear) -> None:
    def place(radio: Radio) -> float:
        order = ids(radio.upcoming(117))
        return float(np.mean([order.index(id) for id in range(8, 121, 6)]))

    radio = radio_of(library, 1)
    before = place(radio)
    radio.heard(played(2, Ended.FINISHED, 202.0))
    assert place(radio) < before - 2


def test_a_skip_at_the_very_end_is_a_finished_play(library: Ear) -> None:
    finished, skipped = radio_of(library, 1), radio_of(library, 1)
    finished.heard(played(2, Ended.FINISHED, 202.0))
    skipped.heard(played(2, Ended.SKIPPED, 200.0))
    assert finished.upcoming(10) == skipped.upcoming(10)


@pytest.mark.parametrize("ended", [Ended.STOPPED, Ended.ERROR])
def test_a_stop_or_an_error_teaches_nothing(library: Ear, ended: Ended) -> None:
    radio = radio_of(library, 1)
    first = radio.next(1)
    coming = radio.upcoming(10)
    radio.heard(played(first[0].track_id, ended, 3.0))
    assert radio.upcoming(10) == coming


def test_skipping_the_seed_is_no_judgement(library: Ear) -> None:
    radio = radio_of(library, 1)
    coming = radio.upcoming(10)
    radio.heard(played(1, Ended.SKIPPED, 2.0))
    assert radio.upcoming(10) == coming


def test_everything_said_can_be_taken_back(library: Ear) -> None:
    radio = radio_of(library, 1)
    coming = radio.upcoming(10)
    first = TrackId(ids(coming)[0])
    for say in (radio.like, radio.dislike, radio.remove):
        say(first)
        assert radio.upcoming(10) != coming
        radio.forget(first)
        assert radio.upcoming(10) == coming
    given = radio.next(1)[0].track_id
    radio.heard(played(given, Ended.SKIPPED, 2.0))
    radio.forget(given)
    radio.give_back(given)
    assert radio.upcoming(10) == coming


def test_a_like_takes_back_a_dislike(library: Ear) -> None:
    radio = radio_of(library, 1)
    radio.dislike(TrackId(7))
    radio.like(TrackId(7))
    assert radio.likes == (7,)
    assert radio.dislikes == ()


def test_a_removed_track_does_not_come_and_is_not_judged(library: Ear) -> None:
    radio = radio_of(library, 1)
    coming = ids(radio.upcoming(3))
    radio.remove(TrackId(coming[0]))
    assert ids(radio.upcoming(2)) == coming[1:]


def test_a_radio_put_away_as_json_goes_on_where_it_was(library: Ear) -> None:
    tracks = make_tracks(120, artists=40, albums=60)
    radio = Radio(library, tracks, [seed(1)], variety=3)
    given = ids(radio.next(5))
    radio.heard(played(given[0], Ended.FINISHED, 500.0))
    radio.heard(played(given[1], Ended.SKIPPED, 4.0))
    radio.like(TrackId(given[2]))
    radio.dislike(TrackId(given[3]))
    radio.remove(TrackId(99))
    restored = Radio.restore(library, tracks, json.loads(json.dumps(radio.state())))
    assert restored.state() == radio.state()
    assert restored.next(30) == radio.next(30)


def test_a_state_of_another_version_is_refused(library: Ear) -> None:
    with pytest.raises(UserError, match="another version"):
        Radio.restore(library, make_tracks(120), {"version": 999})


def test_seeds_that_were_not_heard_are_told_to_the_user(library: Ear) -> None:
    with pytest.raises(UserError, match="analyse"):
        Radio(library, make_tracks(130), [seed(125)])
    assert Radio(library, make_tracks(130), [seed(125), seed(1)]).next(3)


def test_a_grown_index_is_taken_up_in_the_middle_of_a_radio(library: Ear) -> None:
    vectors = clustered(126, 6)
    small, tracks = make_ear(vectors[:90]), make_tracks(126)
    radio = Radio(small, tracks, [seed(1)])
    before = ids(radio.next(10))
    radio.adopt(make_ear(vectors), tracks)
    after = ids(radio.next(110))
    assert not set(before) & set(after)
    assert max(after) > 90


def test_a_disliked_seed_leaves_a_radio_that_still_plays(library: Ear) -> None:
    radio = radio_of(library, 1)
    radio.dislike(TrackId(1))
    picks = radio.next(10)
    assert len(picks) == 10
    assert all(cluster(id) != 0 for id in ids(picks))
    assert picks[0].reason.liked is None


def test_hundreds_of_seeds_make_a_radio_too(library: Ear) -> None:
    seeds = [id for id in range(1, 101) if cluster(id) in (0, 3)]
    picks = radio_of(library, *seeds).next(6)
    assert {cluster(id) for id in ids(picks)} <= {0, 3}


def test_difference_is_the_published_one_to_the_present_likes(library: Ear) -> None:
    radio = radio_of(library, 1)
    radio.like(TrackId(8))
    for pick in radio.next(5):
        rows = [library.row(TrackId(id)) for id in (pick.track_id, 1, 8)]
        expected = plain_difference(library.raw(rows[:1]), library.raw(rows[1:]))[0]
        assert pick.difference == pytest.approx(expected, abs=1e-12)


def test_plain_gives_all_candidates_but_the_seeds_in_order_of_difference(library: Ear) -> None:
    seeds = [TrackId(1), TrackId(9), TrackId(1)]
    picks = plain_picks(library, make_tracks(120, artists=1), seeds)
    rows = [library.row(TrackId(id)) for id in range(1, 121)]
    expected = plain_difference(library.raw(rows), library.raw([rows[0], rows[8], rows[0]]))
    assert sorted(ids(picks)) == [id for id in range(1, 121) if id not in (1, 9)]
    assert [pick.difference for pick in picks] == pytest.approx([expected[id - 1] for id in ids(picks)])
    assert all(a.difference <= b.difference for a, b in itertools.pairwise(picks))
    assert (
        plain_picks(library, make_tracks(120), seeds, 5) == plain_picks(library, make_tracks(120), seeds)[:5]
    )


def test_plain_keeps_copies_as_candidates_of_their_own() -> None:
    heard = trajectories(clustered(10, 2))
    index = Ear.build(
        [heard], {}, [(TrackId(1), AudioId("a0")), (TrackId(2), AudioId("a0")), (TrackId(3), AudioId("a1"))]
    )
    picks = plain_picks(index, make_tracks(3), [TrackId(1)])
    assert ids(picks) == [2, 3]
    assert picks[0].difference == pytest.approx(0.0, abs=1e-6)


def test_a_radio_may_be_used_from_many_threads(library: Ear) -> None:
    radio = radio_of(library, 1)
    given: list[int] = []

    def listen() -> None:
        for _ in range(8):
            pick = radio.next(1)[0].track_id
            given.append(pick)
            radio.heard(played(pick, Ended.FINISHED, 500.0))
            radio.upcoming(3)

    threads = [threading.Thread(target=listen) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(given)) == 32


def december(day: int) -> float:
    """Noon of this day, counted from the 1st of December."""
    return datetime(2026, 12, 1, 12).timestamp() + (day - 1) * 86_400.0


def test_a_radio_that_plays_into_december_and_out_of_it_notices(library: Ear) -> None:
    wreath = ids(radio_of(library, 1).upcoming(1))[0]
    tracks = [t._replace(title="Last Christmas") if t.id == wreath else t for t in make_tracks(120, 40, 60)]
    at = [december(0)]
    radio = Radio(library, tracks, [seed(1)], clock=lambda: at[0])
    before = ids(radio.upcoming(HELD + 10))
    assert wreath not in before
    at[0] = december(1)
    during = ids(radio.upcoming(HELD + 10))
    assert during[:HELD] == before[:HELD], "what is announced stays"
    assert wreath in during
    radio.pin(TrackId(during[3]))
    at[0] = december(32)
    after = ids(radio.upcoming(HELD + 10))
    assert wreath not in after
    assert after[3] == during[3]


def test_within_a_season_the_passing_of_time_changes_nothing(library: Ear) -> None:
    at = [december(2)]
    radio = Radio(library, make_tracks(120), [seed(1)], clock=lambda: at[0])
    before = radio.upcoming(30)
    at[0] = december(20)
    assert all(one is other for one, other in zip(before, radio.upcoming(30), strict=True))


def test_it_plays_on_when_its_seed_is_no_longer_there(library: Ear) -> None:
    radio = radio_of(library, 1)
    radio.next(2)
    radio.adopt(library, [t for t in make_tracks(120, 40, 60) if t.id > 20])
    assert min(ids(radio.upcoming(20))) > 20
    assert radio.next(1)
