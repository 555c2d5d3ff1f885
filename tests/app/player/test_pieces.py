"""Tracks as pieces: what runs on from what, and what plays within its album."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.player.pieces import piece_of, runs_on
from core.domain import Presence, ReplayGain, Seconds, Timestamp, Track, TrackId


def track(number: int | None = 1, *, disc: int | None = None, album: str = "Album") -> Track:
    return Track(
        id=TrackId(number or 99),
        path=Path(f"/music/{disc}-{number}.flac"),
        presence=Presence.PRESENT,
        title=f"Title {number}",
        artist="Artist",
        album_artist="Artist",
        album=album,
        genre="",
        year=None,
        disc_no=disc,
        track_no=number,
        duration=Seconds(180.0),
        audio_id=None,
        rating=None,
        loved=False,
        play_count=0,
        skip_count=0,
        last_played=None,
        added_at=Timestamp(0.0),
    )


def part(number: int, start: float, seconds: float = 100.0) -> Track:
    return replace(
        track(number),
        path=Path("/music/whole.flac"),
        part=number,
        start=Seconds(start),
        duration=Seconds(seconds),
    )


@pytest.mark.parametrize(
    ("first", "second", "does"),
    [
        (track(1), track(2), True),
        (track(1), track(3), False),
        (track(2), track(1), False),
        (track(1), track(1), False),
        (track(1), track(2, album="Other"), False),
        (track(1, album=""), track(2, album=""), False),
        (track(None), track(2), False),
        (track(9, disc=1), track(1, disc=2), True),
        (track(9, disc=1), track(2, disc=2), False),
        (track(9, disc=1), track(10, disc=2), False),
    ],
)
def test_the_next_number_on_the_same_disc_runs_on_and_so_does_the_next_disc(
    first: Track, second: Track, *, does: bool
) -> None:
    assert runs_on(first, second) is does


def test_parts_of_a_file_run_on_where_they_touch() -> None:
    assert runs_on(part(1, 0.0), part(2, 100.0))
    assert not runs_on(part(1, 0.0), part(3, 200.0))


def test_tracks_of_a_compilation_without_an_album_artist_run_on_within_their_folder() -> None:
    first, second = replace(track(1), album_artist=""), replace(track(2), album_artist="", artist="Other")
    assert runs_on(first, second)
    assert not runs_on(first, replace(second, path=Path("/elsewhere/2.flac")))


def test_a_whole_file_is_played_to_its_end_and_a_part_for_its_length() -> None:
    whole, cut = (
        piece_of(track(1), ReplayGain(), None, None),
        piece_of(part(2, 100.0), ReplayGain(), None, None),
    )
    assert (whole.start, whole.length) == (0.0, None)
    assert (cut.start, cut.length) == (100.0, 100.0)


def test_an_album_plays_in_order_where_either_neighbour_says_so() -> None:
    alone = piece_of(track(2), ReplayGain(), track(7), track(9))
    first = piece_of(track(1), ReplayGain(), None, track(2))
    second = piece_of(track(2), ReplayGain(), track(1), None)
    assert (alone.in_album, alone.runs_on) == (False, False)
    assert (first.in_album, first.runs_on) == (True, False)
    assert (second.in_album, second.runs_on) == (True, True)
