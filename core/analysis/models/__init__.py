"""The models that listen: what there is, and how to load one. This package imports torch only in `load`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from core.analysis.models import tags
from core.domain import Seconds
from core.errors import UserError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from torch import Tensor

SILENCE_DBFS = -60.0
"""A window whose mean square lies below this is silent; its features take no part in anything."""

EAR = ("musicnn-mtt", "musicnn-msd")
"""The models whose judgements are put together for radio; COMPANION adds timbre."""

COMPANION = "spectral"
"""Heard along with any model from the same decoding, an eighth more work: it gives facts and timbre."""


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """What a model needs and gives; enough to cut windows and to store results without loading it."""

    name: str
    version: int
    """Raised whenever the same sound would give other numbers; part of the key results are stored under."""
    sample_rate: int
    """Hz, mono."""
    hop: int
    """Samples between two frames."""
    frames: int
    """Frames per window."""
    margin: int
    """Samples of real audio needed before and after a chunk for the frames inside it to be exact; whole hops.
    """
    dim: int
    """d, the length of a feature vector."""
    tag_names: tuple[str, ...] = ()
    weights: str = ""
    """Name of the weights file in the models folder; empty when none is needed."""
    front: str = ""
    """What makes its frames out of samples: of models that share a front end, one does it for all."""

    @property
    def window(self) -> Seconds:
        return Seconds(self.frames * self.hop / self.sample_rate)


@dataclass(frozen=True, slots=True)
class Heard:
    """What a model made of B windows, all on the CPU, all finite."""

    features: Tensor
    """(B, d) float32."""
    tags: Tensor | None
    """(B, t) float32 in 0..1, or None for a model without tags."""
    extras: dict[str, Tensor] | None
    """More sums and means per window, first dimension B; None for a model that has none."""
    silent: Tensor
    """(B,) bool: below SILENCE_DBFS. The features of a silent window are whatever the model says of silence.
    """


class Model(Protocol):
    """Audio to frames, and windows of frames to features. Not safe for two threads at once in `hear`."""

    spec: ModelSpec

    def spectrogram(self, audio: NDArray[np.float32]) -> Tensor:
        """Frames (T, ...) of mono samples (n,) at `spec.sample_rate`, T = 1 + n // hop; pure, safe in any
        thread.

        Frame t is centred on sample t * hop; beyond both ends lies silence. Samples that are not finite count
        as 0.
        """
        ...

    def hear(self, patches: Tensor) -> Heard:
        """B windows cut from a spectrogram, (B, frames, ...). Running out of memory is left to the caller."""
        ...


_FRAMES = 187


def _tagger(name: str, dim: int, tag_names: tuple[str, ...]) -> ModelSpec:
    return ModelSpec(
        name,
        1,
        sample_rate=16000,
        hop=256,
        frames=_FRAMES,
        margin=256,
        dim=dim,
        tag_names=tag_names,
        weights=f"{name}.safetensors",
        front="log-mel",
    )


_SPECS = {
    spec.name: spec
    for spec in (
        _tagger("musicnn-mtt", 200, tags.MTT),
        _tagger("musicnn-msd", 200, tags.MSD),
        _tagger("vgg-mtt", 256, tags.MTT),
        _tagger("vgg-msd", 256, tags.MSD),
        ModelSpec(
            "spectral", 1, sample_rate=16000, hop=256, frames=_FRAMES, margin=1024, dim=304, front="spectral"
        ),
    )
}

NAMES = tuple(_SPECS)
"""All models there are, best first."""


def spec(name: str) -> ModelSpec:
    """Raises UserError for a name that is no model's."""
    try:
        return _SPECS[name]
    except KeyError:
        raise UserError(
            "There is no model called {name}; there are {models}.", name=repr(name), models=", ".join(_SPECS)
        ) from None


def available(models_dir: Path) -> list[ModelSpec]:
    """The models that can be loaded now, best first: those whose weights are there, and `spectral` always."""
    return [s for s in _SPECS.values() if not s.weights or (models_dir / s.weights).is_file()]


def default_model(models_dir: Path) -> str:
    """`musicnn-mtt` where its weights are, else `spectral`."""
    return (
        available(models_dir)[0].name if (models_dir / spec("musicnn-mtt").weights).is_file() else "spectral"
    )


def ear_models(models_dir: Path, chosen: str = "") -> tuple[str, ...]:
    """The models that hear for radio, the one that leads first: `chosen`, or those that do best together.

    Two taggers and the timbre that `spectral` hears beside them are better than any alone (docs/quality.md).
    """
    if chosen:
        return (chosen,)
    there = {each.name for each in available(models_dir)}
    return tuple(name for name in EAR if name in there) or ("spectral",)


def load(name: str, models_dir: Path, device: str | None = None) -> Model:
    """A model ready to hear; imports torch.

    device: "cpu", "cuda" or "mps"; None takes the fastest there is. `spectral` always computes on the CPU.
    Raises UserError when the model is unknown, or its weights are missing or damaged.
    """
    wanted = spec(name)
    if not wanted.weights:
        from core.analysis.models.spectral import Spectral

        return Spectral(wanted)
    file = models_dir / wanted.weights
    if not file.is_file():
        raise UserError(
            "The weights of {model} are not in {folder}; `make setup` fetches them.",
            model=name,
            folder=models_dir,
        )
    from core.analysis.models.compute import choose, load_weights
    from core.analysis.models.musicnn import Musicnn
    from core.analysis.models.vgg import Vgg

    network = Vgg if name.startswith("vgg") else Musicnn
    weights, compute = load_weights(file), choose(device)
    try:
        return network(wanted, weights, compute)
    except KeyError as problem:
        raise UserError(
            "{file} holds another model's weights; delete it and run `make setup`.", file=file
        ) from problem
