"""Where and how precisely a model computes: the fastest device there is, and the narrowest type that is both
fast there and faithful (figures in docs/models.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor

from core.errors import UserError


@dataclass(frozen=True, slots=True)
class Compute:
    """Where to compute, and the type of the large matrix products."""

    device: torch.device
    dtype: torch.dtype

    @property
    def careful(self) -> torch.dtype:
        """The type for layers that bfloat16's eight bits would show in."""
        return torch.float32 if self.dtype == torch.bfloat16 else self.dtype

    def __str__(self) -> str:
        return f"{self.device.type}, {str(self.dtype).removeprefix('torch.')}"


def left(x: Tensor, dtype: torch.dtype) -> Tensor:
    """The left factor (..., k) of a product that bfloat16's short mantissa leaves whole; see `right`."""
    if dtype != torch.bfloat16:
        return x.to(dtype)
    high, low = _halves(x)
    return torch.cat([high, high, low], dim=-1)


def right(weights: Tensor, dtype: torch.dtype) -> Tensor:
    """The right factor (..., k, n) for `left`: in bfloat16 both are split into what it can say and the rest.

    left @ right = x_high w_high + x_high w_low + x_low w_high, which the processor adds up in float32.
    """
    if dtype != torch.bfloat16:
        return weights.to(dtype)
    high, low = _halves(weights)
    return torch.cat([high, low, high], dim=-2)


def _halves(x: Tensor) -> tuple[Tensor, Tensor]:
    high = x.to(torch.bfloat16)
    return high, (x - high).to(torch.bfloat16)


def choose(device: str | None = None) -> Compute:
    """float16 on CUDA and MPS; on the CPU bfloat16 where it multiplies it natively, else float32.

    Raises UserError for a device that is not there.
    """
    name = device or _fastest()
    if name.split(":")[0] not in _present():
        raise UserError(
            "This machine has no device {name} that torch can use; there are {devices}.",
            name=repr(name),
            devices=_present(),
        )
    if name == "cpu":
        return Compute(torch.device("cpu"), torch.bfloat16 if has_native_bfloat16() else torch.float32)
    return Compute(torch.device(name), torch.float16)


def load_weights(file: Path) -> dict[str, Tensor]:
    """The tensors of a weights file, on the CPU. Raises UserError when it cannot be read."""
    try:
        return load_file(file)
    except (OSError, SafetensorError) as problem:
        raise UserError(
            "{file} is damaged ({why}); delete it and run `make setup`.", file=file, why=problem
        ) from problem


def _present() -> list[str]:
    found = ["cpu"]
    if torch.backends.mps.is_available():
        found.append("mps")
    if torch.cuda.is_available():
        found.append("cuda")
    return found


def _fastest() -> str:
    return _present()[-1]


def has_native_bfloat16() -> bool:
    """Whether the processor has bfloat16 dot products (AVX512_BF16 or AMX); torch emulates them elsewhere,
    slowly.
    """
    try:
        flags = Path("/proc/cpuinfo").read_text("utf-8", errors="replace")
    except OSError:
        return False
    words = next((line.split() for line in flags.splitlines() if line.startswith("flags")), [])
    return "avx512_bf16" in words or "amx_bf16" in words


def batch_norm(weights: dict[str, Tensor], name: str, epsilon: float = 1e-3) -> tuple[Tensor, Tensor]:
    """Scale and shift (C,) of a trained TensorFlow batch normalisation: y = scale x + shift."""
    scale = weights[f"{name}/gamma"] / torch.sqrt(weights[f"{name}/moving_variance"] + epsilon)
    return scale, weights[f"{name}/beta"] - weights[f"{name}/moving_mean"] * scale
