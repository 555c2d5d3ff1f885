"""The queue: order, modes, and changes told so that a Qt model can follow."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterable

import pytest

from app.player.queue import Change, Kind, Queue, Repeat
from core.domain import Source, TrackId


def ids(numbers: Iterable[int]) -> list[TrackId]:
    return [TrackId(number) for number in numbers]


@pytest.fixture
def queue() -> Queue:
    """Tracks 0 to 9, number 3 current."""
    queue = Queue(seed=1)
    queue.replace(ids(range(10)), 3)
    return queue


class Follower:
    """Does what a Qt model would with the signals, and so must always agree with the queue."""

    def __init__(self, queue: Queue) -> None:
        self.queue = queue
        self.rows = list(queue.tracks())
        self.announced: list[Change] = []
        self.kinds: list[Kind] = []
        queue.changing.connect(self.announced.append)
        queue.changed.connect(self._follow)

    def _follow(self, change: Change) -> None:
        assert self.announced.pop() == change
        self.kinds.append(change.kind)
        first, last = change.first, change.first + change.count
        match change.kind:
            case Kind.RESET:
                self.rows = list(self.queue.tracks())
            case Kind.INSERTED:
                self.rows[first:first] = self.queue.tracks(first, change.count)
            case Kind.REMOVED:
                del self.rows[first:last]
            case Kind.MOVED:
                moved = self.rows[first:last]
                del self.rows[first:last]
                at = change.to if change.to < first else change.to - change.count
                self.rows[at:at] = moved
        assert self.rows == self.queue.tracks()


def current(queue: Queue) -> int | None:
    return queue.current.track if queue.current else None


def test_add_goes_to_the_end_and_play_next_after_the_current(queue: Queue) -> None:
    queue.add(ids([50]))
    queue.add_next(ids([60, 61]))
    assert queue.tracks() == [0, 1, 2, 3, 60, 61, 4, 5, 6, 7, 8, 9, 50]
    assert current(queue) == 3


def test_a_track_may_be_there_twice_as_two_entries(queue: Queue) -> None:
    queue.add(ids([3]))
    assert queue[3].track == queue[10].track
    assert queue[3].id != queue[10].id
    queue.remove([3])
    assert queue.tracks() == [0, 1, 2, 4, 5, 6, 7, 8, 9, 3]


def test_each_entry_knows_where_it_came_from(queue: Queue) -> None:
    queue.add_next(ids([60]), Source.RADIO)
    assert [queue[row].source for row in (3, 4, 5)] == [Source.LIBRARY, Source.RADIO, Source.LIBRARY]


def test_removing_rows_before_the_current_keeps_it(queue: Queue) -> None:
    queue.remove([0, 2])
    assert (current(queue), queue.index) == (3, 1)


def test_removing_the_current_makes_the_one_after_it_current(queue: Queue) -> None:
    queue.remove([3, 4])
    assert current(queue) == 5


def test_removing_the_last_and_current_leaves_none(queue: Queue) -> None:
    queue.go(9)
    queue.remove([9])
    assert current(queue) is None


def test_rows_move_together_and_apart(queue: Queue) -> None:
    queue.move([7, 8], 0)
    assert queue.tracks() == [7, 8, 0, 1, 2, 3, 4, 5, 6, 9]
    queue.move([0, 9], 5)
    assert queue.tracks() == [8, 0, 1, 2, 7, 9, 3, 4, 5, 6]
    assert current(queue) == 3


def test_shuffle_keeps_the_current_first_and_all_the_others(queue: Queue) -> None:
    queue.set_shuffled(True)
    assert (current(queue), queue.index) == (3, 0)
    assert queue.tracks() != list(range(10))
    assert sorted(queue.tracks()) == list(range(10))


def test_shuffle_off_restores_the_order_with_what_changed_meanwhile(queue: Queue) -> None:
    queue.set_shuffled(True)
    queue.add(ids([50]))
    queue.add_next(ids([60]))
    queue.remove([queue.tracks().index(TrackId(7))])
    queue.set_shuffled(False)
    assert queue.tracks() == [0, 1, 2, 3, 60, 4, 5, 6, 8, 9, 50]
    assert current(queue) == 3


def test_a_new_queue_is_shuffled_when_shuffle_is_on(queue: Queue) -> None:
    queue.set_shuffled(True)
    queue.replace(ids(range(100, 120)), 5)
    assert current(queue) == 105
    assert queue.index == 0
    queue.set_shuffled(False)
    assert queue.tracks() == list(range(100, 120))


@pytest.mark.parametrize(
    ("repeat", "by_itself", "by_hand"), [(Repeat.OFF, -1, -1), (Repeat.ALL, 0, 0), (Repeat.ONE, 9, -1)]
)
def test_what_follows_the_last_track(queue: Queue, repeat: Repeat, by_itself: int, by_hand: int) -> None:
    queue.go(9)
    queue.set_repeat(repeat)
    assert (queue.following_by_itself(), queue.following()) == (by_itself, by_hand)


def test_before_the_first_lies_the_last_when_all_repeats(queue: Queue) -> None:
    queue.go(0)
    assert queue.preceding() == -1
    queue.set_repeat(Repeat.ALL)
    assert queue.preceding() == 9


def test_clear_ahead_leaves_what_played(queue: Queue) -> None:
    queue.clear_ahead()
    assert queue.tracks() == [0, 1, 2, 3]


@pytest.mark.parametrize("shuffled", [False, True])
def test_json_brings_everything_back(queue: Queue, shuffled: bool) -> None:
    queue.add_next(ids([60]), Source.RADIO)
    queue.set_repeat(Repeat.ALL)
    queue.set_shuffled(shuffled)
    again = Queue()
    again.from_json(json.loads(json.dumps(queue.to_json())))
    assert again.to_json() == queue.to_json()
    again.set_shuffled(False)
    assert again.tracks() == [0, 1, 2, 3, 60, 4, 5, 6, 7, 8, 9]


@pytest.mark.parametrize(
    "state",
    [
        None,
        {},
        [],
        {"tracks": [1], "sources": [["radio", 2]], "index": 0, "repeat": "off"},
        {"tracks": [1, "x"], "sources": [["radio", 2]], "index": 0, "repeat": "off"},
        {"tracks": [1], "sources": [["radio", 1]], "index": 0, "repeat": "off", "original": [4]},
        {"tracks": [10**30], "sources": [["radio", 1]], "index": 0, "repeat": "off"},
    ],
)
def test_a_state_that_makes_no_sense_leaves_an_empty_queue(queue: Queue, state: object) -> None:
    queue.from_json(state)
    assert len(queue) == 0
    assert queue.current is None


@pytest.mark.parametrize("seed", range(5))
def test_a_model_can_follow_any_series_of_changes(queue: Queue, seed: int) -> None:
    dice = random.Random(seed)
    follower = Follower(queue)

    def rows() -> list[int]:
        return dice.sample(range(len(queue)), min(len(queue), dice.randint(1, 4)))

    deeds: list[Callable[[], object]] = [
        lambda: queue.add(ids([dice.randint(0, 99)] * dice.randint(1, 3))),
        lambda: queue.add_next(ids([dice.randint(0, 99)])),
        lambda: queue.remove(rows()),
        lambda: queue.move(rows(), dice.randint(0, len(queue))),
        lambda: queue.set_shuffled(not queue.shuffled),
        lambda: queue.go(dice.randint(0, max(0, len(queue) - 1))),
    ]
    for _ in range(300):
        entry = queue.current
        dice.choice(deeds)()
        assert follower.rows == queue.tracks()
        if queue.index >= 0 and entry is not None and queue.row_of(entry.id) >= 0:
            assert queue.current is not None
    assert {Kind.INSERTED, Kind.REMOVED, Kind.MOVED, Kind.RESET} <= set(follower.kinds)


def test_scattered_removals_are_told_as_one_reset(queue: Queue) -> None:
    queue.replace(ids(range(1000)), 501)
    follower = Follower(queue)
    queue.remove(range(0, 1000, 2))
    assert follower.kinds == [Kind.RESET]
    assert current(queue) == 501
    assert queue.tracks() == list(range(1, 1000, 2))


def test_a_hundred_thousand_entries_are_no_burden(queue: Queue) -> None:
    began = time.perf_counter()
    queue.replace(ids(range(100_000)), 70_000)
    queue.set_shuffled(True)
    queue.add_next(ids([1]))
    queue.move([5], 90_000)
    queue.remove(range(0, 100_000, 2))
    queue.set_shuffled(False)
    Queue().from_json(queue.to_json())
    # Together some 150 ms; a signal or a copy per entry would take minutes.
    assert time.perf_counter() - began < 2.0
    assert len(queue) == 50_000 or len(queue) == 50_001
