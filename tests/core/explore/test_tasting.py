"""Seeds of every kind make a taste; what was said weighs by its age; what is remembered joins in."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from core.domain import Ended, PlayEvent, Seconds, Source, Timestamp, TrackId
from core.errors import UserError
from core.explore.memory.affinity import Affinity
from core.explore.radio.catalogue import Catalogue
from core.explore.radio.explain import Origin
from core.explore.radio.radio import Radio
from core.explore.radio.tasting import MEMBERS, Leaning, Memory, Said, leanings, representatives
from core.library.opinions import Opinion
from core.library.radios import Seed, SeedKind, Steering
from tests.core.explore.synthetic_songs import clustered, make_ear, make_tracks

NOW = Timestamp(1_763_200_000.0)
YEAR = 365 * 86_400.0


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    """240 songs in 6 clusters: track t belongs to cluster (t - 1) % 6."""
    return Catalogue(make_ear(clustered(240, 6)), make_tracks(240, artists=60))


def cluster(id: int) -> int:
    return (id - 1) % 6


def tracks(kind: SeedKind, *ids: int) -> Seed:
    return Seed(kind, tuple(map(TrackId, ids)))


def memory(
    affinities: Mapping[TrackId, Affinity] | None = None, opinions: tuple[Opinion, ...] = ()
) -> Memory:
    return Memory(affinities or {}, opinions, NOW)


def liked(
    catalogue: Catalogue, *seeds: Seed, said: Said | None = None, known: Memory | None = None
) -> list[Leaning]:
    return leanings(catalogue, seeds, said or Said(), known or memory(), drift=0.0)


def fond(value: float) -> Affinity:
    return Affinity(value, 5, 5, 0, NOW, 1.0, 5)


def coming(
    catalogue: Catalogue, *seeds: Seed, n: int = 10, affinities: Mapping[TrackId, Affinity] | None = None
) -> list[int]:
    radio = Radio(catalogue.ear, catalogue, seeds, affinities=affinities)
    return [pick.track_id for pick in radio.upcoming(n)]


@pytest.mark.parametrize(
    "kind", [SeedKind.ALBUM, SeedKind.ARTIST, SeedKind.GENRE, SeedKind.PLAYLIST, SeedKind.SELECTION]
)
def test_a_radio_starts_from_many_tracks_at_once(catalogue: Catalogue, kind: SeedKind) -> None:
    ids = coming(catalogue, tracks(kind, *range(2, 60, 6)))
    assert {cluster(id) for id in ids} == {1}


def test_of_tracks_picked_one_by_one_none_comes_while_an_artists_own_may(catalogue: Catalogue) -> None:
    own = range(2, 230, 6)
    chosen = coming(catalogue, tracks(SeedKind.SELECTION, *own), n=20)
    assert not set(own) & set(chosen)
    artist = coming(catalogue, tracks(SeedKind.ARTIST, *own), n=20)
    assert set(own) & set(artist)
    others = [id for id in artist if id not in own]
    assert others, "and others come too: nothing is nearer to an artist than the artist"


def test_a_seed_of_many_tracks_weighs_no_more_than_a_single_one(catalogue: Catalogue) -> None:
    found = liked(catalogue, tracks(SeedKind.TRACK, 1), tracks(SeedKind.ARTIST, *range(2, 240, 6)))
    one = sum(each.weight for each in found if each.track.id == 1)
    many = sum(each.weight for each in found if each.track.id != 1)
    assert one == pytest.approx(many)
    assert len(found) <= MEMBERS


def test_of_hundreds_of_tracks_a_few_that_differ_speak_for_all(catalogue: Catalogue) -> None:
    ids = [id for id in range(1, 241) if cluster(id) in (0, 3)]
    chosen = representatives(catalogue, dict.fromkeys(map(TrackId, ids), 1.0), 6)
    assert len(chosen) == 6
    assert {cluster(id) for id in chosen} == {0, 3}
    assert sum(chosen.values()) == pytest.approx(len(ids))


def test_what_is_loved_speaks_louder_for_its_artist_and_what_is_always_skipped_not_at_all(
    catalogue: Catalogue,
) -> None:
    known = memory({TrackId(2): fond(0.9), TrackId(8): fond(-0.8)})
    found = {
        one.track.id: one.weight for one in liked(catalogue, tracks(SeedKind.ARTIST, 2, 8, 14), known=known)
    }
    assert 8 not in found
    assert found[TrackId(2)] > found[TrackId(14)]


def test_of_many_tracks_those_that_were_refused_do_not_speak(catalogue: Catalogue) -> None:
    for_good = memory(opinions=(Opinion(TrackId(8), -1.0, NOW),))
    said = Said(dislikes=[TrackId(14)], skipped={TrackId(20): 0.25, TrackId(26): 0.05})

    def speaking(kind: SeedKind, *ids: int) -> set[int]:
        return {one.track.id for one in liked(catalogue, tracks(kind, *ids), said=said, known=for_good)}

    assert speaking(SeedKind.ARTIST, 2, 8, 14, 20, 26) == {2, 26}
    assert speaking(SeedKind.SELECTION, 2, 8, 20) == {2, 8, 20}  # picked out one by one
    assert speaking(SeedKind.ALBUM, 8, 20) == {8, 20}  # or nothing would


def test_a_seed_that_played_to_its_end_is_still_a_seed(catalogue: Catalogue) -> None:
    seeds = [tracks(SeedKind.TRACK, 1), tracks(SeedKind.TRACK, 2)]
    radio = Radio(catalogue.ear, catalogue, seeds, steering=Steering(drift=1.0))
    radio.heard(PlayEvent(TrackId(1), NOW, Seconds(200.0), Ended.FINISHED, Source.RADIO))
    radio.drop_seed(1)
    assert radio.seeds == (seeds[0],)


def test_a_radio_from_nothing_starts_from_what_is_liked(catalogue: Catalogue) -> None:
    affinities = {TrackId(id): fond(0.8) for id in range(3, 60, 6)} | {TrackId(1): fond(-0.8)}
    ids = coming(catalogue, Seed.history(), affinities=affinities)
    assert {cluster(id) for id in ids} == {2}
    (one, *_) = liked(catalogue, Seed.history(), known=memory(affinities))
    assert one.origin is Origin.HISTORY


def test_without_any_history_a_radio_from_it_is_refused_with_a_way_out(catalogue: Catalogue) -> None:
    with pytest.raises(UserError, match="start a radio from a track"):
        Radio(catalogue.ear, catalogue, [Seed.history()])


def test_what_was_said_two_hours_ago_weighs_more_than_what_was_said_a_year_ago(catalogue: Catalogue) -> None:
    said = Said()
    said.judge(TrackId(7), Timestamp(NOW - 7200.0), liked=True)
    said.judge(TrackId(13), Timestamp(NOW - YEAR), liked=True)
    weights = {one.track.id: one.weight for one in liked(catalogue, tracks(SeedKind.TRACK, 1), said=said)}
    assert weights[TrackId(7)] > 0.95
    assert weights[TrackId(13)] < 0.4


def test_a_remembered_like_joins_a_radio_that_it_is_near_to_and_no_other(catalogue: Catalogue) -> None:
    known = memory(opinions=(Opinion(TrackId(7), 1.0, NOW), Opinion(TrackId(8), 1.0, NOW)))
    found = [one.track.id for one in liked(catalogue, tracks(SeedKind.TRACK, 1), known=known)]
    assert found == [1, 7]


def test_what_was_remembered_can_be_taken_back_for_one_radio_and_remembered_again(
    catalogue: Catalogue,
) -> None:
    def remembered(at: float) -> list[Opinion]:
        return [Opinion(near, -1.0, Timestamp(at))]

    seed = tracks(SeedKind.TRACK, 1)
    usual = coming(catalogue, seed, n=20)
    near = TrackId(usual[0])
    radio = Radio(catalogue.ear, catalogue, [seed], opinions=remembered(NOW), clock=lambda: NOW + 1)
    assert near not in [pick.track_id for pick in radio.upcoming(20)]
    radio.forget(near)
    assert [pick.track_id for pick in radio.upcoming(20)] == usual
    radio = Radio.restore(catalogue.ear, catalogue, radio.state(), opinions=remembered(NOW))
    assert [pick.track_id for pick in radio.upcoming(20)] == usual
    radio.adopt(catalogue.ear, catalogue, opinions=remembered(NOW + 2))
    assert near not in [pick.track_id for pick in radio.upcoming(20)]


def test_seeds_may_be_added_and_dropped_but_for_the_last(catalogue: Catalogue) -> None:
    radio = Radio(catalogue.ear, catalogue, [tracks(SeedKind.TRACK, 1)])
    before = radio.upcoming(10)
    radio.add_seed(tracks(SeedKind.TRACK, 2))
    assert {cluster(pick.track_id) for pick in radio.upcoming(12)} >= {0, 1}
    radio.drop_seed(1)
    assert radio.upcoming(10) == before
    with pytest.raises(UserError, match="start from"):
        radio.drop_seed(0)
    assert radio.upcoming(10) == before
