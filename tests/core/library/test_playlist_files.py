"""Playlist files as other players write them, and ours read back."""

from __future__ import annotations

import os
import random
import shutil
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from core.domain import Seconds, Stream, Tags
from core.errors import UserError
from core.library import ledger, playlist_files
from core.library.playlist_entries import Item
from core.library.playlist_files import Contents, read, write
from core.library.playlists import Playlists
from core.library.reader import row_of
from core.library.smart import Smart
from core.library.tracks import Library
from tests.core.library.conftest import Scanned
from tests.core.library.sounding_files import Folder

posix = pytest.mark.skipif(sys.platform == "win32", reason="names that Windows does not have")


def contents(tmp_path: Path, data: bytes | str, name: str = "list.m3u8") -> Contents:
    file = tmp_path / name
    file.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read(file)


def paths(tmp_path: Path, data: bytes | str, name: str = "list.m3u8") -> list[str]:
    return [str(item.path) for item in contents(tmp_path, data, name).items]


# -- M3U ---------------------------------------------------------------------------------------------------


def test_an_extended_list_tells_names_and_lengths(tmp_path: Path) -> None:
    found = contents(
        tmp_path,
        "#EXTM3U\n#PLAYLIST:Sunday\n#EXTINF:123,Low - Starfire\nlow/01.flac\n\n"
        '#EXTINF:-1 tvg-id="x" group="a, b",Just a title\n/abs/02.flac\nplain.mp3\n',
    )
    assert found.name == "Sunday"
    assert found.items == [
        Item(tmp_path / "low/01.flac", "Starfire", "Low", 123.0),
        Item(Path("/abs/02.flac"), "Just a title", "", 0.0),
        Item(tmp_path / "plain.mp3"),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_any_line_ends_and_byte_order_marks(tmp_path: Path, end: str, mark: bytes) -> None:
    data = mark + f"#EXTM3U{end}a.mp3{end}{end}é.mp3".encode()
    assert paths(tmp_path, data) == [str(tmp_path / "a.mp3"), str(tmp_path / "é.mp3")]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_with_a_mark(tmp_path: Path, encoding: str) -> None:
    data = "\ufeff#EXTM3U\n#EXTINF:1,Größe\né.mp3\n".encode(encoding)
    (item,) = contents(tmp_path, data).items
    assert (item.path, item.title) == (tmp_path / "é.mp3", "Größe")


def test_windows_text_in_an_m3u(tmp_path: Path) -> None:
    data = "#EXTM3U\n#EXTINF:1,Björk - Jóga’s\nBjörk\\Jóga.mp3\n".encode("cp1252")
    (item,) = contents(tmp_path, data, "list.m3u").items
    assert (item.title, item.artist) == ("Jóga’s", "Björk")
    assert item.path == tmp_path / "Björk/Jóga.mp3"


def test_an_encoding_that_is_named(tmp_path: Path) -> None:
    data = b"#EXTM3U\n#EXTENC: iso-8859-2\n#EXTINF:1,x\n" + "łódź.mp3".encode("iso-8859-2")
    assert paths(tmp_path, data, "list.m3u") == [str(tmp_path / "łódź.mp3")]
    assert paths(tmp_path, b"#EXTENC: nonsense\n\xe9.mp3", "list.m3u") == [str(tmp_path / "é.mp3")]


@posix
def test_bytes_that_are_no_text_are_a_name_where_that_file_is_there(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9.mp3")
    (tmp_path / name).touch()
    assert paths(tmp_path, b"caf\xe9.mp3\n", "list.m3u") == [str(tmp_path / name)]
    assert paths(tmp_path, b"th\xe9.mp3\n", "list.m3u") == [str(tmp_path / "thé.mp3")]
    assert paths(tmp_path, b"th\xe9.mp3\n", "list.m3u8") == [str(tmp_path / os.fsdecode(b"th\xe9.mp3"))]


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("../up/a.mp3", "{above}/up/a.mp3"),
        ("./a//b.mp3", "{here}/a/b.mp3"),
        ("sub\\a.mp3", "{here}/sub/a.mp3"),
        ("..\\up\\a.mp3", "{above}/up/a.mp3"),
        ("file:///m/My%20Song.mp3", "/m/My Song.mp3"),
        ("file://localhost/m/a.mp3", "/m/a.mp3"),
        ("file:/m/a.mp3", "/m/a.mp3"),
        ("FILE:///m/%C3%A9.mp3", "/m/é.mp3"),
        ("100%25 wolf.mp3", "{here}/100%25 wolf.mp3"),
        ("Live: at home.mp3", "{here}/Live: at home.mp3"),
        ("a b .mp3", "{here}/a b .mp3"),
    ],
)
@posix
def test_ways_to_name_a_file(tmp_path: Path, said: str, meant: str) -> None:
    assert paths(tmp_path, said) == [meant.format(here=tmp_path, above=tmp_path.parent)]


def test_the_file_that_is_there_decides_between_two_readings(tmp_path: Path) -> None:
    (tmp_path / "My Song.mp3").touch()
    assert paths(tmp_path, "My%20Song.mp3") == [str(tmp_path / "My Song.mp3")]
    (tmp_path / "My%20Song.mp3").touch()
    assert paths(tmp_path, "My%20Song.mp3") == [str(tmp_path / "My%20Song.mp3")]
    assert paths(tmp_path, "  My Song.mp3 ") == [str(tmp_path / "My Song.mp3")]


def test_a_length_that_is_none_is_not_known(tmp_path: Path) -> None:
    endless = "9" * 400
    (item,) = contents(
        tmp_path, f"#EXTM3U\n#EXTINF:{endless},x\n#EXTVLCOPT:start-time={endless}\na.mp3\n"
    ).items
    assert (item.duration, item.start) == (0, 0)
    write(tmp_path / "out.m3u8", [item])


def test_web_radios_are_counted_and_passed_over(tmp_path: Path) -> None:
    found = contents(tmp_path, "#EXTM3U\n#EXTINF:-1,Radio\nhttp://example.org/live\na.mp3\nmms://x/y\n")
    assert (len(found.items), found.streams) == (1, 2)
    assert found.items[0].title == ""


def test_comments_of_other_players_say_nothing(tmp_path: Path) -> None:
    data = "#EXTM3U\n# made by hand\n#EXT-X-SESSION:5\n#EXTVLCOPT:network-caching=1\n#EXTIMG:x\na.mp3\n#\n"
    assert contents(tmp_path, data).items == [Item(tmp_path / "a.mp3")]


# -- PLS and XSPF ------------------------------------------------------------------------------------------


def test_a_pls(tmp_path: Path) -> None:
    data = (
        "[Playlist]\r\nNumberOfEntries=3\r\nfile2=b.mp3\r\nFile1=sub/a.mp3\r\nTitle1=Low - Starfire\r\n"
        "Length1=61\r\nLength2=-1\r\nTitle3=nothing\r\nFile10=http://x/y\r\nVersion=2\r\nrubbish"
    )
    found = contents(tmp_path, data, "list.pls")
    assert found.items == [Item(tmp_path / "sub/a.mp3", "Starfire", "Low", 61.0), Item(tmp_path / "b.mp3")]
    assert found.streams == 1


XSPF = """<?xml version="1.0" encoding="UTF-8"?>
<playlist version="1" xmlns="http://xspf.org/ns/0/" xmlns:vlc="http://www.videolan.org/vlc/playlist/ns/0/">
 <title>Sunday &amp; more</title>
 <trackList>
  <track><location>file:///m/My%20Song.mp3</location><title>My <![CDATA[<Song>]]></title>
   <creator>Low</creator><duration>61500</duration>
   <extension application="http://www.videolan.org/vlc/playlist/0"><vlc:id>0</vlc:id>
    <title>not this</title></extension></track>
  <track><location>sub/%C3%A9%20%231.mp3</location></track>
  <track><location>http://example.org/x</location></track>
  <track><title>no location</title></track>
 </trackList>
 <extension application="x"><track><location>nor this</location></track></extension>
</playlist>"""


def test_an_xspf(tmp_path: Path) -> None:
    found = contents(tmp_path, XSPF, "list.xspf")
    assert found.name == "Sunday & more"
    assert found.items[:2] == [
        Item(Path("/m/My Song.mp3"), "My <Song>", "Low", 61.5),
        Item(tmp_path / "sub/é #1.mp3"),
    ]
    assert found.streams == 1


def test_an_xspf_without_a_namespace(tmp_path: Path) -> None:
    text = XSPF.replace(' xmlns="http://xspf.org/ns/0/"', "")
    assert contents(tmp_path, text, "l.xspf").items == contents(tmp_path, XSPF, "l.xspf").items


def test_an_xspf_with_a_prefix(tmp_path: Path) -> None:
    data = """<x:playlist xmlns:x="http://xspf.org/ns/0/"><x:trackList><x:track><x:title>T</x:title>
        <x:location>a.mp3</x:location></x:track></x:trackList></x:playlist>"""
    assert contents(tmp_path, data, "l.xspf").items == [Item(tmp_path / "a.mp3", "T")]


def test_an_xspf_in_another_encoding(tmp_path: Path) -> None:
    for encoding in ("ISO-8859-1", "UTF-16"):
        text = XSPF.replace("UTF-8", encoding).replace("Sunday", "Größe")
        assert contents(tmp_path, text.encode(encoding), "l.xspf").name == "Größe & more"


def test_an_unescaped_location_is_a_path(tmp_path: Path) -> None:
    (tmp_path / "50% off.mp3").touch()
    data = "<playlist><trackList><track><location>50% off.mp3</location></track></trackList></playlist>"
    assert paths(tmp_path, data, "l.xspf") == [str(tmp_path / "50% off.mp3")]


@pytest.mark.parametrize(
    ("data", "name", "why"),
    [
        (XSPF[:300], "l.xspf", "no well-formed XML"),
        ("<playlist><a></playlist>", "l.m3u", r"line 1"),
        ("", "l.xspf", "not a playlist"),
        ("fLaC\0\0\0", "l.m3u", "not a playlist"),
    ],
)
def test_what_is_no_playlist_is_told(tmp_path: Path, data: str, name: str, why: str) -> None:
    with pytest.raises(UserError, match=why):
        contents(tmp_path, data, name)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be read"):
        read(tmp_path / "none.m3u8")


@pytest.mark.parametrize(
    "declared",
    [
        '<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">',
        '<!ENTITY a SYSTEM "file:///etc/passwd">',
        '<!ENTITY % a SYSTEM "http://127.0.0.1/x"> %a;',
    ],
)
def test_entities_are_refused(tmp_path: Path, declared: str) -> None:
    data = f"<!DOCTYPE playlist [{declared}]><playlist><title>&a;</title></playlist>"
    with pytest.raises(UserError, match="entities"):
        contents(tmp_path, data, "l.xspf")


@pytest.mark.parametrize("suffix", playlist_files.SUFFIXES)
def test_no_bytes_at_all_are_a_crash(tmp_path: Path, suffix: str) -> None:
    draw = random.Random(3)
    parts = [
        b"#EXTINF:",
        b"1,a - b",
        b"\n",
        b"\r",
        b"file://",
        b"%zz%41",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"C:\\",
        b"\0",
    ]
    parts += [
        b"[playlist]",
        b"File1=",
        b"Title99999999999=",
        b"<playlist>",
        b"<track>",
        b"</",
        b"&x;",
        b"../",
        b"#EXTENC:",
    ]
    parts += [
        b"<location>",
        b"<?xml encoding='q'?>",
        "é".encode("utf-16"),
        b"http://",
        b"a" * 300,
        b"start-time=1e999",
    ]
    for _ in range(150):
        data = b"".join(draw.choices(parts, k=draw.randrange(12)))
        with suppress(UserError):
            found = contents(tmp_path, data, f"x{suffix}")
            assert all(item.path.is_absolute() and "\0" not in str(item.path) for item in found.items)


def test_an_empty_list_is_a_list(tmp_path: Path) -> None:
    assert contents(tmp_path, b"").items == []
    assert contents(tmp_path, "#EXTM3U").items == []


# -- there and back ----------------------------------------------------------------------------------------

ITEMS = [
    ("sub/a.mp3", "Title", "Artist", 61.0),
    ("é ü 日本.flac", "日本 - x", "Å", 5.0),
    ("#hash.ogg", "", "", 0.0),
    ("[playlist].mp3", "t", "", 1.0),
    ("50% off %41.mp3", "<&>\"'", "", 1.0),
    ("http: notes.mp3", "a\nb\tc", "", 1.0),
    ("../outside.mp3", "t", "", 1.0),
    ("a;b?c&d=e.mp3", "t", "", 1.0),
]
ODD = [
    (os.fsdecode(b"odd \xff\xfe.mp3"), "t", "", 1.0),
    ("back\\slash.mp3", "t", "", 1.0),
    ("new\nline.mp3", "t", "", 1.0),
    (" blanks .mp3 ", "t", "", 1.0),
    ("bell\a.mp3", "t\a", "", 1.0),
]


@pytest.mark.parametrize("relative", [True, False])
@pytest.mark.parametrize("suffix", playlist_files.SUFFIXES)
@posix
def test_every_name_comes_back_as_it_was(tmp_path: Path, suffix: str, relative: bool) -> None:
    folder = tmp_path / "lists" / "mine"
    folder.mkdir(parents=True)
    items = []
    for name, title, artist, duration in ITEMS + ODD:
        path = (folder / name).resolve()
        path.parent.mkdir(exist_ok=True)
        path.touch()
        items.append(Item(path, title, artist, duration))
    write(folder / f"x{suffix}", items, name="Mine & yours", relative=relative)
    found = read(folder / f"x{suffix}")
    assert [item.path for item in found.items] == [item.path for item in items]
    assert [item.duration for item in found.items] == [item.duration for item in items]
    assert (found.items[0].title, found.items[0].artist) == ("Title", "Artist")
    assert found.name == "Mine & yours"
    assert str(tmp_path) in (folder / f"x{suffix}").read_bytes().decode("utf-8", "replace") or relative


@pytest.mark.parametrize("suffix", playlist_files.SUFFIXES)
def test_a_list_moves_with_its_music(tmp_path: Path, suffix: str) -> None:
    (tmp_path / "a").mkdir()
    write(tmp_path / f"a/x{suffix}", [Item(tmp_path / "a/music/1.mp3")])
    (tmp_path / "a").rename(tmp_path / "b")
    assert [item.path for item in read(tmp_path / f"b/x{suffix}").items] == [tmp_path / "b/music/1.mp3"]


@pytest.mark.parametrize("suffix", [".m3u8", ".xspf"])
def test_parts_of_a_file_come_back(tmp_path: Path, suffix: str) -> None:
    items = [
        Item(tmp_path / "album.flac", "One", "", 60.0, 0.0),
        Item(tmp_path / "album.flac", "Two", "", 30.0, 60.0),
    ]
    write(tmp_path / f"x{suffix}", items)
    assert [item.start for item in read(tmp_path / f"x{suffix}").items] == [0.0, 60.0]


def test_another_ending_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"\.m3u8, \.m3u, \.pls, \.xspf"):
        write(tmp_path / "x.doc", [])


def test_a_list_that_cannot_be_written_leaves_the_old_one(tmp_path: Path) -> None:
    file = tmp_path / "x.m3u8"
    write(file, [Item(tmp_path / "a.mp3")])
    with pytest.raises(AttributeError):
        write(file, [Item(tmp_path / "a.mp3"), None])  # type: ignore[list-item]
    assert len(read(file).items) == 1
    assert [each.name for each in tmp_path.iterdir()] == ["x.m3u8"]
    with pytest.raises(UserError, match="cannot be written"):
        write(tmp_path / "none" / "x.m3u8", [])


# -- into the library --------------------------------------------------------------------------------------


def put(library: Library, *files: str, duration: float = 200.0) -> list[int]:
    rows = [
        (name.encode(), 1, 1, row_of(Tags("T"), Stream(Seconds(duration)), name.encode(), 1, 1))
        for name in files
    ]
    with library.database.write() as db:
        return list(ledger.insert(db, rows))


def known(library: Library, *items: Item) -> list[int | None]:
    playlists = Playlists(library)
    id = playlists.create_of_files("x", items)
    found = [entry.track_id for entry in playlists.entries(id)]
    playlists.close()
    return list(found)


def test_a_list_from_another_computer_finds_the_same_folders_here(library: Library) -> None:
    right, _, other = put(library, "/m/Low/Hey What/01 White.flac", "/m/X/01 White.flac", "/m/X/02.flac")
    assert known(library, Item(Path("/home/me/D:/Musik/Low/HEY WHAT/01 white.flac"))) == [right]
    assert known(library, Item(Path("/old/01 White.flac"))) == [None]
    assert known(library, Item(Path("/old/Y/02.flac"))) == [None]
    assert known(library, Item(Path("/old/X/02.flac"), duration=201.0)) == [other]
    assert known(library, Item(Path("/old/X/02.flac"), duration=100.0)) == [None]


def test_accents_in_either_form_name_the_same_file(library: Library) -> None:
    (id,) = put(library, "/m/Café.mp3")
    assert known(library, Item(Path("/m/Cafe\u0301.mp3"))) == [id]


@posix
def test_a_link_above_the_music_is_followed(library: Library, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    (id,) = put(library, str(tmp_path / "real" / "a.mp3"))
    assert known(library, Item(tmp_path / "link" / "a.mp3")) == [id]


def test_a_file_in_parts_is_all_of_them_or_the_one_that_begins_there(library: Library) -> None:
    whole, first, second = put(library, "/m/a.flac", "/m/a1", "/m/a2")
    with library.database.write() as db:
        db.execute("UPDATE tracks SET cut = 1 WHERE id = ?", (whole,))
        for number, id in enumerate((first, second)):
            db.execute(
                "UPDATE tracks SET path = ?, part = ?, start = ? WHERE id = ?",
                (b"/m/a.flac", number + 1, number * 60.0, id),
            )
    assert known(library, Item(Path("/m/a.flac"))) == [first, second]
    assert known(library, Item(Path("/m/a.flac"), start=60.2)) == [second]


def test_a_playlist_is_exported_and_imported_with_what_is_missing(library: Library, tmp_path: Path) -> None:
    here, gone = put(library, "/m/here.mp3", "/m/gone.mp3")
    with library.database.write() as db:
        db.execute("UPDATE tracks SET presence = 'missing' WHERE id = ?", (gone,))
    playlists = Playlists(library)
    id = playlists.create_of_files("Mine", [Item(Path("/m") / f"{n}.mp3") for n in ("here", "gone", "never")])
    playlist_files.export(playlists, id, tmp_path / "x.xspf")
    other, found = playlist_files.take_in(playlists, tmp_path / "x.xspf")
    assert [entry.track_id for entry in playlists.entries(other)] == [here, gone, None]
    assert (playlists.node(other).name, len(found.items)) == ("Mine", 3)
    playlists.close()


def test_a_smart_playlist_is_exported_as_it_is_now(library: Library, tmp_path: Path) -> None:
    put(library, "/m/a.mp3", "/m/b.mp3")
    playlists = Playlists(library)
    playlist_files.export(playlists, playlists.create_smart("All", Smart()), tmp_path / "x.m3u8")
    assert len(read(tmp_path / "x.m3u8").items) == 2
    playlists.close()


def test_a_playlist_is_opened_like_the_files_it_names(
    library: Library, folder: Folder, scanned: Scanned, tmp_path: Path
) -> None:
    for pitch in range(3):
        folder.put(f"{pitch}.mp3", pitch, title=f"Song {pitch}", artist="A")
    scanned()
    shutil.copy(folder.path / "0.mp3", tmp_path / "outside.mp3")
    (folder.path / "2.mp3").unlink()
    scanned()
    names = (folder.path / "1.mp3", "outside.mp3", folder.path / "2.mp3", "none.mp3", folder.path / "0.mp3")
    (tmp_path / "x.m3u8").write_text("\n".join(map(str, names)))
    received = playlist_files.receive(library, [folder.path / "0.mp3", tmp_path / "x.m3u8"])
    assert [library.track(id).path.name for id in received.ids] == ["0.mp3", "1.mp3", "outside.mp3", "0.mp3"]
    assert received.strangers == [tmp_path / "outside.mp3"]
    assert [path.name for path in received.unreadable] == ["2.mp3", "none.mp3"]
