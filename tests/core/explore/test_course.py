"""Windows softened to a course, and what is told to come in."""

from __future__ import annotations

import numpy as np
import pytest

from core.analysis.records import Windows
from core.domain import Seconds
from core.explore.picture.course import course, drawn, softened
from core.explore.picture.entrances import entrances
from core.explore.picture.figure import Parts, own_axes, share_shown

RNG = np.random.default_rng(5)
LENGTH = Seconds(240.0)


def parts(vectors: np.ndarray) -> Parts:
    edges = np.linspace(0.0, 1.0, len(vectors) + 1)
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return Parts(unit.astype(np.float32), np.stack([edges[:-1], edges[1:]], axis=1), LENGTH)


def verse_and_chorus() -> Parts:
    """Six parts of twenty windows, A B A B A B, each window with a whim of its own."""
    a, b = RNG.normal(size=(2, 24))
    each = np.concatenate([np.tile(part, (20, 1)) for part in (a, b, a, b, a, b)])
    return parts(each + 1.2 * RNG.normal(size=each.shape))


def test_what_comes_back_lies_nearer_to_itself_once_softened() -> None:
    """Middles of the three verses, as far apart as a share of the song's whole extent."""

    def apart(song: Parts) -> float:
        placed = own_axes(song).place(song.vectors)
        verses = placed[[10, 50, 90]]
        extent = np.ptp(placed, axis=0).max()
        return float(np.linalg.norm(verses - verses.mean(axis=0), axis=1).mean() / extent)

    song = verse_and_chorus()
    assert apart(softened(song, 0.025)) < 0.6 * apart(song)


def test_softened_parts_keep_their_moments_and_unit_length() -> None:
    song = verse_and_chorus()
    soft = softened(song, 0.025)
    assert np.array_equal(soft.spans, song.spans)
    assert np.allclose(np.linalg.norm(soft.vectors, axis=1), 1.0, atol=1e-5)
    assert share_shown(own_axes(soft), [soft]) > share_shown(own_axes(song), [song])


def test_songlets_stand_as_rings_where_they_sound() -> None:
    windows, songlets = verse_and_chorus(), parts(RNG.normal(size=(10, 24)))
    figure = drawn(course(songlets, windows), own_axes(windows))
    assert len(figure.rings) == 10
    assert np.abs(figure.times[figure.rings] - songlets.middles).max() < 0.005


def test_without_windows_the_curve_passes_through_the_songlets() -> None:
    songlets = parts(RNG.normal(size=(10, 24)))
    axes = own_axes(songlets)
    figure = drawn(course(songlets, None), axes)
    assert np.allclose(figure.points[figure.rings], axes.place(songlets.vectors), atol=1e-5)


def test_only_what_is_marked_has_a_ring_where_anything_is() -> None:
    windows = verse_and_chorus()
    song = course(parts(RNG.normal(size=(10, 24))), windows)
    figure = drawn(song, own_axes(windows), marked=[0.25, 0.5])
    assert np.allclose(figure.times[figure.rings], [0.25, 0.5], atol=0.005)


def heard(strength: list[float], tag: str = "drums") -> Windows:
    tags = np.array(strength, np.float32)[:, None]
    starts = np.arange(len(strength), dtype=np.float32) * 4
    return Windows(starts, np.zeros((len(strength), 2), np.float32), tags, (tag,))


def test_drums_that_begin_and_stay_enter() -> None:
    found = entrances(heard([0.02] * 8 + [0.6] * 8))
    assert [(each.what, each.at) for each in found] == [("drums", 32.0)]


@pytest.mark.parametrize(
    "strength",
    [
        [0.02] * 8 + [0.6, 0.05] * 4,  # now and then
        [0.2] * 8 + [0.6] * 8,  # were there before
        [0.02] * 8 + [0.2] * 8,  # hardly to be heard
        [0.6] * 16,
    ],
)
def test_what_is_not_sure_is_not_told(strength: list[float]) -> None:
    assert entrances(heard(strength)) == ()


def test_a_mood_does_not_enter() -> None:
    assert entrances(heard([0.02] * 8 + [0.9] * 8, "beautiful")) == ()
    assert entrances(None) == ()
