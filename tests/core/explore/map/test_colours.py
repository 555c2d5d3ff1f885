"""Colour schemes sort tracks into groups that a legend tells of; some are scales besides."""

from __future__ import annotations

import numpy as np
import pytest

from core.domain import AudioId, Timestamp, TrackId
from core.explore.map.colours import SCHEMES, UNKNOWN, Colouring, colour, schemes, usual_scheme
from core.explore.map.measures import HeardTags
from core.explore.stock import RadioTrack

NOW = 1_793_620_800.0
DAY = 86_400.0


def track(id: int, **more: object) -> RadioTrack:
    return RadioTrack(TrackId(id), **more)  # type: ignore[arg-type]


def coloured(scheme: str, *stock: RadioTrack, heard: HeardTags | None = None) -> Colouring:
    ids = np.array([one.id for one in stock], np.int64)
    return colour(scheme, ids, {one.id: one for one in stock}, now=NOW, mean_tags=heard)


def said(colouring: Colouring) -> list[tuple[str, int]]:
    return [(str(entry.label), entry.count) for entry in colouring.legend]


def test_genres_are_told_apart_whatever_their_case_and_called_as_most_write_them() -> None:
    found = coloured(
        "genre",
        *(track(n, genres=("Jazz",)) for n in range(1, 4)),
        track(4, genres=("jazz",)),
        track(5, genres=("Rock",)),
        track(6),
    )
    assert said(found) == [("Jazz", 4), ("Rock", 1), ("Not known", 1)]
    assert found.codes.tolist() == [0, 0, 0, 0, 1, UNKNOWN]


def test_what_is_rare_shares_a_colour() -> None:
    stock = [track(100 * a + n, artist=f"Artist {a:02}") for a in range(14) for n in range(20 - a)]
    found = coloured("artist", *stock)
    assert len(found.legend) == 13
    assert found.legend[0].count == 20
    assert said(found)[-1] == ("Other", 8 + 7)
    assert found.other == 12


def test_a_track_of_a_rare_and_a_common_genre_has_the_common_ones_colour() -> None:
    stock = [track(100 * a + n, genres=(f"Genre {a:02}",)) for a in range(14) for n in range(20 - a)]
    found = coloured("genre", *stock, track(5000, genres=("Genre 13", "Genre 03")))
    assert found.codes[-1] == 3
    two = [track(n, genres=(f"Genre {n:02}", "Rock")) for n in range(20)]
    rock = coloured("genre", *(track(100 + n, genres=("Rock",)) for n in range(3)), *two)
    assert "Other" not in {label for label, _ in said(rock)}  # all have a common one


def test_albums_of_one_name_by_two_artists_are_two() -> None:
    found = coloured(
        "album",
        track(1, album="Greatest Hits", album_artist="One"),
        track(2, album="Greatest Hits", album_artist="Other"),
    )
    assert len(found.legend) == 2


def test_moments_have_the_colours_of_their_tracks() -> None:
    stock = {TrackId(1): track(1, genres=("Jazz",)), TrackId(2): track(2, genres=("Rock",))}
    found = colour("genre", np.array([1, 1, 1, 2, 2], np.int64), stock, now=NOW)
    assert found.codes.tolist() == [0, 0, 0, 1, 1]
    assert said(found) == [("Jazz", 1), ("Rock", 1)]


def test_decades_are_in_order_and_form_a_scale() -> None:
    found = coloured("decade", track(1, year=1999), track(2, year=1961), track(3), track(4, year=1990))
    assert said(found) == [("1960s", 1), ("1990s", 2), ("Not known", 1)]
    assert found.values is not None
    assert found.values.tolist()[:2] == [1.0, 0.0]
    assert np.isnan(found.values[2])


def test_ratings_go_by_whole_stars() -> None:
    found = coloured("rating", track(1, rating=4.5), track(2, rating=0.5), track(3))
    assert found.codes.tolist() == [3, 0, UNKNOWN]
    assert said(found)[-1] == ("Not rated", 1)


def test_plays_go_by_counts_that_double() -> None:
    found = coloured("plays", *(track(n + 1, play_count=count) for n, count in enumerate((0, 1, 3, 11))))
    assert said(found) == [
        ("Never played", 1),
        ("1 play", 1),
        ("2 to 4 plays", 1),
        ("5 to 9 plays", 0),
        ("10 or more plays", 1),
    ]
    assert found.values is not None
    assert np.all(np.diff(found.values) > 0)


def test_what_was_liked_and_not_heard_for_long_glows() -> None:
    def played(id: int, days: float, plays: int, **more: object) -> RadioTrack:
        return track(id, last_played=Timestamp(NOW - days * DAY), play_count=plays, **more)

    found = coloured(
        "last_played",
        played(1, 900, 20),
        played(2, 900, 1, loved=True),
        played(3, 900, 1),
        played(4, 3, 20, loved=True),
        track(5, loved=True),
        played(6, 900, 1, skip_count=9),
    )
    assert found.values is not None
    much, loved, once, lately, never, skipped = found.values.tolist()
    assert much > loved > 0.6 > once == skipped > 0.4 > 0.05 > lately
    assert np.isnan(never)
    labels = {entry.code: str(entry.label) for entry in found.legend}
    assert [labels[code] for code in found.codes.tolist()] == [
        "Liked, long not heard",
        "Liked, long not heard",
        "Some time ago",
        "Heard lately",
        "Never played",
        "Some time ago",
    ]


def test_a_tag_is_a_scale_from_nothing_to_its_highest_activation() -> None:
    found = coloured(
        "tag:piano", track(1, tags=(("piano", 0.5),)), track(2, tags=(("piano", 0.25),)), track(3)
    )
    assert found.values is not None
    assert found.values.tolist()[:2] == [1.0, 0.5]
    assert [str(entry.label) for entry in found.legend][-2:] == ["40 to 50 %", "Not heard yet"]
    assert (str(found.low), str(found.high)) == ("0 %", "50 %")


def test_confidence_is_the_strongest_activation() -> None:
    heard = HeardTags(("a", "b"), {AudioId("x"): np.array([0.2, 0.8], np.float32)})
    found = coloured("confidence", track(1, audio_id=AudioId("x")), track(2), heard=heard)
    assert found.values is not None
    assert str(found.high) == "80 %"
    assert found.values[0] == 1.0
    assert found.codes.tolist() == [4, UNKNOWN]


def test_every_scheme_counts_every_track_once_even_of_an_empty_library() -> None:
    stock = [
        track(n, artist="A", tags=(("x", 0.2),), genres=("G",), year=1990 + n, play_count=n, album="B")
        for n in range(1, 30)
    ]
    for scheme in schemes(stock):
        found = coloured(scheme.key, *stock)
        assert sum(entry.count for entry in found.legend) == len(stock), scheme.key
        assert len(coloured(scheme.key).codes) == 0
    assert len(schemes(stock)) == len(SCHEMES) + 1


def test_a_library_is_coloured_at_first_by_what_it_knows() -> None:
    tagged = [track(n, genres=("Jazz" if n % 2 else "Rock",)) for n in range(10)]
    heard = [track(n, tags=(("piano", 0.5),)) for n in range(10)]
    one = [track(n, genres=("Soundtrack",), artist="A") for n in range(10)]
    assert [usual_scheme(stock) for stock in (tagged, heard, one)] == ["genre", "heard", "artist"]


def test_an_unknown_scheme_is_refused() -> None:
    with pytest.raises(KeyError):
        coloured("smell", track(1))
