"""What is liked, from what was heard, skipped, loved and rated; and how familiar it is."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
import pytest

from core.domain import Ended, PlayEvent, Seconds, Source, Timestamp, TrackId
from core.explore.memory.activation import base_levels, traces
from core.explore.memory.affinity import Affinity, affinities, familiarity, likes_from
from core.explore.memory.listens import listens
from core.library import history
from core.library.tracks import Library
from core.settings import Places
from tests.core.explore.listener import DAY, LENGTH, NOW, YEAR, Listener


@pytest.fixture
def library(places: Places) -> Iterator[Library]:
    library = Library.open(places)
    yield library
    library.close()


@pytest.fixture
def listener(library: Library) -> Listener:
    return Listener(library)


def known(library: Library) -> dict[TrackId, Affinity]:
    return affinities(library, NOW)


def test_tracks_of_which_nothing_is_known_have_no_affinity(library: Library, listener: Listener) -> None:
    listener.track()
    assert known(library) == {}


def test_plays_speak_for_a_track_and_skips_against_it(library: Library, listener: Listener) -> None:
    often, once, skipped, both = listener.tracks(4)
    listener.plays(often, *(n * 3 * DAY for n in range(1, 9)))
    listener.plays(once, 3 * DAY)
    listener.skips(skipped, 3 * DAY)
    listener.plays(both, 3 * DAY)
    listener.skips(both, 3 * DAY - 60)
    value = {id: one.value for id, one in known(library).items()}
    assert value[often] > value[once] > 0 > value[skipped]
    assert value[both] == pytest.approx(0.0, abs=1e-3)


def test_love_and_stars_count_without_a_play(library: Library, listener: Listener) -> None:
    loved, five, three, one = listener.tracks(4)
    library.set_loved(loved, loved=True)
    for id, stars in ((five, 5), (three, 3), (one, 1)):
        library.set_rating(id, stars)
    value = {id: each.value for id, each in known(library).items()}
    assert value[loved] == value[five] == pytest.approx(3 / 5)
    assert value[three] == 0.0
    assert value[one] == pytest.approx(-3 / 5)


def test_fresh_skips_outweigh_old_plays(library: Library, listener: Listener) -> None:
    tired, loved_once = listener.tracks(2)
    listener.plays(tired, *(4 * YEAR + n * 9 * DAY for n in range(6)))
    listener.plays(loved_once, *(4 * YEAR + n * 9 * DAY for n in range(6)))
    listener.skips(tired, DAY, 2 * DAY)
    value = {id: one.value for id, one in known(library).items()}
    assert value[tired] < 0 < value[loved_once]


def test_playing_it_again_at_once_says_more_than_two_plays(library: Library, listener: Listener) -> None:
    again, twice = listener.tracks(2)
    listener.plays(again, 100 * DAY, 100 * DAY - 2 * LENGTH)
    listener.plays(twice, 100 * DAY, 103 * DAY)
    value = {id: one.value for id, one in known(library).items()}
    assert value[again] > value[twice]


def test_activation_takes_the_plays_of_services_with_their_times(
    library: Library, listener: Listener
) -> None:
    (id,) = listener.tracks(1)
    listener.plays(id, 2 * DAY)
    listener.played_elsewhere(id, 30 * DAY, 400 * DAY)
    one = known(library)[id]
    expected = base_levels(np.array([traces(np.array([48.0, 720.0, 9600.0])).sum()]))[0]
    assert one.activation == pytest.approx(expected)
    assert (one.plays, one.finishes, one.begun, one.last) == (3, 1, 1, NOW - 2 * DAY)


def test_a_play_that_two_services_tell_of_is_one(library: Library, listener: Listener) -> None:
    once, twice = listener.tracks(2)
    listener.played_elsewhere(once, 400 * DAY, 300 * DAY)
    listener.played_elsewhere(twice, 400 * DAY, 300 * DAY, told_twice=59.0)
    known = affinities(library, NOW)
    assert known[once].value == pytest.approx(known[twice].value)
    assert known[once].activation == pytest.approx(known[twice].activation)


def test_counts_without_times_lie_between_adding_and_the_last_play(
    library: Library, listener: Listener
) -> None:
    id = listener.track(added=1000 * DAY)
    listener.counted_elsewhere(id, 12, last=500 * DAY)
    low, high = (12 / math.sqrt(days * 24) for days in (1000, 500))
    one = known(library)[id]
    assert math.log(low) < one.activation < math.log(high)
    assert one.plays == 12


def test_a_last_play_without_any_count_of_its_time_still_fades(library: Library, listener: Listener) -> None:
    """A player that knows of plays from before the file was added here."""
    id = listener.track(added=0.0)
    listener.counted_elsewhere(id, 5, last=3 * YEAR)
    assert known(library)[id].activation < math.log(5 / math.sqrt(3 * 365 * 24))


def test_plays_and_skips_are_judged_as_history_does(library: Library, listener: Listener) -> None:
    short, long, unknown = (listener.track(length=length) for length in (50.0, 3000.0, 0.0))
    expected = {}
    for number, (id, length) in enumerate(((short, 50.0), (long, 3000.0), (unknown, 0.0))):
        for heard in (0.0, 10.0, 25.0, 29.0, 45.0, 100.0, 240.0, 1600.0):
            for ended in (Ended.FINISHED, Ended.SKIPPED, Ended.STOPPED):
                at = Timestamp(1000.0 * number + heard + 0.1 * len(expected))
                event = PlayEvent(id, at, Seconds(heard), ended, Source.RADIO)
                library.record_play(event)
                expected[at] = history.is_play(event, length), history.is_skip(event, length)
    found = listens(library)
    judged = zip(found.at.tolist(), found.played.tolist(), found.skipped.tolist(), strict=True)
    assert {at: (played, skipped) for at, played, skipped in judged} == expected


def test_failed_plays_and_tracks_that_are_gone_say_nothing(library: Library, listener: Listener) -> None:
    failed, gone = listener.tracks(2)
    listener.plays(failed, DAY, ended=Ended.ERROR, heard=0.0)
    listener.plays(gone, DAY)
    with library.database.write() as db:
        db.execute("UPDATE tracks SET presence = 'missing' WHERE id = ?", (gone,))
    assert known(library) == {}


def test_likes_are_the_best_liked_first(library: Library, listener: Listener) -> None:
    best, good, once, bad = listener.tracks(4)
    listener.plays(best, *(n * 2 * DAY for n in range(1, 12)))
    listener.plays(good, *(n * 2 * DAY for n in range(1, 4)))
    listener.plays(once, DAY)
    listener.skips(bad, DAY)
    found = known(library)
    likes = likes_from(found, 10)
    assert [id for id, _ in likes] == [best, good]
    assert likes[0][1] == found[best].value
    assert likes_from(found, 1) == likes[:1]


def test_familiarity_goes_from_never_heard_to_heard_every_day(library: Library, listener: Listener) -> None:
    daily, forgotten, never = listener.tracks(3)
    listener.plays(daily, *(n * DAY for n in range(20)))
    listener.plays(forgotten, 5 * YEAR)
    found = known(library)
    often, hardly, not_at_all = familiarity(found, [daily, forgotten, never]).tolist()
    assert often > 0.9 > 0.2 > hardly > not_at_all == 0.0
    assert found[daily].familiarity == pytest.approx(often)
