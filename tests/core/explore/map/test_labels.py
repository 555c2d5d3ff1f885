"""The words on the map: found on the layout, told by what distinguishes regions, the same each time."""

from __future__ import annotations

import math

import numpy as np
import pytest

from core.domain import TrackId
from core.explore.map.chart import Chart, Mode, Sight
from core.explore.map.labels import ALBUM, APART, ARTIST, REGION, TITLE, Label, class_tf_idf, labels
from core.explore.stock import RadioTrack

PLACES = np.array([[-0.7, 0.6], [0.7, 0.6], [-0.7, -0.6], [0.7, -0.6]])
GENRES = ("Ambient", "Jazz", "Metal", "Folk")
EACH = 40


def islands(of: object = None, **same: object) -> list[RadioTrack]:
    """Four islands of tracks; of(island, number) says what is particular to each track."""
    return [
        RadioTrack(
            TrackId(1 + EACH * island + number),
            **({"title": f"Song {number}", **same, **(of(island, number) if callable(of) else {})}),
        )
        for island in range(4)
        for number in range(EACH)
    ]


def chart_of(stock: list[RadioTrack], moments: int = 0) -> Chart:
    draw = np.random.default_rng(3)
    xy = PLACES[np.repeat(np.arange(4), EACH)[: len(stock)]] + 0.07 * draw.standard_normal((len(stock), 2))
    ids = np.array([track.id for track in stock], np.int64)
    if moments:
        ids = np.repeat(ids, moments)
        xy = np.repeat(xy, moments, axis=0) + 0.02 * draw.standard_normal((len(ids), 2))
    n = len(ids)
    zeros = np.zeros(n, np.float32)
    mode = Mode.MOMENTS if moments else Mode.TRACKS
    return Chart(Sight(mode), "v", ids, zeros, xy.astype(np.float32), zeros, np.zeros(n, np.bool_))


def words(stock: list[RadioTrack], level: int = REGION, moments: int = 0) -> list[Label]:
    found = labels(chart_of(stock, moments), {track.id: track for track in stock})
    return [label for label in found if label.level == level]


def island_of(label: Label) -> int:
    return int(np.hypot(*(PLACES - (label.x, label.y)).T).argmin())


@pytest.mark.parametrize("moments", [0, 12])
def test_each_island_is_called_by_its_genre(moments: int) -> None:
    found = words(islands(lambda island, _n: {"genres": (GENRES[island],)}), moments=moments)
    assert {(island_of(label), label.text) for label in found} == set(enumerate(GENRES))
    assert all(np.hypot(*(PLACES[island_of(one)] - (one.x, one.y))) < 0.08 for one in found)


def test_what_all_share_tells_nothing_apart() -> None:
    """With one genre everywhere, it is heard tags that distinguish."""
    found = words(
        islands(
            lambda island, _n: {"tags": (("slow", 0.4), (("piano", "drums", "choir", "harp")[island], 0.3))}
        ),
    )
    firsts = {label.text.lower().split(",")[0] for label in found}
    assert firsts == {"piano", "drums", "choir", "harp"}
    with_genre = words(
        islands(
            lambda island, _n: {"tags": ((("piano", "drums", "choir", "harp")[island], 0.4),)},
            genres=("Soundtrack",),
        )
    )
    assert {label.text.lower().split(",")[0] for label in with_genre} >= {"piano", "drums"}


def test_a_library_that_says_nothing_of_its_sound_is_told_by_its_artists() -> None:
    found = words(islands(lambda island, _n: {"artist": ("Nina", "Nick", "Nico", "Neil")[island]}))
    assert {label.text for label in found} == {"Nina", "Nick", "Nico", "Neil"}


def test_of_nothing_at_all_there_are_titles_alone() -> None:
    stock = islands()
    found = labels(chart_of(stock), {track.id: track for track in stock})
    assert {label.level for label in found} == {TITLE}
    assert labels(chart_of([]), {}) == ()


def test_no_two_regions_near_one_another_bear_one_name() -> None:
    stock = islands(lambda _i, n: {"genres": ("Rock" if n % 7 else "Pop",), "tags": (("guitar", 0.3),)})
    found = words(stock)
    for at, one in enumerate(found):
        for other in found[:at]:
            if one.text.lower() == other.text.lower():
                assert math.hypot(one.x - other.x, one.y - other.y) >= APART


def test_a_name_says_nothing_twice() -> None:
    def of(island: int, _number: int) -> dict[str, object]:
        sound = (
            ("Romantic Classical", "classical"),
            ("man", "male voice"),
            ("Rock", "guitar"),
            ("Folk", "harp"),
        )
        genre, tag = sound[island]
        return {"genres": (genre,), "tags": ((tag, 1.0), ("slow", 0.2))}

    texts = {island_of(label): label.text for label in words(islands(of))}
    assert "classical" not in texts[0].removeprefix("Romantic Classical")
    assert texts[2] == "Guitar, Rock"


def test_a_handful_of_songs_makes_no_region() -> None:
    stock = islands(genres=("Folk",))[:2]
    assert not words(stock)
    assert len(words(stock, TITLE)) == len(stock)


def test_a_small_library_has_few_regions() -> None:
    draw = np.random.default_rng(5)
    xy = draw.uniform(-1, 1, (345, 2)).astype(np.float32)
    stock = {
        TrackId(n): RadioTrack(TrackId(n), genres=(f"Genre {int(4 * x)} {int(4 * y)}",))
        for n, (x, y) in enumerate(xy.tolist(), 1)
    }
    zeros = np.zeros(len(xy), np.float32)
    chart = Chart(Sight(), "v", np.arange(1, len(xy) + 1), zeros, xy, zeros, zeros > 0)
    regions = [label for label in labels(chart, stock) if label.level == REGION]
    assert 3 <= len(regions) <= 8


def test_an_artist_stands_where_most_of_his_tracks_are() -> None:
    def of(island: int, number: int) -> dict[str, object]:
        here = number < (20 if island == 1 else 1)
        return {"artist": "Nina" if here else f"Guest {island} {number}"}

    (nina,) = [label for label in words(islands(of), ARTIST) if label.text == "Nina"]
    assert island_of(nina) == 1
    assert nina.weight >= 10


def test_an_artist_of_two_places_stands_at_both() -> None:
    def of(island: int, number: int) -> dict[str, object]:
        return {"artist": "Nina" if island in (0, 3) and number < 25 else f"Guest {island} {number}"}

    assert {island_of(label) for label in words(islands(of), ARTIST) if label.text == "Nina"} == {0, 3}


def test_nobody_is_no_artist() -> None:
    assert words(islands(artist="Various Artists"), ARTIST) == []


def test_an_album_stands_among_its_tracks_unless_they_lie_everywhere() -> None:
    def of(island: int, number: int) -> dict[str, object]:
        if number < 8:
            return {"album": f"Of island {island}", "album_artist": "Nina"}
        return {"album": "Everywhere" if number < 20 else f"Single {island} {number}", "album_artist": "Nina"}

    found = words(islands(of), ALBUM)
    assert {label.text for label in found} == {f"Of island {island}" for island in range(4)}
    assert all(label.text.endswith(str(island_of(label))) for label in found)


def test_titles_stand_at_their_tracks_the_best_known_first() -> None:
    stock = islands(
        lambda island, n: {"title": f"{island}.{n}", "play_count": 30 if (island, n) == (2, 5) else 0}
    )
    found = words(stock, TITLE)
    assert len(found) == len(stock)
    assert found[0].text == "2.5"
    assert island_of(found[0]) == 2


def test_the_same_chart_has_the_same_words() -> None:
    stock = islands(lambda island, n: {"genres": (GENRES[(island + n) % 4],), "artist": f"A{n % 9}"})
    by_id = {track.id: track for track in stock}
    assert labels(chart_of(stock), by_id) == labels(chart_of(stock), by_id)


def test_a_large_library_has_some_dozen_regions() -> None:
    draw = np.random.default_rng(0)
    middles = draw.uniform(-0.9, 0.9, (90, 2))
    of = draw.integers(0, 90, 4000)
    xy = (middles[of] + 0.02 * draw.standard_normal((4000, 2))).astype(np.float32)
    stock = {TrackId(n + 1): RadioTrack(TrackId(n + 1), genres=(f"Genre {of[n]}",)) for n in range(4000)}
    zeros = np.zeros(4000, np.float32)
    chart = Chart(Sight(), "v", np.arange(1, 4001), zeros, xy, zeros, zeros > 0)
    regions = [label for label in labels(chart, stock) if label.level == REGION]
    assert 12 <= len(regions) <= 36
    assert regions == sorted(regions, key=lambda label: -label.weight)


def test_class_tf_idf_is_the_published_formula() -> None:
    ranked = class_tf_idf([{"rock": 8.0, "loud": 2.0}, {"jazz": 5.0, "loud": 5.0}])
    average = 20.0 / 2
    assert dict(ranked[0]) == pytest.approx(
        {"rock": 0.8 * math.log(1 + average / 8), "loud": 0.2 * math.log(1 + average / 7)}
    )
    assert [word for word, _ in ranked[1]] == ["jazz", "loud"]
