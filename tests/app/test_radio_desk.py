"""Radio beside the queue: it starts, goes on, is edited, learns and survives."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app import radiostock, tasks
from app.player.base import State
from app.radiodesk import Stage
from app.radiostudio import AHEAD, SESSION_KEY
from core.database import Database
from core.domain import Source, TrackId
from core.library.bans import Ban, Bans
from core.library.opinions import Opinions
from core.library.radios import Seed, SeedKind
from core.library.tracks import SQL, Kind, Library
from tests.app.radioroom import Room
from tests.app.shelf import fill, until

pytestmark = pytest.mark.usefixtures("qapp")
SONGS = 60


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    made = Library(Database(tmp_path / "library.db", SQL))
    fill(made, SONGS)
    yield made
    tasks.drain()
    made.close()


@pytest.fixture
def room(library: Library) -> Iterator[Room]:
    made = Room(library)
    yield made
    made.close()


# -- starting


def test_it_plays_the_seed_first_and_knows_what_follows(room: Room) -> None:
    room.start(5)
    assert room.playback.track == 5
    assert len(room.desk.picks) >= 10
    assert TrackId(5) not in room.ids()
    assert room.playback.queue.tracks() == [5, room.ids()[0]]


def test_from_the_track_that_plays_it_goes_on_without_a_break(room: Room) -> None:
    room.playback.play_tracks([TrackId(1), TrackId(2), TrackId(3)], 1)
    room.player.advance(20)
    room.start(2)
    assert room.playback.track == 2
    assert room.player.position() == pytest.approx(20, abs=0.2)
    assert TrackId(3) not in room.playback.queue.tracks(2)


def test_its_plays_are_written_down_as_radio(room: Room) -> None:
    room.start(5)
    room.player.advance(60)
    room.playback.next()
    room.settle()
    until(room.library.plays)
    assert room.library.plays()[0].source is Source.RADIO


def test_seeds_that_nobody_heard_wait_and_begin_by_themselves(room: Room) -> None:
    room.heard = list(range(1, 41))
    wanted: list[object] = []
    room.desk.hear_first.connect(wanted.append)
    room.desk.start_tracks([TrackId(50)])
    until(lambda: room.desk.stage is Stage.WAITING)
    assert room.desk.waiting == (40, SONGS)
    assert wanted == [(50,)]
    room.heard = None
    room.desk.refresh()
    until(lambda: room.desk.stage is Stage.ON)
    assert room.desk.picks


def test_a_library_hardly_heard_waits_too(room: Room) -> None:
    room.heard = [1, 2, 3]
    room.desk.start_tracks([TrackId(1)])
    until(lambda: room.desk.stage is Stage.WAITING)
    assert room.desk.waiting == (3, SONGS)


def test_when_the_seed_ends_first_it_goes_on_once_it_can(room: Room) -> None:
    room.heard = []
    room.desk.start_tracks([TrackId(1)])
    until(lambda: room.desk.stage is Stage.WAITING)
    room.player.advance(181)
    assert room.playback.state is State.STOPPED
    room.heard = None
    room.desk.refresh()
    until(lambda: room.playback.state is State.PLAYING)
    assert room.playback.track != 1


# -- going on


def test_it_never_ends_and_never_repeats(room: Room) -> None:
    room.start(5)
    played = [room.playback.track]
    for _ in range(12):
        room.player.advance(181)
        room.settle()
        played.append(room.playback.track)
        assert len(room.desk.picks) >= 10
    assert len(set(played)) == len(played)


def test_quick_skips_never_run_dry(room: Room) -> None:
    room.start(5)
    played = []
    for _ in range(8):
        room.playback.next()
        played.append(room.playback.track)
    assert None not in played
    assert len(set(played)) == len(played)
    room.settle()
    assert len(room.desk.picks) >= 10


def test_not_this_takes_it_out_at_once(room: Room) -> None:
    room.start(5)
    refused = room.ids()[0]
    room.desk.dislike(refused)
    assert refused not in room.ids()
    assert room.desk.dislikes == (refused,)
    room.settle()
    assert refused not in room.ids()
    assert refused not in room.playback.queue.tracks()
    assert room.playback.queue.tracks()[-1] == room.ids()[0]


def test_not_this_for_what_plays_goes_to_the_next(room: Room) -> None:
    room.start(5)
    room.player.advance(3)
    following = room.ids()[0]
    room.desk.dislike(TrackId(5))
    assert room.playback.track == following


def test_a_like_changes_what_comes(room: Room) -> None:
    room.start(1)
    before = room.ids()
    liked = TrackId(4)  # of another sound than the seed's
    room.desk.like(liked)
    assert room.desk.likes == (liked,)
    room.settle()
    assert room.ids() != before
    assert any(pick.reason.liked == liked for pick in room.desk.picks)


def test_a_second_like_takes_it_back(room: Room) -> None:
    room.start(1)
    before = room.ids()
    room.desk.like(TrackId(4))
    room.settle()
    room.desk.like(TrackId(4))
    room.settle()
    assert room.desk.likes == ()
    assert room.ids() == before


def test_loving_what_plays_counts_as_a_like_until_it_is_taken_back(room: Room, library: Library) -> None:
    room.start(1)
    library.set_loved(TrackId(1), loved=True)
    until(lambda: room.desk.likes == (1,))
    library.set_loved(TrackId(1), loved=False)
    until(lambda: room.desk.likes == ())
    library.set_loved(room.ids()[3], loved=True)
    room.settle()
    assert room.desk.likes == (), "what does not play was loved for other reasons"


def test_one_of_two_seeds_can_be_dropped(room: Room) -> None:
    room.start(1, 4)
    room.desk.drop_seed(1)
    room.settle()
    assert room.desk.seeds == (Seed.track(TrackId(1), "Title 00000"),)
    room.desk.drop_seed(0)
    assert len(room.desk.seeds) == 1


def test_tracks_the_listener_queued_come_before_the_picks(room: Room) -> None:
    room.start(5)
    room.playback.play_next([TrackId(33)])
    room.playback.next()
    assert room.playback.track == 33
    room.settle()
    assert room.desk.stage is Stage.ON
    assert room.playback.queue.ahead == 1


def test_playing_something_else_ends_it(room: Room) -> None:
    room.start(5)
    room.playback.play_tracks([TrackId(10), TrackId(11)])
    assert room.desk.stage is Stage.OFF
    room.settle()
    assert room.playback.queue.tracks() == [10, 11]


def test_stop_leaves_the_music_playing_and_plans_nothing(room: Room) -> None:
    room.start(5)
    room.desk.stop()
    room.settle()
    assert room.desk.stage is Stage.OFF
    assert room.playback.state is State.PLAYING
    assert room.playback.queue.tracks() == [5]
    assert room.library.session(SESSION_KEY) is None


def test_a_moment_of_another_track_plays_from_there_and_radio_goes_on(room: Room) -> None:
    room.start(5)
    room.player.advance(10)
    room.desk.play_now(TrackId(20), 64.0)
    room.player.advance(0.5)
    assert room.playback.track == 20
    assert room.player.position() == pytest.approx(64.5, abs=0.2)
    room.settle()
    assert room.desk.stage is Stage.ON
    assert room.playback.queue.ahead == 1


def test_a_moment_of_what_plays_is_a_seek(room: Room) -> None:
    room.start(5)
    room.player.advance(10)
    room.desk.play_now(TrackId(5), 90.0)
    assert room.player.position() == pytest.approx(90, abs=0.2)
    assert room.playback.queue.tracks()[0] == 5


def test_it_counts_the_time_it_has_played(room: Room) -> None:
    room.start(5)
    room.player.advance(181)
    room.player.advance(60)
    assert room.desk.heard == pytest.approx(240, abs=5)


def test_it_survives_a_restart(room: Room, library: Library) -> None:
    room.start(5)
    room.desk.like(TrackId(4))
    refused = room.ids()[2]
    room.desk.dislike(refused)
    room.settle()
    following = room.ids()
    room.close()
    again = Room(library)
    again.playback.restore()
    again.desk.restore()
    assert again.desk.stage is Stage.PREPARING
    assert again.desk.seeds == (Seed.track(TrackId(5), "Title 00004"),)
    assert (again.desk.likes, again.desk.dislikes) == ((4,), (refused,))
    again.desk.wake()
    until(lambda: again.desk.stage is Stage.ON)
    assert again.ids() == following
    assert again.playback.queue.ahead == 1, "the pick that waited is not queued once more"
    again.playback.resume()
    again.player.advance(181)
    assert again.playback.track == following[0]
    again.close()


def test_after_a_restart_it_still_knows_why_it_plays_what_it_plays(room: Room, library: Library) -> None:
    room.start(5)
    room.playback.next()
    room.settle()
    playing = room.playback.track
    assert playing is not None
    room.close()
    again = Room(library)
    again.playback.restore()
    again.desk.restore()
    again.desk.wake()
    until(lambda: again.desk.stage is Stage.ON)
    pick = again.desk.pick_of(playing)
    assert pick is not None
    assert again.desk.track(pick.reason.liked) is not None
    again.close()


def test_a_damaged_session_is_no_radio(room: Room, library: Library) -> None:
    library.set_session(SESSION_KEY, {"radio": {"version": 99, "seeds": [1]}})
    room.desk.restore()
    room.desk.wake()
    until(lambda: room.desk.stage is Stage.OFF)
    assert room.notices


def test_the_views_do_not_need_numpy_before_radio_is_used() -> None:
    code = (
        "import sys, app.views.library, app.radiodesk, app.radiostudio, app.autoqueue, app.pathdesk;"
        "sys.exit(bool({'numpy', 'faiss', 'torch'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# -- seeds of every kind


@pytest.mark.parametrize(
    "kind", [SeedKind.ALBUM, SeedKind.ARTIST, SeedKind.GENRE, SeedKind.PLAYLIST, SeedKind.SELECTION]
)
def test_it_starts_from_many_tracks_and_is_called_as_they_are(room: Room, kind: SeedKind) -> None:
    room.begin([Seed(kind, (TrackId(3), TrackId(11), TrackId(19)), "Quiet ones")])
    assert room.playback.track == 3
    assert len(room.desk.picks) == AHEAD
    assert room.desk.name == "Quiet ones"


def test_it_starts_from_a_moment_of_what_plays_without_a_break(room: Room) -> None:
    room.playback.play_tracks([TrackId(5), TrackId(6)])
    room.player.advance(70)
    room.desk.start_moment(TrackId(5), 60.0, 80.0)
    until(lambda: room.desk.stage is Stage.ON)
    assert room.player.position() == pytest.approx(70, abs=0.5)
    assert room.desk.name == "Title 00004 from 1:00"


def test_a_moment_of_another_track_is_where_that_begins(room: Room) -> None:
    room.desk.start_moment(TrackId(5), 60.0, 80.0)
    until(lambda: room.desk.stage is Stage.ON)
    room.player.advance(0.5)
    assert room.playback.track == 5
    assert room.player.position() == pytest.approx(60.5, abs=0.2)


def test_from_the_history_the_first_pick_plays_as_soon_as_it_is_known(room: Room, library: Library) -> None:
    with library.database.write() as db:
        db.execute("UPDATE tracks SET loved = 1 WHERE id IN (4, 12, 20)")
    room.desk.start_from_history()
    until(lambda: room.playback.state is State.PLAYING)
    assert room.desk.stage is Stage.ON
    assert room.desk.pick_of(room.playback.track) is not None
    assert room.desk.name == "Your listening"


def test_from_a_history_of_nothing_it_says_so(room: Room, library: Library) -> None:
    with library.database.write() as db:
        db.execute("UPDATE tracks SET play_count = 0")
    room.desk.start_from_history()
    until(lambda: room.notices)
    assert room.desk.stage is Stage.OFF


def test_a_history_of_nothing_ends_no_radio_that_plays(room: Room, library: Library) -> None:
    room.start(4)
    with library.database.write() as db:
        db.execute("UPDATE tracks SET play_count = 0")
    before = room.ids()
    room.desk.start_from_history()
    until(lambda: room.notices)
    assert room.desk.stage is Stage.ON
    assert room.playback.track == 4
    assert room.ids() == before


def test_another_seed_can_join(room: Room) -> None:
    room.start(1)
    before = room.ids()
    room.desk.add_seed(Seed.track(TrackId(4)))
    assert [seed.label for seed in room.desk.seeds] == ["Title 00000", "Title 00003"]
    room.settle()
    assert room.ids() != before
    assert room.desk.name == "Title 00000 and Title 00003"


# -- steering and what is said for good


def test_steering_holds_at_once_and_for_what_comes(room: Room) -> None:
    room.start(5)
    room.desk.steer(replace(room.desk.steering, only="artist:5"))
    assert room.desk.steering.only == "artist:5"
    room.settle()
    artists = {room.desk.track(id).artist for id in room.ids()}  # type: ignore[union-attr]
    assert artists == {"Artist 5"}


def test_a_ban_takes_an_artist_out_and_undo_lets_it_come_again(room: Room, library: Library) -> None:
    room.start(5)
    gone = room.desk.track(room.ids()[0])
    assert gone is not None
    room.desk.ban(Ban.artist(gone.artist))
    room.settle()
    assert gone.artist not in {track.artist for track in library.tracks(room.ids())}
    assert gone.artist in room.offers[-1][0]
    room.undo()
    assert Bans(library).all() == []


def test_bans_are_written_down_without_a_radio_too(room: Room, library: Library) -> None:
    told: list[bool] = []
    room.desk.lasting_changed.connect(lambda: told.append(True))
    room.desk.ban(Ban.track(TrackId(3)), Ban.track(TrackId(4)))
    until(lambda: told)
    assert set(Bans(library).all()) == {Ban.track(TrackId(3)), Ban.track(TrackId(4))}


def test_what_is_remembered_outlives_the_radio_and_can_be_taken_back(room: Room, library: Library) -> None:
    room.start(5)
    room.desk.dislike(room.ids()[0])
    refused = room.desk.dislikes[0]
    room.desk.remember(refused)
    assert room.desk.remembered == {refused: -1.0}
    room.settle()
    assert [(one.track_id, one.weight) for one in Opinions(library).all()] == [(refused, -1.0)]
    room.start(13)
    assert refused not in room.ids()
    room.desk.take_back(refused)
    room.settle()
    assert Opinions(library).all() == []


# -- what comes, edited


def test_twenty_are_ahead(room: Room) -> None:
    room.start(5)
    assert len(room.desk.picks) == 20


def test_a_pick_left_out_is_gone_at_once_and_can_come_back(room: Room) -> None:
    room.start(5)
    out = room.ids()[0]
    room.desk.remove_pick(out)
    assert out not in room.ids()
    room.settle()
    assert out not in room.ids()
    assert len(room.ids()) == 20
    assert room.playback.queue.tracks()[-1] == room.ids()[0], "the next one waits in the queue instead"
    room.undo()
    assert out in room.ids()


def test_a_moved_pick_stands_there_at_once_and_stays(room: Room) -> None:
    room.start(5)
    last = room.ids()[-1]
    room.desk.move_pick(last, 0)
    assert room.ids()[0] == last
    room.settle()
    assert room.ids()[0] == last
    assert room.desk.picks[0].placed
    assert room.playback.queue.tracks()[-1] == last
    room.desk.like(TrackId(4))
    room.settle()
    assert room.ids()[0] == last, "the rest is planned around it"


def test_a_track_of_ones_own_is_put_among_the_picks(room: Room) -> None:
    room.start(5)
    own = next(TrackId(id) for id in range(1, SONGS) if id not in room.ids() and id != 5)
    room.desk.add_pick(own, 2)
    room.settle()
    assert room.ids()[2] == own
    room.desk.release_pick(own)
    room.settle()
    assert len(room.ids()) == 20


def test_what_a_like_brings_is_told_as_fresh(room: Room) -> None:
    room.start(1)
    before = set(room.ids())
    room.desk.like(TrackId(4))
    room.settle()
    assert room.desk.fresh == set(room.ids()) - before
    assert room.desk.fresh


def test_added_to_the_queue_comes_before_the_picks(room: Room) -> None:
    room.start(5)
    room.playback.add([TrackId(40), TrackId(41)])
    assert room.playback.queue.tracks()[1:3] == [40, 41]
    assert room.playback.queue.tracks()[3] == room.ids()[0]


def test_a_moment_is_heard_above_what_plays_and_a_second_time_ends_it(room: Room) -> None:
    room.start(5)
    pick = room.desk.picks[0].track_id
    room.desk.hear(pick, 36.0)
    piece, at, seconds = room.player.previews[-1]
    assert (piece.path.stem, at, seconds) == (f"{pick - 1:05}", 36.0, 10.0)
    assert room.playback.track == 5
    assert room.desk.moments.now == (pick, 36.0)
    room.desk.hear(pick, 36.0)
    assert room.desk.moments.now is None


# -- radios that are kept


def kept(room: Room) -> list[str]:
    room.settle()
    return [past.name or past.seeds[0].label for past in room.desk.past]


def test_a_radio_is_kept_while_it_plays_and_goes_on_where_it_was_left(room: Room) -> None:
    room.start(5)
    room.desk.like(TrackId(4))
    room.player.advance(181)
    room.settle()
    following = room.ids()
    first = room.desk.radio_id
    assert first is not None
    room.start(10)
    assert len(kept(room)) == 2
    room.desk.reopen(first)
    until(lambda: room.desk.radio_id == first and room.desk.stage is Stage.ON)
    assert room.desk.likes == (4,)
    assert room.playback.track == following[0], "what would have come next"
    assert room.desk.heard == pytest.approx(181, abs=5)


def test_a_radio_left_at_once_is_not_kept(room: Room) -> None:
    room.start(5)
    room.player.advance(4)
    room.desk.stop()
    assert kept(room) == []


def test_a_kept_radio_can_be_renamed_and_removed_and_put_back(room: Room) -> None:
    room.start(5)
    room.player.advance(40)
    room.desk.stop()
    assert kept(room) == ["Title 00004"]
    (past,) = room.desk.past
    room.desk.rename_radio(past.id, "Evenings")
    assert kept(room) == ["Evenings"]
    room.desk.remove_radio(past.id)
    assert kept(room) == []
    room.undo()
    assert kept(room) == ["Evenings"]


def test_the_radio_that_plays_can_be_taken_off_the_list_and_goes_on(room: Room) -> None:
    room.start(5)
    room.settle()
    assert room.desk.radio_id is not None
    room.desk.remove_radio(room.desk.radio_id)
    assert kept(room) == []
    room.player.advance(181)
    assert kept(room) == []
    assert room.desk.stage is Stage.ON
    room.undo()
    assert kept(room) == ["Title 00004"]


def test_a_radio_becomes_a_playlist_of_what_has_played_and_what_comes(room: Room) -> None:
    asked: list[tuple[str, list[TrackId]]] = []
    room.desk.playlist_asked.connect(lambda name, ids: asked.append((name, ids)))
    room.start(5)
    room.player.advance(181)
    room.settle()
    played, coming = room.playback.track, room.ids()
    room.desk.save_as_playlist()
    until(lambda: asked)
    assert asked == [("Radio: Title 00004", [5, played, *coming])]


def test_the_session_of_an_older_version_is_taken_up(room: Room, library: Library) -> None:
    state = {
        "version": 1, "seeds": [5], "variety": 0, "likes": [4], "dislikes": [7],
        "removed": [], "history": [13], "finished": [13], "skipped": [],
    }  # fmt: skip
    library.set_session(SESSION_KEY, {"radio": state, "heard": 400.0})
    room.desk.restore()
    assert [seed.tracks for seed in room.desk.seeds] == [(5,)]
    assert (room.desk.likes, room.desk.dislikes) == ((4,), (7,))
    room.desk.wake()
    until(lambda: room.desk.stage is Stage.ON)
    assert 13 not in room.ids()
    assert room.desk.heard == pytest.approx(400, abs=1)


def test_more_that_was_heard_joins_without_a_wait_for_the_lane(room: Room) -> None:
    room.heard = list(range(1, 41))
    room.start(5)
    room.heard = None
    room.desk.refresh()
    until(lambda: not room.desk._renewing)
    room.settle()
    assert room.desk.stage is Stage.ON
    known = room.listened.known
    assert known is not None
    assert len(known.ear) == SONGS


# -- the library changes meanwhile


@pytest.fixture
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the library says is taken in without waiting for more of it."""
    monkeypatch.setattr(radiostock, "QUIET_S", 0.0)
    monkeypatch.setattr(radiostock, "REST_S", 0.0)


def write(library: Library, sql: str, id: TrackId, kind: Kind) -> None:
    """As a scan does."""
    with library.database.write() as db:
        db.execute(sql, (id,))
    library.announce(kind, [id])


GONE = "UPDATE tracks SET presence = 'missing' WHERE id = ?"
RETAGGED = "UPDATE tracks SET title = 'Another name' WHERE id = ?"


@pytest.mark.usefixtures("soon")
def test_a_file_that_is_gone_leaves_the_plan_and_the_queue(room: Room, library: Library) -> None:
    room.start(5)
    (first, later), loads = (room.ids()[0], room.ids()[7]), room.loads
    write(library, GONE, later, Kind.REMOVED)
    until(lambda: later not in room.ids() and len(room.ids()) >= 10)
    write(library, GONE, first, Kind.REMOVED)
    until(lambda: first not in room.ids() and len(room.ids()) >= 10)
    assert room.playback.queue.tracks() == [5, room.ids()[0]]
    assert room.loads == loads, "the ear is kept"
    assert not room.notices


@pytest.mark.usefixtures("soon")
def test_a_seed_whose_file_is_gone_does_not_end_its_radio(room: Room, library: Library) -> None:
    room.start(5)
    write(library, GONE, TrackId(5), Kind.REMOVED)
    write(library, GONE, room.ids()[1], Kind.REMOVED)
    before = room.ids()
    until(lambda: before[1] not in room.ids() and len(room.ids()) >= 10)
    assert room.desk.stage is Stage.ON
    assert not room.notices


@pytest.mark.usefixtures("soon")
def test_a_pick_that_is_retagged_is_told_by_its_new_title(room: Room, library: Library) -> None:
    room.start(5)
    id = room.ids()[2]
    write(library, RETAGGED, id, Kind.CHANGED)

    def told() -> str:
        track = room.desk.track(id)
        return track.title if track is not None else ""

    until(lambda: told() == "Another name")
    assert room.ids()[2] == id


@pytest.mark.usefixtures("soon")
def test_ratings_plays_and_facts_are_no_reason_to_read_the_library_again(
    room: Room, library: Library
) -> None:
    room.start(5)
    known = room.listened.known
    for kind in (Kind.RATED, Kind.PLAYED, Kind.FACTS):
        write(library, RETAGGED, TrackId(9), kind)
    room.settle()
    assert not room.desk._stock._timer.isActive()
    assert room.listened.now() is known


def test_many_changes_are_taken_in_at_once_and_then_seldom(room: Room, library: Library) -> None:
    room.start(5)
    watch, said = room.desk._stock, []
    watch.due.connect(lambda: said.append(True))
    for _ in range(5):
        library.announce(Kind.CHANGED, [TrackId(9)])
        room.settle()
    assert 0 < watch._timer.remainingTime() < 500 * radiostock.REST_S
    watch._timer.start(0)
    until(lambda: said)
    library.announce(Kind.ADDED, [TrackId(9)])
    until(watch._timer.isActive)
    assert watch._timer.remainingTime() > 500 * radiostock.REST_S
    assert len(said) == 1


@pytest.mark.usefixtures("soon")
def test_without_a_radio_nothing_is_read_until_somebody_asks(room: Room, library: Library) -> None:
    write(library, GONE, TrackId(7), Kind.REMOVED)
    until(lambda: not room.desk._stock._told.is_set())
    room.settle()
    assert room.loads == 0
    room.start(5)
    room.desk.stop()
    room.settle()
    known = room.listened.known
    write(library, GONE, TrackId(8), Kind.REMOVED)
    until(lambda: not room.desk._stock._told.is_set())
    room.settle()
    assert room.listened.known is known
    assert 8 not in {track.id for track in room.listened.now().stock}
