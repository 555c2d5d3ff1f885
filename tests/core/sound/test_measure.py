"""Loudness and shape of real files, towards what EBU Tech 3341 and arithmetic say they must be."""

from __future__ import annotations

import struct
from pathlib import Path

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from core.analysis.audio import DecodeError
from core.analysis.measure import measure
from core.analysis.measured import LOUDNESS
from core.analysis.records import Measured, Request
from core.domain import AudioId, Seconds
from core.errors import Cancelled
from core.gating import BINS, Loudness, album, integrated
from core.sound.waveform import STRETCHES

RATE = 48_000
Samples = NDArray[np.float64]


def sine(decibels: float, seconds: float, hertz: float = 1000.0) -> Samples:
    """(n, 2); decibels: peak, towards full scale."""
    wave = 10 ** (decibels / 20) * np.sin(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE)
    return np.repeat(wave[:, None], 2, 1)


def written(path: Path, sound: Samples, codec: str = "pcm_s24le", rate: int = RATE) -> Path:
    layout = "mono" if sound.shape[1] == 1 else "stereo"
    with av.open(str(path), "w") as file:
        stream = file.add_stream(codec, rate=rate, layout=layout)
        assert isinstance(stream, av.AudioStream)
        frame = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(sound.reshape(1, -1), np.float32), "flt", layout
        )
        frame.sample_rate = rate
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            file.mux(packet)
    return path


def measured(path: Path, start: float = 0.0, length: float | None = None) -> Measured:
    span = (Seconds(start), None if length is None else Seconds(length))
    return measure(Request(AudioId("x"), path, (LOUDNESS,), start=span[0], length=span[1]))


def test_a_full_sine_of_minus_23_is_minus_23_lufs(tmp_path: Path) -> None:
    # EBU Tech 3341, case 1: 1 kHz, stereo, -23 dBFS peak each, 20 s.
    found = measured(written(tmp_path / "a.wav", sine(-23, 20))).loudness

    assert found.integrated == pytest.approx(-23.0, abs=0.1)
    assert found.gain == pytest.approx(5.0, abs=0.1)


def test_quiet_stretches_fall_below_the_gate(tmp_path: Path) -> None:
    # EBU Tech 3341, case 3: -36, -23, -36 dBFS for 10, 60 and 10 s.
    parts = [sine(-36, 10), sine(-23, 60), sine(-36, 10)]

    found = measured(written(tmp_path / "a.wav", np.concatenate(parts))).loudness

    assert found.integrated == pytest.approx(-23.0, abs=0.1)


def test_one_channel_is_measured_as_it_sounds_from_two(tmp_path: Path) -> None:
    two = measured(written(tmp_path / "two.wav", sine(-20, 5))).loudness
    one = measured(written(tmp_path / "one.wav", sine(-20, 5)[:, :1])).loudness

    assert one.integrated == pytest.approx(two.integrated, abs=0.01)


def test_the_peak_lies_between_samples(tmp_path: Path) -> None:
    # A quarter of the rate, a quarter turn off: samples reach 0.707 of the wave's height only.
    wave = 0.5 * np.sin(np.pi / 2 * np.arange(RATE * 2) + np.pi / 4)
    faded = wave * np.minimum(1, np.minimum(np.arange(RATE * 2), np.arange(RATE * 2)[::-1]) / 4800)

    found = measured(written(tmp_path / "a.wav", np.repeat(faded[:, None], 2, 1)))

    assert found.loudness.peak == pytest.approx(0.5, abs=0.01)
    assert found.waveform.peaks.max() == round(255 * 0.35355**0.5)


def test_silence_has_no_loudness_and_the_shape_of_nothing(tmp_path: Path) -> None:
    found = measured(written(tmp_path / "a.wav", np.zeros((RATE * 2, 2))))

    assert found.loudness.integrated is None
    assert found.loudness.gain is None
    assert not found.waveform.peaks.any()


def test_a_snippet_too_short_for_a_block_has_no_loudness_but_a_shape(tmp_path: Path) -> None:
    found = measured(written(tmp_path / "a.wav", sine(-6, 0.25)))

    assert found.loudness.integrated is None
    assert found.loudness.peak == pytest.approx(0.5, abs=0.02)
    assert len(found.waveform.peaks) == STRETCHES


def test_the_shape_shows_where_it_is_loud(tmp_path: Path) -> None:
    parts = [sine(-40, 2), sine(-6, 2), np.zeros((RATE, 2)), sine(-20, 1)]

    shape = measured(written(tmp_path / "a.wav", np.concatenate(parts))).waveform

    assert shape.duration == pytest.approx(6.0)
    heights = (shape.peaks[[100, 400, 600, 750]] / 255.0) ** 2
    assert heights == pytest.approx([0.01, 0.501, 0.0, 0.1], abs=0.01)
    body = (shape.body[[100, 400, 600, 750]] / 255.0) ** 2
    assert body == pytest.approx(heights / np.sqrt(2), abs=0.01)


@pytest.mark.parametrize(
    ("name", "codec"), [("a.flac", "flac"), ("a.mp3", "libmp3lame"), ("a.opus", "libopus"), ("a.m4a", "aac")]
)
def test_a_part_of_a_file_is_measured_alone(name: str, codec: str, tmp_path: Path) -> None:
    whole = np.concatenate([sine(-6, 8), sine(-26, 4), sine(-6, 4)])

    found = measured(written(tmp_path / name, whole, codec), 8.1, 3.8)

    assert found.waveform.duration == pytest.approx(3.8, abs=0.001)
    # LAME turns everything down by 0.44 dB on purpose.
    assert found.loudness.integrated == pytest.approx(-26.0, abs=0.5)


def test_an_album_is_as_loud_as_its_tracks_played_in_one_go(tmp_path: Path) -> None:
    tracks = [sine(-20, 12), sine(-14, 3), sine(-50, 4)]
    apart = [measured(written(tmp_path / f"{i}.wav", each)).loudness for i, each in enumerate(tracks)]
    in_one = measured(written(tmp_path / "all.wav", np.concatenate(tracks))).loudness

    gain, peak = album(apart)

    assert in_one.gain is not None
    assert gain == pytest.approx(in_one.gain, abs=0.15)  # the joints are blocks of no track
    assert peak == max(each.peak for each in apart)


def test_kept_in_the_database_it_stays_what_it_was() -> None:
    blocks = np.random.default_rng(1).normal(-20, 6, 3000)
    found = Loudness.of(blocks, 0.9)

    again = Loudness.unpacked(found.integrated, found.peak, found.packed())

    assert np.array_equal(again.counts, found.counts)
    assert len(found.packed()) < 500
    assert -18 - album([again])[0] == pytest.approx(integrated(blocks), abs=0.01)  # type: ignore[operator]


def test_loudness_beyond_the_counted_range_stays_within_it() -> None:
    counts = Loudness.of(np.array([-90.0, 50.0]), 3.0).counts

    assert counts.sum() == 1
    assert counts[BINS - 1] == 1


def with_output_gain(opus: Path, decibels: float) -> Path:
    """The same file with another output gain in its header (RFC 7845, 5.1)."""
    data = bytearray(opus.read_bytes())
    head = data.index(b"OpusHead")
    data[head + 16 : head + 18] = struct.pack("<h", round(decibels * 256))
    end = head + 19
    data[22:26] = bytes(4)
    crc = 0
    for byte in data[:end]:  # Ogg's checksum: polynomial 0x04C11DB7, not reflected, over the page
        crc ^= byte << 24
        for _ in range(8):
            crc = (crc << 1 ^ 0x04C11DB7 if crc & 1 << 31 else crc << 1) & 0xFFFFFFFF
    data[22:26] = struct.pack("<I", crc)
    changed = opus.with_name("changed.opus")
    changed.write_bytes(data)
    return changed


def test_the_output_gain_of_opus_is_part_of_what_is_heard(tmp_path: Path) -> None:
    # The decoder applies it, so gains from tags and from measuring both come on top of it.
    plain = written(tmp_path / "a.opus", sine(-20, 4), "libopus")

    quieter = measured(with_output_gain(plain, -6.0)).loudness.integrated

    assert quieter is not None
    assert quieter == pytest.approx(measured(plain).loudness.integrated - 6.0, abs=0.05)  # type: ignore[operator]


def test_a_file_without_sound_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.mp3").write_text("no music")

    with pytest.raises(DecodeError, match=r"a\.mp3"):
        measured(tmp_path / "a.mp3")


def test_measuring_stops_when_nobody_waits(tmp_path: Path) -> None:
    song = written(tmp_path / "a.wav", sine(-20, 2))

    def stop() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        measure(Request(AudioId("x"), song, (LOUDNESS,)), stop)
