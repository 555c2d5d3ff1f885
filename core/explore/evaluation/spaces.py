"""Ways of hearing, side by side: each model alone, the timbre Gaussian alone, their fusion, and chance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.analysis.store import AnalysisStore
from core.explore.ear import TIMBRE, Ear, Source
from core.explore.evaluation.corpus import Corpus, make_corpus
from core.library.labels import Labelled
from core.texts import Text, marked

Rows = NDArray[np.int64]
Floats = NDArray[np.floating]

ENOUGH = 0.5
"""A model that has heard less than this share of what the widest-heard one has is left out."""
SPECTRAL = "spectral"


@dataclass(frozen=True, slots=True)
class Space:
    """distances: (m,) rows -> (m, u), lower is nearer, inf where two cannot be compared.

    source: where this is one of an ear's sources, that one. fused: the program's own.
    """

    key: str
    label: Text
    distances: Callable[[Rows], Floats]
    source: Source | None = None
    fused: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """What is compared, on the same recordings. ear: the program's. left_out: model -> how many it heard."""

    corpus: Corpus
    ear: Ear
    spaces: tuple[Space, ...]
    left_out: dict[str, int]

    @property
    def models(self) -> tuple[str, ...]:
        """The sources compared, the default ear's first."""
        return tuple(space.key for space in self.spaces if space.source)


def gather(
    store: AnalysisStore, tracks: Sequence[Labelled], models: Sequence[str], default: Sequence[str]
) -> Heard | None:
    """The recordings that every model compared has heard, and all ways of hearing them; None of nothing.

    models: those to be compared. default: those of the program's own ear, the leading one first.
    """
    wanted = {track.audio_id for track in tracks}
    heard = {name: wanted & store.passes(name).keys() for name in dict.fromkeys((*default, *models))}
    most = max((len(audios) for audios in heard.values()), default=0)
    compared = [name for name, audios in heard.items() if most and len(audios) >= ENOUGH * most]
    if not compared:
        return None
    corpus = make_corpus(tracks, set.intersection(*(heard[name] for name in compared)))
    if not len(corpus):
        return None
    left_out = {name: len(audios) for name, audios in heard.items() if audios and name not in compared}
    ear, sources = _listen(store, corpus, compared, [name for name in default if name in compared])
    ours = Space("ear", marked("Meander's ear"), ear.distances, fused=True)
    spaces = (ours, *(_alone(source) for source in sources), chance(len(corpus)))
    return Heard(corpus, ear, spaces, left_out)


def _listen(
    store: AnalysisStore, corpus: Corpus, compared: Sequence[str], default: Sequence[str]
) -> tuple[Ear, list[Source]]:
    """The default ear, and all sources that are compared, those of the ear first."""
    audios = corpus.audio_ids
    pairs = [(track.id, track.audio_id) for track in corpus.tracks]
    sounds = store.sounds(audios) if SPECTRAL in compared else {}
    leads = default or compared[:1]
    ear = Ear.build([store.trajectories(name, audios) for name in leads], sounds, pairs)
    sources = list(ear.sources)
    for name in compared:
        if name not in leads:
            alone = Ear.build([store.trajectories(name, audios)], {}, pairs)
            sources.append(alone.sources[0])
    return ear, sources


def _alone(source: Source) -> Space:
    name = marked("MFCC Gaussian alone") if source.name == TIMBRE else Text(source.name, {})

    def distances(rows: Rows) -> Floats:
        found = source.distances(rows)
        found[:, ~source.known] = np.inf
        return found

    return Space(source.name, name, distances, source)


def chance(size: int) -> Space:
    """A ranking by lot: what every measure comes to without hearing anything."""

    def distances(rows: Rows) -> Floats:
        return np.stack([np.random.default_rng(int(row)).random(size) for row in rows])

    return Space("chance", marked("Chance"), distances)
