"""Where words stand on the map."""

from __future__ import annotations

import numpy as np
import pytest

from app.widgets.map.labelling import EDGE, Placed, Placing, homes, strengths

VIEW = (1000.0, 700.0)
ALL = (-np.inf, -np.inf, np.inf, np.inf)


def crowd(count: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Places and sizes in pixels, and weights, of so many labels."""
    rng = np.random.default_rng(seed)
    sizes = np.column_stack([rng.integers(40, 160, count), np.full(count, 20)]).astype(float)
    return rng.random((count, 2)) * VIEW, sizes, rng.random(count)


def boxes(placed: Placed, sizes: np.ndarray) -> np.ndarray:
    return np.hstack([placed.corners, placed.corners + sizes[placed.rows]])


def overlaps(found: np.ndarray) -> int:
    one, other = found[:, None], found[None]
    meet = (one[..., :2] < other[..., 2:]).all(-1) & (other[..., :2] < one[..., 2:]).all(-1)
    return int(meet.sum() - len(found)) // 2


def test_words_never_overlap_and_lie_inside_the_view() -> None:
    places, sizes, weights = crowd(2000)
    placing = Placing(places, np.zeros(2000, int), weights)
    rows = placing.candidates(0, ALL)
    found = boxes(placing.place(rows, places[rows], sizes[rows], VIEW), sizes)
    assert len(found) > 100
    assert overlaps(found) == 0
    assert (found[:, :2] >= EDGE).all()
    assert (found[:, 2:] <= np.array(VIEW) - EDGE).all()


def test_of_two_that_meet_the_heavier_is_shown_and_a_further_level_before_any_weight() -> None:
    places, sizes = np.array([[100.0, 100.0], [110.0, 102.0]]), np.full((2, 2), (80.0, 20.0))
    same = Placing(places, np.zeros(2, int), np.array([1.0, 2.0]))
    rows = same.candidates(0, ALL)
    assert same.place(rows, places[rows], sizes, VIEW).rows.tolist() == [1]
    levels = Placing(places, np.array([0, 1]), np.array([1.0, 2.0]))
    assert levels.place(np.array([0, 1]), places, sizes, VIEW).rows.tolist() == [0]


@pytest.mark.parametrize("step", [1.0, 0.37])
def test_what_is_shown_stays_while_the_map_is_moved(step: float) -> None:
    places, sizes, weights = crowd(1500)
    placing = Placing(places, np.zeros(1500, int), weights)
    rows = placing.candidates(0, ALL)
    shown = set(placing.place(rows, places[rows], sizes[rows], VIEW).rows.tolist())
    for at in range(1, 40):
        moved = places[rows] + (at * step, -at * step / 2)
        inside = (moved > 0).all(axis=1) & (moved < VIEW).all(axis=1)
        now = set(placing.place(rows[inside], moved[inside], sizes[rows[inside]], VIEW).rows.tolist())
        # What lies well within the view: at its edges words are pushed together.
        well = {
            int(row)
            for row, (x, y) in zip(rows, moved, strict=True)
            if 170 < x < VIEW[0] - 170 and 50 < y < VIEW[1] - 50
        }
        assert shown & well <= now
        shown = now


def test_what_just_fits_does_not_flicker_while_zooming_to_and_fro() -> None:
    """Two words of the same weight that nearly touch."""
    placing = Placing(np.zeros((2, 2)), np.zeros(2, int), np.array([2.0, 1.0]))
    sizes = np.full((2, 2), (100.0, 20.0))
    rows = placing.candidates(0, ALL)

    def shown(apart: float) -> int:
        return len(placing.place(rows, np.array([[300.0, 300.0], [300.0 + apart, 300.0]]), sizes, VIEW).rows)

    assert [shown(apart) for apart in (102, 120, 104, 106, 104, 96, 104)] == [1, 2, 2, 2, 2, 1, 1]


def test_no_words_stand_on_what_must_stay_free() -> None:
    places, sizes, weights = crowd(500)
    placing = Placing(places, np.zeros(500, int), weights)
    rows = placing.candidates(0, ALL)
    taken = (600.0, 400.0, 1000.0, 700.0)
    found = boxes(placing.place(rows, places[rows], sizes[rows], VIEW, [taken]), sizes)
    assert not ((found[:, 2] > taken[0]) & (found[:, 3] > taken[1])).any()


def test_levels_come_one_after_the_other_as_one_nears() -> None:
    home = homes([12, 200, 800, 10_000])
    assert home[0] == 1
    assert list(home) == sorted(home)
    seen = np.array([strengths(zoom, home) for zoom in np.geomspace(1, 60, 200)])
    assert seen[0].tolist() == [1, 0, 0, 0]
    assert seen[-1].tolist() == [0, 0, 1, 1]
    assert (seen.max(axis=1) == 1).all(), "some words are always clear"
    assert (np.count_nonzero(seen > 0.25, axis=1) <= 3).all()


def test_few_tracks_have_their_titles_soon() -> None:
    assert homes([3, 5, 6, 20])[3] < 3


def test_levels_without_words_drive_none_away() -> None:
    home = homes([0, 5, 0, 9])
    assert [strengths(zoom, home).tolist() for zoom in (1, 30)] == [[0, 1, 0, 0], [0, 1, 0, 1]]


def test_only_the_heaviest_of_a_part_are_looked_at() -> None:
    places, _, weights = crowd(3000)
    placing = Placing(places, np.zeros(3000, int), weights)
    rows = placing.candidates(0, (100.0, 100.0, 900.0, 600.0))
    assert len(rows) == 1000
    inside = np.flatnonzero(((places > (100, 100)) & (places < (900, 600))).all(axis=1))
    assert rows.tolist() == inside[np.argsort(-weights[inside])][:1000].tolist()
