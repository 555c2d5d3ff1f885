"""What to compare the playing song with."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QMenu, QWidget

from app.figures import Figures
from app.player.playback import Playback
from app.views.seedfinder import Found, SeedFinder
from app.views.trackmenu import add
from app.views.ways import Ways
from app.widgets import controls
from app.words import tr
from core.domain import TrackId
from core.library.browse import Browse
from core.library.tracks import Library

COMING = 3
"""Songs to come, or near ones, that a song is set beside at once."""


def compare_menu(
    anchor: QWidget, library: Library, browse: Browse, playback: Playback, figures: Figures, ways: Ways
) -> QMenu:
    """anchor: the button that it belongs to."""
    menu, queue, id = controls.menu(anchor), playback.queue, playback.track
    assert id is not None

    def compare(others: Sequence[TrackId]) -> None:
        ways.to("compare", {"tracks": list(dict.fromkeys((id, *others)))})

    def find() -> None:
        finder = SeedFinder(library, browse, anchor.window(), tr("Compare with"), tracks_alone=True)
        finder.chosen.connect(lambda found: compare([_id_of(found)]))
        finder.open_under(anchor)

    coming = [other for other in queue.tracks(queue.index + 1, COMING) if other != id]
    if coming:
        add(menu, tr("With what comes next"), "list-start", lambda: compare(coming))
    before = queue.tracks(queue.index - 1, 1) if queue.index > 0 else []
    if before and before[0] != id:
        add(menu, tr("With the one before"), "skip-back", lambda: compare(before))
    add(menu, tr("With what sounds most like it"), "ear", lambda: figures.nearest(id, COMING, compare))
    menu.addSeparator()
    add(menu, tr("With a song…"), "search", find)
    return menu


def _id_of(found: Found) -> TrackId:
    return TrackId(int(found.key))
