"""The decoder on real files: every format cut after a seek, and files nobody should have made."""

from __future__ import annotations

import tracemalloc
import wave
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from core.analysis import audio
from core.analysis.audio import DecodeError, Source, decode, decode_span
from core.sound.frames import Frames

RATE = 16000
SECONDS = 14.0


def sound(seconds: float = SECONDS, rate: int = 44100, channels: int = 2) -> np.ndarray:
    """A rising tone over noise: no two places sound alike."""
    t = np.arange(int(seconds * rate)) / rate
    noise = np.random.default_rng(7).standard_normal(t.size) * 0.02 * (1 + np.sin(3 * t))
    mono = 0.3 * np.sin(2 * np.pi * (220 + 40 * t) * t) + noise
    return np.stack([mono * (1 - 0.05 * c) for c in range(channels)]).astype(np.float32)


def write(path: Path, samples: np.ndarray, rate: int, codec: str, **options: str) -> Path:
    layout = {1: "mono", 2: "stereo", 6: "5.1", 8: "7.1"}[len(samples)]
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=rate, layout=layout, options=options)
        for start in range(0, samples.shape[1], 4096):
            part = np.ascontiguousarray(samples[:, start : start + 4096])
            frame = av.AudioFrame(format="fltp", layout=layout, samples=part.shape[1])
            for plane, channel in zip(frame.planes, part, strict=False):
                plane.update(channel.tobytes().ljust(plane.buffer_size, b"\0"))
            frame.sample_rate, frame.pts, frame.time_base = rate, start, Fraction(1, rate)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


FORMATS = {
    "cbr.mp3": (44100, "libmp3lame", {"b": "128k"}),
    "vbr.mp3": (44100, "libmp3lame", {"flags": "+qscale", "global_quality": "472"}),
    "low.mp3": (22050, "libmp3lame", {"b": "32k"}),
    "song.flac": (44100, "flac", {}),
    "song.ogg": (44100, "vorbis", {"strict": "experimental"}),
    "song.opus": (48000, "libopus", {"b": "96k"}),
    "alac.m4a": (44100, "alac", {}),
    "song.wav": (44100, "pcm_s16le", {}),
    "song.aiff": (48000, "pcm_s24be", {}),
    "song.wv": (44100, "wavpack", {}),
    "aac.m4a": (44100, "aac", {"b": "160k", "aac_pns": "0"}),
    "song.wma": (44100, "wmav2", {"b": "128k"}),
    "song.mka": (44100, "flac", {}),
}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("formats")
    return {
        name: write(folder / name, sound(rate=rate), rate, codec, **options)
        for name, (rate, codec, options) in FORMATS.items()
    }


@pytest.fixture
def wav(files: dict[str, Path]) -> Path:
    return files["song.wav"]


def whole(path: Path, rate: int = RATE) -> np.ndarray:
    return np.concatenate(list(decode(path, rate)))


@pytest.mark.parametrize("name", FORMATS)
def test_a_span_after_a_seek_is_the_same_sound_as_in_the_whole_song(
    files: dict[str, Path], name: str
) -> None:
    full = whole(files[name])
    with Source(files[name], RATE) as source:
        assert source.length == len(full)
        for start in (0, 30_001, 100_000, 101_234, 168_000, len(full) - 3 * RATE):
            assert np.abs(source.span(start, 3 * RATE) - full[start : start + 3 * RATE]).max() < 1e-5


@pytest.mark.parametrize("name", ["vbr.mp3", "song.ogg", "song.opus", "song.wma"])
def test_spans_may_be_asked_for_in_any_order(files: dict[str, Path], name: str) -> None:
    full = whole(files[name])
    with Source(files[name], RATE) as source:
        for start in (150_000, 10_000, 90_000, 80_000, 0):
            assert np.abs(source.span(start, 8000) - full[start : start + 8000]).max() < 1e-5


@pytest.mark.parametrize("name", ["cbr.mp3", "song.flac", "song.opus", "song.wma"])
def test_overlapping_spans_decode_each_second_once(
    files: dict[str, Path], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = whole(files[name])
    decoded: list[float] = []
    decode_on = Frames._decoded

    def counted(self: Frames) -> Iterator[av.AudioFrame]:
        for frame in decode_on(self):
            decoded.append(frame.samples / frame.sample_rate)
            yield frame

    with Source(files[name], RATE) as source:
        monkeypatch.setattr(Frames, "_decoded", counted)
        for start in range(0, len(full) - 3 * RATE, 2 * RATE):
            assert np.abs(source.span(start, 3 * RATE) - full[start : start + 3 * RATE]).max() < 1e-5
    assert sum(decoded) < 1.2 * len(full) / RATE


@pytest.mark.parametrize("name", FORMATS)
def test_the_length_is_that_of_the_sound_put_in(files: dict[str, Path], name: str) -> None:
    assert audio.duration(files[name]) == pytest.approx(SECONDS, abs=0.06)


def test_common_formats_are_cut_without_decoding_what_lies_before(files: dict[str, Path]) -> None:
    for name in FORMATS:
        with Source(files[name], RATE) as source:
            assert source.seekable == (name not in {"song.wma", "song.mka"})


def test_the_sound_is_what_was_written(wav: Path) -> None:
    heard = whole(wav)
    t = np.arange(len(heard)) / RATE
    tone = 0.975 * 0.3 * np.sin(2 * np.pi * (220 + 40 * t) * t)
    assert np.corrcoef(heard, tone)[0, 1] > 0.97
    assert np.std(heard) == pytest.approx(np.std(tone), rel=0.05)


def test_a_span_beyond_both_ends_is_silence_there(wav: Path) -> None:
    full = whole(wav)
    n = len(full)
    assert np.array_equal(decode_span(wav, RATE, -500, 1000)[:500], np.zeros(500))
    assert np.abs(decode_span(wav, RATE, -500, 1000)[500:] - full[:500]).max() < 1e-5
    assert np.array_equal(decode_span(wav, RATE, n - 10, 1000)[10:], np.zeros(990))
    assert not decode_span(wav, RATE, n + 5, 10).any()


@pytest.mark.parametrize(("rate", "channels"), [(192_000, 8), (96_000, 6), (8_000, 1), (11_025, 2)])
def test_any_rate_and_number_of_channels(tmp_path: Path, rate: int, channels: int) -> None:
    path = write(tmp_path / "odd.flac", sound(4.0, rate, channels), rate, "flac")
    full = whole(path)
    assert len(full) == 4 * RATE
    assert np.abs(decode_span(path, RATE, 20_000, 9_000) - full[20_000:29_000]).max() < 1e-5


def test_the_mean_of_the_channels_is_heard(tmp_path: Path) -> None:
    ones = np.full((8, 48_000), 0.1, np.float32)
    ones[0] = 0.9
    heard = whole(write(tmp_path / "eight.wav", ones, 48_000, "pcm_f32le"))
    assert heard[2000:-2000] == pytest.approx(0.2, abs=1e-3)


def test_a_broken_middle_is_silence_and_the_rest_stays_in_its_place(
    files: dict[str, Path], tmp_path: Path
) -> None:
    full = whole(files["cbr.mp3"])
    data = bytearray(files["cbr.mp3"].read_bytes())
    third = len(data) // 3
    data[third : third + 20_000] = bytes(20_000)
    path = tmp_path / "broken.mp3"
    path.write_bytes(data)
    heard = whole(path)
    assert np.abs(heard[:60_000] - full[:60_000]).max() < 1e-5
    assert len(heard) > 0.85 * len(full)


def test_a_truncated_file_gives_what_it_has(files: dict[str, Path], tmp_path: Path) -> None:
    for name in ("song.flac", "song.wav", "cbr.mp3", "song.ogg"):
        data = files[name].read_bytes()
        path = tmp_path / name
        path.write_bytes(data[: len(data) // 2])
        full, part = whole(files[name]), whole(path)
        assert 0.4 < len(part) / len(full) < 0.6
        assert np.abs(part[: len(part) - 8000] - full[: len(part) - 8000]).max() < 1e-5
        half = len(part) // 2
        assert np.abs(decode_span(path, RATE, half, 8000) - part[half : half + 8000]).max() < 1e-5


@pytest.mark.parametrize("content", [b"", b"not music at all" * 400, bytes(5000), b"ID3\x04\0\0\0\0\0\0"])
def test_a_file_without_sound_is_refused_with_a_reason(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "empty.mp3"
    path.write_bytes(content)
    with pytest.raises(DecodeError, match=r"empty\.mp3 \w+"):
        Source(path, RATE)


def test_a_recording_of_no_samples_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "none.wav"
    with wave.open(str(path), "wb") as empty:
        empty.setparams((2, 2, 44100, 0, "NONE", ""))
    with pytest.raises(DecodeError, match="no sound"):
        Source(path, RATE)


def test_a_missing_file_is_refused_with_a_reason(tmp_path: Path) -> None:
    with pytest.raises(DecodeError, match=r"gone\.flac cannot be opened: no such file"):
        Source(tmp_path / "gone.flac", RATE)


def test_a_name_that_is_not_utf8_is_opened(wav: Path, tmp_path: Path) -> None:
    import os

    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.wav"))
    odd.write_bytes(wav.read_bytes())
    assert len(whole(odd)) == SECONDS * RATE


def test_a_click_of_ten_samples_is_sound(tmp_path: Path) -> None:
    path = write(tmp_path / "click.wav", sound(10 / 44100), 44100, "pcm_s16le")
    assert len(whole(path)) == 10 * RATE // 44100


def test_a_long_recording_is_streamed_in_little_memory(tmp_path: Path) -> None:
    path = write(tmp_path / "long.flac", np.zeros((1, 8000 * 1800), np.float32), 8000, "flac")
    tracemalloc.start()
    heard = sum(len(block) for block in decode(path, RATE))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert heard == 1800 * RATE
    assert peak < 20e6, "the whole would be 115 MB"
