"""Shelves of rediscovery: who stands on them and who never does, why, in which mood, and for how long."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from itertools import islice, pairwise

import numpy as np
import pytest

from core.domain import Ended, Timestamp, TrackId
from core.explore.ear.ear import Ear
from core.explore.ear.taste import Taste, score
from core.explore.memory.affinity import affinities
from core.explore.radio.rules import artist_keys
from core.explore.ranks import ranks
from core.explore.rediscovery.mood import Alike, Feeling, Mood
from core.explore.rediscovery.rediscovery import KEYS, Rediscovery, Shelf
from core.explore.rediscovery.shelves_sound import band
from core.explore.stock import load_stock
from core.library.bans import Ban, Bans
from core.library.radios import Steering
from core.library.tracks import Library
from core.settings import Places
from tests.core.explore.listener import DAY, NOW, YEAR, Listener
from tests.core.explore.synthetic_songs import clustered, trajectories

CLUSTERS = 4


@pytest.fixture(autouse=True)
def in_utc(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if hasattr(time, "tzset"):
        monkeypatch.setenv("TZ", "UTC")
        time.tzset()
    yield
    if hasattr(time, "tzset"):
        os.environ.pop("TZ", None)
        time.tzset()


@pytest.fixture
def library(places: Places) -> Iterator[Library]:
    library = Library.open(places)
    yield library
    library.close()


@pytest.fixture
def listener(library: Library) -> Listener:
    return Listener(library)


def found(
    library: Library, ear: Ear | None = None, mood: Feeling = None, now: float = NOW, **more: float
) -> Rediscovery:
    at = Timestamp(now)
    return Rediscovery(library, ear, load_stock(library), affinities(library, at), at, mood, **more)  # type: ignore[arg-type]


def ids_of(shelf: Shelf) -> list[TrackId]:
    return [item.track_id for item in shelf.items]


def reasons(shelf: Shelf) -> dict[TrackId, str]:
    return {item.track_id: str(item.reason) for item in shelf.items}


def heard(ids: list[TrackId]) -> Ear:
    """An ear in which track number i sounds of cluster i % CLUSTERS."""
    songs = trajectories(clustered(len(ids), CLUSTERS))
    return Ear.build([songs], {}, list(zip(ids, songs.audio_ids, strict=True)))


def often(listener: Listener, id: TrackId, *, last: float, count: int = 8) -> None:
    listener.plays(id, *(last + n * 5 * DAY for n in range(count)))


# -- forgotten favourites --------------------------------------------------------------------------------


def test_what_was_played_often_and_long_ago_is_a_forgotten_favourite(
    library: Library, listener: Listener
) -> None:
    old, fresh = listener.tracks(2)
    often(listener, old, last=3 * YEAR)
    often(listener, fresh, last=2 * DAY)
    shelf = found(library).shelf("forgotten")
    assert ids_of(shelf) == [old]
    assert shelf.needs is None


def test_played_once_or_skipped_is_never_a_forgotten_favourite(library: Library, listener: Listener) -> None:
    once, skipped_since, often_skipped, refused = listener.tracks(4)
    listener.plays(once, 3 * YEAR)
    library.set_loved(once, loved=True)
    often(listener, skipped_since, last=3 * YEAR)
    listener.skips(skipped_since, 2 * YEAR)
    often(listener, often_skipped, last=3 * YEAR)
    listener.skips(often_skipped, *(4 * YEAR + n * DAY for n in range(4)))
    listener.skips(refused, 3 * YEAR)
    assert found(library).shelf("forgotten").items == ()


def test_the_longer_forgotten_and_the_better_liked_come_first(library: Library, listener: Listener) -> None:
    months, years, hardly = listener.tracks(3)
    often(listener, months, last=100 * DAY, count=20)
    often(listener, years, last=4 * YEAR, count=20)
    often(listener, hardly, last=4 * YEAR, count=2)
    assert ids_of(found(library).shelf("forgotten")) == [years, months]  # hardly: a value under FAVOURITE
    library.set_loved(hardly, loved=True)
    assert set(ids_of(found(library).shelf("forgotten"))) == {years, hardly, months}


def test_every_favourite_says_why(library: Library, listener: Listener) -> None:
    loved, finished, played, lately, elsewhere = listener.tracks(5)
    often(listener, loved, last=3.1 * YEAR)
    library.set_loved(loved, loved=True)
    often(listener, finished, last=6 * YEAR, count=9)
    often(listener, played, last=7 * YEAR, count=22)
    listener.plays(played, 7.5 * YEAR, heard=150.0, ended=Ended.STOPPED)
    often(listener, lately, last=5 * 30.5 * DAY, count=10)
    listener.plays(lately, 400 * DAY, heard=150.0, ended=Ended.STOPPED)
    listener.counted_elsewhere(elsewhere, 40, last=8 * YEAR)
    assert reasons(found(library).shelf("forgotten")) == {
        loved: "loved, 3 years ago",
        finished: "finished 9 of 9, 2020",
        played: "23 plays, last in 2019",
        lately: "11 plays, last 5 months ago",
        elsewhere: "40 plays, last in 2018",
    }


# -- never heard -----------------------------------------------------------------------------------------


def test_never_heard_is_ranked_by_the_taste(library: Library, listener: Listener) -> None:
    ids = listener.tracks(80)
    ear = heard(ids)
    liked = ids[0:24:CLUSTERS]
    for id in liked:
        often(listener, id, last=10 * DAY)
    shelf = found(library, ear).shelf("never", 10)
    assert all((ids.index(id) % CLUSTERS) == 0 for id in ids_of(shelf))
    assert not set(ids_of(shelf)) & set(liked)
    titles = {library.track(id).title for id in liked}
    for item in shelf.items:
        near = str(item.reason).split("“")[1].rstrip("”")
        assert near in titles
        row = ear.row(item.track_id)
        nearest = min(liked, key=lambda id: float(ear.between([row], [ear.row(id)])[0, 0]))
        assert library.track(nearest).title == near


def test_never_heard_needs_neither_a_taste_nor_an_ear(library: Library, listener: Listener) -> None:
    old, new = listener.track(added=3 * YEAR), listener.track(added=3 * DAY)
    shelf = found(library).shelf("never")
    assert reasons(shelf) == {new: "added 3 days ago", old: "added 3 years ago"}
    assert ids_of(shelf) == [new, old]
    assert str(shelf.subtitle) == "the latest added first"


def test_a_copy_of_what_was_heard_is_not_new(library: Library, listener: Listener) -> None:
    original, copy, skipped = listener.tracks(3)
    with library.database.write() as db:
        db.execute("UPDATE tracks SET audio_id = 'a0' WHERE id = ?", (copy,))
    listener.plays(original, DAY)
    listener.skips(skipped, DAY)
    assert found(library).shelf("never").items == ()


def test_never_heard_tells_versions_of_a_song_once_and_those_of_heard_songs_last(
    library: Library, listener: Listener
) -> None:
    numb, live, faint, slow, other = (
        listener.track(title, artist)
        for title, artist in (
            ("Numb", "Band"),
            ("Numb (Live)", "Band"),
            ("Faint", "Band"),
            ("Faint slow", "Band"),
            ("Elsewhere", "Others"),
        )
    )
    listener.plays(numb, DAY)
    shown = ids_of(found(library).shelf("never"))
    assert len(shown) == 3
    assert {*shown} & {faint, slow}
    assert shown[-1] == live
    round_of = list(islice(found(library).endless("never", 1), 3))
    assert {*round_of} >= {live, other}
    assert round_of[-1] == live


def test_what_is_loved_but_unheard_is_not_told_by_itself(library: Library, listener: Listener) -> None:
    ids = listener.tracks(8)
    library.set_loved(ids[0], loved=True)
    library.set_loved(ids[1], loved=True)
    said = reasons(found(library, heard(ids)).shelf("never"))[ids[0]]
    assert library.tracks([ids[1]])[0].title in said


# -- this time in other years ----------------------------------------------------------------------------


def test_what_was_played_around_this_day_comes_back(library: Library, listener: Listener) -> None:
    last_year, elsewhere, summer, both = listener.tracks(4)
    listener.plays(last_year, YEAR + 3 * DAY, YEAR + 4 * DAY)
    listener.played_elsewhere(elsewhere, 5 * YEAR - 2 * DAY)
    listener.plays(summer, 1.5 * YEAR)
    listener.plays(both, YEAR)
    listener.plays(both, DAY)  # still fresh
    shelf = found(library).shelf("time")
    assert reasons(shelf) == {last_year: "2 plays in October 2025", elsewhere: "1 play in November 2021"}
    assert str(shelf.title) == "This time in 2025 and 2021"


def test_plays_at_this_hour_count_double(library: Library, listener: Listener) -> None:
    noon, midnight = listener.tracks(2)
    listener.plays(midnight, 730.5 * DAY)
    listener.plays(noon, 731 * DAY + 1800)
    assert ids_of(found(library).shelf("time")) == [noon, midnight]


def test_habits_of_this_hour_come_after_the_season(library: Library, listener: Listener) -> None:
    habit, other_hour, season = listener.tracks(3)
    for day in range(4):
        listener.plays(habit, 600 * DAY + day * DAY + 600)
        listener.plays(other_hour, 600 * DAY + day * DAY + DAY / 2)
    listener.plays(season, YEAR)
    shelf = found(library).shelf("time")
    assert ids_of(shelf) == [season, habit]
    assert reasons(shelf)[habit] == "often at this hour, last in 2025"


# -- artists, albums, loves ------------------------------------------------------------------------------


def test_deep_cuts_are_of_artists_that_one_plays(library: Library, listener: Listener) -> None:
    played = listener.tracks(2, "Nina")
    deep = listener.track("Deep", "Nina")
    once = listener.track("Once", "Nina")
    refused = listener.track("Refused", "Nina")
    listener.track("Stranger", "Somebody else")
    for id in played:
        often(listener, id, last=5 * DAY)
    listener.plays(once, 5 * YEAR)
    listener.skips(refused, DAY)
    assert reasons(found(library).shelf("deep")) == {
        deep: "never; 17 plays of Nina",
        once: "once in 2021; 17 plays of Nina",
    }


def test_of_plays_without_a_time_no_year_is_told(library: Library, listener: Listener) -> None:
    played, deep, other = (*listener.tracks(2, "Nina"), listener.track("Other"))
    for id in (played, other):
        often(listener, id, last=5 * DAY)
    listener.counted_elsewhere(deep, 1, last=NOW)
    assert reasons(found(library).shelf("deep")) == {deep: "once; 9 plays of Nina"}
    with library.database.write() as db:
        db.execute("UPDATE tracks SET play_count = 1 WHERE id <> ?", (deep,))
        db.execute("DELETE FROM plays")
    assert reasons(found(library, heard([played, deep, other])).shelf("surprise"))[deep] == "1 play"


def test_albums_begun_and_laid_aside_offer_their_next_track(library: Library, listener: Listener) -> None:
    album = listener.tracks(6, "Band", album="Kid A")
    whole = listener.tracks(4, "Band", album="Heard")
    hardly = listener.tracks(9, "Other", album="Hardly")
    for id in (*album[:2], album[3], *whole, hardly[0]):
        listener.plays(id, 30 * DAY)
    shelf = found(library).shelf("albums")
    assert reasons(shelf) == {album[2]: "3 of 6 of “Kid A” heard"}
    played = list(islice(found(library).endless("albums", 1), 3))
    assert played == [album[2], album[4], album[5]]


def test_between_two_loves_lie_tracks_nearer_to_both_than_they_are_to_each_other(
    library: Library, listener: Listener
) -> None:
    ids = listener.tracks(80)
    ear = heard(ids)
    loves = [ids[0], ids[1], ids[2]]
    for id in loves:
        often(listener, id, last=10 * DAY)
    shelf = found(library, ear).shelf("between")
    titles = {library.track(id).title: id for id in loves}
    assert shelf.items
    for item in shelf.items:
        one, other = (titles[part.split("”")[0]] for part in str(item.reason).split("“")[1:])
        a, b, x = ear.row(one), ear.row(other), ear.row(item.track_id)
        apart = ear.between([a, b], [a, b])[0, 1]
        assert float(ear.between([x], [a, b]).max()) < apart


def test_another_day_brings_other_pairs(library: Library, listener: Listener) -> None:
    ids = listener.tracks(80)
    ear = heard(ids)
    for id in ids[:16]:
        often(listener, id, last=10 * DAY)
    today, later = (
        set(reasons(found(library, ear, now=NOW + n * DAY).shelf("between")).values()) for n in (0, 3)
    )
    assert today != later
    assert today == set(reasons(found(library, ear, now=NOW + 3600).shelf("between")).values())


# -- surprise me -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("dial", [0.0, 0.3, 1.0])
def test_a_surprise_comes_from_the_part_of_the_library_that_the_dial_names(
    library: Library, listener: Listener, dial: float
) -> None:
    ids = listener.tracks(100)
    for id in ids[0:24:CLUSTERS]:
        often(listener, id, last=10 * DAY)
    ear = heard(ids)
    rediscovery = found(library, ear, dial=dial)
    taste = score(ear, Taste.of([ear.row(id) for id in ids[0:24:CLUSTERS]]))
    rested = sorted(set(ids) - set(ids[0:24:CLUSTERS]), key=lambda id: float(taste[ear.row(id)]))
    low, high = (share * len(rested) for share in band(dial))
    places = [rested.index(id) for id in ids_of(rediscovery.shelf("surprise", 50))]
    assert places
    assert low - 3 <= min(places) <= max(places) <= high + 3  # the likes do not weigh all alike


def test_the_dial_says_what_it_does(library: Library, listener: Listener) -> None:
    ids = listener.tracks(60)
    often(listener, ids[0], last=10 * DAY)
    said = [str(found(library, heard(ids), dial=dial).shelf("surprise").subtitle) for dial in (0.0, 0.5, 1.0)]
    assert said == [
        "the 5 % nearest to your taste, unheard for a month",
        "beyond the 30 % nearest to your taste, within 52 %, unheard for a month",
        "the 40 % furthest from your taste, unheard for a month",
    ]
    with pytest.raises(ValueError, match="0 to 1"):
        found(library, dial=1.5)


# -- what holds on every shelf ---------------------------------------------------------------------------


def test_without_anything_each_shelf_says_what_it_needs(library: Library) -> None:
    for shelf in found(library).shelves():
        assert shelf.items == ()
        assert shelf.needs
        assert list(found(library).endless(shelf.key, 1)) == []
    assert found(library).corner() is None


def test_without_an_ear_the_shelves_of_the_past_still_fill(library: Library, listener: Listener) -> None:
    album = listener.tracks(6, "Band", album="Album")
    for id in album[:3]:
        often(listener, id, last=YEAR)
    filled = {shelf.key for shelf in found(library).shelves() if shelf.items}
    assert filled == {"forgotten", "never", "time", "deep", "albums"}


@pytest.fixture
def grown(library: Library, listener: Listener) -> list[TrackId]:
    """Eighty tracks by ten artists, half of them heard years ago."""
    ids = [listener.track("", f"Artist {'abcdefghij'[n % 10]}") for n in range(80)]
    for number, id in enumerate(ids[:40]):
        often(listener, id, last=(2 + number % 3) * YEAR + number * DAY, count=4 + number % 7)
    return ids


def test_an_artist_has_two_of_the_first_ten_at_most(
    library: Library, listener: Listener, grown: list[TrackId]
) -> None:
    for _ in range(12):
        often(listener, listener.track("", "Artist a"), last=6 * YEAR, count=40)
    stock = {track.id: track for track in load_stock(library)}
    for shelf in found(library).shelves(20):
        for start in range(max(1, len(shelf.items) - 9)):
            names = [
                k for i in shelf.items[start : start + 10] for k in artist_keys(stock[i.track_id].artist)
            ]
            assert not names or max(map(names.count, names)) <= 2


def test_one_version_of_a_song_stands_on_a_shelf(library: Library, listener: Listener) -> None:
    versions = [listener.track(title, "Band") for title in ("Numb", "Numb (Live)", "Numb - 2011 Remaster")]
    for id in versions:
        often(listener, id, last=3 * YEAR)
    assert len(found(library).shelf("forgotten").items) == 1
    assert len(found(library).shelf("deep").items) == 0


def test_what_is_barred_comes_on_no_shelf(library: Library, listener: Listener, grown: list[TrackId]) -> None:
    carol = listener.track("Jingle Bells", "Choir")
    spoken = listener.track("Chapter One", "Reader", genre="Audiobook")
    for id in (carol, spoken):
        often(listener, id, last=YEAR)
    Bans(library).add(Ban.track(grown[0]))
    Bans(library).add(Ban.artist("Artist b"))
    shown = {id for shelf in found(library).shelves(200) for id in ids_of(shelf)}
    shown |= {id for key in KEYS for id in islice(found(library).endless(key, 1), 200)}
    assert shown
    assert not shown & {carol, spoken, grown[0], *grown[1::10]}
    december = Timestamp(NOW + 35 * DAY)
    assert carol in ids_of(found(library, now=december).shelf("forgotten", 200))
    at = Timestamp(NOW)
    wanted = Rediscovery(
        library, None, load_stock(library), affinities(library, at), at, steering=Steering(spoken=True)
    )
    assert spoken in ids_of(wanted.shelf("forgotten", 200))


def test_the_same_moment_gives_the_same_shelves(library: Library, grown: list[TrackId]) -> None:
    ear = heard(grown)
    assert found(library, ear).shelves() == found(library, ear).shelves()
    assert found(library, ear).corner() == found(library, ear).corner()


# -- moods -----------------------------------------------------------------------------------------------


def test_ranks_are_shares_of_the_library() -> None:
    found = ranks(np.array([5.0, np.nan, 1.0, 5.0, 9.0]))
    assert found.tolist() == pytest.approx([0.5, np.nan, 0.125, 0.5, 0.875], nan_ok=True)


def test_the_pad_moves_every_shelf(library: Library, listener: Listener, grown: list[TrackId]) -> None:
    """Energies are squeezed together, as in real libraries: ranks undo that."""
    energies = [0.9 + number / 10_000 for number in range(80)]
    listener.facts(grown, energies, [1000.0 + 7 * (number * 37 % 80) for number in range(80)])
    number = {id: place for place, id in enumerate(grown)}
    for key in ("forgotten", "never"):
        lively, calm = (
            np.mean([number[id] for id in ids_of(found(library, mood=Mood(energy, 0.0)).shelf(key, 8))])
            for energy in (0.9, -0.9)
        )
        assert lively > calm + 15


def test_in_the_middle_of_the_pad_is_no_mood(
    library: Library, listener: Listener, grown: list[TrackId]
) -> None:
    listener.facts(grown, [0.5] * 80, [1000.0] * 80)
    plain, middle = found(library), found(library, mood=Mood(0.0, 0.0))
    assert plain.shelf("forgotten") == middle.shelf("forgotten")
    with pytest.raises(ValueError, match="-1 to 1"):
        Mood(2.0, 0.0)


def test_like_a_track_brings_what_sounds_like_it(library: Library, grown: list[TrackId]) -> None:
    ear = heard(grown)
    rediscovery = found(library, ear)
    for number in (0, 1, 2):
        shelf = rediscovery.steered(Alike(grown[number])).shelf("never", 8)
        assert all(grown.index(id) % CLUSTERS == number for id in ids_of(shelf))
    assert rediscovery.steered(None).shelf("never") == rediscovery.shelf("never")


def test_what_is_to_be_sounded_like_and_its_copies_stand_on_no_shelf(
    library: Library, grown: list[TrackId]
) -> None:
    ear = heard(grown)
    unheard = ids_of(found(library, ear).shelf("never", 8))[0]
    alike = found(library, ear, Alike(unheard))
    assert all(unheard not in ids_of(shelf) for shelf in alike.shelves())
    assert unheard not in set(islice(alike.endless("never", 1), 200))
    assert unheard not in ids_of(found(library, None, Alike(unheard)).shelf("never", 200))


def test_a_shelf_whose_tracks_may_not_come_does_not_say_that_there_are_none(
    library: Library, listener: Listener
) -> None:
    only = listener.track("Deep", "Nina")
    assert str(found(library, None, Alike(only)).shelf("never").needs).startswith("All that would stand here")
    Bans(library).add(Ban.artist("Nina"))
    assert str(found(library).shelf("never").needs).startswith("All that would stand here")


# -- without an end --------------------------------------------------------------------------------------


def test_a_shelf_plays_for_ever_and_all_of_it_before_any_comes_twice(
    library: Library, grown: list[TrackId]
) -> None:
    rediscovery = found(library, heard(grown))
    for key in ("forgotten", "never"):
        every = {item.track_id for item in rediscovery.shelf(key, 1000).items}
        played = list(islice(rediscovery.endless(key, 3), 3 * len(every)))
        for start in range(0, len(played), len(every)):
            assert set(played[start : start + len(every)]) == every
        assert all(one != after for one, after in pairwise(played))


@pytest.mark.parametrize("barred", [False, True])
def test_a_shelf_of_one_song_plays_for_ever_too(library: Library, listener: Listener, barred: bool) -> None:
    """Its other track is a version of it, or never comes: nothing else is there to follow it."""
    only = listener.track("Numb", "Somebody")
    other = listener.track("Numb (Live)", "Somebody" if not barred else "Somebody else")
    if barred:
        Bans(library).add(Ban.track(other))
    for seed in range(8):
        played = list(islice(found(library).endless("never", seed), 12))
        assert len(played) == 12
        assert set(played) <= ({only} if barred else {only, other})


def test_a_shuffle_is_drawn_anew_for_each_seed_the_best_first(library: Library, listener: Listener) -> None:
    ids = listener.tracks(200)
    rediscovery = found(library)
    ordered = ids_of(rediscovery.shelf("never", 200))
    first, again, other = (list(islice(rediscovery.endless("never", seed), 100)) for seed in (1, 1, 2))
    assert first == again != other
    assert len(ids) == len(ordered)
    assert set(first[:40]) <= set(ordered[:60])  # drawn from the best


def test_an_artist_returns_in_a_shuffle_after_others(library: Library, grown: list[TrackId]) -> None:
    stock = {track.id: track.artist for track in load_stock(library)}
    played = [stock[id] for id in islice(found(library).endless("never", 5), 30)]
    assert all(played[n] not in played[n + 1 : n + 4] for n in range(24))
