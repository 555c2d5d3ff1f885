"""Files as they are heard: every format whole, exact cuts, any number of channels, bad files."""

from __future__ import annotations

import shutil
from pathlib import Path

import mutagen.mp4
import numpy as np
import pytest

from core.sound.frames import DecodeError
from core.sound.piece import Piece
from core.sound.source import Samples, Source
from tests.core.sound.files import CODECS, RATE, noise, offset, tone, write

WHOLE = noise(4.321)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sources")
    for suffix in CODECS:
        write(folder / f"noise{suffix}", WHOLE)
    return folder


def read(piece: Piece, at: float = 0.0, block: int = 3000) -> Samples:
    with Source(piece, at) as source:
        blocks = [source.read(block)]
        while not source.over:
            blocks.append(source.read(block))
    return np.concatenate(blocks)


@pytest.mark.parametrize("suffix", CODECS)
def test_encoder_delay_and_padding_are_no_part_of_the_sound(folder: Path, suffix: str) -> None:
    sound = read(Piece(folder / f"noise{suffix}"))
    rate = 48_000 if suffix == ".opus" else RATE
    assert len(sound) / rate == pytest.approx(len(WHOLE) / RATE, abs=0.0015)
    if suffix != ".opus":
        assert offset(sound[5000:25000, 0], WHOLE[:, 0]) == pytest.approx(5000, abs=1)


@pytest.mark.parametrize("suffix", [".wav", ".flac"])
def test_lossless_files_come_bit_by_bit(folder: Path, suffix: str) -> None:
    assert np.array_equal(read(Piece(folder / f"noise{suffix}")), WHOLE)


@pytest.mark.parametrize("suffix", CODECS)
def test_a_seek_gives_the_very_samples_of_a_whole_decode(folder: Path, suffix: str) -> None:
    path = folder / f"noise{suffix}"
    whole = read(Piece(path))
    rate = 48_000 if suffix == ".opus" else RATE
    # AAC's decoder draws its noise anew after a seek: there only the place can be compared.
    tolerance = 0.01 if suffix == ".m4a" else 1e-4
    for at in (0.0, 0.1, 1.2345, 3.9):
        assert np.allclose(read(Piece(path), at), whole[round(at * rate) :], atol=tolerance), at


def test_a_part_is_cut_out_to_the_sample_and_parts_join_without_a_seam(folder: Path) -> None:
    path = folder / "noise.flac"
    parts = [Piece(path, 0.0, 1.3), Piece(path, 1.3, 0.7), Piece(path, 2.0, 9.0)]
    cuts = [read(part) for part in parts]
    assert len(cuts[1]) == round(2.0 * RATE) - round(1.3 * RATE)
    assert np.array_equal(np.concatenate(cuts), WHOLE)


def test_the_length_is_known_before_it_is_decoded(folder: Path) -> None:
    with Source(Piece(folder / "noise.mp3")) as whole, Source(Piece(folder / "noise.mp3", 1.0, 2.0)) as part:
        assert whole.length == len(WHOLE)
        assert part.length == 2 * RATE


def test_apples_own_gapless_data_is_kept_to(tmp_path: Path) -> None:
    path = write(tmp_path / "itunes.m4a", WHOLE, use_editlist="0")
    tags = mutagen.mp4.MP4(str(path))
    data = f" 00000000 {1024:08X} {0:08X} {len(WHOLE):016X}" + " 00000000" * 8
    tags["----:com.apple.iTunes:iTunSMPB"] = [data.encode()]
    tags.save()
    sound = read(Piece(path))
    assert len(sound) == len(WHOLE)
    assert offset(sound[5000:25000, 0], WHOLE[:, 0]) == pytest.approx(5000, abs=1)


def test_mono_is_heard_on_both_sides(tmp_path: Path) -> None:
    path = write(tmp_path / "mono.flac", WHOLE[:, :1], layout="mono")
    assert np.array_equal(read(Piece(path)), np.repeat(WHOLE[:, :1], 2, axis=1))


@pytest.mark.parametrize(("layout", "channels"), [("5.1", 6), ("7.1", 8), ("quad", 4)])
def test_more_channels_are_mixed_down_each_to_its_side(tmp_path: Path, layout: str, channels: int) -> None:
    for channel in range(channels):
        sound = np.zeros((RATE // 4, channels), np.float32)
        sound[:, channel] = 0.5
        mixed = read(Piece(write(tmp_path / f"{layout}{channel}.flac", sound, layout=layout)))[1000:5000]
        left, right = mixed.mean(axis=0)
        assert max(left, right) <= 0.5 + 1e-4
        if channel == 0:
            assert (left, right) == pytest.approx((0.5, 0.0), abs=1e-3)
        if channel == 1:
            assert (left, right) == pytest.approx((0.0, 0.5), abs=1e-3)
        if channel == 2 and channels > 4:
            assert (left, right) == pytest.approx((0.354, 0.354), abs=1e-3)  # the centre, 3 dB less on each


def test_192_khz_and_24_bits_are_read_as_they_are(tmp_path: Path) -> None:
    path = write(tmp_path / "high.wav", tone(1000, 0.5, rate=192_000), rate=192_000)
    with Source(Piece(path)) as source:
        assert source.rate == 192_000
        assert source.length == 96_000


@pytest.mark.parametrize("suffix", [".mp3", ".flac", ".ogg", ".opus"])
def test_a_corrupt_middle_costs_no_more_than_itself(folder: Path, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"hurt{suffix}"
    data = bytearray((folder / f"noise{suffix}").read_bytes())
    third, hurt = len(data) // 3, len(data) // 10
    data[third : third + hurt] = b"\x55" * hurt
    path.write_bytes(data)
    sound, whole = read(Piece(path)), read(Piece(folder / f"noise{suffix}"))
    assert 0.6 * len(whole) < len(sound) <= len(whole) + 5000
    assert np.allclose(sound[:20_000], whole[:20_000], atol=0.01)
    end = sound[-40_000:-20_000, 0]
    assert offset(end, whole[:, 0]) == pytest.approx(len(whole) - 40_000, abs=5000)


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("empty.mp3", b"", "empty.mp3 is empty."),
        ("text.flac", b"This is no music.\n" * 100, "text.flac holds no sound that can be played."),
    ],
)
def test_a_file_without_sound_says_why(tmp_path: Path, name: str, content: bytes, why: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DecodeError, match=why):
        Source(Piece(tmp_path / name))


def test_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(DecodeError, match=r"nowhere\.mp3 is missing\."):
        Source(Piece(tmp_path / "nowhere.mp3"))


def test_a_file_cut_short_ends_early_and_is_broken_off_only_where_it_is_gone(
    folder: Path, tmp_path: Path
) -> None:
    path = tmp_path / "cut.wav"
    shutil.copy(folder / "noise.wav", path)
    path.write_bytes(path.read_bytes()[: RATE * 4])
    with Source(Piece(path)) as source:
        while not source.over:
            source.read(8192)
        assert not source.broken_off


def test_what_lies_past_the_end_is_nothing(folder: Path) -> None:
    assert len(read(Piece(folder / "noise.flac"), 60.0)) == 0
    assert len(read(Piece(folder / "noise.flac", 60.0, 5.0))) == 0
