"""From what colours mean to colours: for groups, and for scales.

The twelve colours of the groups were searched for in OKLab (Ottosson, 2020) so that the least difference of
any two is as large as it gets, to usual eyes and to eyes without one kind of cones (simulated as by Machado,
Oliveira and Fernandes, 2009): 0.12, and 0.074 for protan, deutan and tritan eyes, in both themes.
"""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray

from app import theme
from app.widgets.map import ink
from core.explore.map.colours import Colouring

Colours = NDArray[np.uint8]

DARK = (
    "#6CECDF", "#629BFB", "#955AD9", "#EED294", "#DA6D48", "#8CC138",
    "#F0A5A7", "#79C5F6", "#B55D86", "#DCF452", "#6F7CB3", "#BF8ACA",
)  # fmt: skip
LIGHT = (
    "#1EA79D", "#125ACC", "#5E1B99", "#7D5E04", "#BF7F6A", "#395016",
    "#A95157", "#12587E", "#7F2053", "#7A8819", "#6779DC", "#9D5EAA",
)  # fmt: skip
DARK_SCALE = ("#3F4763", "#5F6FC4", "#B072C4", "#F0927F", "#FFD98A")
LIGHT_SCALE = ("#B9BFCE", "#8C96D6", "#8F5FB0", "#8E3468", "#5E1410")
"""From little to much: away from the ground, and each step further from it, so that they can be told without
seeing colours at all."""
SHADES = 256


def palette(now: theme.Theme) -> tuple[str, ...]:
    """Twelve colours, "#rrggbb", the first for the commonest group."""
    return DARK if now.dark else LIGHT


def other(now: theme.Theme) -> str:
    """Of groups too rare for a colour of their own."""
    return theme.blend(now.window, now.quiet, 0.8)


def unknown(now: theme.Theme) -> str:
    """Of what nothing is known of."""
    return theme.blend(now.window, now.quiet, 0.4)


def ramp(now: theme.Theme) -> Colours:
    """(SHADES, 3): a scale from 0 to 1."""
    stops = np.array([ink.rgb(one) for one in (DARK_SCALE if now.dark else LIGHT_SCALE)])
    places, wanted = np.linspace(0, 1, len(stops)), np.linspace(0, 1, SHADES)
    return (
        np.column_stack([np.interp(wanted, places, channel) for channel in stops.T]).round().astype(np.uint8)
    )


def colours(colouring: Colouring, now: theme.Theme) -> Colours:
    """(n, 3): red, green, blue of each point."""
    if colouring.values is not None:
        known = np.isfinite(colouring.values)
        shade = np.clip(np.nan_to_num(colouring.values), 0, 1) * (SHADES - 1)
        made = ramp(now)[shade.astype(np.intp)]
        made[~known] = ink.rgb(unknown(now))
        return made
    codes = colouring.codes.astype(np.intp)
    made = _of_groups(colouring, now)[np.maximum(codes, 0)]
    made[codes < 0] = ink.rgb(unknown(now))
    return made


def of_entry(colouring: Colouring, code: int, now: theme.Theme) -> str:
    """The colour of a line of the legend; for a step of a scale that of its middle."""
    if code < 0:
        return unknown(now)
    if colouring.values is None:
        return "#{:02X}{:02X}{:02X}".format(*_of_groups(colouring, now)[code].tolist())
    values = colouring.values[colouring.codes == code]
    known = values[np.isfinite(values)]
    if not len(known):
        return unknown(now)
    shade = ramp(now)[int(np.clip(np.median(known), 0, 1) * (SHADES - 1))]
    return "#{:02X}{:02X}{:02X}".format(*shade.tolist())


def lit(colouring: Colouring, shown: Collection[int] | None) -> NDArray[np.bool_] | None:
    """(n,) which points belong to the groups that the legend shows; None for all."""
    return None if shown is None else np.isin(colouring.codes, list(shown))


def _of_groups(colouring: Colouring, now: theme.Theme) -> Colours:
    """(codes, 3)"""
    count = 1 + max((entry.code for entry in colouring.legend), default=0)
    named = palette(now)
    made = [other(now) if code == colouring.other else named[code % len(named)] for code in range(count)]
    return np.array([ink.rgb(one) for one in made]).astype(np.uint8)
