"""Playlists on a real database: the tree, the entries, undo of everything, and files that come and go."""

from __future__ import annotations

import random
import shutil
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from core.domain import Presence, Seconds, Stream, Tags, TrackId
from core.errors import UserError
from core.library import ledger, smart
from core.library.playlist_edits import Did
from core.library.playlist_entries import Item
from core.library.playlists import News, Node, NodeKind, PlaylistId, Playlists
from core.library.reader import row_of
from core.library.smart import By, Limit, Smart, Unit
from core.library.tracks import Kind, Library
from tests.core.library.conftest import Scanned
from tests.core.library.sounding_files import Folder


@pytest.fixture
def playlists(library: Library) -> Iterator[Playlists]:
    playlists = Playlists(library)
    yield playlists
    playlists.close()


@pytest.fixture
def tracks(library: Library) -> list[TrackId]:
    rows = [
        (
            b"/m/%d.mp3" % number,
            4_000_000,
            number,
            row_of(Tags(f"Song {number}", ("A",)), Stream(Seconds(60.0 * (number + 1))), b"/m/x", 2, 1),
        )
        for number in range(10)
    ]
    with library.database.write() as db:
        return [TrackId(id) for id in ledger.insert(db, rows)]


def songs(playlists: Playlists, id: PlaylistId) -> list[int]:
    """The numbers of the songs."""
    return [int(entry.title.split()[-1]) for entry in playlists.entries(id)]


def names(nodes: list[Node] | tuple[Node, ...]) -> list[object]:
    """Names; a folder with what is in it as a pair."""
    return [(n.name, names(n.children)) if n.kind is NodeKind.FOLDER else n.name for n in nodes]


# -- entries -----------------------------------------------------------------------------------------------


def test_tracks_stand_in_their_order_and_may_be_there_twice(
    playlists: Playlists, tracks: list[TrackId]
) -> None:
    id = playlists.create("Evening", tracks=[tracks[3], tracks[1], tracks[3]])
    assert songs(playlists, id) == [3, 1, 3]
    assert playlists.track_ids(id) == [tracks[3], tracks[1], tracks[3]]
    assert len({entry.id for entry in playlists.entries(id)}) == 3
    assert playlists.node(id).count == 3
    assert playlists.containing(tracks[3]) == [id]


@pytest.mark.parametrize(
    ("at", "order"),
    [
        (None, [0, 1, 2, 7, 8]),
        (0, [7, 8, 0, 1, 2]),
        (1, [0, 7, 8, 1, 2]),
        (3, [0, 1, 2, 7, 8]),
        (99, [0, 1, 2, 7, 8]),
        (-5, [7, 8, 0, 1, 2]),
    ],
)
def test_tracks_are_put_in_where_asked(
    playlists: Playlists, tracks: list[TrackId], at: int | None, order: list[int]
) -> None:
    id = playlists.create("x", tracks=tracks[:3])
    added = playlists.add(id, tracks[7:9], at)
    assert songs(playlists, id) == order
    assert [entry.id for entry in playlists.entries(id) if entry.title in ("Song 7", "Song 8")] == added


@pytest.mark.parametrize(
    ("moved", "to", "order"),
    [
        ([0], 3, [1, 2, 0, 3, 4]),
        ([4], 0, [4, 0, 1, 2, 3]),
        ([1, 3], 0, [1, 3, 0, 2, 4]),
        ([1, 3], 5, [0, 2, 4, 1, 3]),
        ([3, 1], 2, [0, 1, 3, 2, 4]),
        ([0, 1], 1, [0, 1, 2, 3, 4]),
        ([2], 99, [0, 1, 3, 4, 2]),
        ([], 0, [0, 1, 2, 3, 4]),
    ],
)
def test_entries_move_before_the_one_they_are_dropped_at(
    playlists: Playlists, tracks: list[TrackId], moved: list[int], to: int, order: list[int]
) -> None:
    id = playlists.create("x", tracks=tracks[:5])
    entries = playlists.rows(id)[0]
    playlists.reorder(id, [entries[number] for number in moved], to)
    assert songs(playlists, id) == order


def test_nothing_moved_is_no_step(playlists: Playlists, tracks: list[TrackId]) -> None:
    id = playlists.create("x", tracks=tracks[:3])
    playlists.reorder(id, playlists.rows(id)[0][:1], 1)
    playlists.arrange(id, list(playlists.rows(id)[0]))
    playlists.rename(id, "x")
    assert playlists.add(id, []) == []
    assert playlists.take(id, [999]) is None
    assert playlists.undoable is not None and playlists.undoable.did is Did.CREATED


def test_a_list_takes_a_whole_new_order(playlists: Playlists, tracks: list[TrackId]) -> None:
    id = playlists.create("x", tracks=tracks[:4])
    first, second, third, fourth = playlists.rows(id)[0]
    playlists.arrange(id, [third, first])
    assert songs(playlists, id) == [2, 0, 1, 3]
    playlists.undo()
    assert songs(playlists, id) == [0, 1, 2, 3]
    assert list(playlists.rows(id)[0]) == [first, second, third, fourth]


def test_hundreds_of_insertions_at_one_spot_keep_their_order(
    playlists: Playlists, tracks: list[TrackId]
) -> None:
    id = playlists.create("x", tracks=tracks[:2])
    for number in range(60):
        playlists.add(id, [tracks[number % 8 + 2]], at=1)
    wanted = [0, *reversed([number % 8 + 2 for number in range(60)]), 1]
    assert songs(playlists, id) == wanted
    while playlists.undo():
        pass
    assert playlists.tree() == []
    while playlists.redo():
        pass
    assert songs(playlists, id) == wanted


# -- the tree ----------------------------------------------------------------------------------------------


def test_folders_hold_playlists_and_folders(playlists: Playlists) -> None:
    outer = playlists.create_folder("Outer")
    inner = playlists.create_folder("Inner", outer)
    playlists.create("Deep", inner)
    playlists.create("Top")
    playlists.create_smart("Loved", Smart("is:loved"), outer)
    assert names(playlists.tree()) == [("Outer", [("Inner", ["Deep"]), "Loved"]), "Top"]


@pytest.mark.parametrize(
    ("place", "order"), [(0, "cab"), (1, "acb"), (2, "abc"), (3, "abc"), (None, "abc"), (-1, "cab")]
)
def test_a_playlist_moves_among_its_siblings(playlists: Playlists, place: int | None, order: str) -> None:
    ids = [playlists.create(name) for name in "abc"]
    playlists.move(ids[2], None, place)
    assert "".join(map(str, names(playlists.tree()))) == order


def test_a_playlist_moves_into_a_folder_and_out(playlists: Playlists) -> None:
    folder = playlists.create_folder("F")
    inside, id = playlists.create("inside", folder), playlists.create("x")
    playlists.move(id, folder, 0)
    assert names(playlists.tree()) == [("F", ["x", "inside"])]
    playlists.move(inside, None, 0)
    assert names(playlists.tree()) == ["inside", ("F", ["x"])]


def test_a_folder_does_not_go_into_itself(playlists: Playlists) -> None:
    outer = playlists.create_folder("Outer")
    inner = playlists.create_folder("Inner", outer)
    for target in (outer, inner):
        with pytest.raises(UserError, match="itself"):
            playlists.move(outer, target)


def test_names_are_one_line_and_not_empty(playlists: Playlists) -> None:
    id = playlists.create("  Two\nlines\0 \ud800 ")
    assert playlists.node(id).name == "Two lines ?"
    for name in ("", " \n"):
        with pytest.raises(UserError, match="name"):
            playlists.rename(id, name)


def test_a_duplicate_stands_behind_its_original(playlists: Playlists, tracks: list[TrackId]) -> None:
    first = playlists.create("Evening", tracks=tracks[:3])
    playlists.create("Other")
    second = playlists.duplicate(first)
    playlists.duplicate(first)
    assert names(playlists.tree()) == ["Evening", "Evening (3)", "Evening (2)", "Other"]
    playlists.take(second, playlists.rows(second)[0][:1])
    assert (songs(playlists, first), songs(playlists, second)) == ([0, 1, 2], [1, 2])


def test_a_folder_is_duplicated_with_all_that_is_in_it(playlists: Playlists, tracks: list[TrackId]) -> None:
    folder = playlists.create_folder("F")
    playlists.create("x", playlists.create_folder("G", folder), tracks[:2])
    playlists.create_smart("s", Smart("low"), folder)
    copy = playlists.duplicate(folder, "Copy")
    assert names(playlists.tree()) == [("F", [("G", ["x"]), "s"]), ("Copy", [("G", ["x"]), "s"])]
    assert playlists.track_ids(copy)[:2] == tracks[:2]
    playlists.undo()
    assert names(playlists.tree()) == [("F", [("G", ["x"]), "s"])]


def test_the_wrong_kind_is_a_mistake(playlists: Playlists) -> None:
    folder = playlists.create_folder("F")
    with pytest.raises(TypeError):
        playlists.entries(folder)
    with pytest.raises(TypeError):
        playlists.create("x", playlists.create("y"))
    with pytest.raises(KeyError):
        playlists.track_ids(PlaylistId(99))


# -- undo --------------------------------------------------------------------------------------------------


def test_a_removed_folder_comes_back_with_all_that_was_in_it(
    playlists: Playlists, tracks: list[TrackId]
) -> None:
    folder = playlists.create_folder("F")
    id = playlists.create("x", folder, tracks[:3])
    entries = playlists.entries(id)
    before = playlists.tree()
    undo = playlists.remove(folder)
    assert playlists.tree() == []
    assert undo()
    assert playlists.tree() == before
    assert playlists.entries(id) == entries
    assert not undo()


def test_a_removal_is_taken_back_after_other_steps(playlists: Playlists, tracks: list[TrackId]) -> None:
    folder = playlists.create_folder("F")
    id = playlists.create("x", folder, tracks[:2])
    undo = playlists.remove(id)
    other = playlists.create("y")
    playlists.remove(folder)
    assert undo()
    assert names(playlists.tree()) == ["y", "x"] or names(playlists.tree()) == ["x", "y"]
    playlists.undo()
    assert ("F", []) in names(playlists.tree())
    assert playlists.node(other).name == "y"
    assert songs(playlists, id) == [0, 1]


def test_taken_entries_come_back_where_they_were(playlists: Playlists, tracks: list[TrackId]) -> None:
    id = playlists.create("x", tracks=tracks[:5])
    undo = playlists.take(id, [playlists.rows(id)[0][i] for i in (1, 3)])
    assert songs(playlists, id) == [0, 2, 4]
    playlists.add(id, [tracks[9]])
    assert undo is not None and undo()
    assert songs(playlists, id) == [0, 1, 2, 3, 4, 9]
    with pytest.raises(ValueError, match="out of turn"):
        assert playlists.undoable
        playlists.take_back(playlists.undoable)


def test_a_new_step_ends_what_could_be_done_again(playlists: Playlists) -> None:
    playlists.create("a")
    playlists.undo()
    assert playlists.redoable is not None
    playlists.create("b")
    assert playlists.redoable is None and playlists.redo() is None
    assert names(playlists.tree()) == ["b"]


def test_the_menu_can_tell_what_would_be_undone(playlists: Playlists, tracks: list[TrackId]) -> None:
    id = playlists.create("Evening")
    playlists.add(id, tracks[:4])
    step = playlists.undoable
    assert step is not None
    assert (step.did, step.name, step.count, step.playlist_id) == (Did.ADDED, "Evening", 4, id)


class Hand:
    """Does something or other to the playlists."""

    def __init__(self, playlists: Playlists, tracks: list[TrackId]) -> None:
        self.playlists, self.tracks, self.draw = playlists, tracks, random.Random(5)

    def ids(self, *kinds: str) -> list[PlaylistId]:
        return [PlaylistId(row.id) for kind in kinds for row in self.playlists._all.nodes("kind = ?", kind)]

    def state(self) -> object:
        return self.playlists.tree(), [self.playlists.entries(id) for id in self.ids("list")]

    def act(self) -> None:
        playlists, draw = self.playlists, self.draw
        folder = draw.choice([None, *self.ids("folder")])
        id = draw.choice(self.ids("list") or [playlists.create("first", tracks=self.tracks)])
        node = draw.choice([id, *self.ids("folder")])
        entries = list(playlists.rows(id)[0])
        some = draw.sample(entries, draw.randrange(len(entries) + 1))
        more = draw.choices(self.tracks, k=draw.randrange(5))
        inside = folder is not None and node in playlists._all.above(folder)
        draw.choice(
            [
                lambda: playlists.create(f"n{draw.random()}", folder, more),
                lambda: playlists.create_folder("F", folder),
                lambda: playlists.add(id, more, draw.choice([None, 0, 2])),
                lambda: playlists.reorder(id, some, draw.randrange(len(entries) + 1)),
                lambda: playlists.take(id, some[:2]),
                lambda: playlists.duplicate(node),
                lambda: playlists.remove(node),
                lambda: None if inside else playlists.move(node, folder, draw.choice([None, 0, 1])),
                lambda: playlists.arrange(id, some),
                lambda: playlists.rename(node, f"r{draw.random()}"),
            ]
        )()


def test_random_steps_are_undone_and_done_again_exactly(playlists: Playlists, tracks: list[TrackId]) -> None:
    hand = Hand(playlists, tracks)
    states, done = [hand.state()], playlists._steps.done
    while len(done) < 120:
        before = len(done)
        hand.act()
        # A hand may make a list first, and then do something to it.
        states += [None] * (len(done) - before - 1) + [hand.state()] * (len(done) > before)
    for wanted in reversed(states[:-1]):
        playlists.undo()
        assert wanted is None or hand.state() == wanted
    for wanted in states[1:]:
        playlists.redo()
        assert wanted is None or hand.state() == wanted


# -- files that come and go --------------------------------------------------------------------------------


@pytest.fixture
def three(library: Library, folder: Folder, scanned: Scanned) -> list[TrackId]:
    for pitch in range(3):
        folder.put(f"{pitch}.mp3", pitch, title=f"Song {pitch}", artist="Somebody")
    scanned()
    return library.all_ids()


def test_a_missing_file_stays_in_the_list_and_comes_back(
    playlists: Playlists, three: list[TrackId], folder: Folder, scanned: Scanned, tmp_path: Path
) -> None:
    id = playlists.create("x", tracks=three)
    away = tmp_path / "away.mp3"
    shutil.move(folder.path / "1.mp3", away)
    scanned()
    entry = playlists.entries(id)[1]
    assert (entry.title, entry.present, entry.presence) == ("Song 1", False, Presence.MISSING)
    assert entry.track_id == three[1]
    shutil.move(away, folder.path / "elsewhere.mp3")
    scanned()
    entry = playlists.entries(id)[1]
    assert (entry.present, entry.path.name) == (True, "elsewhere.mp3")


def test_a_copy_takes_the_place_of_a_file_that_is_gone(
    playlists: Playlists, three: list[TrackId], library: Library, folder: Folder, scanned: Scanned
) -> None:
    id = playlists.create("x", tracks=three[:1])
    shutil.copy(folder.path / "0.mp3", folder.path / "copy.mp3")
    scanned()
    (copy,) = set(library.all_ids()) - set(three)
    library.set_loved(copy, loved=True)  # a copy of its own: not taken for the moved file
    (folder.path / "0.mp3").unlink()
    scanned()
    (entry,) = playlists.entries(id)
    assert (entry.track_id, entry.present) == (copy, True)


def test_a_file_that_is_not_in_the_library_is_kept_by_its_path_until_a_scan_lists_it(
    playlists: Playlists, three: list[TrackId], folder: Folder, scanned: Scanned
) -> None:
    later = Item(folder.path / "later.mp3", "Later", "Whoever", 12.0)
    id = playlists.create_of_files("x", [Item(folder.path / "0.mp3"), later])
    first, second = playlists.entries(id)
    assert first.track_id == three[0]
    assert (second.track_id, second.title, second.artist, second.present) == (None, "Later", "Whoever", False)
    assert playlists.track_ids(id) == three[:1]
    assert list(playlists.rows(id)[1]) == [three[0], 0]
    news: list[News] = []
    playlists.subscribe(news.append)
    folder.put("later.mp3", 7, title="It is here")
    scanned()
    second = playlists.entries(id)[1]
    assert (second.title, second.present) == ("It is here", True)
    assert any(id in each.ids for each in news)


def test_a_moved_file_that_was_listed_twice_meanwhile_is_one_entry_still(
    playlists: Playlists, three: list[TrackId], library: Library
) -> None:
    id = playlists.create("x", tracks=[three[0], three[1]])
    with library.database.write() as db:
        ledger.take_over(db, three[1], three[0])
    assert playlists.track_ids(id) == [three[0], three[0]]


def test_undo_finds_the_track_that_another_has_become(
    playlists: Playlists, three: list[TrackId], library: Library
) -> None:
    id = playlists.create("x", tracks=three[:2])
    playlists.remove(id)
    with library.database.write() as db:
        ledger.take_over(db, three[1], three[0])
    playlists.undo()
    assert playlists.track_ids(id) == [three[0], three[0]]


def test_a_rescan_of_nothing_new_tells_nothing(
    playlists: Playlists, three: list[TrackId], scanned: Scanned
) -> None:
    playlists.create("x", tracks=three)
    news: list[News] = []
    playlists.subscribe(news.append)
    scanned()
    assert news == []


# -- word of changes ---------------------------------------------------------------------------------------


def test_subscribers_hear_what_changed(playlists: Playlists, tracks: list[TrackId]) -> None:
    news: list[News] = []
    end = playlists.subscribe(news.append)
    id = playlists.create("x")
    playlists.add(id, tracks[:1])
    playlists.rename(id, "y")
    assert news == [News(True, frozenset()), News(True, frozenset({id})), News(True, frozenset())]
    end()
    playlists.undo()
    assert len(news) == 3


def test_a_smart_playlist_is_told_of_what_may_touch_it(
    playlists: Playlists, library: Library, tracks: list[TrackId]
) -> None:
    loved = playlists.create_smart("l", Smart("is:loved"))
    rock = playlists.create_smart("r", Smart("genre:rock"))
    most = playlists.create_smart("m", Smart("", (("plays", True),)))
    news: list[News] = []
    playlists.subscribe(news.append)
    library.set_loved(tracks[0], loved=True)
    assert news == [News(False, frozenset({loved}))]
    news.clear()
    library.announce(Kind.PLAYED, tracks[:1])
    library.announce(Kind.CHANGED, tracks[:1])
    assert [each.ids for each in news] == [{most}, {loved, rock, most}]


def test_threads_may_write_at_once(playlists: Playlists, tracks: list[TrackId]) -> None:
    id = playlists.create("x")

    def add() -> None:
        for _ in range(20):
            playlists.add(id, tracks[:2], at=0)
        playlists._db.close_thread()

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert songs(playlists, id) == [0, 1] * 80
    while playlists.undo():
        pass
    assert playlists.tree() == []


# -- smart playlists ---------------------------------------------------------------------------------------


def test_a_smart_playlist_is_looked_up_anew(
    playlists: Playlists, library: Library, tracks: list[TrackId]
) -> None:
    id = playlists.create_smart("Loved", Smart("is:loved", (("title", True),)))
    assert playlists.track_ids(id) == []
    for track in tracks[:2]:
        library.set_loved(track, loved=True)
    assert playlists.track_ids(id) == [tracks[1], tracks[0]]
    playlists.set_smart(id, Smart("rating:5"))
    assert playlists.track_ids(id) == []
    playlists.undo()
    assert playlists.smart(id).query == "is:loved"


@pytest.mark.parametrize(
    ("limit", "numbers"),
    [
        (Limit(3), [0, 1, 2]),
        (Limit(3, Unit.TRACKS, By.NEWEST), [9, 8, 7]),
        (Limit(6, Unit.MINUTES), [0, 1, 2]),
        (Limit(7.5, Unit.MINUTES), [0, 1, 2]),
        (Limit(10, Unit.MEGABYTES, By.OLDEST), [0, 1]),
        (Limit(2, Unit.TRACKS, By.HIGHEST_RATED), [4, 6]),
        (Limit(2, Unit.TRACKS, By.LOWEST_RATED), [6, 4]),
        (Limit(1, Unit.TRACKS, By.MOST_PLAYED), [5]),
        (Limit(2, Unit.TRACKS, By.RECENTLY_PLAYED), [5, 3]),
        (Limit(9, Unit.TRACKS, By.LEAST_RECENTLY_PLAYED), [0, 1, 2, 4, 6, 7, 8, 9, 3]),
        (Limit(8, Unit.TRACKS, By.LEAST_PLAYED), [0, 1, 2, 4, 6, 7, 8, 9]),
        (Limit(0), []),
    ],
)
def test_a_limit_takes_what_comes_first(
    library: Library, tracks: list[TrackId], limit: Limit, numbers: list[int]
) -> None:
    with library.database.write() as db:
        for number, id in enumerate(tracks):
            db.execute("UPDATE tracks SET added_at = ? WHERE id = ?", (number, id))
        db.execute("UPDATE tracks SET rating = 5 WHERE id = ?", (tracks[4],))
        db.execute("UPDATE tracks SET rating = 3 WHERE id = ?", (tracks[6],))
        db.execute("UPDATE tracks SET play_count = 1, last_played = 50 WHERE id = ?", (tracks[3],))
        db.execute("UPDATE tracks SET play_count = 2, last_played = 90 WHERE id = ?", (tracks[5],))
    assert smart.find(library, Smart(limit=limit)) == [tracks[number] for number in numbers]


def test_what_the_limit_chose_is_shown_in_the_order_asked_for(
    library: Library, tracks: list[TrackId]
) -> None:
    asked = Smart("", (("title", True),), Limit(4, Unit.TRACKS, By.RANDOM))
    found = smart.find(library, asked, today=date(2024, 1, 1))
    assert len(found) == 4 and found == sorted(found, reverse=True)


def test_a_random_playlist_stays_for_a_day_or_until_it_is_refreshed(
    playlists: Playlists, library: Library, tracks: list[TrackId]
) -> None:
    asked = Smart("", (), Limit(4, Unit.TRACKS, By.RANDOM))
    days = [smart.find(library, asked, 1, date(2024, 1, day)) for day in (1, 1, 2, 3)]
    assert days[0] == days[1]
    assert len({tuple(each) for each in days}) == 3
    id = playlists.create_smart("r", asked)
    draws = []
    for _ in range(4):
        draws.append(tuple(playlists.track_ids(id)))
        playlists.refresh(id)
    assert len(set(draws)) > 1
    assert playlists.undoable is not None and playlists.undoable.did is Did.CREATED


@pytest.mark.parametrize(
    "asked",
    [
        Smart(),
        Smart("rating:>=4 Größe", (("rating", True), ("title", False))),
        Smart("", (), Limit(90.5, Unit.MINUTES, By.LEAST_RECENTLY_PLAYED), draw=3),
    ],
)
def test_a_smart_playlist_survives_json(asked: Smart) -> None:
    assert Smart.from_json(asked.to_json()) == asked


def test_a_limit_without_an_end_is_none() -> None:
    text = '{"sort": [[["x"], 1]], "limit": {"amount": %s, "unit": "tracks", "by": "sort"}}'
    assert [Smart.from_json(text % amount).limit for amount in ("Infinity", "NaN", -1)] == [None] * 3
    Smart.from_json("[" * 200_000)


@pytest.mark.parametrize(
    "text", ["", "[]", "{", "null", '{"query": 5, "sort": [["x"], 3], "limit": {"amount": "x"}, "draw": []}']
)
def test_json_of_another_version_is_read_as_far_as_it_goes(text: str) -> None:
    assert Smart.from_json(text).limit is None


@pytest.mark.parametrize("name", smart.SUGGESTED)
def test_what_is_suggested_can_be_asked(library: Library, tracks: list[TrackId], name: str) -> None:
    smart.find(library, smart.SUGGESTED[name])
    assert smart.touched_by(smart.SUGGESTED[name]) >= {Kind.ADDED, Kind.REMOVED}
