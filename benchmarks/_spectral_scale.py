"""Measures the constants of `spectral`: `python -m benchmarks._spectral_scale FOLDER… >
core/analysis/models/spectral_scale.py`.

Per number its median and half the distance between its 16th and 84th percentile, over up to 60 windows of
each file. To be run, and the model's version raised, whenever a descriptor changes.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from core.analysis import models
from core.analysis.audio import Source
from core.analysis.models.spectral import GROUPS, Spectral, Window, describe
from core.analysis.trajectory import window_starts
from core.errors import UserError

PER_FILE = 60
SMALLEST = 1e-3


def raw(file: Path, model: Spectral) -> NDArray[np.float32]:
    """(W, DIM) unscaled descriptors of the sounding windows of one file."""
    spec = model.spec
    with Source(file, spec.sample_rate) as source:
        frames = model.spectrogram(np.concatenate(list(source.blocks())))
    starts = window_starts(len(frames), spec.frames)
    starts = starts[:: -(-len(starts) // PER_FILE)]
    window = Window(torch.stack([frames[start : start + spec.frames] for start in starts]))
    sounding = ~model.hear(torch.stack([frames[s : s + spec.frames] for s in starts])).silent
    return np.asarray(describe(window)[sounding], np.float32)


def rows(name: str, values: NDArray[np.float64]) -> str:
    """A Python tuple, one paragraph per group."""
    lines, at = [f"{name} = ("], 0
    for group, size, _ in GROUPS:
        lines.append(f"    # {group}")
        words = [f"{value:.4g}" for value in values[at : at + size]]
        lines += ["    " + ", ".join(words[i : i + 10]) + "," for i in range(0, size, 10)]
        at += size
    return "\n".join([*lines, ")"])


def main(folders: list[str]) -> int:
    model = Spectral(models.spec("spectral"))
    measured = []
    for file in sorted(file for folder in folders for file in Path(folder).rglob("*") if file.is_file()):
        try:
            measured.append(raw(file, model))
        except (UserError, RuntimeError) as problem:
            print(f"left out: {problem}", file=sys.stderr)
    low, middle, high = np.quantile(np.concatenate(measured).astype(np.float64), [0.16, 0.5, 0.84], axis=0)
    print('"""Constants of `spectral`, measured by benchmarks/_spectral_scale.py; see docs/models.md."""')
    print("# fmt: off\n")
    print(rows("CENTRE", middle))
    print()
    print(rows("SPREAD", np.maximum((high - low) / 2, SMALLEST)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
