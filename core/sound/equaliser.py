"""A graphic equaliser of ten octave bands: its design, and a cascade that filters whole blocks at once.

Each band is a peaking filter of the RBJ Audio EQ Cookbook. Neighbours reach into each other (three sliders
at +6 dB would make +9 and more), so the filters' gains are solved for: the response at the ten middles is
what the sliders say, as in Välimäki & Liski, "Accurate Cascade Graphic Equalizer" (2017).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from core.sound.wishes import BANDS

Doubles = NDArray[np.float64]

Q = 1.0
"""Wider than an octave (1.41): sliders of equal height then make a plain within 0.9 dB instead of 2.2."""
HIGHEST = 0.45
"""Share of the rate up to which a band's middle may lie; bands above are left out."""
LEAST = 0.005
"""dB; a filter that would do less is left out."""
ROUNDS = 4
"""Of Newton's method; the third moves nothing by more than 0.01 dB."""
STEP = 64
"""Samples between two states: within a step the filters are one matrix, across steps a recursion."""
FAINTEST = 1e-15
"""States below it are nothing: denormal numbers would cost a hundred times the arithmetic."""

PRESETS: dict[str, tuple[float, ...]] = {
    "Flat": (0.0,) * 10,
    "Bass": (6.0, 5.5, 4.5, 2.5, 0.5, 0.0, 0.0, 0.0, 0.0, 0.0),
    "Less bass": (-6.0, -5.5, -4.5, -2.5, -0.5, 0.0, 0.0, 0.0, 0.0, 0.0),
    "Treble": (0.0, 0.0, 0.0, 0.0, 0.0, 0.5, 2.0, 4.0, 5.5, 6.0),
    "Less treble": (0.0, 0.0, 0.0, 0.0, 0.0, -0.5, -2.0, -4.0, -5.5, -6.0),
    "Voices": (-6.0, -4.5, -2.5, -0.5, 1.0, 3.0, 3.5, 2.5, 0.0, -1.5),
    "Loudness": (7.0, 6.0, 4.0, 1.5, 0.0, -0.5, 0.0, 1.0, 3.0, 4.5),
    "Rock": (4.0, 3.5, 2.5, 0.5, -1.5, -1.0, 1.0, 2.5, 3.0, 3.0),
    "Pop": (-1.0, 0.5, 2.0, 2.5, 2.0, 1.5, 1.0, 1.0, 1.5, 1.5),
    "Electronic": (5.0, 5.0, 3.0, 0.0, -1.5, -1.0, 0.0, 1.5, 3.5, 4.0),
    "Jazz": (2.5, 2.5, 1.5, 1.0, -0.5, -0.5, 0.0, 1.0, 1.5, 2.0),
    "Classical": (1.5, 1.5, 1.0, 0.5, 0.0, 0.0, 0.0, -0.5, -1.0, 0.5),
    "Small speakers": (-12.0, -6.0, 3.0, 5.0, 3.0, 1.0, 1.5, 2.5, 2.0, 0.0),
    "Headphones": (3.0, 2.5, 1.5, 0.0, 0.0, -0.5, -1.0, -1.5, 0.5, 1.5),
    "Late at night": (-8.0, -6.0, -3.0, -1.0, 0.5, 1.0, 1.0, 0.5, -1.0, -2.0),
}
"""dB for each of BANDS. "Loudness" follows what ISO 226 says the ear loses when music is played quietly."""


def sections(decibels: Sequence[float], rate: int) -> Doubles:
    """The peaking filters (k, 6), rows (b0 b1 b2 1 a1 a2), whose cascade has these gains at BANDS.

    decibels: one for each of BANDS, or none at all; k <= 10.
    """
    middles = np.array([band for band in BANDS if band < HIGHEST * rate][: len(decibels)])
    wanted = np.array(decibels[: len(middles)], np.float64)
    if not wanted.any():
        return np.zeros((0, 6))
    # How much of each filter's gain, in dB, arrives at each middle: nearly linear, hence few rounds.
    reach = _response_of_each(_peaking(middles, np.full(len(middles), 6.0), rate), middles, rate).T / 6.0
    gains = np.zeros_like(wanted)
    for _ in range(ROUNDS):
        gains += np.linalg.solve(reach, wanted - response(_peaking(middles, gains, rate), middles, rate))
    made = _peaking(middles, gains, rate)
    return made[np.abs(gains) >= LEAST]


def response(made: Doubles, at: Doubles, rate: int) -> Doubles:
    """What the cascade does to sines of `at` Hz, in dB."""
    total: Doubles = _response_of_each(made, at, rate).sum(0)
    return total


def headroom(made: Doubles, rate: int) -> float:
    """dB that the cascade adds where it adds most; 0 when it adds nowhere."""
    if not len(made):
        return 0.0
    everywhere = np.geomspace(10.0, 0.499 * rate, 400)
    return max(0.0, float(response(made, everywhere, rate).max()))


def _peaking(middles: Doubles, decibels: Doubles, rate: int) -> Doubles:
    """RBJ Audio EQ Cookbook, "peakingEQ": (k, 6), normalised to a0 = 1."""
    a = 10.0 ** (decibels / 40.0)
    w = 2.0 * np.pi * middles / rate
    # The bilinear transform squeezes the octave near half the rate; the cookbook's own correction.
    bandwidth = np.arcsinh(0.5 / Q) * w / np.sin(w)
    alpha = np.sin(w) * np.sinh(bandwidth)
    cos = -2.0 * np.cos(w)
    rows = np.stack([1 + alpha * a, cos, 1 - alpha * a, 1 + alpha / a, cos, 1 - alpha / a], 1)
    normalised: Doubles = rows / rows[:, 3:4]
    return normalised


def _response_of_each(made: Doubles, at: Doubles, rate: int) -> Doubles:
    """(k, f) dB."""
    z = np.exp(-2j * np.pi * at / rate)
    powers = np.stack([np.ones_like(z), z, z * z])
    magnitude: Doubles = 20.0 * np.log10(np.abs((made[:, :3] @ powers) / (made[:, 3:] @ powers)))
    return magnitude


class Cascade:
    """Second-order sections after one another, for stereo, in double precision, without delay.

    A recursion sample by sample is slow in Python. Written as one linear system with a state (2 k numbers
    per channel) it takes STEP samples at a time: what the input does within a step, and what it leaves
    behind, are products with matrices made once; only the state goes from step to step.
    """

    def __init__(self, made: Doubles, scale: float = 1.0) -> None:
        """made: as `sections` gives them; scale: linear gain of the whole."""
        a, b, c, d = _system(made)
        c, d = c * scale, d * scale
        self._powers = [a]
        rows, columns = c[None, :], b[:, None]
        while len(rows) < STEP:
            power = self._powers[-1]
            rows = np.concatenate([rows, rows @ power])
            columns = np.concatenate([power @ columns, columns], 1)
            self._powers.append(power @ power)
        self._rows, self._columns = np.ascontiguousarray(rows), np.ascontiguousarray(columns)
        """(STEP, 2 k): the state's part in each output; (2 k, STEP): each input's part in the next state."""
        impulse = np.concatenate([[d], rows[:-1] @ b])
        lag = np.subtract.outer(np.arange(STEP), np.arange(STEP))
        self._within = np.where(lag >= 0, impulse[np.maximum(lag, 0)], 0.0)
        self._state = np.zeros((len(a), 2))

    def run(self, block: Doubles) -> Doubles:
        """(n, 2) -> (n, 2), any n."""
        whole = len(block) // STEP * STEP
        out = np.empty_like(block)
        if whole:
            out[:whole] = self._steps(block[:whole])
        if whole < len(block):
            out[whole:] = self._rest(block[whole:])
        self._state[np.abs(self._state) < FAINTEST] = 0.0
        if not np.isfinite(self._state).all():
            self._state[:] = 0.0
        return out

    def reset(self) -> None:
        self._state[:] = 0.0

    def _steps(self, block: Doubles) -> Doubles:
        count, size = len(block) // STEP, len(self._state)
        # Steps and channels side by side, (STEP, count * 2): two products do them all.
        side = block.reshape(count, STEP, 2).transpose(1, 0, 2).reshape(STEP, count * 2)
        left = (self._columns @ side).reshape(size, count, 2)
        states = np.empty((size, count, 2))
        state, power = self._state, self._powers[-1]
        for i in range(count):
            states[:, i] = state
            state = power @ state + left[:, i]
        self._state = state
        out = self._within @ side + self._rows @ states.reshape(size, count * 2)
        made: Doubles = out.reshape(STEP, count, 2).transpose(1, 0, 2).reshape(count * STEP, 2)
        return made

    def _rest(self, block: Doubles) -> Doubles:
        n = len(block)
        out: Doubles = self._within[:n, :n] @ block + self._rows[:n] @ self._state
        state = self._state
        for power in self._bits(n):
            state = power @ state
        self._state = state + self._columns[:, STEP - n :] @ block
        return out

    def _bits(self, n: int) -> Iterator[Doubles]:
        """Powers of the system whose product is n of its steps."""
        return (power for bit, power in enumerate(self._powers) if n >> bit & 1)


def _system(made: Doubles) -> tuple[Doubles, Doubles, Doubles, float]:
    """A, b, c, d of the cascade: s' = A s + b x, y = c s + d x. Each section in transposed direct form II."""
    size = 2 * len(made)
    a, b, c, d = np.zeros((size, size)), np.zeros(size), np.zeros(size), 1.0
    for i, (b0, b1, b2, _, a1, a2) in enumerate(made):
        own = slice(2 * i, 2 * i + 2)
        # The section's input is what the sections before give: c s + d x.
        taken = np.array([b1 - a1 * b0, b2 - a2 * b0])
        a[own] += np.outer(taken, c)
        a[own, own] += [[-a1, 1.0], [-a2, 0.0]]
        b[own] = taken * d
        c, d = c * b0, d * b0
        c[2 * i] += 1.0
    return a, b, c, float(d)
