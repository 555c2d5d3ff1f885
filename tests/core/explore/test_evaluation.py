"""What is asked of a library, on libraries so small that the answers are known."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from core.analysis.models.summary import Summary
from core.domain import AudioId, Seconds, TrackId
from core.errors import Cancelled
from core.explore.ear.ear import Ear
from core.explore.evaluation import halves, holdout, hubness, plain, retrieval, spaces, tastes
from core.explore.evaluation.corpus import Corpus, make_corpus
from core.explore.evaluation.halves import Halves
from core.explore.evaluation.holdout import Lists
from core.explore.evaluation.record import Estimate, Table
from core.explore.evaluation.spaces import Heard, Space, chance
from core.library.labels import Labelled
from core.progress import Progress
from core.texts import marked
from tests.core.explore.synthetic_songs import clustered, trajectories


def track(
    id: int, title: str = "", artist: str = "", album: str = "", genre: str = "", **more: object
) -> Labelled:
    said = {
        "audio_id": AudioId(f"a{id:03}"),
        "title": title or f"Song {chr(64 + id)}",
        "artists": (artist,) if artist else (),
        "album": album,
        "album_artists": (),
        "genres": (genre,) if genre else (),
        "folder": "/music",
        "duration": Seconds(200.0),
        "play_count": 0,
    }
    return Labelled(id=TrackId(id), **(said | more))  # type: ignore[arg-type]


def corpus_of(*tracks: Labelled) -> Corpus:
    return make_corpus(tracks, {each.audio_id for each in tracks})


def rows(mask: NDArray[np.bool_]) -> list[int]:
    return np.flatnonzero(mask).tolist()


def ear_of(songlets: NDArray[np.floating], sounds: dict[AudioId, Summary] | None = None) -> Ear:
    """Tracks 1 .. n with audio a001 .. , so that rows are as in a corpus of the same tracks."""
    ids = [f"a{i + 1:03}" for i in range(len(songlets))]
    heard = trajectories(songlets, ids)
    return Ear.build([heard], sounds or {}, [(TrackId(i + 1), AudioId(a)) for i, a in enumerate(ids)])


def space_of(distances: Sequence[Sequence[float]], key: str = "by hand") -> Space:
    table = np.array(distances, np.float64)
    return Space(key, marked("by hand"), lambda queries: table[queries])


def heard_by(corpus: Corpus, space: Space, ear: Ear | None = None) -> Heard:
    return Heard(corpus, ear or ear_of(clustered(len(corpus), 2)), (space,), (), {})


def ask(corpus: Corpus, space: Space, *, folders: bool = False) -> dict[str, list[float]]:
    """The mean of each measure, by question."""
    heard = heard_by(corpus, space)
    asked = retrieval.ask(heard, retrieval.questions(corpus, folders=folders), 1000, Progress())
    return {
        one.question.key: [cell.value for cell in one.cells(space) if cell]
        for group in asked.values()
        for one in group
    }


# -- who belongs together ------------------------------------------------------------------------------


def test_copies_of_a_recording_are_one_row_and_both_are_known() -> None:
    copy = track(2, audio_id=AudioId("a001"))
    corpus = make_corpus([track(1), copy, track(3)], {AudioId("a001"), AudioId("a003")})
    assert len(corpus) == 2
    assert corpus.rows == {TrackId(1): 0, TrackId(2): 0, TrackId(3): 1}


def test_a_corpus_can_be_laid_out_as_an_ear_is() -> None:
    corpus = corpus_of(track(1, artist="Ash"), track(2, artist="Elm"), track(3, artist="Ash")).arranged(
        [2, 0, 1]
    )
    assert [each.id for each in corpus.tracks] == [2, 3, 1]
    assert corpus.rows == {TrackId(1): 2, TrackId(2): 0, TrackId(3): 1}
    assert rows(corpus.artists.mates(2)) == [1]


def test_albums_of_one_title_by_two_bands_are_two() -> None:
    corpus = corpus_of(
        track(1, album="Greatest Hits", album_artists=("Ash",)),
        track(2, album="Greatest Hits", album_artists=("Ash",), folder="/music/cd2"),
        track(3, album="Greatest Hits", album_artists=("Elm",)),
    )
    assert rows(corpus.albums.mates(0)) == [1]


def test_where_no_artist_is_said_the_folder_is_filtered_out() -> None:
    corpus = corpus_of(track(1, folder="/a"), track(2, folder="/a"), track(3, folder="/b"))
    assert rows(corpus.artists.mates(0)) == []
    assert rows(corpus.kin.mates(0)) == [1]


def test_another_edit_differs_in_title_or_length() -> None:
    corpus = corpus_of(
        track(1, "Numb", "Ash"),
        track(2, "Numb (Live)", "Ash"),
        track(3, "Numb", "Ash", duration=Seconds(200.4)),
        track(4, "Numb", "Ash", duration=Seconds(260.0)),
        track(5, "Numb", "Elm"),
    )
    assert rows(corpus.songs.mates(0)) == [1, 2, 3]
    assert rows(corpus.editions(0)) == [1, 3]


def test_of_a_large_library_whole_folders_are_drawn() -> None:
    tracks = [track(i + 1, folder=f"/{i // 10}") for i in range(26)]
    corpus = make_corpus(tracks, {each.audio_id for each in tracks}, largest=12)
    assert corpus.drawn_from == 26
    (folder,) = {each.folder for each in corpus.tracks}
    assert len(corpus) == sum(each.folder == folder for each in tracks)


# -- who is found --------------------------------------------------------------------------------------


def test_versions_of_the_query_take_no_part_in_the_search_for_its_album() -> None:
    corpus = corpus_of(
        track(1, "Numb", "Ash", "One"),
        track(2, "Numb (Live)", "Ash", "One"),
        track(3, "Rain", "Ash", "One"),
        track(4, "Snow", "Ash", "One"),
        track(5, "Wind", "Elm", "Two"),
    )
    # From the first: its version, then the other album's song, then its own album's.
    near = np.full((5, 5), 9.0)
    near[0] = [0, 1, 3, 4, 2]
    found = ask(corpus, Space("by hand", marked("by hand"), lambda queries: near[queries]))
    # Only four recordings have two others on their album; all but the first see ties in order of row.
    first = (1 / 2 + 2 / 3) / 2
    second = (1 / 1 + 2 / 2) / 2  # rows 2 and 3 right after row 0, which is a version
    third = (1 / 1 + 2 / 2 + 3 / 3) / 3
    assert found["album"][0] == pytest.approx(np.mean([first, second, third, third]))


def test_genres_are_looked_for_among_other_artists_with_a_genre() -> None:
    tracks = [track(i + 1, artist=f"Artist {i // 2}", genre="Rock" if i < 24 else "") for i in range(26)]
    corpus = corpus_of(*tracks)
    # All are equally near: in order of row, the two without a genre last and never counted.
    found = ask(corpus, space_of(np.zeros((26, 26)).tolist()))
    assert found["genre"] == [1.0]


def test_an_other_edit_is_found_at_its_place() -> None:
    corpus = corpus_of(
        track(1, "Numb", "Ash"),
        track(2, "Numb (Live)", "Ash"),
        track(3, "Rain", "Elm"),
        track(4, "Snow", "Elm"),
    )
    near = [[0, 3, 1, 2], [1, 0, 2, 3], [0] * 4, [0] * 4]
    assert ask(corpus, space_of(near))["versions"] == [0.5, 1.0, 2.0]


def test_what_a_library_cannot_tell_is_not_asked() -> None:
    corpus = corpus_of(track(1), track(2))
    groups = retrieval.questions(corpus, folders=True)
    heard = heard_by(corpus, chance(2))
    asked = retrieval.ask(heard, groups, 1000, Progress())
    assert all(not one.rows for group in asked.values() for one in group)
    assert retrieval.table("artists", marked("Artists"), heard, asked["artists"]) is None


def test_few_of_many_recordings_are_asked_and_that_is_said() -> None:
    corpus = corpus_of(*(track(i + 1, artist="Ash") for i in range(20)))
    heard = heard_by(corpus, chance(20))
    asked = retrieval.ask(heard, retrieval.questions(corpus, folders=False), 5, Progress())
    table = retrieval.table("artists", marked("Artists"), heard, asked["artists"])
    assert table is not None and table.rows[0].cells[0] is not None
    assert table.rows[0].cells[0].n == 5
    assert any("asked of 5 recordings, drawn from 20" in note for note in table.notes)


def test_asking_can_be_stopped() -> None:
    corpus, progress = corpus_of(*(track(i + 1, artist="Ash") for i in range(4))), Progress()
    progress.cancel()
    heard = heard_by(corpus, chance(4))
    with pytest.raises(Cancelled):
        retrieval.ask(heard, retrieval.questions(corpus, folders=False), 5, progress)


# -- tastes and lists ----------------------------------------------------------------------------------


def clusters(n: int, count: int) -> Corpus:
    """Recordings of which number i is by artist and of genre i % count, as in `clustered`; titles differ."""
    return corpus_of(
        *(
            track(
                i + 1,
                f"Song {chr(97 + i // 26)}{chr(97 + i % 26)}",
                f"Artist {i}",
                "",
                f"Genre {i % count}",
                folder=f"/{i % count}",
            )
            for i in range(n)
        )
    )


def test_a_taste_looks_for_neither_its_likes_nor_their_artists() -> None:
    tracks = [track(i + 1, artist=f"Artist {i % 8}", genre=f"Genre {i % 2}") for i in range(48)]
    corpus = corpus_of(*tracks)
    grouping = next(one for one in tastes.groupings(corpus, folders=False) if one.key == "genre")
    for drawn in tastes.draw(corpus, grouping, 2, 20):
        assert not drawn.inside[drawn.likes].any()
        for like in drawn.likes:
            assert not (drawn.inside & corpus.artists.mates(like)).any()
        assert drawn.inside.sum() >= tastes.SPARE


def test_clear_tastes_are_told_apart_far_better_than_by_chance() -> None:
    corpus, ear = clusters(60, 3), ear_of(clustered(60, 3))
    grouping = tastes.groupings(corpus, folders=True)[0]
    answers = tastes.ask(corpus, ear, grouping, 10, Progress())
    assert answers is not None
    table = tastes.table(ear, grouping, answers)
    assert table.rows[0].is_default and _value(table, 0, 1) > 0.9
    assert [row.label for row in table.rows if "ahead" in row.label]


def test_a_list_does_not_make_its_own_songs_popular() -> None:
    corpus = clusters(30, 3)
    lists = Lists(marked("playlists"), (np.arange(0, 10), np.arange(5, 15)), by_hand=True)
    popular = holdout.popularity(corpus, lists)
    assert popular is not None
    scores = popular(np.arange(0, 5), lists.rows[0])
    assert scores[:5].tolist() == [0.0] * 5 and scores[5:15].tolist() == [-1.0] * 10


def test_without_plays_and_playlists_nothing_is_popular() -> None:
    corpus = clusters(30, 3)
    assert holdout.popularity(corpus, Lists(marked("albums"), (np.arange(0, 10),), by_hand=False)) is None


def test_the_hidden_half_of_a_list_is_found_by_its_sound() -> None:
    corpus, ear = clusters(60, 3), ear_of(clustered(60, 3))
    lists = Lists(marked("folders"), tuple(corpus.folders.members.values()), by_hand=False)
    table = holdout.ask(corpus, ear, lists, Progress())
    by_label = {str(row.label): row.cells for row in table.rows}
    ours, lot = by_label["Meander's score"][1], by_label["Chance"][1]
    assert ours is not None and lot is not None and ours.value > 0.9 > lot.value


# -- hubs, agreement, halves ---------------------------------------------------------------------------


def sounds_of(count: int, width: int = 6) -> list[Summary]:
    """Timbre Gaussians of different breadth; the broad ones are near to all others."""
    rng = np.random.default_rng(0)
    return [
        Summary(
            rng.standard_normal(width).astype(np.float32),
            (rng.uniform(0.5, 3.0) * np.eye(width)).astype(np.float32),
            *(None,) * 4,  # type: ignore[arg-type]
        )
        for _ in range(count)
    ]


def test_the_divergence_of_gaussians_is_that_of_the_textbook() -> None:
    """KL(a||b) = 1/2 (tr(B^-1 A) + (m_b - m_a) B^-1 (m_b - m_a) - D + ln |B| / |A|), both ways added."""
    rng = np.random.default_rng(1)
    half = rng.standard_normal((3, 4, 4))
    covariances = half @ half.transpose(0, 2, 1) + np.eye(4)
    means = rng.standard_normal((3, 4))
    sounds = [
        Summary(mean, covariance, *(None,) * 4)  # type: ignore[arg-type]
        for mean, covariance in zip(means, covariances, strict=True)
    ]

    def divergence(a: int, b: int) -> float:
        inverse, apart = np.linalg.inv(covariances[b]), means[b] - means[a]
        sizes = np.log(np.linalg.det(covariances[b]) / np.linalg.det(covariances[a]))
        return float(np.trace(inverse @ covariances[a]) + apart @ inverse @ apart - 4 + sizes) / 2

    found = plain.gaussians(sounds)(np.arange(3))
    wanted = [[divergence(a, b) + divergence(b, a) for b in range(3)] for a in range(3)]
    assert np.allclose(found, wanted)


def test_what_cannot_be_compared_is_far() -> None:
    vectors = np.array([[1.0, 0.0], [0.0, 0.0], [0.0, 1.0]])
    assert plain.cosines(vectors)(np.array([0])).tolist() == [[0.0, np.inf, 1.0]]
    assert plain.euclidean(np.array([[0.0], [np.nan], [2.0]]))(np.array([0])).tolist() == [[0.0, np.inf, 2.0]]


def test_the_correction_takes_hubs_away() -> None:
    space = Space("timbre", marked("timbre"), plain.tamed(plain.gaussians(sounds_of(150))))
    heard = heard_by(clusters(150, 3), space, ear_of(clustered(150, 3)))
    table, agreement = hubness.ask(heard, 1000, Progress())
    before, after, never_before, never_after = (_value(table, 0, column) for column in range(4))
    assert after < before and never_after < never_before
    assert agreement is None


def test_of_the_ear_itself_the_uncorrected_sum_stands_before() -> None:
    sounds = {AudioId(f"a{i + 1:03}"): sound for i, sound in enumerate(sounds_of(150))}
    ear = ear_of(clustered(150, 3), sounds)
    space = Space(spaces.EAR, marked("ear"), ear.distances)
    table, _ = hubness.ask(heard_by(clusters(150, 3), space, ear), 1000, Progress())
    assert table.rows[0].is_default
    assert _value(table, 0, 1) < _value(table, 0, 0)


def test_two_ways_of_hearing_agree_with_themselves_and_not_with_chance() -> None:
    ear = ear_of(clustered(60, 6))
    drawn = np.arange(60)
    one, lot = (hubness.nearest(way, drawn, Progress()) for way in (ear.distances, chance(60).distances))
    spaces = [Space(key, marked("x"), ear.distances) for key in ("one", "same", "lot")]
    table = hubness.agreement(dict(zip(spaces, (one, one, lot), strict=True)))
    assert table is not None
    same, other = table.rows[0].cells[1:]
    assert same is not None and same.value == 1.0
    assert other is not None and other.value < 0.4


def test_a_song_is_never_its_own_neighbour() -> None:
    near = hubness.nearest(ear_of(clustered(30, 3)).distances, np.arange(30), Progress())
    assert not (near == np.arange(30)[:, None]).any()


def test_a_half_finds_the_half_that_sounds_the_same() -> None:
    rng = np.random.default_rng(0)
    songs = rng.standard_normal((30, 1, 16))
    windows = songs + 0.1 * rng.standard_normal((30, 12, 16))
    means = [Halves(song[:6], song[6:]) for song in windows]
    certain = Estimate(1.0, 1.0, 1.0, 30)
    assert halves.by_cosine(means) == halves.by_ear({"test": means}) == (certain, certain)
    strangers = [Halves(song[:6], rng.standard_normal((6, 16))) for song in windows]
    lost, _ = halves.by_cosine(strangers)
    assert lost is not None and lost.value < 0.3


def _value(table: Table, row: int, column: int) -> float:
    cell = table.rows[row].cells[column]
    assert cell is not None
    return cell.value
