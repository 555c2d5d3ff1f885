"""Editing many tracks: rows follow their files at once, what the user did stays, and all can be undone."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest

from core.domain import Decibel, Ended, PlayEvent, ReplayGain, Seconds, Source, Timestamp, TrackId
from core.library import editing, ratings, tags, writing
from core.library.editing import SESSION_KEY, Editor
from core.library.tracks import Kind, Library
from core.library.writing import Edit
from core.progress import Progress
from tests.core.library.conftest import Scanned
from tests.core.library.sounding_files import Folder
from tests.core.library.test_writing import png


def edits(ids: Sequence[TrackId], **fields: str) -> dict[TrackId, Edit]:
    return {id: Edit({name: (text,) for name, text in fields.items()}) for id in ids}


def filled(library: Library, folder: Folder, scanned: Scanned, count: int = 3) -> list[TrackId]:
    for number in range(count):
        ending = (".flac", ".mp3", ".ogg", ".m4a")[number % 4]
        folder.put(f"song{number}{ending}", number, title=f"Old {number}", artist="Somebody", album="Before")
    scanned()
    return sorted(library.all_ids())


def test_rows_say_what_the_files_say_right_after(library: Library, folder: Folder, scanned: Scanned) -> None:
    ids = filled(library, folder, scanned)
    told: list[TrackId] = []
    library.subscribe(lambda change: told.extend(change.ids) if change.kind is Kind.CHANGED else None)

    outcome = Editor(library).apply(edits(ids, album="After", date="1999"), Progress())

    assert outcome.written == tuple(ids)
    assert {(t.album, t.year) for t in library.tracks(ids)} == {("After", 1999)}
    assert sorted(told) == ids
    assert sorted(library.order("after")) == ids
    assert scanned() == {"unchanged": 3}


def test_what_the_user_did_stays(library: Library, folder: Folder, scanned: Scanned) -> None:
    (id,) = filled(library, folder, scanned, 1)
    library.set_rating(id, 4.5)
    library.record_play(PlayEvent(id, Timestamp(1e9), Seconds(100.0), Ended.FINISHED, Source.LIBRARY))
    before = library.track(id)
    Editor(library).apply({id: Edit({"title": ("New",), "artist": ("Else",)}, png())}, Progress())
    after = library.track(id)
    assert (after.title, after.artist) == ("New", "Else")
    kept = ("id", "path", "audio_id", "rating", "play_count", "last_played", "added_at", "presence")
    assert [getattr(after, name) for name in kept] == [getattr(before, name) for name in kept]
    assert library.tags(id)[0].has_cover


def test_undo_brings_files_and_rows_back_one_edit_at_a_time(
    library: Library, folder: Folder, scanned: Scanned
) -> None:
    ids = filled(library, folder, scanned)
    before = [tags.said(track.path) for track in library.tracks(ids)]
    editor = Editor(library)
    editor.apply({id: Edit({"album": ("One",)}, png()) for id in ids}, Progress())
    editor.apply(edits(ids[:1], album="Two"), Progress())

    assert editor.undo(Progress()).written == (ids[0],)
    assert {track.album for track in library.tracks(ids)} == {"One"}
    editor.undo(Progress())
    assert [tags.said(track.path) for track in library.tracks(ids)] == before
    assert {track.album for track in library.tracks(ids)} == {"Before"}
    assert not editor.can_undo


def test_one_bad_file_does_not_keep_the_others(library: Library, folder: Folder, scanned: Scanned) -> None:
    ids = filled(library, folder, scanned)
    gone = library.track(ids[1])
    gone.path.unlink()
    outcome = Editor(library).apply(edits(ids, album="After"), Progress())
    assert outcome.written == (ids[0], ids[2])
    (failure,) = outcome.failures
    assert (failure.track.id, failure.reason) == (gone.id, f"{gone.path.name} is no longer there.")


def test_cancelled_the_files_written_so_far_stay_and_can_be_undone(
    library: Library, folder: Folder, scanned: Scanned, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = filled(library, folder, scanned, 6)
    monkeypatch.setattr(editing, "TELL", 0.0)
    progress = Progress()

    def cancel_soon(_change: object) -> None:
        progress.cancel()

    editor = Editor(library)
    library.subscribe(cancel_soon)
    outcome = editor.apply(edits(ids, album="After"), progress)
    assert outcome.cancelled
    assert 0 < len(outcome.written) < 6
    assert editor.undo(Progress()).written == outcome.written
    assert {track.album for track in library.tracks(ids)} == {"Before"}


def test_an_undo_that_is_cancelled_goes_on_with_the_rest(
    library: Library, folder: Folder, scanned: Scanned, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = filled(library, folder, scanned, 6)
    monkeypatch.setattr(editing, "TELL", 0.0)
    editor, progress = Editor(library), Progress()
    editor.apply(edits(ids, album="After"), Progress())
    stop = library.subscribe(lambda _change: progress.cancel())
    assert 0 < len(editor.undo(progress).written) < 6
    stop()
    assert editor.can_undo
    editor.undo(Progress())
    assert {track.album for track in library.tracks(ids)} == {"Before"}
    assert not editor.can_undo


def test_what_was_written_can_be_undone_though_the_library_is_full(
    library: Library, folder: Folder, scanned: Scanned, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = filled(library, folder, scanned)
    monkeypatch.setattr(editing, "TELL", 0.0)
    editor = Editor(library)
    with library.database.write() as db:
        db.execute(
            "CREATE TRIGGER full BEFORE UPDATE OF album ON tracks WHEN new.album = 'After' "
            "BEGIN SELECT raise(ABORT, 'no room'); END"
        )
    with pytest.raises(sqlite3.IntegrityError, match="no room"):
        editor.apply(edits(ids, album="After"), Progress())
    with library.database.write() as db:
        db.execute("DROP TRIGGER full")
    assert editor.can_undo
    editor.undo(Progress())
    assert {tags.read(track.path)[0].album for track in library.tracks(ids)} == {"Before"}


def test_a_part_of_a_cue_sheet_is_refused_in_words(
    library: Library, folder: Folder, scanned: Scanned
) -> None:
    ids = filled(library, folder, scanned, 1)
    with library.database.write() as db:
        db.execute("UPDATE tracks SET part = 2 WHERE id = ?", ids)
    (failure,) = Editor(library).apply(edits(ids, title="New"), Progress()).failures
    assert "part of song0.flac" in failure.reason


def test_ratings_go_into_the_files_on_request(library: Library, folder: Folder, scanned: Scanned) -> None:
    ids = filled(library, folder, scanned, 4)
    for id in ids:
        library.set_rating(id, 3.5)
    editor = Editor(library)
    editor.write_ratings(ids, Progress())
    paths = [track.path for track in library.tracks(ids)]
    assert [ratings.read(tags.said(path).fields) for path in paths] == [3.5] * 4
    library.set_rating(ids[0], None)
    editor.write_ratings(ids[:1], Progress())
    assert ratings.read(tags.said(paths[0]).fields) is None


def test_measured_loudness_goes_into_the_files_on_request(
    library: Library, folder: Folder, scanned: Scanned
) -> None:
    ids = filled(library, folder, scanned, 2)
    gain = ReplayGain(Decibel(-7.5), 0.98, Decibel(-6.25), None)
    Editor(library).write_gains({ids[0]: gain, ids[1]: ReplayGain()}, Progress())
    assert library.tags(ids[0])[0].replay_gain == gain
    assert library.tags(ids[1])[0].replay_gain == ReplayGain()


def test_copies_that_a_crash_left_are_removed_at_the_next_start(
    library: Library, folder: Folder, scanned: Scanned
) -> None:
    filled(library, folder, scanned, 1)
    left = folder.path / f"{writing.PREFIX}00{writing.SUFFIX}"
    left.write_bytes(b"half a file")
    assert scanned() == {"unchanged": 1}
    library.set_session(SESSION_KEY, [str(folder.path), "/no/such/folder"])
    assert Editor(library).clean() == 1
    assert not left.exists()
    assert Editor(library).clean() == 0


def test_undo_keeps_a_picture_that_many_files_share_once(
    library: Library, folder: Folder, scanned: Scanned
) -> None:
    ids = filled(library, folder, scanned, 4)
    cover = png(512, 512)
    editor = Editor(library)
    editor.apply({id: Edit(cover=cover + bytes(8000)) for id in ids}, Progress())
    editor.apply({id: Edit(cover=b"") for id in ids}, Progress())
    # FLAC, MP3 and M4A share the picture itself or differ in their heads; Ogg has it as text.
    assert editor._steps[-1].size < 4.5 * len(cover + bytes(8000))
    editor.undo(Progress())
    assert {tags.cover(Path(track.path)) for track in library.tracks(ids)} == {cover + bytes(8000)}
