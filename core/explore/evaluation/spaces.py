"""Ways of hearing, side by side: each model alone, MFCC Gaussians alone, the program's ear, and chance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.analysis.models.summary import Summary
from core.analysis.store import AnalysisStore
from core.domain import AudioId
from core.explore.ear.ear import Ear
from core.explore.evaluation import plain
from core.explore.evaluation.corpus import Corpus, make_corpus
from core.explore.evaluation.plain import Distances
from core.library.labels import Labelled
from core.texts import Text, marked

ENOUGH = 0.5
"""A model that has heard less than this share of what the widest-heard one has is left out."""
SPECTRAL, TIMBRE, EAR, CHANCE = "spectral", "timbre", "ear", "chance"


@dataclass(frozen=True, slots=True)
class Space:
    """One way of hearing. key: a model's name, or one of TIMBRE, EAR, CHANCE; others for peers."""

    key: str
    label: Text
    distances: Distances

    @property
    def is_ours(self) -> bool:
        """Whether it is what the program itself uses."""
        return self.key == EAR


@dataclass(frozen=True, slots=True)
class Heard:
    """What is compared, on the same recordings. ear: the program's. left_out: model -> how many it heard."""

    corpus: Corpus
    ear: Ear
    spaces: tuple[Space, ...]
    models: tuple[str, ...]
    left_out: dict[str, int]


def gather(
    store: AnalysisStore, tracks: Sequence[Labelled], models: Sequence[str], default: Sequence[str]
) -> Heard | None:
    """The recordings that every model compared has heard, and all ways of hearing them; None of nothing.

    models: those to be compared. default: those of the program's own ear, the leading one first.
    """
    wanted = {track.audio_id for track in tracks}
    heard = {name: wanted & store.passes(name).keys() for name in dict.fromkeys((*default, *models))}
    most = max((len(audios) for audios in heard.values()), default=0)
    compared = tuple(name for name, audios in heard.items() if most and len(audios) >= ENOUGH * most)
    if not compared:
        return None
    corpus = make_corpus(tracks, set.intersection(*(heard[name] for name in compared)))
    if not len(corpus):
        return None
    left_out = {name: len(audios) for name, audios in heard.items() if audios and name not in compared}
    leads = [name for name in default if name in compared] or compared[:1]
    sounds = store.sounds(corpus.audio_ids) if SPECTRAL in compared else {}
    trajectories = [store.trajectories(name, corpus.audio_ids) for name in leads]
    ear = Ear.build(trajectories, sounds, [(track.id, track.audio_id) for track in corpus.tracks])
    corpus = corpus.arranged([ear.row(track.id) for track in corpus.tracks])
    spaces = tuple(_spaces(store, corpus, compared, sounds))
    ours, lot = Space(EAR, marked("Meander's ear"), ear.distances), chance(len(corpus))
    return Heard(corpus, ear, (ours, *spaces, lot), compared, left_out)


def _spaces(
    store: AnalysisStore, corpus: Corpus, compared: Sequence[str], sounds: Mapping[AudioId, Summary]
) -> Iterator[Space]:
    """Each model alone, and the timbre where all of it is known."""
    audios = corpus.audio_ids
    for name in compared:
        pooled = store.trajectories(name, audios).pooled
        yield Space(name, Text(name, {}), plain.cosines(plain.centred(pooled)))
    if all(audio in sounds for audio in audios):
        divergence = plain.gaussians([sounds[audio] for audio in audios])
        yield Space(TIMBRE, marked("MFCC Gaussian alone"), plain.tamed(divergence))


def chance(size: int) -> Space:
    return Space(CHANCE, marked("Chance"), plain.by_lot(size))
