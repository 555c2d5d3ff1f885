"""What a tag editor is about to do, before anything is written."""

from __future__ import annotations

from pathlib import Path

from app.views.tagdraft import MIXED, Draft
from app.views.tagtools import capitalised, trimmed
from core.domain import Presence, Seconds, Timestamp, Track, TrackId
from core.library.fields import Fields
from core.library.tags import Said


def draft(*fields: Fields, covers: tuple[bytes, ...] = ()) -> Draft:
    tracks = [_track(number) for number in range(1, len(fields) + 1)]
    pictures = covers or (None,) * len(fields)
    said = {t.id: Said(f, c) for t, f, c in zip(tracks, fields, pictures, strict=True)}
    return Draft(tracks, said)


def _track(number: int) -> Track:
    words = ("t", "a", "a", "al", "g")
    return Track(
        TrackId(number), Path(f"/m/{number}.flac"), Presence.PRESENT, *words, None, None, None,
        Seconds(1.0), None, None, False, 0, 0, None, Timestamp(0.0),
    )  # fmt: skip


def test_tracks_that_differ_are_mixed_and_their_values_named() -> None:
    made = draft({"album": ["A"]}, {"album": ["B"]}, {"album": ["B"]})
    assert made.values(made.ids, "album") is MIXED
    assert made.choices(made.ids, "album") == ["B", "A"]
    assert made.values(made.ids[1:], "album") == ("B",)


def test_a_field_that_is_not_touched_is_not_written() -> None:
    made = draft({"album": ["A"]}, {"album": ["B"]})
    made.set(made.ids, "genre", ("Pop",))
    assert {id: dict(edit.fields) for id, edit in made.edits().items()} == {
        1: {"genre": ("Pop",)}, 2: {"genre": ("Pop",)},
    }  # fmt: skip


def test_a_value_typed_as_it_was_is_no_change() -> None:
    made = draft({"album": ["A"]}, {"album": ["B"]})
    made.set(made.ids, "album", ("A",))
    assert list(made.edits()) == [2]
    made.revert(made.ids, "album")
    assert made.edits() == {}


def test_numbers_and_totals_are_two_fields_however_they_are_written() -> None:
    made = draft({"track": ["3/12"], "disc": ["1"], "disctotal": ["2"]})
    shown = [made.values(made.ids, name) for name in ("track", "tracktotal", "disc", "disctotal")]
    assert shown == [("3",), ("12",), ("1",), ("2",)]


def test_genres_in_one_text_are_several() -> None:
    assert draft({"genre": ["Rock; Pop"]}).values([TrackId(1)], "genre") == ("Rock", "Pop")


def test_tracks_are_numbered_disc_by_disc() -> None:
    made = draft({"disc": ["1"]}, {"disc": ["1"]}, {"disc": ["2"]})
    made.number(made.ids, 1, per_disc=True, totals=True)
    edits = made.edits()
    assert [edits[id].fields["track"] for id in made.ids] == [("1",), ("2",), ("1",)]
    assert [edits[id].fields["tracktotal"] for id in made.ids] == [("2",), ("2",), ("1",)]


def test_a_cover_is_put_in_taken_away_and_put_back() -> None:
    made = draft({}, {}, covers=(b"one", b"two"))
    assert made.cover(made.ids) is MIXED
    made.set_cover(made.ids, b"two")
    assert {id: edit.cover for id, edit in made.edits().items()} == {1: b"two"}
    made.set_cover(made.ids, b"")
    assert {id: edit.cover for id, edit in made.edits().items()} == {1: b"", 2: b""}
    made.revert_cover(made.ids)
    assert made.edits() == {}


def test_what_will_change_is_told_field_by_field() -> None:
    made = draft({"title": ["a"], "album": ["X"]}, {"title": ["b"], "album": ["X"]})
    made.set(made.ids, "album", ("Y",))
    made.set(made.ids[:1], "title", ())
    told = [(c.name, c.before, c.after, c.tracks) for c in made.changes()]
    assert told == [("title", ("a",), (), 1), ("album", ("X",), ("Y",), 2)]


def test_titles_are_tidied() -> None:
    assert trimmed("  two   words ") == "two words"
    assert trimmed("old_file_name") == "old file name"
    assert capitalised("song of the sea") == "Song of the Sea"
    assert capitalised("SONG OF THE SEA") == "Song of the Sea"
    assert capitalised("ode to McCartney") == "Ode to McCartney"
