"""Names folded to what they mean for a radio: who plays, which album, which song."""

from __future__ import annotations

import numpy as np
import pytest

from core.domain import AudioId, Seconds, TrackId
from core.explore.ear.ear import Ear
from core.explore.radio.catalogue import Catalogue
from core.explore.radio.rules import Gaps, Session, Versions, album_key, artist_keys, plainness, song_key
from core.explore.radio.steering import Steering, rules_in_words
from core.explore.stock import RadioTrack
from tests.core.explore.synthetic_songs import clustered, make_ear, make_tracks, trajectories


@pytest.mark.parametrize(
    "title",
    [
        "Numb",
        "NUMB",
        "Numb (Live)",
        "Numb [Live at Wembley]",
        "Numb - 2011 Remaster",
        "Numb - Remastered 2011",
        "Numb (Radio Edit)",
        "Numb (feat. Somebody)",
        "Numb feat. Somebody",
        "Numb (Album Version) [Explicit]",
        "Numb – Live in Texas",
    ],
)
def test_versions_of_a_song_have_one_key(title: str) -> None:
    assert song_key(title) == "numb"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Live Forever", "Forever"),
        ("Concerto No. 1", "Concerto No. 2"),
        ("Part One", "Part Two"),
        ("Heroes (Part 1)", "Heroes (Part 2)"),
        ("Alive", "Live"),
        ("Deliver Me", "Me"),
    ],
)
def test_different_songs_have_different_keys(one: str, other: str) -> None:
    assert song_key(one) != song_key(other)


@pytest.mark.parametrize("title", ["Intro", "Track 03", "07", "", "Interlude"])
def test_a_title_that_says_nothing_makes_no_two_tracks_one_song(title: str) -> None:
    assert song_key(title) == ""


def test_a_title_that_is_all_version_keeps_its_words() -> None:
    assert song_key("(Live)") == "live"


@pytest.mark.parametrize(
    ("artist", "keys"),
    [
        ("A feat. B", {"a", "b"}),
        ("A ft. B & C", {"a", "b", "c"}),
        ("A; B, C", {"a", "b", "c"}),
        ("A (feat. B)", {"a", "b"}),
        ("AC/DC", {"ac dc"}),
        ("Björk", {"bjork"}),
        ("Charli XCX", {"charli xcx"}),
        ("A vs. B", {"a", "b"}),
        ("Iron & Wine", {"iron", "wine"}),
        ("", set()),
        ("Various Artists", set()),
        ("Unknown Artist", set()),
    ],
)
def test_everyone_who_plays_is_named(artist: str, keys: set[str]) -> None:
    assert artist_keys(artist) == keys


def test_discs_of_an_album_are_one_album() -> None:
    assert (
        album_key("The Wall (Disc 1)") == album_key("The Wall [CD 2]") == album_key("the wall") == "the wall"
    )
    assert album_key("") == album_key("Unknown Album") == ""


def songs(tracks: list[RadioTrack], ear: Ear | None = None) -> list[int]:
    ear = ear or make_ear(clustered(len(tracks), 5, noise=2.0))
    numbers: list[int] = Catalogue(ear, tracks).songs.tolist()
    return numbers


def track(id: int, title: str, artist: str, duration: float = 200.0) -> RadioTrack:
    return RadioTrack(TrackId(id), artist=artist, title=title, duration=Seconds(duration))


def test_one_song_by_two_artists_is_two_songs() -> None:
    one, other = songs([track(1, "Hallelujah", "Cohen"), track(2, "Hallelujah (Live)", "Buckley")])
    assert one != other


def test_versions_with_guests_are_grouped_through_the_artist_they_share() -> None:
    alone, guest, live = songs(
        [track(1, "Numb", "A"), track(2, "Numb (Remix)", "A feat. B"), track(3, "Numb (Live)", "B")]
    )
    assert alone == guest == live


def test_a_version_told_without_brackets_is_one_where_its_artist_has_the_plain_song() -> None:
    plain, fast, live, forever, fast_other = songs(
        [
            *(
                track(1, "Cocoa River", "A"),
                track(2, "cocoa river fast", "A"),
                track(3, "Cocoa River Live", "A"),
            ),
            *(track(4, "Live", "A"), track(5, "Cocoa River Fast", "B")),
        ]
    )
    assert plain == fast == live
    assert len({plain, forever, fast_other}) == 3


def test_unknown_artists_are_not_one_artist() -> None:
    one, other = songs([track(1, "Dawn", ""), track(2, "Dawn", "")])
    assert one != other


def test_copies_of_one_recording_are_one_song_whatever_they_are_called() -> None:
    heard = trajectories(clustered(5, 5))
    ear = Ear.build(
        [heard], {}, [(TrackId(1), AudioId("a0")), (TrackId(2), AudioId("a0")), (TrackId(3), AudioId("a1"))]
    )
    one, copy, other = songs([track(1, "X", "A"), track(2, "Y", "B"), track(3, "Z", "C")], ear)
    assert one == copy != other


def test_another_encoding_of_a_recording_is_the_same_song_only_if_it_is_as_long() -> None:
    vectors = clustered(60, 6, noise=2.0)
    vectors[1] = vectors[0] + 1e-3
    vectors[2] = vectors[0] - 1e-3
    tracks = [
        track(1, "X", "A", 200.0),
        track(2, "Y", "B", 200.6),
        track(3, "Z", "C", 150.0),
        *make_tracks(57, first=4),
    ]
    assert Catalogue(make_ear(vectors), tracks).same_song(0).tolist() == [0, 1]


def test_rules_are_given_up_in_the_stated_order() -> None:
    tracks = [
        track(1, "Now", "A"),
        RadioTrack(TrackId(2), artist="B", title="Same album", album="Both"),
        RadioTrack(TrackId(3), artist="A", title="Same artist"),
        RadioTrack(TrackId(4), artist="A", title="Now (Live)"),
        RadioTrack(TrackId(5), artist="C", title="Free"),
        RadioTrack(TrackId(6), artist="D", title="Before", album="Both"),
    ]
    session = Session(Catalogue(make_ear(clustered(6, 6, noise=2.0)), tracks))
    session.play(tracks[5])
    session.play(tracks[0])
    free, album, artist, version, repeat = session.costs()[[4, 1, 2, 3, 5]]
    assert free == 0 < album < artist < version < repeat


def session_of(tracks: list[RadioTrack], gaps: Gaps) -> Session:
    return Session(Catalogue(make_ear(clustered(len(tracks), 3, noise=2.0)), tracks), gaps)


@pytest.mark.parametrize(
    ("gap", "costs"), [(5, [2, 1, 1, 1, 0, 0]), (3, [2, 1, 0, 0]), (2, [1, 0]), (1, [0, 0])]
)
def test_a_gap_is_halved_before_it_is_dropped(gap: int, costs: list[int]) -> None:
    """How dear a second track of an artist is, one, two, three … tracks after the first."""
    tracks = [track(1, "First", "A"), track(2, "Again", "A"), *make_tracks(8, artists=8, first=3)]
    session = session_of(tracks, Gaps(artist=gap, album=1))
    session.play(tracks[0])
    found = []
    for other in tracks[2 : 2 + len(costs)]:
        found.append(int(session.costs()[1]) // 100)
        session.play(other)
    assert found == costs


def test_gaps_are_kept_before_what_is_to_come_too() -> None:
    tracks = [track(1, "Later", "A"), track(2, "Now", "A"), track(3, "Other", "B")]
    session = session_of(tracks, Gaps())
    session.expect([(2, tracks[0])])
    assert session.costs()[1] > session.costs()[2] == 0
    assert session.costs(at=3)[1] == 0, "it has passed by then"


@pytest.mark.parametrize(
    ("titles", "plain"),
    [
        (("Numb", "Numb (2011 Remaster)", "Numb (Live)"), [0, 1, 2]),
        (("Numb (feat. B)", "Numb - Radio Edit", "Live Forever"), [1, 2, 0]),
        (("Demons", "Demons (Demo)", "Take Five"), [0, 2, 0]),
    ],
)
def test_the_plain_title_is_preferred_to_a_version(titles: tuple[str, ...], plain: list[int]) -> None:
    assert [plainness(track(1, title, "A")) for title in titles] == plain


def test_an_album_that_says_live_makes_its_tracks_live() -> None:
    assert plainness(RadioTrack(TrackId(1), title="Numb", album="Road (Live in Texas)")) == 2
    assert plainness(RadioTrack(TrackId(1), title="Numb", album="Live at Leeds")) == 2
    assert plainness(RadioTrack(TrackId(1), title="Numb", album="Long Live")) == 0


def test_of_several_versions_the_studios_stands_for_the_song_then_the_loved_then_the_first() -> None:
    tracks = [
        track(1, "Numb (Live)", "A"),
        track(2, "Numb", "A"),
        track(3, "Numb (2011 Remaster)", "A"),
        track(4, "Dawn", "B"),
        track(5, "Dawn", "B")._replace(loved=True),
        track(6, "Dusk", "B"),
        track(7, "Dusk", "B")._replace(rating=4.0),
        track(8, "Noon", "B"),
        track(9, "Noon", "B"),
        track(10, "Alone", "C"),
    ]
    catalogue = Catalogue(make_ear(clustered(10, 5, noise=2.0)), tracks)
    everything = np.ones(10, np.bool_)
    assert catalogue.ids[catalogue.preferred(everything)].tolist() == [2, 5, 7, 8, 10]
    everything[1] = False
    assert catalogue.ids[catalogue.preferred(everything)].tolist() == [3, 5, 7, 8, 10]


def test_the_rules_are_stated_in_words() -> None:
    said = " ".join(rules_in_words(Steering(artist_gap=3, album_gap=1, only="genre:jazz", spoken=True)))
    assert "At most one track of an artist in any 3 tracks." in said
    assert "of an album" not in said
    assert "“genre:jazz”" in said
    assert "spoken" not in said
    assert "Christmas" in said


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (2, 0, 3, 1)])
def test_of_versions_shown_one_by_one_the_first_is_new(order: tuple[int, ...]) -> None:
    told = [
        RadioTrack(TrackId(1), "Linkin Park", "Numb"),
        RadioTrack(TrackId(2), "Linkin Park", "Numb (Live)"),
        RadioTrack(TrackId(3), "Linkin Park feat. Jay-Z", "Numb Live"),
        RadioTrack(TrackId(4), "Linkin Park", "Faint"),
    ]
    versions = Versions()
    new = [told[place].id for place in order if versions.is_new(told[place])]
    assert all(map(versions.knows, told))
    assert not versions.knows(RadioTrack(TrackId(5), "Others", "Numb"))
    assert new == [told[place].id for place in order if place in (next(p for p in order if p < 3), 3)]
