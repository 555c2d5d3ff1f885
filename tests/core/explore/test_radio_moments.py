"""A radio from a moment in a song: what comes contains such a part."""

from __future__ import annotations

import numpy as np
import pytest

from core.analysis.records import Trajectories, Windows
from core.domain import AudioId, Pass, Seconds, TrackId
from core.explore.ear.ear import Ear
from core.explore.radio.catalogue import Catalogue
from core.explore.radio.radio import Radio
from core.library.radios import Seed
from tests.core.explore.synthetic_songs import D, make_tracks, unit


def two_part_songs() -> tuple[Ear, dict[AudioId, Windows], Catalogue]:
    """Songs 1-20 begin with A and end with B, 21-40 are A, 41-60 are B, 61-80 something else altogether."""
    rng = np.random.default_rng(8)
    a, b, *others = np.linalg.qr(rng.standard_normal((D, D)))[0][:8]
    rest = np.stack([others[i % 6] for i in range(20)])
    first = np.concatenate([[a] * 40, [b] * 20, rest])
    second = np.concatenate([[b] * 20, [a] * 20, [b] * 20, rest])
    halves = np.concatenate([np.repeat(first[:, None], 10, 1), np.repeat(second[:, None], 10, 1)], axis=1)
    features = (halves + 0.12 * rng.standard_normal((80, 20, D))).astype(np.float32)
    songlets = unit(features.reshape(80, 10, 2, D).sum(axis=2))
    audio = [AudioId(f"a{i:02}") for i in range(80)]
    heard = Trajectories("test", 1, audio, songlets, features.mean(axis=1), np.full(80, Pass.FULL, np.int8))
    ear = Ear.build([heard], {}, [(TrackId(i + 1), one) for i, one in enumerate(audio)])
    starts = np.arange(20, dtype=np.float32) * 10
    kept = {one: Windows(starts, features[i], None) for i, one in enumerate(audio)}
    stock = [t._replace(audio_id=audio[t.id - 1], duration=Seconds(200.0)) for t in make_tracks(80)]
    return ear, kept, Catalogue(ear, stock)


@pytest.mark.parametrize("windows_kept", [True, False])
@pytest.mark.parametrize(
    ("start", "end", "kind"), [(10.0, 60.0, range(21, 41)), (130.0, 190.0, range(41, 61))]
)
def test_a_moment_brings_songs_that_contain_such_a_part(
    start: float, end: float, kind: range, *, windows_kept: bool
) -> None:
    ear, kept, catalogue = two_part_songs()
    moments = (lambda audio, model: kept[audio]) if windows_kept else None
    radio = Radio(ear, catalogue, [Seed.moment(TrackId(1), start, end)], moments=moments)
    ids = [pick.track_id for pick in radio.upcoming(10)]
    assert sum(id in kind for id in ids) >= 6
    assert not any(id > 60 for id in ids)
    other = range(41, 61) if kind.start == 21 else range(21, 41)
    assert not any(id in other for id in ids)


def test_a_moment_is_told_as_the_part_that_was_meant() -> None:
    ear, kept, catalogue = two_part_songs()
    radio = Radio(
        ear, catalogue, [Seed.moment(TrackId(1), 130.0, 190.0)], moments=lambda audio, model: kept[audio]
    )
    (pick,) = radio.upcoming(1)
    assert (pick.reason.liked, pick.reason.liked_start, pick.reason.liked_end) == (1, 130.0, 190.0)
