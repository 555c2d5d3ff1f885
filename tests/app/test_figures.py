"""The desk that works out songs' curves in three dimensions, on a library of made-up sounds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication

from app import heard, tasks
from app.figures import KEPT, Asked, Drawn, Figures, Room
from app.hearing import Hearing, Listened, load_glimpse, load_hearing
from core.domain import TrackId
from core.explore.picture.entrances import SOUNDS
from core.library.tracks import Library
from core.settings import Places
from tests.app.shelf import fill, hearing, until
from tests.core.explore.map.heard_music import MODEL, Music

A, B, C, UNHEARD = TrackId(1), TrackId(2), TrackId(3), TrackId(40)


class Desk:
    def __init__(self, library: Library) -> None:
        self.library = library
        self.heard = set(range(1, 40))
        self.loads = 0
        self.listened = Listened(self._load)
        self.figures = Figures(self.listened)

    def _load(self) -> Hearing:
        self.loads += 1
        return hearing(self.library, sorted(self.heard))

    def draw(self, asked: Asked) -> Drawn:
        until(lambda: self.figures.drawn(asked) is not None)
        drawn = self.figures.drawn(asked)
        assert drawn is not None
        return drawn


@pytest.fixture
def desk(qapp: QApplication, places: Places, tmp_path: Path) -> Iterator[Desk]:
    library = Library.open(places)
    fill(library, 40)
    made = Desk(library)
    yield made
    made.figures.close()
    tasks.drain()
    QApplication.processEvents()
    library.close()


def test_a_song_comes_with_its_seconds_and_the_share_that_is_seen(desk: Desk) -> None:
    drawn = desk.draw(Asked((A,), Room.SONG))
    figure = drawn.figures[0]
    assert figure is not None
    assert len(figure.rings) == 10
    assert float(figure.seconds(0.5)) == 90.0
    assert 0.3 < drawn.shown <= 1.0


def test_a_song_shows_more_of_itself_in_its_own_axes_than_in_the_librarys(desk: Desk) -> None:
    own, all_ = (desk.draw(Asked((A,), room)).shown for room in (Room.SONG, Room.LIBRARY))
    assert own > all_


def test_a_song_in_its_own_axes_does_not_wait_for_all_music(
    qapp: QApplication, places: Places, tmp_path: Path
) -> None:
    music = Music(places)
    music.add(range(30))
    loads: list[int] = []

    def load() -> Hearing:
        loads.append(1)
        return load_hearing(music.library, places, (MODEL,))

    listened = Listened(load, glimpse=lambda id: load_glimpse(music.library, places, (MODEL,), id))
    figures = Figures(listened)
    own, all_ = Asked((TrackId(7),), Room.SONG), Asked((TrackId(7),), Room.LIBRARY)
    until(lambda: figures.drawn(own) is not None)
    assert not loads
    early = figures.drawn(own)
    until(lambda: figures.drawn(all_) is not None)
    assert loads
    until(lambda: figures.drawn(own) is not None)
    late = figures.drawn(own)
    assert early is not None and late is not None
    one, other = early.figures[0], late.figures[0]
    assert one is not None and other is not None
    assert np.allclose(one.points, other.points, atol=1e-3)
    figures.close()
    tasks.drain()
    music.library.close()


def test_what_was_not_heard_has_no_figure_and_says_so(desk: Desk) -> None:
    drawn = desk.draw(Asked((A, UNHEARD), Room.SHARED))
    assert [figure is not None for figure in drawn.figures] == [True, False]
    assert drawn.heard == (True, False)


def test_what_has_been_heard_since_is_drawn_anew(desk: Desk) -> None:
    asked = Asked((UNHEARD,), Room.SONG)
    assert desk.draw(asked).figures == (None,)
    desk.heard.add(UNHEARD)
    desk.listened.outdate()
    desk.figures.renew()
    until(lambda: (drawn := desk.figures.drawn(asked)) is not None and drawn.figures[0] is not None)


def test_the_nearest_moments_of_two_songs_are_rings_of_their_curves(desk: Desk) -> None:
    same = TrackId(9)  # of the group of A: it sounds alike
    drawn = desk.draw(Asked((A, same), Room.SHARED))
    assert drawn.links
    assert drawn.links[0].likeness > 0.3
    for link in drawn.links:
        for place, share in ((link.one, link.share_one), (link.other, link.share_other)):
            figure = drawn.figures[place]
            assert figure is not None
            assert abs(figure.times[figure.rings[figure.ring(share)]] - share) < 1e-6


def test_of_several_songs_each_two_have_one_nearest_pair_at_most(desk: Desk) -> None:
    links = desk.draw(Asked((A, B, C), Room.SHARED)).links
    pairs = [(link.one, link.other) for link in links]
    assert len(pairs) == len(set(pairs)) <= 3


def test_small_figures_have_few_samples(desk: Desk) -> None:
    figure = desk.draw(Asked((A,), Room.SONG, small=True)).figures[0]
    assert figure is not None
    assert len(figure.points) <= 130


def test_it_keeps_so_many_pictures_and_no_more(desk: Desk) -> None:
    for id in range(1, 40):
        for room in Room:
            desk.figures.drawn(Asked((TrackId(id),), room))
    until(lambda: desk.figures._task is None and not desk.figures._wanted and desk.figures._kept)
    assert len(desk.figures._kept) == KEPT
    assert desk.loads == 1


def test_those_that_sound_most_like_a_song_are_found(desk: Desk) -> None:
    found: list[list[TrackId]] = []
    desk.figures.nearest(A, 3, found.append)
    until(lambda: found)
    assert len(found[0]) == 3
    assert A not in found[0]


def test_figures_of_two_rooms_differ(desk: Desk) -> None:
    own, all_ = (desk.draw(Asked((A,), room)).figures[0] for room in (Room.SONG, Room.LIBRARY))
    assert own is not None
    assert all_ is not None
    assert not np.allclose(own.points, all_.points)


def test_all_that_can_enter_is_said_in_words() -> None:
    assert all(heard.entrance(what) for what in SOUNDS)
