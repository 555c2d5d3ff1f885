"""A small orchestra in numpy: eleven clearly different ways of sounding, each with a song's shape.

A song is a row of sections (intro, verse, chorus, break, outro) that differ in energy, register and
layers, so that its trajectory travels. Everything follows from the seed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from core.domain import Seconds

Sound = npt.NDArray[np.float32]
"""Mono (n,) or stereo (2, n) samples at RATE, about -1 to 1."""

RATE = 48_000
"""Samples per second: one that every encoder here takes."""

MAJOR, MINOR = (0, 2, 4, 5, 7, 9, 11), (0, 2, 3, 5, 7, 8, 10)
SLENDRO = (0, 2, 5, 7, 10)
PROGRESSIONS = ((0, 5, 3, 4), (0, 3, 4, 0), (0, 4, 5, 3), (0, 2, 3, 4), (0, 6, 5, 4), (3, 0, 4, 5))
SHAPES = (
    (0.25, 0.5, 0.9, 0.55, 0.2, 1.0, 0.3),
    (0.4, 0.8, 0.5, 1.0, 0.35, 0.9),
    (0.2, 0.35, 0.6, 0.8, 1.0, 0.4),
    (0.9, 0.5, 1.0, 0.3, 0.95, 0.5),
)
"""Energy of each section in turn."""


@dataclass(frozen=True)
class Section:
    """A stretch of bars. energy 0 to 1 decides density, brightness and which layers play."""

    first_bar: int
    bars: int
    energy: float
    lift: int
    """Semitones above the song's register."""


@dataclass
class Song:
    """What a style needs to play: time, harmony, chance, and the tape it plays onto."""

    rng: np.random.Generator
    bpm: float
    root: int
    """MIDI note of the key."""
    scale: tuple[int, ...]
    progression: tuple[int, ...]
    sections: tuple[Section, ...]
    tape: Sound
    notes: dict[tuple[object, ...], Sound] = field(default_factory=dict)

    @property
    def bar(self) -> float:
        """Seconds in a bar of four beats."""
        return 240.0 / self.bpm

    def degree(self, step: int) -> int:
        """MIDI note of a scale degree, which may lie outside one octave."""
        octave, index = divmod(step, len(self.scale))
        return self.root + 12 * octave + self.scale[index]

    def chord(self, bar: int, size: int = 3) -> list[int]:
        base = self.progression[bar % len(self.progression)]
        return [self.degree(base + 2 * i) for i in range(size)]

    def add(self, sound: Sound, at: float, gain: float = 1.0, pan: float = 0.0) -> None:
        """Mixes a mono sound in at `at` seconds. pan -1 (left) to 1."""
        start = int(at * RATE)
        piece = sound[: max(0, self.tape.shape[1] - start)]
        self.tape[0, start : start + len(piece)] += piece * (gain * min(1.0, 1.0 - pan))
        self.tape[1, start : start + len(piece)] += piece * (gain * min(1.0, 1.0 + pan))

    def play(self, instrument: Callable[..., Sound], *how: float | tuple[float, ...]) -> Sound:
        """A note, rendered once however often it is played."""
        key = (instrument, *how)
        if key not in self.notes:
            self.notes[key] = instrument(*how)
        return self.notes[key]


def hertz(note: float) -> float:
    return float(440.0 * 2 ** ((note - 69) / 12))


def _time(seconds: float) -> Sound:
    return np.arange(int(seconds * RATE), dtype=np.float32) / np.float32(RATE)


def _fade(sound: Sound, attack: float, release: float) -> Sound:
    rise, fall = (min(len(sound), max(1, int(s * RATE))) for s in (attack, release))
    sound[:rise] *= np.linspace(0, 1, rise, dtype=np.float32)
    sound[len(sound) - fall :] *= np.linspace(1, 0, fall, dtype=np.float32)
    return sound


def _wave(cycles: Sound) -> Sound:
    wave: Sound = np.sin(np.float32(2 * np.pi) * (cycles % np.float32(1.0)))
    return wave


def _harmonics(cycles: npt.NDArray[np.float64], weights: list[float]) -> Sound:
    """The weighted sum of sin(2 pi k cycles), k = 1, 2 …

    By sin((k+1)x) = 2 cos(x) sin(kx) - sin((k-1)x): two products instead of a sine each.
    """
    angle = (2 * np.pi * (cycles % 1.0)).astype(np.float32)
    before, now, turn = np.zeros_like(angle), np.sin(angle), 2 * np.cos(angle)
    out: Sound = np.zeros_like(angle)
    for weight in weights:
        out += np.float32(weight) * now
        before, now = now, turn * now - before
    return out


def _smooth(sound: Sound, width: int) -> Sound:
    """A moving average: the cheapest low-pass."""
    total = np.cumsum(np.concatenate([np.zeros(width), sound]))
    smooth: Sound = ((total[width:] - total[:-width]) / width).astype(np.float32)
    return smooth


def partials(note: float, seconds: float, weights: tuple[float, ...], attack: float, release: float) -> Sound:
    """Sine partials of one note, those above hearing of this rate left out."""
    heard = [weight for k, weight in enumerate(weights, start=1) if k * hertz(note) < RATE * 0.45]
    cycles = _time(seconds).astype(np.float64) * hertz(note)
    return _fade(_harmonics(cycles, heard) / np.float32(sum(weights)), attack, release)


def pad(note: float, seconds: float, brightness: float) -> Sound:
    weights = tuple(brightness ** (k * 0.7) / k for k in range(1, 9))
    slow = 1 + 0.2 * _wave(_time(seconds) * np.float32(0.3))
    detuned = partials(note, seconds, weights, 0.6, 0.8) + partials(note + 0.09, seconds, weights, 0.6, 0.8)
    return (detuned * slow * 0.5).astype(np.float32)


def pluck(note: float, seconds: float, damping: float) -> Sound:
    """A string after Karplus and Strong (1983): a burst of noise, averaged with its neighbour each period."""
    period = max(2, round(RATE / hertz(note)))
    ring = np.random.default_rng(round(note * 8)).uniform(-1, 1, period).astype(np.float32)
    rounds = int(seconds * RATE / period) + 1
    out = np.empty((rounds, period), np.float32)
    for turn in range(rounds):
        out[turn] = ring
        ring = np.float32(damping * 0.5) * (ring + np.roll(ring, 1))
    return _fade(out.ravel()[: int(seconds * RATE)], 0.001, 0.05)


def piano(note: float, seconds: float, hardness: float) -> Sound:
    """Two-operator FM whose index falls with the tone (Chowning 1973)."""
    t, f = _time(seconds), np.float32(hertz(note))
    index = np.float32(hardness) * np.exp(-t * 4)
    body = np.sin(2 * np.pi * f * t + index * np.sin(2 * np.pi * f * t)) * np.exp(-t * (1.2 + note / 60))
    return _fade(body.astype(np.float32), 0.003, 0.08)


def bell(note: float, seconds: float, hardness: float) -> Sound:
    t, f = _time(seconds), np.float32(hertz(note))
    out = np.zeros_like(t)
    for ratio, weight, fall in ((0.5, 0.3, 1), (1, 1, 1.5), (2.76, 0.6, 3), (5.4, 0.4, 5), (8.9, 0.25, 9)):
        if ratio * f < RATE * 0.45:
            out += np.float32(weight * hardness) * _wave(f * ratio * t) * np.exp(-t * fall)
    return _fade(out * np.float32(0.5), 0.001, 0.1)


def organ(note: float, seconds: float, stops: float) -> Sound:
    weights = (1.0, 0.8, 0.6, 0.5 * stops, 0.0, 0.4 * stops, 0.0, 0.5 * stops)
    tone = partials(note - 12, seconds, weights, 0.01, 0.03)
    return (tone * (1 + 0.12 * _wave(_time(seconds) * np.float32(6.4)))).astype(np.float32)


def square(note: float, seconds: float, width: float) -> Sound:
    phase = (_time(seconds) * np.float32(hertz(note))) % 1
    return _fade(np.where(phase < width, 0.5, -0.5).astype(np.float32), 0.002, 0.01)


def saw(note: float, seconds: float, width: float) -> Sound:
    phase = (_time(seconds) * np.float32(hertz(note))) % 1
    return _fade(_smooth((2 * phase - 1).astype(np.float32), int(width)), 0.004, 0.03)


def guitar(note: float, seconds: float, drive: float) -> Sound:
    """A fifth and an octave of strings, overdriven."""
    strings = pluck(note, seconds, 0.999) + pluck(note + 7, seconds, 0.999) + pluck(note + 12, seconds, 0.998)
    return _fade(_smooth(np.tanh(strings * np.float32(drive)), 3), 0.003, 0.04)


def choir(note: float, seconds: float, vowel: float) -> Sound:
    """Harmonics weighed by the formants of a vowel between "ah" (0) and "oo" (1), with vibrato."""
    t, f = _time(seconds), hertz(note)
    formants = ((700 - 400 * vowel, 90), (1150 - 350 * vowel, 110), (2600, 170))
    cycles = np.cumsum(1 + 0.008 * _wave(t * np.float32(5.2)), dtype=np.float64) * (f / RATE)
    weights = [
        0.03 + sum(1 / (1 + ((number * f - centre) / width) ** 2) for centre, width in formants)
        for number in range(1, int(3600 / f) + 1)
    ]
    return _fade(_harmonics(cycles, weights) * np.float32(1.8 / sum(weights)), 0.15, 0.25)


def kick(depth: float) -> Sound:
    t = _time(0.3)
    sweep = 45 * t + depth * (1 - np.exp(-t * 28))
    return _wave(sweep.astype(np.float32)) * np.exp(-t * 11)


def snare(tone: float) -> Sound:
    t = _time(0.22)
    noise = np.random.default_rng(5).uniform(-1, 1, len(t))
    hit: Sound = ((0.7 * noise + 0.4 * np.sin(2 * np.pi * tone * t)) * np.exp(-t * 18)).astype(np.float32)
    return hit


def hat(length: float) -> Sound:
    t = _time(length)
    noise = np.diff(np.random.default_rng(7).uniform(-1, 1, len(t) + 1))
    tick: Sound = (noise * np.exp(-t * 5 / length) * 0.5).astype(np.float32)
    return tick


def _bars(song: Song) -> list[tuple[int, float, Section]]:
    """Every bar with its time in seconds and its section."""
    return [
        (number, number * song.bar, section)
        for section in song.sections
        for number in range(section.first_bar, section.first_bar + section.bars)
    ]


def ambient(song: Song) -> None:
    for number, at, part in _bars(song):
        for i, note in enumerate(song.chord(number, 4)):
            sound = song.play(pad, note + part.lift, song.bar * 1.3, round(0.25 + 0.65 * part.energy, 2))
            song.add(sound, at, 0.3, (i - 1.5) * 0.4)
        if part.energy > 0.7:
            glow = song.play(bell, song.chord(number)[number % 3] + 24, 2.5, 0.5)
            song.add(glow, at + song.bar / 2, 0.15, 0.5)


def folk(song: Song) -> None:
    for number, at, part in _bars(song):
        chord = song.chord(number, 4)
        steps = 8 if part.energy > 0.4 else 4
        for step in range(steps):
            note = chord[(step * 3) % 4] + part.lift + (12 if step % 4 == 3 else 0)
            late = song.rng.uniform(0, 0.012)
            sound = song.play(pluck, note, 1.6, 0.998 if part.energy < 0.8 else 0.9995)
            song.add(sound, at + step * song.bar / steps + late, 0.5, 0.4 - 0.2 * (step % 4))
        if part.energy > 0.6:
            song.add(song.play(pluck, chord[0] - 12, 2.0, 0.999), at, 0.7)
        if part.energy > 0.85:
            for beat in (1, 3):
                song.add(song.play(hat, 0.08), at + beat * song.bar / 4, 0.25)


def house(song: Song) -> None:
    beat = song.bar / 4
    for number, at, part in _bars(song):
        chord = song.chord(number // 2)
        for quarter in range(4):
            if part.energy > 0.35:
                song.add(song.play(kick, 9.0), at + quarter * beat, 0.9)
            song.add(song.play(hat, 0.09), at + (quarter + 0.5) * beat, 0.35 * part.energy)
            width = 24 - int(18 * part.energy)
            bass = song.play(saw, chord[0] - 24, beat * 0.45, max(2, width))
            song.add(bass, at + (quarter + 0.5) * beat, 0.6)
        if part.energy > 0.6:
            for stab in (0.75, 1.5, 2.75):
                for note in chord:
                    song.add(song.play(saw, note + part.lift, 0.16, 5), at + stab * beat, 0.2, 0.3)


def breakbeat(song: Song) -> None:
    step = song.bar / 16
    for number, at, part in _bars(song):
        kicks = {0, 10} if part.energy < 0.5 else {0, 3, 10, 13}
        snares = {4, 12} if part.energy < 0.8 else {4, 7, 12, 15}
        for i in range(16):
            if i in kicks:
                song.add(song.play(kick, 6.0), at + i * step, 0.9)
            if i in snares:
                song.add(song.play(snare, 190.0), at + i * step, 0.7 if i % 4 == 0 else 0.3)
            if part.energy > 0.3 and song.rng.random() < 0.4 + 0.5 * part.energy:
                song.add(song.play(hat, 0.05), at + i * step, 0.3, 0.3)
        root = song.chord(number)[0] - 24
        song.add(song.play(partials, root, song.bar * 0.9, (1.0, 0.4, 0.1), 0.01, 0.2), at, 0.5 * part.energy)


def solo_piano(song: Song) -> None:
    for number, at, part in _bars(song):
        chord = song.chord(number)
        hardness = round(0.6 + 2.2 * part.energy, 1)
        song.add(song.play(piano, chord[0] - 12, 2.4, hardness), at, 0.5, -0.4)
        melody = 3 + round(5 * part.energy)
        for i in range(melody):
            note = song.degree(int(song.rng.integers(4, 11))) + part.lift
            sound = song.play(piano, note, 1.8, hardness)
            song.add(sound, at + i * song.bar / melody + song.rng.uniform(0, 0.02), 0.4, 0.3)
        if part.energy > 0.7:
            for note in chord:
                song.add(song.play(piano, note, 2.0, hardness), at + song.bar / 2, 0.25)


def gospel_organ(song: Song) -> None:
    for number, at, part in _bars(song):
        stops = 0.2 if part.energy < 0.5 else 1.0
        for note in song.chord(number, 3 if part.energy < 0.7 else 4):
            song.add(song.play(organ, note + part.lift, song.bar * 0.96, stops), at, 0.35, -0.2)
        walk = song.chord(number, 4)
        for quarter in range(4):
            if part.energy > 0.45:
                bass = song.play(organ, walk[quarter] - 12, song.bar / 4, 0.0)
                song.add(bass, at + quarter * song.bar / 4, 0.45, 0.2)


def chip(song: Song) -> None:
    step = song.bar / 16
    for number, at, part in _bars(song):
        chord = song.chord(number)
        width = 0.5 if part.energy < 0.5 else 0.25 if part.energy < 0.9 else 0.125
        for i in range(16):
            note = chord[i % 3] + 12 + part.lift
            song.add(song.play(square, note, step * 0.9, width), at + i * step, 0.35, -0.4)
            if i % 2 == 0 and part.energy > 0.4:
                song.add(song.play(square, chord[0] - 12, step * 1.5, 0.5), at + i * step, 0.35)
            if i % 4 == 2 and part.energy > 0.7:
                song.add(song.play(hat, 0.04), at + i * step, 0.5)
        for i in range(int(6 * part.energy)):
            lead = song.degree(int(song.rng.integers(7, 15))) + 12
            song.add(song.play(square, lead, step * 2.2, 0.25), at + (i * 2.5) * step, 0.3, 0.4)


def drone(song: Song) -> None:
    for number, at, part in _bars(song):
        length = song.bar * 1.5
        for i, offset in enumerate((-24, -17, -12, -11.8)):
            weights = tuple(part.energy ** (k * 0.5) for k in range(6))
            song.add(
                song.play(partials, song.root + offset, length, weights, 0.9, 0.9), at, 0.3, (i - 1.5) * 0.5
            )
        grain = song.rng.uniform(-1, 1, int(length * RATE)).astype(np.float32)
        song.add(
            _fade(_smooth(grain, 3 + int(60 * (1 - part.energy))), 0.9, 0.9), at, 0.2 + 0.5 * part.energy
        )
        if part.energy > 0.8:
            song.add(song.play(bell, song.root - 5, 3.0, 0.7), at + number % 3, 0.4)


def voices(song: Song) -> None:
    for number, at, part in _bars(song):
        vowel = round(1.0 - part.energy, 1)
        for i, note in enumerate(song.chord(number, 3 if part.energy < 0.6 else 4)):
            sound = song.play(choir, note + part.lift - 5, song.bar * 1.05, vowel)
            song.add(sound, at, 0.45, (i - 1) * 0.6)
        if part.energy > 0.5:
            song.add(song.play(choir, song.chord(number)[0] - 17, song.bar, 0.8), at, 0.5)


def gamelan(song: Song) -> None:
    for number, at, part in _bars(song):
        if number % 2 == 0:
            song.add(song.play(bell, song.root - 24, 4.0, 1.0), at, 0.8)
        strokes = 4 if part.energy < 0.4 else 8 if part.energy < 0.8 else 16
        for i in range(strokes):
            note = song.degree((number * 3 + i * (2 if i % 3 else 4)) % 10) + part.lift
            sound = song.play(bell, note, 1.2, round(0.5 + 0.5 * part.energy, 1))
            song.add(sound, at + i * song.bar / strokes, 0.35, -0.6 if i % 2 else 0.6)


def rock(song: Song) -> None:
    beat = song.bar / 4
    for number, at, part in _bars(song):
        note = song.chord(number)[0] - 12
        drive = 1.5 if part.energy < 0.5 else 12.0
        for eighth in range(8 if part.energy > 0.5 else 2):
            length = beat * (0.55 if part.energy > 0.5 else 2)
            song.add(song.play(guitar, note, length, drive), at + eighth * length / 1.1, 0.45, -0.3)
        for quarter in range(4):
            hit = song.play(kick, 7.0) if quarter % 2 == 0 else song.play(snare, 220.0)
            song.add(hit, at + quarter * beat, 0.9 * max(0.3, part.energy))
            if part.energy > 0.8:
                song.add(song.play(hat, 0.25), at + quarter * beat, 0.4, 0.4)


@dataclass(frozen=True)
class Style:
    """A way of sounding: who plays it, how fast, how loud, in which scales."""

    play: Callable[[Song], None]
    bpm: tuple[float, float]
    peak: float
    echo: float
    scales: tuple[tuple[int, ...], ...] = (MAJOR, MINOR)
    root: tuple[int, int] = (52, 63)


STYLES: dict[str, Style] = {
    "ambient": Style(ambient, (50, 70), 0.5, 0.5),
    "folk": Style(folk, (85, 120), 0.6, 0.15, (MAJOR,)),
    "house": Style(house, (118, 128), 0.9, 0.1, (MINOR,)),
    "breakbeat": Style(breakbeat, (150, 174), 0.9, 0.05, (MINOR,)),
    "piano": Style(solo_piano, (60, 95), 0.5, 0.35),
    "organ": Style(gospel_organ, (80, 110), 0.7, 0.2, (MAJOR,)),
    "chip": Style(chip, (130, 160), 0.6, 0.0),
    "drone": Style(drone, (55, 65), 0.7, 0.3, (MINOR,)),
    "choir": Style(voices, (55, 75), 0.6, 0.5),
    "gamelan": Style(gamelan, (70, 100), 0.6, 0.3, (SLENDRO,)),
    "rock": Style(rock, (100, 140), 0.95, 0.05, (MINOR,), (45, 52)),
}


def compose(style: str, seed: int, seconds: Seconds) -> Sound:
    """A song as stereo (2, n) float32 at RATE, n = seconds x RATE; the same for the same arguments."""
    way, rng = STYLES[style], np.random.default_rng([seed, *style.encode()])
    bpm = rng.uniform(*way.bpm)
    song = Song(
        rng=rng,
        bpm=bpm,
        root=int(rng.integers(*way.root)),
        scale=way.scales[int(rng.integers(len(way.scales)))],
        progression=PROGRESSIONS[int(rng.integers(len(PROGRESSIONS)))],
        sections=_sections(rng, bars=int(np.ceil(seconds * bpm / 240))),
        tape=np.zeros((2, int(seconds * RATE)), np.float32),
    )
    way.play(song)
    return _mastered(song.tape, way)


def _sections(rng: np.random.Generator, bars: int) -> tuple[Section, ...]:
    shape = SHAPES[int(rng.integers(len(SHAPES)))]
    edges = np.round(np.linspace(0, bars, len(shape) + 1)).astype(int)
    return tuple(
        Section(int(first), int(last - first), energy, 12 if energy >= 0.9 and rng.random() < 0.5 else 0)
        for first, last, energy in zip(edges, edges[1:], shape, strict=False)
        if last > first
    )


def _mastered(tape: Sound, way: Style) -> Sound:
    """Room, level, and soft ends."""
    wet = tape.copy()
    for number, delay in enumerate((0.031, 0.047, 0.083, 0.127, 0.211, 0.337)):
        shift = int(delay * RATE)
        if way.echo and shift < tape.shape[1]:
            wet[number % 2, shift:] += np.float32(way.echo * 0.8**number) * tape[1 - number % 2, :-shift]
    wet *= np.float32(way.peak / max(1e-6, float(np.abs(wet).max())))
    for channel in wet:
        _fade(channel, 0.02, 0.4)
    return wet
