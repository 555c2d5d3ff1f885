"""How much louder or quieter a track is played, from what is known of its loudness (ReplayGain 2.0)."""

from __future__ import annotations

from core.domain import ReplayGain
from core.sound.wishes import GainMode, Sound

LOUDEST = 20.0
"""dB. Scanners write +60 dB and more for tracks that are all but silent; nobody wants to hear those so."""


def factor(gain: ReplayGain, sound: Sound, *, in_album: bool) -> float:
    """What every sample is multiplied by: ReplayGain as below, and `sound.level`."""
    return _replay_gain(gain, sound, in_album=in_album) * min(1.0, max(0.0, sound.level))


def _replay_gain(gain: ReplayGain, sound: Sound, *, in_album: bool) -> float:
    """10^(dB / 20), where dB = ReplayGain + preamp.

    in_album: the track plays within its album, in order; then "auto" takes the album's gain, which keeps
    quiet songs quiet among loud ones. The other kind of gain stands in where the wanted one is missing; where
    both are missing, `sound.untagged` alone counts. With `prevent_clipping` the loudest sample stays within
    full scale as far as its peak is known; the mixer's limiter sees to the rest.
    """
    if sound.gain_mode is GainMode.OFF:
        return 1.0
    by_album = sound.gain_mode is GainMode.ALBUM or (sound.gain_mode is GainMode.AUTO and in_album)
    decibels, peak = _chosen(gain, by_album=by_album)
    decibels = sound.untagged if decibels is None else decibels + sound.preamp
    linear = linear_of(min(decibels, LOUDEST))
    if sound.prevent_clipping and peak:
        linear = min(linear, 1.0 / peak)
    return linear


def linear_of(decibels: float) -> float:
    """The factor of an amplitude that so many dB make."""
    return float(10.0 ** (decibels / 20.0))


def _chosen(gain: ReplayGain, *, by_album: bool) -> tuple[float | None, float | None]:
    """Gain in dB and linear peak: of the album or the track, or of the other where one is missing."""
    track, album = (gain.track_gain, gain.track_peak), (gain.album_gain, gain.album_peak)
    (first_gain, first_peak), (other_gain, other_peak) = (album, track) if by_album else (track, album)
    if first_gain is None:
        return other_gain, first_peak if other_peak is None else other_peak
    return first_gain, other_peak if first_peak is None else first_peak
