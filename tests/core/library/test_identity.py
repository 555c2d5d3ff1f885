"""The identity of audio: kept through retagging and remuxing, different for different sound."""

from __future__ import annotations

import io
import struct
from pathlib import Path
from typing import Any

import av
import mutagen
import pytest
from mutagen.apev2 import APEv2
from mutagen.flac import FLAC, Picture
from mutagen.id3 import APIC, ID3, TIT2
from mutagen.mp4 import MP4, MP4Cover
from mutagen.oggopus import OggOpus
from mutagen.oggvorbis import OggVorbis

from core.library.identity import audio_id
from tests.core.library.sounding_files import ENCODED, encoded, retag

FORMATS = [*ENCODED, ".alac", ".dsf", ".ape", ".mpc"]
EASILY_TAGGED = [".mp3", ".flac", ".ogg", ".opus", ".oga", ".m4a", ".wv", ".tta", ".wma"]
LONG = "many words " * 2_000
COVER = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 400


def written(tmp_path: Path, ending: str, data: bytes, name: str = "song") -> Path:
    file = tmp_path / f"{name}{'.m4a' if ending == '.alac' else ending}"
    file.write_bytes(data)
    return file


@pytest.mark.parametrize("ending", FORMATS)
def test_other_sound_has_another_identity_and_the_same_has_the_same(tmp_path: Path, ending: str) -> None:
    ids = [
        audio_id(written(tmp_path, ending, encoded(ending, pitch), str(n)))
        for n, pitch in enumerate((1, 2, 1))
    ]
    assert ids[0] == ids[2] != ids[1]
    assert len(ids[0]) == 32


@pytest.mark.parametrize("ending", EASILY_TAGGED)
def test_tags_that_outgrow_their_padding_keep_the_identity(tmp_path: Path, ending: str) -> None:
    file = written(tmp_path, ending, encoded(ending))
    before, size = audio_id(file), file.stat().st_size
    if ending in (".tta", ".wv"):
        audio: Any = mutagen.File(file)
        audio.add_tags() if audio.tags is None else None
        audio.tags["title" if ending == ".wv" else "TIT2"] = LONG if ending == ".wv" else TIT2(text=LONG)
        audio.save()
    else:
        retag(file, title=LONG)
    assert file.stat().st_size > size
    assert audio_id(file) == before


def test_a_cover_keeps_the_identity_of_a_flac(tmp_path: Path) -> None:
    file = written(tmp_path, ".flac", encoded(".flac"))
    before = audio_id(file)
    audio = FLAC(file)
    picture = Picture()
    picture.data, picture.mime, picture.type = COVER, "image/jpeg", 3
    audio.add_picture(picture)
    audio.save()
    ID3_HEAD = b"ID3\x04\x00\x00\x00\x00\x01\x00" + bytes(128)
    assert audio_id(file) == before
    file.write_bytes(ID3_HEAD + file.read_bytes())
    assert audio_id(file) == before


def test_a_cover_keeps_the_identity_of_an_mp3_and_an_m4a(tmp_path: Path) -> None:
    mp3 = written(tmp_path, ".mp3", encoded(".mp3"))
    m4a = written(tmp_path, ".m4a", encoded(".m4a"))
    before = audio_id(mp3), audio_id(m4a)
    tags = ID3()
    tags.add(APIC(mime="image/jpeg", type=3, data=COVER))
    tags.save(mp3)
    audio = MP4(m4a)
    audio["covr"] = [MP4Cover(COVER)]
    audio.save()
    assert (audio_id(mp3), audio_id(m4a)) == before


@pytest.mark.parametrize("ending", [".mp3", ".wv", ".tta", ".aac", ".ape", ".mpc"])
def test_tags_at_the_end_keep_the_identity(tmp_path: Path, ending: str) -> None:
    file = written(tmp_path, ending, encoded(ending))
    before = audio_id(file)
    tags = APEv2()
    tags["Title"] = LONG
    tags.save(file)
    lyrics = b"LYRICSBEGIN" + b"LYR00010la la la la"
    file.write_bytes(file.read_bytes() + lyrics + f"{len(lyrics):06}LYRICS200".encode() + b"TAG" + bytes(125))
    assert audio_id(file) == before


def test_a_wav_and_an_aiff_keep_theirs_when_chunks_are_added(tmp_path: Path) -> None:
    for ending in (".wav", ".aiff"):
        file = written(tmp_path, ending, encoded(ending))
        before = audio_id(file)
        audio: Any = mutagen.File(file)
        audio.add_tags()
        audio.tags.add(TIT2(text=LONG))
        audio.save()
        assert audio_id(file) == before


def test_a_dsf_keeps_its_identity_when_tagged(tmp_path: Path) -> None:
    file = written(tmp_path, ".dsf", encoded(".dsf"))
    before = audio_id(file)
    audio: Any = mutagen.File(file)
    audio.add_tags()
    audio.tags.add(TIT2(text=LONG))
    audio.save()
    assert audio_id(file) == before


def remuxed(data: bytes, muxer: str, **options: str) -> bytes:
    """The same packets in a fresh container, as `ffmpeg -c copy` makes it."""
    out_file = io.BytesIO()
    with av.open(io.BytesIO(data)) as source, av.open(out_file, "w", format=muxer, options=options) as out:
        stream = source.streams.audio[0]
        target = out.add_stream_from_template(stream)
        out.metadata["title"] = "copied"
        for packet in source.demux(stream):
            if packet.dts is not None:
                packet.stream = target
                out.mux(packet)
    return out_file.getvalue()


@pytest.mark.parametrize("ending", [".mp3", ".flac", ".ogg", ".opus", ".oga", ".m4a", ".wav"])
@pytest.mark.parametrize("seconds", [0.5, 20.0])
def test_the_same_packets_in_a_fresh_container_keep_the_identity(
    tmp_path: Path, ending: str, seconds: float
) -> None:
    data = encoded(ending, seconds=seconds)
    copy = remuxed(data, ENCODED[ending][1])
    assert copy != data
    assert audio_id(written(tmp_path, ending, data)) == audio_id(written(tmp_path, ending, copy, "copy"))


@pytest.mark.parametrize("ending", [".ogg", ".opus", ".oga"])
def test_ogg_pages_of_another_size_keep_the_identity(tmp_path: Path, ending: str) -> None:
    data = encoded(ending, seconds=20.0)
    ids = {audio_id(written(tmp_path, ending, data))}
    for microseconds in ("50000", "200000", "5000000"):
        copy = remuxed(data, "ogg", page_duration=microseconds)
        ids.add(audio_id(written(tmp_path, ending, copy, microseconds)))
    assert len(ids) == 1


@pytest.mark.parametrize("ending", [".ogg", ".opus"])
def test_a_long_ogg_keeps_its_identity_when_retagged(tmp_path: Path, ending: str) -> None:
    file = written(tmp_path, ending, encoded(ending, seconds=20.0))
    assert file.stat().st_size > 150_000
    before = audio_id(file)
    audio = (OggVorbis if ending == ".ogg" else OggOpus)(file)
    audio["comment"] = LONG * 20
    audio.save()
    assert audio_id(file) == before


@pytest.mark.parametrize("ending", [".mp3", ".flac", ".ogg", ".opus", ".m4a", ".wav"])
def test_a_change_at_the_end_of_a_long_file_changes_the_identity(tmp_path: Path, ending: str) -> None:
    data = bytearray(encoded(ending, seconds=20.0))
    file = written(tmp_path, ending, data)
    before = audio_id(file)
    # Past the middle, so inside the audio, wherever the format keeps its tables.
    at = data.rindex(b"mdat") + 8 + 400 if ending == ".m4a" else len(data) - 400
    data[at] ^= 0x55
    file.write_bytes(data)
    assert audio_id(file) != before


def test_an_mp3s_index_frame_is_no_part_of_its_identity(tmp_path: Path) -> None:
    data = encoded(".mp3")
    file = written(tmp_path, ".mp3", data)
    before = audio_id(file)
    at = max(data.find(b"Xing"), data.find(b"Info"))
    assert at > 0
    file.write_bytes(data[: at + 8] + b"\x12" * 40 + data[at + 48 :])
    assert audio_id(file) == before


def test_a_cut_file_has_another_identity(tmp_path: Path) -> None:
    for ending in (".mp3", ".flac", ".ogg", ".wav"):
        data = encoded(ending)
        whole = audio_id(written(tmp_path, ending, data))
        assert audio_id(written(tmp_path, ending, data[: len(data) * 2 // 3], "cut")) != whole


def test_an_empty_file_has_none(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="empty"):
        audio_id(written(tmp_path, ".mp3", b""))


def test_a_file_that_is_not_there_is_an_os_error(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        audio_id(tmp_path / "nothing.mp3")


@pytest.mark.parametrize("size", [1, 9, 30, 127, 128, 500, 70_000])
@pytest.mark.parametrize(
    "start",
    [b"ID3", b"fLaC", b"OggS\0", b"RIFF????WAVE", b"FORM", b"DSD ", b"riff", b"\xff\xfb", b"....ftyp"],
)
def test_broken_beginnings_still_give_an_identity(tmp_path: Path, start: bytes, size: int) -> None:
    for fill in (b"\0", b"\xff", b"\x7f"):
        file = written(tmp_path, ".bin", (start + fill * size)[:size])
        assert audio_id(file) == audio_id(file)


def test_a_headless_riff_of_unknown_length_goes_to_its_end(tmp_path: Path) -> None:
    data = bytearray(encoded(".wav"))
    file = written(tmp_path, ".wav", data)
    before = audio_id(file)
    at = data.find(b"data")
    data[at + 4 : at + 8] = struct.pack("<I", 0xFFFFFFFF)
    file.write_bytes(data)
    assert audio_id(file) == before
