"""A smooth curve through points: the centripetal Catmull-Rom spline (alpha = 0.5).

It passes through every point, and between two points makes neither cusps nor loops, which no other alpha
promises: Yuksel, Schaefer and Keyser, "Parameterization and applications of Catmull-Rom curves", 2011.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

ALPHA = 0.5
"""Exponent of the distance between points that a stretch of the curve takes: 0 uniform, 1 chordal."""
TINY = 1e-12


def through(points: NDArray[Any], steps: int = 16) -> NDArray[np.float64]:
    """Samples of the curve: (..., (n - 1) * steps + 1, k) for points (..., n, k), n >= 1.

    Sample i * steps is point i exactly. Points that coincide make the curve rest there. steps: samples from
    one point to the next, at least 1.
    """
    points = points.astype(np.float64)
    if points.shape[-2] < 2:
        return points
    chords = np.diff(points, axis=-2)
    spans = np.maximum(np.linalg.norm(chords, axis=-1, keepdims=True) ** ALPHA, TINY)
    slopes = _slopes(chords, spans)
    u = np.linspace(0.0, 1.0, steps, endpoint=False)[:, None]
    # Hermite's four polynomials over each span, for all spans at once: (..., n - 1, steps, k).
    start, end = points[..., :-1, None, :], points[..., 1:, None, :]
    leaving, arriving = (
        (slopes[..., :-1, :] * spans)[..., None, :],
        (slopes[..., 1:, :] * spans)[..., None, :],
    )
    cubic = (
        (1 + 2 * u) * (1 - u) ** 2 * start
        + u * (1 - u) ** 2 * leaving
        + u**2 * (3 - 2 * u) * end
        + u**2 * (u - 1) * arriving
    )
    flat = cubic.reshape(*points.shape[:-2], -1, points.shape[-1])
    return np.concatenate([flat, points[..., -1:, :]], axis=-2)


def _slopes(chords: NDArray[np.float64], spans: NDArray[np.float64]) -> NDArray[np.float64]:
    """(..., n, k) derivatives at the points: Barry and Goldman's, 1988; at the ends as if the first and the
    last chord went on straight."""
    per = chords / spans
    inner = (
        per[..., :-1, :]
        + per[..., 1:, :]
        - (chords[..., :-1, :] + chords[..., 1:, :]) / (spans[..., :-1, :] + spans[..., 1:, :])
    )
    return np.concatenate([per[..., :1, :], inner, per[..., -1:, :]], axis=-2)
