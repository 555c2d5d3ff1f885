"""A model small enough for tests, that can be made to fail: it is loaded by the listening process itself."""

from __future__ import annotations

import logging
import os
import signal
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from core.analysis.channel import Workshop, job
from core.analysis.models import Heard, Model, ModelSpec
from core.errors import UserError

SPEC = ModelSpec(
    "tiny", 1, sample_rate=16000, hop=256, frames=187, margin=512, dim=4, tag_names=("loud", "quiet")
)
DEADLY = 0.97
"""Any sample above this kills the process, as a broken codec would."""


class Tiny:
    """Features: mean, spread, and mean of both halves of a window's levels."""

    def __init__(self, spec: ModelSpec = SPEC, largest: int = 10_000) -> None:
        self.spec = spec
        self.largest = largest
        self.batches: list[int] = []

    def spectrogram(self, audio: np.ndarray) -> Tensor:
        if audio.size and audio.max() > DEADLY:
            os.kill(os.getpid(), signal.SIGKILL)
        hop = self.spec.hop
        padded = np.pad(np.abs(audio), hop // 2 + hop)
        frames = 1 + len(audio) // hop
        at = np.arange(frames) * hop + hop
        sums = np.concatenate([[0.0], np.cumsum(padded, dtype=np.float64)])
        return torch.from_numpy(((sums[at + hop] - sums[at]) / hop).astype(np.float32))[:, None]

    def hear(self, patches: Tensor) -> Heard:
        if len(patches) > self.largest:
            raise torch.OutOfMemoryError("CUDA out of memory (as a test)")
        self.batches.append(len(patches))
        levels = patches[..., 0]
        half = levels.shape[1] // 2
        features = torch.stack(
            [levels.mean(1), levels.std(1), levels[:, :half].mean(1), levels[:, half:].mean(1)], 1
        )
        loud = levels.mean(1).clamp(0, 1)
        return Heard(features, torch.stack([loud, 1 - loud], 1), None, levels.amax(1) < 1e-4)


def load(name: str, models_dir: Path, device: str | None) -> Model:
    if name == "gone":
        raise UserError("The weights of gone are not there; `make setup` fetches them.")
    return Tiny()


@job
@dataclass(frozen=True)
class Add:
    a: int
    b: int

    def run(self, workshop: Workshop) -> int:
        return self.a + self.b


@job
@dataclass(frozen=True)
class Fail:
    users_fault: bool

    def run(self, workshop: Workshop) -> None:
        raise UserError("the disk is full") if self.users_fault else ValueError("a bug")


@job
@dataclass(frozen=True)
class Die:
    def run(self, workshop: Workshop) -> None:
        os.kill(os.getpid(), signal.SIGKILL)


@job
@dataclass(frozen=True)
class Linger:
    """Works until nobody waits any more, and leaves a note of it."""

    note: Path

    def run(self, workshop: Workshop) -> None:
        import time

        try:
            while True:
                workshop.check()
                time.sleep(0.01)
        finally:
            self.note.write_text("stopped")


@job
@dataclass(frozen=True)
class AboutProcess:
    def run(self, workshop: Workshop) -> dict[str, object]:
        import sys

        sys.stdout.write("this must not reach anybody\n")
        sys.stdout.flush()
        loaded = [m for m in ("sqlite3", "PySide6", "vlc", "core.library") if m in sys.modules]
        return {"pid": os.getpid(), "nice": os.nice(0), "loaded": loaded}


@job
@dataclass(frozen=True)
class Log:
    text: str

    def run(self, workshop: Workshop) -> None:
        logging.getLogger("tiny").info("%s", self.text)


@dataclass(frozen=True)
class Unregistered:
    def run(self, workshop: Workshop) -> None:
        raise AssertionError("must not run")
