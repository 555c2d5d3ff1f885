"""Radios, opinions and bans are kept in the library, bounded, and can be taken back."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from core.domain import Timestamp, TrackId
from core.library import backup, ledger
from core.library.bans import Ban, BanKind, Bans
from core.library.opinions import Opinion, Opinions
from core.library.radios import UNNAMED_KEPT, Radios, Seed, SeedKind, Steering
from core.library.tracks import Library
from core.settings import Places

SEEDS = (Seed.track(TrackId(3), "Says"), Seed.moment(TrackId(4), 60.0, 75.0))


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = Library.open(Places(tmp_path, tmp_path))
    with library.database.write() as db:
        for id in (1, 2, 3, 4):
            db.execute(
                "INSERT INTO tracks (id, path, size, mtime_ns, title, added_at) VALUES (?, ?, 0, 0, 't', 0)",
                (id, f"/music/{id}.flac".encode()),
            )
    return library


def keep(radios: Radios, at: float, id: int | None = None) -> int:
    return radios.keep(id, SEEDS, Steering(), {"history": [1, 2]}, 12.0, Timestamp(at))


def test_a_kept_radio_remembers_its_seeds_and_settings(library: Library) -> None:
    radios, steering = Radios(library), Steering(familiar=-0.5, only="genre:jazz", album_gap=3)
    id = radios.keep(None, SEEDS, steering, {"version": 2, "history": [2, 1]}, 61.5, Timestamp(100.0))
    (past,) = radios.all()
    assert (past.id, past.seeds, past.steering, past.heard) == (id, SEEDS, steering, 61.5)
    assert (past.started_at, past.touched_at) == (100.0, 100.0)
    assert radios.state(id) == {"version": 2, "history": [2, 1]}
    assert radios.tracks(id) == [2, 1]


def test_going_on_with_a_radio_brings_it_up_to_date_and_to_the_top(library: Library) -> None:
    radios = Radios(library)
    first, second = keep(radios, 1.0), keep(radios, 2.0)
    assert keep(radios, 3.0, first) == first
    assert [past.id for past in radios.all()] == [first, second]
    assert [past.started_at for past in radios.all()] == [1.0, 2.0]


def test_a_renamed_radio_outlives_the_limit_that_others_are_held_to(library: Library) -> None:
    radios = Radios(library)
    named = keep(radios, 1.0)
    radios.rename(named, " Evening ")
    for at in range(UNNAMED_KEPT + 3):
        keep(radios, 10.0 + at)
    kept = radios.all()
    assert len(kept) == UNNAMED_KEPT + 1
    assert kept[-1].name == "Evening"


def test_a_removed_radio_can_be_put_back(library: Library) -> None:
    radios = Radios(library)
    id = keep(radios, 1.0)
    before = radios.all()
    removed = radios.remove(id)
    assert removed is not None
    assert radios.all() == []
    assert radios.remove(id) is None
    radios.put_back(removed)
    radios.put_back(removed)
    assert radios.all() == before


def test_an_unknown_radio_has_no_state_and_no_tracks(library: Library) -> None:
    assert Radios(library).get(9) is None
    assert Radios(library).state(9) is None
    assert Radios(library).tracks(9) == []


def test_a_radio_of_a_newer_version_is_passed_over(library: Library) -> None:
    radios = Radios(library)
    id = keep(radios, 1.0)
    with library.database.write() as db:
        db.execute("UPDATE radios SET seeds = ? WHERE id = ?", (json.dumps([{"kind": "weather"}]), id))
    assert radios.all() == []
    assert radios.get(id) is None


def test_seeds_and_steering_survive_json() -> None:
    seeds = (*SEEDS, Seed(SeedKind.ARTIST, (TrackId(1), TrackId(2)), "Nils Frahm"), Seed.history())
    for seed in seeds:
        assert Seed.from_json(json.loads(json.dumps(seed.to_json()))) == seed
    steering = Steering(0.5, 0.25, 1.0, -1.0, "genre:jazz", 2, 1, spoken=True, christmas=True)
    assert Steering.from_json(json.loads(json.dumps(steering.to_json()))) == steering


def test_steering_takes_what_is_out_of_range_to_the_nearest_and_what_is_no_number_as_usual() -> None:
    assert Steering(familiar=-3, artist_gap=0) == Steering(familiar=-1.0, artist_gap=1)
    assert Steering.from_json({"drift": "far", "energy": 0.5, "weather": 1, "spoken": 1}) == Steering(
        energy=0.5
    )


@pytest.mark.parametrize("said", [{"kind": "track"}, {"kind": "moment", "tracks": [1]}, {"kind": "weather"}])
def test_what_is_no_seed_is_refused(said: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"needs tracks|lasts from|not a valid"):
        Seed.from_json(said)


def test_opinions_are_remembered_listed_and_taken_back(library: Library) -> None:
    opinions = Opinions(library)
    opinions.remember(TrackId(1), 1.0, Timestamp(5.0))
    opinions.remember(TrackId(2), -1.0, Timestamp(6.0))
    opinions.remember(TrackId(1), -1.0, Timestamp(7.0))
    opinions.remember(TrackId(99), 1.0, Timestamp(8.0))
    assert opinions.all() == [
        Opinion(TrackId(1), -1.0, Timestamp(7.0)),
        Opinion(TrackId(2), -1.0, Timestamp(6.0)),
    ]
    opinions.forget(TrackId(1))
    assert [opinion.track_id for opinion in opinions.all()] == [2]
    with pytest.raises(ValueError, match="weighs"):
        opinions.remember(TrackId(1), 2.0)


def test_bans_are_kept_once_and_lifted(library: Library) -> None:
    bans = Bans(library)
    asked = [
        Ban.track(TrackId(7)),
        Ban.artist("Émilie"),
        Ban.album("Greatest Hits", "Queen"),
        Ban.genre("Speech"),
        Ban.folder(Path("/music/talk")),
    ]
    for ban in (*asked, asked[0]):
        bans.add(ban)
    assert set(bans.all()) == set(asked)
    assert len(bans.all()) == 5
    bans.remove(asked[1])
    assert asked[1] not in bans.all()
    album = Ban.album("Greatest Hits", "Queen")
    assert (album.kind, album.name, album.by) == (BanKind.ALBUM, "Greatest Hits", "Queen")
    assert (Ban.track(TrackId(7)).track_id, album.track_id) == (7, None)


def test_a_folder_whose_name_is_not_utf_8_can_be_banned(library: Library, tmp_path: Path) -> None:
    bans, ban = Bans(library), Ban.folder(os.fsdecode(b"/music/\xe9t\xe9"))
    bans.add(ban)
    assert bans.all() == [ban]
    backup.export(library, tmp_path / "all.json")
    bans.remove(ban)
    assert bans.all() == []
    backup.restore(library, tmp_path / "all.json")
    assert bans.all() == [ban]


def test_what_was_said_of_a_file_goes_to_the_track_that_it_turns_out_to_be(library: Library) -> None:
    opinions, bans = Opinions(library), Bans(library)
    opinions.remember(TrackId(4), 1.0, Timestamp(5.0))
    bans.add(Ban.track(TrackId(4)))
    with library.database.write() as db:
        ledger.take_over(db, 4, 1)
    assert [opinion.track_id for opinion in opinions.all()] == [1]
    assert bans.all() == [Ban.track(TrackId(1))]


def test_of_two_opinions_of_one_recording_that_of_the_known_track_stands(library: Library) -> None:
    opinions = Opinions(library)
    opinions.remember(TrackId(1), -1.0, Timestamp(4.0))
    opinions.remember(TrackId(4), 1.0, Timestamp(5.0))
    with library.database.write() as db:
        ledger.take_over(db, 4, 1)
    assert opinions.all() == [Opinion(TrackId(1), -1.0, Timestamp(4.0))]
