"""The demo library: real files in five formats, with tags, covers, and songs that travel."""

from __future__ import annotations

import itertools
from collections import Counter
from pathlib import Path

import av
import mutagen
import numpy as np
import pytest

from core.demo import make_demo
from core.demo.catalogue import ALBUMS, entries
from core.demo.covers import cover
from core.demo.sounds import RATE, STYLES, Sound, compose
from core.domain import Seconds
from core.errors import UserError


def test_the_full_demo_has_sixty_songs_by_many_artists_in_many_styles() -> None:
    plan = entries(60, seed=0)
    artists = {artist for entry in plan if entry.tags for artist in entry.tags.artists}
    years = {entry.tags.year for entry in plan if entry.tags}
    assert len({entry.path for entry in plan}) == 60
    assert len(artists) >= 15
    assert len({entry.style for entry in plan}) >= 8
    assert min(filter(None, years)) <= 1970 and max(filter(None, years)) >= 2020


def test_all_five_formats_are_there_and_none_rules() -> None:
    formats = Counter(entry.path.suffix for entry in entries(60, seed=0))
    assert set(formats) == {".flac", ".mp3", ".ogg", ".opus", ".m4a"}
    assert min(formats.values()) >= 6


def test_more_songs_than_the_catalogue_has_are_volumes_of_it() -> None:
    plan = entries(130, seed=0)
    assert len({entry.path for entry in plan}) == len({entry.seed for entry in plan}) == 130


def test_every_file_decodes_to_its_length(music: Path) -> None:
    songs = sorted(
        path for path in music.rglob("*") if path.suffix in {".flac", ".mp3", ".ogg", ".opus", ".m4a"}
    )
    assert len(songs) == 12
    for song in songs:
        with av.open(str(song)) as opened:
            samples = sum(frame.samples for frame in opened.decode(audio=0))
        assert 3.9 * RATE < samples < 7.2 * RATE, song
        assert abs(mutagen.File(song).info.length - samples / RATE) < 0.1, song


def test_tags_and_covers_are_written_in_every_format(music: Path) -> None:
    for number, suffix in ((0, "flac"), (1, "mp3"), (2, "ogg"), (3, "opus"), (4, "m4a")):
        album = ALBUMS[number]
        (song,) = (music / album.artist).rglob(f"*.{suffix}")
        easy = mutagen.File(song, easy=True)
        assert easy["title"] == [album.titles[0]]
        assert easy["artist"] == easy["albumartist"] == [album.artist]
        assert easy["genre"] == list(album.genres)
        assert easy["date"] == [album.date]
        assert cover(number)[:64] in song.read_bytes() or suffix in {"ogg", "opus"}


def test_the_same_demo_is_the_same_bytes(tmp_path: Path) -> None:
    one = make_demo(tmp_path / "one", tracks=5, seconds=(1, 2))
    two = make_demo(tmp_path / "two", tracks=5, seconds=(1, 2))
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]


def test_a_demo_is_not_made_twice_and_a_lost_song_is_made_again(tmp_path: Path) -> None:
    first = make_demo(tmp_path, tracks=3, seconds=(1, 2))
    stamps = [path.stat().st_mtime_ns for path in first]
    first[1].unlink()
    again = make_demo(tmp_path, tracks=3, seconds=(1, 2))
    assert again == first and first[1].exists()
    assert [first[i].stat().st_mtime_ns for i in (0, 2)] == [stamps[0], stamps[2]]


def test_other_arguments_replace_the_songs_of_the_old_demo_and_nothing_else(tmp_path: Path) -> None:
    old = make_demo(tmp_path, tracks=4, seconds=(1, 2))
    mine = old[0].with_name("mine.flac")
    mine.write_bytes(b"mine")
    before = old[0].read_bytes()
    new = make_demo(tmp_path, tracks=2, seconds=(1, 2), seed=9)
    assert not old[3].exists() and mine.read_bytes() == b"mine"
    assert new[0].read_bytes() != before


def test_a_folder_that_cannot_be_written_is_said_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(UserError, match="cannot be written"):
        make_demo(tmp_path / "file" / "demo", tracks=1, seconds=(1, 1))


@pytest.mark.parametrize("style", STYLES)
def test_a_song_is_audible_unclipped_and_repeatable(style: str) -> None:
    song = compose(style, 3, Seconds(6.0))
    assert song.shape == (2, 6 * RATE) and song.dtype == np.float32
    assert float(np.sqrt(np.mean(song**2))) > 0.02 and float(np.abs(song).max()) <= 1.0
    assert np.array_equal(song, compose(style, 3, Seconds(6.0)))


def spectrum(sound: Sound) -> Sound:
    """Unit-length energy in 40 bands of equal width on a log axis, summed over the sound."""
    power = np.abs(np.fft.rfft(sound.mean(axis=0))) ** 2
    edges = np.geomspace(20, len(power) - 1, 41).astype(int)
    bands = np.log1p([power[a:b].sum() for a, b in itertools.pairwise(edges)])
    bands -= bands.mean()
    return np.asarray(bands / np.linalg.norm(bands), np.float32)


def test_styles_sound_further_apart_than_songs_of_one_style() -> None:
    songs = {style: [spectrum(compose(style, seed, Seconds(12.0))) for seed in (1, 2)] for style in STYLES}
    within = np.mean([one @ two for one, two in songs.values()])
    across = np.mean([songs[a][0] @ songs[b][1] for a in songs for b in songs if a != b])
    assert within > across + 0.15


def test_a_song_changes_as_it_unfolds() -> None:
    song = compose("house", 1, Seconds(30.0))
    parts = [spectrum(part) for part in np.array_split(song, 6, axis=1)]
    assert min(float(a @ b) for a in parts for b in parts) < 0.97
