"""A song's first half looks for its own second half: how well a way of hearing knows a recording again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.analysis import trajectory
from core.analysis.models.summary import Summary
from core.analysis.records import Trajectories, Windows
from core.analysis.store import AnalysisStore
from core.domain import AudioId, Pass, TrackId
from core.explore.ear.ear import Ear
from core.explore.evaluation import metrics, plain
from core.explore.evaluation.record import Column, Estimate, Row, Table
from core.explore.evaluation.spaces import Heard
from core.progress import Progress
from core.texts import Text, marked

FEWEST_WINDOWS = 4
FEWEST = 10
"""Fewer songs than this with windows are no sample."""

Floats = NDArray[np.floating]
Recalls = tuple[Estimate | None, ...]


class Halves(NamedTuple):
    """A song's first and second windows (n, d), (m, d) by one model."""

    first: Floats
    second: Floats


def halved(windows: Windows | None) -> Halves | None:
    """None where too few windows were kept."""
    if windows is None or len(windows.features) < FEWEST_WINDOWS:
        return None
    middle = len(windows.features) // 2
    return Halves(windows.features[:middle], windows.features[middle:])


def ask(store: AnalysisStore, heard: Heard, most: int, progress: Progress) -> Table | None:
    """R@1 and R@5 by each model of which windows were kept, and of those of the default ear together.

    Raises Cancelled. None where no windows were kept. The timbre Gaussian of half a song is not kept.
    """
    drawn = np.sort(np.random.default_rng(0).permutation(len(heard.corpus))[:most])
    audios = [heard.corpus.tracks[row].audio_id for row in drawn.tolist()]
    progress.begin("halving songs", len(audios))
    found: dict[str, list[Halves]] = {model: [] for model in heard.models}
    for audio in audios:
        pairs = [(model, halved(store.windows(audio, model))) for model in heard.models]
        whole = [(model, pair) for model, pair in pairs if pair is not None]
        if len(whole) == len(pairs):
            for model, pair in whole:
                found[model].append(pair)
        progress.advance()
    count = len(found[heard.models[0]])
    if count < FEWEST:
        return None
    default = {model: found[model] for model in heard.ear.names if model in found}
    rows = [Row(marked("Meander's ear without timbre"), by_ear(default), is_default=True)]
    rows += [Row(Text(model, {}), by_cosine(pairs)) for model, pairs in found.items()]
    columns = (Column(marked("R@1")), Column(marked("R@5")))
    notes = (
        marked("Of %Ln recording(s), each half looking for the other among as many.", count=count),
        marked("Half a song's timbre Gaussian is not kept, so the whole ear cannot be asked here."),
    )
    return Table("halves", marked("A song's other half"), columns, tuple(rows), notes)


def by_cosine(pairs: Sequence[Halves]) -> Recalls:
    """By the centred means of the windows."""
    vectors = plain.centred(np.stack([half.mean(axis=0) for pair in pairs for half in pair]))
    return recalls(1.0 - vectors[::2] @ vectors[1::2].T)


def by_ear(pairs: Mapping[str, Sequence[Halves]], sounds: Sequence[tuple[Summary, Summary]] = ()) -> Recalls:
    """By an ear in which each half is a song of its own.

    pairs: by model, song for song; sounds: the timbre of both halves, song for song.
    """
    count = len(next(iter(pairs.values())))
    ids = [AudioId(f"{song:06}-{half}") for song in range(count) for half in (1, 2)]
    heard = [_trajectories(model, halves, ids) for model, halves in pairs.items()]
    timbre = dict(zip(ids, (half for pair in sounds for half in pair), strict=True)) if sounds else {}
    ear = Ear.build(heard, timbre, [(TrackId(place + 1), audio) for place, audio in enumerate(ids)])
    rows = np.array([ear.row(TrackId(place + 1)) for place in range(len(ids))], np.int64)
    return recalls(ear.between(rows[::2], rows[1::2]))


def recalls(distances: Floats) -> Recalls:
    """R@1 and R@5 from (n, n) distances of first halves to second ones; the mean of both directions."""
    own = np.diag(distances)
    places = [(side < own[:, None]).sum(axis=1) for side in (distances, distances.T)]
    return tuple(metrics.mean(np.mean([place < k for place in places], axis=0)) for k in (1, 5))


def _trajectories(model: str, pairs: Sequence[Halves], ids: list[AudioId]) -> Trajectories:
    halves = [half for pair in pairs for half in pair]
    songlets = np.stack([trajectory.songlets(half) for half in halves]).astype(np.float32)
    pooled = np.stack([half.mean(axis=0) for half in halves]).astype(np.float32)
    return Trajectories(model, 1, ids, songlets, pooled, np.full(len(ids), int(Pass.FULL), np.int8))
