"""How the listener wants it to sound: one frozen record that the settings fill and the mixer follows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

BANDS = tuple(31.25 * 2**octave for octave in range(10))
"""Hz, the middles of the equaliser's ten octaves (ISO 266)."""

SLOWEST, FASTEST = 0.5, 2.0
"""Bounds of the playback speed."""


class GainMode(StrEnum):
    """Which ReplayGain is used."""

    OFF = "off"
    TRACK = "track"
    ALBUM = "album"
    AUTO = "auto"
    """Album while an album plays in order, else track."""


@dataclass(frozen=True, slots=True)
class Sound:
    """Taking on another one never interrupts what plays."""

    gain_mode: GainMode = GainMode.AUTO
    preamp: float = 0.0
    """dB, on top of ReplayGain."""
    untagged: float = -6.0
    """dB, for tracks of which no loudness is known."""
    prevent_clipping: bool = True
    equaliser: tuple[float, ...] | None = None
    """dB for each of BANDS; None leaves the equaliser out."""
    mono: bool = False
    balance: float = 0.0
    """-1 left only, 0 as it is, 1 right only."""
    speed: float = 1.0
    """0.5 to 2; the pitch stays."""
    crossfade: float = 0.0
    """Seconds, 0 to 12. Never inside an album that runs on."""
    fade: float = 0.2
    """Seconds, on pause and stop; 0 for none."""
    level: float = 1.0
    """0 to 1, over all the rest: a sleep timer lets the music fade."""
