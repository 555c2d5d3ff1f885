"""vgg: the taggers' plain convolutional baseline (musicnn 0.1.0, models.py), five 3 x 3 layers of 128
channels.

As in musicnn.py each maximum is taken before bias, rectifier and batch normalisation, which are monotone per
channel. The first pooling looks at every other band only, so the first convolution is computed on those
alone.
"""

from __future__ import annotations

import logging

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn.functional import conv2d, max_pool2d

from core.analysis.models import Heard, ModelSpec
from core.analysis.models.compute import Compute, batch_norm
from core.analysis.models.frontend import BANDS, clean, log_mel, silent

log = logging.getLogger(__name__)

_POOLS = (((4, 1), (2, 1)), ((2, 2), (2, 2)), ((2, 2), (2, 2)), ((2, 2), (2, 2)), ((4, 4), (4, 4)))
"""Size and stride (time, bands) of each pooling; the first one's stride of 2 bands is in its convolution."""


class _Layer:
    """A 3 x 3 convolution with zeros around, pooled, rectified and normalised."""

    def __init__(self, weights: dict[str, Tensor], number: int, compute: Compute) -> None:
        scale, shift = batch_norm(weights, f"batch_normalization_{number}")
        sign = torch.where(scale < 0, -1.0, 1.0)
        kernel = (weights[f"{number}CNN/kernel"] * sign).permute(3, 2, 0, 1)
        self._kernel = kernel.to(compute.device, compute.careful).contiguous(
            memory_format=torch.channels_last
        )
        bias = weights[f"{number}CNN/bias"]
        columns = [part.view(-1, 1, 1).to(compute.device) for part in (sign, bias, scale, shift)]
        self._sign, self._bias, self._scale, self._shift = columns
        self._stride = (1, 2) if number == 1 else (1, 1)
        self._pool, self._pool_stride = _POOLS[number - 1]

    def __call__(self, x: Tensor) -> Tensor:
        """(B, C, time, bands) in the type of products."""
        convolved = conv2d(x, self._kernel, stride=self._stride, padding=1)
        highest = max_pool2d(convolved, self._pool, self._pool_stride).float()
        return (torch.relu(highest * self._sign + self._bias) * self._scale + self._shift).to(x.dtype)


class Vgg:
    """A tagger of 50 tags; features are the fifth pooling, flattened with the 128 channels last (2 x 128)."""

    def __init__(self, spec: ModelSpec, weights: dict[str, Tensor], compute: Compute) -> None:
        # Five roundings to bfloat16 in a row would move the features by .003 in cosine, and tags by .04.
        compute = Compute(compute.device, compute.careful)
        self.spec, self.compute = spec, compute
        scale, shift = batch_norm(weights, "batch_normalization")
        self._input = scale.item(), shift.item()
        self._layers = [_Layer(weights, number, self.compute) for number in range(1, 6)]
        self._dense = weights["dense/kernel"].to(self.compute.device)
        self._bias = weights["dense/bias"].to(self.compute.device)
        log.info("%s computes on %s", spec.name, self.compute)

    def spectrogram(self, audio: NDArray[np.float32]) -> Tensor:
        with torch.inference_mode():
            return log_mel(clean(audio))

    @torch.inference_mode()
    def hear(self, patches: Tensor) -> Heard:
        scale, shift = self._input
        x = patches[..., :BANDS].to(self.compute.device) * scale + shift
        x = x[:, None].to(self.compute.dtype).contiguous(memory_format=torch.channels_last)
        for layer in self._layers:
            x = layer(x)
        features = x.permute(0, 2, 3, 1).flatten(1).float()
        tags = torch.sigmoid(features @ self._dense + self._bias)
        return Heard(features.cpu(), tags.cpu(), None, silent(patches[..., BANDS]))
