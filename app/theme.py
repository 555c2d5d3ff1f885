"""Colours, type and spacing as tokens, and the Qt palette and style sheet made from them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Theme:
    """One set of colours, each as "#rrggbb"."""

    name: str
    window: str
    panel: str
    raised: str
    selected: str
    hairline: str
    text: str
    secondary: str
    quiet: str
    accent: str
    on_accent: str
    love: str = "#FF8A7A"
    time: tuple[str, str, str, str] = ("#4FD1B8", "#6096FF", "#A07CFF", "#FF8A7A")
    """Colours along a trajectory, from its start to its end."""


DARK = Theme(
    "dark",
    "#0F1014",
    "#15171D",
    "#1C1F27",
    "#272B36",
    "#262A34",
    "#ECEDF1",
    "#A6ABB8",
    "#8A90A0",
    "#4FD1B8",
    "#08211C",
)
LIGHT = Theme(
    "light",
    "#F6F6F3",
    "#FFFFFF",
    "#EFEFEB",
    "#E3E5E1",
    "#E2E2DD",
    "#17181C",
    "#555B66",
    "#6B707A",
    "#087262",
    "#FFFFFF",
)

SIZES = (11, 12, 13, 15, 24, 28)
ROW, COMPACT_ROW, SIDEBAR, RIGHT_PANEL, PLAYER_BAR = 40, 28, 216, 320, 88
CONTROL_RADIUS, CARD_RADIUS = 8, 12
