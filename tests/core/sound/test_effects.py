"""The effects on real signals: what they do to frequencies, levels, lengths, and that nothing clicks."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from core.sound import equaliser
from core.sound.effects import Effects
from core.sound.wishes import BANDS, Sound

RATE = 48_000
Samples = NDArray[np.float32]


def sine(hertz: float, seconds: float, level: float = 0.25) -> Samples:
    wave = level * np.sin(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE)
    return np.repeat(wave[:, None], 2, 1).astype(np.float32)


def through(effects: Effects, sound: Samples, block: int = 1024) -> Samples:
    parts = [effects.run(sound[at : at + block]) for at in range(0, len(sound), block)]
    return np.concatenate(parts)


def set_up(sound: Sound) -> Effects:
    """With the wishes in force from the first sample."""
    effects = Effects(RATE)
    effects.adopt(sound)
    effects.reset()
    return effects


def decibels_at(hertz: float, effects: Effects) -> float:
    """The steady level of a sine that went through, towards the one that went in."""
    went_in = sine(hertz, 1.0)
    came_out = through(effects, went_in)
    steady = slice(RATE // 2, None)
    return float(20 * np.log10(np.std(came_out[steady, 0]) / np.std(went_in[steady, 0])))


def headroom(bands: tuple[float, ...]) -> float:
    """dB by which all is made quieter, so that nothing is louder than before."""
    return equaliser.headroom(equaliser.sections(bands, RATE), RATE)


def pitch(sound: Samples) -> float:
    """Hz of the strongest sine, by parabolic interpolation of the spectrum."""
    spectrum = np.log(np.abs(np.fft.rfft(sound[:, 0] * np.hanning(len(sound)))) + 1e-12)
    k = int(spectrum.argmax())
    a, b, c = spectrum[k - 1 : k + 2]
    return float((k + 0.5 * (a - c) / (a - 2 * b + c)) * RATE / len(sound))


def jump(sound: Samples) -> float:
    """Greatest change of slope from one sample to the next: a click is a jump, and a kink is one too."""
    return float(np.abs(np.diff(sound[:, 0].astype(np.float64), n=2)).max())


@pytest.mark.parametrize("band", range(10))
def test_each_slider_moves_its_band_by_what_it_says(band: int) -> None:
    bands = tuple(-9.0 if i == band else 0.0 for i in range(10))

    heard = decibels_at(BANDS[band], set_up(Sound(equaliser=bands)))

    assert heard + headroom(bands) == pytest.approx(-9.0, abs=0.2)
    assert headroom(bands) < 1.5


@pytest.mark.parametrize("name", ["Bass", "Voices", "Rock", "Small speakers"])
def test_a_preset_gives_the_curve_it_shows_less_its_headroom(name: str) -> None:
    bands = equaliser.PRESETS[name]

    heard = [decibels_at(hertz, set_up(Sound(equaliser=bands))) for hertz in BANDS]

    assert np.abs(np.subtract(heard, bands) + headroom(bands)).max() < 0.3


def test_neighbouring_sliders_do_not_add_up() -> None:
    made = equaliser.sections((0, 0, 0, 12, 12, 12, 12, 0, 0, 0), RATE)

    between = equaliser.response(made, np.geomspace(BANDS[3], BANDS[6], 60), RATE)

    assert np.abs(between - 12).max() < 1.0


def test_boosts_leave_every_sine_within_full_scale() -> None:
    effects = set_up(Sound(equaliser=(12.0, -6.0) * 5))

    for hertz in (*BANDS, 44.0, 700.0, 12_000.0):
        assert np.abs(through(effects, sine(hertz, 0.4, level=1.0))[RATE // 5 :]).max() < 1.01


def test_all_sliders_in_the_middle_change_nothing() -> None:
    sound = sine(440, 0.1)

    assert np.array_equal(through(set_up(Sound(equaliser=(0.0,) * 10)), sound), sound)


def test_the_cascade_is_the_textbook_recursion() -> None:
    made = equaliser.sections((5, -7, 3, 0, 12, -12, 4, 0, 2, -3), RATE)
    noise = np.random.default_rng(1).normal(size=(700, 2))
    expected = noise[:, 0].copy()
    for b0, b1, b2, _, a1, a2 in made:
        first = second = 0.0
        for i, x in enumerate(expected):
            y = b0 * x + first
            first, second = b1 * x - a1 * y + second, b2 * x - a2 * y
            expected[i] = y

    cascade = equaliser.Cascade(made)
    got = np.concatenate([cascade.run(part) for part in np.split(noise, [1, 64, 64, 191, 500])])

    assert np.abs(got[:, 0] - expected).max() < 1e-9


def test_mono_gives_both_ears_the_mean() -> None:
    noise = np.random.default_rng(2).normal(size=(1000, 2)).astype(np.float32)

    out = through(set_up(Sound(mono=True)), noise)

    assert out == pytest.approx(np.repeat(noise.mean(1, keepdims=True), 2, 1), abs=1e-6)


@pytest.mark.parametrize(
    ("balance", "left", "right"), [(-1, 1, 0), (-0.5, 1, 0.5), (0.25, 0.75, 1), (1, 0, 1)]
)
def test_balance_makes_the_side_turned_away_from_quieter(balance: float, left: float, right: float) -> None:
    noise = np.random.default_rng(3).normal(size=(1000, 2)).astype(np.float32)

    out = through(set_up(Sound(balance=balance)), noise)

    assert out == pytest.approx(noise * [left, right], abs=1e-6)


@pytest.mark.parametrize("speed", [0.5, 0.8, 1.25, 1.5, 2.0])
def test_speed_keeps_the_pitch_and_changes_the_length(speed: float) -> None:
    effects = set_up(Sound(speed=speed))

    out = np.concatenate([through(effects, sine(440, 3.0)), effects.drain()])

    assert len(out) == pytest.approx(3.0 * RATE / speed, abs=2)
    assert pitch(out[RATE // 4 : -RATE // 4]) == pytest.approx(440, abs=1.0)
    steady = out[RATE // 4 : -RATE // 4, 0]
    assert np.std(steady) == pytest.approx(0.25 / np.sqrt(2), rel=0.03)


def test_the_delay_tells_to_the_sample_what_has_not_come_out() -> None:
    effects = set_up(Sound(speed=1.5))
    ramp = np.repeat(np.linspace(0, 2, 2 * RATE, endpoint=False, dtype=np.float32)[:, None], 2, 1)
    fed = 0
    for block in np.split(ramp, range(1000, 2 * RATE, 1000)):
        effects.run(block)
        fed += len(block)
    held = effects.delay
    effects.adopt(Sound())  # at speed 1 the rest comes out as it is, from the place the delay told

    rest = effects.run(np.zeros((0, 2), np.float32))

    assert len(rest) == round(held * RATE)
    assert rest[0, 0] == pytest.approx(fed / RATE - held, abs=1e-6)
    assert not effects.delay


def test_at_speed_one_nothing_is_held_back() -> None:
    effects = set_up(Sound(equaliser=equaliser.PRESETS["Bass"]))

    assert len(effects.run(sine(440, 0.01))) == round(0.01 * RATE)
    assert not effects.delay
    assert len(effects.drain()) == 0


CHANGES = {
    "equaliser on": (Sound(), Sound(equaliser=equaliser.PRESETS["Loudness"])),
    "equaliser off": (Sound(equaliser=equaliser.PRESETS["Loudness"]), Sound()),
    "another preset": (
        Sound(equaliser=equaliser.PRESETS["Bass"]),
        Sound(equaliser=equaliser.PRESETS["Voices"]),
    ),
    "balance": (Sound(), Sound(balance=1.0)),
    "faster": (Sound(), Sound(speed=1.5)),
    "back to one": (Sound(speed=0.7), Sound()),
    "another speed": (Sound(speed=0.7), Sound(speed=1.8)),
    "all at once": (Sound(), Sound(mono=True, balance=-0.5, speed=1.3, equaliser=equaliser.PRESETS["Rock"])),
}


@pytest.mark.parametrize("change", CHANGES)
def test_changing_anything_makes_no_click(change: str) -> None:
    before, after = CHANGES[change]
    effects = set_up(before)
    tone = sine(220, 1.0)
    first = through(effects, tone[: RATE // 2 + 37], 441)
    effects.adopt(after)

    out = np.concatenate([first, through(effects, tone[RATE // 2 + 37 :], 441)])

    # A sine bends by level * (2 pi f / rate)^2 each sample; where two alike are joined, a little more.
    bend = 0.25 * 2.3 * (2 * np.pi * 220 / RATE) ** 2
    assert jump(out[2000:]) < 3 * bend


def test_moving_a_slider_makes_no_click() -> None:
    effects, tone, out = Effects(RATE), sine(220, 1.0), []
    for i, at in enumerate(range(0, RATE, 800)):
        effects.adopt(Sound(equaliser=(0, 0, 0, i / 5, 0, 0, 0, 0, 0, 0)))
        out.append(effects.run(tone[at : at + 800]))

    assert jump(np.concatenate(out)) < 3 * 0.25 * (2 * np.pi * 220 / RATE) ** 2


@pytest.mark.parametrize("speed", [1.0, 1.4])
def test_the_size_of_the_blocks_does_not_matter(speed: float) -> None:
    noise = np.random.default_rng(4).normal(size=(20_000, 2)).astype(np.float32)
    sizes = np.random.default_rng(5).integers(0, 1500, 60)
    wishes = Sound(equaliser=equaliser.PRESETS["Rock"], balance=0.3, speed=speed)
    whole, odd = set_up(wishes), set_up(wishes)

    expected = np.concatenate([whole.run(noise), whole.drain()])
    parts = [odd.run(part) for part in np.split(noise, np.minimum(np.cumsum(sizes), len(noise)))]

    assert np.concatenate([*parts, odd.drain()]) == pytest.approx(expected, abs=1e-5)


def test_a_broken_sample_does_not_stay_in_the_filters() -> None:
    effects = set_up(Sound(equaliser=equaliser.PRESETS["Bass"]))
    broken = sine(440, 0.05)
    broken[100] = np.nan
    effects.run(broken)

    assert np.isfinite(through(effects, sine(440, 0.1))).all()


def test_after_a_reset_nothing_of_before_is_heard() -> None:
    effects = set_up(Sound(equaliser=equaliser.PRESETS["Bass"], speed=1.5))
    through(effects, sine(440, 0.5))
    effects.reset()

    assert not through(effects, np.zeros((RATE // 2, 2), np.float32)).any()
