"""The stream that is played: joints, crossfades, gain, rates, and what stands in for what is not there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from core.domain import Decibel, ReplayGain
from core.sound.mixer import Mixer, Reader, touch
from core.sound.piece import Piece
from core.sound.source import Samples
from core.sound.wishes import GainMode, Sound
from tests.core.sound.files import CODECS, RATE, Direct, Given, noise, offset, tone, write

AS_IT_IS = Sound(gain_mode=GainMode.OFF)
CUT = 100_003
WHOLE = noise(4.5, seed=3)


def mixed(
    readers: Iterable[Reader], rate: int = RATE, sound: Sound = AS_IT_IS, block: int = 960
) -> tuple[Samples, Mixer]:
    """All of it, one reader after the other."""
    first, *rest = readers
    mixer = Mixer(rate, sound, first)
    out: list[Samples] = []
    number = 0
    if rest:
        mixer.follow(rest[0])
    while not mixer.over:
        out.append(mixer.render(block))
        if mixer.number > number:
            number = mixer.number
            mixer.follow(rest[number] if number < len(rest) else None)
    return np.concatenate(out), mixer


def halves(folder: Path, suffix: str) -> list[Direct]:
    paths = [
        write(folder / f"{name}{suffix}", sound)
        for name, sound in (("first", WHOLE[:CUT]), ("second", WHOLE[CUT:]))
    ]
    return [Direct(Piece(path)) for path in paths]


def test_one_piece_comes_out_as_it_went_in() -> None:
    out, _ = mixed([Given(WHOLE)])
    assert np.array_equal(out, WHOLE)


@pytest.mark.parametrize("block", [1, 700, 882, 5000, 100_000])
def test_a_joint_loses_and_doubles_nothing_whatever_the_blocks(block: int) -> None:
    sound = WHOLE[:9000] if block == 1 else WHOLE
    out, _ = mixed([Given(sound[:4001]), Given(sound[4001:])], block=block)
    assert np.array_equal(out, sound)


@pytest.mark.parametrize("suffix", [".flac", ".wav"])
def test_two_halves_of_a_lossless_recording_are_one_to_the_sample(tmp_path: Path, suffix: str) -> None:
    out, _ = mixed(halves(tmp_path, suffix))
    assert np.array_equal(out, WHOLE)


@pytest.mark.parametrize("suffix", [suffix for suffix in CODECS if suffix not in {".flac", ".wav"}])
def test_two_halves_of_a_lossy_recording_meet_within_5_ms(tmp_path: Path, suffix: str) -> None:
    out, _ = mixed(halves(tmp_path, suffix))  # Opus is resampled to 44.1 kHz
    assert len(out) == pytest.approx(len(WHOLE), abs=0.005 * RATE)
    after = CUT + 8000
    assert offset(out[after : after + 30_000, 0], WHOLE[:, 0]) == pytest.approx(after, abs=0.005 * RATE)
    around = out[CUT - 1000 : CUT + 1000, 0].reshape(-1, 200)
    loudness = np.sqrt(np.mean(np.square(around), axis=1))
    assert loudness.min() > 0.3 * float(np.sqrt(np.mean(np.square(WHOLE[:, 0]))))


# FFmpeg's own AAC and Vorbis encoders fade the last milliseconds into their padding: no decoder mends that.
@pytest.mark.parametrize("suffix", [".flac", ".wav", ".mp3", ".opus"])
def test_a_tone_over_the_joint_does_not_click(tmp_path: Path, suffix: str) -> None:
    sound = tone(440.0, 3.0)
    paths = [
        write(tmp_path / f"{number}{suffix}", part) for number, part in enumerate((sound[:CUT], sound[CUT:]))
    ]
    out, _ = mixed([Direct(Piece(path)) for path in paths])
    steps = np.abs(np.diff(out[:, 0]))
    # A gap, or a millisecond lost, would be a step of up to 0.8; the tone's own steepest is 0.025.
    allowed = 0.03 if suffix in {".flac", ".wav"} else 0.2
    assert steps[CUT - 3000 : CUT + 3000].max() < allowed


def test_parts_of_one_file_are_continuous(tmp_path: Path) -> None:
    path = write(tmp_path / "whole.flac", WHOLE)
    parts = [
        Piece(path, 0.0, 1.234),
        Piece(path, 1.234, 1.0, runs_on=True),
        Piece(path, 2.234, 9.0, runs_on=True),
    ]
    assert all(touch(a, b) for a, b in pairwise(parts))
    assert not touch(parts[0], parts[2])
    out, _ = mixed([Direct(part) for part in parts], sound=replace(AS_IT_IS, crossfade=5.0))
    assert np.array_equal(out, WHOLE)


@pytest.mark.parametrize("rates", [(96_000, 96_000), (48_000, 44_100), (44_100, 192_000), (22_050, 44_100)])
def test_a_tone_goes_on_over_a_joint_of_any_rates(rates: tuple[int, int]) -> None:
    first, second = (
        tone(441.0, 1.0, rate=rates[0]),
        tone(441.0, 1.0, rate=rates[1]),
    )  # whole waves in a second
    out, _ = mixed([Given(first, rates[0]), Given(second, rates[1])])
    assert len(out) == pytest.approx(2 * RATE, abs=3)
    expected = tone(441.0, 2.0)[: len(out)]
    difference = np.abs(out - expected)[200:-200]
    if rates[0] == rates[1]:
        assert difference.max() < 0.01  # one resampler over the joint
    else:
        assert difference.max() < 0.1


def test_resampling_keeps_treble_and_lets_nothing_through_from_above() -> None:
    for hertz, kept in ((20_000.0, True), (30_000.0, False)):
        out, _ = mixed([Given(tone(hertz, 0.5, rate=96_000), 96_000)])
        power = float(np.sqrt(np.mean(np.square(out[2000:-2000, 0]))))
        assert power == pytest.approx(0.4 / 2**0.5, rel=0.1) if kept else power < 0.001


# -- crossfade


def crossfaded(seconds: float, **piece: bool) -> tuple[Samples, Mixer]:
    first, second = tone(500.0, 4.0, 0.3), tone(700.0, 4.0, 0.3)
    second_piece = replace(Piece(Path("second")), **piece)
    return mixed(
        [Given(first), Given(second, piece=second_piece)], sound=replace(AS_IT_IS, crossfade=seconds)
    )


def strength(sound: Samples, hertz: float) -> float:
    """Amplitude of a frequency."""
    wave = np.exp(-2j * np.pi * hertz * np.arange(len(sound)) / RATE)
    return float(2 * abs(np.mean(sound[:, 0] * wave)))


def test_a_crossfade_overlaps_by_its_length_with_equal_power() -> None:
    out, _ = crossfaded(1.0)
    assert len(out) == 7 * RATE
    before, middle, after = (out[round(at * RATE) :][: RATE // 10] for at in (2.85, 3.45, 4.05))
    assert strength(before, 500) == pytest.approx(0.3, abs=0.01) and strength(before, 700) < 0.01
    assert strength(middle, 500) == pytest.approx(0.3 * 0.5**0.5, abs=0.02)
    assert strength(middle, 700) == pytest.approx(0.3 * 0.5**0.5, abs=0.02)
    assert strength(after, 700) == pytest.approx(0.3, abs=0.01) and strength(after, 500) < 0.01


def test_nothing_is_faded_into_what_runs_on() -> None:
    out, _ = crossfaded(5.0, runs_on=True)
    assert len(out) == 8 * RATE


def test_a_crossfade_is_never_longer_than_half_of_either_piece() -> None:
    out, _ = mixed([Given(tone(500, 4.0)), Given(tone(700, 1.0))], sound=replace(AS_IT_IS, crossfade=12.0))
    assert len(out) == round(4.5 * RATE)


def test_the_new_piece_counts_from_the_moment_its_crossfade_begins() -> None:
    _, mixer = crossfaded(1.0)
    places = [mixer.place(at) for at in (2.9, 3.1, 4.5)]
    assert [(place.number, round(place.seconds, 2)) for place in places if place] == [
        (0, 2.9),
        (1, 0.1),
        (1, 1.5),
    ]


def test_a_crossfade_of_a_piece_of_unknown_length_begins_once_its_end_is_in_sight() -> None:
    first = Given(tone(500, 3.0))
    first.length = None
    mixer = Mixer(RATE, replace(AS_IT_IS, crossfade=2.0), first)
    mixer.follow(Given(tone(700, 3.0)))
    out = [mixer.render(RATE)]
    first.length = 3 * RATE
    while not mixer.over:
        out.append(mixer.render(4096))
    assert len(np.concatenate(out)) == pytest.approx(4.5 * RATE, abs=2)


# -- loudness


def test_gain_is_applied_from_the_first_sample() -> None:
    quiet = Piece(Path("loud"), gain=ReplayGain(track_gain=Decibel(-6.0206)))
    out, _ = mixed([Given(WHOLE, piece=quiet)], sound=Sound(gain_mode=GainMode.TRACK))
    assert np.allclose(out, WHOLE * 0.5, atol=1e-5)


def test_another_gain_is_reached_without_a_step() -> None:
    piece = Piece(Path("loud"), gain=ReplayGain(track_gain=Decibel(-12.0)))
    mixer = Mixer(RATE, AS_IT_IS, Given(np.full((RATE, 2), 0.5, np.float32), piece=piece))
    before = mixer.render(9000)
    mixer.adopt(Sound(gain_mode=GainMode.TRACK))
    after = mixer.render(9000)
    line = np.concatenate((before, after))[:, 0]
    assert line[0] == 0.5
    assert line[-1] == pytest.approx(0.5 * 10 ** (-12 / 20), rel=1e-3)
    assert np.abs(np.diff(line)).max() < 0.001


def test_sums_beyond_full_scale_are_held_down_and_all_else_is_left_alone() -> None:
    loud = tone(200.0, 3.0, level=0.9)
    out, _ = mixed([Given(loud), Given(loud)], sound=replace(AS_IT_IS, crossfade=1.0))
    assert np.abs(out).max() <= 1.0
    assert np.array_equal(out[:RATE], loud[:RATE])


def test_faster_is_shorter_and_the_place_keeps_up() -> None:
    out, mixer = mixed([Given(WHOLE)], sound=replace(AS_IT_IS, speed=1.5))
    assert len(out) == pytest.approx(len(WHOLE) / 1.5, rel=0.02)
    place = mixer.place(2.0)
    assert place is not None
    assert (place.seconds, place.speed) == (pytest.approx(3.0, abs=0.06), 1.5)


# -- what is not there


def test_what_is_not_decoded_yet_is_waited_for_or_is_silence_when_it_is_urgent() -> None:
    reader = Given(WHOLE)
    mixer = Mixer(RATE, AS_IT_IS, reader)
    reader.allowed = 4410
    begun = mixer.render(8820, urgent=False)
    assert len(begun) < 8820
    silent = mixer.render(8820)
    assert len(silent) == 8820
    reader.allowed = None
    rest = [mixer.render(8820) for _ in range(100)]
    whole = np.concatenate((begun, silent, *rest))
    place = mixer.place(0.2)
    assert place is not None and place.starved and place.seconds == pytest.approx(0.1, abs=0.001)
    assert np.array_equal(whole[np.abs(whole).sum(axis=1) > 0], WHOLE[np.abs(WHOLE).sum(axis=1) > 0])


def test_it_waits_in_silence_for_what_is_still_being_opened() -> None:
    mixer = Mixer(RATE, AS_IT_IS, Given(WHOLE[:4410]))
    mixer.waits = True
    assert len(mixer.render(8820)) == 8820
    assert not mixer.over
    mixer.follow(Given(WHOLE[4410:8820]))
    rest = mixer.render(8820)
    assert mixer.number == 1
    assert np.abs(rest).max() > 0


def test_a_piece_that_broke_off_ends_the_stream_whatever_would_follow() -> None:
    first = Given(WHOLE[:4410])
    first.broken_off = True  # type: ignore[misc]
    out, mixer = mixed([first, Given(WHOLE)])
    assert (len(out), mixer.number) == (4410, 0)


def test_what_follows_may_change_until_it_is_mixed() -> None:
    mixer = Mixer(RATE, AS_IT_IS, Given(WHOLE[:44_100]))
    mixer.follow(Given(tone(100, 1.0)))
    first = mixer.render(22_050)
    mixer.follow(Given(WHOLE[44_100:]))
    rest = [mixer.render(8820) for _ in range(30)]
    assert np.array_equal(np.concatenate((first, *rest)), WHOLE)


def test_the_beginning_and_the_end_are_faded_where_that_is_asked_for() -> None:
    flat = np.full((2 * RATE, 2), 0.5, np.float32)
    mixer = Mixer(RATE, AS_IT_IS, Given(flat), rise=0.5, fall=0.5)
    out = mixer.render(3 * RATE)[:, 0]
    assert out[0] < 0.001 and out[-1] < 0.01
    assert out[RATE // 4] == pytest.approx(0.25, abs=0.01)
    assert out[RATE] == 0.5
    assert out[-RATE // 4] == pytest.approx(0.25, abs=0.03)
