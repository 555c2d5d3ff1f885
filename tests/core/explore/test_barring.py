"""What does not come by itself: bans, spoken word in several languages, Christmas music outside December."""

from __future__ import annotations

import pytest

from core.domain import Seconds, Timestamp, TrackId
from core.explore.radio.barring import Banning, barred, is_christmas, is_season, is_spoken
from core.explore.stock import RadioTrack
from core.library.bans import Ban
from core.library.radios import Steering

NOVEMBER, DECEMBER = Timestamp(1_763_200_000.0), Timestamp(1_765_800_000.0)


def titled(title: str, **said: object) -> RadioTrack:
    return RadioTrack(TrackId(1), title=title, **said)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "genre",
    [
        "Audiobook",
        "Hörbuch",
        "Hörspiel",
        "Podcast",
        "Speech",
        "Spoken Word",
        "Comedy",
        "Books & Spoken",
        "Livre audio",
        "Audiolibro",
        "Luisterboek",
        "Ljudbok",
        "Аудиокнига",
        "有声书",
        "Kabarett",
        "stand-up",
    ],
)
def test_spoken_word_is_told_by_its_genre_in_several_languages(genre: str) -> None:
    assert is_spoken(titled("Kapitel 1", genres=(genre,)))
    assert is_spoken(titled("Kapitel 1", genre=genre))


@pytest.mark.parametrize("genre", ["Comedy Rock", "Spoken Jazz", "Newsted Metal", "Electronic", "Drama", ""])
def test_music_is_not_taken_for_spoken_word(genre: str) -> None:
    assert not is_spoken(titled("The Interview", genres=(genre,), album="Speech Therapy"))


def test_spoken_word_is_told_by_its_folder_and_by_strong_words_in_names() -> None:
    assert is_spoken(titled("01", folder="/media/Hörbücher/Kästner/Emil"))
    assert is_spoken(titled("01", folder="/media/Podcasts/News of the Week"))
    assert is_spoken(titled("Chapter 1", album="Emma (Unabridged)"))
    assert is_spoken(titled("Sternenhimmel – Hörspiel, Teil 2"))
    assert is_spoken(titled("01", folder="/media/Comedy/Monty Python/Live"))
    assert is_spoken(titled("01", folder="/media/Lectures"))
    assert not is_spoken(titled("Speechless", folder="/media/Comedy of Errors/Disease"))
    assert not is_spoken(titled("The Calling", folder="/media/Yes/Talk", album="Talk"))


def test_a_long_untitled_file_alone_is_not_spoken_word() -> None:
    assert not is_spoken(titled("", duration=Seconds(7200.0)))


@pytest.mark.parametrize(
    "title",
    [
        "Last Christmas",
        "Xmas Time",
        "Weihnachtsoratorium",
        "Stille Nacht",
        "Petit Papa Noël",
        "Noël",
        "Feliz Navidad",
        "Bianco Natale",
        "God jul",
        "Kerstliedje",
        "Sylvian Joululaulu",
        "Vánoční koleda",
        "クリスマス・イブ",
        "The First Noel",
        "Jingle Bells",
        "Holly Jolly CHRISTMAS (Live)",
    ],
)
def test_christmas_music_is_told_by_its_title_in_several_languages(title: str) -> None:
    assert is_christmas(titled(title))


@pytest.mark.parametrize(
    "title",
    [
        "Noelle",
        "Natalie",
        "July",
        "Prenatal",
        "Christine",
        "Merry Christmas Mr. Lawrence",
        "Santa Fe",
        "Julia",
        "Kerstin",
        "Nightfall",
        "Silent Running",
        "Holiday in Cambodia",
        "Holiday",
        "Jul",
        "",
    ],
)
def test_names_that_only_look_like_it_are_not_christmas(title: str) -> None:
    assert not is_christmas(
        titled(title, album="Noel Gallagher's High Flying Birds", folder="/music/Jul/Ma Vie")
    )


def test_christmas_music_is_told_by_genre_album_and_folder_too() -> None:
    assert is_christmas(titled("Snow", genres=("Holiday",)))
    assert is_christmas(titled("Snow", album="A Very Special Christmas"))
    assert is_christmas(titled("Snow", folder="/music/Weihnachten"))


def test_the_season_is_december() -> None:
    assert is_season(DECEMBER)
    assert not is_season(NOVEMBER)


@pytest.mark.parametrize(
    ("ban", "barred"),
    [
        (Ban.track(TrackId(1)), {1}),
        (Ban.artist("émilie"), {1, 2}),
        (Ban.album("Greatest Hits", "Queen"), {3}),
        (Ban.album("Greatest Hits"), {3, 4}),
        (Ban.genre("jazz"), {2}),
        (Ban.folder("/music/Queen"), {3}),
        (Ban.folder("/music/"), {1, 2, 3, 4}),
    ],
)
def test_a_ban_holds_for_what_it_names(ban: Ban, barred: set[int]) -> None:
    stock = [
        RadioTrack(TrackId(1), artist="Emilie", folder="/music/x"),
        RadioTrack(TrackId(2), artist="Somebody feat. Émilie", genres=("Jazz", "Pop"), folder="/music/x"),
        RadioTrack(TrackId(3), artist="Queen", album="Greatest Hits", folder="/music/Queen/Hits"),
        RadioTrack(TrackId(4), artist="Abba", album="Greatest Hits (CD 1)", folder="/music/Queens"),
    ]
    banned = Banning([ban])
    assert {track.id for track in stock if banned(track) == ban} == barred


def test_what_is_barred_follows_the_steering_and_the_season() -> None:
    stock = [
        RadioTrack(TrackId(1), title="Last Christmas"),
        RadioTrack(TrackId(2), title="One", genres=("Audiobook",)),
        RadioTrack(TrackId(3), title="Song"),
        RadioTrack(TrackId(4), title="Other"),
    ]
    bans = [Ban.track(TrackId(4))]
    assert barred(stock, bans, Steering(), NOVEMBER) == {1, 2, 4}
    assert barred(stock, bans, Steering(), DECEMBER) == {2, 4}
    assert barred(stock, bans, Steering(spoken=True, christmas=True), NOVEMBER) == {4}
