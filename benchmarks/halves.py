"""How well a model knows a recording again: `python -m benchmarks.halves FOLDER… [--model spectral]`.

The first half of every track (30 s and more) looks for its own second half among all second halves, and the
other way round: R@1 and R@5 are how often it comes first or among the first five. Compared are the pooled
features (mean of the windows that sound, centred, cosine) and, for `spectral`, the timbre Gaussian (symmetric
Kullback-Leibler divergence).
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray

from core.analysis import models
from core.analysis.audio import Source
from core.analysis.models import Heard
from core.analysis.models.summary import summarise
from core.analysis.trajectory import window_starts
from core.errors import UserError
from core.settings import Places

LEAST = 30.0
BATCH = 16
Matrix = NDArray[np.float64]


class Half(NamedTuple):
    pooled: Matrix
    """(d,)"""
    mean: Matrix | None
    cov: Matrix | None


def halves(model: models.Model, file: Path) -> tuple[Half, Half] | None:
    """None for a track that is too short. The window across the middle belongs to neither half."""
    spec = model.spec
    with Source(file, spec.sample_rate) as source:
        if source.duration < LEAST:
            return None
        frames = model.spectrogram(np.concatenate(list(source.blocks())))
    starts = window_starts(len(frames), spec.frames)
    middle = len(frames) / 2
    first, second = starts[starts + spec.frames <= middle], starts[starts >= middle]
    return _half(model, frames, first), _half(model, frames, second)


def _half(model: models.Model, frames: torch.Tensor, starts: NDArray[np.int64]) -> Half:
    heard: list[Heard] = []
    for at in range(0, len(starts), BATCH):
        patches = [frames[start : start + model.spec.frames] for start in starts[at : at + BATCH]]
        heard.append(model.hear(torch.stack(patches)))
    sounding = ~torch.cat([h.silent for h in heard])
    pooled = torch.cat([h.features for h in heard])[sounding].double().mean(0).numpy()
    extras = [h.extras for h in heard if h.extras is not None]
    if not extras:
        return Half(pooled, None, None)
    sums = summarise({name: torch.cat([e[name] for e in extras]).numpy() for name in extras[0]})
    return Half(pooled, sums.mfcc_mean.astype(np.float64), sums.mfcc_cov.astype(np.float64))


def cosines(first: Matrix, second: Matrix) -> Matrix:
    mean = (first.mean(0) + second.mean(0)) / 2
    a, b = first - mean, second - mean
    a, b = (x / np.linalg.norm(x, axis=1, keepdims=True) for x in (a, b))
    return np.asarray(a @ b.T)


def likeness(first: list[Half], second: list[Half]) -> Matrix:
    """Minus the symmetric Kullback-Leibler divergence of two Gaussians, for every pair."""
    out = np.zeros((len(first), len(second)))
    for i, a in enumerate(first):
        for j, b in enumerate(second):
            assert a.mean is not None and a.cov is not None and b.mean is not None and b.cov is not None
            precise_a, precise_b = np.linalg.inv(a.cov), np.linalg.inv(b.cov)
            apart = a.mean - b.mean
            out[i, j] = -np.trace(a.cov @ precise_b) - np.trace(b.cov @ precise_a)
            out[i, j] -= apart @ (precise_a + precise_b) @ apart
    return out


def recall(scores: Matrix) -> str:
    ranks = [(s > np.diag(s)[:, None]).sum(1) for s in (scores, scores.T)]
    at = {k: float(np.mean([(r < k).mean() for r in ranks])) for k in (1, 5)}
    return f"R@1 {at[1]:.3f}  R@5 {at[5]:.3f}"


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="benchmarks.halves", description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--model", default="spectral", choices=models.NAMES)
    options = parser.parse_args(arguments)
    if not options.folders:
        print("left out: it needs a folder of music")
        return 0
    model, found, began = models.load(options.model, Places.find().models), [], time.perf_counter()
    for file in sorted(file for folder in options.folders for file in folder.rglob("*") if file.is_file()):
        try:
            pair = halves(model, file)
        except UserError:
            continue
        if pair and all(np.isfinite(half.pooled).all() for half in pair):
            found.append(pair)
    first, second = [a for a, _ in found], [b for _, b in found]
    print(f"{options.model}: {len(found)} tracks in {time.perf_counter() - began:.0f} s")
    pooled = cosines(np.array([h.pooled for h in first]), np.array([h.pooled for h in second]))
    print(f"  pooled features  {recall(pooled)}")
    if first[0].cov is not None:
        print(f"  timbre Gaussian  {recall(likeness(first, second))}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
