"""Writing tags: every format, nothing else touched, and never a broken file, whatever happens."""

from __future__ import annotations

import os
import resource
import signal
import stat
import struct
import subprocess
import sys
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from mutagen import id3
from mutagen.flac import FLAC
from mutagen.mp3 import MP3
from mutagen.mp4 import MP4

from core.errors import UserError
from core.library import identity, ratings, tags, writing
from core.library.writing import Edit
from tests.core.library.sounding_files import encoded
from tests.core.library.test_tags import COVER, TAGGED

ROOT = Path(__file__).parents[3]


def png(width: int = 64, height: int = 48) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = (b"\0" + b"\x20\x40\x80" * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


FIELDS = {
    "title": ("Another Title",),
    "artist": ("Two", "Three; and more"),
    "albumartist": ("A Band",),
    "album": ("The Album",),
    "genre": ("Pop", "Folk"),
    "composer": ("He", "She"),
    "date": ("2001-02-03",),
    "comment": ("On two\nlines",),
    "lyrics": ("la la\nla",),
    "track": ("7",),
    "tracktotal": ("9",),
    "disc": ("2",),
    "disctotal": ("3",),
    "bpm": ("98",),
    "compilation": (),
    "titlesort": ("Title, Another",),
    "artistsort": ("2",),
    "albumsort": ("Album",),
    "albumartistsort": ("Band, A",),
    "rg_track_gain": ("-3.50 dB",),
    "rg_album_gain": ("-2.00 dB",),
    **ratings.fields(3.5),
}
TEXTS = {"title", "artist", "albumartist", "album", "genre", "composer", "date", "lyrics", "titlesort"}
FORMATS = (*TAGGED, ".oga", ".tta", ".m4b")


def plain(tmp_path: Path, ending: str) -> Path:
    file = tmp_path / f"song{ending}"
    file.write_bytes(encoded(ending))
    return file


def tagged(tmp_path: Path, ending: str) -> Path:
    file = plain(tmp_path, ending)
    if ending in TAGGED:
        TAGGED[ending](file)
    return file


def only_the_song(folder: Path) -> None:
    assert list(folder.glob(".*")) == []


@pytest.mark.parametrize("ending", FORMATS)
def test_every_format_takes_every_field_and_a_cover(tmp_path: Path, ending: str) -> None:
    file, cover = tagged(tmp_path, ending), png()
    sound, known = identity.audio_id(file), tags.read(file)[0].musicbrainz

    writing.write(file, Edit(FIELDS, cover))

    said, read = tags.said(file), tags.read(file)[0]
    assert {name: tuple(said.fields[name]) for name in TEXTS} == {name: FIELDS[name] for name in TEXTS}
    assert (read.track_no, read.track_total, read.disc_no, read.disc_total) == (7, 9, 2, 3)
    assert (read.bpm, read.compilation, read.year) == (98.0, False, 2001)
    assert (read.replay_gain.track_gain, read.replay_gain.album_gain) == (-3.5, -2.0)
    assert ratings.read(said.fields) == 3.5
    assert said.cover == cover
    assert read.musicbrainz == known
    assert identity.audio_id(file) == sound
    only_the_song(tmp_path)


@pytest.mark.parametrize("ending", FORMATS)
def test_undo_brings_back_exactly_what_was_there_and_can_be_undone(tmp_path: Path, ending: str) -> None:
    file = tagged(tmp_path, ending)
    before = tags.said(file)

    undo = writing.write(file, Edit(FIELDS, png()))
    after = tags.said(file)
    again = writing.restore(file, undo)

    assert tags.said(file) == before
    writing.restore(file, again)
    assert tags.said(file) == after


@pytest.mark.parametrize("ending", FORMATS)
def test_emptied_fields_and_the_cover_go(tmp_path: Path, ending: str) -> None:
    file = tagged(tmp_path, ending)
    writing.write(file, Edit(dict.fromkeys(FIELDS, ()), b""))
    said = tags.said(file)
    assert not set(said.fields) & set(FIELDS)
    assert said.cover in (None, b"the back")  # which is another picture


@pytest.mark.parametrize("ending", FORMATS)
def test_a_number_is_changed_without_its_total(tmp_path: Path, ending: str) -> None:
    file = tagged(tmp_path, ending)
    writing.write(file, Edit({"track": ("4",), "tracktotal": ("12",)}))
    writing.write(file, Edit({"track": ("5",)}))
    read = tags.read(file)[0]
    assert (read.track_no, read.track_total) == (5, 12)


def test_an_edit_that_changes_nothing_leaves_the_file_alone(tmp_path: Path) -> None:
    file = tagged(tmp_path, ".flac")
    before = file.stat()
    writing.write(file, Edit({"title": ("A Title",)}))
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_other_pictures_and_unknown_fields_stay(tmp_path: Path) -> None:
    file = plain(tmp_path, ".mp3")
    audio = MP3(file)
    for frame in (
        id3.APIC(mime="image/png", type=4, desc="back", data=b"the back"),
        id3.APIC(mime="image/jpeg", type=3, desc="front", data=COVER),
        id3.PRIV(owner="somebody", data=b"\1\2\3"),
        id3.TXXX(desc="MOOD", text=["calm", "blue"]),
        id3.COMM(lang="deu", desc="iTunNORM", text="0000"),
    ):
        audio.tags.add(frame)
    audio.save()

    writing.write(file, Edit({"title": ("New",), "comment": ("mine",)}, png()))

    after = MP3(file).tags
    assert [(f.type, f.data) for f in after.getall("APIC")] == [(3, png()), (4, b"the back")]
    assert after["PRIV:somebody:\1\2\3"].data == b"\1\2\3"
    assert after["TXXX:MOOD"].text == ["calm", "blue"]
    assert after["COMM:iTunNORM:deu"].text == ["0000"]


@pytest.mark.parametrize("version", [3, 4])
def test_id3_stays_in_its_version(tmp_path: Path, version: int) -> None:
    file = plain(tmp_path, ".mp3")
    audio = MP3(file)
    audio.tags.add(id3.TPE1(text=["AC/DC"]))
    audio.save(v2_version=version)

    writing.write(file, Edit({"artist": ("AC/DC", "B"), "date": ("1998-04",), "titlesort": ("x",)}))

    after = MP3(file)
    assert after.tags.version == (2, version, 0)
    assert after.tags["TPE1"].text == ["AC/DC", "B"]
    assert (str(after.tags["TDRC"]), str(after.tags["TSOT"])) == ("1998-04", "x")


def test_frames_that_only_the_old_id3_has_stay(tmp_path: Path) -> None:
    file = plain(tmp_path, ".mp3")
    audio = MP3(file)
    for frame in (id3.TYER(text="1998"), id3.TDAT(text="2004"), id3.TSIZ(text="12"), id3.TIT2(text="Old")):
        audio.tags.add(frame)
    audio.save(v2_version=3)

    writing.write(file, Edit({"title": ("New",)}))

    raw = MP3(file, translate=False).tags
    assert {key: str(raw[key]) for key in ("TYER", "TDAT", "TSIZ", "TIT2")} == {
        "TYER": "1998", "TDAT": "2004", "TSIZ": "12", "TIT2": "New",
    }  # fmt: skip


def test_the_spelling_of_a_field_in_the_file_is_kept(tmp_path: Path) -> None:
    file = plain(tmp_path, ".flac")
    audio = FLAC(file)
    audio.tags.extend([("Album Artist", "Old"), ("YEAR", "1990"), ("TRACKNUMBER", "3/12")])
    audio.save()

    writing.write(file, Edit({"albumartist": ("New",), "date": ("1991",), "track": ("4",)}))

    said = [pair for pair in list.__iter__(FLAC(file).tags) if pair[0] != "encoder"]
    assert said == [("Album Artist", "New"), ("YEAR", "1991"), ("TRACKNUMBER", "4/12")]


def test_an_mp3_with_ape_tags_alone_keeps_them_and_no_others(tmp_path: Path) -> None:
    file = plain(tmp_path, ".mp3")
    MP3(file).delete()
    TAGGED[".ape"](file)
    writing.write(file, Edit({"title": ("New",)}))
    assert MP3(file).tags is None
    assert tags.read(file)[0].title == "New"


def test_a_large_cover_in_ape_tags_is_not_taken_for_sound(tmp_path: Path) -> None:
    """Without an index, the length of an MP3 is guessed from its size, APE tags included."""
    file = plain(tmp_path, ".mp3")
    MP3(file).delete()
    raw = file.read_bytes()
    file.write_bytes(raw[identity._mpeg_frame_length(raw[:4]) :])  # the frame that is the index
    TAGGED[".ape"](file)
    cover = png() + bytes(100_000)
    writing.write(file, Edit(cover=cover))
    assert tags.cover(file) == cover


def test_the_oldest_id3_is_written_as_the_next(tmp_path: Path) -> None:
    file = plain(tmp_path, ".mp3")
    MP3(file).delete()
    frames = b"TT2\0\0\x04\0Old" + b"TYE\0\0\x05\x001998"
    head = b"ID3\x02\0\0" + bytes([0, 0, 0, len(frames)])
    file.write_bytes(head + frames + file.read_bytes())
    assert tags.read(file)[0].title == "Old"
    writing.write(file, Edit({"artist": ("New",)}))
    read = tags.read(file)[0]
    assert (read.title, read.artists, read.year) == ("Old", ("New",), 1998)
    assert MP3(file).tags.version == (2, 3, 0)


def test_a_file_under_a_wrong_name_is_written_as_what_it_is(tmp_path: Path) -> None:
    file = plain(tmp_path, ".flac").rename(tmp_path / "song.mp3")
    writing.write(file, Edit({"title": ("New",)}))
    assert FLAC(file)["title"] == ["New"]


def test_a_wav_file_keeps_what_riff_said_of_it(tmp_path: Path) -> None:
    file = plain(tmp_path, ".wav")
    info = b"INFOINAM\x04\0\0\0Old\0IART\x04\0\0\0Who\0"
    raw = file.read_bytes() + b"LIST" + struct.pack("<I", len(info)) + info
    file.write_bytes(raw[:4] + struct.pack("<I", len(raw) - 8) + raw[8:])
    writing.write(file, Edit({"title": ("New",)}))
    read = tags.read(file)[0]
    assert (read.title, read.artists) == ("New", ("Who",))


def test_flac_and_ogg_say_how_large_the_cover_is(tmp_path: Path) -> None:
    file = plain(tmp_path, ".flac")
    writing.write(file, Edit(cover=png(64, 48)))
    (picture,) = FLAC(file).pictures
    assert (picture.type, picture.mime, picture.width, picture.height) == (3, "image/png", 64, 48)


def test_m4a_tells_png_from_jpeg(tmp_path: Path) -> None:
    file = plain(tmp_path, ".m4a")
    writing.write(file, Edit(cover=png()))
    assert MP4(file)["covr"][0].imageformat == 14


# What cannot be written -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ending", "edit", "words"),
    [
        (".aac", Edit({"title": ("x",)}), "cannot hold tags"),
        (".mp3", Edit({"date": ("spring",)}), "hold a date as"),
        (".m4a", Edit({"track": ("A1",)}), "whole numbers"),
    ],
)
def test_what_a_format_cannot_hold_is_said_and_changes_nothing(
    tmp_path: Path, ending: str, edit: Edit, words: str
) -> None:
    file = plain(tmp_path, ending)
    before = file.read_bytes()
    with pytest.raises(UserError, match=words):
        writing.write(file, edit)
    assert file.read_bytes() == before
    only_the_song(tmp_path)


def test_a_cover_must_be_a_picture(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="JPEG or PNG"):
        writing.write(plain(tmp_path, ".mp3"), Edit(cover=b"GIF89a"))


def test_a_file_that_is_gone_is_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no longer there"):
        writing.write(tmp_path / "none.mp3", Edit({"title": ("x",)}))


def test_a_read_only_file_stays_as_it_is(tmp_path: Path) -> None:
    file = plain(tmp_path, ".mp3")
    file.chmod(0o444)
    with pytest.raises(UserError, match="read-only"):
        writing.write(file, Edit({"title": ("x",)}))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_said_to_be(tmp_path: Path) -> None:
    file = plain(tmp_path, ".mp3")
    tmp_path.chmod(0o555)
    try:
        with pytest.raises(UserError, match="read-only"):
            writing.write(file, Edit({"title": ("x",)}))
    finally:
        tmp_path.chmod(0o755)


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """No file may grow beyond `size` bytes: what a full disk does, as far as a program can tell."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("share", [0.5, 1.01])
def test_a_full_disk_costs_nothing(tmp_path: Path, share: float) -> None:
    """It is full while the copy is made, or while its tags are written."""
    file = tagged(tmp_path, ".flac")
    before = file.read_bytes()
    edit = Edit({"comment": ("x" * 40_000,)})
    with room_for(int(len(before) * share)), pytest.raises(UserError, match="free some space"):
        writing.write(file, edit)
    assert file.read_bytes() == before
    only_the_song(tmp_path)


def test_a_damaged_file_stays_as_it_is(tmp_path: Path) -> None:
    file = plain(tmp_path, ".flac")
    file.write_bytes(b"fLaC" + bytes(200))
    before = file.read_bytes()
    with pytest.raises(UserError):
        writing.write(file, Edit({"title": ("x",)}))
    assert file.read_bytes() == before
    only_the_song(tmp_path)


def test_what_another_program_wrote_meanwhile_is_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = plain(tmp_path, ".flac")
    verify = writing._verify

    def and_meanwhile(*args: Any) -> None:
        verify(*args)
        audio = FLAC(file)
        audio["title"] = "Theirs"
        audio.save()

    monkeypatch.setattr(writing, "_verify", and_meanwhile)
    with pytest.raises(UserError, match="meanwhile"):
        writing.write(file, Edit({"title": ("Ours",)}))
    assert FLAC(file)["title"] == ["Theirs"]
    only_the_song(tmp_path)


# What is kept -------------------------------------------------------------------------------------------


def test_links_mode_and_owner_stay(tmp_path: Path) -> None:
    file, link = plain(tmp_path, ".mp3"), tmp_path / "link.mp3"
    file.chmod(0o640)
    link.symlink_to(file.name)
    before = file.stat()
    writing.write(link, Edit({"title": ("New",)}))
    after = file.stat()
    assert link.is_symlink()
    assert tags.read(file)[0].title == "New"
    assert (stat.S_IMODE(after.st_mode), after.st_uid, after.st_gid) == (0o640, before.st_uid, before.st_gid)


def test_a_second_name_of_the_file_keeps_what_it_said(tmp_path: Path) -> None:
    file, other = plain(tmp_path, ".mp3"), tmp_path / "other.mp3"
    other.hardlink_to(file)
    before = other.read_bytes()
    writing.write(file, Edit({"title": ("New",)}))
    assert other.read_bytes() == before


@pytest.mark.skipif(not hasattr(os, "setxattr"), reason="no extended attributes on this system")
def test_extended_attributes_stay(tmp_path: Path) -> None:
    file = plain(tmp_path, ".mp3")
    try:
        os.setxattr(file, "user.note", b"mine")
    except OSError:
        pytest.skip("no extended attributes on this file system")
    writing.write(file, Edit({"title": ("New",)}))
    assert os.getxattr(file, "user.note") == b"mine"


def test_the_time_of_change_is_now_so_that_backups_notice(tmp_path: Path) -> None:
    file = plain(tmp_path, ".mp3")
    os.utime(file, (1_000_000_000, 1_000_000_000))
    writing.write(file, Edit({"title": ("New",)}))
    assert file.stat().st_mtime > 1_600_000_000


def test_a_name_of_the_greatest_length_is_no_obstacle(tmp_path: Path) -> None:
    file = tmp_path / f"{'a' * 251}.mp3"
    file.write_bytes(encoded(".mp3"))
    writing.write(file, Edit({"title": ("New",)}))
    assert tags.read(file)[0].title == "New"


# Killed ---------------------------------------------------------------------------------------------------

_VICTIM = """
import os, signal, sys
sys.path[:0] = {path!r}
from core.library import forms, id3form, tags, writing
from core.library.writing import Edit
steps = 0
def count(event, _args):
    global steps
    if event.startswith(("open", "os.", "shutil.")):
        steps += 1
        if steps == {step}:
            os.kill(os.getpid(), signal.SIGKILL)
writing.write(writing.Path({warm!r}), Edit({{"title": ("New",)}}, {cover!r}))
sys.addaudithook(count)  # all that is imported is there now
writing.write(writing.Path({file!r}), Edit({{"title": ("New",)}}, {cover!r}))
print(steps)
"""


def _run_to(step: int, file: Path, warm: Path) -> subprocess.CompletedProcess[str]:
    path = [str(ROOT), *sys.path]
    code = _VICTIM.format(path=path, step=step, cover=png(), file=str(file), warm=str(warm))
    return subprocess.run([sys.executable, "-S", "-c", code], capture_output=True, text=True, check=False)


def test_killed_at_any_step_the_file_is_the_old_or_the_new_one(tmp_path: Path) -> None:
    warm, whole, before = plain(tmp_path, ".flac"), encoded(".flac"), identity.audio_id
    folder = tmp_path / "music"
    folder.mkdir()
    file = folder / "song.flac"
    file.write_bytes(whole)
    sound, titles = before(file), set()
    survived = _run_to(0, file, warm)
    steps = int(survived.stdout)
    assert steps > 10
    leftovers = 0
    for step in range(1, steps + 1, max(1, steps // 14)):
        file.write_bytes(whole)
        ended = _run_to(step, file, warm)
        assert ended.returncode == -signal.SIGKILL, ended.stderr
        said = tags.said(file)
        titles.add(said.fields.get("title", [""])[0])
        assert said.fields.get("title", []) in ([], ["New"])
        assert (said.cover is None) == ("title" not in said.fields)
        assert identity.audio_id(file) == sound
        leftovers += writing.clean([folder])
        assert list(folder.iterdir()) == [file]
    assert titles == {"", "New"}
    assert leftovers > 0


def test_only_our_own_hidden_copies_are_cleaned_away(tmp_path: Path) -> None:
    (tmp_path / ".hidden.part").write_bytes(b"theirs")
    (tmp_path / f"{writing.PREFIX}0123{writing.SUFFIX}").write_bytes(b"ours")
    assert writing.clean([tmp_path, tmp_path / "gone"]) == 1
    assert [entry.name for entry in tmp_path.iterdir()] == [".hidden.part"]


# Ratings ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("stars", [half / 2 for half in range(1, 11)])
def test_stars_come_back_as_they_were_written(tmp_path: Path, stars: float) -> None:
    for ending in (".mp3", ".ogg", ".m4a", ".wma", ".wv"):
        file = plain(tmp_path, ending)
        writing.write(file, Edit(ratings.fields(stars)))
        assert ratings.read(tags.said(file).fields) == stars


def test_other_programs_play_counts_stay_when_a_rating_changes(tmp_path: Path) -> None:
    file = plain(tmp_path, ".mp3")
    audio = MP3(file)
    audio.tags.add(id3.POPM(email="me@home", rating=64, count=12))
    audio.save()
    writing.write(file, Edit(ratings.fields(4.0)))
    (frame,) = MP3(file).tags.getall("POPM")
    assert (frame.email, frame.rating, frame.count) == ("me@home", 196, 12)
    writing.write(file, Edit(ratings.fields(None)))
    (frame,) = MP3(file).tags.getall("POPM")
    assert (frame.rating, frame.count) == (0, 12)


@pytest.mark.parametrize(
    ("fields", "stars"),
    [
        ({"rating": ["0.8"]}, 4.0),
        ({"rating_scale": ["80"]}, 4.0),
        ({"rating_scale": ["4"]}, 4.0),
        ({"rating_scale": ["0.9"]}, 4.5),
        ({"rating_wm": ["75"]}, 4.0),
        ({"rating_scale": ["nonsense"]}, None),
        ({"rating_scale": ["0"]}, None),
        ({}, None),
    ],
)
def test_ratings_of_other_players_are_understood(fields: dict[str, list[str]], stars: float | None) -> None:
    assert ratings.read(fields) == stars
