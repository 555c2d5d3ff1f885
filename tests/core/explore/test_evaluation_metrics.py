"""Measures, against sums done by hand."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from numpy.typing import NDArray

from core.explore.evaluation import metrics
from core.explore.evaluation.record import Column, Estimate, Evaluation, Row, Table, without_empty_columns
from core.texts import marked


def places(text: str) -> NDArray[np.bool_]:
    """ "x.x" -> right, wrong, right."""
    return np.array([letter == "x" for letter in text])


def test_precision_counts_the_places_that_a_short_ranking_lacks_as_wrong() -> None:
    assert metrics.precision_at(places("x.xx"), 2) == 0.5
    assert metrics.precision_at(places("xx"), 4) == 0.5


def test_average_precision_at_ten_by_hand() -> None:
    # Right at 1, 3 and 4 of five relevant ones: (1/1 + 2/3 + 3/4) / 5.
    assert metrics.average_precision_at(places("x.xx......x"), 10, 5) == pytest.approx(
        (1 + 2 / 3 + 3 / 4) / 5
    )


def test_average_precision_is_perfect_where_more_are_relevant_than_are_looked_at() -> None:
    assert metrics.average_precision_at(places("x" * 30), 10, 30) == 1.0


def test_r_precision_looks_at_as_many_places_as_there_are_relevant_ones() -> None:
    assert metrics.r_precision(places("x..x"), 2) == 0.5


def test_recall_is_the_share_of_all_relevant_ones() -> None:
    assert metrics.recall_at(places(".x.x.x"), 4, 3) == pytest.approx(2 / 3)


def test_ndcg_by_hand() -> None:
    # Right at 2 and 3 of three relevant ones; the best ranking has them at 1, 2, 3.
    gained = 1 / math.log2(3) + 1 / math.log2(4)
    best = 1 / math.log2(2) + 1 / math.log2(3) + 1 / math.log2(4)
    assert metrics.ndcg_at(places(".xx."), 50, 3) == pytest.approx(gained / best)
    assert metrics.ndcg_at(places("xxx"), 50, 3) == pytest.approx(1.0)


def test_the_first_place_is_counted_from_one() -> None:
    assert metrics.first_place(places("..x.x")) == 3
    assert metrics.first_place(places("...")) == 0


def test_occurrences_count_how_often_each_is_a_neighbour() -> None:
    neighbours = np.array([[1, 2], [2, -1], [1, 0]])
    assert metrics.occurrences(neighbours, 4).tolist() == [1, 2, 2, 0]
    assert metrics.never(metrics.occurrences(neighbours, 4)) == 0.25


def test_skewness_of_one_hub_among_four() -> None:
    # Mean 1, deviations 3, -1, -1, -1: variance 3, third moment 6.
    assert metrics.skewness(np.array([4, 0, 0, 0])) == pytest.approx(6 / 3**1.5)
    assert metrics.skewness(np.array([2, 2, 2])) == 0.0


def test_two_models_share_the_neighbours_that_both_name() -> None:
    assert metrics.shared(np.array([[1, 2], [3, 4]]), np.array([[2, 5], [4, 3]])).tolist() == [0.5, 1.0]


def test_an_interval_holds_its_mean_and_is_reproducible() -> None:
    values = np.random.default_rng(1).random(200)
    one, again, other = (metrics.mean(values, seed=seed) for seed in (0, 0, 1))
    assert one is not None and one == again and one != other
    assert one.low < one.value < one.high and one.value == pytest.approx(values.mean()) and one.n == 200


def test_an_interval_has_the_width_that_theory_gives_it() -> None:
    values = np.random.default_rng(2).standard_normal(400)
    found = metrics.mean(values)
    assert found is not None
    assert found.high - found.low == pytest.approx(2 * 1.96 * values.std() / 20, rel=0.1)


def test_nothing_has_no_mean_and_one_value_is_its_own_interval() -> None:
    assert metrics.mean([]) is None
    assert metrics.mean([0.25]) == Estimate(0.25, 0.25, 0.25, 1)


def test_a_record_survives_json_and_can_still_be_translated() -> None:
    title = marked("Songs like {title}", title="Tidewater")
    row = Row(marked("%Ln song(s)", count=3), (Estimate(0.5, 0.4, 0.6, 9), None), is_default=True)
    table = Table("retrieval", title, (Column(marked("P@10")), Column(marked("Skew"), better=-1)), (row,))
    record = Evaluation(1.0, 2.0, 3, ("spectral",), quick=True, tables=(table,), untold=(title,))
    back = Evaluation.from_json(json.loads(json.dumps(record.to_json())))
    assert back == record
    assert back is not None and back.tables[0].title.template == "Songs like {title}"
    assert back.tables[0].rows[0].label.number == 3


def test_a_column_in_which_nothing_could_be_told_is_left_out() -> None:
    one = Estimate(0.5, 0.4, 0.6, 9)
    rows = (Row(marked("a"), (None, None, one)), Row(marked("b"), (one, None, None)))
    columns, kept = without_empty_columns([Column(marked(name)) for name in "xyz"], rows)
    assert [str(column.label) for column in columns] == ["x", "z"]
    assert [row.cells for row in kept] == [(None, one), (one, None)]


def test_a_record_of_another_format_is_none() -> None:
    assert Evaluation.from_json(None) is None
    assert Evaluation.from_json({"format": 0}) is None
