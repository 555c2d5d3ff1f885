"""Lyrics in tags and beside files, with times in all the ways people write them."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from mutagen.id3 import SYLT, USLT
from mutagen.mp3 import MP3

from core.library import lyrics, writing
from core.library.lyrics import Line, Lyrics
from core.library.writing import Edit
from tests.core.library.sounding_files import encoded


def timed(text: str) -> list[tuple[float | None, str]]:
    found = lyrics.parse(text)
    assert found is not None
    assert found.timed
    return [(line.at, line.text) for line in found.lines]


def test_lines_come_in_the_order_of_their_times() -> None:
    assert timed("[00:12.50]two\n[00:01.00]one\n") == [(1.0, "one"), (12.5, "two")]


def test_a_line_of_a_megabyte_takes_no_time() -> None:
    started = time.monotonic()
    assert lyrics.parse("[00:01]" * 140_000 + "la") is not None
    assert time.monotonic() - started < 2.5


def test_a_line_with_several_times_comes_back() -> None:
    assert timed("[00:01][00:20.5] again\n[00:10]once") == [(1.0, "again"), (10.0, "once"), (20.5, "again")]


@pytest.mark.parametrize(
    ("stamp", "seconds"), [("1:02", 62.0), ("00:12:34", 12.34), ("1:02:03.5", 3723.5), ("00:01.123", 1.123)]
)
def test_times_are_written_in_many_ways(stamp: str, seconds: float) -> None:
    assert timed(f"[{stamp}]x") == [(seconds, "x")]


def test_a_positive_offset_makes_all_lines_earlier() -> None:
    assert timed("[00:02]x\n[offset:+500]\n[00:00.2]y") == [(0.0, "y"), (1.5, "x")]


def test_who_sings_is_not_sung() -> None:
    assert timed("[ar:Somebody]\n[ti: A: B]\n[00:01]x") == [(1.0, "x")]


def test_stamps_of_words_are_left_out() -> None:
    assert timed("[00:01.0]<00:01.0> Hello <00:01.5> you") == [(1.0, "Hello you")]


def test_an_empty_line_is_a_pause() -> None:
    assert timed("[00:01]x\n[00:05]\n[00:09]y")[1] == (5.0, "")


def test_text_without_times_stays_as_it_is() -> None:
    found = lyrics.parse("\n[Chorus]\nLa la\n\nLa\n\n")
    assert found == Lyrics((Line("[Chorus]"), Line("La la"), Line(""), Line("La")), timed=False)


@pytest.mark.parametrize("nothing", ["", "\n \n", "[00:01]\n[00:02]", "[ar:x]"])
def test_no_words_are_no_lyrics(nothing: str) -> None:
    assert lyrics.parse(nothing) is None


def test_the_line_at_a_time() -> None:
    found = lyrics.parse("[00:01]a\n[00:03]b")
    assert found is not None
    assert [found.line_at(at) for at in (0.0, 1.0, 2.9, 3.0, 99.0)] == [-1, 0, 0, 1, 1]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_a_file_beside_the_song_is_read_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "song.LRC").write_bytes("[00:01]für dich\n".encode(encoding))
    found = lyrics.find(tmp_path / "song.flac")
    assert found == Lyrics((Line("für dich", lyrics.Seconds(1.0)),), timed=True)


@pytest.mark.parametrize("ending", [".mp3", ".flac", ".ogg", ".opus", ".m4a", ".wma", ".wv", ".wav"])
def test_embedded_lyrics_are_found_in_every_format(tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"song{ending}"
    file.write_bytes(encoded(ending))
    assert lyrics.find(file) is None
    writing.write(file, Edit({"lyrics": ("One\nTwo",)}))
    found = lyrics.find(file)
    assert found is not None
    assert found.text == "One\nTwo"


def test_times_are_worth_more_than_the_place(tmp_path: Path) -> None:
    file = tmp_path / "song.flac"
    file.write_bytes(encoded(".flac"))
    writing.write(file, Edit({"lyrics": ("[00:01]embedded",)}))
    beside = tmp_path / "song.lrc"
    beside.write_text("plain")
    assert lyrics.find(file) == lyrics.parse("[00:01]embedded")
    beside.write_text("[00:02]beside")
    assert lyrics.find(file) == lyrics.parse("[00:02]beside")


def test_timed_lyrics_of_id3_are_lines_or_syllables(tmp_path: Path) -> None:
    file = tmp_path / "song.mp3"
    file.write_bytes(encoded(".mp3"))
    audio = MP3(file)
    pieces = [("Hel", 1000), ("lo", 1500), ("\nyou", 2000)]
    audio.tags.add(SYLT(lang="eng", format=2, type=1, desc="", text=pieces))
    audio.tags.add(USLT(lang="eng", desc="", text="Hello\nyou"))
    audio.save()
    found = lyrics.find(file)
    assert found is not None
    assert [(line.at, line.text) for line in found.lines] == [(1.0, "Hello"), (2.0, "you")]
