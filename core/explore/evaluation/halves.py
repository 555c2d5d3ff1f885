"""A song's first half looks for its own second half: how well a way of hearing knows a recording again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.analysis.models.summary import Summary
from core.analysis.records import Trajectories, Windows
from core.analysis.store import AnalysisStore
from core.domain import SONGLETS, AudioId, Pass, TrackId
from core.explore.ear import Ear
from core.explore.evaluation import metrics
from core.explore.evaluation.record import Column, Estimate, Row, Table
from core.explore.evaluation.spaces import Heard
from core.progress import Progress
from core.texts import Text, marked

FEWEST_WINDOWS = 4
FEWEST = 10
"""Fewer songs than this with windows are no sample."""

Floats = NDArray[np.floating]


class Halves(NamedTuple):
    """The means of a song's first and second windows (d,) by one model."""

    first: Floats
    second: Floats


def halved(windows: Windows | None) -> Halves | None:
    """None where too few windows were kept."""
    if windows is None or len(windows.features) < FEWEST_WINDOWS:
        return None
    middle = len(windows.features) // 2
    return Halves(windows.features[:middle].mean(axis=0), windows.features[middle:].mean(axis=0))


def ear_of_halves(
    means: Mapping[str, Sequence[Halves]], sounds: Sequence[tuple[Summary, Summary]] = ()
) -> tuple[Ear, NDArray[np.int64], NDArray[np.int64]]:
    """An ear in which each half is a song of its own, and the rows of the first and the second halves.

    means: by model, song for song; sounds: the timbre of both halves, song for song.
    """
    count = len(next(iter(means.values())))
    ids = [AudioId(f"{song:06}-{half}") for song in range(count) for half in (1, 2)]
    heard = [_trajectories(model, halves, ids) for model, halves in means.items()]
    timbre = dict(zip(ids, (half for pair in sounds for half in pair), strict=True)) if sounds else {}
    ear = Ear.build(heard, timbre, [(TrackId(place + 1), audio) for place, audio in enumerate(ids)])
    rows = np.array([ear.row(TrackId(place + 1)) for place in range(len(ids))], np.int64)
    return ear, rows[::2], rows[1::2]


def _trajectories(model: str, halves: Sequence[Halves], ids: list[AudioId]) -> Trajectories:
    pooled = np.stack([side for pair in halves for side in pair]).astype(np.float32)
    songlets = np.repeat(pooled[:, None], SONGLETS, axis=1)
    return Trajectories(model, 1, ids, songlets, pooled, np.full(len(ids), int(Pass.FULL), np.int8))


def ask(store: AnalysisStore, heard: Heard, most: int, progress: Progress) -> Table | None:
    """R@1 and R@5 by each model of which windows were kept, and of those of the default ear together.

    Raises Cancelled. None where no windows were kept. The timbre Gaussian of half a song is not kept.
    """
    drawn = np.sort(np.random.default_rng(0).permutation(len(heard.corpus))[:most])
    audios = [heard.corpus.tracks[row].audio_id for row in drawn.tolist()]
    models = [space.key for space in heard.spaces if space.source and space.key != "timbre"]
    progress.begin("halving songs", len(audios))
    found: dict[str, list[Halves]] = {model: [] for model in models}
    for audio in audios:
        pairs = {model: halved(store.windows(audio, model)) for model in models}
        if all(pairs.values()):
            for model, pair in pairs.items():
                assert pair is not None
                found[model].append(pair)
        progress.advance()
    count = len(found[models[0]])
    if count < FEWEST:
        return None
    default = {model: found[model] for model in heard.ear.names if model in found}
    alone = len(default) == 1
    rows = [
        Row(Text(model, {}), recalls({model: found[model]}), is_default=alone and model in default)
        for model in models
    ]
    if len(default) > 1:
        rows.insert(
            0, Row(marked("Meander's ear without its MFCC Gaussian"), recalls(default), is_default=True)
        )
    columns = (Column(marked("R@1")), Column(marked("R@5")))
    note = marked("Of %Ln recording(s), each half looking for the other among as many.", count=count)
    return Table("halves", marked("A song's other half"), columns, tuple(rows), (note,))


def recalls(
    means: Mapping[str, Sequence[Halves]], sounds: Sequence[tuple[Summary, Summary]] = ()
) -> tuple[Estimate | None, ...]:
    """R@1 and R@5 of first halves among second halves and the other way round, song for song.

    One model by its plain cosine, several as an ear fuses them.
    """
    ear, first, second = ear_of_halves(means, sounds)
    alone = ear.sources[0] if len(ear.sources) == 1 else None
    distances = alone.distances(first, second) if alone else ear.between(first, second)
    own = np.diag(distances)
    places = [(side < own[:, None]).sum(axis=1) for side in (distances, distances.T)]
    return tuple(metrics.mean(np.mean([place < k for place in places], axis=0)) for k in (1, 5))
