"""Shuffling by waiting time: its law, checked exactly and by drawing, and that nothing is left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice, permutations

import pytest

from core.domain import Seconds
from core.explore.memory.waiting import DAY, endless_waiting, waiting_shuffle, waits, weight
from core.library.tracks import Library
from core.settings import Places
from tests.core.explore.listener import NOW, YEAR, Listener

ROUNDS = 6000


@pytest.fixture
def library(places: Places) -> Iterator[Library]:
    library = Library.open(places)
    yield library
    library.close()


def days(*numbers: float) -> list[Seconds]:
    return [Seconds(number * DAY) for number in numbers]


def test_the_weight_is_a_day_more_than_was_waited() -> None:
    assert weight(Seconds(0.0)) == 1.0
    assert weight(Seconds(365 * DAY)) == 366.0
    assert weight(Seconds(-5.0)) == 1.0  # a clock that was set back


def test_what_waits_for_ever_is_shuffled_among_its_like_and_comes_before_the_rest() -> None:
    waited = [Seconds(w) for w in (float("inf"), float("inf"), float("nan"), -float("inf"), float("inf"))]
    drawn = [tuple(waiting_shuffle("abcde", waited, seed)) for seed in range(60)]
    assert all(set(order[:3]) == set("abe") for order in drawn)
    assert {order[0] for order in drawn} == set("abe")


def test_every_order_comes_as_often_as_the_law_says() -> None:
    """Of all 24 orders of four tracks, by chi-square: 23 degrees of freedom, 41.6 is the 99 % point."""
    waited = days(0, 1, 4, 9)
    shares = dict(zip("abcd", (1.0, 2.0, 5.0, 10.0), strict=True))
    drawn = Counter("".join(waiting_shuffle("abcd", waited, seed)) for seed in range(ROUNDS))
    chi_square = 0.0
    for order in map("".join, permutations("abcd")):
        chance, left = 1.0, sum(shares.values())
        for name in order:
            chance *= shares[name] / left
            left -= shares[name]
        expected = ROUNDS * chance
        chi_square += (drawn[order] - expected) ** 2 / expected
    assert chi_square < 41.6


def test_what_was_heard_lately_comes_last_on_average() -> None:
    """The expected place of i is the sum over the others of w_j / (w_i + w_j)."""
    waited = days(0, 2, 30, 200, 365, 365, 900, 3650)
    weights = [weight(wait) for wait in waited]
    places = [0.0] * len(waited)
    for seed in range(ROUNDS):
        for place, item in enumerate(waiting_shuffle(range(len(waited)), waited, seed)):
            places[item] += place / ROUNDS
    for i, own in enumerate(weights):
        expected = sum(other / (own + other) for j, other in enumerate(weights) if j != i)
        assert places[i] == pytest.approx(expected, abs=0.1)
    assert places[0] == max(places)


def test_all_come_once_before_any_comes_twice() -> None:
    items, waited = list(range(500)), days(*range(500))
    assert sorted(waiting_shuffle(items, waited, 3)) == items
    twice = list(islice(endless_waiting(items, waited, 3), 1000))
    assert sorted(twice[:500]) == sorted(twice[500:]) == items


def test_the_next_round_begins_with_what_came_long_ago() -> None:
    for seed in range(50):
        first, second = _rounds(20, seed)
        assert first[-1] != second[0]
    early = [
        sum(item in second[:5] for item in first[:5])
        for first, second in (_rounds(20, s) for s in range(200))
    ]
    late = [
        sum(item in second[:5] for item in first[-5:])
        for first, second in (_rounds(20, s) for s in range(200))
    ]
    assert sum(early) > 2 * sum(late)


def _rounds(count: int, seed: int) -> tuple[list[int], list[int]]:
    both = list(islice(endless_waiting(range(count), days(*[1.0] * count), seed), 2 * count))
    return both[:count], both[count:]


def test_the_same_seed_gives_the_same_order() -> None:
    items, waited = list(range(100)), days(*range(100))
    assert waiting_shuffle(items, waited, 7) == waiting_shuffle(items, waited, 7)
    assert waiting_shuffle(items, waited, 7) != waiting_shuffle(items, waited, 8)


def test_nothing_to_shuffle_is_an_answer() -> None:
    assert waiting_shuffle([], [], 1) == []
    assert list(endless_waiting([], [], 1)) == []
    assert list(islice(endless_waiting(["one"], days(1), 1), 3)) == ["one"] * 3


def test_waiting_begins_when_a_track_last_sounded(library: Library) -> None:
    listener = Listener(library)
    played, skipped, elsewhere, never, new = listener.tracks(5, added=3 * YEAR)
    listener.plays(played, 40 * DAY, 90 * DAY)
    listener.plays(skipped, 90 * DAY)
    listener.skips(skipped, 2 * DAY)
    listener.played_elsewhere(elsewhere, 400 * DAY)
    with library.database.write() as db:
        db.execute("UPDATE tracks SET added_at = ? WHERE id = ?", (NOW - DAY, new))
    found = waits(library, [new, played, skipped, elsewhere, never, played], NOW)
    assert found == pytest.approx([400 * DAY, 40 * DAY, 2 * DAY, 400 * DAY, 3 * YEAR, 40 * DAY])
