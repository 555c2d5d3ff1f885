"""From the settings to what the player takes."""

from __future__ import annotations

from core.settings import Settings
from core.sound.wishes import GainMode, Sound

FADE = 0.2
"""Seconds on pause and stop: long enough to be soft, short enough to feel like a key."""
NAMES = frozenset(
    (
        *("replay_gain", "preamp", "untagged_gain", "prevent_clipping", "equaliser_on", "equaliser"),
        *("mono", "balance", "crossfade", "fade"),
    )
)
"""The settings that `sound_of` looks at."""


def sound_of(settings: Settings, speed: float = 1.0, level: float = 1.0) -> Sound:
    """speed and level: what is not kept over a restart."""
    try:
        mode = GainMode(settings.replay_gain)
    except ValueError:  # a settings file that somebody wrote by hand
        mode = GainMode.AUTO
    return Sound(
        gain_mode=mode,
        preamp=settings.preamp,
        untagged=settings.untagged_gain,
        prevent_clipping=settings.prevent_clipping,
        equaliser=settings.equaliser if settings.equaliser_on and any(settings.equaliser) else None,
        mono=settings.mono,
        balance=settings.balance,
        speed=speed,
        crossfade=settings.crossfade,
        fade=FADE if settings.fade else 0.0,
        level=level,
    )
