"""Ways of hearing, side by side: each model alone, MFCC Gaussians alone, the program's ear, and chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.analysis.store import AnalysisStore
from core.explore.ear import Ear
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
    ear, spaces = _listen(store, corpus, compared, leads)
    return Heard(corpus, ear, spaces, compared, left_out)


def _listen(
    store: AnalysisStore, corpus: Corpus, compared: Sequence[str], leads: Sequence[str]
) -> tuple[Ear, tuple[Space, ...]]:
    audios = corpus.audio_ids
    sounds = store.sounds(audios) if SPECTRAL in compared else {}
    heard = {name: store.trajectories(name, audios) for name in leads}
    pairs = [(track.id, track.audio_id) for track in corpus.tracks]
    ear = Ear.build(list(heard.values()), sounds, pairs)
    spaces = [Space(EAR, marked("Meander's ear"), ear.distances)]
    for name in compared:
        songs = heard.get(name) or store.trajectories(name, audios)
        spaces.append(Space(name, Text(name, {}), plain.cosines(plain.centred(songs.pooled))))
    if all(audio in sounds for audio in audios):
        gaussians = plain.gaussians([sounds[audio] for audio in audios])
        spaces.append(Space(TIMBRE, marked("MFCC Gaussian alone"), gaussians))
    return ear, (*spaces, chance(len(corpus)))


def chance(size: int) -> Space:
    return Space(CHANCE, marked("Chance"), plain.by_lot(size))
