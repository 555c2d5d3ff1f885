"""Cue sheets: how they are read, which file they mean, and the tracks that become of them."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path
from typing import Any

import pytest
from mutagen.apev2 import APEv2
from mutagen.flac import FLAC, CueSheetTrack, CueSheetTrackIndex
from mutagen.flac import CueSheet as Block

from core.domain import Ended, PlayEvent, Presence, Seconds, Source, Timestamp, Track, TrackId
from core.library import sheets
from core.library.cue import Broken, cut
from core.library.cuetext import decoded, parse
from core.library.playlists import Playlists
from core.library.tracks import Change, Library
from tests.core.library.conftest import Scanned
from tests.core.library.sounding_files import Folder, encoded, retag

LENGTH = 3.0


def album(folder: Folder, name: str = "album.flac", pitch: int = 0, **tags: str) -> Path:
    file = folder.path / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(encoded(file.suffix.lower(), pitch, LENGTH))
    if tags:
        retag(file, **tags)
    return file


def sheet(name: str, *starts: str, title: str = "The Album", performer: str = "The Band") -> str:
    lines = ['REM GENRE "Prog Rock"', "REM DATE 1973", f'PERFORMER "{performer}"', f'TITLE "{title}"']
    lines.append(f'FILE "{name}" WAVE')
    for number, start in enumerate(starts, 1):
        lines += [f"  TRACK {number:02} AUDIO", f'    TITLE "Song {number}"', f"    INDEX 01 {start}"]
    return "\r\n".join(lines)


THREE = ("00:00:00", "00:01:00", "00:02:00")


def write(file: Path, text: str, encoding: str = "utf-8") -> Path:
    """Each writing is seen, however soon it follows another."""
    before = file.stat().st_mtime_ns if file.exists() else 0
    file.write_bytes(text.encode(encoding))
    now = file.stat().st_mtime_ns
    os.utime(file, ns=(now, max(now, before + 1_000_000)))
    return file


def cue(folder: Folder, text: str, name: str = "album.cue", encoding: str = "utf-8") -> Path:
    return write(folder.path / name, text, encoding)


def listed(library: Library) -> list[Track]:
    return library.tracks([TrackId(id) for id in library.order()])


def titles(library: Library) -> list[str]:
    return [track.title for track in listed(library)]


# The text ----------------------------------------------------------------------------------------------


def test_times_are_frames_of_a_disc() -> None:
    said = parse('FILE "a.wav" WAVE\nTRACK 01 AUDIO\nINDEX 01 01:02:37\nTRACK 02 AUDIO\nINDEX 01 62:00:74')
    assert [track.start for track in said.files[0].tracks] == [62 + 37 / 75, 3720 + 74 / 75]


def test_a_disc_number_that_is_none_is_passed_over(
    library: Library, folder: Folder, scanned: Scanned
) -> None:
    album(folder)
    cue(folder, f"REM DISCNUMBER {'9' * 5_000}\r\n{sheet('album.flac', *THREE)}")
    scanned()
    assert titles(library) == ["Song 1", "Song 2", "Song 3"]


@pytest.mark.parametrize(
    "text",
    [
        'FILE "a" WAVE\nTRACK 01 AUDIO\nINDEX 01 ' + "9" * 5_000 + ":00:00",
        'FILE "a" WAVE\nTRACK ' + "9" * 5_000 + " AUDIO\nINDEX 01 00:00:00",
        "x" + " " * 200_000 + "y",
        'FILE "a' + " " * 200_000 + "y",
        'FILE "a" WAVE\n' + "TRACK 01 AUDIO\nINDEX 00 00:01:00\nINDEX 01 00:02:00\n" * 15_000,
    ],
    ids=["minutes", "number", "blanks", "name", "tracks"],
)
def test_no_sheet_takes_long_or_is_an_error(text: str) -> None:
    started = time.monotonic()
    parse(text)
    assert time.monotonic() - started < 2


def test_the_pause_before_a_track_belongs_to_the_one_before() -> None:
    said = parse(
        'FILE "a.wav" WAVE\nTRACK 01 AUDIO\nINDEX 01 00:00:00\n'
        "TRACK 02 AUDIO\nPREGAP 00:02:00\nINDEX 00 00:08:00\nINDEX 01 00:10:00\nINDEX 02 00:12:00"
    )
    first, second = cut(said, said.files[0], Seconds(30))
    assert (first.start, first.length, second.start, second.length) == (0, 10, 10, 20)


def test_a_track_belongs_to_the_file_in_which_it_sounds() -> None:
    said = parse(
        'FILE "1.wav" WAVE\nTRACK 01 AUDIO\nINDEX 01 00:00:00\nTRACK 02 AUDIO\nINDEX 00 03:00:00\n'
        'FILE "2.wav" WAVE\nINDEX 01 00:00:00'
    )
    assert [(file.name, [t.number for t in file.tracks]) for file in said.files] == [
        ("1.wav", [1]),
        ("2.wav", [2]),
    ]


def test_what_a_sheet_says_of_a_track_stays_with_the_track() -> None:
    said = parse(
        'PERFORMER "All"\nTITLE "Album"\nREM REPLAYGAIN_ALBUM_GAIN -7.1 dB\nFILE C:\\rip\\a b.wav WAVE\n'
        'track 1 audio\ntitle "One "the" first"\nPERFORMER Somebody\nISRC ABC123\nINDEX 1 0:0:0\n'
    )
    track = said.files[0].tracks[0]
    assert said.files[0].name == "a b.wav"
    assert track.says == {"title": 'One "the" first', "performer": "Somebody", "isrc": "ABC123"}
    assert said.says["replaygain_album_gain"] == "-7.1 dB"


@pytest.mark.parametrize(
    "text", ["", "nonsense", "TRACK", 'INDEX 01 xx:yy:zz\nFILE\n"', "\0" * 50, "FILE\nTRACK\nINDEX"]
)
def test_nonsense_is_an_empty_sheet(text: str) -> None:
    assert parse(text).total == 0


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (("00:02:00", "00:01:00"), "rise"),
        (("00:00:00", "00:59:00"), "after the end"),
    ],
)
def test_impossible_times_are_refused(text: tuple[str, ...], problem: str) -> None:
    said = parse(sheet("a.wav", *text))
    with pytest.raises(Broken, match=problem):
        cut(said, said.files[0], Seconds(30))


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Motörhead – Ünïcode", "utf-8"),
        ("Motörhead – Ünïcode", "utf-8-sig"),
        ("Motörhead 東京", "utf-16"),
        ("Motörhead 東京", "utf-16-be"),
        ("Motörhead - Für Élise", "cp1252"),
        ("Sigur Rós: Ágætis byrjun “live”", "cp1252"),
        ("椎名林檎 / 無罪モラトリアム", "cp932"),
        ("東京事変 教育", "cp932"),
        ("Кино - Группа крови", "cp1251"),
        ("王菲 天空", "gbk"),
    ],
)
def test_every_usual_encoding_is_told_from_the_bytes(text: str, encoding: str) -> None:
    whole = sheet("album.wav", *THREE, title=text)
    assert parse(decoded(whole.encode(encoding))).says["title"] == text


# Listing -----------------------------------------------------------------------------------------------


def test_an_album_in_one_file_is_listed_as_its_tracks(
    library: Library, folder: Folder, scanned: Scanned
) -> None:
    file = album(folder)
    cue(folder, sheet("album.flac", *THREE))
    assert scanned() == {"added": 1}
    tracks = listed(library)
    assert [(t.part, t.track_no, t.title, t.start) for t in tracks] == [
        (1, 1, "Song 1", 0.0),
        (2, 2, "Song 2", 1.0),
        (3, 3, "Song 3", 2.0),
    ]
    assert {t.path for t in tracks} == {file}
    assert [t.duration for t in tracks] == [1.0, 1.0, pytest.approx(1.0, abs=0.1)]
    assert {(t.album, t.album_artist, t.artist, t.year, t.genre) for t in tracks} == {
        ("The Album", "The Band", "The Band", 1973, "Prog Rock")
    }
    assert len({t.audio_id for t in tracks}) == 3 and None not in {t.audio_id for t in tracks}
    assert library.counts().tracks == 3
    assert library.all_ids() == [t.id for t in tracks]
    assert [row.id for row in library.radio_rows()] == [t.id for t in tracks]
    assert [(h.start, h.length) for h in library.to_hear()] == [(t.start, t.duration) for t in tracks]
    assert library.at_path(file) == tracks
    assert list(library.order("song title:2")) or list(library.order("song")) == [t.id for t in tracks]


def test_nothing_is_said_again_by_a_second_scan(library: Library, folder: Folder, scanned: Scanned) -> None:
    album(folder)
    cue(folder, sheet("album.flac", *THREE))
    scanned()
    changes: list[Change] = []
    library.subscribe(changes.append)
    assert scanned() == {"unchanged": 1}
    assert changes == []


@pytest.mark.parametrize(
    ("file", "says", "cue_name"),
    [
        ("album.flac", "album.wav", "other.cue"),
        ("Album.FLAC", "album.flac", "other.cue"),
        ("album.flac", "CDImage.wav", "album.cue"),
        ("album.flac", "CDImage.wav", "album.flac.cue"),
        ("album.ogg", "D:\\Rips\\album.ogg", "other.cue"),
        ("Áb.flac", "A\u0301B.flac", "other.cue"),
    ],
)
def test_a_file_is_found_though_its_name_is_said_wrong(
    library: Library, folder: Folder, scanned: Scanned, file: str, says: str, cue_name: str
) -> None:
    folder.put("unrelated.flac", 5)
    album(folder, file)
    cue(folder, sheet(says, *THREE), cue_name)
    scanned()
    assert len(listed(library)) == 4


def test_the_right_one_of_two_files_is_cut(library: Library, folder: Folder, scanned: Scanned) -> None:
    wav, flac = album(folder, "album.wav", 1), album(folder, "album.flac", 2)
    cue(folder, sheet("album.wav", *THREE))
    scanned()
    assert [len(library.at_path(file)) for file in (wav, flac)] == [3, 1]


def test_a_sheet_may_name_several_files(library: Library, folder: Folder, scanned: Scanned) -> None:
    sides = [album(folder, f"side {name}.flac", pitch) for pitch, name in enumerate("ab")]
    text = sheet("side a.wav", "00:00:00", "00:01:00")
    text += '\nFILE "side b.wav" WAVE\nTRACK 03 AUDIO\nINDEX 01 00:00:00\nTRACK 04 AUDIO\nINDEX 01 00:02:00'
    cue(folder, text)
    scanned()
    assert [[t.track_no for t in library.at_path(side)] for side in sides] == [[1, 2], [3, 4]]
    assert titles(library) == ["Song 1", "Song 2", "Track 03", "Track 04"]


def test_a_sheet_of_single_tracks_changes_nothing(library: Library, folder: Folder, scanned: Scanned) -> None:
    for number in (1, 2):
        folder.put(f"{number}.flac", number, title=f"Own {number}")
    scanned()
    ids = library.all_ids()
    cue(folder, sheet("1.wav", "00:00:00") + '\nFILE "2.wav" WAVE\nTRACK 02 AUDIO\nINDEX 01 00:00:00')
    assert scanned() == {"unchanged": 2}
    assert library.all_ids() == ids
    assert titles(library) == ["Own 1", "Own 2"]


def test_what_the_sheet_leaves_out_the_file_says(library: Library, folder: Folder, scanned: Scanned) -> None:
    file = album(
        folder, artist="File Artist", album="File Album", genre="Jazz", date="1960", composer="Somebody"
    )
    cue(
        folder, 'FILE "album.flac" WAVE\nTRACK 01 AUDIO\nINDEX 01 00:00:00\nTRACK 02 AUDIO\nINDEX 01 00:01:00'
    )
    scanned()
    first, second = library.at_path(file)
    assert (first.title, second.title) == ("Track 01", "Track 02")
    assert (first.artist, first.album, first.genre, first.year, first.composer) == (
        *("File Artist", "File Album", "Jazz", 1960),
        "Somebody",
    )


def test_loudness_of_sheet_and_file_is_kept(library: Library, folder: Folder, scanned: Scanned) -> None:
    file = album(folder)
    audio: Any = FLAC(file)
    audio["replaygain_track_gain"] = "-9.5 dB"
    audio.save()
    text = sheet("album.flac", *THREE).replace(
        '    TITLE "Song 2"', "    REM REPLAYGAIN_TRACK_GAIN -3.25 dB\n    REM REPLAYGAIN_TRACK_PEAK 0.5"
    )
    cue(folder, text)
    scanned()
    one, two, _ = (library.tags(t.id)[0].replay_gain for t in library.at_path(file))
    assert (two.track_gain, two.track_peak, two.album_gain) == (-3.25, 0.5, -9.5)
    assert (one.track_gain, one.album_gain) == (None, -9.5)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not a cue sheet",
        sheet("album.flac", "00:02:00", "00:01:00"),
        sheet("album.flac", "00:00:00", "77:00:00"),
        sheet("album.flac", *(f"00:00:{n / 1000:.3f}" for n in range(1200))),
    ],
)
def test_a_broken_sheet_leaves_the_file_one_track(
    library: Library, folder: Folder, scanned: Scanned, text: str
) -> None:
    file = album(folder, title="Whole")
    cue(folder, text)
    assert scanned() == {"added": 1}
    assert titles(library) == ["Whole"]
    assert scanned() == {"unchanged": 1}
    noted = sheets.notes(library.database)
    assert (
        noted == []
        if "77:00:00" in text
        else [path for path, _ in noted] == [os.fsencode(file.with_suffix(".cue"))]
    )


# Embedded sheets ---------------------------------------------------------------------------------------


def test_a_sheet_in_vorbis_comments_cuts_its_file(library: Library, folder: Folder, scanned: Scanned) -> None:
    file = album(folder)
    audio: Any = FLAC(file)
    audio["cuesheet"] = sheet("whatever.wav", *THREE)
    audio.save()
    scanned()
    assert [t.title for t in library.at_path(file)] == ["Song 1", "Song 2", "Song 3"]


def test_flacs_own_block_cuts_its_file_to_the_sample(
    library: Library, folder: Folder, scanned: Scanned
) -> None:
    file = album(folder, artist="Band", title="In One")
    audio: Any = FLAC(file)
    audio.cuesheet = Block(None)
    for number, offset in ((1, 0), (2, 44_100 + 7), (170, 132_300)):
        track = CueSheetTrack(number, offset)
        track.indexes.append(CueSheetTrackIndex(1, 0))
        audio.cuesheet.tracks.append(track)
    audio.cuesheet.compact_disc = False
    audio.metadata_blocks.append(audio.cuesheet)
    audio.save()
    scanned()
    tracks = library.at_path(file)
    assert [round(t.start * 44_100) for t in tracks] == [0, 44_107]
    assert {(t.artist, t.album) for t in tracks} == {("Band", "In One")}


def test_a_sheet_in_apev2_tags_cuts_its_file(library: Library, folder: Folder, scanned: Scanned) -> None:
    file = album(folder, "album.wv")
    tags: Any = APEv2()
    tags["Cuesheet"] = sheet("album.wv", *THREE)
    tags.save(file)
    scanned()
    assert len(library.at_path(file)) == 3


def test_the_sheet_beside_a_file_goes_before_the_one_inside(
    library: Library, folder: Folder, scanned: Scanned
) -> None:
    file = album(folder)
    audio: Any = FLAC(file)
    audio["cuesheet"] = sheet("x.wav", *THREE)
    audio.save()
    cue(folder, sheet("album.flac", "00:00:00", "00:01:37"))
    scanned()
    assert len(library.at_path(file)) == 2


# What was done with parts ------------------------------------------------------------------------------


@pytest.fixture
def parts(library: Library, folder: Folder, scanned: Scanned) -> list[TrackId]:
    """Three tracks of one file, the second one played and rated."""
    album(folder)
    cue(folder, sheet("album.flac", *THREE))
    scanned()
    ids = [track.id for track in listed(library)]
    library.record_play(PlayEvent(ids[1], Timestamp(1_000.0), Seconds(200), Ended.FINISHED, Source.LIBRARY))
    library.set_rating(ids[1], 4.5)
    return ids


def is_cherished(library: Library, id: TrackId) -> bool:
    track = library.track(id)
    return (track.play_count, track.rating, len(library.plays(id))) == (1, 4.5, 1)


def test_parts_of_a_moved_file_stay_themselves(
    library: Library, folder: Folder, scanned: Scanned, parts: list[TrackId]
) -> None:
    (folder.path / "new").mkdir()
    for name in ("album.flac", "album.cue"):
        (folder.path / name).rename(folder.path / "new" / name)
    assert scanned() == {"moved": 1}
    assert [t.id for t in listed(library)] == parts
    assert {t.path.parent.name for t in listed(library)} == {"new"}
    assert {t.presence for t in listed(library)} == {Presence.PRESENT}
    assert is_cherished(library, parts[1])
    assert len(library.to_hear()) == 3


def test_a_moved_part_keeps_its_place_in_a_playlist(
    library: Library, folder: Folder, scanned: Scanned, parts: list[TrackId]
) -> None:
    playlists = Playlists(library)
    mine = playlists.create("Mine", tracks=[parts[2], parts[1]])
    (folder.path / "new").mkdir()
    for name in ("album.flac", "album.cue"):
        (folder.path / name).rename(folder.path / "new" / name)
    scanned()
    assert playlists.track_ids(mine) == [parts[2], parts[1]]


def test_an_edited_sheet_keeps_the_tracks_that_are_still_there(
    library: Library, folder: Folder, scanned: Scanned, parts: list[TrackId]
) -> None:
    before = [library.track(id).audio_id for id in parts]
    cue(folder, sheet("album.flac", "00:00:00", "00:00:70", "00:02:00").replace("Song 2", "Better Title"))
    assert scanned() == {"changed": 1, "unchanged": 1}
    assert [t.id for t in listed(library)] == parts
    assert titles(library)[1] == "Better Title"
    assert is_cherished(library, parts[1])
    after = [library.track(id).audio_id for id in parts]
    assert (after[0] == before[0], after[1] == before[1], after[2] == before[2]) == (False, False, True)


def test_a_track_put_in_between_renumbers_the_others(
    library: Library, folder: Folder, scanned: Scanned, parts: list[TrackId]
) -> None:
    cue(folder, sheet("album.flac", "00:00:00", "00:00:30", "00:01:00", "00:02:00"))
    scanned()
    ids = [t.id for t in listed(library)]
    assert [ids[0], *ids[2:]] == parts
    assert library.track(parts[2]).part == 4
    assert is_cherished(library, parts[1])


def test_without_its_sheet_a_file_is_one_track_until_it_comes_back(
    library: Library, folder: Folder, scanned: Scanned, parts: list[TrackId]
) -> None:
    where = folder.path / "album.cue"
    text = where.read_text("utf-8")
    where.unlink()
    scanned()
    (whole,) = listed(library)
    assert whole.id not in parts and whole.part == 0
    assert {library.track(id).presence for id in parts} == {Presence.MISSING}
    assert scanned() == {"unchanged": 1}
    write(where, text)
    scanned()
    assert [t.id for t in listed(library)] == parts
    assert is_cherished(library, parts[1])


def test_another_sheet_and_back_gives_every_track_its_own_back(
    library: Library, folder: Folder, scanned: Scanned, parts: list[TrackId]
) -> None:
    where = folder.path / "album.cue"
    text = where.read_text("utf-8")
    write(where, sheet("album.flac", "00:00:20", "00:01:30", "00:02:40"))
    scanned()
    write(where, text)
    scanned()
    assert [t.id for t in listed(library)] == parts
    assert is_cherished(library, parts[1])


def test_a_retagged_file_keeps_its_parts(
    library: Library, folder: Folder, scanned: Scanned, parts: list[TrackId]
) -> None:
    retag(folder.path / "album.flac", composer="Somebody")
    assert scanned() == {"changed": 1}
    assert [t.id for t in listed(library)] == parts
    assert library.track(parts[0]).composer == "Somebody"


def test_parts_go_offline_with_their_drive_and_come_back(
    library: Library, folder: Folder, scanned: Scanned, parts: list[TrackId], tmp_path: Path
) -> None:
    folder.path.rename(tmp_path / "unplugged")
    scanned()
    assert {library.track(id).presence for id in parts} == {Presence.OFFLINE}
    assert [t.id for t in listed(library)] == parts
    (tmp_path / "unplugged").rename(folder.path)
    scanned()
    assert {library.track(id).presence for id in parts} == {Presence.PRESENT}
    assert library.counts().tracks == 3


def test_parts_of_a_missing_file_come_back_with_it(
    library: Library, folder: Folder, scanned: Scanned, parts: list[TrackId], tmp_path: Path
) -> None:
    shutil.copytree(folder.path, tmp_path / "kept")
    for file in folder.path.iterdir():
        file.unlink()
    assert scanned() == {"missing": 1}
    assert listed(library) == []
    assert [t.id for t in library.missing()] == parts
    for file in (tmp_path / "kept").iterdir():
        shutil.copy2(file, folder.path)
    scanned()
    assert [t.id for t in listed(library)] == parts
    assert is_cherished(library, parts[1])


def test_parts_in_a_folder_left_out_come_back_as_they_were(
    library: Library, folder: Folder, scanned: Scanned
) -> None:
    album(folder, "sub/album.flac")
    cue(folder, sheet("album.flac", *THREE), "sub/album.cue")
    scanned()
    ids = [t.id for t in listed(library)]
    library.exclude(folder.path / "sub")
    assert listed(library) == []
    scanned()
    library.include(folder.path / "sub")
    scanned()
    assert [t.id for t in listed(library)] == ids


def test_a_copy_of_a_cut_file_has_parts_of_its_own_that_sound_the_same(
    library: Library, folder: Folder, scanned: Scanned, parts: list[TrackId]
) -> None:
    shutil.copytree(folder.path, folder.path / "copy")
    assert scanned() == {"added": 1, "unchanged": 1}
    assert len(listed(library)) == 6
    assert len(library.to_hear()) == 3


def test_a_sheet_that_comes_later_cuts_what_was_listed_whole(
    library: Library, folder: Folder, scanned: Scanned
) -> None:
    file = album(folder)
    scanned()
    (whole,) = library.all_ids()
    changes: list[Change] = []
    library.subscribe(changes.append)
    cue(folder, sheet("album.flac", *THREE))
    assert scanned() == {"changed": 1, "unchanged": 1}
    told = {change.kind.value: list(change.ids) for change in changes}
    assert told["removed"] == [whole]
    assert told["added"] == [t.id for t in library.at_path(file)]


def test_a_file_that_comes_after_its_sheet_is_cut(library: Library, folder: Folder, scanned: Scanned) -> None:
    folder.put("other.flac", 9)
    cue(folder, sheet("album.flac", *THREE))
    scanned()
    album(folder)
    scanned(only=folder.path / "album.flac")
    assert len(listed(library)) == 4


def test_parts_of_a_file_that_breaks_say_so_and_recover(
    library: Library, folder: Folder, scanned: Scanned, parts: list[TrackId]
) -> None:
    file = folder.path / "album.flac"
    whole = file.read_bytes()
    file.write_bytes(b"broken")
    assert scanned() == {"failed": 1}
    assert all(t.error for t in listed(library))
    assert len(library.broken()) == 1
    file.write_bytes(whole)
    scanned()
    assert [(t.id, t.error) for t in listed(library)] == [(id, "") for id in parts]


def test_many_albums_in_one_folder_are_all_found(library: Library, folder: Folder, scanned: Scanned) -> None:
    first = album(folder, "0.flac")
    for number in range(120):
        if number:
            os.link(first, folder.path / f"{number}.flac")
        cue(folder, sheet(f"{number}.wav", "00:00:00", "00:01:00"), f"{number}.cue")
    scanned()
    assert len(listed(library)) == 240
