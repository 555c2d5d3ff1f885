"""Loaded models, how many windows each hears at once, and what to do when memory runs out."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from core.analysis.models import Heard, Model

if TYPE_CHECKING:
    from torch import Tensor

log = logging.getLogger(__name__)

Load = Callable[[str, str | None], Model]
"""A model by its name, on a device (None: the fastest there is)."""

BATCH = {"cpu": 4, "cuda": 128, "mps": 64}
"""Windows at a time, by device. On the processor more only falls out of its cache."""


class Shelf:
    """Loaded models, their batch sizes, and what to do when memory runs out."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._models: dict[str, Model] = {}
        self._batches: dict[str, int] = {}
        self._moved: set[str] = set()
        """Models that had to leave the GPU."""
        self._lock = threading.Lock()

    def model(self, name: str) -> Model:
        """Loads it the first time. Raises UserError where it cannot be.

        From then on torch computes in the calling thread alone, as several threads hear side by side.
        """
        with self._lock:
            if name not in self._models:
                self._models[name] = self._load(name, None)
                _single_threaded()
                self._batches[name] = BATCH.get(device_of(self._models[name]), BATCH["cpu"])
            return self._models[name]

    def batch(self, name: str) -> int:
        return self._batches.get(name, BATCH["cpu"])

    def hear(self, name: str, patches: list[Tensor]) -> Heard:
        """Hears them as one batch; out of memory, in halves; at last, one by one on the CPU."""
        import torch

        self.model(name)
        together = torch.cat(patches)
        while True:
            size = min(self.batch(name), len(together))
            try:
                return _joined([self._models[name].hear(part) for part in torch.split(together, size)])
            except RuntimeError as problem:  # torch.OutOfMemoryError is one
                if not _out_of_memory(problem):
                    raise
                self._shrink(name, size)

    def _shrink(self, name: str, size: int) -> None:
        if size > 1:
            self._batches[name] = size // 2
            log.warning("memory is short: %s now hears %d windows at a time", name, size // 2)
        elif name not in self._moved and device_of(self._models[name]) != "cpu":
            self._moved.add(name)
            log.warning("memory is short: %s moves to the processor", name)
            self._models[name] = self._load(name, "cpu")
            self._batches[name] = BATCH["cpu"]
        else:
            raise MemoryError(f"not enough memory for one window of {name}")


def _single_threaded() -> None:
    import torch

    torch.set_num_threads(1)


def device_of(model: Model) -> str:
    """ "cpu", "cuda" or "mps"."""
    compute = getattr(model, "compute", None)
    return str(compute.device.type) if compute is not None else "cpu"


def _out_of_memory(problem: BaseException) -> bool:
    """torch names it on CUDA; on the CPU and on MPS it can only be told by its words."""
    words = str(problem).lower()
    return "out of memory" in words or "not enough memory" in words or "can't allocate memory" in words


def _joined(parts: list[Heard]) -> Heard:
    import torch

    if len(parts) == 1:
        return parts[0]
    tags = [p.tags for p in parts if p.tags is not None]
    extras = [p.extras for p in parts if p.extras is not None]
    return Heard(
        torch.cat([p.features for p in parts]),
        torch.cat(tags) if tags else None,
        {name: torch.cat([e[name] for e in extras]) for name in extras[0]} if extras else None,
        torch.cat([p.silent for p in parts]),
    )
