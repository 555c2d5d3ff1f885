"""A popover to find something in the library: a track, or as a seed also an album, an artist, a genre."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app import icons, theme
from app.radiowords import kind_of
from app.views.reading import Reader
from app.widgets.controls import ElidedLabel, SearchField, button, frame, label, rounded
from app.words import tr
from core.domain import TrackId
from core.explore.radio.seeds import Seed, SeedKind
from core.folding import folded
from core.library import search
from core.library.albums import AlbumId
from core.library.browse import Browse
from core.library.narrowing import Role, having, on_albums
from core.library.tracks import Library

WIDTH, ROW = 360, 34
TRACKS, OTHERS = 6, 3
"""Results of a kind that are shown: a better word finds better than a longer list."""
SEARCH_MS = 120
ICONS = {
    SeedKind.TRACK: "music",
    SeedKind.ALBUM: "disc-3",
    SeedKind.ARTIST: "user",
    SeedKind.GENRE: "tags",
    SeedKind.SELECTION: "search",
}


@dataclass(frozen=True, slots=True)
class Found:
    """kind, name: what it is. by: whose, or how much. tracks: those it stands for, read when it is chosen."""

    kind: SeedKind
    name: str
    by: str
    key: str = ""
    """An album's id, a track's in digits."""


def find(library: Library, browse: Browse, query: str, *, tracks_alone: bool) -> list[Found]:
    """On the pool: the best of each kind. Raises UserError as the library does."""
    ids = library.order(query)
    tracks = library.tracks([TrackId(id) for id in ids[:TRACKS]])
    found = [Found(SeedKind.TRACK, track.title, track.artist, str(track.id)) for track in tracks]
    plain = "".join(c if c.isalnum() or c in "-' " else " " for c in query).strip()
    if tracks_alone or not plain:
        return found
    found += [
        Found(SeedKind.ALBUM, album.title, album.artist, album.id)
        for album in browse.albums(search.parse(f"album:({plain})"))[:OTHERS]
    ]
    for kind, role in ((SeedKind.ARTIST, Role.ARTIST), (SeedKind.GENRE, Role.GENRE)):
        names = browse.names(role, search.parse(f"{role.value}:({plain})"))
        # A track by two artists matches by one of them, and brings both names.
        near = [name for name in names if all(word in folded(name.name) for word in folded(plain).split())]
        near.sort(key=lambda name: -name.tracks)
        found += [Found(kind, name.name, tr("%Ln track(s)", count=name.tracks)) for name in near[:OTHERS]]
    if len(ids) > 1:
        found.append(Found(SeedKind.SELECTION, query, tr("%Ln track(s)", count=len(ids))))
    return found


def seed_of(library: Library, browse: Browse, found: Found) -> Seed | None:
    """On the pool: with its tracks; None where nothing is left of it."""
    match found.kind:
        case SeedKind.TRACK:
            return Seed.track(TrackId(int(found.key)), found.name)
        case SeedKind.ALBUM:
            ids = browse.track_ids(on_albums([AlbumId(found.key)]))
        case SeedKind.ARTIST:
            ids = browse.track_ids(having(Role.ARTIST, [found.name]))
        case SeedKind.GENRE:
            ids = browse.track_ids(having(Role.GENRE, [found.name]))
        case _:
            ids = [TrackId(id) for id in library.order(found.name)]
    return Seed(found.kind, tuple(ids), found.name) if ids else None


class SeedFinder(QWidget):
    """Closes once something is chosen, or with Escape."""

    chosen = Signal(object)
    """Found."""

    def __init__(
        self, library: Library, browse: Browse, parent: QWidget, heading: str, *, tracks_alone: bool = False
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        rounded(self)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(heading)
        self.setFixedWidth(WIDTH)
        self._library, self._browse, self._tracks_alone = library, browse, tracks_alone
        self._reader = Reader(self)
        hint = tr("Find a track") if tracks_alone else tr("A track, album, artist or genre")
        self.field = SearchField(hint, self)
        self._rows: list[QPushButton] = []
        self._shown: Sequence[Found] = ()
        self._shown_for = ""
        self._take_soon = False
        self._anchor: QWidget | None = None
        self._nothing = label(tr("Nothing found"), "quiet")
        self._nothing.setContentsMargins(8, 6, 8, 6)
        self._nothing.hide()
        card = frame("popover")
        self._column = QVBoxLayout(card)
        self._column.setContentsMargins(12, 12, 12, 12)
        self._column.setSpacing(2)
        self._column.addWidget(label(heading, "strong"))
        self._column.addSpacing(6)
        self._column.addWidget(self.field)
        self._column.addSpacing(2)
        self._column.addWidget(self._nothing)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(card)
        self._typing = QTimer(self, singleShot=True, interval=SEARCH_MS)
        self._typing.timeout.connect(self._search)
        self.field.textChanged.connect(lambda _text: self._typing.start())
        self.field.returnPressed.connect(self._take_first)

    def open_under(self, anchor: QWidget) -> None:
        """Below the anchor, inside its window."""
        self._anchor = anchor
        self._place()
        self.show()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def _place(self) -> None:
        self.adjustSize()
        if self._anchor is not None:
            place_under(self, self._anchor)

    def _search(self) -> None:
        query = self.field.text().strip()
        library, browse, alone = self._library, self._browse, self._tracks_alone

        def read() -> list[Found]:
            return find(library, browse, query, tracks_alone=alone) if query else []

        self._reader.ask(read, partial(self._show, query))

    def _show(self, query: str, found: Sequence[Found]) -> None:
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._shown, self._shown_for = found, query
        self._rows = [self._row(each) for each in found]
        for row in self._rows:
            self._column.addWidget(row)
        self._nothing.setVisible(bool(query) and not found)
        self._place()
        if self._take_soon:
            self._take_soon = False
            self._take_first()

    def _row(self, found: Found) -> QPushButton:
        made = button("", partial(self._choose, found), kind="row")
        made.setFixedHeight(ROW)
        searched = found.kind is SeedKind.SELECTION
        said = tr("All that “{query}” finds").format(query=found.name) if searched else found.name
        name, by = ElidedLabel(said, "secondary"), ElidedLabel(found.by, "quiet")
        name.setFont(theme.font(13, 500))
        by.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        for part in (name, by):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        picture = label("")
        picture.setPixmap(icons.pixmap(ICONS.get(found.kind, "music"), "quiet", 16, self.devicePixelRatio()))
        row = QHBoxLayout(made)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(10)
        row.addWidget(picture)
        row.addWidget(name, 3)
        row.addWidget(by, 2)
        made.setAccessibleName(", ".join(filter(None, (kind_of(found.kind), said, found.by))))
        return made

    def _take_first(self) -> None:
        """Return right after typing means what was typed, not what is listed still."""
        query = self.field.text().strip()
        if query and (self._typing.isActive() or query != self._shown_for):
            self._typing.stop()
            self._take_soon = True
            self._search()
        elif self._shown:
            self._choose(self._shown[0])

    def _choose(self, found: Found) -> None:
        self.chosen.emit(found)
        self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self._typing.stop()
        self._reader.close()
        super().closeEvent(event)


def place_under(popup: QWidget, anchor: QWidget, gap: int = 6) -> None:
    """Moves a popup below the anchor, or above it where there is no room; inside the anchor's window."""
    window = anchor.window()
    inside = window.mapToGlobal(QPoint(8, 8))
    corner = anchor.mapToGlobal(QPoint(0, anchor.height() + gap))
    most = window.mapToGlobal(QPoint(window.width() - popup.width() - 8, window.height() - 8))
    top = corner.y()
    if top + popup.height() > most.y():
        above = anchor.mapToGlobal(QPoint(0, -gap)).y() - popup.height()
        top = above if above >= inside.y() else max(inside.y(), most.y() - popup.height())
    popup.move(max(inside.x(), min(corner.x(), most.x())), top)
