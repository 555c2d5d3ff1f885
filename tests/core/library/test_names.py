"""Sort keys, and guesses from paths."""

from __future__ import annotations

import pytest

from core.library.names import Guess, from_path, sort_key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("The Beatles", "beatles"),
        ("A Hard Day's Night", "hard day's night"),
        ("The The", "the"),
        ("The", "the"),
        ("Theory", "theory"),
        ("Die Ärzte", "arzte"),
        ("L'Impératrice", "imperatrice"),
        ("Los Lobos", "lobos"),
        ("Émilie Simon", "emilie simon"),
        ("Sigur Rós", "sigur ros"),
        ("Øya", "oya"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ('"Heroes"', 'heroes"'),
        ("...And Justice", "and justice"),
        ("!!!", "!!!"),
        ("  spaced ", "spaced"),
        ("ｆｕｌｌ", "full"),
        ("", ""),
    ],
)
def test_sort_keys_fold_case_marks_and_articles(text: str, key: str) -> None:
    assert sort_key(text) == key


@pytest.mark.parametrize(
    ("path", "guess"),
    [
        ("Artist/Album/03 Title.flac", Guess("Title", "Artist", "Album", 3)),
        ("Artist/Album/03 - Title.flac", Guess("Title", "Artist", "Album", 3)),
        ("Artist/Album/03. Title.flac", Guess("Title", "Artist", "Album", 3)),
        ("Artist/Album/3.Title.flac", Guess("Title", "Artist", "Album", 3)),
        ("Artist/Album/(03) Title.flac", Guess("Title", "Artist", "Album", 3)),
        ("Artist/Album/[03] Title.flac", Guess("Title", "Artist", "Album", 3)),
        ("Artist/Album (1998)/03 Title.flac", Guess("Title", "Artist", "Album", 3, None, 1998)),
        ("Artist/1998 - Album/03 Title.flac", Guess("Title", "Artist", "Album", 3, None, 1998)),
        ("Artist/[1998] Album/03 Title.flac", Guess("Title", "Artist", "Album", 3, None, 1998)),
        ("Artist/1984/03 Title.flac", Guess("Title", "Artist", "1984", 3)),
        ("Artist - Album/CD2/03 Title.flac", Guess("Title", "Artist", "Album", 3, 2)),
        ("Artist/Album/Disc 1/03 Title.flac", Guess("Title", "Artist", "Album", 3, 1)),
        ("Artist/Album/2-03 Title.flac", Guess("Title", "Artist", "Album", 3, 2)),
        ("01 - Artist - Title.mp3", Guess("Title", "Artist", "", 1)),
        ("01_-_Artist_-_Title.mp3", Guess("Title", "Artist", "", 1)),
        ("Artist - Title.mp3", Guess("Title", "Artist")),
        ("Artist - Album - 01 - Title.ogg", Guess("Title", "Artist", "Album", 1)),
        ("some_song_name.mp3", Guess("some song name")),
        ("99 Luftballons.mp3", Guess("99 Luftballons")),
        ("7 Seconds.mp3", Guess("7 Seconds")),
        ("Artist/Title.mp3", Guess("Title", "Artist")),
        ("Album/01 Title.mp3", Guess("Title", "", "Album", 1)),
        ("Various/Album/01 Artist - Title.mp3", Guess("Title", "Artist", "Album", 1)),
        ("noending", Guess("noending")),
        ("01.mp3", Guess("01")),
        (" .mp3", Guess(".mp3")),
    ],
)
def test_paths_are_read_as_people_name_them(path: str, guess: Guess) -> None:
    assert from_path(path) == guess
