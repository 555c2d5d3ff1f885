"""Measures put tracks on axes to scale, and leave out what is not known."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from core.analysis.records import Windows
from core.domain import AudioId, Decibel, Timestamp, TrackId
from core.explore.map.chart import Chart, Mode, Sight
from core.explore.map.colours import colour
from core.explore.map.measures import (
    MEASURES,
    HeardTags,
    axis,
    measure,
    measures,
    moment_values,
    placed,
    ticks,
    values,
)
from core.explore.stock import RadioTrack

DAY = 86_400.0


def track(id: int, **more: object) -> RadioTrack:
    return RadioTrack(TrackId(id), **more)  # type: ignore[arg-type]


def test_what_is_not_known_of_a_track_is_nan() -> None:
    bare = track(1)
    unknown = {one.key for one in MEASURES if np.isnan(values([bare], one.key)[0])}
    assert unknown == {one.key for one in MEASURES} - {"play_count"}


def test_values_are_in_the_units_of_their_measures() -> None:
    one = track(
        1,
        tempo=120.0,
        loudness=Decibel(-9.0),
        added_at=Timestamp(3 * DAY),
        last_played=Timestamp(5 * DAY),
        play_count=7,
    )
    found = {key: float(values([one], key)[0]) for key in ("tempo", "loudness", "added", "last_played")}
    assert found == {"tempo": 120.0, "loudness": -9.0, "added": 3.0, "last_played": 5.0}


def test_a_tag_that_is_not_among_the_surest_ones_counts_nothing() -> None:
    stock = [track(1, tags=(("piano", 0.5),)), track(2, tags=(("drums", 0.5),)), track(3)]
    assert values(stock, "tag:piano").tolist()[:2] == [0.5, 0.0]
    assert np.isnan(values(stock, "tag:piano")[2])


def test_exact_activations_are_taken_where_they_are_given() -> None:
    heard = HeardTags(("fast", "piano"), {AudioId("a"): np.array([0.1, 0.02], np.float32)})
    stock = [track(1, audio_id=AudioId("a"), tags=(("drums", 0.5),)), track(2, audio_id=AudioId("b"))]
    assert values(stock, "tag:piano", heard)[0] == pytest.approx(0.02)
    assert np.isnan(values(stock, "tag:piano", heard)[1])
    assert [one.key for one in measures(stock, heard)][-2:] == ["tag:fast", "tag:piano"]


def test_the_commonest_heard_tags_are_measures_of_the_library() -> None:
    stock = [track(n, tags=(("rock", 0.4),) if n else (("rare", 0.4),)) for n in range(200)]
    assert [one.key for one in measures(stock)][len(MEASURES) :] == ["tag:rock"]


def test_an_unknown_measure_is_refused() -> None:
    for ask in (measure, lambda key: values([], key)):
        with pytest.raises(KeyError):
            ask("smell")


@pytest.mark.parametrize(("key", "same"), [("tempo", (60, 120, 240)), ("energy", (0.0, 0.25, 0.5))])
def test_equal_steps_are_equally_far(key: str, same: tuple[float, ...]) -> None:
    known = np.array(same, np.float32)
    at = placed(known, axis(key, known))
    assert at.tolist() == pytest.approx([-1.0, 0.0, 1.0], abs=1e-6)


def test_plays_are_drawn_by_their_logarithm_and_none_has_its_place() -> None:
    counts = np.array([0, 1, 3, 7], np.float32)
    assert placed(counts, axis("play_count", counts)).tolist() == pytest.approx([-1, -1 / 3, 1 / 3, 1])


def test_one_track_of_two_hours_does_not_squeeze_the_others() -> None:
    lengths = np.r_[np.linspace(180, 240, 999), 7200.0].astype(np.float32)
    found = axis("duration", lengths)
    assert found.high < 400
    assert placed(lengths, found)[-1] == 1.0


def test_nan_stays_nan_and_one_value_has_a_place() -> None:
    known = np.array([np.nan, 1998.0], np.float32)
    at = placed(known, axis("year", known))
    assert np.isnan(at[0])
    assert at[1] == 0.0
    assert len(ticks(axis("year", np.array([np.nan], np.float32)))) > 0


def test_ticks_are_round_and_on_the_axis() -> None:
    years = np.array([1961.0, 2019.0], np.float32)
    assert [value for _, value in ticks(axis("year", years))] == [1970, 1980, 1990, 2000, 2010]
    plays = np.array([0.0, 30.0], np.float32)
    assert [value for _, value in ticks(axis("play_count", plays))] == [0, 1, 2, 5, 10, 20]
    tempi = np.array([80.0, 170.0], np.float32)
    for place, _ in ticks(axis("tempo", tempi)):
        assert -1 <= place <= 1


class _Windows:
    """A store of the windows of two songs, one of which a model without tags has heard."""

    def windows(self, audio: str, model: str) -> Windows | None:
        starts = np.array([0.0, 2.0, 4.0], np.float32)
        tags = np.array([[0.1, 0.9], [0.2, 0.1], [0.4, 0.0]], np.float32)
        known = {"a": Windows(starts, tags, tags, ("fast", "piano")), "b": Windows(starts, tags, None)}
        return known.get(audio)


def test_moments_have_activations_of_their_own() -> None:
    stock = {TrackId(n): track(n, audio_id=AudioId(audio)) for n, audio in ((1, "a"), (2, "b"), (3, "c"))}
    tracks = np.array([1, 1, 1, 2, 3], np.int64)
    starts = np.array([0.0, 2.0, 4.0, 0.0, 0.0], np.float32)
    zeros = np.zeros(5, np.float32)
    chart = Chart(Sight(Mode.MOMENTS), "v", tracks, starts, np.zeros((5, 2), np.float32), zeros, zeros > 0)
    store: Any = _Windows()
    piano = moment_values(store, "any", chart, stock, "tag:piano")
    assert piano[:3].tolist() == pytest.approx([0.9, 0.1, 0.0])
    assert np.isnan(piano[3:]).all()
    assert moment_values(store, "any", chart, stock, "confidence")[:3].tolist() == pytest.approx(
        [0.9, 0.2, 0.4]
    )
    shown = colour("tag:piano", tracks, stock, now=0.0, at_points=piano)
    assert shown.values is not None
    assert shown.values[:3].tolist() == pytest.approx([1.0, 0.1 / 0.9, 0.0])
    with pytest.raises(KeyError):
        moment_values(store, "any", chart, stock, "tempo")
