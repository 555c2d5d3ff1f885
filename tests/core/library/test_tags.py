"""Tags of real files in every format, messy ones included."""

from __future__ import annotations

import base64
import os
import struct
from pathlib import Path
from typing import Any

import mutagen
import pytest
from mutagen import id3
from mutagen.apev2 import APEBinaryValue, APEv2
from mutagen.asf import ASFByteArrayAttribute
from mutagen.flac import FLAC, Picture
from mutagen.mp4 import MP4, MP4Cover, MP4FreeForm
from mutagen.oggopus import OggOpus
from mutagen.oggvorbis import OggVorbis

from core.domain import ReplayGain, Tags
from core.library import tags
from tests.core.library.sounding_files import encoded

COVER = b"\xff\xd8\xff\xe0 a picture"
EXPECTED = Tags(
    title="A Title",
    artists=("One", "AC/DC"),
    album_artists=("The Band",),
    album="An Album",
    genres=("Rock", "Jazz"),
    composers=("Somebody",),
    comment="A comment",
    date="1998-04-20",
    year=1998,
    track_no=3,
    track_total=12,
    disc_no=1,
    disc_total=2,
    bpm=120.0,
    compilation=True,
    title_sort="Title, A",
    artist_sort="1",
    album_sort="Album, An",
    album_artist_sort="Band, The",
    musicbrainz={
        "recording": "r-1",
        "track": "t-1",
        "release": "b-1",
        "release_group": "g-1",
        "artist": "a-1",
        "album_artist": "c-1",
    },
    replay_gain=ReplayGain(-7.5, 0.98, -6.25, 1.01),  # type: ignore[arg-type]
    has_cover=True,
)
COMMENTS = {
    "TITLE": ["A Title"],
    "Artist": ["One", "AC/DC"],
    "ALBUMARTIST": ["The Band"],
    "album": ["An Album"],
    "genre": ["Rock", "Jazz"],
    "composer": ["Somebody"],
    "comment": ["A comment"],
    "date": ["1998-04-20"],
    "tracknumber": ["03"],
    "tracktotal": ["12"],
    "discnumber": ["1"],
    "totaldiscs": ["2"],
    "bpm": ["120"],
    "compilation": ["1"],
    "titlesort": ["Title, A"],
    "artistsort": ["1"],
    "albumsort": ["Album, An"],
    "albumartistsort": ["Band, The"],
    "musicbrainz_trackid": ["r-1"],
    "musicbrainz_releasetrackid": ["t-1"],
    "musicbrainz_albumid": ["b-1"],
    "musicbrainz_releasegroupid": ["g-1"],
    "musicbrainz_artistid": ["a-1"],
    "musicbrainz_albumartistid": ["c-1"],
    "replaygain_track_gain": ["-7.50 dB"],
    "replaygain_track_peak": ["0.98"],
    "replaygain_album_gain": ["-6.25 dB"],
    "REPLAYGAIN_ALBUM_PEAK": ["1.01"],
}


def written(tmp_path: Path, ending: str) -> Path:
    file = tmp_path / f"song{ending}"
    file.write_bytes(encoded(ending))
    return file


def picture() -> Picture:
    front = Picture()
    front.type, front.mime, front.data = 3, "image/jpeg", COVER
    return front


def tag_flac(file: Path) -> None:
    audio = FLAC(file)
    audio.update(COMMENTS)
    audio.add_picture(picture())
    audio.save()


def tag_ogg(file: Path) -> None:
    audio: Any = OggOpus(file) if file.suffix == ".opus" else OggVorbis(file)
    audio.update(COMMENTS)
    audio["metadata_block_picture"] = [base64.b64encode(picture().write()).decode()]
    audio.save()


def tag_id3(file: Path) -> None:
    audio: Any = mutagen.File(file)
    if audio.tags is None:
        audio.add_tags()
    frames = [
        id3.TIT2(text="A Title"),
        id3.TPE1(text=["One", "AC/DC"]),
        id3.TPE2(text="The Band"),
        id3.TALB(text="An Album"),
        id3.TCON(text=["17", "Jazz"]),
        id3.TCOM(text="Somebody"),
        id3.COMM(lang="eng", desc="", text="A comment"),
        id3.COMM(lang="eng", desc="iTunNORM", text="0000 0000"),
        id3.TDRC(text="1998-04-20"),
        id3.TRCK(text="3/12"),
        id3.TPOS(text="1/2"),
        id3.TBPM(text="120"),
        id3.TCMP(text="1"),
        id3.TSOT(text="Title, A"),
        id3.TSOP(text="1"),
        id3.TSOA(text="Album, An"),
        id3.TSO2(text="Band, The"),
        id3.UFID(owner="http://musicbrainz.org", data=b"r-1"),
        id3.TXXX(desc="MusicBrainz Release Track Id", text="t-1"),
        id3.TXXX(desc="MusicBrainz Album Id", text="b-1"),
        id3.TXXX(desc="MusicBrainz Release Group Id", text="g-1"),
        id3.TXXX(desc="MusicBrainz Artist Id", text="a-1"),
        id3.TXXX(desc="MusicBrainz Album Artist Id", text="c-1"),
        id3.TXXX(desc="replaygain_track_gain", text="-7.50 dB"),
        id3.TXXX(desc="REPLAYGAIN_TRACK_PEAK", text="0.98"),
        id3.TXXX(desc="replaygain_album_gain", text="-6.25 dB"),
        id3.TXXX(desc="replaygain_album_peak", text="1.01"),
        id3.APIC(mime="image/png", type=4, desc="back", data=b"the back"),
        id3.APIC(mime="image/jpeg", type=3, desc="front", data=COVER),
    ]
    for frame in frames:
        audio.tags.add(frame)
    audio.save()


def tag_mp4(file: Path) -> None:
    audio = MP4(file)
    audio.update(
        {
            "\xa9nam": "A Title",
            "\xa9ART": ["One", "AC/DC"],
            "aART": "The Band",
            "\xa9alb": "An Album",
            "\xa9gen": ["Rock", "Jazz"],
            "\xa9wrt": "Somebody",
            "\xa9cmt": "A comment",
            "\xa9day": "1998-04-20",
            "trkn": [(3, 12)],
            "disk": [(1, 2)],
            "tmpo": [120],
            "cpil": True,
            "sonm": "Title, A",
            "soar": "1",
            "soal": "Album, An",
            "soaa": "Band, The",
            "covr": [MP4Cover(COVER)],
        }
    )
    own = {
        "MusicBrainz Track Id": "r-1",
        "MusicBrainz Release Track Id": "t-1",
        "MusicBrainz Album Id": "b-1",
        "MusicBrainz Release Group Id": "g-1",
        "MusicBrainz Artist Id": "a-1",
        "MusicBrainz Album Artist Id": "c-1",
        "replaygain_track_gain": "-7.50 dB",
        "replaygain_track_peak": "0.98",
        "replaygain_album_gain": "-6.25 dB",
        "replaygain_album_peak": "1.01",
    }
    for name, value in own.items():
        audio[f"----:com.apple.iTunes:{name}"] = MP4FreeForm(value.encode())
    audio.save()


def tag_ape(file: Path) -> None:
    ape = APEv2()
    for key, values in COMMENTS.items():
        ape["Album Artist" if key == "ALBUMARTIST" else key] = values
    ape["Cover Art (Front)"] = APEBinaryValue(b"front.jpg\0" + COVER)
    ape.save(file)


def tag_asf(file: Path) -> None:
    audio: Any = mutagen.File(file)
    names = {
        "Title": ["A Title"],
        "Author": ["One", "AC/DC"],
        "WM/AlbumArtist": ["The Band"],
        "WM/AlbumTitle": ["An Album"],
        "WM/Genre": ["Rock", "Jazz"],
        "WM/Composer": ["Somebody"],
        "Description": ["A comment"],
        "WM/Year": ["1998-04-20"],
        "WM/TrackNumber": ["3/12"],
        "WM/PartOfSet": ["1/2"],
        "WM/BeatsPerMinute": ["120"],
        "WM/IsCompilation": ["1"],
        "WM/TitleSortOrder": ["Title, A"],
        "WM/ArtistSortOrder": ["1"],
        "WM/AlbumSortOrder": ["Album, An"],
        "WM/AlbumArtistSortOrder": ["Band, The"],
        "MusicBrainz/Track Id": ["r-1"],
        "MusicBrainz/Release Track Id": ["t-1"],
        "MusicBrainz/Album Id": ["b-1"],
        "MusicBrainz/Release Group Id": ["g-1"],
        "MusicBrainz/Artist Id": ["a-1"],
        "MusicBrainz/Album Artist Id": ["c-1"],
        "replaygain_track_gain": ["-7.50 dB"],
        "replaygain_track_peak": ["0.98"],
        "replaygain_album_gain": ["-6.25 dB"],
        "replaygain_album_peak": ["1.01"],
    }
    for name, values in names.items():
        audio[name] = values
    mime = "image/jpeg\0".encode("utf-16-le")
    head = b"\x03" + struct.pack("<I", len(COVER)) + mime + "\0".encode("utf-16-le")
    audio["WM/Picture"] = [ASFByteArrayAttribute(head + COVER)]
    audio.save()


TAGGED = {
    ".flac": tag_flac,
    ".ogg": tag_ogg,
    ".opus": tag_ogg,
    ".mp3": tag_id3,
    ".aiff": tag_id3,
    ".wav": tag_id3,
    ".dsf": tag_id3,
    ".m4a": tag_mp4,
    ".wv": tag_ape,
    ".ape": tag_ape,
    ".mpc": tag_ape,
    ".wma": tag_asf,
}


@pytest.mark.parametrize("ending", TAGGED)
def test_everything_a_file_says_is_read(tmp_path: Path, ending: str) -> None:
    file = written(tmp_path, ending)
    TAGGED[ending](file)
    said, _ = tags.read(file)
    assert said == EXPECTED
    assert tags.cover(file) == COVER


@pytest.mark.parametrize("ending", TAGGED)
def test_a_file_that_says_nothing_gives_empty_tags(tmp_path: Path, ending: str) -> None:
    file = written(tmp_path, ending)
    said, stream = tags.read(file)
    assert said == Tags()
    assert stream.duration > 0
    assert stream.codec
    assert tags.cover(file) is None


@pytest.mark.parametrize(
    ("ending", "codec"),
    [(".mp3", "mp3"), (".oga", "flac"), (".ogg", "vorbis"), (".opus", "opus"), (".aac", "aac")],
)
def test_the_codec_is_told(tmp_path: Path, ending: str, codec: str) -> None:
    assert tags.read(written(tmp_path, ending))[1].codec == codec


def test_opus_in_an_ogg_file_and_alac_in_an_m4a_file_are_known(tmp_path: Path) -> None:
    (tmp_path / "a.ogg").write_bytes(encoded(".opus"))
    (tmp_path / "a.m4a").write_bytes(encoded(".alac"))
    assert tags.read(tmp_path / "a.ogg")[1].codec == "opus"
    assert tags.read(tmp_path / "a.m4a")[1].codec == "alac"


def test_a_wrong_ending_does_not_matter(tmp_path: Path) -> None:
    (tmp_path / "really.mp3").write_bytes(encoded(".flac"))
    said, stream = tags.read(tmp_path / "really.mp3")
    assert (said, stream.codec) == (Tags(), "flac")


def test_slashes_in_id3v23_are_part_of_names(tmp_path: Path) -> None:
    file = written(tmp_path, ".mp3")
    audio = id3.ID3()
    audio.add(id3.TPE1(text="AC/DC"))
    audio.add(id3.TYER(text="1980"))
    audio.update_to_v23()
    audio.save(file, v2_version=3)
    said, _ = tags.read(file)
    assert (said.artists, said.year) == (("AC/DC",), 1980)


def test_an_mp3_with_only_old_tags_is_read(tmp_path: Path) -> None:
    v1 = written(tmp_path, ".mp3")
    v1.write_bytes(
        v1.read_bytes() + b"TAG" + b"Old Title".ljust(30, b"\0") + b"Old Artist".ljust(30, b"\0") + bytes(65)
    )
    assert tags.read(v1)[0].title == "Old Title"
    ape = written(tmp_path, ".mp3")
    tag_ape(ape)
    assert tags.read(ape)[0].album == "An Album"


def test_a_wavs_info_chunk_is_read(tmp_path: Path) -> None:
    data = bytearray(encoded(".wav"))
    inner = b"INFO" + b"".join(
        name + struct.pack("<I", len(text)) + text + b"\0" * (len(text) & 1)
        for name, text in ((b"INAM", "Café".encode()), (b"IART", b"Caf\xe9\0"), (b"ICRD", b"2001"))
    )
    data += b"LIST" + struct.pack("<I", len(inner)) + inner
    data[4:8] = struct.pack("<I", len(data) - 8)
    (tmp_path / "a.wav").write_bytes(data)
    said, _ = tags.read(tmp_path / "a.wav")
    assert (said.title, said.artists, said.year) == ("Café", ("Café",), 2001)


def test_opus_gains_are_turned_to_replay_gains(tmp_path: Path) -> None:
    file = written(tmp_path, ".opus")
    audio = OggOpus(file)
    audio["r128_track_gain"] = "-512"  # -2 dB towards -23 LUFS
    audio["R128_ALBUM_GAIN"] = "256"
    audio.save()
    assert tags.read(file)[0].replay_gain == ReplayGain(3.0, None, 6.0, None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"date": "0000"}, {"date": "0000", "year": None}),
        ({"date": "20.04.1998"}, {"year": 1998}),
        ({"date": "19980420"}, {"year": None}),
        ({"tracknumber": "A3"}, {"track_no": None}),
        ({"tracknumber": "0/0"}, {"track_no": None, "track_total": None}),
        ({"tracknumber": "7 of 9"}, {"track_no": 7}),
        ({"tracknumber": "-1"}, {"track_no": None}),
        ({"tracknumber": "9" * 400}, {"track_no": None}),
        ({"bpm": "fast"}, {"bpm": None}),
        ({"bpm": "99,5"}, {"bpm": 99.5}),
        ({"title": "  wide \t\n open  "}, {"title": "wide open"}),
        ({"title": "nul\0nul"}, {"title": "nul nul"}),
        ({"title": ["", "second"]}, {"title": "second"}),
        ({"artist": ["A", " ", "A", "B"]}, {"artists": ("A", "B")}),
        ({"artist": "A\0B"}, {"artists": ("A", "B")}),
        ({"genre": "Rock; Pop"}, {"genres": ("Rock", "Pop")}),
        ({"title": "Ã‰milie"}, {"title": "Ã‰milie"}),
        ({"replaygain_track_gain": "loud"}, {"replay_gain": ReplayGain()}),
        ({"compilation": "no"}, {"compilation": False}),
    ],
)
def test_messy_values_do_no_harm(tmp_path: Path, given: dict[str, Any], expected: dict[str, Any]) -> None:
    file = written(tmp_path, ".flac")
    audio = FLAC(file)
    audio.update(given)
    audio.save()
    said, _ = tags.read(file)
    assert {name: getattr(said, name) for name in expected} == expected


def test_a_huge_comment_is_cut(tmp_path: Path) -> None:
    file = written(tmp_path, ".flac")
    audio = FLAC(file)
    audio["comment"] = "endless " * 100_000
    audio.save()
    assert 1_000 < len(tags.read(file)[0].comment) <= 4_000


@pytest.mark.parametrize("ending", [*TAGGED, ".aac", ".tta", ".oga"])
def test_a_file_cut_anywhere_is_read_or_refused_in_words(tmp_path: Path, ending: str) -> None:
    data = encoded(ending)
    for length in (1, 3, 10, 60, 150, len(data) // 2, len(data) - 1):
        file = tmp_path / f"cut{ending}"
        file.write_bytes(data[:length])
        try:
            tags.read(file)
        except tags.Unreadable as problem:
            assert str(problem)


@pytest.mark.parametrize("ending", [".mp3", ".flac", ".ogg", ".m4a", ".wv", ".wma", ".ape", ".mpc", ".dsf"])
def test_noise_is_refused_in_words(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"noise{ending}"
    file.write_bytes(bytes(range(1, 200)) * 60)
    with pytest.raises(tags.Unreadable, match=r"\w"):
        tags.read(file)


def test_a_reason_leaves_out_how_python_writes_the_files_name(tmp_path: Path) -> None:
    file = tmp_path / "text.flac"
    file.write_text("no music at all")
    for name in (file, os.fsencode(file)):
        with pytest.raises(tags.Unreadable, match=r"^it is not a valid FLAC file$"):
            tags.read(name)


def test_a_missing_file_is_refused_with_the_systems_reason(tmp_path: Path) -> None:
    with pytest.raises(tags.Unreadable, match="No such file") as caught:
        tags.read(tmp_path / "none.mp3")
    assert isinstance(caught.value.__cause__, OSError)


def test_a_cover_in_the_folder_is_found_whatever_its_case(tmp_path: Path) -> None:
    file = written(tmp_path, ".mp3")
    (tmp_path / "Folder.JPG").write_bytes(b"folder")
    assert tags.cover(file) == b"folder"
    (tmp_path / "cover.png").write_bytes(b"cover")
    assert tags.cover(file) == b"cover"
    tag_id3(file)
    assert tags.cover(file) == COVER
